import { copyFileSync, renameSync, statSync } from "node:fs"
import { dirname, join } from "node:path"
import { SqlClient } from "@effect/sql"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Option } from "effect"
import Database from "libsql"
import { Sqlite } from "../src/index.js"
import { folder } from "./world.js"

describe("the client of an SQLite file", () => {
  it.effect("gives the rows of a statement without parameters, prepared or not", () =>
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      assert.deepStrictEqual(yield* sql`SELECT 1 AS one`.unprepared, [{ one: 1 }])
      assert.deepStrictEqual(yield* sql`SELECT 1 AS one`, [{ one: 1 }])
    }).pipe(Effect.provide(Sqlite.layerClient(":memory:")))
  )

  it.effect("goes on after a reopen that failed, instead of waiting for ever", () => {
    const path = join(folder(), "new", "journal.db")
    return Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      yield* sql`CREATE TABLE one (id INTEGER PRIMARY KEY)`
      // A failed statement has the file opened anew, which fails as well while its folder is away.
      yield* Effect.flip(sql`INSERT INTO absent VALUES (1)`)
      renameSync(dirname(path), `${dirname(path)}-away`)
      yield* Effect.flip(sql.withTransaction(sql`INSERT INTO one VALUES (1)`))
      yield* Effect.flip(sql`INSERT INTO one VALUES (2)`)
      renameSync(`${dirname(path)}-away`, dirname(path))
      yield* sql.withTransaction(sql`INSERT INTO one VALUES (3)`)
      assert.deepStrictEqual(yield* sql`SELECT id FROM one`, [{ id: 3 }])
    }).pipe(Effect.provide(Sqlite.layerClient(path)))
  })

  it.effect("leaves a file that holds all once it is closed, also to who copies it alone", () =>
    Effect.gen(function* () {
      const path = join(folder(), "journal.db")
      const copy = `${path}-copy`
      const written = Effect.gen(function* () {
        const sql = yield* SqlClient.SqlClient
        yield* sql`CREATE TABLE one (id INTEGER PRIMARY KEY)`
        yield* sql.withTransaction(sql`INSERT INTO one VALUES (1)`)
      })
      const read = Effect.flatMap(SqlClient.SqlClient, (sql) => sql`SELECT id FROM one`)
      yield* Effect.provide(written, Sqlite.layerClient(path))
      // Nothing is left that would be read into a backup which is put in its place.
      assert.strictEqual(statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0, 0)
      copyFileSync(path, copy)
      assert.deepStrictEqual(yield* Effect.provide(read, Sqlite.layerClient(copy)), [{ id: 1 }])
    })
  )

  it.effect("lets the program go on while another process holds the file, and writes when it may", () => {
    const path = join(folder(), "journal.db")
    return Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      yield* sql`CREATE TABLE one (id INTEGER PRIMARY KEY)`
      const other = new Database(path)
      other.exec("BEGIN IMMEDIATE")
      const writing = yield* Effect.fork(sql.withTransaction(sql`INSERT INTO one VALUES (1)`))
      const beats = yield* Effect.fork(
        Effect.repeatN(
          Effect.async<void>((resume) => void setTimeout(() => resume(Effect.void), 1)),
          20
        )
      )
      yield* Fiber.join(beats)
      assert.isTrue(Option.isNone(yield* Fiber.poll(writing)))
      other.exec("COMMIT")
      other.close()
      yield* Fiber.join(writing)
      assert.deepStrictEqual(yield* sql`SELECT id FROM one`, [{ id: 1 }])
    }).pipe(Effect.provide(Sqlite.layerClient(path)))
  })

  it.effect("keeps a statement out of a transaction that somebody else has open, however many wait", () =>
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      yield* sql`CREATE TABLE one (id INTEGER PRIMARY KEY)`
      const [begun, enough] = [yield* Effect.makeLatch(), yield* Effect.makeLatch()]
      const undone = yield* Effect.fork(
        sql.withTransaction(
          sql`INSERT INTO one VALUES (0)`.pipe(
            Effect.zipRight(begun.open),
            Effect.zipRight(enough.await),
            Effect.zipRight(Effect.fail("changed its mind" as const))
          )
        )
      )
      yield* begun.await
      const ids = [1, 2, 3, 4]
      const waiting = yield* Effect.forkAll(
        ids.map((id) =>
          id % 2 === 0
            ? sql`INSERT INTO one VALUES (${id})`
            : sql.withTransaction(sql`INSERT INTO one VALUES (${id})`)
        )
      )
      const impatient = yield* Effect.fork(sql`INSERT INTO one VALUES (5)`)
      yield* Effect.repeatN(Effect.yieldNow(), 100)
      assert.isTrue(Option.isNone(yield* Fiber.poll(waiting)))
      yield* Fiber.interrupt(impatient)
      yield* enough.open
      assert.strictEqual(yield* Effect.flip(Fiber.join(undone)), "changed its mind")
      yield* Fiber.join(waiting)
      assert.deepStrictEqual(
        yield* sql`SELECT id FROM one`,
        ids.map((id) => ({ id }))
      )
    }).pipe(Effect.provide(Sqlite.layerClient(":memory:")))
  )

  it.effect(
    "asks the same statement again and again, and sees what another process has changed meanwhile",
    () => {
      const path = join(folder(), "journal.db")
      return Effect.gen(function* () {
        const sql = yield* SqlClient.SqlClient
        yield* sql`CREATE TABLE one (id INTEGER PRIMARY KEY)`
        yield* sql`INSERT INTO one VALUES (1)`
        const all = sql`SELECT * FROM one`
        assert.deepStrictEqual(yield* all, [{ id: 1 }])
        const other = new Database(path)
        other.exec("ALTER TABLE one ADD COLUMN name TEXT DEFAULT 'new'")
        other.exec("INSERT INTO one (id) VALUES (2)")
        const changed = [
          { id: 1, name: "new" },
          { id: 2, name: "new" }
        ]
        assert.deepStrictEqual(yield* all, changed)
        assert.deepStrictEqual(yield* all, changed)
        // What was asked is over: nothing of the log is held for it.
        const [checkpoint] = other.prepare("PRAGMA wal_checkpoint(TRUNCATE)").all([])
        assert.deepInclude(checkpoint, { busy: 0 })
        other.exec("DROP TABLE one")
        yield* Effect.flip(all)
        other.exec("CREATE TABLE one (id INTEGER PRIMARY KEY)")
        assert.deepStrictEqual(yield* all, [])
        other.close()
        // A setting takes effect each time that it is made.
        for (const mode of [1, 0, 1, 0]) {
          yield* sql.unsafe(`PRAGMA query_only = ${mode}`)
          assert.deepStrictEqual(yield* sql`PRAGMA query_only`, [{ query_only: mode }])
        }
      }).pipe(Effect.provide(Sqlite.layerClient(path)))
    }
  )
})
