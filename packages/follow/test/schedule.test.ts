/** When to look: against a fixed interval with as many calls, on three mixes of orders, with too few calls for all. */
import { assert, describe, it } from "@effect/vitest"
import { OrderStatus } from "@smmkit/core"
import { Delivery, Sandbox, SandboxPanel } from "@smmkit/sandbox"
import { Duration, Effect, Option, TestClock } from "effect"
import { born } from "../src/FollowModel.js"
import { nextLook } from "../src/internal/schedule/nextLook.js"
import { bucketsOf, usualOf } from "../src/internal/schedule/pace.js"
import { least, priceAfter } from "../src/internal/schedule/price.js"
import { worth } from "../src/internal/schedule/worth.js"
import { birth, day, hour, minute } from "./judgingHarness.js"
import { answerOf, fixedLike, type Mix, mean, ordersOf, quantile, scheduled } from "./scheduleSimulation.js"

/** More worlds, and longer ones: hours of thousands of orders. */
const isLong = process.env["SMMKIT_WORLDS"] !== undefined

/** So many looks there are for each order, from placing to its end. */
const looksEach = 6

const mixOf = (seed: number, lasts: number, ...offers: Mix["offers"]): Mix => {
  const rate = offers.reduce((sum, one) => sum + one.rate, 0)
  return { seed, offers, lasts, spacing: (100 * minute) / (rate * looksEach) }
}

const minutes = (rate: number) => ({ service: "minutes", pace: Delivery.paces.minutes, rate })
const days = (rate: number) => ({ service: "days", pace: Delivery.paces.days, rate })

const mixes: Readonly<Record<string, (seed: number) => Mix>> = {
  "orders that take minutes": (seed) => mixOf(seed, 1.5 * hour, minutes(40)),
  "orders that take days": (seed) => mixOf(seed, 16 * day, days(0.15)),
  "orders that take minutes beside others that take days": (seed) =>
    mixOf(seed, (isLong ? 6 : 3) * day, minutes(0.4), days(0.4))
}

const seeds = isLong ? [1, 2] : [1]

describe("with few calls", () => {
  for (const [name, mix] of Object.entries(mixes)) {
    for (const seed of seeds) {
      it(`${name} are seen to move in half the time at most, on the average (${seed})`, () => {
        const given = mix(seed)
        const orders = ordersOf(given)
        const ours = scheduled(given, orders)
        const theirs = fixedLike(given, orders, ours.calls)
        assert.isAtLeast(theirs.calls, ours.calls)
        assert.isAtMost(mean(ours.delays), mean(theirs.delays) / 2)
        assert.isAtMost(quantile(ours.delays, 0.95), quantile(theirs.delays, 0.95))
        // Two days, and what an order that is due waits for its turn.
        assert.isAtMost(ours.longest, 2 * day + 6 * hour)
      })
    }
  }
})

describe("the deliveries that are reckoned with", () => {
  it.effect("are those that a sandbox shows", () =>
    Effect.gen(function* () {
      const { seed: sow } = yield* Sandbox.Sandbox
      const status = yield* OrderStatus.OrderStatus
      const ids = yield* sow({ count: 40, service: "1", quantity: 300 })
      const orders = ids.map((id) => {
        const given = { seed: 7, order: id, units: 300, now: 0, speed: 1, partial: 0.05 }
        const plan = Delivery.plan({ ...given, pace: Delivery.paces.minutes })
        return { id, service: "1", units: 300, placed: 0, plan }
      })
      for (let time = 0; time < 40 * minute; time += 2 * minute) {
        const shown = yield* status.many(ids)
        for (const [at, order] of orders.entries()) {
          const { status, remains } = answerOf(order, time)
          const answer = Option.getOrThrow(Option.getRight(shown[at]?.result ?? assert.fail("no answer")))
          assert.deepStrictEqual([answer.status, answer.remains], [status, remains])
        }
        yield* TestClock.adjust(Duration.minutes(2))
      }
    }).pipe(Effect.provide(SandboxPanel.layer({ seed: 7, pace: "minutes", partial: 0.05 })))
  )
})

describe("a look", () => {
  it("comes by the rule of the square root where the chance is the same at all times", () => {
    const pause = worth([{ from: 0, to: hour, weight: 1 }], minute)
    assert.closeTo(pause, Math.sqrt(2 * minute * hour), 100)
  })

  it("comes where all will have come, however little it costs to wait", () => {
    assert.strictEqual(worth([{ from: hour, to: hour + minute, weight: 1 }], 10 * hour), hour + minute)
  })

  it("comes when the counts say that it will be over", () => {
    const row = {
      ...born({ ...birth, units: 400, placed: 0 }, 0),
      state: "In progress" as const,
      begun: { at: 10 * minute, remains: 300, after: 5 * minute },
      remains: 100
    }
    const usual = { ...usualOf([]), trust: 0.98 }
    const next = nextLook(row, 30 * minute, usual, minute)
    assert.ok(next !== null && next > 36 * minute && next <= 41 * minute, String(next))
  })

  it("comes later the more looks cost, but for no order later than in two days", () => {
    const row = born({ ...birth, placed: 0 }, 0)
    const pauses = [least, minute, hour, 100 * day].map(
      (price) => (nextLook(row, day, null, price) ?? 0) - day
    )
    assert.deepStrictEqual(
      pauses,
      [...pauses].sort((one, other) => one - other)
    )
    assert.ok(pauses.every((pause) => pause > 0 && pause <= 2 * day))
  })

  it("costs more where orders wait for their turn, and less where calls are not full", () => {
    const load = { lateness: 0, pause: hour, spacing: minute, filled: 1 }
    assert.isAbove(priceAfter(10_000, { ...load, lateness: hour }), priceAfter(10_000, load))
    assert.isBelow(priceAfter(10_000, { ...load, filled: 0.3 }), 10_000)
    assert.strictEqual(priceAfter(least, { ...load, filled: 0 }), least)
  })
})

describe("what is usual", () => {
  it("is learnt from counts alone", () => {
    const lessons = Array.from({ length: 10 }, (_, at) => ({
      began: minute,
      took: at < 6 ? hour : 10 * hour,
      kept: at < 9
    }))
    const counts = new Map<number, number>()
    for (const bucket of lessons.flatMap(bucketsOf)) counts.set(bucket, (counts.get(bucket) ?? 0) + 1)
    const usual = usualOf(Array.from(counts, ([bucket, orders]) => ({ bucket, orders })))
    assert.strictEqual(usual.seen, 10)
    assert.closeTo(usual.median, hour, hour / 10)
    assert.closeTo(usual.late, 10 * hour, hour)
    assert.closeTo(usual.trust, 0.8, 0.001)
    assert.ok(usual.starts.every(({ from, to }) => from < minute && minute < to))
  })
})
