import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, TestClock } from "effect"
import { Output } from "../src/Output.js"
import { withProgress } from "../src/Progress.js"
import { output } from "./Output.js"

describe("progress", () => {
  const work = (millis: number) => withProgress("asking", Effect.sleep(millis), () => " 3 of 5")

  it.effect("is shown on a terminal after a second, and taken away at the end", () =>
    Effect.gen(function* () {
      const { service, written } = output({ terminal: true })
      const fiber = yield* Effect.fork(Effect.provideService(work(3000), Output, service))
      yield* TestClock.adjust("1 second")
      assert.isEmpty(written.progress)
      yield* TestClock.adjust("1 second")
      assert.match(written.progress.at(-1) ?? "", /asking 3 of 5$/)
      yield* TestClock.adjust("1 second")
      yield* Fiber.join(fiber)
      assert.strictEqual(written.progress.at(-1), "")
    })
  )

  it.effect("is not shown for quick work, nor where nobody looks on", () =>
    Effect.gen(function* () {
      for (const [terminal, millis] of [
        [true, 900],
        [false, 9000]
      ] as const) {
        const { service, written } = output({ terminal })
        const fiber = yield* Effect.fork(Effect.provideService(work(millis), Output, service))
        yield* TestClock.adjust(millis)
        yield* Fiber.join(fiber)
        assert.isEmpty(written.progress.filter((line) => line !== ""))
        assert.isEmpty(written.err)
      }
    })
  )
})
