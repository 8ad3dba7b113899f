/**
 * Where a store is, in words that outlive its server and its programs: it has them from when it was last looked into,
 * so one that was moved, failed over or was loaded anew meanwhile is known by them, though nobody remembers it.
 */
import type { SqlClient } from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"

export interface Whereabouts {
  /** The server's system and timeline, or which file it is; empty where that cannot be told. */
  readonly system: string
  /**
   * On PostgreSQL the database, and the transaction that wrote the row in which this stands. A backup that is loaded
   * writes that row anew, on the same system, too; it stays through restarts and `VACUUM FULL`.
   */
  readonly written: string
}

/** Whether it is elsewhere than it says; what cannot be told speaks against nothing. */
export const isElsewhere = (recorded: Whereabouts, present: Whereabouts): boolean =>
  isOther(recorded.system, present.system) || isOther(recorded.written, present.written)

const isOther = (recorded: string, present: string) =>
  recorded !== "" && present !== "" && recorded !== present

/** How it came to be elsewhere. */
export const inWords = (recorded: Whereabouts, present: Whereabouts): string =>
  isOther(recorded.system, present.system)
    ? `is at another place than before (${recorded.system}, now ${present.system})`
    : "was loaded anew"

const database = "(SELECT d.oid::text FROM pg_database d WHERE d.datname = current_database())"

export const make = (sql: SqlClient, instance: () => string) => {
  const system = sql<{ system: string }>`SELECT system_identifier::text || '/' ||
      substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) AS system FROM pg_control_system()`.pipe(
    Effect.map(([row]) => row?.system ?? ""),
    // A user may not be allowed to ask; then only what else is known tells.
    Effect.catchAll(() => Effect.succeed(""))
  )
  const written = Effect.map(
    sql<{ written: string }>`SELECT ${sql.literal(database)} || '/' || s.xmin::text AS written
      FROM smmkit_journal_store s WHERE s.id = 1`,
    ([row]) => row?.written ?? ""
  )
  const present: Effect.Effect<Whereabouts, SqlError> = sql.onDialectOrElse({
    pg: () => Effect.all({ system, written }),
    orElse: () => Effect.sync(() => ({ system: instance(), written: "" }))
  })
  /** Of the transaction that is under way, as `xmin` tells it. */
  const writing = sql.onDialectOrElse({
    pg: () => sql.literal(`${database} || '/' || (txid_current() % 4294967296)::text`),
    orElse: () => sql.literal("''")
  })
  return {
    present,
    /** What is to be set of the store's row, for it to say where it is. */
    record: ({ system }: Whereabouts) => sql`system = ${system}, written = ${writing}`
  }
}
