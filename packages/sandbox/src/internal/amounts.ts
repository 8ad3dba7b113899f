/** Exact arithmetic of money. */
import * as BigDecimal from "effect/BigDecimal"

export const zero = BigDecimal.make(0n, 0)

/** How many decimals a part may have more than the whole, where the division does not come out even. */
const spareDecimals = 12

/**
 * The part of an amount that falls on `part` of `whole` units. Exact where it can be; else rounded
 * down, so that never more is given back than was paid.
 */
export const share = (amount: BigDecimal.BigDecimal, part: number, whole: number): BigDecimal.BigDecimal => {
  if (part >= whole) return amount
  const value = (amount.value * BigInt(part) * 10n ** BigInt(spareDecimals)) / BigInt(whole)
  return BigDecimal.normalize(BigDecimal.make(value, amount.scale + spareDecimals))
}

/** An amount with at most so many decimals, half a unit rounded up; without a number, as it is. */
export const rounded = (
  amount: BigDecimal.BigDecimal,
  decimals: number | undefined
): BigDecimal.BigDecimal =>
  decimals === undefined || amount.scale <= decimals
    ? amount
    : BigDecimal.round(amount, { scale: decimals, mode: "half-from-zero" })

/** An amount without trailing zeros, as panels write what they have computed. */
export const plain = BigDecimal.normalize
