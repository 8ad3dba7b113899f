import { assert, describe, it } from "@effect/vitest"
import { BigDecimal, ConfigProvider, Duration, Effect, Either, Option } from "effect"
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

/** What the environment says where one variable is set. */
const told = (variable: string, text: string) =>
  Effect.either(
    Effect.withConfigProvider(JournalConfig.config, ConfigProvider.fromMap(new Map([[variable, text]])))
  )

describe("what the environment says of a panel's books", () => {
  it.effect.each<readonly [text: string, books: JournalConfig.Options["books"]]>([
    ["", undefined],
    ["0", { decimals: 0, rounding: undefined }],
    ["20", { decimals: 20, rounding: undefined }],
    ["2/down", { decimals: 2, rounding: "down" }],
    ["2/half-up", { decimals: 2, rounding: "half-up" }]
  ])("is how many decimals it keeps, and how it rounds: %j", ([text, books]) =>
    Effect.gen(function* () {
      const options = Either.getOrThrow(yield* told("SMMKIT_BOOKS", text))
      assert.deepStrictEqual(options.books, books)
      assert.ok(Either.isRight(JournalConfig.make(options)))
    })
  )

  it.effect.each(["21", "-1", "2.5", "two", "2/up", "2/", "/down", "2/down/down", " 2", "2/down\n"])(
    "is refused where it is neither: %j",
    (text) =>
      Effect.gen(function* () {
        const error = String(Either.getOrThrow(Either.flip(yield* told("SMMKIT_BOOKS", text))))
        assert.include(error, "SMMKIT_BOOKS")
        assert.include(error, `2/down, not ${JSON.stringify(text)}`)
      })
  )
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
