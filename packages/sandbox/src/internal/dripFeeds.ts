/** Drip-feed: one order, paid at once, delivered in runs that are orders of their own. */
import * as BigDecimal from "effect/BigDecimal"
import { nthPart, plain } from "./amounts.js"
import * as Deliveries from "./deliveries.js"
import { conclude, empty, stopRuns } from "./families.js"
import { begin, isOver } from "./lifecycle.js"
import * as LinkCounts from "./linkCounts.js"
import type { DripFeed, Single, State } from "./state.js"

export interface Runs {
  readonly quantity: number
  readonly runs: number
  /** Minutes from the start of one run to that of the next. */
  readonly interval: number
}

export const make = (
  state: State,
  request: Deliveries.Request,
  { quantity, runs, interval }: Runs,
  now: number
): DripFeed => {
  const record: DripFeed = {
    ...Deliveries.common(state, request, now),
    kind: "dripfeed",
    state: "Pending",
    runs,
    each: quantity,
    interval: Math.round((interval * 60_000) / state.settings.speed),
    family: empty(),
    stopped: false,
    turn: 0
  }
  begin(state, record)
  LinkCounts.join(state, record)
  return record
}

export const open = (state: State, request: Deliveries.Request, runs: Runs, now: number): DripFeed => {
  const record = make(state, request, runs, now)
  run(state, record, now)
  return record
}

/** Pays for the next run out of what the parent has paid. */
export const openRun = (state: State, record: DripFeed, time: number): Single => {
  const { account, offer, form, link, by, runs, each, family } = record
  const price = nthPart(record.price, family.price, family.children.length + 1, runs, state.settings)
  family.price = plain(BigDecimal.sum(family.price, price))
  return Deliveries.open(state, { account, offer, form, link, by, price }, each, time, record)
}

/** Lets the next run come, and those after it each in its time. */
export const run = (state: State, record: DripFeed, time: number): void => {
  const { cancelsAt, turn, runs, family, interval } = record
  const child = openRun(state, record, time)
  if (cancelsAt !== undefined) Deliveries.stop(state, child, time, cancelsAt)
  if (family.children.length >= runs) return
  state.agenda.plan(time + interval, (next) => {
    const isStopped = record.cancelsAt !== undefined && next >= record.cancelsAt
    if (record.turn === turn && !record.held && !isOver(record) && !isStopped) run(state, record, next)
  })
}

/** Stops the runs under way, and gives back those that will not come. */
export const stop = (state: State, record: DripFeed, now: number, at: number): void => {
  for (const child of record.family.running) Deliveries.stop(state, child, now, at)
  state.agenda.plan(at, (time) => {
    if (record.cancelsAt !== at || isOver(record)) return
    stopRuns(state, record, time)
    conclude(state, record, time, "cancel")
  })
}
