import { assert, describe, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import { readDecimal, writeDecimal } from "../../src/internal/wire.js"

const read = (text: unknown): string | undefined => {
  const amount = readDecimal(text)
  return amount === undefined ? undefined : writeDecimal(amount)
}

describe("an amount", () => {
  it("with a currency sign is grouped by its convention, or cannot be read", () => {
    for (const [text, amount] of [
      ["2.500₫", "2500"],
      ["₫ 2.500", "2500"],
      ["2,500 ₫", "2500"],
      ["2.500.000₫", "2500000"],
      ["0.500₫", "0.500"],
      ["2.5₫", "2.5"],
      ["$2.500", undefined],
      ["2.500 €", undefined],
      ["¥2.500", undefined],
      ["₩12.500", undefined],
      ["₹1,234", undefined],
      ["R$ 2.500", undefined],
      ["2.500 VND", undefined],
      ["Rp 2.500", undefined],
      ["$2.50", "2.50"],
      ["$0.588", "0.588"],
      ["$1234.567", "1234.567"],
      ["$1,234.56", "1234.56"],
      ["1.234,56 €", "1234.56"],
      ["2.500", "2.500"]
    ])
      assert.strictEqual(read(text), amount, text)
  })

  it("beside a sign is never a thousand times too small or too great", () => {
    const sign = FastCheck.constantFrom("$", "€", "₫", "₽", "₹", "¥", "₩", "₺")
    const group = FastCheck.tuple(
      FastCheck.integer({ min: 1, max: 999 }),
      FastCheck.integer({ min: 0, max: 999 })
    )
    FastCheck.assert(
      FastCheck.property(sign, group, FastCheck.constantFrom(".", ","), (sign, [head, tail], mark) => {
        const text = `${head}${mark}${String(tail).padStart(3, "0")}${sign}`
        assert.strictEqual(read(text), sign === "₫" ? String(head * 1000 + tail) : undefined, text)
      })
    )
  })

  it("beyond the one bound cannot be read", () => {
    assert.strictEqual(read("9".repeat(30)), "9".repeat(30))
    assert.isUndefined(read(`1${"0".repeat(30)}`))
    assert.isUndefined(read("1e31"))
    assert.isUndefined(read("1e99"))
    assert.isUndefined(read(`0.${"0".repeat(40)}1`))
    assert.strictEqual(read(1.1102230246251565e-16), "0.00000000000000011102230246251565")
  })
})
