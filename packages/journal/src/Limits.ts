/**
 * Spending limits: whether an order still fits.
 *
 * @since 0.1.0
 */
import { format, formatAmount, type Money } from "@smmkit/core/Money"
import * as BigDecimal from "effect/BigDecimal"
import * as Option from "effect/Option"
import { total } from "./internal/book/sums.js"
import type { Limits } from "./JournalConfig.js"

/**
 * What was spent so far, what is in doubt included: a sum for each currency, as amounts of two currencies
 * are never added, and one of what names no currency.
 *
 * @since 0.1.0
 * @category models
 */
export interface Spent {
  readonly run: ReadonlyArray<Money>
  readonly day: ReadonlyArray<Money>
}

/**
 * Why an order of this price has to be withheld; `None` where it fits every limit. Without a price it
 * fits none, nor does one in another currency than what was spent. What names no currency is in the
 * account's, whichever that is.
 *
 * @example
 * import { Limits } from "@smmkit/journal"
 * import { BigDecimal, Option } from "effect"
 *
 * const ten = BigDecimal.unsafeFromString("10")
 * const dollars = (amount: string) => ({
 *   amount: BigDecimal.unsafeFromString(amount),
 *   currency: Option.some("USD")
 * })
 * const spent = { run: [dollars("9.99")], day: [dollars("9.99")] }
 * const dinar = { amount: BigDecimal.unsafeFromString("0.01"), currency: Option.some("KWD") }
 *
 * assert.ok(Option.isNone(Limits.exceeded({ perDay: ten }, dollars("0.01"), spent)))
 * assert.ok(Option.isSome(Limits.exceeded({ perDay: ten }, dollars("0.02"), spent)))
 * assert.ok(Option.isSome(Limits.exceeded({ perDay: ten }, dinar, spent)))
 *
 * @since 0.1.0
 * @category combinators
 */
export const exceeded = (limits: Limits, price: Money | undefined, spent: Spent): Option.Option<string> => {
  if (!hasAny(limits)) return Option.none()
  if (price === undefined) {
    return Option.some(
      "its price cannot be known beforehand, and a spending limit is set; say what it may cost at most (`atMost`), which counts then"
    )
  }
  const checks = [
    // A limit names no currency. What the run spends under it shows which one is meant.
    { limit: limits.perOrder, beside: spent.run, counted: [], what: "one order", ...inRun },
    { limit: limits.perRun, beside: spent.run, counted: spent.run, what: "one run", ...inRun },
    { limit: limits.perDay, beside: spent.day, counted: spent.day, what: "one day (UTC)", ...onDay }
  ]
  for (const { limit, beside, counted, what, remedy } of checks) {
    if (limit === undefined) continue
    const most = () => `the limit for ${what} is ${formatAmount(limit)}`
    if (Option.isNone(total([...beside, price]))) {
      return Option.some(
        `it costs ${format(price)}${already(beside, price)}; ${most()}, and amounts of two currencies cannot be held against it; order it ${remedy}, or without the limit`
      )
    }
    const after = total([...counted, price])
    if (Option.exists(after, (after) => BigDecimal.greaterThan(after, limit))) {
      return Option.some(`it costs ${format(price)}${already(counted, price)}; ${most()}`)
    }
  }
  return Option.none()
}

const inRun = { remedy: "in a run of its own" }
const onDay = { remedy: "on another day" }

/**
 * In the same words whichever store kept the sums: their order, trailing zeros and letters' case say nothing there.
 * They get as many decimals as the price beside them has.
 */
const already = (spent: ReadonlyArray<Money>, price: Money): string => {
  const sums = spent.map(({ amount, currency }) => {
    const least = BigDecimal.normalize(amount)
    return format({
      amount: BigDecimal.scale(least, Math.max(least.scale, price.amount.scale)),
      currency: Option.map(currency, (word) => word.toUpperCase())
    })
  })
  return sums.length === 0 ? "" : `, and ${sums.sort().join(" and ")} is spent or in doubt already`
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
