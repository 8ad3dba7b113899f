/** When an order may start or end, by what is known of it. */
import type { Row } from "../judging/model.js"
import type { Share, Usual } from "./pace.js"
import type { Chance } from "./worth.js"

/** What is thought where nothing was learnt counts as much as so many orders. */
const doubt = 1

/** The youngest age that says anything. */
const youngest = 20_000

/** Orders start or end as others of their service did, given that they have not yet; or, for all that is known, in each doubling of their age alike. */
export const byAge = (shares: ReadonlyArray<Share>, age: number): ReadonlyArray<Chance> => {
  const grown = Math.max(age, youngest)
  const unlearnt = [0, 1, 3].map((times) => ({
    from: times * grown,
    to: (2 * times + 1) * grown,
    weight: doubt / 3
  }))
  const learnt = shares.flatMap(({ from, to, orders }) =>
    to <= age
      ? []
      : [
          {
            from: Math.max(0, from - age),
            to: to - age,
            weight: orders * Math.min(1, (to - age) / (to - from))
          }
        ]
  )
  return [...learnt, ...unlearnt]
}

/** The part of orders that end before all is delivered, at any time. */
const early = 0.05

/** A panel's counts are whole and its pace is not even: a forecast is good to within this part of the way. */
const uneven = 0.02

/** What the counts seen so far say of when all will be delivered; undefined where they say nothing. */
export const byCounts = (row: Row, now: number): ReadonlyArray<Chance> | undefined => {
  const { begun, remains, units } = row
  if (begun === null || remains === null || remains <= 0) return undefined
  const since = now - begun.at
  const delivered = (begun.remains ?? remains) - remains
  if (since > 0 && delivered > 0) {
    const rest = (since / delivered) * remains
    const spread = Math.min(1, uneven + 1 / delivered)
    return around(rest * (1 - spread), rest * (1 + spread))
  }
  // It started at some time since the look before: the later, the faster it goes.
  const before = units === null ? 0 : units - remains
  return before > 0 ? around(0, ((now - begun.after) / before) * remains) : undefined
}

const around = (from: number, to: number): ReadonlyArray<Chance> => [
  { from: 0, to: Math.max(from, 1), weight: early },
  { from, to: Math.max(to, from + 1), weight: 1 - early }
]

export const chancesOf = (row: Row, now: number, usual: Usual | null): ReadonlyArray<Chance> => {
  const age = now - row.placed
  if (row.begun === null) return byAge(usual?.starts ?? [], age)
  return byCounts(row, now) ?? byAge(usual?.ends ?? [], age)
}
