import { assert, describe, it } from "@effect/vitest"
import { Money } from "@smmkit/core"
import { Sandbox } from "@smmkit/sandbox"
import { BigDecimal, Effect, Either, Option, TestClock } from "effect"
import { Journal } from "../src/index.js"
import { another, booked, order, passing, world } from "./world.js"

const decimal = BigDecimal.unsafeFromString

/** What an order of so many units costs in the sandbox. */
const price = (quantity: number) =>
  Effect.map(Sandbox.Sandbox, ({ catalogue }) => {
    const rate = Option.getOrThrow(catalogue[0]?.service.rate ?? Option.none())
    return BigDecimal.multiply(rate, BigDecimal.make(BigInt(quantity), 3))
  })

const subscription = {
  type: "Subscriptions",
  username: "someone",
  min: 100,
  max: 200,
  delay: 0
} as const

describe("a spending limit", () => {
  it.effect("per order withholds what is above it, before anything is written or sent", () =>
    Effect.gen(function* () {
      const { placeOnce, get } = yield* Journal.Journal
      const error = yield* Effect.flip(placeOnce("k", order(10_000)))
      assert.deepInclude(error, { _tag: "OrderWithheld", reason: "limit" })
      assert.include(error.message, "the limit for one order is 1")
      assert.isTrue(Option.isNone(yield* get("k")))
      yield* placeOnce("small", order(100))
      assert.strictEqual(yield* booked, 1)
    }).pipe(Effect.provide(world({ limits: { perOrder: decimal("1") } })))
  )

  it.effect("per day is exact for many at once in several processes, and counts doubts", () =>
    Effect.gen(function* () {
      const mine = yield* Journal.Journal
      const limit = BigDecimal.multiply(yield* price(100), decimal("20"))
      const options = { limits: { perDay: limit }, lease: "2 hours" } as const
      const one = yield* another(options)
      const two = yield* another(options)
      const { faults } = yield* Sandbox.Sandbox
      yield* faults.script(["dropped-after", "dropped-before", "dropped-after"], "add")
      const asked = Array.from({ length: 50 }, (_, at) =>
        (at % 2 === 0 ? one : two).placeOnce(`k${at}`, order(100))
      )
      const fiber = yield* Effect.fork(Effect.all(asked, { concurrency: "unbounded", mode: "either" }))
      yield* TestClock.adjust("5 seconds")
      const answers = yield* fiber
      const withheld = answers.filter(
        (answer) => Either.isLeft(answer) && answer.left._tag === "OrderWithheld"
      )
      assert.strictEqual(withheld.length, 30)
      const spent = (yield* mine.spent()).day.map(({ amount }) => amount)
      assert.isTrue(BigDecimal.equals(BigDecimal.sumAll(spent), limit))
      yield* TestClock.adjust("24 hours")
      assert.strictEqual((yield* passing(one.placeOnce("tomorrow", order(100)))).state, "placed")
    }).pipe(Effect.provide(world({ lease: "2 hours" })), Effect.scoped)
  )

  it.effect("per run ends with the run, and goes on with a run of the same name", () =>
    Effect.gen(function* () {
      const options = { limits: { perRun: yield* price(100) }, run: "campaign" }
      const first = yield* another(options)
      yield* first.placeOnce("a", order(100))
      const second = yield* another(options)
      assert.strictEqual((yield* Effect.flip(second.placeOnce("b", order(100))))._tag, "OrderWithheld")
      const other = yield* another({ ...options, run: "another" })
      yield* other.placeOnce("b", order(100))
    }).pipe(Effect.provide(world()), Effect.scoped)
  )

  it.effect("withholds what has no price that can be known", () =>
    Effect.gen(function* () {
      const { catalogue } = yield* Sandbox.Sandbox
      const service = catalogue.find((offer) => offer.service.type === "Subscriptions")?.service.service
      assert.isDefined(service)
      if (service === undefined) return
      const { placeOnce } = yield* Journal.Journal
      const error = yield* Effect.flip(placeOnce("k", { ...subscription, service }))
      assert.deepInclude(error, { _tag: "OrderWithheld", reason: "limit" })
      assert.strictEqual(yield* booked, 0)
    }).pipe(Effect.provide(world({ limits: { perDay: decimal("1000") } })))
  )

  it.effect("asks the catalogue for nothing that the journal knows already", () =>
    Effect.gen(function* () {
      const { placeOnce } = yield* Journal.Journal
      const limited = yield* another({ limits: { perDay: decimal("0") } })
      yield* placeOnce("k", order(100))
      assert.strictEqual((yield* limited.placeOnce("k", order(100))).state, "placed")
      // The one reading is for orders that come later, without anyone's waiting for it.
      const { calls } = yield* Sandbox.Sandbox
      assert.deepStrictEqual((yield* calls).byAction, { add: 1, services: 1 })
    }).pipe(Effect.provide(world()), Effect.scoped)
  )
})

describe("the price guard", () => {
  it.effect("withholds an order whose price rose since the quote", () =>
    Effect.gen(function* () {
      const { placeOnce } = yield* Journal.Journal
      const now = yield* price(100)
      const quote: Money.Money = { amount: now, currency: Option.none() }
      const lower: Money.Money = {
        amount: BigDecimal.subtract(now, decimal("0.00001")),
        currency: Option.none()
      }
      const error = yield* Effect.flip(placeOnce("k", order(100), { quote: lower }))
      assert.deepInclude(error, { _tag: "OrderWithheld", reason: "price" })
      assert.include(error.message, Money.formatAmount(now))
      assert.strictEqual((yield* placeOnce("k", order(100), { quote })).state, "placed")
      assert.strictEqual(yield* booked, 1)
    }).pipe(Effect.provide(world()))
  )
})
