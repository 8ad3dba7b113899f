import { assert, describe, it } from "@effect/vitest"
import { Identifiers, type Offer, PanelError } from "@smmkit/core"
import { Sandbox } from "@smmkit/sandbox"
import { BigDecimal, Clock, Duration, Effect, Either, Fiber, TestClock } from "effect"
import * as Lease from "../src/internal/placing/lease.js"
import * as Prices from "../src/internal/placing/prices.js"
import { another, booked, order, passing, world } from "./world.js"

const id = Identifiers.ServiceId.make("1")

const down = new PanelError.PanelUnavailable({
  meaning: "maintenance",
  said: "Later",
  status: 200,
  retryAfter: null,
  processed: "no",
  retryable: true
})

/** A catalogue that counts its readings, each of which takes a while, and can be out of reach. */
const catalogue = (
  options: { readonly rateLimits?: Parameters<typeof Prices.make>[0]["panel"]["rateLimits"] } = {}
) =>
  Effect.gen(function* () {
    const { catalogue } = yield* Sandbox.Sandbox
    const offers: ReadonlyArray<Offer.Offer> = catalogue.map(({ service }) => service)
    const state = { reads: 0, isDown: false, takes: Duration.zero }
    const list = Effect.suspend(() => {
      state.reads += 1
      return Effect.delay(state.isDown ? Effect.fail(down) : Effect.succeed(offers), state.takes)
    })
    const prices = yield* Prices.make({
      services: { list, invalidate: Effect.void },
      panel: { rateLimits: options.rateLimits ?? [] },
      priceAge: Duration.minutes(15)
    })
    return {
      state,
      prices,
      current: Effect.flatMap(Lease.instant, (now) => Effect.either(prices.current(id, "limit", now)))
    }
  })

describe("a price under a limit", () => {
  it.scoped("is read anew after a minute, and not before", () =>
    Effect.gen(function* () {
      const { state, current } = yield* catalogue()
      assert.isTrue(Either.isRight(yield* current))
      yield* TestClock.adjust("59 seconds")
      yield* current
      assert.strictEqual(state.reads, 1)
      yield* TestClock.adjust("1 seconds")
      yield* current
      assert.strictEqual(state.reads, 2)
    }).pipe(Effect.provide(Sandbox.layer()))
  )

  it.scoped("is read no more often than the panel's limit for the catalogue allows", () =>
    Effect.gen(function* () {
      const rateLimits = [
        { limit: 100, interval: Duration.minutes(1), actions: undefined },
        { limit: 2, interval: Duration.minutes(10), actions: ["services"] as const },
        { limit: 1, interval: Duration.hours(9), actions: ["add"] as const }
      ]
      const { state, current } = yield* catalogue({ rateLimits })
      yield* current
      yield* TestClock.adjust("299 seconds")
      yield* current
      assert.strictEqual(state.reads, 1)
      yield* TestClock.adjust("1 seconds")
      yield* current
      assert.strictEqual(state.reads, 2)
    }).pipe(Effect.provide(Sandbox.layer()))
  )

  it.scoped("is read once for all who wait, whichever of them goes away", () =>
    Effect.gen(function* () {
      const { state, current } = yield* catalogue()
      state.takes = Duration.seconds(1)
      const first = yield* Effect.fork(current)
      yield* Effect.yieldNow()
      const others = yield* Effect.fork(
        Effect.all(
          Array.from({ length: 20 }, () => current),
          { concurrency: 20 }
        )
      )
      yield* Effect.yieldNow()
      yield* Fiber.interrupt(first)
      assert.isTrue((yield* passing(Fiber.join(others))).every(Either.isRight))
      assert.strictEqual(state.reads, 1)
    }).pipe(Effect.provide(Sandbox.layer()))
  )

  it.scoped(
    "serves for its time where the catalogue is out of reach, and then the order is told when it may go",
    () =>
      Effect.gen(function* () {
        const { state, current } = yield* catalogue()
        yield* current
        state.isDown = true
        yield* TestClock.adjust("899 seconds")
        assert.isTrue(Either.isRight(yield* current))
        yield* TestClock.adjust("1 seconds")
        const error = Either.getOrThrow(Either.flip(yield* current))
        assert.deepInclude(error, { _tag: "OrderWithheld", reason: "limit" })
        // The last try was a second ago, and the next one is a minute after it.
        assert.include(error.message, "tried again after 1970-01-01T00:15:59.000Z")
        assert.include(error.message, "Later")
        state.isDown = false
        yield* TestClock.adjust("59 seconds")
        assert.isTrue(Either.isRight(yield* current))
      }).pipe(Effect.provide(Sandbox.layer()))
  )

  it.scoped("is not taken for new where the wall's clock was set back", () =>
    Effect.gen(function* () {
      const { state, current } = yield* catalogue()
      yield* current
      state.isDown = true
      yield* TestClock.adjust("16 minutes")
      const clock = yield* Effect.clock
      const day = 86_400_000
      const behind: Clock.Clock = {
        [Clock.ClockTypeId]: Clock.ClockTypeId,
        unsafeCurrentTimeMillis: () => clock.unsafeCurrentTimeMillis() - day,
        unsafeCurrentTimeNanos: () => clock.unsafeCurrentTimeNanos(),
        currentTimeMillis: Effect.map(clock.currentTimeMillis, (millis) => millis - day),
        currentTimeNanos: clock.currentTimeNanos,
        sleep: (duration) => clock.sleep(duration)
      }
      assert.isTrue(Either.isLeft(yield* Effect.withClock(current, behind)))
    }).pipe(Effect.provide(Sandbox.layer()))
  )
})

describe("a catalogue that is out of reach", () => {
  const silent = Effect.flatMap(Sandbox.Sandbox, ({ faults }) => faults.script(["slow"], "services"))

  it.scoped(
    "neither delays nor fails an order without a limit, which is priced when the catalogue tells",
    () =>
      Effect.gen(function* () {
        const { placeOnce } = yield* another({ lease: "2 hours" })
        yield* silent
        assert.strictEqual((yield* placeOnce("a", order(100))).price, null)
        yield* TestClock.adjust("20 minutes")
        yield* placeOnce("b", order(200))
        yield* TestClock.adjust("1 seconds")
        const { price } = yield* placeOnce("c", order(300))
        assert.isNotNull(price)
        assert.strictEqual(yield* booked, 3)
      }).pipe(Effect.provide(world({ lease: "2 hours" })))
  )

  it.scoped("holds an order under a limit for no longer than its own deadline", () =>
    Effect.gen(function* () {
      const limits = { perDay: BigDecimal.unsafeFromString("100") }
      const { placeOnce } = yield* another({ limits, lease: "2 hours" })
      yield* silent
      const placed = yield* Effect.fork(Effect.flip(placeOnce("a", order(100), { deadline: "3 seconds" })))
      yield* TestClock.adjust("3 seconds")
      assert.deepInclude(yield* passing(Fiber.join(placed)), { _tag: "NotSent", reason: "timeout" })
      assert.strictEqual(yield* booked, 0)
    }).pipe(Effect.provide(world({ lease: "2 hours" })))
  )
})
