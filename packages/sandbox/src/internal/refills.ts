/** Refills: asked for after an order's end and a waiting period, done or rejected some time later. */
import { RefillId } from "@smmkit/core/Identifiers"
import type { RefillState } from "@smmkit/core/RefillState"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import { standing } from "./orders.js"
import * as Refusals from "./refusals.js"
import { draw, whole } from "./seeded.js"
import type { OrderRecord, RefillRecord, State } from "./state.js"

const minute = 60_000

/** When an order ended; of a drip-feed, when its last run did. */
const endOf = (record: OrderRecord): number =>
  record.kind === "single"
    ? record.plan.ends
    : record.children.reduce((end, { plan }) => Math.max(end, plan.ends), record.created)

export const stateOf = ({ starts, ends, rejected }: RefillRecord, now: number): RefillState => {
  if (now < starts) return "Pending"
  return now < ends ? "In progress" : rejected ? "Rejected" : "Completed"
}

/** Takes the request for a refill. */
export const request = (
  state: State,
  record: OrderRecord,
  now: number
): Either.Either<RefillRecord, string> => {
  const { seed, speed, rejected, refillWait } = state.settings
  if (!Option.contains(record.offer.service.refill, true)) return Either.left(Refusals.noRefill)
  const { state: word } = standing(record, now)
  if (word === "Pending" || word === "In progress") return Either.left(Refusals.notCompleted)
  if (word !== "Completed" && word !== "Partial") return Either.left(Refusals.noRefill)
  const last = state.refillOf.get(record.id)
  if (last !== undefined && now < last.ends) return Either.left(Refusals.refillRequested)
  if (now < Math.max(endOf(record), last?.requested ?? 0) + refillWait) return Either.left(Refusals.tooEarly)
  const id = RefillId.make(String(state.refills.size + 1))
  const chance = (purpose: string) => draw(seed, "refill", id, purpose)
  const starts = now + whole(chance("starts"), minute, 10 * minute) / speed
  const ends = starts + whole(chance("ends"), 10 * minute, 120 * minute) / speed
  const refill = { id, order: record, requested: now, starts, ends, rejected: chance("rejected") < rejected }
  state.refills.set(id, refill)
  state.refillOf.set(record.id, refill)
  return Either.right(refill)
}
