import { assert, describe, it } from "@effect/vitest"
import { BigDecimal, Equal, FastCheck, HashMap, Option, Order, Schema } from "effect"
import { Balance, Money } from "../src/index.js"
import * as Json from "../src/internal/json.js"

/** Digits as a panel may print them: a sign, no leading zeros, up to 30 digits in all, trailing zeros kept. */
const decimalText = FastCheck.tuple(
  FastCheck.constantFrom("", "-"),
  FastCheck.stringMatching(/^(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/)
)
  .map(([sign, digits]) => sign + digits)
  // There is no negative zero.
  .filter((text) => !/^-[0.]+$/.test(text))

const answer = Schema.parseJson(Balance.Answer)
const read = (body: string) => Schema.decodeUnknownSync(Balance.Answer)(Json.parse(body)?.value).balance

describe("money", () => {
  it.prop("keeps every digit of any decimal text, trailing zeros included", [decimalText], ([text]) => {
    const { balance } = Schema.decodeSync(answer)(JSON.stringify({ balance: text }))
    assert.strictEqual(Money.formatAmount(balance), text)
    assert.deepStrictEqual(Schema.encodeSync(Balance.Answer)({ balance, currency: Option.none() }), {
      balance: text
    })
  })

  it.prop("keeps every digit of any number in JSON", [decimalText, FastCheck.nat(40)], ([text, pad]) => {
    const amount = read(`{"a":"${"x".repeat(pad)}","balance": ${text} }`)
    assert.isTrue(BigDecimal.equals(amount, BigDecimal.unsafeFromString(text)))
    // A double has lost no more than trailing zeros.
    const digits = text.replace(/\D/g, "").length
    if (digits > 15) assert.strictEqual(Money.formatAmount(amount), text)
  })

  it.prop(
    "is printed without an exponent and read back as the same",
    [FastCheck.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), FastCheck.integer({ min: -30, max: 40 })],
    ([value, scale]) => {
      const amount = BigDecimal.make(value, scale)
      const text = Money.formatAmount(amount)
      assert.match(text, /^-?\d+(?:\.\d+)?$/)
      assert.isTrue(BigDecimal.equals(BigDecimal.unsafeFromString(text), amount))
    }
  )

  it("survives numbers that a double cannot hold", () => {
    for (const [number, text] of [
      ["0.000000000000000001", "0.000000000000000001"],
      ["123456789012.123456789012345678", "123456789012.123456789012345678"],
      ["9007199254740993", "9007199254740993"],
      ["0.1000000000000000", "0.1000000000000000"],
      ["1e-7", "0.0000001"],
      ["1.5E3", "1500"],
      ["12345678901234567e2", "1234567890123456700"],
      ["123456789012345678e-10", "12345678.9012345678"],
      ["-0.00000000000000001", "-0.00000000000000001"]
    ] as const) {
      assert.strictEqual(Money.formatAmount(read(`{"balance":${number}}`)), text)
    }
  })

  it("is shown with its currency where that is known", () => {
    const amount = BigDecimal.make(-5n, 3)
    assert.strictEqual(Money.format({ amount, currency: Option.some("USD") }), "-0.005 USD")
    assert.strictEqual(Money.format({ amount, currency: Option.none() }), "-0.005")
  })
})

const money = FastCheck.tuple(
  FastCheck.bigInt({ min: -1000n, max: 1000n }),
  FastCheck.nat(3),
  FastCheck.constantFrom("USD", "EUR", undefined)
).map(([value, scale, currency]) => Money.make(BigDecimal.make(value, scale), currency))

describe("money as a value", () => {
  it.prop(
    "is equal, and ordered as equal, exactly where amount and currency are",
    [money, money],
    ([a, b]) => {
      const same =
        Money.format(Money.make(BigDecimal.normalize(a.amount), Option.getOrUndefined(a.currency))) ===
        Money.format(Money.make(BigDecimal.normalize(b.amount), Option.getOrUndefined(b.currency)))
      assert.strictEqual(Equal.equals(a, b), same)
      assert.strictEqual(Money.equivalence(a, b), same)
      assert.strictEqual(Money.order(a, b) === 0, same)
      assert.strictEqual(Order.lessThan(Money.order)(a, b), Order.greaterThan(Money.order)(b, a))
    }
  )

  it("is a key whatever its trailing zeros", () => {
    const map = HashMap.make([Money.make(BigDecimal.make(5n, 1), "USD"), "half"])
    assert.deepStrictEqual(HashMap.get(map, Money.make(BigDecimal.make(50n, 2), "USD")), Option.some("half"))
  })

  it("is summed by currency, and no sum mixes two", () => {
    const of = (amount: string, currency?: string) =>
      Money.make(BigDecimal.unsafeFromString(amount), currency)
    const sums = Money.sum([of("0.1", "USD"), of("1"), of("0.2", "USD"), of("-3", "EUR"), of("2")])
    assert.deepStrictEqual(sums.map(Money.format), ["0.3 USD", "3", "-3 EUR"])
    assert.deepStrictEqual(Money.sum([]), [])
  })

  it("comes back from JSON as it was", () => {
    for (const value of [Money.make(BigDecimal.make(50n, 2)), Money.make(BigDecimal.make(-1n, 7), "USD")]) {
      const json = JSON.stringify(Schema.encodeSync(Money.Json)(value))
      assert.isTrue(Money.equivalence(Schema.decodeUnknownSync(Money.Json)(JSON.parse(json)), value))
    }
  })

  it("is written with as many digits as it has: what is reckoned from a bounded amount has more than that", () => {
    const rate = BigDecimal.unsafeFromString(`${"9".repeat(30)}.${"1".repeat(40)}`)
    const price = BigDecimal.multiply(
      BigDecimal.multiply(rate, BigDecimal.make(9_999_999n, 0)),
      BigDecimal.make(1n, 3)
    )
    const json = Schema.encodeSync(Money.AmountJson)(price)
    assert.isTrue(BigDecimal.equals(Schema.decodeSync(Money.AmountJson)(json), price))
    assert.throws(() => Schema.decodeSync(Money.AmountJson)("1e3"), /give an amount in plain digits/)
  })
})
