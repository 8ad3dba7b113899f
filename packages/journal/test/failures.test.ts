import { spawnSync } from "node:child_process"
import { chmodSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { SqlClient, SqlError } from "@effect/sql"
import type { Connection } from "@effect/sql/SqlConnection"
import { PgClient } from "@effect/sql-pg"
import { assert, describe, it } from "@effect/vitest"
import { Clock, Context, Effect, Either, Layer, Option, Redacted } from "effect"
import Database from "libsql"
import { Journal, Place, Sqlite, Store } from "../src/index.js"
import { givesUp } from "../src/internal/sql/connection.js"
import { answered, intent, ref } from "../src/testing/samples.js"
import * as Postgres from "./postgres.js"
import { booked, folder, journal, order, own, passing, sandbox, smallDisk, sqlite } from "./world.js"

const opened = (layer: ReturnType<typeof Sqlite.layer>) => Effect.flip(Layer.build(layer)).pipe(Effect.scoped)

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
      // As a device would be: left as it is.
      const pipe = join(folder(), "pipe")
      spawnSync("mkfifo", ["-m", "666", pipe])
      const { mode } = statSync(pipe)
      assert.deepInclude(yield* opened(Sqlite.layer(pipe)), { _tag: "StoreError", reason: "corrupt" })
      assert.strictEqual(statSync(pipe).mode, mode)
      assert.deepInclude(yield* opened(Sqlite.layer("/proc/nowhere/journal.db")), { _tag: "StoreError" })
    })
  )

  it.effect("of a later version is left alone", () =>
    Effect.gen(function* () {
      const path = join(folder(), "journal.db")
      yield* Effect.scoped(Layer.build(Sqlite.layer(path)))
      const db = new Database(path)
      db.exec("INSERT INTO smmkit_journal_migration VALUES (99, 1)")
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

  it.effect("is not written inside a program's own transaction, which could take an intent back", () =>
    Effect.provide(insideTransaction, storeOn(Sqlite.layerClient(join(folder(), "journal.db"))))
  )

  it.scoped("on a full disk withholds orders and sends none without an intent; no outcome is lost", (ctx) =>
    Effect.gen(function* () {
      const disk = yield* smallDisk
      if (Option.isNone(disk)) return ctx.skip()
      const path = join(disk.value, "journal.db")
      yield* Effect.gen(function* () {
        const { placeOnce } = yield* Journal.Journal
        const outcomes = yield* Effect.forEach(
          Array.from({ length: 120 }, (_, at) => at),
          (at) =>
            Effect.either(
              placeOnce(`k${at}`, order(100, `https://example.com/${"x".repeat(8000)}/${at}`))
            ).pipe(passing)
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

/** What a journal does for a program that asks it inside a transaction on the very same database. */
const insideTransaction = Effect.gen(function* () {
  const { placeOnce, get } = yield* Journal.Journal
  const sql = yield* SqlClient.SqlClient
  const error = yield* Effect.flip(sql.withTransaction(placeOnce("k", order(100))))
  assert.deepInclude(error, { _tag: "OrderWithheld", reason: "store" })
  assert.include(error.message, "outside of `withTransaction`")
  assert.strictEqual((yield* Effect.flip(sql.withTransaction(get("k"))))._tag, "StoreError")
  assert.strictEqual(yield* booked, 0)
  // Nor does it spoil the batch of those who ask properly at the same time.
  const [inside, outside] = yield* Effect.all(
    [Effect.either(sql.withTransaction(placeOnce("inside", order(200)))), placeOnce("outside", order(300))],
    { concurrency: "unbounded" }
  )
  assert.deepStrictEqual([inside._tag, outside.state], ["Left", "placed"])
  assert.strictEqual((yield* placeOnce("k", order(100))).state, "placed")
  assert.strictEqual(yield* booked, 2)
})

const storeOn = <E>(client: Layer.Layer<SqlClient.SqlClient, E>) =>
  journal().pipe(Layer.provideMerge(sandbox()), Layer.provideMerge(Store.layer()), Layer.provideMerge(client))

const onServer = Postgres.isInstalled ? it.effect : it.effect.skip

/** Ends every connection to a database, as a server that is going down does. */
const cutConnections = (name: string) =>
  Postgres.asAdmin(
    Effect.flatMap(
      SqlClient.SqlClient,
      (sql) => sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ${name}`
    )
  )

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
        assert.strictEqual(Option.getOrThrow(yield* store.find(own("k"))).state, "placed")
        assert.strictEqual(yield* booked, 1)
      }).pipe(Effect.provide(Layer.merge(sandbox(), Postgres.store(url))), withRealTime)
    })
  )

  onServer("is not used inside a program's own transaction, which could take an intent back", () =>
    Effect.gen(function* () {
      const client = Postgres.client(yield* Postgres.database)
      yield* Effect.provide(insideTransaction, storeOn(client))
    }).pipe(withRealTime)
  )

  /** A client whose driver answers several statements at once otherwise. */
  const answering = (
    url: string,
    several: (sql: string, answer: ReadonlyArray<unknown>) => ReadonlyArray<unknown>
  ) =>
    Layer.map(Postgres.client(url), (context) => {
      const sql = Context.get(context, SqlClient.SqlClient)
      const reserve = Effect.map(
        sql.reserve,
        (connection): Connection => ({
          execute: (...args) => connection.execute(...args),
          executeRaw: (...args) => connection.executeRaw(...args),
          executeStream: (...args) => connection.executeStream(...args),
          executeValues: (...args) => connection.executeValues(...args),
          executeUnprepared: (text, ...args) =>
            Effect.map(connection.executeUnprepared(text, ...args), (answer) => several(text, answer))
        })
      )
      const changed: SqlClient.SqlClient = Object.assign(
        (...args: Parameters<typeof sql>) => sql(...args),
        sql,
        {
          reserve,
          withoutTransforms: () => changed
        }
      )
      return Context.make(SqlClient.SqlClient, changed)
    })

  onServer("of a driver that cannot tell the rows of several statements apart works all the same", () =>
    Effect.gen(function* () {
      const client = answering(yield* Postgres.database, (_, answer) => answer.flat())
      yield* Effect.gen(function* () {
        const { intend } = yield* Store.Store
        assert.strictEqual((yield* intend(intent("k")))._tag, "Intended")
        assert.strictEqual((yield* intend(intent("k", { attempt: "another" })))._tag, "Held")
      }).pipe(Effect.provide(Layer.provide(Store.layer(), client)))
    }).pipe(withRealTime)
  )

  onServer("whose answer is not understood is an error, and no key counts as new for it", () =>
    Effect.gen(function* () {
      const url = yield* Postgres.database
      const place = Layer.provide(Store.layer(), Postgres.client(url))
      yield* Effect.provide(
        Effect.flatMap(Store.Store, ({ intend }) => intend(intent("k"))),
        place
      )
      for (const change of [
        (answer: ReadonlyArray<unknown>) => answer.slice(0, 2),
        (answer: ReadonlyArray<unknown>) => answer.map((rows, at) => (at === 5 ? [{ RESULT: "{}" }] : rows)),
        (answer: ReadonlyArray<unknown>) => answer.map((rows, at) => (at === 5 ? [{ result: "{}" }] : rows)),
        (answer: ReadonlyArray<unknown>) => answer.flat()
      ]) {
        const client = answering(url, (text, answer) =>
          text.includes("smmkit_journal_intend_1(") || text.includes("smmkit_journal_report_1(")
            ? change(answer)
            : answer
        )
        yield* Effect.gen(function* () {
          const { intend, report } = yield* Store.Store
          const error = yield* Effect.flip(intend(intent("k", { attempt: "another" })))
          assert.strictEqual(error.reason, "unreadable")
          assert.strictEqual((yield* Effect.flip(report(answered("k", "7")))).reason, "unreadable")
        }).pipe(Effect.provide(Layer.provide(Store.layer(), client)))
      }
      // Nothing was left open that would hold the lock.
      const entry = yield* Effect.provide(
        Effect.flatMap(Store.Store, ({ report }) => report(answered("k", "7"))),
        place
      )
      assert.strictEqual(Option.getOrThrow(entry).state, "placed")
    }).pipe(withRealTime)
  )

  onServer("can be ended by what the driver has inside, or the store does not open", () =>
    Effect.gen(function* () {
      const client = Postgres.client(yield* Postgres.database)
      const looked = (layer: typeof client) =>
        Effect.provide(Effect.flatMap(SqlClient.SqlClient, givesUp), layer)
      assert.strictEqual(yield* looked(client), "yes")
      const changed = Layer.map(client, (context) => {
        const sql = Context.get(context, SqlClient.SqlClient)
        const reserve = Effect.map(sql.reserve, (connection) =>
          Object.assign(Object.create(connection), { pg: {} })
        )
        const other: SqlClient.SqlClient = Object.assign(
          (...args: Parameters<typeof sql>) => sql(...args),
          sql,
          { reserve, withoutTransforms: () => other }
        )
        return Context.add(context, SqlClient.SqlClient, other)
      })
      assert.strictEqual(yield* looked(changed), "changed")
      const open = Effect.scoped(Layer.build(Layer.provide(Store.layer(), changed)))
      assert.include((yield* Effect.flip(open)).message, "cannot be ended")
    }).pipe(withRealTime)
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

  /** The address of a database for a user, and what else is to be said of it. */
  const addressed = (url: string, user: string, change: (url: URL) => void = () => {}) => {
    const address = new URL(url)
    const [name = "", password = ""] = user.split(":")
    address.username = name
    address.password = password
    change(address)
    return address.href
  }

  const refusal = (address: string) =>
    Effect.gen(function* () {
      const place = yield* Place.parse(address)
      const error = yield* Effect.flip(Effect.scoped(Layer.build(Place.layer(place))))
      assert.notInclude(JSON.stringify(error) + error.message + String(error.stack), "fake-password")
      assert.isFalse(error.retryable && error.reason !== "unreachable")
      return error
    })

  onServer("that is refused says what is wrong and what would help, and never the password", () =>
    Effect.gen(function* () {
      const url = yield* Postgres.database
      yield* Postgres.makeUsers
      const user = "with_password:fake-password"
      const cases: ReadonlyArray<readonly [address: string, reason: string, ...says: ReadonlyArray<string>]> =
        [
          [addressed(url, "with_password:not-fake-password"), "denied", "password", "check the user's name"],
          [addressed(url, "with_password"), "denied", "asks for a password"],
          [addressed(url, "nobody:fake-password"), "denied", "nobody", "check the user's name"],
          [addressed(url, "with_tls:fake-password"), "denied", "add sslmode=verify-full"],
          [
            addressed(url, user, (to) => {
              to.pathname = "/absent"
            }),
            "missing",
            'its server has no such database (3D000: database "absent" does not exist)',
            "create the database"
          ],
          [
            addressed(url, user, (to) => {
              to.hostname = "no-such-host.invalid"
            }),
            "unreachable",
            "no-such-host.invalid",
            "check the host's name"
          ],
          [
            addressed(url, user, (to) => {
              to.port = "9"
            }),
            "unreachable",
            "ECONNREFUSED",
            "check the host and the port"
          ],
          [
            addressed(url, user, (to) => {
              to.search = "?sslmode=verify-full"
            }),
            "tls",
            "does not support SSL",
            "turn TLS on at the server"
          ],
          [
            addressed(url, user, (to) => {
              to.search = "?sslmode=verify-full&sslrootcert=/absent/root.pem"
            }),
            "tls",
            "/absent/root.pem",
            "correct the path of that certificate file"
          ],
          [
            addressed(url, user, (to) => {
              to.search = "?host=/absent"
            }),
            "unreachable",
            "/absent",
            "check the host"
          ]
        ]
      for (const [address, reason, ...says] of cases) {
        const error = yield* refusal(address)
        assert.strictEqual(error.reason, reason, error.message)
        for (const word of says) assert.include(error.message, word)
      }
      assert.strictEqual((yield* storedBy(addressed(url, user))).state, "sending")
    })
  )

  /** What a store at this address keeps. */
  const storedBy = (address: string) =>
    Effect.gen(function* () {
      const store = yield* Store.Store
      yield* store.intend(intent("k"))
      return Option.getOrThrow(yield* store.find(ref("k")))
    }).pipe(Effect.provide(Layer.unwrapEffect(Effect.map(Place.parse(address), Place.layer))))

  for (const [code, says] of [
    ["SELF_SIGNED_CERT_IN_CHAIN", "sslrootcert=FILE"],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "sslrootcert=FILE"],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "sslrootcert=FILE"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "as its certificate has it"],
    ["CERT_HAS_EXPIRED", "renew"],
    ["ERR_OSSL_PEM_NO_START_LINE", "PEM"]
  ] as const) {
    it(`whose certificate is not trusted (${code}) says what would help`, () => {
      const cause = Object.assign(new Error("certificate"), { code })
      const error = Store.error(new SqlError.SqlError({ cause }))
      assert.strictEqual(error.reason, "tls")
      assert.include(error.message, says)
    })
  }

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
