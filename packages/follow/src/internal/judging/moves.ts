/** How a row moves to what a look has shown, and what is told of it. */
import { isFinal, type OrderState } from "@smmkit/core/OrderState"
import type { Books } from "@smmkit/journal/Refund"
import * as Option from "effect/Option"
import * as FollowEvent from "../../FollowEvent.js"
import type { Row } from "../../FollowModel.js"
import { hasBegun, isBackward, isBefore, type Seen } from "./course.js"
import { refundOf } from "./refunds.js"
import { find, isConfirmed, put, without } from "./waiting.js"

/** A row that is believed to stand as a look has shown it, and what was told of that. */
interface Moved {
  readonly row: Row
  readonly events: ReadonlyArray<FollowEvent.What>
  /** Whether the look is believed; what is not waits for a second one. */
  readonly isBelieved: boolean
}

/**
 * Moves a row to what a look shows, at once or when a second look has said so too. `next` is the row with all
 * else that the look shows; when the look before was, both still say.
 */
export const move = (row: Row, next: Row, seen: Seen, now: number, books: Books): Moved => {
  const { waiting } = row
  const believed = moveTo(next, seen, now, row.looked ?? row.placed)
  if (!isBackward(row, seen)) {
    return { row: believed, events: forward(row, believed, seen, books), isBelieved: true }
  }
  const first = find(waiting, "Back")
  if (first?.state === seen.state && isConfirmed(first, now)) {
    return { row: believed, events: backward(row, believed, seen, books), isBelieved: true }
  }
  const since = first?.state === seen.state ? first.since : now
  // What a look says that is not believed yet speaks against a refund that waits.
  const others = without(waiting, "Gone", "Due")
  return {
    row: { ...row, waiting: put(others, { _tag: "Back", since, ...seen }) },
    events: [],
    isBelieved: false
  }
}

const moveTo = (row: Row, { state, remains }: Seen, now: number, after: number): Row => {
  const isSame = state === row.state
  const begun = isBefore(state) ? null : (row.begun ?? (hasBegun(state) ? { at: now, remains, after } : null))
  const isMoved = row.state !== null && !(isSame && remains === row.remains)
  return {
    ...row,
    state,
    remains,
    begun,
    gone: null,
    ended: isFinal(state) ? (isSame ? (row.ended ?? now) : now) : null,
    moved: isMoved || (row.begun === null && begun !== null) ? now : row.moved,
    stalled: row.stalled && !isMoved,
    waiting: without(row.waiting, "Gone", "Back")
  }
}

const forward = (before: Row, row: Row, { state }: Seen, books: Books): ReadonlyArray<FollowEvent.What> => {
  if (state === before.state) return []
  if (isFinal(state)) return [endOf(row, state, books)]
  if (state === "Paused") return [new FollowEvent.Paused({ orders: row.children ?? 0 })]
  if (before.state === "Paused") return [new FollowEvent.Resumed({ orders: row.children ?? 0 })]
  return before.begun === null && row.begun !== null ? [new FollowEvent.Started({ state })] : []
}

const backward = (before: Row, row: Row, seen: Seen, books: Books): ReadonlyArray<FollowEvent.What> => {
  const { state: from, gone } = before
  const { state: to } = seen
  if (gone !== null || (before.ended !== null && row.ended === null)) {
    return [new FollowEvent.Reopened({ from, to, wasGone: gone !== null })]
  }
  // An end that is taken back for another one.
  if (isFinal(to) && to !== from) return [endOf(row, to, books)]
  return from === null
    ? []
    : [new FollowEvent.WentBack({ from: { state: from, remains: before.remains }, to: seen })]
}

const endOf = (row: Row, state: OrderState, books: Books): FollowEvent.What => {
  const { due, why } = refundOf(row, books)
  const refund = { refund: Option.getOrNull(due), why }
  switch (state) {
    case "Completed":
      return new FollowEvent.Completed({ remains: row.remains })
    case "Partial":
      return new FollowEvent.Partial({ remains: row.remains, ...refund })
    case "Canceled":
      return new FollowEvent.Canceled(refund)
    case "Refunded":
      return new FollowEvent.Refunded(refund)
    case "Expired":
      return new FollowEvent.Expired({ orders: row.children ?? 0 })
    default:
      return new FollowEvent.Failed(refund)
  }
}
