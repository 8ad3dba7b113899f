import { describe, expect, it } from "@effect/vitest"
import { Journal } from "@smmkit/journal"
import { Effect } from "effect"
import { happened, order, pass, placing, world } from "./world.js"

describe("an order that the journal has placed", () => {
  it.effect("is followed to its end by itself", () =>
    Effect.gen(function* () {
      yield* placing(
        Effect.flatMap(Journal.Journal, ({ placeOnce }) => placeOnce("invoice-1042", order(1000)))
      )
      yield* pass(24 * 60)
      const events = yield* happened
      expect(events.map(({ name, key, number }) => [name, key, number])).toEqual([
        ["Started", "invoice-1042", 1],
        ["Completed", "invoice-1042", 2]
      ])
    }).pipe(Effect.provide(world(undefined, { partial: 0 })))
  )
})
