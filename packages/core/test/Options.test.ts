import { assert, describe, it } from "@effect/vitest"
import { Duration, Either, FastCheck, Redacted } from "effect"
import { Identifiers, Options } from "../src/index.js"

const checks = {
  whole: Options.whole({ least: 1, most: 9 }),
  time: Options.time(),
  bounded: Options.time({ most: Options.longestTimer }),
  oneOf: Options.oneOf(["a", "b"]),
  flag: Options.flag,
  id: Options.decoded(Identifiers.ServiceId, "give the ID of a service")
}

describe("a check", () => {
  it.prop("never throws, whatever it is given", [FastCheck.anything({ withBigInt: true })], ([value]) => {
    for (const check of Object.values(checks)) {
      const checked = Options.checker("test")<unknown>("field", value, check)
      if (Either.isLeft(checked)) assert.isAtMost(checked.left.message.length, 500)
    }
  })

  it("of a time takes none that is no time, below zero, endless or too long", () => {
    for (const value of [Number.NaN, -1, "-5 seconds", -5n, [-1, 0], null, "soon", Duration.infinity, 0]) {
      assert.isTrue(Either.isLeft(checks.time(value)), String(value))
    }
    assert.isTrue(Either.isLeft(checks.bounded("30 days")))
    assert.isTrue(Either.isRight(checks.bounded("24 days")))
    assert.isTrue(Either.isRight(Options.time({ endless: true })(Duration.infinity)))
    assert.isTrue(Either.isRight(Options.time({ none: true })(0)))
  })

  it("of an ID makes an error of what a stranger typed", () => {
    for (const value of ["", " ", "1,2", "null", undefined, 5]) assert.isTrue(Either.isLeft(checks.id(value)))
    assert.deepStrictEqual(checks.id("42"), Either.right(Identifiers.ServiceId.make("42")))
  })
})

describe("an invalid option", () => {
  const wrong = (value: unknown, isSecret?: boolean) =>
    Options.checker("panel")("x", value, () => Either.left("give y"), isSecret ? { isSecret } : {}).pipe(
      Either.match({ onLeft: ({ message }) => message, onRight: () => "" })
    )

  it("names the option, what it held and the remedy", () => {
    for (const [value, shown] of [
      [Number.NaN, "NaN"],
      [undefined, "undefined"],
      ["a\n", '"a\\n"'],
      [null, "null"],
      [Duration.seconds(90), "1m 30s"],
      [[1], "a list"],
      [{}, "an object"],
      [() => 1, "a function"]
    ] as const) {
      assert.strictEqual(wrong(value), `The panel's x is not usable: give y instead of ${shown}`)
    }
  })

  it("shows no secret", () => {
    assert.strictEqual(wrong("secret", true), "The panel's x is not usable: give y")
    assert.strictEqual(wrong(Redacted.make("secret")), "The panel's x is not usable: give y")
  })
})
