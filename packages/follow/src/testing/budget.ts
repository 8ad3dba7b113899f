import * as assert from "node:assert"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as TestClock from "effect/TestClock"
import { FollowStore } from "../FollowStore.js"
import { account, type Body, claimed, hour, ids, minute, mustClaim, place, reportOf, several } from "./kit.js"

export const budget: ReadonlyArray<Body> = [
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
    name: "takes a token for each call where a claim is for several, and as many as they need",
    body: ({ store }) =>
      Effect.gen(function* () {
        yield* store.budget(account, { spacing: 600, perCall: 3 })
        yield* store.watch(several(11))
        const free = Effect.map(store.agenda([account]), ({ agendas, now }) => (agendas[0]?.free ?? 0) - now)
        assert.strictEqual(ids(yield* claimed(store, { most: 6 })).length, 6)
        assert.strictEqual(yield* free, 1200)
        yield* TestClock.adjust("1200 millis")
        assert.strictEqual(ids(yield* claimed(store, { most: 6 })).length, 5)
        assert.strictEqual(yield* free, 1200)
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
        // A process measures its time more finely than the store keeps it.
        assert.strictEqual(wait(yield* store.pace({ ...call, longest: 0.25 })), 0)
        assert.strictEqual(wait(yield* store.pace(call)), 600)
      })
  },
  {
    name: "makes calls again soon after its clock was set back",
    body: ({ store }) =>
      Effect.gen(function* () {
        yield* TestClock.adjust("2 hours")
        yield* store.budget(account, { spacing: 600, perCall: 100 })
        yield* store.watch(several(1))
        yield* store.attend([account], 2 * minute)
        const claim = yield* mustClaim(store)
        yield* store.write({ ...reportOf(claim), blocked: 5000 })
        yield* TestClock.setTime((yield* store.now) - hour)
        const call = { account, taken: false, longest: 2000 }
        assert.strictEqual(Option.getOrNull(yield* store.pace(call)), null)
        yield* store.attend([account], 2 * minute)
        assert.strictEqual(Option.getOrNull(yield* store.pace(call)), 600)
        const { now, agendas } = yield* store.agenda([account])
        assert.strictEqual((agendas[0]?.free ?? 0) - now, 5000)
        // It goes back once.
        yield* store.attend([account], 2 * minute)
        assert.strictEqual(Option.getOrNull(yield* store.pace(call)), 1200)
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
    name: "pauses an account that the journal knows before its first order, and none that nobody knows",
    body: ({ store, journal }) =>
      Effect.gen(function* () {
        yield* journal.enter({ name: "main", digest: "d", keyDigest: "k", host: "panel.example" })
        const [main = assert.fail("no account")] = yield* journal.accounts
        assert.strictEqual(yield* store.pause(main.id, true), true)
        assert.strictEqual((yield* store.agenda([main.id])).agendas[0]?.paused, true)
        for (const paused of [true, false])
          for (const slip of ["main", `${main.id} `, "account-1", ""])
            assert.strictEqual(yield* store.pause(slip, paused), false)
        assert.deepStrictEqual([...(yield* store.ends).keys()], [main.id])
        assert.strictEqual(yield* store.pause(main.id, false), true)
        assert.strictEqual((yield* store.agenda([main.id])).agendas[0]?.paused, false)
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
        yield* store.write({ account, stamp: 0, written: [], limited: 9999.5, blocked: 0.5 })
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
  }
]
