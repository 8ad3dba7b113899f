/** What a look costs: the one number by which all orders of an account share its calls. */

/** In milliseconds of delay. The least is what a look costs where calls abound: panels are not asked for nothing. */
export const least = 500
const most = 6 * 60 * 60_000

/** How fast the price follows: a call moves it by so much. */
const step = 0.02

/**
 * The price after a claim: higher where the orders that it took had been due for longer than the pause between
 * two calls explains, as then more is due than can be looked at; lower where there was room for more.
 */
export const priceAfter = (
  price: number,
  claim: { readonly lateness: number; readonly spacing: number; readonly isFull: boolean }
): number => {
  const { lateness, spacing, isFull } = claim
  const isShort = isFull && lateness > 2 * spacing
  return Math.min(Math.max(isShort ? price * (1 + step) : price * (1 - step), least), most)
}
