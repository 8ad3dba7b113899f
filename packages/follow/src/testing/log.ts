import * as assert from "node:assert"
import { samples } from "@smmkit/journal/testing"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/TestClock"
import { FollowStore } from "../FollowStore.js"
import {
  account,
  type Body,
  birth,
  hour,
  looked,
  minute,
  mustClaim,
  order,
  place,
  reportOf,
  started
} from "./kit.js"

/** So many events of one order, one an hour. */
const events = (store: FollowStore.Service, count: number) =>
  Effect.gen(function* () {
    yield* store.watch([birth("1")])
    for (let round = 0; round < count; round++) {
      yield* store.write(reportOf(yield* mustClaim(store)))
      yield* TestClock.adjust("1 hour")
    }
  })

const failed = (store: FollowStore.Service, after: number) =>
  Effect.map(Effect.flip(store.events(account, after, 10)), (error) =>
    error._tag === "InvalidCursor" ? [error.reason, error.first, error.last] : error
  )

export const log: ReadonlyArray<Body> = [
  {
    name: "numbers what happened in an account without gaps, from whichever process it comes",
    body: ({ store, connect }) =>
      Effect.gen(function* () {
        yield* store.watch(Array.from({ length: 20 }, (_, at) => birth(String(at + 1))))
        const round = Effect.flatMap(FollowStore, (store) =>
          Effect.flatMap(mustClaim(store, { most: 5 }), (claim) => store.write(reportOf(claim)))
        ).pipe(Effect.provide(connect))
        yield* Effect.all([round, round, round, round], { concurrency: "unbounded" })
        const { events, last } = yield* store.events(account, 0, 100)
        assert.strictEqual(last, 20)
        assert.deepStrictEqual(
          events.map(({ number }) => number),
          Array.from({ length: 20 }, (_, at) => at + 1)
        )
        assert.strictEqual(new Set(events.map(({ order, n }) => `${order}/${n}`)).size, 20)
        const some = yield* store.events(account, 7, 3)
        assert.deepStrictEqual([some.events.map(({ number }) => number), some.last], [[8, 9, 10], 10])
        assert.deepStrictEqual([...(yield* store.ends)], [[account, 20]])
      })
  },
  {
    name: "numbers several events of one look in their order",
    body: ({ store }) =>
      Effect.gen(function* () {
        yield* store.watch([birth("1"), birth("2")])
        const claim = yield* mustClaim(store)
        yield* store.write({
          account,
          stamp: claim.stamp,
          written: claim.orders.map(({ row }) => looked(row, claim.now, {}, [started, started]))
        })
        const { events } = yield* store.events(account, 0, 10)
        assert.deepStrictEqual(
          events.map(({ number, n }) => [number, n]),
          [
            [1, 1],
            [2, 2],
            [3, 1],
            [4, 2]
          ]
        )
      })
  },
  {
    name: "tells what happened to one order, as far as the log holds it",
    body: ({ store, journal }) =>
      Effect.gen(function* () {
        yield* place(journal, "k", "7")
        yield* store.watch([birth("8")])
        for (let round = 0; round < 3; round++) {
          yield* TestClock.adjust("1 hour")
          yield* store.write(reportOf(yield* mustClaim(store)))
        }
        const told = Effect.map(store.history(account, order("7")), (events) =>
          events.map(({ n, key }) => [n, key])
        )
        assert.deepStrictEqual(yield* told, [
          [1, "k"],
          [2, "k"],
          [3, "k"]
        ])
        yield* store.prune(account, hour + minute)
        assert.deepStrictEqual(yield* told, [
          [2, "k"],
          [3, "k"]
        ])
        assert.deepStrictEqual(yield* store.history(account, order("9")), [])
        yield* journal.erase(samples.ref("k"))
        assert.deepStrictEqual(yield* told, [])
      })
  },
  {
    name: "fails for a place ahead of the log",
    body: ({ store }) =>
      Effect.gen(function* () {
        yield* events(store, 2)
        assert.deepStrictEqual((yield* store.events(account, 2, 10)).events, [])
        assert.deepStrictEqual(yield* failed(store, 3), ["ahead", 1, 2])
      })
  },
  {
    name: "keeps events for their time, and says so to whoever comes later",
    body: ({ store }) =>
      Effect.gen(function* () {
        yield* events(store, 5)
        assert.strictEqual(yield* store.prune(account, 3 * hour - minute), 3)
        assert.strictEqual(yield* store.prune(account, 3 * hour - minute), 0)
        assert.deepStrictEqual(yield* failed(store, 2), ["dropped", 4, 5])
        const { events: left } = yield* store.events(account, 3, 10)
        assert.deepStrictEqual(
          left.map(({ number }) => number),
          [4, 5]
        )
      })
  },
  {
    name: "drops nothing that a named consumer has yet to come to",
    body: ({ store }) =>
      Effect.gen(function* () {
        yield* events(store, 3)
        assert.deepStrictEqual([...(yield* store.cursor("billing"))], [[account, 0]])
        assert.strictEqual(yield* store.prune(account, minute), 0)
        yield* store.setCursor("billing", account, 2)
        assert.strictEqual(yield* store.prune(account, minute), 2)
        assert.deepStrictEqual([...(yield* store.cursor("billing"))], [[account, 2]])
        yield* store.dropCursor("billing")
        assert.strictEqual(yield* store.prune(account, minute), 1)
        // A new one begins with what is left.
        assert.deepStrictEqual([...(yield* store.cursor("late"))], [[account, 3]])
      })
  }
]
