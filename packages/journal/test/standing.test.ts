import { copyFileSync, cpSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs"
import { join } from "node:path"
import { SqlClient } from "@effect/sql"
import { assert, describe, it } from "@effect/vitest"
import { Sandbox } from "@smmkit/sandbox"
import { Context, Effect, Layer, Logger } from "effect"
import Database from "libsql"
import { type Journal, Sqlite } from "../src/index.js"
import { storeError } from "../src/internal/sql/sqlFailure.js"
import * as Transaction from "../src/internal/sql/transaction.js"
import * as Standing from "../src/internal/store/standing.js"
import * as Witness from "../src/internal/store/witness.js"
import { client, database, isInstalled } from "./postgres.js"
import { onServer, place, program, server, untilTaken } from "./standing.js"
import { booked, folder, sandbox } from "./world.js"

const inFile = (path: string) => Layer.fresh(Sqlite.layer(path))

const files = (path: string) => [path, `${path}-wal`, `${path}-shm`]

/** A copy of a store as it is now, by the database's own means. */
const backUp = (path: string) =>
  Effect.sync(() => {
    const copy = join(folder(), "backup.db")
    const db = new Database(path)
    db.prepare("VACUUM INTO ?").run([copy])
    db.close()
    return copy
  })

/** Another file in the store's place. */
const replace = (path: string, copy: string) =>
  Effect.sync(() => {
    for (const file of files(path).slice(1)) rmSync(file, { force: true })
    copyFileSync(copy, `${path}-new`)
    renameSync(`${path}-new`, path)
  })

describe("a file whose older backup was put back", () => {
  it.live("under a running program is not gone on with, until a person says so", () =>
    Effect.gen(function* () {
      const path = join(folder(), "journal.db")
      const one = yield* program(inFile(path))
      assert.strictEqual(yield* place(one, "a"), "placed")
      const copy = yield* backUp(path)
      assert.strictEqual(yield* place(one, "b"), "placed")
      yield* replace(path, copy)
      assert.strictEqual(yield* place(one, "b"), "forgotten")
      assert.strictEqual(yield* place(one, "c"), "forgotten")
      // Nor does another program go on, now or later.
      const other = yield* program(inFile(path))
      assert.strictEqual(yield* place(other, "b"), "forgotten")
      assert.strictEqual(yield* booked, 2)
      yield* other.acceptStore
      assert.strictEqual(yield* place(other, "c"), "placed")
      assert.strictEqual(yield* place(one, "d"), "placed")
      assert.strictEqual(yield* booked, 4)
    }).pipe(Effect.provide(sandbox()), Effect.scoped)
  )

  it.live("between two programs is not gone on with, until a person says so", () =>
    Effect.gen(function* () {
      const path = join(folder(), "journal.db")
      const copy = yield* Effect.scoped(
        Effect.gen(function* () {
          const one = yield* program(inFile(path))
          yield* place(one, "a")
          const copy = yield* backUp(path)
          assert.strictEqual(yield* place(one, "b"), "placed")
          return copy
        })
      )
      yield* replace(path, copy)
      const other = yield* program(inFile(path))
      assert.strictEqual(yield* place(other, "b"), "forgotten")
      assert.strictEqual(yield* place(other, "c"), "forgotten")
      assert.strictEqual(yield* booked, 2)
      yield* other.acceptStore
      assert.strictEqual(yield* place(other, "c"), "placed")
    }).pipe(Effect.provide(sandbox()), Effect.scoped)
  )
})

/** What a store's tables hold, put away and put back by SQL, as a tool that restores by rows does it. */
const names = (rows: ReadonlyArray<unknown>) =>
  rows.flatMap((row) =>
    typeof row === "object" && row !== null && "name" in row && typeof row.name === "string" ? [row.name] : []
  )

describe("a file into which an older backup was written", () => {
  it.live("row by row under a running program is not gone on with, until a person says so", () =>
    Effect.gen(function* () {
      const path = join(folder(), "journal.db")
      const one = yield* program(inFile(path))
      assert.strictEqual(yield* place(one, "a"), "placed")
      const copy = yield* backUp(path)
      assert.strictEqual(yield* place(one, "b"), "placed")
      const before = statSync(path).ino
      yield* Effect.sync(() => {
        const db = new Database(path)
        db.prepare("ATTACH ? AS old").run([copy])
        const tables = names(
          db
            .prepare("SELECT name FROM old.sqlite_schema WHERE type = 'table' AND name LIKE 'smmkit%'")
            .all([])
        )
        db.exec("BEGIN IMMEDIATE")
        for (const table of tables) {
          db.exec(`DELETE FROM main.${table}`)
          db.exec(`INSERT INTO main.${table} SELECT * FROM old.${table}`)
        }
        db.exec("COMMIT")
        db.close()
      })
      assert.strictEqual(statSync(path).ino, before)
      assert.strictEqual(yield* place(one, "b"), "forgotten")
      const other = yield* program(inFile(path))
      assert.strictEqual(yield* place(other, "c"), "forgotten")
      assert.strictEqual(yield* booked, 2)
      yield* other.acceptStore
      assert.strictEqual(yield* place(other, "c"), "placed")
      assert.strictEqual(yield* place(one, "d"), "placed")
    }).pipe(Effect.provide(sandbox()), Effect.scoped)
  )

  it.live("byte by byte under a running program never has an order placed twice", () =>
    Effect.gen(function* () {
      const path = join(folder(), "journal.db")
      yield* Effect.scoped(
        Effect.gen(function* () {
          const one = yield* program(inFile(path))
          assert.strictEqual(yield* place(one, "a"), "placed")
          const copy = yield* backUp(path)
          assert.strictEqual(yield* place(one, "b"), "placed")
          const before = statSync(path).ino
          yield* Effect.sync(() => {
            for (const file of files(path).slice(1)) rmSync(file, { force: true })
            copyFileSync(copy, path)
          })
          assert.strictEqual(statSync(path).ino, before)
          yield* place(one, "b")
          assert.strictEqual(yield* booked, 2)
        })
      )
      // What SQLite itself remembers of the file may have come back into it when the program ended, or it
      // may hold the file for broken, and then no program starts on it.
      yield* Effect.exit(Effect.flatMap(program(inFile(path)), (other) => place(other, "b")))
      assert.strictEqual(yield* booked, 2)
    }).pipe(Effect.provide(sandbox()), Effect.scoped)
  )
})

describe("a file that was replaced by an empty one", () => {
  it.live("is not gone on with, by who knew it or by the witness beside it", () =>
    Effect.gen(function* () {
      const path = join(folder(), "journal.db")
      const one = yield* program(inFile(path))
      yield* place(one, "a")
      const other = join(folder(), "journal.db")
      yield* Effect.scoped(Effect.asVoid(Layer.build(inFile(other))))
      yield* replace(path, yield* backUp(other))
      assert.strictEqual(yield* place(one, "a"), "forgotten")
      assert.strictEqual(yield* place(yield* program(inFile(path)), "a"), "forgotten")
      assert.strictEqual(yield* booked, 1)
    }).pipe(Effect.provide(sandbox()), Effect.scoped)
  )
})

describe("a file that was moved", () => {
  it.live("is gone on with where its witness came with it, and withheld where it did not", () =>
    Effect.gen(function* () {
      const path = join(folder(), "journal.db")
      yield* Effect.scoped(Effect.flatMap(program(inFile(path)), (one) => place(one, "a")))
      const [moved, alone] = [join(folder(), "moved.db"), join(folder(), "alone.db")]
      yield* Effect.sync(() => {
        for (const file of files(path)) {
          if (!existsSync(file)) continue
          copyFileSync(file, file.replace(path, moved))
          copyFileSync(file, file.replace(path, alone))
        }
        renameSync(`${path}-witness`, `${moved}-witness`)
      })
      assert.strictEqual(yield* place(yield* program(inFile(moved)), "b"), "placed")
      const lonely = yield* program(inFile(alone))
      assert.strictEqual(yield* place(lonely, "b"), "forgotten")
      yield* lonely.acceptStore
      assert.strictEqual(yield* place(lonely, "c"), "placed")
    }).pipe(Effect.provide(sandbox()), Effect.scoped)
  )
})

describe("what came to nothing after it was told of, and was archived or erased", () => {
  for (const gone of ["erase", "archive"] as const) {
    const cleared = (one: Journal.Journal.Service) => (gone === "erase" ? one.erase("k") : one.archive(0))
    for (const name of ["SQLite", "PostgreSQL"]) {
      it.live.skipIf(name === "PostgreSQL" && !isInstalled)(`is missed by nobody (${gone}, ${name})`, () =>
        Effect.gen(function* () {
          const witness = join(folder(), "witness")
          const store =
            name === "SQLite" ? inFile(join(folder(), "journal.db")) : onServer(yield* database, witness)
          const lives = yield* program(store)
          const { faults } = yield* Sandbox.Sandbox
          yield* faults.script(["dropped-before"], "add")
          assert.strictEqual(yield* place(lives, "k"), "OutcomeUnknown")
          const other = yield* program(store)
          yield* other.resolve("k", { placed: false, early: true })
          yield* cleared(other)
          // Its key begins anew, by who was told of its first end.
          assert.strictEqual(yield* place(yield* program(store), "next"), "placed")
          assert.strictEqual(yield* place(yield* program(store), "k"), "placed")
          assert.strictEqual(yield* place(yield* program(store), "k"), "placed")
          assert.strictEqual(yield* booked, 2)
        }).pipe(Effect.provide(sandbox()), Effect.scoped)
      )
    }
  }
})

describe("a folder that was put back from a backup, the witness with the file", () => {
  it.live("is not gone on with, until a person says so", () =>
    Effect.gen(function* () {
      const [data, copy] = [join(folder(), "data"), join(folder(), "copy")]
      const placed = (key: string) =>
        Effect.scoped(Effect.flatMap(program(inFile(join(data, "journal.db"))), (one) => place(one, key)))
      assert.strictEqual(yield* placed("a"), "placed")
      cpSync(data, copy, { recursive: true })
      assert.strictEqual(yield* placed("b"), "placed")
      rmSync(data, { recursive: true })
      cpSync(copy, data, { recursive: true })
      assert.strictEqual(yield* placed("b"), "forgotten")
      assert.strictEqual(yield* booked, 2)
      const later = yield* program(inFile(join(data, "journal.db")))
      yield* later.acceptStore
      assert.strictEqual(yield* place(later, "c"), "placed")
      assert.strictEqual(yield* placed("d"), "placed")
    }).pipe(Effect.provide(sandbox()), Effect.scoped)
  )
})

describe("a file that was copied without the log beside it", () => {
  it.live("while a program ran is not gone on with; once that has ended, it holds all", () =>
    Effect.gen(function* () {
      const path = join(folder(), "journal.db")
      const copied = () => {
        const copy = join(folder(), "copy.db")
        copyFileSync(path, copy)
        return copy
      }
      const copy = yield* Effect.scoped(
        Effect.gen(function* () {
          assert.strictEqual(yield* place(yield* program(inFile(path)), "a"), "placed")
          return copied()
        })
      )
      assert.strictEqual(yield* place(yield* program(inFile(copy)), "a"), "forgotten")
      const whole = yield* program(inFile(copied()))
      yield* whole.acceptStore
      assert.strictEqual(yield* place(whole, "a"), "placed")
      assert.strictEqual(yield* booked, 1)
    }).pipe(Effect.provide(sandbox()), Effect.scoped)
  )
})

describe("a witness that cannot be written", () => {
  it.live("is told of once, with the reason, and holds no order back", () => {
    const said: Array<string> = []
    const logger = Logger.make(({ message }) => void said.push(String(message)))
    return Effect.gen(function* () {
      const path = join(folder(), "journal.db")
      mkdirSync(`${path}-witness`)
      const one = yield* program(inFile(path))
      for (const key of ["a", "b"]) assert.strictEqual(yield* place(one, key), "placed")
      const told = said.filter((line) => line.startsWith("the witness of"))
      assert.strictEqual(told.length, 1)
      assert.include(told[0], "EISDIR")
    }).pipe(
      Effect.provide(Layer.merge(sandbox(), Logger.replace(Logger.defaultLogger, logger))),
      Effect.scoped
    )
  })
})

describe("a file that others write to while it is looked at", () => {
  it.live("is gone on with, though its witness remembers more than it held a moment ago", () =>
    Effect.gen(function* () {
      const path = join(folder(), "journal.db")
      const one = yield* program(inFile(path))
      yield* place(one, "a")
      const sql = Context.get(yield* Layer.build(Sqlite.layerClient(path)), SqlClient.SqlClient)
      const transactions = yield* Transaction.make(sql)
      const witness = Witness.make(`${path}-witness`)
      const read = Effect.zipRight(place(one, "b"), witness.read)
      const standing = yield* Standing.make({ sql, transactions, file: path, witness: { ...witness, read } })
      yield* standing.guarded(Effect.mapError(standing.guard, storeError))
      assert.strictEqual(yield* place(one, "c"), "placed")
    }).pipe(Effect.provide(sandbox()), Effect.scoped)
  )
})

/** All rows of a database's tables, put away, and put back over what is there by then. */
const rowsOf = (url: string, clear: (table: string) => string) =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const tables = (yield* sql<{ name: string }>`SELECT relname AS name FROM pg_class
      WHERE relkind = 'r' AND relname LIKE 'smmkit\\_journal\\_%'`).map(({ name }) => name)
    for (const table of tables) yield* sql.unsafe(`CREATE TABLE kept_${table} AS TABLE ${table}`)
    const putBack = Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      yield* sql.withTransaction(
        Effect.forEach(tables, (table) =>
          Effect.zipRight(
            sql.unsafe(clear(table)),
            sql.unsafe(`INSERT INTO ${table} SELECT * FROM kept_${table}`)
          )
        )
      )
    })
    return Effect.provide(putBack, client(url))
  }).pipe(Effect.provide(client(url)))

