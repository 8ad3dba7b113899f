import * as assert from "node:assert"
import * as Money from "@smmkit/core/Money"
import * as BigDecimal from "effect/BigDecimal"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"
import { RefundDue } from "../FollowEvent.js"
import { FollowStore } from "../FollowStore.js"
import {
  account,
  type Body,
  birth,
  claimed,
  hour,
  ids,
  looked,
  minute,
  mustClaim,
  order,
  place,
  reportOf,
  several
} from "./kit.js"

const numbers = (store: FollowStore.Service) =>
  Effect.map(store.events(account, 0, 1000), ({ events }) => events.map(({ number }) => number))

const amount = Money.make(BigDecimal.unsafeFromString("0.09"), "USD")

export const claims: ReadonlyArray<Body> = [
  {
    name: "claims what is due, once, until it is written or the lease is over",
    body: ({ store, connect }) =>
      Effect.gen(function* () {
        yield* store.watch(several(3))
        const first = yield* claimed(store, { most: 2 })
        assert.deepStrictEqual(ids(first), ["1", "2"])
        const other = Effect.flatMap(FollowStore, (other) => claimed(other))
        assert.deepStrictEqual(ids(yield* Effect.provide(other, connect)), ["3"])
        assert.deepStrictEqual(ids(yield* claimed(store)), [])
        yield* store.write(reportOf(Option.getOrThrow(first)))
        yield* TestClock.adjust("1 minute")
        assert.deepStrictEqual(ids(yield* claimed(store)), ["3"])
        yield* TestClock.adjust("1 hour")
        assert.deepStrictEqual(ids(yield* claimed(store)), ["1", "2", "3"])
      })
  },
  {
    name: "counts what is written under the last claim only, however late another one comes",
    body: ({ store }) =>
      Effect.gen(function* () {
        yield* store.watch(several(2))
        const late = yield* mustClaim(store)
        yield* TestClock.adjust("2 minutes")
        const next = yield* mustClaim(store)
        assert.ok(next.stamp > late.stamp)
        yield* store.write(reportOf(late, { remains: 1 }))
        assert.deepStrictEqual(yield* numbers(store), [])
        assert.strictEqual(yield* store.commit(reportOf(late)), false)
        yield* store.write(reportOf(next, { remains: 2 }))
        yield* store.write(reportOf(next, { remains: 3 }))
        assert.deepStrictEqual(yield* numbers(store), [1, 2])
        const row = Option.getOrThrow(yield* store.get(account, order("1")))
        assert.deepStrictEqual([row.remains, row.n, row.state], [2, 1, "In progress"])
      })
  },
  {
    name: "claims no more at once than the first one may be asked with",
    body: ({ store }) =>
      Effect.gen(function* () {
        yield* store.watch(several(5))
        const claim = yield* mustClaim(store)
        yield* store.write({
          account,
          stamp: claim.stamp,
          written: claim.orders.map(({ row }, at) => ({
            ...looked(row, claim.now, { due: claim.now + at }),
            lot: 2
          }))
        })
        yield* TestClock.adjust("1 second")
        const half = yield* mustClaim(store)
        assert.deepStrictEqual(
          half.orders.map(({ lot }) => lot),
          [2, 2]
        )
      })
  },
  {
    name: "knows the account again: why it is suspect, and an order that it has shown",
    body: ({ store }) =>
      Effect.gen(function* () {
        yield* store.watch(several(2))
        const claim = yield* mustClaim(store, { most: 1 })
        const verdict = { suspect: "it knows none", problem: "moved?" }
        yield* store.write({ ...reportOf(claim), verdict, witness: order("1") })
        const next = yield* mustClaim(store)
        assert.deepStrictEqual([next.suspect, next.witness], ["it knows none", "1"])
        const [lag] = yield* store.lag
        assert.deepStrictEqual([lag?.suspect, lag?.problem], ["it knows none", "moved?"])
      })
  },
  {
    name: "gives an order back as it was",
    body: ({ store }) =>
      Effect.gen(function* () {
        yield* store.watch(several(2))
        const claim = yield* mustClaim(store)
        yield* store.release(claim)
        assert.strictEqual(yield* store.commit(reportOf(claim)), false)
        const next = yield* mustClaim(store)
        assert.deepStrictEqual(next.orders.map(({ row }) => row.order).sort(), ["1", "2"])
      })
  },
  {
    name: "takes one order from whoever has it, and writes all of it or nothing",
    body: ({ store }) =>
      Effect.gen(function* () {
        yield* store.watch(several(2))
        const sweep = yield* mustClaim(store)
        const mine = Option.getOrThrow(yield* store.take(account, order("1"), minute))
        assert.ok(Option.isNone(yield* store.take(account, order("3"), minute)))
        assert.strictEqual(yield* store.commit(reportOf(mine)), true)
        assert.strictEqual(yield* store.commit(reportOf(mine)), false)
        // What the sweep saw of the other one counts still.
        assert.strictEqual(yield* store.commit(reportOf(sweep)), false)
        yield* store.write(reportOf(sweep))
        assert.deepStrictEqual(yield* numbers(store), [1, 2])
      })
  },
  {
    name: "books lines, and settles each once",
    body: ({ store, connect }) =>
      Effect.gen(function* () {
        yield* store.watch(several(1))
        const claim = yield* mustClaim(store)
        const due = new RefundDue({ line: 1, amount, total: amount, reason: "100 of 333" })
        const line = { line: 1, amount, total: amount, reason: "100 of 333" }
        yield* store.write({
          ...reportOf(claim),
          written: claim.orders.map(({ row }) => ({
            ...looked(row, claim.now, { lines: 1, booked: amount.amount }, [due]),
            lines: [line]
          }))
        })
        const settle = (how: string) =>
          Effect.gen(function* () {
            const store = yield* FollowStore
            const taken = Option.getOrThrow(yield* store.take(account, order("1"), minute))
            return yield* store.commit({
              ...reportOf(taken),
              settled: [{ order: order("1"), line: 1, how }]
            })
          }).pipe(Effect.provide(connect))
        assert.strictEqual(yield* settle("by Ann"), true)
        yield* settle("by Bob")
        const lines = Chunk.toReadonlyArray(yield* Stream.runCollect(store.lines({ account })))
        assert.deepStrictEqual(
          lines.map(({ settled }) => settled?.how),
          ["by Ann"]
        )
        assert.deepStrictEqual(
          lines.map(({ amount }) => Money.format(amount)),
          ["0.09 USD"]
        )
        assert.strictEqual(Chunk.size(yield* Stream.runCollect(store.lines({ open: true }))), 0)
      })
  },
  {
    name: "follows children from the look that showed them, and looks at those again that it follows",
    body: ({ store }) =>
      Effect.gen(function* () {
        yield* store.watch(several(1))
        const claim = yield* mustClaim(store)
        const children = [birth("11", { parent: order("1") }), birth("12", { parent: order("1") })]
        yield* store.write({
          ...reportOf(claim),
          written: claim.orders.map(({ row }) => ({ ...looked(row, claim.now), births: children }))
        })
        const next = yield* mustClaim(store)
        assert.deepStrictEqual(
          next.orders.map(({ row }) => [row.order, row.parent]),
          [
            ["11", "1"],
            ["12", "1"]
          ]
        )
      })
  },
  {
    name: "learns what orders of a service usually take, whoever sees them end",
    body: ({ store }) =>
      Effect.gen(function* () {
        yield* store.watch(several(10))
        const claim = yield* mustClaim(store)
        yield* store.write({
          ...reportOf(claim),
          written: claim.orders.map(({ row }, at) => ({
            ...looked(row, claim.now),
            lesson: { began: null, took: at < 6 ? hour : 10 * hour, kept: null }
          }))
        })
        const usual = (yield* store.usual(account)).get("1")
        assert.strictEqual(usual?.seen, 10)
        assert.ok(Math.abs((usual?.median ?? 0) - hour) < hour / 10)
        assert.ok(Math.abs((usual?.late ?? 0) - 10 * hour) < hour)
      })
  },
  {
    name: "claims refills apart, by their own times",
    body: ({ store }) =>
      Effect.gen(function* () {
        yield* store.watch(several(2))
        const claim = yield* mustClaim(store)
        yield* store.write({
          ...reportOf(claim),
          written: claim.orders.map(({ row }, at) =>
            looked(row, claim.now, { refillDue: at === 0 ? claim.now : null })
          )
        })
        const refills = yield* mustClaim(store, { of: "refills" })
        assert.deepStrictEqual(
          refills.orders.map(({ row }) => row.order),
          ["1"]
        )
        assert.strictEqual(refills.orders[0]?.row.due, claim.now + hour)
        assert.deepStrictEqual(ids(yield* claimed(store, { of: "refills" })), [])
        yield* TestClock.adjust("1 hour")
        const agenda = (yield* store.agenda([account])).agendas[0]
        assert.ok((agenda?.refillDue ?? 0) > 0)
      })
  },
  {
    name: "puts an order before all others when it is asked for",
    body: ({ store }) =>
      Effect.gen(function* () {
        yield* store.watch(several(3))
        assert.strictEqual(yield* store.hurry(account, order("3")), true)
        assert.strictEqual(yield* store.hurry(account, order("4")), false)
        assert.deepStrictEqual(ids(yield* claimed(store, { most: 1 })), ["3"])
      })
  },
  {
    name: "has an order that is asked for looked at anew, whatever a look that was under way has seen",
    body: ({ store }) =>
      Effect.gen(function* () {
        yield* store.watch(several(2))
        const before = yield* mustClaim(store)
        yield* store.hurry(account, order("1"))
        yield* store.write(reportOf(before))
        const [first] = (yield* store.events(account, 0, 10)).events
        assert.deepStrictEqual([first?.order, yield* numbers(store)], ["2", [1]])
        assert.deepStrictEqual(ids(yield* claimed(store)), ["1"])
      })
  },
  {
    name: "tells how far behind it is, and which accounts nobody looks after",
    body: ({ store, journal }) =>
      Effect.gen(function* () {
        yield* store.watch(several(3))
        yield* place(journal, "k", "7", "another")
        yield* store.attend([account], minute)
        const since = yield* store.now
        yield* TestClock.adjust("30 seconds")
        const mine = (yield* store.lag).find((lag) => lag.account === account)
        assert.deepStrictEqual([mine?.open, mine?.overdue, mine?.since, mine?.attended], [3, 3, since, true])
        yield* TestClock.adjust("2 minutes")
        assert.deepStrictEqual(
          (yield* store.lag).map(({ account, attended }) => [account, attended]),
          [
            [account, false],
            ["another", false]
          ]
        )
      })
  }
]
