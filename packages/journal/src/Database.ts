/**
 * The journal's database for packages that keep tables of their own in it: what they ask goes the journal's way,
 * with its time-outs and its one error, and their tables are migrated as its own are.
 *
 * @since 0.1.0
 */
import { type SqlClient, TransactionConnection } from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import * as Alarms from "./internal/alarms.js"
import * as Escaping from "./internal/book/escaping.js"
import { held, statementTime } from "./internal/sql/connection.js"
import { Lightly } from "./internal/sql/lightly.js"
import { migrateBy } from "./internal/sql/migrating.js"
import { migrate } from "./internal/sql/migrations.js"
import { typed } from "./internal/sql/sqlFailure.js"
import * as Transaction from "./internal/sql/transaction.js"
import type { StoreError } from "./JournalError.js"
import type { Migration } from "./Migration.js"

/**
 * How the database is asked. None of it can be used inside a transaction of the caller's own.
 *
 * @since 0.1.0
 * @category models
 */
export interface Database {
  /** The client, whose statements go to the database as they are written. */
  readonly sql: SqlClient
  /** A transaction. On PostgreSQL it reads what is committed, and is told the server's time. */
  readonly change: <A, E>(
    work: (serverTime: number | undefined) => Effect.Effect<A, E>
  ) => Effect.Effect<A, StoreError>
  /** Statements that need no transaction. On PostgreSQL each has a time-out on both sides, and is synced to disk. */
  readonly ask: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, StoreError, R>
  /**
   * The same, and nothing beside each statement is sent: a silent server is still given up, but how long it waits
   * for locks, and whether it syncs, is the statement's own business.
   */
  readonly alone: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, StoreError, R>
  /**
   * The same for what need not outlive a power cut by itself: `Sqlite.layerClient` does not wait for the disk, and what
   * is synced later syncs it, too. It outlives the end of the process.
   */
  readonly lightly: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, StoreError, R>
}

/**
 * The journal's database on a client of SQLite or PostgreSQL. First the journal's tables are made, or brought up
 * to date, then those of `migration`. It works until its scope ends.
 *
 * @example
 * import { SqlClient } from "@effect/sql"
 * import { Database, Sqlite } from "@smmkit/journal"
 * import { Effect } from "effect"
 *
 * const program = Effect.gen(function* () {
 *   const { ask, sql } = yield* Database.make(yield* SqlClient.SqlClient, {
 *     table: "notes_migration",
 *     steps: [{ statements: () => ["CREATE TABLE note (text TEXT NOT NULL)"], breaks: false }]
 *   })
 *   yield* ask(sql`INSERT INTO note (text) VALUES ('paid')`)
 *   return yield* ask(sql`SELECT text FROM note`)
 * })
 * const notes = await Effect.runPromise(Effect.provide(Effect.scoped(program), Sqlite.layerClient(":memory:")))
 *
 * assert.deepStrictEqual(notes, [{ text: "paid" }])
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (
  client: SqlClient,
  migration: Migration
): Effect.Effect<Database, StoreError, Scope.Scope> =>
  Effect.gen(function* () {
    const sql = client.withoutTransforms()
    yield* sql.onDialectOrElse({
      pg: () => Effect.void,
      orElse: () => typed(sql`PRAGMA synchronous = FULL`)
    })
    const alarm = yield* Alarms.make(statementTime)
    const { change, ask } = yield* Transaction.make(sql, alarm)
    yield* migrate(sql)
    yield* migrateBy(sql, migration)
    const alone: Database["alone"] = (effect) =>
      sql.onDialectOrElse({
        pg: () =>
          typed(
            held(
              sql,
              (connection) => Effect.provideService(effect, TransactionConnection, [connection, 0]),
              alarm
            )
          ),
        orElse: () => typed(effect)
      })
    return {
      sql,
      change: (work) => change([], work),
      ask,
      alone,
      lightly: (effect) => alone(Effect.provideService(effect, Lightly, true))
    }
  })

/**
 * A text as the journal's tables hold it: what no database takes (a NUL, half a character) is escaped.
 *
 * @example
 * import { Database } from "@smmkit/journal"
 *
 * assert.strictEqual(Database.escaped("invoice-\u0000"), "invoice-\\u0000")
 *
 * @since 0.1.0
 * @category texts
 */
export const escaped: (text: string) => string = Escaping.escaped

/**
 * What `escaped` was given.
 *
 * @example
 * import { Database } from "@smmkit/journal"
 *
 * assert.strictEqual(Database.unescaped(Database.escaped("a\\b")), "a\\b")
 *
 * @since 0.1.0
 * @category texts
 */
export const unescaped: (text: string) => string = Escaping.unescaped
