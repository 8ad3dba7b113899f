import { assert, describe, it } from "@effect/vitest"
import { Clock, Duration, Effect, Fiber, TestClock } from "effect"
import * as RateLimit from "../../src/internal/rateLimit.js"

const limit = (limit: number, interval: Duration.DurationInput, actions?: ReadonlyArray<string>) => ({
  limit,
  interval: Duration.decode(interval),
  actions
})

/** Asks for all of these at once, and tells when each began, in seconds. */
const begins = (limits: ReadonlyArray<RateLimit.Limit>, actions: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const limitOf = RateLimit.make(limits, Effect.unsafeMakeSemaphore(1000))
    const began: Array<readonly [string, number]> = []
    const fiber = yield* Effect.fork(
      Effect.forEach(
        actions,
        (action) => {
          const call = Effect.map(Clock.currentTimeMillis, (now) => began.push([action, now / 1000]))
          return limitOf(action)?.(call) ?? call
        },
        { concurrency: "unbounded" }
      )
    )
    yield* TestClock.adjust("3 days")
    yield* Fiber.interrupt(fiber)
    return began
  })

const times = (count: number, action: string) => Array.from({ length: count }, () => action)

describe("a rate limit", () => {
  it.effect("keeps no permit from others while it is waited for, and loses none to who gives up", () =>
    Effect.gen(function* () {
      const permits = Effect.unsafeMakeSemaphore(1)
      const limits = [limit(1, "1 hour", ["services"]), limit(100, "1 hour")]
      const limitOf = RateLimit.make(limits, permits)
      const ask = (action: string) => limitOf(action)?.(Effect.succeed(action)) ?? Effect.die("no limit")
      yield* ask("services")
      const waiting = yield* Effect.fork(Effect.all([ask("services"), ask("services")], { concurrency: 2 }))
      yield* TestClock.adjust("1 second")
      assert.strictEqual(yield* ask("add"), "add")
      yield* Fiber.interrupt(waiting)
      assert.strictEqual(yield* ask("add"), "add")
      const next = yield* Effect.fork(ask("services"))
      yield* TestClock.adjust("1 hour")
      assert.strictEqual(yield* Fiber.join(next), "services")
    })
  )

  it.effect("counts from when a call begins, however long it waited for its permit", () =>
    Effect.gen(function* () {
      const permits = Effect.unsafeMakeSemaphore(1)
      const limitOf = RateLimit.make([limit(1, "10 seconds")], permits)
      const began: Array<number> = []
      const call = Effect.map(Clock.currentTimeMillis, (now) => void began.push(now / 1000))
      yield* permits.take(1)
      const calls = Effect.all([limitOf("add")?.(call) ?? call, limitOf("add")?.(call) ?? call], {
        concurrency: 2
      })
      const asking = yield* Effect.fork(calls)
      yield* TestClock.adjust("9 seconds")
      yield* permits.release(1)
      yield* TestClock.adjust("1 minute")
      yield* Fiber.join(asking)
      assert.deepStrictEqual(began, [9, 19])
    })
  )

  it.effect("lets no more begin within any interval than it says, and no fewer", () =>
    Effect.gen(function* () {
      const began = yield* begins([limit(3, "10 seconds")], times(8, "add"))
      assert.deepStrictEqual(
        began.map(([, at]) => at),
        [0, 0, 0, 10, 10, 10, 20, 20]
      )
    })
  )

  it.effect("is kept beside others of the same panel", () =>
    Effect.gen(function* () {
      const began = yield* begins([limit(2, "1 second"), limit(5, "1 minute")], times(11, "add"))
      assert.deepStrictEqual(
        began.map(([, at]) => at),
        [0, 0, 1, 1, 2, 60, 60, 61, 61, 62, 120]
      )
    })
  )

  it.effect("of one action holds up no other", () =>
    Effect.gen(function* () {
      const limits = [limit(4, "1 second"), limit(1, "1 hour", ["services"])]
      const began = yield* begins(limits, [...times(3, "services"), ...times(5, "add")])
      const of = (name: string) => began.flatMap(([action, at]) => (action === name ? [at] : []))
      assert.deepStrictEqual(of("services"), [0, 3600, 7200])
      assert.deepStrictEqual(of("add"), [0, 0, 0, 1, 1])
    })
  )

  it.effect("counts the actions that it names together", () =>
    Effect.gen(function* () {
      const began = yield* begins([limit(1, "1 minute", ["add", "cancel"])], ["add", "cancel", "balance"])
      assert.sameDeepMembers(began, [
        ["add", 0],
        ["balance", 0],
        ["cancel", 60]
      ])
    })
  )

  it.effect("is kept over times that are longer than a timer runs", () =>
    Effect.gen(function* () {
      const limitOf = RateLimit.make([limit(1, "40 days")], Effect.unsafeMakeSemaphore(1000))
      const call = limitOf("add")?.(Effect.void) ?? Effect.die("no limit")
      yield* call
      const fiber = yield* Effect.fork(call)
      yield* TestClock.adjust("39 days")
      assert.isNull(yield* Fiber.poll(fiber).pipe(Effect.map((exit) => (exit._tag === "None" ? null : exit))))
      yield* TestClock.adjust("1 day")
      yield* Fiber.join(fiber)
    })
  )

  it.effect("passes over who is interrupted in the line", () =>
    Effect.gen(function* () {
      const limitOf = RateLimit.make([limit(1, "1 minute")], Effect.unsafeMakeSemaphore(1000))
      const call = limitOf("add")?.(Clock.currentTimeMillis) ?? Effect.die("no limit")
      yield* call
      const [first, second] = yield* Effect.all([Effect.fork(call), Effect.fork(call)])
      yield* TestClock.adjust("30 seconds")
      yield* Fiber.interrupt(first)
      yield* TestClock.adjust("30 seconds")
      assert.strictEqual(yield* Fiber.join(second), 60_000)
    })
  )

  it.effect("keeps no fiber of a call that has begun", () =>
    Effect.gen(function* () {
      const limitOf = RateLimit.make([limit(1000, "1 hour")], Effect.unsafeMakeSemaphore(1000))
      yield* Effect.forEach(times(1000, "add"), (action) => limitOf(action)?.(Effect.void) ?? Effect.void, {
        discard: true
      })
      assert.deepStrictEqual([...(yield* TestClock.sleeps())], [])
    })
  )

  it("is none where no limit names the action", () => {
    assert.isUndefined(RateLimit.make([], Effect.unsafeMakeSemaphore(1000))("add"))
    assert.isUndefined(RateLimit.make([limit(1, 1, ["add"])], Effect.unsafeMakeSemaphore(1000))("balance"))
  })
})
