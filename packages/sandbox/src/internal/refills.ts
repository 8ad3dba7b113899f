/** Refills: asked for after an order's end and a waiting period, done or rejected some time later. */
import type { RefillState } from "@smmkit/core/RefillState"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import { isOver, meaningOf } from "./lifecycle.js"
import { countsOf } from "./orders.js"
import * as Refusals from "./refusals.js"
import { draw, whole } from "./seeded.js"
import type { OrderRecord, RefillRecord, State } from "./state.js"

const minute = 60_000
const day = 24 * 60 * minute

export const stateOf = ({ starts, ends, rejected, set }: RefillRecord, now: number): RefillState => {
  for (let one = set; one !== undefined; one = one.before) if (one.since <= now) return one.state
  return now < starts ? "Pending" : now < ends ? "In progress" : rejected ? "Rejected" : "Completed"
}

/** Whether a refill is still to be done: another is not taken meanwhile. */
const isOpen = (refill: RefillRecord, now: number): boolean =>
  ["Pending", "Approved", "Processing", "In progress"].includes(stateOf(refill, now))

/** When an order was last whole: at its end, or when a refill was done. */
const wholeAt = (state: State, record: OrderRecord, now: number): number => {
  const refill = state.refillOf.get(record.id)
  const end = record.ended ?? now
  return refill !== undefined && stateOf(refill, now) === "Completed" ? Math.max(end, refill.ends) : end
}

/** Over how long the part is lost that the settings say is lost. */
const lossTakes = 30 * day

/** How much of what was delivered is lost again by now. Only what can be refilled is counted. */
export const lostOf = (state: State, record: OrderRecord, now: number): number => {
  const { drop, speed } = state.settings
  const { delivered } = countsOf(record, now)
  const part = Math.min(1, ((now - wholeAt(state, record, now)) * speed) / lossTakes)
  const isLasting = isOver(record) && Option.contains(record.offer.service.refill, true)
  const natural = isLasting ? Math.floor(delivered * drop * part) : 0
  return Math.min(delivered, natural + (state.dropped.get(record.id) ?? 0))
}

/** Takes the request for a refill. */
export const request = (
  state: State,
  record: OrderRecord,
  now: number
): Either.Either<RefillRecord, string> => {
  const { seed, speed, rejected, refillWait } = state.settings
  const { ended, offer } = record
  if (!Option.contains(offer.service.refill, true)) return Either.left(Refusals.noRefill)
  if (ended === undefined) return Either.left(Refusals.notCompleted)
  if (!["Completed", "Partial"].includes(meaningOf(record.state))) return Either.left(Refusals.noRefill)
  const last = state.refillOf.get(record.id)
  if (last !== undefined && isOpen(last, now)) return Either.left(Refusals.refillRequested)
  if (now < Math.max(ended, last?.requested ?? 0) + refillWait) return Either.left(Refusals.tooEarly)
  if (now >= ended + (offer.refillDays * day) / speed) return Either.left(Refusals.noRefill)
  const id = state.refillNumbers.next(offer.server, now)
  const chance = (purpose: string) => draw(seed, "refill", id, purpose)
  const starts = Math.round(now + whole(chance("starts"), minute, 10 * minute) / speed)
  const ends = Math.round(starts + whole(chance("ends"), 10 * minute, 120 * minute) / speed)
  const refill: RefillRecord = {
    id,
    order: record,
    requested: now,
    starts,
    ends,
    rejected: chance("rejected") < rejected,
    set: undefined
  }
  state.refills.set(id, refill)
  state.refillOf.set(record.id, refill)
  state.agenda.plan(ends, (time) => {
    if (stateOf(refill, time) === "Completed") state.dropped.delete(record.id)
  })
  return Either.right(refill)
}

/** Sets the state of a refill. What is completed has restored what was lost. */
export const change = (state: State, refill: RefillRecord, to: RefillState, now: number): undefined => {
  refill.set = { state: to, since: now, before: refill.set }
  if (to === "Completed") state.dropped.delete(refill.order.id)
}
