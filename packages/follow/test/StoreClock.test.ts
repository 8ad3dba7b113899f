import { expect, it } from "@effect/vitest"
import { Effect, TestClock } from "effect"
import { StoreClock } from "../src/index.js"

it.effect("the store's clock can be the program's", () =>
  Effect.gen(function* () {
    yield* TestClock.adjust("1 minute")
    const { now } = yield* StoreClock.StoreClock
    expect(yield* now).toBe(60_000)
  }).pipe(Effect.provide(StoreClock.layerProgram))
)
