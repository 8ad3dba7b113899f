/**
 * What a panel owes for an order that it did not deliver in full.
 *
 * @since 0.1.0
 */
import { formatAmount, type Money } from "@smmkit/core/Money"
import * as Check from "@smmkit/core/Options"
import type { OrderState } from "@smmkit/core/OrderState"
import * as BigDecimal from "effect/BigDecimal"
import * as Option from "effect/Option"
import { agrees, exactShare, rounded, roundedShare } from "./internal/shares.js"
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

/**
 * How a panel keeps its books: how many decimals charges and refunds have, and how they are rounded to them.
 * Without `decimals` they are exact, and what is no exact decimal is not known.
 *
 * @since 0.1.0
 * @category models
 */
export interface Books {
  readonly decimals?: number | undefined
  /** Default: `half-up`. */
  readonly rounding?: "down" | "half-up" | undefined
}

/**
 * What each field of `Books` may be, for whoever takes them as an option.
 *
 * @example
 * import { Refund } from "@smmkit/journal"
 * import { Either } from "effect"
 *
 * assert.deepStrictEqual(Refund.booksChecks.decimals(2), Either.right(2))
 * assert.ok(Either.isLeft(Refund.booksChecks.decimals("2")))
 *
 * @since 0.1.0
 * @category checks
 */
export const booksChecks = {
  decimals: Check.whole({ least: 0, most: 20 }),
  rounding: Check.oneOf(["down", "half-up"] as const)
}

/**
 * What a panel shows of an order, as far as a refund goes. `charge` is its first charge on some panels, and
 * what is left of it on others; where it is neither, something is not as it seems.
 *
 * @since 0.1.0
 * @category models
 */
export interface Shown {
  readonly status: OrderState
  readonly remains: Option.Option<number>
  readonly charge?: Option.Option<BigDecimal.BigDecimal> | undefined
  readonly currency?: Option.Option<string> | undefined
}

/**
 * What is known of an order, as far as a refund goes.
 *
 * @since 0.1.0
 * @category models
 */
export type Paid = Pick<JournalEntry, "price" | "charge" | "currency" | "units">

const nothing = BigDecimal.make(0n, 0)

const unknown = (status: OrderState, why: string): Refund => ({ status, due: Option.none(), why })

const known = (entry: Paid, status: OrderState, amount: BigDecimal.BigDecimal, why: string): Refund => ({
  status,
  due: Option.some({ amount: BigDecimal.normalize(amount), currency: Option.fromNullable(entry.currency) }),
  why
})

/**
 * The refund due in all, from the price by the catalogue (or the charge, where only that is known): all of it
 * for Canceled, the share of what `remains` for Partial, and none for other states. A charge that is neither the
 * price nor the price less what is due says that it cannot be known.
 *
 * @example
 * import { Money } from "@smmkit/core"
 * import { Refund } from "@smmkit/journal"
 * import { BigDecimal, Option } from "effect"
 *
 * const amount = BigDecimal.unsafeFromString
 * const entry = { price: amount("0.2997"), charge: null, currency: "USD", units: 333 }
 * const partial = { status: "Partial", remains: Option.some(100) } as const
 *
 * assert.strictEqual(Money.format(Option.getOrThrow(Refund.due(entry, partial).due)), "0.09 USD")
 *
 * // A panel that keeps two decimals charged 0.30.
 * const rounded = { ...partial, remains: Option.some(90), charge: Option.some(amount("0.22")) }
 * assert.strictEqual(Money.format(Option.getOrThrow(Refund.due(entry, rounded, { decimals: 2 }).due)), "0.08 USD")
 *
 * // It charges less than it said, and more than is left.
 * const odd = Refund.due(entry, { ...partial, charge: Option.some(amount("0.25")) })
 * assert.ok(Option.isNone(odd.due))
 *
 * @since 0.1.0
 * @category combinators
 */
