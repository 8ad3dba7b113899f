import { assert, describe, it } from "@effect/vitest"
import { BigDecimal, Duration, Effect, Either, Option } from "effect"
import { Journal, JournalConfig } from "../src/index.js"
import { booked, order, world } from "./world.js"

/** Options as a program without types gives them. */
const untyped: (text: string) => JournalConfig.Options = JSON.parse

describe("options that the journal cannot work with", () => {
  it.each<readonly [field: string, options: JournalConfig.Options]>([
    ["options", untyped('{"limit":{"perDay":5}}')],
    ["limits", untyped('{"limits":{"perday":5}}')],
    ["limits", untyped('{"limits":5}')],
    ["limits.perDay", untyped('{"limits":{"perDay":5}}')],
    ["limits.perOrder", { limits: { perOrder: BigDecimal.unsafeFromString("-0.01") } }],
    ["exclusive", untyped('{"exclusive":"no"}')],
    ["priceGuard", untyped('{"priceGuard":"false"}')],
    ["honoursRequestId", untyped('{"honoursRequestId":true}')],
    ["honoursRequestId", { honoursRequestId: Duration.infinity }],
    ["honoursRequestId", { honoursRequestId: 0 }],
    ["settlingTime", untyped('{"settlingTime":"soon"}')],
    ["settlingTime", { settlingTime: "-1 seconds" }],
    ["priceAge", { priceAge: Duration.infinity }],
    ["patience", { patience: Duration.infinity }],
    ["lease", { lease: Duration.infinity }],
    ["lease", { lease: "999 millis" }],
    ["evidence.calls", untyped('{"evidence":{"calls":"20"}}')],
    ["books.rounding", untyped('{"books":{"rounding":"up"}}')],
    ["account", untyped('{"account":5}')],
    ["account", { account: "a\nb" }],
    ["account", { account: "half \ud83c" }],
    ["run", untyped('{"run":null}')],
    ["run", { run: "a\u0000b" }]
  ])("name the field, %s, and what would be right", (field, options) => {
    const error = Either.getOrThrow(Either.flip(JournalConfig.make(options)))
    assert.deepStrictEqual([error._tag, error.field], ["InvalidJournalConfig", field])
    assert.match(error.remedy, /^(?:give|it has no)/)
  })
})

describe("what a caller says of an order's cost", () => {
  it.effect("is never less than nothing, which would make room under a limit", () =>
    Effect.gen(function* () {
      const { placeOnce } = yield* Journal.Journal
      const amount = BigDecimal.unsafeFromString("-5")
      for (const [field, options] of [
        ["atMost", { atMost: amount }],
        ["quote", { quote: { amount, currency: Option.none() } }]
      ] as const) {
        const error = yield* Effect.flip(placeOnce("k", order(100), options))
        assert.deepInclude(error, { _tag: "InvalidOrder", field })
      }
      assert.strictEqual(yield* booked, 0)
    }).pipe(Effect.provide(world()))
  )
})
