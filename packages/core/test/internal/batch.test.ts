import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Either, Fiber, TestClock } from "effect"
import * as Batch from "../../src/internal/batch.js"

const echo = Batch.make({
  window: Duration.millis(10),
  most: 100,
  ask: (ids: ReadonlyArray<number>) => Effect.succeed(ids.map((id) => Either.right(id)))
})

/** The same effect, this many steps of the runtime later. */
const later = <A, E>(effect: Effect.Effect<A, E>, steps: number): Effect.Effect<A, E> =>
  steps === 0 ? effect : Effect.zipRight(Effect.void, later(effect, steps - 1))

describe("a batch", () => {
  it.scoped("serves the others wherever its first caller is interrupted, even between two steps", () =>
    Effect.gen(function* () {
      // The runtime lets others run, and so interrupt, after this many steps.
      const turn = 30
      for (let steps = 0; steps < turn; steps++) {
        const get = yield* echo
        const first = yield* Effect.fork(Effect.withMaxOpsBeforeYield(later(get(1), steps), turn))
        yield* Effect.yieldNow()
        yield* Fiber.interruptFork(first)
        const second = yield* Effect.fork(get(2))
        yield* TestClock.adjust("1 second")
        assert.strictEqual((yield* Fiber.poll(second))._tag, "Some", `interrupted ${steps} steps earlier`)
      }
    })
  )
})
