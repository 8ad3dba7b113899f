import { assert, describe, it } from "@effect/vitest"
import { Clock, Duration, Effect, Fiber, Option, TestClock } from "effect"
import { Balance, type PanelConfig, Transport } from "../src/index.js"
import { verdict } from "./plain.js"
import * as Scripted from "./scripted.js"
import { place, processed, spendings } from "./spending.js"

const { json, text } = Scripted

const balance = Effect.flatMap(Balance.Balance, ({ get }) => get)
const funds = json({ balance: "1.50", currency: "USD" })

/** A panel on paper that notes when, in milliseconds, each of its calls comes. */
const timed = (script: ReadonlyArray<Scripted.Step>, keepsTime = false) => {
  const times: Array<number> = []
  const scripted = Scripted.make(
    (_, place) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) => {
        times.push(now)
        const step = script[place]
        if (step === undefined) return Effect.dieMessage(`call ${place + 1} is not in the script`)
        return Effect.isEffect(step) ? step : Effect.succeed(step)
      }),
    keepsTime
  )
  return { ...scripted, times }
}

/** A step that takes this long. */
const slow = (duration: Duration.DurationInput, step: Scripted.Step): Scripted.Step =>
  Effect.delay(Effect.isEffect(step) ? step : Effect.succeed(step), duration)

/** Reads the balance, with an hour to do so. */
const read = (script: ReadonlyArray<Scripted.Step>, options: Partial<PanelConfig.Options> = {}) =>
  Effect.gen(function* () {
    const scripted = timed(script)
    const asking = yield* Effect.fork(
      Effect.zip(Effect.either(balance), Clock.currentTimeMillis).pipe(
        Effect.provide(scripted.panel(options))
      )
    )
    yield* TestClock.adjust("1 hour")
    const [result, ended] = yield* Fiber.join(asking)
    return { result, ended, times: scripted.times, calls: scripted.calls }
  })

/** Runs a spending call, with an hour to do so. */
const spend = (script: ReadonlyArray<Scripted.Step>, options: Partial<PanelConfig.Options> = {}) =>
  Effect.gen(function* () {
    const scripted = timed(script)
    const asking = yield* Effect.fork(
      Effect.zip(place.ask, Clock.currentTimeMillis).pipe(Effect.provide(scripted.panel(options)))
    )
    yield* TestClock.adjust("1 hour")
    const [[result], ended] = yield* Fiber.join(asking)
    return { result: result ?? assert.fail("no result"), ended, times: scripted.times }
  })

const error = (result: Effect.Effect.Success<ReturnType<typeof read | typeof spend>>["result"]) =>
  result._tag === "Left" ? result.left : assert.fail("it succeeded")

const waits = (times: ReadonlyArray<number>) => times.slice(1).map((time, at) => time - (times[at] ?? 0))

