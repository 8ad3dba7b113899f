import * as assert from "node:assert"
import { Unknown } from "@smmkit/core/OrderState"
import { samples } from "@smmkit/journal/testing"
import * as BigDecimal from "effect/BigDecimal"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"
import { type Claim, FollowStore } from "../FollowStore.js"
import { account, type Body, birth, hour, looked, mustClaim, order, place, reportOf, started } from "./kit.js"

const listed = (store: FollowStore.Service) =>
  Effect.map(Stream.runCollect(store.orders()), (rows) => Chunk.toReadonlyArray(rows).map((row) => row.order))

const all = (store: FollowStore.Service) =>
  Effect.map(
    store.events(account, 0, 100),
    ({ events, last }) => [events.map(({ order }) => order), last] as const
  )

export const births: ReadonlyArray<Body> = [
  {
    name: "follows an order from the moment that its entry is placed, with what the journal knows of it",
    body: ({ store, journal }) =>
      Effect.gen(function* () {
        yield* journal.intend(samples.intent("k"))
        assert.deepStrictEqual(yield* listed(store), [])
        yield* journal.report(samples.answered("k", "7"))
        const row = Option.getOrThrow(yield* store.get(account, order("7")))
        assert.deepStrictEqual(
          [row.key, row.service, row.units, row.currency, row.state, row.n],
          ["k", "1", 100, null, null, 0]
        )
        assert.ok(
          BigDecimal.equals(row.price ?? BigDecimal.fromBigInt(0n), BigDecimal.unsafeFromString("1.5"))
        )
        assert.strictEqual(row.placed, yield* store.now)
        assert.ok(row.due !== null && row.due > row.placed)
      })
  },
  {
    name: "follows no order that was refused, or is in doubt, and a settled one from its settling on",
    body: ({ store, journal }) =>
      Effect.gen(function* () {
        yield* journal.intend(samples.intent("refused"))
        yield* journal.report(samples.refused("refused"))
        yield* journal.intend(samples.intent("doubt"))
        yield* journal.report(samples.lost("doubt"))
        assert.deepStrictEqual(yield* listed(store), [])
        yield* journal.decide(samples.ref("doubt"), {
          event: "ruled-placed",
          order: order("8"),
          note: "seen in the panel",
          settling: null
        })
        assert.deepStrictEqual(yield* listed(store), ["8"])
      })
  },
  {
    name: "follows an order that was placed without an ID as soon as a person gives it",
    body: ({ store, journal }) =>
      Effect.gen(function* () {
        yield* journal.intend(samples.intent("k"))
        yield* journal.report(samples.lost("k"))
        const placed = { event: "ruled-placed", note: "by its charge", settling: null } as const
        yield* journal.decide(samples.ref("k"), { ...placed, order: null })
        assert.deepStrictEqual(yield* listed(store), [])
        yield* journal.decide(samples.ref("k"), { ...placed, order: order("9") })
        assert.deepStrictEqual(yield* listed(store), ["9"])
      })
  },
  {
    name: "follows the second order of a double as well",
    body: ({ store, journal }) =>
      Effect.gen(function* () {
        yield* journal.intend(samples.intent("k"))
        yield* journal.report(samples.lost("k"))
        yield* journal.decide(samples.ref("k"), {
          event: "ruled-placed",
          order: order("7"),
          note: "",
          settling: null
        })
        yield* journal.report(samples.answered("k", "8"))
        assert.deepStrictEqual(yield* listed(store), ["7", "8"])
      })
  },
  {
    name: "keeps an order that is moved into history as it is",
    body: ({ store, journal }) =>
      Effect.gen(function* () {
        yield* place(journal, "k", "7")
        yield* TestClock.adjust("1 hour")
        yield* store.write(reportOf(yield* mustClaim(store)))
        const before = yield* store.get(account, order("7"))
        yield* journal.unwatch(account, ["k"])
        assert.strictEqual(yield* journal.archive((yield* store.now) + hour), 1)
        assert.deepStrictEqual(yield* store.get(account, order("7")), before)
        assert.deepStrictEqual(yield* all(store), [["7"], 1])
      })
  },
  {
    name: "forgets an order, its lines and what happened to it when its entry is erased, at hand or in history",
    body: ({ store, journal }) =>
      Effect.gen(function* () {
        yield* place(journal, "hot", "7")
        yield* place(journal, "old", "8")
        yield* place(journal, "other", "9")
        yield* TestClock.adjust("1 hour")
        const claim = yield* mustClaim(store)
        yield* store.write(reportOf(claim))
        yield* journal.unwatch(account, ["old"])
        yield* journal.archive((yield* store.now) + hour)
        assert.ok(yield* journal.erase(samples.ref("hot")))
        assert.ok(yield* journal.erase(samples.ref("old")))
        assert.deepStrictEqual(yield* listed(store), ["9"])
        // The numbers go on without a gap; what they were about is gone.
        assert.deepStrictEqual(yield* all(store), [["9"], 3])
        yield* store.write(reportOf(claim))
        assert.deepStrictEqual(yield* all(store), [["9"], 3])
      })
  },
  {
    name: "forgets what an order has led to with it, and lets no late look bring that back",
    body: ({ store, journal }) =>
      Effect.gen(function* () {
        yield* place(journal, "feed", "7")
        yield* place(journal, "other", "9")
        const led = (claim: Claim) => ({
          ...reportOf(claim),
          written: claim.orders.map(({ row }) => ({
            ...looked(row, claim.now, {}, [started]),
            births: row.order === "7" ? [birth("71", { parent: order("7"), key: "feed" })] : []
          }))
        })
        yield* TestClock.adjust("1 minute")
        yield* store.write(led(yield* mustClaim(store)))
        yield* TestClock.adjust("2 hours")
        const late = yield* mustClaim(store)
        assert.deepStrictEqual(late.orders.map(({ row }) => row.order).sort(), ["7", "71", "9"])
        yield* store.write(
          reportOf(yield* Effect.map(store.take(account, order("71"), hour), Option.getOrThrow))
        )
        assert.ok(yield* journal.erase(samples.ref("feed")))
        yield* store.write(led(late))
        assert.deepStrictEqual(yield* listed(store), ["9"])
        const { events } = yield* store.events(account, 0, 10)
        assert.deepStrictEqual(new Set(events.map(({ order }) => order)), new Set(["9"]))
      })
  },
  {
    name: "follows an order once that is told of twice, or that two others list as theirs",
    body: ({ store }) =>
      Effect.gen(function* () {
        const price = BigDecimal.unsafeFromString("0.2997")
        yield* store.watch([birth("7", { units: null }), birth("9"), birth("7", { units: 5, price })])
        const seven = Option.getOrThrow(yield* store.get(account, order("7")))
        assert.deepStrictEqual([seven.units, seven.price], [5, price])
        const claim = yield* mustClaim(store)
        yield* store.write({
          ...reportOf(claim),
          written: claim.orders.map(({ row }) => ({
            ...looked(row, claim.now, {}, [started]),
            births: [birth("71", { parent: row.order })]
          }))
        })
        assert.deepStrictEqual(yield* listed(store), ["7", "71", "9"])
        assert.strictEqual((yield* store.events(account, 0, 10)).last, 2)
      })
  },
  {
    name: "gives an order that is followed no more no news, and no children, of a look that was under way",
    body: ({ store }) =>
      Effect.gen(function* () {
        yield* store.watch([birth("7"), birth("9")])
        const claim = yield* mustClaim(store)
        yield* store.unwatch(account, [order("7")])
        yield* store.write({
          ...reportOf(claim),
          written: claim.orders.map(({ row }) => ({
            ...looked(row, claim.now, {}, [started]),
            births: [birth(`${row.order}1`, { parent: row.order })]
          }))
        })
        assert.deepStrictEqual(yield* listed(store), ["7", "9", "91"])
        const seven = Option.getOrThrow(yield* store.get(account, order("7")))
        assert.deepStrictEqual([seven.due, seven.n], [null, 0])
      })
  },
  {
    name: "takes in what was placed before, at hand and in history, once",
    body: ({ store, journal }) =>
      Effect.gen(function* () {
        yield* place(journal, "hot", "7")
        yield* place(journal, "old", "8")
        yield* journal.unwatch(account, ["old"])
        yield* journal.archive((yield* store.now) + hour)
        const rounds = yield* Effect.iterate(
          { more: true, rounds: 0 },
          {
            while: ({ more }) => more,
            body: ({ rounds }) => Effect.map(store.takeIn, (more) => ({ more, rounds: rounds + 1 }))
          }
        )
        assert.ok(rounds.rounds <= 3)
        assert.deepStrictEqual(yield* listed(store), ["7", "8"])
      })
  },
  {
    name: "follows orders that others placed, and learns later what was not known of them",
    body: ({ store, connect }) =>
      Effect.gen(function* () {
        const price = BigDecimal.unsafeFromString("0.2997")
        yield* store.watch([birth("7", { units: null }), birth("8", { price, currency: "USD" })])
        yield* store.watch([birth("7", { price, currency: "EUR" }), birth("8", { units: 5 })])
        const [seven, eight] = yield* Effect.map(Stream.runCollect(store.orders()), Chunk.toReadonlyArray)
        assert.deepStrictEqual(
          [seven?.units, seven?.currency, eight?.units, eight?.currency],
          [100, "EUR", 100, "USD"]
        )
        yield* store.unwatch(account, [order("7")])
        const open = yield* Stream.runCollect(store.orders({ open: true }))
        assert.deepStrictEqual(
          Chunk.toReadonlyArray(open).map((row) => row.order),
          ["8"]
        )
        // Another process on the same database sees the same.
        const other = Effect.flatMap(FollowStore, (other) => listed(other))
        assert.deepStrictEqual(yield* Effect.provide(other, connect), ["7", "8"])
      })
  },
  {
    name: "keeps every text as it is, whatever it would mean elsewhere",
    body: ({ store, journal }) =>
      Effect.gen(function* () {
        const texts = [
          "it's",
          "\\",
          "a\\\\'b",
          '"quoted"',
          "'); DROP TABLE smmkit_follow_order; --",
          "鍵 \u{1F511}"
        ]
        for (const [at, text] of texts.entries()) {
          const of = `account ${text}`
          yield* place(journal, text, `o${at}`, of)
          yield* TestClock.adjust("1 hour")
          const claim = yield* mustClaim(store, { from: of })
          const problem = `${text}\u0000\ud800`
          const state = Unknown.make(problem)
          yield* store.write({
            ...reportOf(claim, {
              problem,
              waiting: [{ _tag: "Back", since: 0, state, remains: null }],
              due: null
            }),
            verdict: { suspect: problem, problem }
          })
          const row = Option.getOrThrow(yield* store.get(of, order(`o${at}`)))
          assert.deepStrictEqual([row.account, row.key, row.problem], [of, text, problem])
          assert.deepStrictEqual(
            row.waiting.map((one) => one._tag === "Back" && one.state),
            [state]
          )
          const { events } = yield* store.events(of, 0, 10)
          assert.deepStrictEqual(
            events.map(({ account, key }) => [account, key]),
            [[of, text]]
          )
        }
        assert.strictEqual((yield* store.lag).length, texts.length)
      })
  }
]
