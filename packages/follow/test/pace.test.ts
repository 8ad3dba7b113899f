/** How far tokens are apart: whatever a claim takes, and however late it is sent, no window holds more than its limit. */
import { describe, expect, it } from "@effect/vitest"
import { Duration, Either, FastCheck } from "effect"
import { FollowConfig } from "../src/index.js"
import { panel } from "./world.js"

/** Limits of all sizes, from a call a minute to thousands a second. */
const limits = FastCheck.record({
  calls: FastCheck.oneof(FastCheck.integer({ min: 1, max: 60 }), FastCheck.integer({ min: 60, max: 3000 })),
  per: FastCheck.constantFrom(...(["1 second", "10 seconds", "1 minute", "1 hour"] as const))
})

/** So many claims one after the other: what part of what it may take each takes, how late it is sent, and how long nothing is due before. */
const stretch = FastCheck.record({
  claims: FastCheck.integer({ min: 1, max: 500 }),
  taken: FastCheck.constantFrom(1, 1, 1, 0.6, 0.1),
  late: FastCheck.constantFrom(0, 0, 0.5, 1),
  idle: FastCheck.constantFrom(0, 0, 0, 0.01)
})
const stretches = FastCheck.array(stretch, { minLength: 1, maxLength: 20 })

const configOf = (limit: FollowConfig.Limit) => Either.getOrThrow(FollowConfig.make({ panel, limit }))

describe("an account with a limit", () => {
  it("is never asked more in a window, however many calls a claim is for", () => {
    FastCheck.assert(
      FastCheck.property(limits, stretches, ({ calls, per }, stretches) => {
        const { most, budget, lateness } = configOf({ calls, per })
        const window = Duration.toMillis(per)
        const sent: Array<number> = []
        let free = 0
        for (const { claims, taken, late, idle } of stretches)
          for (let claim = 0; claim < claims; claim++) {
            const now = free + idle * window
            const tokens = Math.ceil((taken * most) / budget.perCall)
            for (let call = 0; call < tokens; call++) sent.push(now + late * lateness)
            free = now + tokens * budget.spacing
          }
        sent.sort((one, other) => one - other)
        // With one more call than the limit allows, each stretch is as long as a window at least.
        const shortest = sent
          .slice(calls)
          .reduce((least, time, at) => Math.min(least, time - (sent[at] ?? 0)), window)
        expect(shortest).toBeGreaterThanOrEqual(window * (1 - 1e-9))
      }),
      { numRuns: 300 }
    )
  })

  it("has calls gathered where they abound, and goes by each alone where they are scarce", () => {
    const most = (calls: number, per: Duration.DurationInput) => {
      const { most, atOnce } = configOf({ calls, per })
      return { most, atOnce }
    }
    expect(most(100, "1 minute")).toEqual({ most: 100, atOnce: 4 })
    expect(most(2000, "1 minute")).toEqual({ most: 300, atOnce: 2 })
    expect(most(6000, "1 minute")).toEqual({ most: 400, atOnce: 2 })
    expect(most(100, "1 second")).toEqual({ most: 200, atOnce: 2 })
  })
})
