/** When an order may start or end, by what is known of it. */
import type { Row, Share, Usual } from "../../FollowModel.js"
import { unlearnt } from "./pace.js"
import type { Chance } from "./worth.js"

/** What is thought where nothing was learnt counts as much as so many orders. */
const doubt = 1

/** The youngest age that says anything. */
const youngest = 20_000

/** Orders start or end as others of their service did, given that they have not yet; or, for all that is known, in each doubling of their age alike. */
const byAge = (shares: ReadonlyArray<Share>, age: number): ReadonlyArray<Chance> => {
  const grown = Math.max(age, youngest)
  const weight = doubt / 3
  const unlearnt = [
    { from: 0, to: grown, weight },
    { from: grown, to: 3 * grown, weight },
    { from: 3 * grown, to: 7 * grown, weight }
  ]
  if (shares.length === 0) return unlearnt
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
const uneven = 0.01

/** Between which times from a look on all will be delivered, if it goes on as it went since it was first seen under way. */
export const forecastOf = ({ begun, remains }: Row, now: number) => {
  if (begun === null || begun.remains === null || remains === null || remains <= 0) return undefined
  const [since, delivered] = [now - begun.at, begun.remains - remains]
  if (since <= 0 || delivered <= 0) return undefined
  const rest = (since / delivered) * remains
  const spread = Math.min(1, uneven + 1 / delivered)
  return { from: rest * (1 - spread), to: rest * (1 + spread) }
}

/** What the counts seen so far say of when all will be delivered; undefined where they say nothing. */
const byCounts = (
  row: Row,
  now: number,
  ends: ReadonlyArray<Chance>,
  trust: number
): ReadonlyArray<Chance> | undefined => {
  const { begun, remains, units } = row
  if (begun === null || remains === null || remains <= 0) return undefined
  const forecast = forecastOf(row, now)
  // Orders come in heaps, and stand still for a while.
  if (forecast !== undefined) {
    return part(ends, 1 - trust).concat(around(forecast, trust))
  }
  // It started at some time since the look before: the later, the faster it goes.
  const before = units === null ? 0 : units - remains
  return before > 0 ? until(ends, ((now - begun.after) / before) * remains) : undefined
}

/** What is left of chances where all has come by a time. */
const until = (chances: ReadonlyArray<Chance>, time: number): ReadonlyArray<Chance> => {
  const cut = chances.flatMap(({ from, to, weight }) =>
    from >= time
      ? []
      : [{ from, to: Math.min(to, time), weight: weight * Math.min(1, (time - from) / (to - from)) }]
  )
  return cut.length === 0 ? [{ from: 0, to: time, weight: 1 }] : cut
}

/** It comes as forecast, but for what ends early, with so much weight in all. */
const around = ({ from, to }: Pick<Chance, "from" | "to">, whole: number): ReadonlyArray<Chance> => [
  { from: 0, to: Math.max(from, 1), weight: early * whole },
  { from, to: Math.max(to, from + 1), weight: (1 - early) * whole }
]

/** The same chances, with so much weight in all. */
const part = (chances: ReadonlyArray<Chance>, whole: number): Array<Chance> => {
  const share = whole / chances.reduce((sum, { weight }) => sum + weight, 0)
  return chances.map(({ from, to, weight }) => ({ from, to, weight: weight * share }))
}

/** When what an order waits for may come: its start, and then its end. */
export const chancesOf = (row: Row, now: number, usual: Usual | null): ReadonlyArray<Chance> => {
  const age = now - row.placed
  const known = usual ?? unlearnt
  if (row.begun === null) return byAge(known.starts, age)
  const ends = byAge(known.ends, age)
  return byCounts(row, now, ends, known.trust) ?? ends
}
