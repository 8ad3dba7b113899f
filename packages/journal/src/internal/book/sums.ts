/**
 * Sums of money, one for each currency, as amounts of two currencies are never added. A panel that names
 * no currency means that of the account, so such an amount can be held against any one currency.
 */
import type { Money } from "@smmkit/core/Money"
import * as BigDecimal from "effect/BigDecimal"
import * as Option from "effect/Option"

export type Sums = ReadonlyArray<Money>

export const word = (currency: Money["currency"]): string =>
  Option.match(currency, { onNone: () => "", onSome: (currency) => currency.toUpperCase() })

/** Whether both name a currency, and not the same one. */
export const differ = (one: Money["currency"], other: Money["currency"]): boolean =>
  Option.isSome(one) && Option.isSome(other) && word(one) !== word(other)

export const plus = (sums: Sums, { amount, currency }: Money): Sums => {
  const isSame = (one: Money) => word(one.currency) === word(currency)
  const sum = sums.filter(isSame).reduce((sum, one) => BigDecimal.sum(sum, one.amount), amount)
  const others = sums.filter((one) => !isSame(one))
  return BigDecimal.isZero(sum) ? others : [...others, { amount: sum, currency }]
}

/** Everything in one sum; `None` where it is of several currencies. */
export const total = (sums: Sums): Option.Option<BigDecimal.BigDecimal> =>
  sums.some((one) => sums.some((other) => differ(one.currency, other.currency)))
    ? Option.none()
    : Option.some(BigDecimal.sumAll(sums.map(({ amount }) => amount)))
