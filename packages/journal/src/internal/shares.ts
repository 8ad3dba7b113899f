/** Parts of amounts, exact or as a panel rounds them. */
import * as BigDecimal from "effect/BigDecimal"
import * as Option from "effect/Option"

type Rounding = "down" | "half-up"

/** An amount with so many decimals; without a number of them, as it is. */
export const rounded = (
  amount: BigDecimal.BigDecimal,
  { decimals, rounding }: { readonly decimals?: number | undefined; readonly rounding?: Rounding | undefined }
): BigDecimal.BigDecimal =>
  decimals === undefined || amount.scale <= decimals
    ? amount
    : BigDecimal.round(amount, { scale: decimals, mode: rounding === "down" ? "to-zero" : "half-from-zero" })

/** What falls on `part` of `whole` units, where that is an exact decimal. */
export const exactShare = (
  amount: BigDecimal.BigDecimal,
  part: number,
  whole: number
): Option.Option<BigDecimal.BigDecimal> => {
  const share = BigDecimal.multiply(amount, BigDecimal.fromBigInt(BigInt(part)))
  const all = BigDecimal.fromBigInt(BigInt(whole))
  return Option.filter(BigDecimal.divide(share, all), (one) =>
    BigDecimal.equals(BigDecimal.multiply(one, all), share)
  )
}

/** What falls on `part` of `whole` units, rounded once. Nothing here is below zero. */
export const roundedShare = (
  amount: BigDecimal.BigDecimal,
  part: number,
  whole: number,
  decimals: number,
  rounding: Rounding = "half-up"
): BigDecimal.BigDecimal => {
  const lift = decimals - amount.scale
  const value = amount.value * BigInt(part)
  const top = lift > 0 ? value * 10n ** BigInt(lift) : value
  const bottom = lift < 0 ? BigInt(whole) * 10n ** BigInt(-lift) : BigInt(whole)
  const half = rounding === "down" ? 0n : bottom
  return BigDecimal.normalize(BigDecimal.make((2n * top + half) / (2n * bottom), decimals))
}

/**
 * Whether a charge is this amount, or this amount rounded to the charge's own decimals. A bare 0 may stand for
 * a charge that the panel does not know, and is nothing rounded.
 */
export const agrees = (charge: BigDecimal.BigDecimal, amount: BigDecimal.BigDecimal): boolean => {
  const { scale } = charge
  if (BigDecimal.isZero(charge) && scale === 0) return BigDecimal.isZero(amount)
  return (["half-from-zero", "to-zero"] as const).some((mode) =>
    BigDecimal.equals(charge, scale >= amount.scale ? amount : BigDecimal.round(amount, { scale, mode }))
  )
}
