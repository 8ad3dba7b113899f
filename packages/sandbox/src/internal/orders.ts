/** What can be said of and asked of an order, whatever its kind. */
import type { Order } from "@smmkit/core/Order"
import { quantity } from "@smmkit/core/Quote"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Deliveries from "./deliveries.js"
import * as DripFeeds from "./dripFeeds.js"
import { deliveredBy } from "./families.js"
import { deliveredOf, isOver } from "./lifecycle.js"
import { charge } from "./money.js"
import * as Refusals from "./refusals.js"
import type { OrderRecord, State } from "./state.js"
import * as Subscriptions from "./subscriptions.js"

/** Books an order, and charges for it. */
export const open = (state: State, request: Deliveries.Request, order: Order, now: number): OrderRecord => {
  const record = opened(state, request, order, now)
  charge(state, record, now)
  return record
}

const opened = (state: State, request: Deliveries.Request, order: Order, now: number): OrderRecord => {
  if (order.type === "Subscriptions") return Subscriptions.open(state, request, order, now)
  return "runs" in order && order.runs !== undefined && order.interval !== undefined
    ? DripFeeds.open(state, request, { ...order, runs: order.runs, interval: order.interval }, now)
    : Deliveries.open(state, request, unitsOf(order), now)
}

/** How much is delivered; a package is one unit, or as many as it has comments. */
export const unitsOf = (order: Order): number =>
  Option.getOrElse(quantity(order), () => ("comments" in order ? order.comments.length : 1))

/** How much was ordered, and how much of it is delivered at a time. Of a subscription it is posts. */
export const countsOf = (
  record: OrderRecord,
  now: number
): { readonly units: number; readonly delivered: number } => {
  switch (record.kind) {
    case "single":
      return { units: record.units, delivered: deliveredOf(record, now) }
    case "dripfeed":
      return { units: record.runs * record.each, delivered: deliveredBy(record.family, now) }
    case "subscription":
      return { units: record.order.posts ?? 0, delivered: record.served }
  }
}

/** Takes the request to cancel an order; what comes of it shows when the time is over. */
export const cancel = (state: State, record: OrderRecord, now: number): Either.Either<true, string> => {
  if (record.kind === "single" && record.parent !== undefined) return Either.left(Refusals.cannotCancel)
  if (!Option.contains(record.offer.service.cancel, true)) return Either.left(Refusals.noCancel)
  if (isOver(record)) return Either.left(Refusals.cannotCancel)
  if (record.cancelsAt !== undefined) return Either.left(Refusals.cancelRequested)
  const at = now + state.settings.cancelWait
  record.cancelsAt = at
  if (record.kind === "single") Deliveries.stop(state, record, now, at)
  if (record.kind === "dripfeed") DripFeeds.stop(state, record, now, at)
  if (record.kind === "subscription") Subscriptions.stop(state, record, at)
  return Either.right(true)
}
