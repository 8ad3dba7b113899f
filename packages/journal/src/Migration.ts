/**
 * How the tables of a package are brought to a version: by steps, each from one version to the next.
 *
 * @since 0.1.0
 */

/**
 * One step from a version of tables to the next.
 *
 * @since 0.1.0
 * @category models
 */
export interface Step {
  /** Statements that may be asked again, as each is a transaction of its own on PostgreSQL. */
  readonly statements: (dialect: "pg" | "sqlite") => ReadonlyArray<string>
  /** Whether a version that does not know this step must not use the store. */
  readonly breaks: boolean
}

/**
 * The steps of one package, and the table in which it writes down which were taken.
 *
 * @since 0.1.0
 * @category models
 */
export interface Migration {
  readonly table: string
  readonly steps: ReadonlyArray<Step>
}