describe.skipIf(!isInstalled)("a PostgreSQL server", () => {
  it.live("that is only restarted is gone on with", () =>
    Effect.gen(function* () {
      const { database, kill, start } = yield* server
      const url = yield* Effect.promise(() => database("journal"))
      const one = yield* program(onServer(url))
      assert.strictEqual(yield* place(one, "a"), "placed")
      yield* Effect.promise(() => kill().then(start))
      const placed = untilTaken(place(one, "b"))
      assert.strictEqual(yield* placed, "placed")
      assert.strictEqual(yield* place(one, "a"), "placed")
      assert.strictEqual(yield* booked, 2)
      // Its tables are written to other files, and remembered by nobody who starts then.
      yield* Effect.provide(
        Effect.flatMap(SqlClient.SqlClient, (sql) => sql.unsafe("VACUUM (FULL, FREEZE)")),
        client(url)
      )
      assert.strictEqual(yield* place(yield* program(onServer(url)), "a"), "placed")
      assert.strictEqual(yield* booked, 2)
    }).pipe(Effect.provide(sandbox()), Effect.scoped)
  )

  for (const clear of ["TRUNCATE", "DELETE FROM"]) {
    it.live(`whose tables were loaded anew after ${clear} is not gone on with, until a person says so`, () =>
      Effect.gen(function* () {
        const url = yield* database
        const one = yield* program(onServer(url))
        assert.strictEqual(yield* place(one, "a"), "placed")
        const putBack = yield* rowsOf(url, (table) => `${clear} ${table}`)
        assert.strictEqual(yield* place(one, "b"), "placed")
        yield* putBack
        assert.strictEqual(yield* place(one, "b"), "forgotten")
        const other = yield* program(onServer(url))
        assert.strictEqual(yield* place(other, "c"), "forgotten")
        assert.strictEqual(yield* booked, 2)
        yield* other.acceptStore
        assert.strictEqual(yield* place(other, "c"), "placed")
        assert.strictEqual(yield* place(one, "d"), "placed")
      }).pipe(Effect.provide(sandbox()), Effect.scoped)
    )
  }

  it.live(
    "whose tables were loaded anew while nobody ran, and no witness remembers, is not gone on with",
    () =>
      Effect.gen(function* () {
        const url = yield* database
        const putBack = yield* Effect.scoped(
          Effect.gen(function* () {
            const one = yield* program(onServer(url))
            assert.strictEqual(yield* place(one, "a"), "placed")
            const putBack = yield* rowsOf(url, (table) => `DELETE FROM ${table}`)
            assert.strictEqual(yield* place(one, "b"), "placed")
            return putBack
          })
        )
        assert.strictEqual(
          yield* Effect.scoped(Effect.flatMap(program(onServer(url)), (one) => place(one, "b"))),
          "placed"
        )
        yield* putBack
        const later = yield* program(onServer(url))
        assert.strictEqual(yield* place(later, "b"), "forgotten")
        assert.strictEqual(yield* booked, 2)
        yield* later.acceptStore
        assert.strictEqual(yield* place(later, "c"), "placed")
        assert.strictEqual(yield* place(yield* program(onServer(url)), "d"), "placed")
      }).pipe(Effect.provide(sandbox()), Effect.scoped)
  )

  it.live("whose tables were loaded anew is not gone on with by who ran, but was told of no entry", () =>
    Effect.gen(function* () {
      const url = yield* database
      const idle = yield* program(onServer(url))
      const { faults } = yield* Sandbox.Sandbox
      yield* faults.script(["refused"], "add")
      assert.strictEqual(yield* place(idle, "a"), "NotSent")
      const putBack = yield* rowsOf(url, (table) => `DELETE FROM ${table}`)
      const placed = Effect.scoped(Effect.flatMap(program(onServer(url)), (one) => place(one, "b")))
      assert.strictEqual(yield* placed, "placed")
      yield* putBack
      assert.strictEqual(yield* place(idle, "b"), "forgotten")
      assert.strictEqual(yield* booked, 1)
    }).pipe(Effect.provide(sandbox()), Effect.scoped)
  )

  it.live("that does not tell a user which one it is is known by its tables, and can be accepted", () =>
    Effect.gen(function* () {
      const url = yield* database
      const user = `limited_${new URL(url).pathname.slice(1)}`
      yield* Effect.gen(function* () {
        const sql = yield* SqlClient.SqlClient
        yield* sql.unsafe("REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC")
        yield* sql.unsafe(`CREATE ROLE ${user} LOGIN`)
        yield* sql.unsafe(`GRANT ALL ON SCHEMA public TO ${user}`)
        yield* sql.unsafe(`GRANT ALL ON ALL TABLES IN SCHEMA public TO ${user}`)
      }).pipe(Effect.provide(client(url)))
      const theirs = onServer(Object.assign(new URL(url), { username: user }).href)
      const placed = (key: string) => Effect.scoped(Effect.flatMap(program(theirs), (one) => place(one, key)))
      assert.strictEqual(yield* placed("a"), "placed")
      assert.strictEqual(yield* placed("b"), "placed")
      yield* yield* rowsOf(url, (table) => `DELETE FROM ${table}`)
      const later = yield* program(theirs)
      assert.strictEqual(yield* place(later, "c"), "forgotten")
      yield* later.acceptStore
      assert.strictEqual(yield* place(later, "c"), "placed")
      assert.strictEqual(yield* placed("d"), "placed")
    }).pipe(Effect.provide(sandbox()), Effect.scoped)
  )

  it.live(
    "whose older backup was put back is not gone on with, by who lives or by whose witness remembers",
    () =>
      Effect.gen(function* () {
        const { database, backUp, restore } = yield* server
        const url = yield* Effect.promise(() => database("journal"))
        const witness = join(folder(), "witness")
        const one = yield* program(onServer(url, witness))
        assert.strictEqual(yield* place(one, "a"), "placed")
        yield* Effect.promise(backUp)
        const placed = untilTaken(place(one, "b"))
        assert.strictEqual(yield* placed, "placed")
        yield* Effect.promise(restore)
        const later = yield* program(onServer(url, witness))
        assert.strictEqual(yield* place(later, "b"), "forgotten")
        const asked = untilTaken(place(one, "b"))
        assert.strictEqual(yield* asked, "forgotten")
        // What one of them has found out holds for all.
        assert.strictEqual(yield* place(yield* program(onServer(url)), "b"), "forgotten")
        assert.strictEqual(yield* booked, 2)
        yield* later.acceptStore
        assert.strictEqual(yield* place(later, "c"), "placed")
      }).pipe(Effect.provide(sandbox()), Effect.scoped)
  )
})
