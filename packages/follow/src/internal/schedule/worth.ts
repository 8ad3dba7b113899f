/** When a look is worth its price. */

/** A chance that what is waited for comes, evenly, between two times from now. */
export interface Chance {
  readonly from: number
  readonly to: number
  readonly weight: number
}

/**
 * How long what came by a time has waited for it, on the average over all that may happen. It is asked many times for
 * each look, and a loop makes no object for its sum.
 */
const waited = (chances: ReadonlyArray<Chance>, time: number): number => {
  let sum = 0
  for (const { from, to, weight } of chances) {
    if (time >= to) sum += weight * (time - (from + to) / 2)
    else if (time > from) sum += (weight * (time - from) ** 2) / (2 * (to - from))
  }
  return sum
}

/** Halvings by which the time is found: two days to within three seconds, an hour to within a blink. */
const steps = 16

/**
 * How long to wait before the next look: until the delay that has built up by then, on the average, comes to the
 * price of a look. For a chance that is the same at all times this is the rule of the square root, by which the
 * mean delay is least for a number of looks; and it holds for chances of any shape. No later than when all of
 * it has come for certain.
 */
export const worth = (chances: ReadonlyArray<Chance>, price: number): number => {
  let [all, last] = [0, 0]
  for (const { to, weight } of chances) {
    all += weight
    last = Math.max(last, to)
  }
  if (waited(chances, last) <= price * all) return last
  let [early, late] = [0, last]
  for (let step = 0; step < steps; step++) {
    const middle = (early + late) / 2
    if (waited(chances, middle) < price * all) early = middle
    else late = middle
  }
  return late
}
