/** When to look at an order next. */
import type { Row, Usual } from "../../FollowModel.js"
import { chancesOf } from "./chances.js"
import { longestTerm } from "./terms.js"
import { worth } from "./worth.js"

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** However likely it is that something happens, and however unlikely. */
const shortest = 10 * second

const longest = 2 * day

/** How long after its end an order is looked at again. */
const afterwards = [hour, day, 7 * day, 30 * day]

/** Within the time in which it may be refilled, it is looked at every month, for a year at most. */
const monthly = 30 * day

/** The time of the next look; null where none is needed any more. `price` is what a look costs, in milliseconds of delay. */
export const nextLook = (row: Row, now: number, usual: Usual | null, price: number): number | null => {
  const over = row.gone ?? row.ended
  if (over !== null) return afterEnd(over, row.gone === null ? row.term : null, now)
  const pause = worth(chancesOf(row, now, usual), price)
  return now + Math.min(Math.max(pause, shortest), longest)
}

const afterEnd = (over: number, term: number | null, now: number): number | null => {
  const next = afterwards.find((pause) => over + pause > now)
  if (next !== undefined) return over + next
  const monthLater = over + (Math.floor((now - over) / monthly) + 1) * monthly
  return monthLater <= over + Math.min(term ?? 0, longestTerm) * day ? monthLater : null
}
