/** What a look costs: the one number by which all orders of an account share its calls. */

/** In milliseconds of delay. The least is what a look costs where calls abound: panels are not asked for nothing. */
export const least = 500

/** How full calls are to be, so that what is due need not wait for one. */
const aim = 0.9

/** What a claim says of the load. */
export interface Load {
  /** For how long the order that waited longest had been due. */
  readonly lateness: number
  /** How long the orders that it took were to wait between two looks, on the average. */
  readonly pause: number
  /** How far apart two calls are. */
  readonly spacing: number
  /** Which part of the call was used, from 0 to 1. */
  readonly filled: number
}

/**
 * The price after a claim. Pauses grow as the square root of the price: where they came out longer than planned,
 * the price was too low by the square of that; where calls were not full, too high by as much. It gets there in
 * the time of a pause, for which the looks that are planned already still come at the old price. A price beyond
 * the pauses themselves would move nothing any more.
 */
export const priceAfter = (price: number, { lateness, pause, spacing, filled }: Load): number => {
  const calls = Math.max(1, pause / spacing)
  const excess = Math.max(0, lateness - 2 * spacing) / Math.max(pause, spacing)
  const drift = filled < 1 ? Math.log(Math.max(filled, 0.25) / aim) : Math.min(2, excess - Math.log(aim))
  return Math.max(Math.min(price * Math.exp((2 * drift) / calls), pause / 3), least)
}
