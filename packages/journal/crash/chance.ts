export type Chance = () => number

/** A small generator of chance from a seed, so that a run can be repeated. */
export const chance = (seed: number): Chance => {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}