describe("a call that reads", () => {
  const passing: ReadonlyArray<readonly [string, Scripted.Step]> = [
    ["nothing was sent", Scripted.notSent],
    ["an interruption", Scripted.interrupted],
    ["a rate limit", json({ error: "Too many requests" })],
    ["429", text("", 429)],
    ["maintenance", json({ error: "Maintenance" })],
    ["a failure of the panel's own", json({ error: "Internal server error" })],
    ["408", text("", 408)],
    ["500", text("", 500)],
    ["503 with a page", text("<html></html>", 503)],
    ["503 in words that no table knows", json({ error: "The stars are not aligned" }, 503)]
  ]
  for (const [name, step] of passing) {
    it.effect(`is repeated after ${name}, up to three times`, () =>
      Effect.gen(function* () {
        const { result, times } = yield* read([step, step, step, funds])
        assert.strictEqual(result._tag, "Right")
        assert.strictEqual(times.length, 4)
        const failed = yield* read([step, step, step, step])
        assert.strictEqual(failed.result._tag, "Left")
        assert.strictEqual(failed.times.length, 4)
      })
    )
  }

  const lasting: ReadonlyArray<readonly [string, Scripted.Step]> = [
    ["a wrong key", json({ error: "Invalid API key" })],
    ["a refusal that no table knows", json({ error: "The stars are not aligned" })],
    ["a refused action", json({ error: "Incorrect request" })],
    ["an answer that cannot be read", text("<html></html>")],
    ["an empty answer", text("")],
    ["a bot check", text("<html><title>Just a moment...</title></html>", 403)],
    ["a redirect", json({}, 301)],
    ["a known refusal under 500", json({ error: "Invalid API key" }, 500)],
    ["a certificate that is not trusted", new Transport.NotSent({ reason: "untrusted", detail: "" })],
    ["an insecure address", new Transport.NotSent({ reason: "insecure", detail: "" })],
    ["an answer that is too large", new Transport.Interrupted({ reason: "too-large", detail: "" })]
  ]
  for (const [name, step] of lasting) {
    it.effect(`is not repeated after ${name}`, () =>
      Effect.gen(function* () {
        const { result, times, ended } = yield* read([step])
        assert.isFalse(error(result).retryable)
        assert.strictEqual(times.length, 1)
        assert.strictEqual(ended, 0)
      })
    )
  }

  it.effect("waits twice as long each time, give or take a fifth", () =>
    Effect.gen(function* () {
      const step = Scripted.interrupted
      for (let run = 0; run < 8; run++) {
        const { times } = yield* read([step, step, step, step, step, funds], {
          retries: 5,
          retryDelay: "1 second"
        })
        for (const [at, wait] of waits(times).entries()) {
          assert.isAtLeast(wait, 800 * 2 ** at)
          assert.isAtMost(wait, 1200 * 2 ** at)
        }
      }
      // Without jitter all programs would come back at the same time.
      const firsts = yield* Effect.forEach(Array.from({ length: 5 }), () =>
        Effect.map(read([step, funds]), ({ times }) => waits(times)[0])
      )
      assert.isAbove(new Set(firsts).size, 1)
    })
  )

  it.effect("is repeated as often as the configuration says", () =>
    Effect.gen(function* () {
      for (const retries of [0, 1, 5]) {
        const { times } = yield* read(
          Array.from({ length: retries + 1 }, () => Scripted.interrupted),
          { retries }
        )
        assert.strictEqual(times.length, retries + 1)
      }
    })
  )

  it.effect("is marked as one that spends nothing", () =>
    Effect.gen(function* () {
      const { calls } = yield* read([funds])
      assert.deepStrictEqual(
        calls.map(({ spends, params, url }) => ({ spends, params, url })),
        [{ spends: false, params: [["action", "balance"]], url: "https://panel.example/api/v2" }]
      )
    })
  )
})

describe("Retry-After", () => {
  const limited = (retryAfter: string, status = 429) => json({ error: "slow down" }, status, { retryAfter })

  for (const [name, run, done] of [
    ["a call that reads", read, funds],
    ["a call that spends", spend, json(place.done)]
  ] as const) {
    it.effect(`${name} waits the seconds that the panel asks for`, () =>
      Effect.gen(function* () {
        const { result, times } = yield* run([limited("7"), done])
        assert.strictEqual(result._tag, "Right")
        assert.deepStrictEqual(times, [0, 7000])
      })
    )

    it.effect(`${name} waits until the date that the panel names`, () =>
      Effect.gen(function* () {
        yield* TestClock.setTime(Date.UTC(2027, 0, 1))
        const { result, times } = yield* run([limited("Fri, 01 Jan 2027 00:00:09 GMT"), done])
        assert.strictEqual(result._tag, "Right")
        assert.deepStrictEqual(waits(times), [9000])
      })
    )

    it.effect(`${name} does not come back sooner than it would anyway`, () =>
      Effect.gen(function* () {
        for (const soon of ["0", "Fri, 01 Jan 1960 00:00:00 GMT", "nonsense", "-5"]) {
          const { times } = yield* run([limited(soon), done])
          assert.isAtLeast(waits(times)[0] ?? 0, 400)
          assert.isAtMost(waits(times)[0] ?? 0, 600)
        }
      })
    )

    it.effect(`${name} fails at once where the wait would outlast the deadline`, () =>
      Effect.gen(function* () {
        for (const late of ["30", "31", "999999999", "Fri, 01 Jan 2100 00:00:00 GMT"]) {
          const start = yield* Clock.currentTimeMillis
          const { result, ended, times } = yield* run([limited(late)])
          const failure = error(result)
          assert(failure._tag === "RateLimited")
          assert.isAtLeast(failure.retryAfter ?? 0, 30_000)
          assert.strictEqual(times.length, 1)
          assert.strictEqual(ended, start)
        }
      })
    )
  }

  it.effect("holds for a panel that is out of order, too", () =>
    Effect.gen(function* () {
      const { result, times } = yield* read([limited("12", 503), funds])
      assert.strictEqual(result._tag, "Right")
      assert.deepStrictEqual(times, [0, 12_000])
    })
  )
})

