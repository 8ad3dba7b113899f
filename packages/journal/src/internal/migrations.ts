/**
 * The store's tables. Migrations only go forward: one that was published is never changed, and a store
 * that knows more of them than this version is left alone.
 */
import type { SqlClient } from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"
import { StoreError } from "../JournalError.js"
import { exclusively } from "./exclusive.js"
import { typed } from "./sqlFailure.js"

const migrations: ReadonlyArray<(sql: SqlClient) => ReadonlyArray<Effect.Effect<unknown, SqlError>>> = [
  (sql) => [
    // What a query needs stands in columns of its own; `body` is the whole entry.
    sql`CREATE TABLE smmkit_journal_entry (
      key TEXT NOT NULL PRIMARY KEY,
      account TEXT NOT NULL,
      state TEXT NOT NULL,
      fingerprint TEXT NOT NULL,
      order_id TEXT,
      owner TEXT,
      watched INTEGER NOT NULL,
      body TEXT NOT NULL
    )`,
    sql`CREATE INDEX smmkit_journal_open ON smmkit_journal_entry (account, fingerprint)
      WHERE state = 'sending' OR state = 'in-doubt'`,
    sql`CREATE UNIQUE INDEX smmkit_journal_order ON smmkit_journal_entry (account, order_id)
      WHERE order_id IS NOT NULL`,
    sql`CREATE INDEX smmkit_journal_watched ON smmkit_journal_entry (account, key) WHERE watched = 1`,
    sql`CREATE TABLE smmkit_journal_account (id TEXT NOT NULL PRIMARY KEY, body TEXT NOT NULL)`,
    sql`CREATE TABLE smmkit_journal_spending (id TEXT NOT NULL PRIMARY KEY, amount TEXT NOT NULL)`,
    sql`CREATE TABLE smmkit_journal_owner (
      id TEXT NOT NULL PRIMARY KEY,
      machine TEXT NOT NULL,
      pid INTEGER NOT NULL,
      expires BIGINT NOT NULL
    )`
  ],
  (sql) => [
    // What is spent is a sum for each currency; what was one sum before did not tell its currency.
    sql`ALTER TABLE smmkit_journal_spending RENAME COLUMN amount TO body`,
    sql`UPDATE smmkit_journal_spending SET body = '[{"amount":"' || body || '","currency":null}]'`
  ],
  (sql) => [
    sql`CREATE INDEX IF NOT EXISTS smmkit_journal_equal ON smmkit_journal_entry (fingerprint)`,
    sql`CREATE TABLE IF NOT EXISTS smmkit_journal_batch (
      account TEXT NOT NULL,
      name TEXT NOT NULL,
      content TEXT NOT NULL,
      at BIGINT NOT NULL,
      PRIMARY KEY (account, name)
    )`
  ]
]

/** Brings the store to this version, under a lock that other processes wait for. */
export const migrate = (sql: SqlClient): Effect.Effect<void, StoreError> => {
  const table = sql`CREATE TABLE IF NOT EXISTS smmkit_journal_migration (id INTEGER NOT NULL PRIMARY KEY)`
  const pending = Effect.gen(function* () {
    // PostgreSQL can fail on two of these at once, so there it waits for the lock as well.
    yield* table
    const rows = yield* sql<{ id: number }>`SELECT id FROM smmkit_journal_migration ORDER BY id`
    const done = rows.length
    if (done > migrations.length) {
      return yield* new StoreError({
        reason: "newer",
        detail: `its version is ${done}, this one's is ${migrations.length}`
      })
    }
    for (const [at, statements] of migrations.entries()) {
      if (at < done) continue
      yield* Effect.all(statements(sql), { discard: true })
      yield* sql`INSERT INTO smmkit_journal_migration ${sql.insert({ id: at + 1 })}`
    }
  })
  const before = sql.onDialectOrElse({ pg: () => Effect.void, orElse: () => Effect.asVoid(table) })
  return Effect.zipRight(
    typed(before),
    exclusively(sql)(() => pending)
  )
}
