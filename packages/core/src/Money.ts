/**
 * Money is an exact decimal with its currency, or without one where the panel names none.
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
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
export const Money = Schema.Struct({
  amount: Schema.BigDecimalFromSelf,
  currency: Schema.OptionFromSelf(Schema.String)
})

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
export const formatAmount = writeDecimal
