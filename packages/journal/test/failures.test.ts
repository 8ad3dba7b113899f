import { spawnSync } from "node:child_process"
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { SqlClient } from "@effect/sql"
import { PgClient } from "@effect/sql-pg"
import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect, Either, Fiber, Layer, Option, Redacted, TestClock } from "effect"
import Database from "libsql"
import { Journal, Sqlite, Store } from "../src/index.js"
import * as Postgres from "./postgres.js"
import { answered, intent } from "./StoreContract.js"
import { booked, folder, journal, order, sandbox, sqlite } from "./world.js"

const opened = (layer: ReturnType<typeof Sqlite.layer>) => Effect.flip(Layer.build(layer)).pipe(Effect.scoped)

const isRoot = process.getuid?.() === 0

/** A small file system that can be filled, where this user may make one. */
const smallDisk = Effect.acquireRelease(
  Effect.sync(() => {
    const path = join(folder(), "disk")
    mkdirSync(path)
    const mounted =
      isRoot && spawnSync("mount", ["-t", "tmpfs", "-o", "size=768k", "tmpfs", path]).status === 0
    return mounted ? Option.some(path) : Option.none()
  }),
  (path) => Effect.sync(() => Option.map(path, (path) => spawnSync("umount", ["-l", path])))
)

describe("an SQLite file", () => {
  it.effect("is made for its owner only, with its folder and its side files", () =>
    Effect.gen(function* () {
      const path = join(folder(), "new", "journal.db")
      yield* Effect.gen(function* () {
        yield* Effect.flatMap(Store.Store, (store) => store.intend(intent("k")))
        for (const file of [path, `${path}-wal`, `${path}-shm`]) {
          assert.strictEqual(statSync(file).mode & 0o777, 0o600, file)
        }
      }).pipe(Effect.provide(Sqlite.layer(path)))
      chmodSync(path, 0o644)
      yield* Effect.scoped(Layer.build(Sqlite.layer(path)))
      assert.strictEqual(statSync(path).mode & 0o777, 0o600)
    })
  )

  it.effect("that is damaged, or no database, is not used, and is left as it is", () =>
    Effect.gen(function* () {
      const path = join(folder(), "journal.db")
      writeFileSync(path, "no database at all, but a text of someone's\n".repeat(200))
      const before = readFileSync(path)
      assert.deepInclude(yield* opened(Sqlite.layer(path)), { _tag: "StoreError", reason: "corrupt" })
      assert.isTrue(before.equals(readFileSync(path)))
    })
  )

  it.effect("where none can be made is a typed error", () =>
    Effect.gen(function* () {
      assert.deepInclude(yield* opened(Sqlite.layer(folder())), { _tag: "StoreError", reason: "read-only" })
      assert.deepInclude(yield* opened(Sqlite.layer("/proc/nowhere/journal.db")), { _tag: "StoreError" })
    })
  )

  it.effect("of a later version is left alone", () =>
    Effect.gen(function* () {
      const path = join(folder(), "journal.db")
      yield* Effect.scoped(Layer.build(Sqlite.layer(path)))
      const db = new Database(path)
      db.exec("INSERT INTO smmkit_journal_migration VALUES (99)")
      db.close()
      assert.deepInclude(yield* opened(Sqlite.layer(path)), { _tag: "StoreError", reason: "newer" })
    })
  )

  it.effect("that another process holds withholds the order, and nothing is sent", () =>
    Effect.gen(function* () {
      const path = join(folder(), "journal.db")
      yield* Effect.gen(function* () {
        const { placeOnce, get } = yield* Journal.Journal
        const db = new Database(path)
        db.exec("BEGIN IMMEDIATE")
        const error = yield* Effect.flip(placeOnce("k", order(100)))
        assert.deepInclude(error, { _tag: "OrderWithheld", reason: "store" })
        assert.include(error.message, "another process holds it")
        assert.strictEqual(yield* booked, 0)
        db.exec("ROLLBACK")
        db.close()
        assert.isTrue(Option.isNone(yield* get("k")))
        assert.strictEqual((yield* placeOnce("k", order(100))).state, "placed")
      }).pipe(Effect.provide(journal().pipe(Layer.provideMerge(sandbox()), Layer.provideMerge(sqlite(path)))))
    })
  )

  it.effect("that has become read-only withholds the order, and nothing is sent", () =>
    Effect.gen(function* () {
      const path = join(folder(), "journal.db")
      const client = Sqlite.layerClient(path)
      const world = journal().pipe(
        Layer.provideMerge(sandbox()),
        Layer.provideMerge(Store.layer()),
        Layer.provideMerge(client)
      )
      yield* Effect.gen(function* () {
        const { placeOnce } = yield* Journal.Journal
        const sql = yield* SqlClient.SqlClient
        yield* sql`PRAGMA query_only = ON`
        const error = yield* Effect.flip(placeOnce("k", order(100)))
        assert.deepInclude(error, { _tag: "OrderWithheld", reason: "store" })
        assert.strictEqual(yield* booked, 0)
        yield* sql`PRAGMA query_only = OFF`
        assert.strictEqual((yield* placeOnce("k", order(100))).state, "placed")
      }).pipe(Effect.provide(world))
    })
  )

  it.scoped("on a full disk withholds orders and sends none without an intent; no outcome is lost", (ctx) =>
    Effect.gen(function* () {
      const disk = yield* smallDisk
      if (Option.isNone(disk)) return ctx.skip()
      const path = join(disk.value, "journal.db")
      yield* Effect.gen(function* () {
        const { placeOnce } = yield* Journal.Journal
        const outcomes = yield* Effect.forEach(
          Array.from({ length: 400 }, (_, at) => at),
          (at) =>
            Effect.either(
              placeOnce(`k${at}`, order(100, `https://example.com/${"x".repeat(2000)}/${at}`))
            ).pipe(
              Effect.fork,
              Effect.tap(() => TestClock.adjust("20 seconds")),
              Effect.flatMap(Fiber.join)
            )
        )
        const placed = outcomes.filter(Either.isRight)
        const failed = outcomes.filter(Either.isLeft)
        assert.isAbove(placed.length, 0)
        assert.isAbove(failed.length, 0)
        for (const { left } of failed) {
          assert.isTrue(left._tag === "OrderWithheld" || left._tag === "OutcomeUnrecorded", left._tag)
          assert.include(left.message, "full")
        }
        const unrecorded = failed.filter(({ left }) => left._tag === "OutcomeUnrecorded").length
        assert.strictEqual(yield* booked, placed.length + unrecorded)
      }).pipe(
        Effect.provide(
          journal({ lease: "10 hours" }).pipe(
            Layer.provideMerge(sandbox({ balance: "100000" })),
            Layer.provideMerge(Sqlite.layer(path))
          )
        )
      )
    })
  )
})

