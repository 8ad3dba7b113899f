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
  const { ask, alone, change } = yield* Database.make(sql, migration)
  yield* ask(sql`INSERT INTO note (text) VALUES ('one')`)
  yield* alone(sql`INSERT INTO note (text) VALUES (${"two"})`)
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

describe("another package's tables beside the journal's", () => {
  it.effect("are made once, and asked with the journal's errors, on SQLite", () =>
    Effect.provide(story, Sqlite.layerClient(join(folder(), "journal.db")))
  )
  it.effect.skipIf(!isInstalled)("are made once, and asked with the journal's errors, on PostgreSQL", () =>
    Effect.flatMap(emptyDatabase, (url) => Effect.provide(story, client(url)))
  )
})
