/**
 * Reckoning with exact amounts: texts in, texts out, never a float between.
 *
 * @since 0.1.0
 */
import * as Reckon from "./internal/decimal.js"

/**
 * Exact decimals as texts. What is no amount in plain digits is an `InvalidArgument`.
 *
 * @since 0.1.0
 * @category models
 */
export interface Decimal {
  /** The sum of two amounts. */
  add(one: string, other: string): string
  /** What is left of one amount without the other. */
  subtract(one: string, other: string): string
  /** The product of two, such as a rate and a quantity; the quantity may be a whole number. */
  times(one: string, other: string | number): string
  /** The sum of any number of amounts. */
  sum(amounts: Iterable<string>): string
  /** Below zero where the first is less, above where it is more, and 0 where both are the same: for `sort`. */
  compare(one: string, other: string): -1 | 0 | 1
  /** Rounded to so many decimals, half of the last one up, as prices are shown. */
  round(amount: string, decimals: number): string
}

/**
 * Reckons with amounts as the panel's answers have them.
 *
 * @example
 * import { decimal } from "@smmkit/promise"
 *
 * // What 250 units cost at 0.79 a thousand.
 * const price = decimal.times(decimal.times("0.79", 250), "0.001")
 *
 * assert.strictEqual(price, "0.19750")
 * assert.strictEqual(decimal.sum(["0.1", "0.2"]), "0.3")
 * assert.strictEqual(decimal.compare("10", "9.99"), 1)
 * assert.strictEqual(decimal.round(price, 2), "0.20")
 *
 * @since 0.1.0
 * @category constants
 */
export const decimal: Decimal = Reckon.decimal
