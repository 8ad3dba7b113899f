/**
 * Chance that can be repeated: a number from a seed and from what it is for, whatever was drawn before.
 * So an order's fate depends neither on the orders beside it nor on who looked at it and when.
 */

/** A number from 0 to below 1. */
export const draw = (seed: number, ...purpose: ReadonlyArray<string | number>): number => {
  const text = `${seed}/${purpose.join("/")}`
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  // The last steps of MurmurHash3: FNV alone leaves neighbours, such as two order numbers, alike.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x1_0000_0000
}

/** A whole number from `least` to `most`, both included, at a drawn place. */
export const whole = (drawn: number, least: number, most: number): number =>
  least + Math.floor(drawn * (most - least + 1))

/** One of a list, at a drawn place. */
export const pick = <A>(drawn: number, list: readonly [A, ...ReadonlyArray<A>]): A =>
  list[Math.floor(drawn * list.length)] ?? list[0]
