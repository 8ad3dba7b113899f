import { join } from "node:path"
import { SqlClient } from "@effect/sql"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { Database, type Migration, Sqlite } from "../src/index.js"
import { client, emptyDatabase, isInstalled } from "./postgres.js"
import { folder } from "./world.js"

const migration: Migration.Migration = {
  table: "notes_migration",
  steps: [{ statements: () => ["CREATE TABLE note (text TEXT NOT NULL)"], breaks: true }]
}

const story = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const { ask, alone, lightly, change } = yield* Database.make(sql, migration)
  yield* ask(sql`INSERT INTO note (text) VALUES ('one')`)
  yield* alone(sql`INSERT INTO note (text) VALUES (${"two"})`)
  yield* lightly(sql`INSERT INTO note (text) VALUES ('light')`)
  yield* change(() => sql`INSERT INTO note (text) VALUES ('three')`)
  yield* Effect.ignore(
    change(() => Effect.zipRight(sql`INSERT INTO note (text) VALUES ('four')`, Effect.fail("taken back")))
  )
  // A second time nothing is made anew, and the journal's own tables are there.
  const again = yield* Database.make(sql, migration)
  const old = yield* Effect.flip(Database.make(sql, { ...migration, steps: [] }))
  expect(old.reason).toBe("newer")
  expect(yield* again.ask(sql`SELECT state FROM smmkit_journal_entry`)).toEqual([])
  expect(yield* again.ask(sql`SELECT text FROM note ORDER BY text`)).toEqual([
    { text: "light" },
    { text: "one" },
    { text: "three" },
    { text: "two" }
  ])
  // On PostgreSQL this is written into the statement, which then shares a message with others.
  yield* ask(sql`INSERT INTO note (text) VALUES (${sql`${631.5789473684} * 2`})`)
  expect(yield* ask(sql`SELECT text FROM note WHERE text LIKE '1263.%'`)).toHaveLength(1)
  const broken = yield* Effect.flip(again.alone(sql`SELECT nothing FROM nowhere`))
  expect(broken._tag).toBe("StoreError")
})

const syncing = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const { alone, lightly } = yield* Database.make(sql, migration)
  const level = sql<{ synchronous: number }>`SELECT synchronous FROM pragma_synchronous`
  const levels = {
    lightly: yield* lightly(level),
    after: yield* alone(level)
  }
  yield* Effect.flip(lightly(sql`SELECT nothing FROM nowhere`))
  return { ...levels, failed: yield* alone(level) }
})

describe("another package's tables beside the journal's", () => {
  it.effect(
    "are synced to disk with each change, but for one that is made lightly, which changes no other",
    () =>
      Effect.map(
        Effect.provide(Effect.scoped(syncing), Sqlite.layerClient(join(folder(), "journal.db"))),
        (levels) => {
          const [normal, full] = [[{ synchronous: 1 }], [{ synchronous: 2 }]]
          expect(levels).toEqual({ lightly: normal, after: full, failed: full })
        }
      )
  )
  it.effect("are made once, and asked with the journal's errors, on SQLite", () =>
    Effect.provide(Effect.scoped(story), Sqlite.layerClient(join(folder(), "journal.db")))
  )
  it.effect.skipIf(!isInstalled)("are made once, and asked with the journal's errors, on PostgreSQL", () =>
    Effect.flatMap(emptyDatabase, (url) => Effect.provide(Effect.scoped(story), client(url)))
  )
})
