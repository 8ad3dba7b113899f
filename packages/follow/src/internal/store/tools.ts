/** What the parts of the store are made with. */
import type { SqlError } from "@effect/sql/SqlError"
import type { Fragment } from "@effect/sql/Statement"
import { type Database, escaped } from "@smmkit/journal/Database"
import { StoreError } from "@smmkit/journal/JournalError"
import * as Effect from "effect/Effect"
import type { Dialect } from "./columns.js"

export interface Tools extends Database {
  readonly dialect: Dialect
  /** The time that a statement is to go by; null for the server's own. */
  readonly given: Effect.Effect<number | null>
  /** The store's time as part of a statement. */
  readonly moment: (given: number | null) => Fragment
  /** The rows of a question, with numbers as numbers on both databases. */
  readonly rows: (question: Fragment) => Effect.Effect<ReadonlyArray<unknown>, SqlError>
}

export const makeTools = (database: Database, given: Effect.Effect<number | null>): Tools => {
  const { sql } = database
  const dialect: Dialect = sql.onDialectOrElse({ pg: () => "pg", orElse: () => "sqlite" })
  return {
    ...database,
    dialect,
    given,
    moment: (given) =>
      dialect === "pg"
        ? sql`coalesce(${given}::bigint, floor(extract(epoch from clock_timestamp()) * 1000)::bigint)`
        : sql`${given}`,
    rows: (question) =>
      dialect === "pg"
        ? Effect.map(sql<{ row: unknown }>`SELECT to_json(x) AS row FROM (${question}) AS x`, (rows) =>
            rows.map(({ row }) => row)
          )
        : sql<Readonly<Record<string, unknown>>>`${question}`
  }
}

export const unreadable = (what: string): StoreError => new StoreError({ reason: "unreadable", detail: what })

/** Texts as one value, which both databases take apart as the table `j`. */
export const list = (
  { sql, dialect }: Pick<Tools, "sql" | "dialect">,
  texts: ReadonlyArray<string>
): Fragment => {
  const json = JSON.stringify(texts.map(escaped))
  return dialect === "pg"
    ? sql`json_array_elements_text(${json}::json) AS j (value)`
    : sql`json_each(${json}) AS j`
}
