import { SqlClient } from "@effect/sql"
import { describe, expect, it } from "@effect/vitest"
import { OrderId } from "@smmkit/core/Identifiers"
import { Store } from "@smmkit/journal"
import { samples } from "@smmkit/journal/testing"
import { Chunk, Deferred, Effect, Fiber, Layer, Stream } from "effect"
import { client, emptyDatabase } from "../../journal/test/databases.js"
import { FollowStore } from "../src/index.js"
import { birth, mustClaim, place, reportOf } from "../src/testing/kit.js"
import { file, isInstalled, server } from "./world.js"

/** A store by the server's own clock, and the client that it stands on. */
const stores = Layer.unwrapEffect(
  Effect.map(server, ({ client }) =>
    Layer.merge(FollowStore.layer, Store.layer()).pipe(Layer.provideMerge(client))
  )
)

const account = "account-1"

const many = (count: number) =>
  Array.from({ length: count }, (_, at) => birth(`o${String(at).padStart(6, "0")}`))

/** How often the table of orders was read from its beginning to its end, by whichever session. */
const scans = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`SELECT pg_stat_force_next_flush()`
  const [row] = yield* sql<{ scans: string }>`
    SELECT seq_scan AS scans FROM pg_stat_user_tables WHERE relname = 'smmkit_follow_order'`
  return Number(row?.scans ?? 0)
})

describe.skipIf(!isInstalled)("a follow store on PostgreSQL", () => {
  it.live("lets no event be seen before one of a lower number, whoever commits first", () =>
    Effect.gen(function* () {
      const store = yield* FollowStore.FollowStore
      const sql = yield* SqlClient.SqlClient
      yield* store.watch(many(2))
      const early = yield* mustClaim(store, { most: 1 })
      const late = yield* mustClaim(store, { most: 1 })
      const written = yield* Deferred.make<void>()
      const release = yield* Deferred.make<void>()
      // A writer that has written, and is held before its COMMIT.
      const slow = yield* Effect.fork(
        sql.withTransaction(
          sql`UPDATE smmkit_follow_account SET events = events + 1 WHERE account = ${account}`.pipe(
            Effect.zipRight(sql`INSERT INTO smmkit_follow_event (account, number, order_id, n, at, what)
              VALUES (${account}, 1, ${early.orders[0]?.row.order ?? ""}, 1, 0, '{"_tag":"Started","state":"Pending"}')`),
            Effect.zipRight(Deferred.succeed(written, undefined)),
            Effect.zipRight(Deferred.await(release))
          )
        )
      )
      yield* Deferred.await(written)
      const quick = yield* Effect.fork(store.write(reportOf(late)))
      const waits = sql<{ waits: boolean }>`SELECT count(*) > 0 AS waits FROM pg_stat_activity
        WHERE wait_event_type = 'Lock' AND query LIKE '%smmkit_follow_write%'`
      yield* Effect.repeat(waits, { until: ([row]) => row?.waits === true })
      expect((yield* store.events(account, 0, 10)).events).toEqual([])
      yield* Deferred.succeed(release, undefined)
      yield* Fiber.join(slow)
      yield* Fiber.join(quick)
      const { events } = yield* store.events(account, 0, 10)
      expect(events.map(({ number, order }) => [number, order])).toEqual([
        [1, early.orders[0]?.row.order],
        [2, late.orders[0]?.row.order]
      ])
    }).pipe(Effect.provide(stores))
  )

  it.live("finds the next hundred without reading the table, after a hundred rounds of updates", () =>
    Effect.gen(function* () {
      const store = yield* FollowStore.FollowStore
      yield* store.watch(many(5000))
      const before = yield* scans
      for (let round = 0; round < 100; round++) {
        const claim = yield* mustClaim(store)
        expect(claim.orders.length).toBe(100)
        yield* store.write(reportOf(claim, { due: claim.now }))
        yield* store.agenda([account])
      }
      // What was asked before may be counted late; each of 300 statements would count if it read the table.
      expect((yield* scans) - before).toBeLessThan(20)
      expect((yield* store.ends).get(account)).toBe(10_000)
    }).pipe(Effect.provide(stores))
  )

  it.live("follows what is placed in bulk by several processes, each once", () =>
    Effect.gen(function* () {
      const store = yield* FollowStore.FollowStore
      const journal = yield* Store.Store
      yield* Effect.forEach(
        Array.from({ length: 200 }),
        (_, at) => place(journal, `key-${at}`, String(1000 + at)),
        { concurrency: "unbounded" }
      )
      const orders = yield* Stream.runCollect(store.orders())
      expect(Chunk.size(orders)).toBe(200)
    }).pipe(Effect.provide(stores))
  )
})