describe("the deadline", () => {
  it.effect("is what the transport gets, less the time that is gone", () =>
    Effect.gen(function* () {
      const { calls, times } = yield* read([slow("4 seconds", Scripted.notSent), funds], {
        timeout: "10 seconds"
      })
      assert.deepStrictEqual(
        calls.map(({ timeout }) => Duration.toMillis(timeout)),
        times.map((time) => 10_000 - time)
      )
      assert.isAtLeast(times[1] ?? 0, 4400)
    })
  )

  it.effect("leaves no time for another attempt, which is the last one's error and `no`", () =>
    Effect.gen(function* () {
      const { result, ended, times } = yield* spend([slow("29.9 seconds", Scripted.notSent)])
      assert.deepStrictEqual(verdict(error(result)), { tag: "NotSent", processed: "no", reason: "refused" })
      assert.strictEqual(times.length, 1)
      assert.strictEqual(ended, 29_900)
    })
  )

  for (const spending of spendings) {
    it.effect(`amid a call makes the outcome unknown: ${spending.name}`, () =>
      Effect.gen(function* () {
        let closed = 0
        const scripted = Scripted.make(() =>
          Effect.onInterrupt(Effect.never, () => Effect.sync(() => closed++))
        )
        const asking = yield* Effect.fork(Effect.provide(spending.ask, scripted.panel()))
        // The transport gets a moment more than its own deadline, as only it knows how far it came.
        yield* TestClock.adjust("30 seconds")
        assert.isTrue(Option.isNone(yield* Fiber.poll(asking)))
        yield* TestClock.adjust("1 second")
        const results = yield* Fiber.join(asking)
        assert.isTrue(results.every((result) => processed(result) === "maybe"))
        assert.strictEqual(scripted.calls.length, 1)
        // An answer is listened for, as long as a call may take once its client is gone.
        assert.strictEqual(closed, 0)
        yield* TestClock.adjust("30 seconds")
        assert.strictEqual(closed, 1)
      })
    )
  }

  it.effect("amid a read is an interruption by time", () =>
    Effect.gen(function* () {
      const { result, ended } = yield* read([Effect.never])
      assert.deepStrictEqual(verdict(error(result)), {
        tag: "Interrupted",
        processed: "maybe",
        reason: "timeout"
      })
      assert.strictEqual(ended, 31_000)
    })
  )

  /** Two orders at once, of which the second has to wait for its turn. */
  const two = (options: Partial<PanelConfig.Options>, first: Scripted.Step, keepsTime = false) =>
    Effect.gen(function* () {
      const scripted = timed([first, json(place.done)], keepsTime)
      const one = Effect.zip(place.ask, Clock.currentTimeMillis)
      const asking = yield* Effect.fork(
        Effect.provide(Effect.all([one, one], { concurrency: 2 }), scripted.panel(options))
      )
      yield* TestClock.adjust("1 hour")
      const [, [[result], ended]] = yield* Fiber.join(asking)
      return { result: result ?? assert.fail("no result"), ended, times: scripted.times }
    })

  for (const [keepsTime, first] of [
    [false, Effect.never],
    // Whatever it says of itself, it holds its turn too long.
    [true, slow("40 seconds", json(place.done))]
  ] as const) {
    it.effect(`past which a call waited for a permit is \`no\`, as nothing was sent (${keepsTime})`, () =>
      Effect.gen(function* () {
        const { result, ended, times } = yield* two({ concurrency: 1 }, first, keepsTime)
        assert.deepStrictEqual(verdict(error(result)), { tag: "NotSent", processed: "no", reason: "timeout" })
        assert.strictEqual(ended, 30_000)
        assert.strictEqual(times.length, 1)
      })
    )
  }

  it.effect("lets no call begin at its very end", () =>
    Effect.gen(function* () {
      const { result, times } = yield* two({ concurrency: 1 }, slow("30 seconds", json(place.done)))
      assert.deepStrictEqual(verdict(error(result)), { tag: "NotSent", processed: "no", reason: "timeout" })
      assert.strictEqual(times.length, 1)
    })
  )

  it.effect("past which a call waited for the rate limit is `no`, as nothing was sent", () =>
    Effect.gen(function* () {
      const { result, ended, times } = yield* two(
        { rateLimit: { limit: 1, interval: "1 minute" } },
        json(place.done)
      )
      assert.deepStrictEqual(verdict(error(result)), { tag: "NotSent", processed: "no", reason: "timeout" })
      assert.strictEqual(ended, 30_000)
      assert.strictEqual(times.length, 1)
    })
  )

  it.effect("counts the wait for a permit", () =>
    Effect.gen(function* () {
      const { result, times } = yield* two({ concurrency: 1 }, slow("10 seconds", json(place.done)))
      assert.strictEqual(result._tag, "Right")
      assert.deepStrictEqual(times, [0, 10_000])
    })
  )
})

