/**
 * Money is an exact decimal with its currency, or without one where the panel names none.
 *
 * @since 0.1.0
 */
import * as BigDecimal from "effect/BigDecimal"
import * as Data from "effect/Data"
import * as Equivalence from "effect/Equivalence"
import * as Option from "effect/Option"
import * as Ordering from "effect/Order"
import * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import { writeDecimal } from "./internal/wire.js"

/**
 * An amount of money. `currency` is the panel's own word, such as `USD`; it is `None` where the panel
 * said none, and then it must not be assumed.
 *
 * @example
 * import { Money } from "@smmkit/core"
 * import { BigDecimal, Option, Schema } from "effect"
 *
 * const money = { amount: BigDecimal.make(90n, 2), currency: Option.none() }
 *
 * assert.ok(Schema.is(Money.Money)(money))
 *
 * @since 0.1.0
 * @category schemas
 */
export const Money = /* @__PURE__ */ (() =>
  Schema.Struct({
    amount: Schema.BigDecimalFromSelf,
    currency: Schema.OptionFromSelf(Schema.String)
  }))()

/**
 * @since 0.1.0
 * @category models
 */
export type Money = typeof Money.Type

/**
 * The amount as plain digits, with the decimals that it came with and never with an exponent, followed
 * by the currency where it is known.
 *
 * @example
 * import { Money } from "@smmkit/core"
 * import { BigDecimal, Option } from "effect"
 *
 * const money = { amount: BigDecimal.unsafeFromString("0.0000001"), currency: Option.some("USD") }
 *
 * assert.strictEqual(Money.format(money), "0.0000001 USD")
 *
 * @since 0.1.0
 * @category combinators
 */
export const format = ({ amount, currency }: Money): string =>
  Option.match(currency, {
    onNone: () => formatAmount(amount),
    onSome: (word) => `${formatAmount(amount)} ${word}`
  })

/**
 * An exact decimal as plain digits: `100.84292`, `0.0000001`, never `1e-7`.
 *
 * @example
 * import { Money } from "@smmkit/core"
 * import { BigDecimal } from "effect"
 *
 * assert.strictEqual(Money.formatAmount(BigDecimal.make(90n, 2)), "0.90")
 *
 * @since 0.1.0
 * @category combinators
 */
export const formatAmount: (amount: BigDecimal.BigDecimal) => string = writeDecimal

/**
 * Money of a text or a decimal, and a currency where one is known. Two such values are equal to `Equal`,
 * and keys of a `HashMap`, where amount and currency are: `0.5` is `0.50`.
 *
 * @example
 * import { Money } from "@smmkit/core"
 * import { BigDecimal, Equal } from "effect"
 *
 * const price = Money.make(BigDecimal.unsafeFromString("0.50"), "USD")
 *
 * assert.ok(Equal.equals(price, Money.make(BigDecimal.unsafeFromString("0.5"), "USD")))
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (amount: BigDecimal.BigDecimal, currency?: string | undefined): Money =>
  Data.struct({ amount, currency: Option.fromNullable(currency) })

/**
 * Whether two values are the same money, however they were made.
 *
 * @example
 * import { Money } from "@smmkit/core"
 * import { BigDecimal, Option } from "effect"
 *
 * const half = { amount: BigDecimal.make(5n, 1), currency: Option.none() }
 *
 * assert.ok(Money.equivalence(half, Money.make(BigDecimal.make(50n, 2))))
 * assert.ok(!Money.equivalence(half, Money.make(BigDecimal.make(5n, 1), "USD")))
 *
 * @since 0.1.0
 * @category instances
 */
export const equivalence: Equivalence.Equivalence<Money> = /* @__PURE__ */ Equivalence.struct({
  amount: BigDecimal.Equivalence,
  currency: /* @__PURE__ */ Option.getEquivalence<string>(Equivalence.string)
})

