/**
 * Bringing tables to a version. Steps only go forward, and one that was published is never changed.
 *
 * A step first widens (a new table, column or index, which earlier versions overlook), and a later release
 * takes away what nobody uses any more. So two versions work side by side: only a step that is said to
 * break them keeps earlier versions out.
 */
import { type SqlClient, TransactionConnection } from "@effect/sql/SqlClient"
import type { Connection } from "@effect/sql/SqlConnection"
import type { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"
import { identity } from "effect/Function"
import { StoreError } from "../../JournalError.js"
import type { Migration } from "../../Migration.js"
import { held } from "./connection.js"
import { typed } from "./sqlFailure.js"

/** Which steps were taken, where none was that keeps this version out. */
const taken = (sql: SqlClient, { table, steps }: Migration) =>
  Effect.gen(function* () {
    const rows = yield* sql<{ id: number; breaks: number }>`SELECT id, breaks FROM ${sql(table)}`
    const breaking = rows.find(({ id, breaks }) => id > steps.length && breaks !== 0)
    if (breaking !== undefined) {
      return yield* new StoreError({
        reason: "newer",
        detail: `its version is ${breaking.id}, this one's is ${steps.length}`
      })
    }
    return new Set(rows.map(({ id }) => id))
  })

/** The steps that were not taken; their statements are asked `slowly`. */
const pending = (
  sql: SqlClient,
  dialect: "pg" | "sqlite",
  migration: Migration,
  slowly: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
) =>
  Effect.gen(function* () {
    const { table, steps } = migration
    yield* sql`CREATE TABLE IF NOT EXISTS ${sql(table)} (
      id INTEGER NOT NULL PRIMARY KEY, breaks INTEGER NOT NULL)`
    const done = yield* taken(sql, migration)
    for (const [at, { statements, breaks }] of steps.entries()) {
      const id = at + 1
      if (done.has(id)) continue
      for (const statement of statements(dialect)) yield* slowly(sql.unsafe(statement))
      yield* sql`INSERT INTO ${sql(table)} ${sql.insert({ id, breaks: breaks ? 1 : 0 })}`
    }
  })

/** One for all packages, as the tables of one may be looked at by the steps of another. */
const lock = 7301902513

/** How often the lock is tried; the server waits a little before each, so that no statement waits for long. */
const tries = 1200

/**
 * On PostgreSQL a connection of its own holds a lock for all steps, and waits for it without a transaction, so
 * that an index that is built meanwhile does not wait in turn. A large table may take its time, and nothing else.
 * Where no step is to be taken nothing is locked: a pooler may give the lock's return to another session than took it.
 */
const onServer = (sql: SqlClient, migration: Migration): Effect.Effect<void, SqlError | StoreError> =>
  held(sql, (connection, end, patient) => {
    const on =
      (connection: Connection) =>
      <A, E, R>(effect: Effect.Effect<A, E, R>) =>
        Effect.provideService(effect, TransactionConnection, [connection, 0])
    const mine = on(connection)
    const isDone = Effect.match(mine(taken(sql, migration)), {
      // Whatever it is, the steps meet it, too; mostly there is no table yet.
      onFailure: () => false,
      onSuccess: (ids) => migration.steps.every((_, at) => ids.has(at + 1))
    })
    const lockOf = (pause: number) =>
      sql<{ taken: boolean }>`SELECT pg_sleep(${pause}), pg_try_advisory_lock(${lock}) AS taken`.pipe(
        Effect.filterOrFail(
          ([row]) => row?.taken === true,
          () => new StoreError({ reason: "locked", detail: "another process brings its tables up to date" })
        )
      )
    const locked = Effect.orElse(lockOf(0), () =>
      Effect.retry(lockOf(0.05), { times: tries, while: isLocked })
    )
    return Effect.unlessEffect(
      Effect.acquireUseRelease(
        mine(locked),
        () => mine(pending(sql, "pg", migration, on(patient("1 hour")))),
        () => Effect.catchAllCause(mine(sql`SELECT pg_advisory_unlock(${lock})`), () => end)
      ),
      isDone
    )
  })

const isLocked = (error: SqlError | StoreError) => error._tag === "StoreError"

/** Takes the steps that were not taken, under a lock that other processes wait for. */
export const migrateBy = (sql: SqlClient, migration: Migration): Effect.Effect<void, StoreError> =>
  typed(
    sql.onDialectOrElse({
      pg: () => onServer(sql, migration),
      orElse: () => sql.withTransaction(pending(sql, "sqlite", migration, identity))
    })
  )