describe("orders that were placed before follow came", () => {
  const journalFirst = (connect: Layer.Layer<SqlClient.SqlClient>) =>
    Effect.gen(function* () {
      yield* Effect.gen(function* () {
        const journal = yield* Store.Store
        yield* place(journal, "hot", "7")
        yield* place(journal, "old", "8")
        yield* place(journal, "erased", "9")
        yield* journal.intend(samples.intent("doubt"))
        yield* journal.unwatch(account, ["old"])
        yield* journal.archive((yield* journal.now) + 60_000)
        yield* journal.erase(samples.ref("erased"))
      }).pipe(Effect.provide(Store.layer()))
      yield* Effect.gen(function* () {
        const store = yield* FollowStore.FollowStore
        expect(Chunk.size(yield* Stream.runCollect(store.orders()))).toBe(0)
        yield* Effect.repeat(store.takeIn, { while: (more) => more })
        const rows = Chunk.toReadonlyArray(yield* Stream.runCollect(store.orders()))
        expect(rows.map(({ order, key, units }) => [order, key, units])).toEqual([
          ["7", "hot", 100],
          ["8", "old", 100]
        ])
        expect(rows.every(({ due }) => due !== null)).toBe(true)
        // The first is due at once, whatever else the journal holds before it.
        expect(rows[0]?.due).toBeLessThanOrEqual(yield* store.now)
      }).pipe(Effect.provide(FollowStore.layer))
    }).pipe(Effect.provide(connect))

  it.live("are taken in, at hand and in history, on SQLite", () =>
    Effect.flatMap(file, ({ client }) => journalFirst(client))
  )
  it.live.skipIf(!isInstalled)("are taken in, at hand and in history, on PostgreSQL", () =>
    Effect.flatMap(emptyDatabase, (url) => journalFirst(Layer.orDie(client(url))))
  )
})

describe("a row that a later version has written", () => {
  const unread = (connect: Layer.Layer<SqlClient.SqlClient>) =>
    Effect.gen(function* () {
      const store = yield* FollowStore.FollowStore
      const sql = yield* SqlClient.SqlClient
      yield* store.watch(many(502))
      const later = '{"waiting":[{"for":"what is not known here"}]}'
      yield* sql`UPDATE smmkit_follow_order SET facts = ${later} WHERE order_id IN ('o000001', 'o000499')`
      const orders = Chunk.toReadonlyArray(yield* Stream.runCollect(store.orders()))
      expect(orders.length).toBe(500)
      expect((yield* Effect.flip(store.get(account, OrderId.make("o000001")))).reason).toBe("unreadable")
      const claimed = yield* Effect.forEach(Array.from({ length: 6 }), () => mustClaim(store))
      expect(claimed.flatMap(({ orders }) => orders).length).toBe(500)
      // What cannot be read goes behind what can, or it would be first in each claim to come.
      const behind =
        yield* sql`SELECT order_id FROM smmkit_follow_order WHERE leased > 0 AND due = leased ORDER BY order_id`
      expect(behind).toEqual([{ order_id: "o000001" }, { order_id: "o000499" }])
      // What is written back is what was read.
      yield* Effect.forEach(claimed, (claim) => store.write(reportOf(claim)))
      const [row] = yield* sql`SELECT CAST(facts AS TEXT) AS facts FROM smmkit_follow_order
        WHERE order_id = 'o000001'`
      expect(row).toEqual({ facts: later })
    }).pipe(Effect.provide(FollowStore.layer.pipe(Layer.provideMerge(connect))))

  it.live("harms its own order alone, on SQLite", () => Effect.flatMap(file, ({ client }) => unread(client)))
  it.live.skipIf(!isInstalled)("harms its own order alone, on PostgreSQL", () =>
    Effect.flatMap(server, ({ client }) => unread(client))
  )
})
