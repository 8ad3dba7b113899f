/** Drip-feed: one order, paid at once, delivered in runs that are orders of their own. */
import { share } from "./amounts.js"
import * as Deliveries from "./deliveries.js"
import type { DripFeed, State } from "./state.js"

export interface Runs {
  readonly quantity: number
  readonly runs: number
  /** Minutes from the start of one run to that of the next. */
  readonly interval: number
}

export const open = (
  state: State,
  request: Deliveries.Request,
  { quantity, runs, interval }: Runs,
  now: number
): DripFeed => {
  const base = Deliveries.common(state, request, now)
  const record: DripFeed = { ...base, kind: "dripfeed", runs, each: quantity }
  state.orders.set(record.id, record)
  const price = share(request.price, 1, runs)
  const run = (nth: number, time: number): void => {
    const { stopsAt } = record
    if (stopsAt !== undefined && time >= stopsAt) return
    const child = Deliveries.open(state, { ...request, price }, quantity, time, record)
    if (stopsAt !== undefined) Deliveries.stop(state, child, time, stopsAt)
    if (nth < runs)
      state.agenda.plan(time + (interval * 60_000) / state.settings.speed, (next) => run(nth + 1, next))
  }
  run(1, now)
  return record
}

/** Stops the runs under way, and gives back those that will not come. */
export const stop = (state: State, record: DripFeed, now: number, at: number): void => {
  for (const child of record.children) Deliveries.stop(state, child, now, at)
  state.agenda.plan(at, (time) =>
    Deliveries.refund(state, record, record.runs - record.children.length, record.runs, time)
  )
}
