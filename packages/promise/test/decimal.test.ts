import { assert, describe, it } from "@effect/vitest"
import { FastCheck as fc } from "effect"
import { decimal, InvalidArgument } from "../src/index.js"

const amount = fc
  .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.integer({ min: 0, max: 12 }))
  .map(([isNegative, digits, scale]) => {
    const text = String(digits).padStart(scale + 1, "0")
    const whole = scale === 0 ? text : `${text.slice(0, -scale)}.${text.slice(-scale)}`
    return isNegative && digits > 0n ? `-${whole}` : whole
  })

describe("decimal", () => {
  it("adds, takes away and multiplies exactly", () => {
    assert.strictEqual(decimal.add("0.10", "0.20"), "0.30")
    assert.strictEqual(decimal.subtract("1", "0.9"), "0.1")
    assert.strictEqual(decimal.times("0.79", 250), "197.50")
    assert.strictEqual(decimal.times("-0.5", "2.50"), "-1.250")
    assert.strictEqual(decimal.sum([]), "0")
    assert.strictEqual(
      decimal.sum(new Set(["0.1", "1000000000000000000000.000001"])),
      "1000000000000000000000.100001"
    )
  })

  it("sorts, and rounds half up as prices are", () => {
    assert.deepStrictEqual(["10", "9.99", "-1", "9.990"].sort(decimal.compare), ["-1", "9.99", "9.990", "10"])
    assert.strictEqual(decimal.round("0.125", 2), "0.13")
    assert.strictEqual(decimal.round("-0.125", 2), "-0.13")
    assert.strictEqual(decimal.round("5", 2), "5.00")
    assert.strictEqual(decimal.round("-0.001", 2), "0.00")
  })

  it("keeps the laws of arithmetic", () => {
    fc.assert(
      fc.property(amount, amount, amount, (a, b, c) => {
        const same = (one: string, other: string) => assert.strictEqual(decimal.compare(one, other), 0)
        same(decimal.add(a, b), decimal.add(b, a))
        same(decimal.subtract(decimal.add(a, b), b), a)
        same(decimal.times(a, decimal.add(b, c)), decimal.add(decimal.times(a, b), decimal.times(a, c)))
        same(decimal.sum([a, b, c]), decimal.add(decimal.add(a, b), c))
      })
    )
  })

  const wrong: ReadonlyArray<readonly [string, (of: unknown) => unknown, string]> = [
    // @ts-expect-error programs without types may give anything
    ["one", (of) => decimal.add(of, "1"), "one"],
    // @ts-expect-error programs without types may give anything
    ["other", (of) => decimal.compare("1", of), "other"],
    // @ts-expect-error programs without types may give anything
    ["an amount of a sum", (of) => decimal.sum(["1", of]), "amounts[1]"]
  ]

  it("names a list that cannot be read", () => {
    const broken = {
      [Symbol.iterator]: (): Iterator<string> => {
        throw new Error("no")
      }
    }
    for (const list of [broken, { [Symbol.iterator]: 5 }]) {
      // @ts-expect-error programs without types may give anything
      assert.throws(() => decimal.sum(list), InvalidArgument, /^amounts /)
    }
  })

  for (const [name, call, field] of wrong) {
    it(`names ${name} that is no amount`, () => {
      for (const value of [
        "",
        "1e5",
        "0x1",
        " 1",
        "1,5",
        ".5",
        "Infinity",
        null,
        undefined,
        5.5,
        {},
        [],
        1n
      ]) {
        let error: unknown
        try {
          call(value)
        } catch (thrown) {
          error = thrown
        }
        assert.ok(error instanceof InvalidArgument, String(value))
        assert.strictEqual(error.field, field)
      }
    })
  }
})
