import { SqlClient } from "@effect/sql"
import { assert, describe, it } from "@effect/vitest"
import { BigDecimal, Context, Effect, Layer, Option } from "effect"
import { Journal, Store } from "../src/index.js"
import { pooled } from "./pooler.js"
import * as Postgres from "./postgres.js"
import { another, booked, folder, journal, order, own, sandbox } from "./world.js"

const onServer = Postgres.isInstalled ? it.live : it.live.skip

/** Says something of a database to its server, and ends all connections that have not heard it. */
const say = (url: string, words: (name: string) => string) => {
  const name = url.split("/").at(-1) ?? ""
  return Postgres.asAdmin(
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      yield* sql.unsafe(`ALTER DATABASE ${name} ${words(name)}`)
      yield* sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ${name}`
    })
  )
}

const placed = (journal: Journal.Journal.Service, key: string, at: number) =>
  journal.placeOnce(key, order(100, `https://example.com/p/${at}`))

/** By it every order changes the same row. */
const limits = { perDay: BigDecimal.unsafeFromString("1000000") }

describe("a PostgreSQL server", () => {
  for (const level of ["repeatable read", "serializable"]) {
    onServer(`whose sessions are ${level} withholds none of many orders that are placed at once`, () =>
      Effect.gen(function* () {
        const url = yield* Postgres.database
        yield* say(url, () => `SET default_transaction_isolation = '${level}'`)
        const one = Layer.provide(journal({ limits }), Layer.fresh(Postgres.store(url)))
        const journals = yield* Effect.forEach([1, 2], () =>
          Effect.map(Layer.build(Layer.fresh(one)), Context.get(Journal.Journal))
        )
        const entries = yield* Effect.forEach(
          Array.from({ length: 24 }, (_, at) => at),
          (at) => placed(journals[at % 2] ?? assert.fail(), `k${at >> 1}`, at >> 1),
          { concurrency: "unbounded" }
        )
        assert.isTrue(entries.every(({ state }) => state === "placed"))
        assert.strictEqual(yield* booked, 12)
      }).pipe(Effect.scoped, Effect.provide(sandbox()))
    )
  }

  onServer("behind a pooler that gives a session for one transaction places each order once", () =>
    Effect.gen(function* () {
      const url = yield* Effect.flatMap(Postgres.database, (url) => pooled(url, 3))
      const one = Layer.provide(journal({ limits }), Layer.fresh(Postgres.store(url)))
      const journals = yield* Effect.forEach([1, 2], () =>
        Effect.map(Layer.build(Layer.fresh(one)), Context.get(Journal.Journal))
      )
      const entries = yield* Effect.forEach(
        Array.from({ length: 24 }, (_, at) => at),
        (at) => placed(journals[at % 2] ?? assert.fail(), `k${at >> 1}`, at >> 1),
        { concurrency: "unbounded" }
      )
      assert.isTrue(entries.every(({ state }) => state === "placed"))
      assert.strictEqual(yield* booked, 12)
    }).pipe(Effect.scoped, Effect.provide(sandbox()))
  )

  // As a pooler leaves it, which gives the lock back by another session than it was taken by.
  onServer(
    "whose lock for changes of tables is never given back lets a store be opened that needs none",
    () =>
      Effect.gen(function* () {
        const url = yield* Postgres.database
        const sql = yield* Effect.map(Layer.build(Postgres.client(url)), Context.get(SqlClient.SqlClient))
        const connection = yield* sql.reserve
        yield* connection.executeUnprepared("SELECT pg_advisory_lock(7301902513)", [], undefined)
        yield* Layer.build(Postgres.store(url))
      }).pipe(Effect.scoped)
  )

  const readOnly = () => "SET default_transaction_read_only = on"
  const writable = () => "RESET default_transaction_read_only"

  onServer(
    "that takes no writes any more withholds orders, still tells of the others, and goes on later",
    () =>
      Effect.gen(function* () {
        const url = yield* Postgres.database
        yield* Effect.gen(function* () {
          const one = yield* another({ patience: "100 millis" })
          assert.strictEqual((yield* placed(one, "before", 1)).state, "placed")
          yield* say(url, readOnly)
          const tried = Effect.flip(placed(one, "k", 2))
          // Connections that were ended are found out first.
          const withheld = yield* Effect.repeat(tried, {
            until: (error) => error.message.includes("read-only")
          })
          assert.deepInclude(withheld, { _tag: "OrderWithheld", reason: "store" })
          assert.strictEqual(Option.getOrThrow(yield* one.get("before")).state, "placed")
          const opening = Effect.flip(
            Effect.scoped(Effect.provide(another(), Layer.fresh(Postgres.store(url))))
          )
          assert.deepInclude(yield* opening, { _tag: "StoreError", reason: "read-only" })
          assert.strictEqual(yield* booked, 1)
          yield* say(url, writable)
          const again = Effect.either(placed(one, "k", 2))
          yield* Effect.repeat(again, { until: (tried) => tried._tag === "Right" })
          assert.strictEqual(yield* booked, 2)
        }).pipe(Effect.scoped, Effect.provide(Postgres.store(url)))
      }).pipe(Effect.provide(sandbox()))
  )

  onServer("that takes no writes once an order was sent loses no outcome", () =>
    Effect.gen(function* () {
      const url = yield* Postgres.database
      const witness = `${folder()}/witness`
      yield* Effect.gen(function* () {
        const { report, ...store } = yield* Store.Store
        let isSaid = false
        const turning: Store.Store.Service = {
          ...store,
          report: (one) =>
            Effect.zipRight(
              Effect.unless(say(url, readOnly), () => isSaid),
              Effect.suspend(() => {
                isSaid = true
                return report(one)
              })
            )
        }
        const panel = Layer.provide(journal({ patience: "100 millis" }), Layer.succeed(Store.Store, turning))
        const { placeOnce } = Context.get(yield* Layer.build(panel), Journal.Journal)
        const error = yield* Effect.flip(placeOnce("k", order(100)))
        assert.strictEqual(error._tag, "OutcomeUnrecorded")
      }).pipe(Effect.scoped, Effect.provide(Postgres.store(url, { witness })))
      yield* say(url, writable)
      yield* Effect.gen(function* () {
        const one = yield* another()
        assert.strictEqual(Option.getOrThrow(yield* one.get("k")).state, "placed")
        assert.strictEqual((yield* one.placeOnce("k", order(100))).key, own("k").key)
        assert.strictEqual(yield* booked, 1)
      }).pipe(Effect.scoped, Effect.provide(Layer.fresh(Postgres.store(url, { witness }))))
    }).pipe(Effect.provide(sandbox()))
  )
})