const onServer = Postgres.isInstalled ? it.effect : it.effect.skip

/** Ends every connection to a database, as a server that is going down does. */
const cutConnections = (name: string) =>
  Effect.flatMap(
    SqlClient.SqlClient,
    (sql) => sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ${name}`
  ).pipe(Effect.provide(Postgres.client(Postgres.server)), Effect.orDie)

/** These wait for a server, so time is the real one. */
const withRealTime = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.provide(effect, Layer.setClock(Clock.make()))

const nameOf = (url: string) => url.split("/").at(-1) ?? ""

describe("a PostgreSQL connection", () => {
  onServer("that is cut between intent and send loses nothing", () =>
    Effect.gen(function* () {
      const url = yield* Postgres.database
      const cut = cutConnections(nameOf(url))
      const real = Postgres.store(url)
      yield* Effect.gen(function* () {
        const { intend, ...store } = yield* Store.Store
        const cutting = Layer.succeed(Store.Store, {
          ...store,
          intend: (one) => Effect.tap(intend(one), () => cut)
        })
        yield* Effect.gen(function* () {
          const { placeOnce, get } = yield* Journal.Journal
          assert.strictEqual((yield* placeOnce("k", order(100))).state, "placed")
          assert.strictEqual(Option.getOrThrow(yield* get("k")).state, "placed")
        }).pipe(Effect.provide(Layer.provide(journal(), cutting)))
        assert.strictEqual(yield* booked, 1)
      }).pipe(Effect.provide(Layer.merge(sandbox(), real)), withRealTime)
    })
  )

  onServer("that is cut between send and outcome loses nothing", () =>
    Effect.gen(function* () {
      const url = yield* Postgres.database
      const cut = cutConnections(nameOf(url))
      yield* Effect.gen(function* () {
        const { report, ...store } = yield* Store.Store
        const cutting = Layer.succeed(Store.Store, {
          ...store,
          report: (one) => Effect.zipRight(cut, report(one))
        })
        yield* Effect.flatMap(Journal.Journal, ({ placeOnce }) => placeOnce("k", order(100))).pipe(
          Effect.provide(Layer.provide(journal(), cutting))
        )
        assert.strictEqual(Option.getOrThrow(yield* store.find("k")).state, "placed")
        assert.strictEqual(yield* booked, 1)
      }).pipe(Effect.provide(Layer.merge(sandbox(), Postgres.store(url))), withRealTime)
    })
  )

  onServer("goes by the server's clock, whatever the program's says", () =>
    Effect.gen(function* () {
      const url = yield* Postgres.database
      yield* Effect.gen(function* () {
        const store = yield* Store.Store
        const now = yield* store.now
        assert.isAbove(now, Date.UTC(2020, 0, 1))
        yield* store.intend(intent("k"))
        const entry = Option.getOrThrow(yield* store.report(answered("k", "1")))
        assert.strictEqual(entry.day, new Date(now).toISOString().slice(0, 10))
      }).pipe(Effect.provide(Postgres.store(url)))
    })
  )

  it.effect("that cannot be made is a typed error without the password", () =>
    Effect.gen(function* () {
      const url = "postgres://someone:fake-password@127.0.0.1:9/none"
      const layer = Layer.provide(
        Store.layer(),
        Layer.mapError(PgClient.layer({ url: Redacted.make(url) }), Store.error)
      )
      const error = yield* Effect.flip(Effect.scoped(Layer.build(layer)))
      assert.deepInclude(error, { _tag: "StoreError", reason: "unreachable" })
      assert.notInclude(JSON.stringify(error) + error.message + String(error.stack), "fake-password")
    })
  )
})
