/**
 * What a panel owes for an order that it did not deliver in full.
 *
 * @since 0.1.0
 */
import type { Money } from "@smmkit/core/Money"
import type { OrderState } from "@smmkit/core/OrderState"
import * as BigDecimal from "effect/BigDecimal"
import * as Option from "effect/Option"
import type { JournalEntry } from "./JournalEntry.js"

/**
 * The refund of an order, exact; `None` where it cannot be known, and `why` says why it is what it is.
 *
 * @since 0.1.0
 * @category models
 */
export interface Refund {
  readonly status: OrderState
  readonly due: Option.Option<Money>
  readonly why: string
}

const nothing = BigDecimal.make(0n, 0)

/**
 * The refund due, from the price by the catalogue (or the charge, where only that is known): all of it
 * for Canceled, the share of what `remains` for Partial, and none for other states.
 *
 * @example
 * import { Money } from "@smmkit/core"
 * import { Refund } from "@smmkit/journal"
 * import { BigDecimal, Option } from "effect"
 *
 * const entry = { price: BigDecimal.unsafeFromString("0.2997"), charge: null, currency: "USD", units: 333 }
 * const { due } = Refund.due(entry, { status: "Partial", remains: Option.some(100) })
 *
 * assert.strictEqual(Money.format(Option.getOrThrow(due)), "0.09 USD")
 *
 * @since 0.1.0
 * @category combinators
 */
export const due = (
  entry: Pick<JournalEntry, "price" | "charge" | "currency" | "units">,
  { status, remains }: { readonly status: OrderState; readonly remains: Option.Option<number> }
): Refund => {
  const unknown = (why: string): Refund => ({ status, due: Option.none(), why })
  const known = (amount: BigDecimal.BigDecimal, why: string): Refund => ({
    status,
    due: Option.some({ amount: BigDecimal.normalize(amount), currency: Option.fromNullable(entry.currency) }),
    why
  })
  const paid = entry.price ?? entry.charge
  if (status === "Refunded" || status === "Failed")
    return unknown("the panel does not say how much it gives back")
  if (status !== "Canceled" && status !== "Partial")
    return known(nothing, `nothing is due while an order is ${status}`)
  if (paid === null) return unknown("what the order cost is not known")
  if (status === "Canceled") return known(paid, "all of the price")
  const { units } = entry
  if (units === null) return unknown("the service decides how many units its price is for")
  if (Option.isNone(remains) || remains.value === 0) return unknown("the panel does not say how much remains")
  if (remains.value > units) return unknown(`${remains.value} units cannot remain of ${units}`)
  if (remains.value < 0) return known(nothing, "more was delivered than ordered")
  const share = BigDecimal.multiply(paid, BigDecimal.fromBigInt(BigInt(remains.value)))
  const ordered = BigDecimal.fromBigInt(BigInt(units))
  const exact = Option.filter(BigDecimal.divide(share, ordered), (amount) =>
    BigDecimal.equals(BigDecimal.multiply(amount, ordered), share)
  )
  return Option.match(exact, {
    onNone: () => unknown(`the price of ${remains.value} of ${units} units is no exact decimal`),
    onSome: (amount) => known(amount, `the price of ${remains.value} of ${units} units`)
  })
}