/**
 * By currency, what names none first, and within a currency by amount. No rate is assumed between two.
 *
 * @example
 * import { Money } from "@smmkit/core"
 * import { Array, BigDecimal } from "effect"
 *
 * const money = (amount: string, currency: string) => Money.make(BigDecimal.unsafeFromString(amount), currency)
 * const sorted = Array.sort([money("2", "USD"), money("10", "EUR"), money("1.5", "USD")], Money.order)
 *
 * assert.deepStrictEqual(sorted.map(Money.format), ["10 EUR", "1.5 USD", "2 USD"])
 *
 * @since 0.1.0
 * @category instances
 */
export const order: Ordering.Order<Money> = /* @__PURE__ */ Ordering.combine(
  /* @__PURE__ */ Ordering.mapInput(
    /* @__PURE__ */ Option.getOrder(Ordering.string),
    (money: Money) => money.currency
  ),
  /* @__PURE__ */ Ordering.mapInput(BigDecimal.Order, (money: Money) => money.amount)
)

/**
 * The sums of amounts of money: one for each currency, and one for what names none, in the order in which
 * they first appear.
 *
 * @example
 * import { Money } from "@smmkit/core"
 * import { BigDecimal } from "effect"
 *
 * const money = (amount: string, currency: string) => Money.make(BigDecimal.unsafeFromString(amount), currency)
 * const sums = Money.sum([money("0.10", "USD"), money("5", "EUR"), money("0.20", "USD")])
 *
 * assert.deepStrictEqual(sums.map(Money.format), ["0.30 USD", "5 EUR"])
 *
 * @since 0.1.0
 * @category combinators
 */
export const sum = (all: Iterable<Money>): ReadonlyArray<Money> => {
  const sums = new Map<string | undefined, BigDecimal.BigDecimal>()
  for (const { amount, currency } of all) {
    const word = Option.getOrUndefined(currency)
    const before = sums.get(word)
    sums.set(word, before === undefined ? amount : BigDecimal.sum(before, amount))
  }
  return Array.from(sums, ([currency, amount]) => make(amount, currency))
}

// What is reckoned from amounts within the bound, such as a price, has a few digits more on either side.
const amountText = /^-?\d{1,100}(?:\.\d{1,100})?$/

/**
 * An amount as smmkit's own JSON has it: a text of plain digits. Every amount can be written; what is read has at
 * most a hundred digits on either side of the point.
 *
 * @example
 * import { Money } from "@smmkit/core"
 * import { BigDecimal, Schema } from "effect"
 *
 * assert.strictEqual(Schema.encodeSync(Money.AmountJson)(BigDecimal.make(90n, 2)), "0.90")
 *
 * @since 0.1.0
 * @category schemas
 */
export const AmountJson: Schema.Schema<BigDecimal.BigDecimal, string> = /* @__PURE__ */ (() =>
  Schema.transformOrFail(
    Schema.String.annotations({
      description: "An exact amount in plain digits.",
      examples: ["0.27819"],
      jsonSchema: { pattern: amountText.source }
    }),
    Schema.BigDecimalFromSelf,
    {
      decode: (text, _, ast) =>
        amountText.test(text)
          ? ParseResult.succeed(BigDecimal.unsafeFromString(text))
          : ParseResult.fail(new ParseResult.Type(ast, text)),
      // Nothing is held against a pattern here: an answer must not fail for a digit once money was spent.
      encode: (amount) => ParseResult.succeed(formatAmount(amount))
    }
  ).annotations({
    message: () => ({ message: "give an amount in plain digits, such as 25 or 0.50", override: true })
  }))()

/**
 * Money as smmkit's own JSON has it: the amount as text, the currency or null.
 *
 * @example
 * import { Money } from "@smmkit/core"
 * import { BigDecimal, Schema } from "effect"
 *
 * const json = Schema.encodeSync(Money.Json)(Money.make(BigDecimal.make(90n, 2)))
 *
 * assert.deepStrictEqual(json, { amount: "0.90", currency: null })
 *
 * @since 0.1.0
 * @category schemas
 */
export const Json = /* @__PURE__ */ (() =>
  Schema.Struct({
    amount: AmountJson,
    currency: Schema.OptionFromNullOr(Schema.String).annotations({
      description: "The panel's word for the currency; null where it names none."
    })
  }).annotations({ identifier: "Money" }))()
