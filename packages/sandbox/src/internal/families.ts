/** What the end of a child means for its parent. */
import * as BigDecimal from "effect/BigDecimal"
import type { Cause } from "../Log.js"
import { plain, zero } from "./amounts.js"
import { deliveredOf, enter, isOver } from "./lifecycle.js"
import { owe } from "./money.js"
import type { DripFeed, Family, Single, State } from "./state.js"

export const empty = (): Family => ({
  children: [],
  running: new Set(),
  price: zero,
  due: zero,
  refunded: zero,
  delivered: 0,
  settledAt: Number.NEGATIVE_INFINITY
})

/** What a parent's children have delivered by a time. */
export const deliveredBy = ({ children, delivered, running, settledAt }: Family, time: number): number => {
  // Of a time that is past, what those had delivered that have ended since is not in the sum yet.
  const isPast = time < settledAt
  let sum = isPast ? 0 : delivered
  for (const child of isPast ? children : running) {
    if (child.created <= time) sum += deliveredOf(child, time)
  }
  return sum
}

/** A drip-feed is under way when its first run is. */
export const startRun = (state: State, { parent }: Single, time: number): void => {
  if (parent?.kind === "dripfeed" && parent.state === "Pending")
    enter(state, parent, "In progress", time, "delivery")
}

/** A child that is over counts with what it has delivered. */
export const concludeRun = (state: State, child: Single, time: number, cause: Cause): void => {
  const { parent } = child
  if (parent === undefined) return
  if (parent.family.running.delete(child)) {
    parent.family.delivered += child.delivered
    parent.family.settledAt = time
  }
  if (parent.kind === "dripfeed") conclude(state, parent, time, cause)
}

/** A child that goes on does not count any more as one that is over, and its parent goes on with it. */
export const reopenRun = (state: State, child: Single, time: number): void => {
  const { parent } = child
  if (parent === undefined || parent.family.running.has(child)) return
  parent.family.running.add(child)
  parent.family.delivered -= child.delivered
  if (parent.kind === "dripfeed" && isOver(parent)) enter(state, parent, "In progress", time, "change")
}

const natural: ReadonlyArray<string> = ["Completed", "Partial", "Canceled"]

/**
 * Ends a drip-feed when no run is under way and none is to come: what became of its runs says how, and what
 * did not come is given back. One that is over already says so anew when a run of it was changed, unless a
 * test has given it a word of its own.
 */
export const conclude = (state: State, record: DripFeed, time: number, cause: Cause): void => {
  const { family, runs, each, held, stopped } = record
  if (held || family.running.size > 0 || !(stopped || family.children.length === runs)) return
  if (isOver(record) && !natural.includes(record.state)) return
  const { delivered } = family
  const word = delivered >= runs * each ? "Completed" : delivered > 0 ? "Partial" : "Canceled"
  enter(state, record, word, time, cause)
  giveBackUnopened(state, record, time)
}

/** No more runs come: those that have not come are given back. */
export const stopRuns = (state: State, record: DripFeed, time: number): void => {
  if (record.stopped) return
  record.stopped = true
  record.turn += 1
  giveBackUnopened(state, record, time)
}

const giveBackUnopened = (state: State, record: DripFeed, time: number): void => {
  if (!record.settledByHand) owe(state, record, unopened(record), time)
}

/** What the runs that have not come would have cost. */
export const unopened = ({ price, family }: DripFeed): BigDecimal.BigDecimal =>
  plain(BigDecimal.subtract(price, family.price))