export const due = (entry: Paid, shown: Shown, books: Books = {}): Refund => {
  const { status, remains } = shown
  const refund = (amount: BigDecimal.BigDecimal, why: string) => known(entry, status, amount, why)
  if (status === "Refunded" || status === "Failed")
    return unknown(status, "the panel does not say how much it gives back")
  if (status !== "Canceled" && status !== "Partial") {
    return checked(entry, shown, books, refund(nothing, `nothing is due while an order is ${status}`))
  }
  const paid = priceOf(entry, books)
  if (paid === null) return unknown(status, "what the order cost is not known")
  if (status === "Canceled") return checked(entry, shown, books, refund(paid, "all of the price"))
  const { units } = entry
  if (units === null) return unknown(status, "the service decides how many units its price is for")
  if (Option.isNone(remains) || remains.value === 0)
    return unknown(status, "the panel does not say how much remains")
  if (remains.value > units) return unknown(status, `${remains.value} units cannot remain of ${units}`)
  if (remains.value < 0)
    return checked(entry, shown, books, refund(nothing, "more was delivered than ordered"))
  return Option.match(share(paid, remains.value, units, books), {
    onNone: () => unknown(status, `the price of ${remains.value} of ${units} units is no exact decimal`),
    onSome: (amount) =>
      checked(entry, shown, books, refund(amount, `the price of ${remains.value} of ${units} units`))
  })
}

/**
 * The part of a price that the run of that number of a drip-feed cost, counted from 1: equal parts, of which
 * the last takes what the others left. `None` where a part is no exact decimal, and nothing says how it is
 * rounded.
 *
 * @example
 * import { Money } from "@smmkit/core"
 * import { Refund } from "@smmkit/journal"
 * import { BigDecimal, Option } from "effect"
 *
 * const part = (nth: number) => Refund.partOf(BigDecimal.unsafeFromString("1"), nth, 3, { decimals: 2 })
 *
 * assert.deepStrictEqual(
 *   [1, 2, 3].map((nth) => Money.formatAmount(Option.getOrThrow(part(nth)))),
 *   ["0.33", "0.33", "0.34"]
 * )
 *
 * @since 0.1.0
 * @category combinators
 */
export const partOf = (
  price: BigDecimal.BigDecimal,
  nth: number,
  runs: number,
  books: Books = {}
): Option.Option<BigDecimal.BigDecimal> => {
  const before = Math.min(nth, runs) - 1
  return Option.map(paidFor(price, before, runs, books), (taken) => {
    const left = BigDecimal.subtract(rounded(price, books), taken)
    const part = nth >= runs ? Option.some(left) : share(price, 1, runs, books)
    return BigDecimal.normalize(
      BigDecimal.min(
        left,
        Option.getOrElse(part, () => left)
      )
    )
  })
}

/**
 * What a drip-feed itself gives back when it is over: the runs that never came. What its runs did not deliver is
 * due of them, by their own parts of the price, so that the two together are what is due in all.
 *
 * @example
 * import { Money } from "@smmkit/core"
 * import { Refund } from "@smmkit/journal"
 * import { BigDecimal, Option } from "effect"
 *
 * const entry = { price: BigDecimal.unsafeFromString("0.9"), charge: null, currency: "USD", units: 300 }
 * const { due } = Refund.ofRuns(entry, { status: "Canceled", remains: Option.none() }, { runs: 3, came: 1 })
 *
 * assert.strictEqual(Money.format(Option.getOrThrow(due)), "0.6 USD")
 *
 * @since 0.1.0
 * @category combinators
 */
