/**
 * Spending limits: whether an order still fits.
 *
 * @since 0.1.0
 */
import { formatAmount } from "@smmkit/core/Money"
import * as BigDecimal from "effect/BigDecimal"
import * as Option from "effect/Option"
import type { Limits } from "./JournalConfig.js"

/**
 * What was spent so far, what is in doubt included.
 *
 * @since 0.1.0
 * @category models
 */
export interface Spent {
  readonly run: BigDecimal.BigDecimal
  readonly day: BigDecimal.BigDecimal
}

/**
 * Why an order of this price has to be withheld; `None` where it fits every limit. Without a price it
 * fits none.
 *
 * @example
 * import { Limits } from "@smmkit/journal"
 * import { BigDecimal, Option } from "effect"
 *
 * const ten = BigDecimal.unsafeFromString("10")
 * const spent = { run: BigDecimal.unsafeFromString("9.99"), day: BigDecimal.unsafeFromString("9.99") }
 *
 * assert.ok(Option.isNone(Limits.exceeded({ perDay: ten }, BigDecimal.unsafeFromString("0.01"), spent)))
 * assert.ok(Option.isSome(Limits.exceeded({ perDay: ten }, BigDecimal.unsafeFromString("0.02"), spent)))
 *
 * @since 0.1.0
 * @category combinators
 */
export const exceeded = (
  limits: Limits,
  price: BigDecimal.BigDecimal | null,
  spent: Spent
): Option.Option<string> => {
  if (!hasAny(limits)) return Option.none()
  if (price === null) {
    return Option.some(
      "its price cannot be known beforehand, and a spending limit is set; order it without the limit"
    )
  }
  const checks = [
    { limit: limits.perOrder, before: BigDecimal.make(0n, 0), what: "one order" },
    { limit: limits.perRun, before: spent.run, what: "one run" },
    { limit: limits.perDay, before: spent.day, what: "one day (UTC)" }
  ]
  for (const { limit, before, what } of checks) {
    if (limit !== undefined && BigDecimal.greaterThan(BigDecimal.sum(before, price), limit)) {
      const already = BigDecimal.isZero(before)
        ? ""
        : `, and ${formatAmount(before)} is spent or in doubt already`
      return Option.some(
        `it costs ${formatAmount(price)}${already}; the limit for ${what} is ${formatAmount(limit)}`
      )
    }
  }
  return Option.none()
}

/**
 * Whether any limit is set.
 *
 * @example
 * import { Limits } from "@smmkit/journal"
 * import { BigDecimal } from "effect"
 *
 * assert.ok(!Limits.hasAny({}))
 * assert.ok(Limits.hasAny({ perDay: BigDecimal.unsafeFromString("10") }))
 *
 * @since 0.1.0
 * @category guards
 */
export const hasAny = ({ perOrder, perRun, perDay }: Limits): boolean =>
  perOrder !== undefined || perRun !== undefined || perDay !== undefined
