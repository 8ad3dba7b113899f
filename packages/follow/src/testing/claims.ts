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
  reportOf
} from "./kit.js"

const several = (count: number) => Array.from({ length: count }, (_, at) => birth(String(at + 1)))

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
    name: "takes a token of the budget with each claim, and makes none before the next one is due",
    body: ({ store, connect }) =>
      Effect.gen(function* () {
        yield* store.budget(account, { spacing: 600, perCall: 100 })
        yield* store.watch(several(4))
        assert.strictEqual(ids(yield* claimed(store, { most: 1 })).length, 1)
        assert.strictEqual(ids(yield* claimed(store, { most: 1 })).length, 0)
        const other = Effect.flatMap(FollowStore, (other) => claimed(other, { most: 1 }))
        assert.strictEqual(ids(yield* Effect.provide(other, connect)).length, 0)
        yield* TestClock.adjust("600 millis")
        assert.strictEqual(ids(yield* Effect.provide(other, connect)).length, 1)
        const agenda = (yield* store.agenda([account])).agendas[0]
        assert.strictEqual(agenda?.free, (yield* store.now) + 600)
        // What lay idle is not saved up.
        yield* TestClock.adjust("1 minute")
        yield* Effect.flatMap(store.now, () => claimed(store, { most: 1 }))
        assert.strictEqual(ids(yield* claimed(store, { most: 1 })).length, 0)
      })
  },
  {
    name: "takes a token for each order where a panel is asked about one at a time",
    body: ({ store }) =>
      Effect.gen(function* () {
        yield* store.budget(account, { spacing: 600, perCall: 1 })
        yield* store.watch(several(10))
        assert.strictEqual(ids(yield* claimed(store)).length, 10)
        const agenda = (yield* store.agenda([account])).agendas[0]
        assert.strictEqual(agenda?.free, (yield* store.now) + 6000)
      })
  },
  {
    name: "lets what is about to be placed go before all looks",
    body: ({ store, journal }) =>
      Effect.gen(function* () {
        yield* store.budget(account, { spacing: 600, perCall: 100 })
        const before = yield* store.now
        yield* place(journal, "a", "7")
        yield* place(journal, "b", "8")
        const agenda = (yield* store.agenda([account])).agendas[0]
        assert.strictEqual(agenda?.free, before + 1200)
      })
  },
  {
    name: "lets what is no look have its turn behind what was sent, and before all looks, whoever asks",
    body: ({ store, journal, connect }) =>
      Effect.gen(function* () {
        yield* store.budget(account, { spacing: 600, perCall: 100 })
        yield* store.watch(several(2))
        const call = { account, taken: false, longest: 2000 }
        const elsewhere = Effect.flatMap(FollowStore, (other) => other.pace(call))
        const wait = (paced: Option.Option<number>) => Option.getOrNull(paced)
        yield* mustClaim(store, { most: 1 })
        assert.strictEqual(wait(yield* store.pace(call)), 600)
        assert.strictEqual(wait(yield* Effect.provide(elsewhere, connect)), 1200)
        // An intent has pushed the looks on already.
        const free = Effect.map(store.agenda([account]), ({ now, agendas }) => (agendas[0]?.free ?? 0) - now)
        assert.strictEqual(yield* free, 1800)
        yield* place(journal, "a", "7")
        assert.strictEqual(yield* free, 2400)
        assert.strictEqual(wait(yield* store.pace({ ...call, taken: true })), 1800)
        assert.strictEqual(yield* free, 2400)
        // What would have to wait for too long takes no token.
        assert.strictEqual(wait(yield* store.pace(call)), null)
        assert.strictEqual(yield* free, 2400)
        // Nor does what has no budget.
        assert.strictEqual(wait(yield* store.pace({ ...call, account: "nobody" })), null)
        yield* TestClock.adjust("1 hour")
        assert.strictEqual(wait(yield* store.pace(call)), 0)
        assert.strictEqual(wait(yield* store.pace(call)), 600)
      })
  },
  {
    name: "makes no call while it is blocked, or paused",
    body: ({ store }) =>
      Effect.gen(function* () {
        yield* store.watch(several(2))
        const claim = yield* mustClaim(store, { most: 1 })
        yield* store.write({ ...reportOf(claim), blocked: 5000, failures: 1 })
        assert.deepStrictEqual(ids(yield* claimed(store)), [])
        yield* TestClock.adjust("5 seconds")
        yield* store.pause(account, true)
        assert.deepStrictEqual(ids(yield* claimed(store)), [])
        const agenda = (yield* store.agenda([account])).agendas[0]
        assert.strictEqual(agenda?.paused, true)
        yield* store.pause(account, false)
        const next = yield* mustClaim(store)
        assert.strictEqual(next.failures, 1)
      })
  },
  {
    name: "makes no call at all, and no look, while the panel wants none",
    body: ({ store, connect }) =>
      Effect.gen(function* () {
        yield* store.budget(account, { spacing: 600, perCall: 100 })
        yield* store.watch(several(2))
        const call = { account, taken: false, longest: 2000 }
        const elsewhere = Effect.flatMap(FollowStore, (other) => other.pace(call)).pipe(
          Effect.provide(connect)
        )
        const claim = yield* mustClaim(store, { most: 1 })
        // A look that only failed holds back nobody else.
        yield* store.write({ ...reportOf(claim), blocked: 5000 })
        assert.strictEqual(Option.getOrNull(yield* elsewhere), 600)
        yield* store.write({ account, stamp: 0, written: [], limited: 10_000 })
        assert.strictEqual(Option.getOrNull(yield* elsewhere), null)
        yield* TestClock.adjust("9 seconds")
        assert.deepStrictEqual(ids(yield* claimed(store)), [])
        assert.strictEqual(Option.getOrNull(yield* elsewhere), 1000)
        yield* TestClock.adjust("2 seconds")
        assert.deepStrictEqual(ids(yield* claimed(store)), ["2"])
      })
  },
  {
    name: "lets no time hold more calls than its limit, whoever makes them and whatever they are",
    body: ({ store, journal, connect }) =>
      Effect.gen(function* () {
        const spacing = 600
        yield* store.budget(account, { spacing, perCall: 1 })
        yield* store.watch(several(60))
        const other = yield* FollowStore
        const times: Array<number> = []
        // Two processes look, and place one by one and in bursts, at times that have nothing to do with each other.
        for (let step = 0; step < 80; step++) {
          const now = yield* store.now
          const process = step % 2 === 0 ? store : other
          for (let nth = 0; nth < (step % 7 === 0 ? 3 : step % 3 === 0 ? 1 : 0); nth++) {
            const taken = nth % 2 === 0
            if (taken) yield* place(journal, `key-${step}-${nth}`, String(1000 + 10 * step + nth))
            const wait = yield* process.pace({ account, taken, longest: 30_000 })
            Option.map(wait, (wait) => times.push(now + wait))
          }
          const claim = yield* claimed(process, { most: 1 + (step % 4) })
          if (Option.isSome(claim)) {
            times.push(...claim.value.orders.map((_, at) => now + at * spacing))
            yield* process.write(reportOf(claim.value, { due: now }))
          }
          yield* TestClock.adjust(`${137 + 53 * (step % 9)} millis`)
        }
        times.sort((one, other) => one - other)
        assert.ok(times.length > 40)
        const gaps = times.slice(1).map((time, at) => Math.round(time - (times[at] ?? 0)))
        assert.ok(Math.min(...gaps) >= spacing, `two calls were ${Math.min(...gaps)} ms apart`)
      }).pipe(Effect.provide(connect))
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
