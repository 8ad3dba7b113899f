/** The course of an order: which of two states is the later one, and what counts as a move backwards. */
import { isFinal, type OrderState } from "@smmkit/core/OrderState"
import type { Row } from "../../FollowModel.js"

/** What a look shows of how far an order is. */
export interface Seen {
  readonly state: OrderState
  readonly remains: number | null
}

/**
 * Panels that correct themselves move down this list, and up again only when a replica lags. Of states of the
 * same rank none is later; a word that nobody knows has no rank.
 */
const ranks: ReadonlyMap<string, number> = new Map([
  ["Pending", 0],
  ["Processing", 1],
  ["In progress", 2],
  ["Active", 2],
  ["Paused", 2],
  ["Limit", 2],
  ["Completed", 3],
  ["Expired", 3],
  ["Failed", 4],
  ["Partial", 5],
  ["Canceled", 6],
  ["Refunded", 6]
])

const underWay = 2

const rankOf = (state: OrderState): number => ranks.get(state) ?? Number.NaN

/** Whether delivery has begun, as far as the word tells. */
export const hasBegun = (state: OrderState): boolean => rankOf(state) === underWay

/** Whether delivery has not begun, as far as the word tells. */
export const isBefore = (state: OrderState): boolean => rankOf(state) < underWay

/** The states in which a count that remains says how much was delivered. */
const isCounted = (state: OrderState): boolean =>
  !isFinal(state) || state === "Completed" || state === "Partial"

/** Whether more remains than was believed, where both counts mean the same. */
const isLess = (row: Row, seen: Seen): boolean =>
  row.state !== null &&
  isFinal(row.state) === isFinal(seen.state) &&
  isCounted(row.state) &&
  isCounted(seen.state) &&
  (row.ended === null || row.state === seen.state) &&
  row.remains !== null &&
  seen.remains !== null &&
  seen.remains > row.remains

/** Whether a look shows an order further back than it is believed to be, so that a second one has to say so too. */
export const isBackward = (row: Row, seen: Seen): boolean => {
  const { state, gone } = row
  const isOver = isFinal(seen.state)
  // What the panel knew no more is back, unless it shows an end that is news.
  if (gone !== null && !(isOver && seen.state !== state)) return true
  if (state === null) return false
  if (isFinal(state) && !isOver) return true
  if (rankOf(seen.state) < rankOf(state)) return true
  return (row.begun !== null && isBefore(seen.state)) || isLess(row, seen)
}