describe("the bounds of a panel", () => {
  const many = (count: number, options: Partial<PanelConfig.Options>, keepsTime = false) =>
    Effect.gen(function* () {
      let underWay = 0
      let most = 0
      const times: Array<number> = []
      const scripted = Scripted.make(
        () =>
          Effect.gen(function* () {
            times.push(yield* Clock.currentTimeMillis)
            underWay += 1
            most = Math.max(most, underWay)
            yield* Effect.sleep("1 second")
            underWay -= 1
            return funds
          }),
        keepsTime
      )
      const asking = yield* Effect.fork(
        Effect.provide(
          Effect.all(
            Array.from({ length: count }, () => balance),
            { concurrency: "unbounded" }
          ),
          scripted.panel(options)
        )
      )
      yield* TestClock.adjust("1 hour")
      yield* Fiber.join(asking)
      return { most, times }
    })

  it.effect("keep no more calls under way than allowed", () =>
    Effect.gen(function* () {
      for (const keepsTime of [false, true]) {
        assert.strictEqual((yield* many(40, {}, keepsTime)).most, 8)
        assert.strictEqual((yield* many(10, { concurrency: 3 }, keepsTime)).most, 3)
      }
    })
  )

  it.effect("are free again for the next one when a call fails, breaks or is interrupted", () =>
    Effect.gen(function* () {
      for (const keepsTime of [false, true]) {
        const scripted = Scripted.make(
          [Effect.never, Scripted.text(""), Effect.die("broken"), funds, Effect.never, funds],
          keepsTime
        )
        yield* Effect.gen(function* () {
          const hung = yield* Effect.fork(balance)
          yield* TestClock.adjust("1 second")
          const waiting = yield* Effect.fork(Effect.exit(balance))
          yield* TestClock.adjust("1 second")
          assert.strictEqual(scripted.calls.length, 1)
          yield* Fiber.interrupt(hung)
          yield* Fiber.join(waiting)
          yield* Effect.exit(balance)
          yield* balance
          const second = yield* Effect.fork(balance)
          yield* TestClock.adjust("1 second")
          yield* Fiber.interrupt(second)
          yield* balance
          assert.strictEqual(scripted.calls.length, 6)
        }).pipe(Effect.provide(scripted.panel({ concurrency: 1 })))
      }
    })
  )

  it.effect("send no more calls in a time than allowed, repeated ones included", () =>
    Effect.gen(function* () {
      const { times } = yield* many(9, { rateLimit: { limit: 3, interval: "6 seconds" }, concurrency: 9 })
      for (const start of times) {
        assert.isAtMost(times.filter((time) => time >= start && time < start + 6000).length, 3)
      }
      assert.deepStrictEqual(times, [0, 0, 0, 6000, 6000, 6000, 12_000, 12_000, 12_000])
      const repeated = yield* read([Scripted.notSent, Scripted.notSent, funds], {
        rateLimit: { limit: 1, interval: "5 seconds" }
      })
      assert.deepStrictEqual(waits(repeated.times), [5000, 5000])
    })
  )
})

describe("an unknown outcome", () => {
  it.effect("names the time at which the call was handed over, not when its first attempt began", () =>
    Effect.gen(function* () {
      const { result, times } = yield* spend([Scripted.notSent, Scripted.notSent, Scripted.interrupted])
      const failure = error(result)
      assert(failure._tag === "OutcomeUnknown")
      assert.strictEqual(failure.at, times[2])
    })
  )
})