export const ofRuns = (
  entry: Paid,
  shown: Shown,
  { runs, came }: { readonly runs: number; readonly came: number },
  books: Books = {}
): Refund => {
  const { status, remains } = shown
  if (status === "Refunded" || status === "Failed")
    return unknown(status, "the panel does not say how much it gives back")
  const [price, { units }] = [priceOf(entry, books), entry]
  const charge = Option.getOrElse(shown.charge ?? Option.none(), () => price)
  const isOver = status === "Canceled" || status === "Partial"
  if (price === null || charge === null) {
    return isOver
      ? unknown(status, "what the order cost is not known")
      : known(entry, status, nothing, `nothing is due while a drip-feed is ${status}`)
  }
  if (!isOver) {
    return agrees(charge, price) && isSameCurrency(entry, shown)
      ? known(entry, status, nothing, `nothing is due while a drip-feed is ${status}`)
      : unknown(status, "the charge is no longer the price, be it for its runs or for itself")
  }
  if (came > runs) return unknown(status, `${came} runs came of ${runs}`)
  return Option.match(paidFor(price, came, runs, books), {
    onNone: () => unknown(status, `a part of ${runs} of the price is no exact decimal`),
    onSome: (taken) => {
      const own = BigDecimal.subtract(price, taken)
      // What the runs give back, the charge may be less by, too: all together, it is what remains.
      const left = Option.filter(remains, (count) => count > 0 && units !== null && count <= units)
      const part =
        status === "Canceled"
          ? Option.some(price)
          : Option.flatMap(left, (count) => share(price, count, units ?? 1, books))
      const isFit = Option.match(part, {
        onNone: () => !BigDecimal.isNegative(charge) && BigDecimal.lessThanOrEqualTo(charge, taken),
        onSome: (all) => isNear(charge, BigDecimal.subtract(price, all), came, books)
      })
      return (isFit || agrees(charge, price)) && isSameCurrency(entry, shown)
        ? known(entry, status, own, `the price of the ${runs - came} of ${runs} runs that never came`)
        : unknown(status, disagreement(entry, shown, price, own))
    }
  })
}

/** Whether a charge is an amount, but for what the rounding of so many runs may add to it or take away. */
const isNear = (
  charge: BigDecimal.BigDecimal,
  amount: BigDecimal.BigDecimal,
  runs: number,
  { decimals }: Books
): boolean =>
  agrees(charge, amount) ||
  (decimals !== undefined &&
    BigDecimal.lessThanOrEqualTo(
      BigDecimal.abs(BigDecimal.subtract(charge, amount)),
      BigDecimal.make(BigInt(runs), decimals)
    ))

/** What the runs up to one cost together. */
const paidFor = (price: BigDecimal.BigDecimal, count: number, runs: number, books: Books) => {
  const whole = rounded(price, books)
  if (count <= 0) return Option.some(nothing)
  if (count >= runs) return Option.some(whole)
  return Option.map(share(whole, 1, runs, books), (part) =>
    BigDecimal.min(whole, BigDecimal.multiply(part, BigDecimal.make(BigInt(count), 0)))
  )
}

const priceOf = ({ price, charge }: Paid, books: Books): BigDecimal.BigDecimal | null => {
  const paid = price ?? charge
  return paid === null ? null : rounded(paid, books)
}

const share = (amount: BigDecimal.BigDecimal, part: number, whole: number, books: Books) =>
  books.decimals === undefined
    ? exactShare(amount, part, whole)
    : Option.some(roundedShare(amount, part, whole, books.decimals, books.rounding))

const isSameCurrency = ({ currency }: Paid, shown: Shown): boolean =>
  currency === null || Option.getOrElse(shown.currency ?? Option.none(), () => currency) === currency

/** A refund that the charge does not speak against. */
const checked = (entry: Paid, shown: Shown, books: Books, refund: Refund): Refund => {
  const [charge, price] = [Option.getOrNull(shown.charge ?? Option.none()), priceOf(entry, books)]
  if (charge === null || price === null || Option.isNone(refund.due)) return refund
  const { amount } = refund.due.value
  const isFit = agrees(charge, price) || agrees(charge, BigDecimal.subtract(price, amount))
  return isFit && isSameCurrency(entry, shown)
    ? refund
    : unknown(refund.status, disagreement(entry, shown, price, amount))
}

const disagreement = (
  { currency }: Paid,
  shown: Shown,
  price: BigDecimal.BigDecimal,
  amount: BigDecimal.BigDecimal
): string => {
  const charge = Option.getOrElse(shown.charge ?? Option.none(), () => nothing)
  const words = Option.getOrElse(shown.currency ?? Option.none(), () => currency ?? "")
  const left = formatAmount(BigDecimal.normalize(BigDecimal.subtract(price, amount)))
  return `the panel shows a charge of ${formatAmount(charge)} ${words}`
    .trimEnd()
    .concat(
      `, which is neither the price of ${formatAmount(price)} ${currency ?? ""}`.trimEnd(),
      ` nor the ${left} that would be left of it`
    )
}
