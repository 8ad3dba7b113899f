/** Exact arithmetic of money, and its rounding where a panel keeps so many decimals. */
import * as BigDecimal from "effect/BigDecimal"
import type { Settings } from "../SandboxOptions.js"

export const zero = BigDecimal.make(0n, 0)

/** How many decimals a part may have more than the whole, where the division does not come out even. */
const spareDecimals = 12

/** What no panel keeps more of: beyond it, an amount is none that a client reads. */
const mostDecimals = 40

/** How a panel rounds. */
export type Rounding = Pick<Settings, "decimals" | "rounding">

/** An amount as the panel keeps it; without a number of decimals, as it is up to the most of them. */
export const rounded = (
  amount: BigDecimal.BigDecimal,
  { decimals, rounding }: Rounding
): BigDecimal.BigDecimal =>
  amount.scale <= (decimals ?? mostDecimals)
    ? amount
    : BigDecimal.round(amount, {
        scale: decimals ?? mostDecimals,
        mode: decimals === undefined || rounding === "down" ? "to-zero" : "half-from-zero"
      })

/**
 * The part of an amount that falls on `part` of `whole` units. Where the panel keeps so many decimals it
 * is rounded as the panel does; else it is exact where it can be, and never too much.
 */
export const share = (
  amount: BigDecimal.BigDecimal,
  part: number,
  whole: number,
  how: Rounding
): BigDecimal.BigDecimal => {
  if (part >= whole) return amount
  const value = amount.value * BigInt(part)
  if (how.decimals !== undefined) return ratio(value, amount.scale, BigInt(whole), how.decimals, how.rounding)
  return plain(
    ratio(value, amount.scale, BigInt(whole), Math.min(amount.scale + spareDecimals, mostDecimals), "down")
  )
}

/** `value / 10^scale / whole` with so many decimals, rounded once. Nothing here is below zero. */
const ratio = (
  value: bigint,
  scale: number,
  whole: bigint,
  decimals: number,
  rounding: Rounding["rounding"]
): BigDecimal.BigDecimal => {
  const lift = decimals - scale
  const top = lift > 0 ? value * 10n ** BigInt(lift) : value
  const bottom = lift < 0 ? whole * 10n ** BigInt(-lift) : whole
  const half = rounding === "down" ? 0n : bottom
  return plain(BigDecimal.make((2n * top + half) / (2n * bottom), decimals))
}

/** What one of `parts` equal parts comes to; the last takes what the others left, be it more or less. */
export const nthPart = (
  amount: BigDecimal.BigDecimal,
  taken: BigDecimal.BigDecimal,
  nth: number,
  parts: number,
  how: Rounding
): BigDecimal.BigDecimal => {
  const left = BigDecimal.subtract(amount, taken)
  return plain(nth >= parts ? left : BigDecimal.min(left, share(amount, 1, parts, how)))
}

/** An amount without trailing zeros, as panels write what they have computed. */
export const plain = BigDecimal.normalize
