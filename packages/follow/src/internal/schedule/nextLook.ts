/** When to look at an order next. */
import type { Row, Usual } from "../judging/model.js"

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** How long after its end an order is looked at again. */
const afterwards = [hour, day, 7 * day, 30 * day]

/** Within the time in which it may be refilled, it is looked at every month, for a year at most. */
const monthly = 30 * day
const longestTerm = 365

/** The time of the next look; null where none is needed any more. */
export const nextLook = (row: Row, now: number, _usual: Usual | null): number | null => {
  const over = row.gone ?? row.ended
  if (over !== null) return afterEnd(over, row.gone === null ? row.term : null, now)
  return now + Math.min(Math.max((now - row.placed) / 4, minute), 6 * hour)
}

const afterEnd = (over: number, term: number | null, now: number): number | null => {
  const next = afterwards.find((pause) => over + pause > now)
  if (next !== undefined) return over + next
  const monthLater = over + (Math.floor((now - over) / monthly) + 1) * monthly
  return monthLater <= over + Math.min(term ?? 0, longestTerm) * day ? monthLater : null
}
