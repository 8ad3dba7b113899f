/** What can be said of and done to an order, whatever its kind. */

import type { Order } from "@smmkit/core/Order"
import type { Known } from "@smmkit/core/OrderState"
import { quantity } from "@smmkit/core/Quote"
import * as BigDecimal from "effect/BigDecimal"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Delivery from "../Delivery.js"
import { zero } from "./amounts.js"
import * as Deliveries from "./deliveries.js"
import * as DripFeeds from "./dripFeeds.js"
import * as Refusals from "./refusals.js"
import type { OrderRecord, State } from "./state.js"
import * as Subscriptions from "./subscriptions.js"

/** Books a paid order. */
export const open = (state: State, request: Deliveries.Request, order: Order, now: number): OrderRecord => {
  if (order.type === "Subscriptions") return Subscriptions.open(state, request, order, now)
  return "runs" in order && order.runs !== undefined && order.interval !== undefined
    ? DripFeeds.open(state, request, { ...order, runs: order.runs, interval: order.interval }, now)
    : Deliveries.open(state, request, unitsOf(order), now)
}

/** How much is delivered; a package is one unit, or as many as it has comments. */
const unitsOf = (order: Order): number =>
  Option.getOrElse(quantity(order), () => ("comments" in order ? order.comments.length : 1))

/** How an order stands at a time. */
interface Standing {
  readonly state: Known
  readonly units: number
  readonly delivered: number
}

export const standing = (record: OrderRecord, now: number): Standing => {
  switch (record.kind) {
    case "single":
      return { units: record.units, ...Delivery.progress(record.plan, now) }
    case "dripfeed": {
      const units = record.runs * record.each
      const runs = record.children.map(({ plan }) => Delivery.progress(plan, now))
      const delivered = runs.reduce((sum, run) => sum + run.delivered, 0)
      const isStopped = record.stopsAt !== undefined && now >= record.stopsAt
      const isOver =
        (isStopped || runs.length === record.runs) &&
        record.children.every(({ plan }) => Delivery.isOver(plan, now))
      if (!isOver) {
        const hasStarted = runs.some(({ state }) => state !== "Pending")
        return { units, delivered, state: hasStarted ? "In progress" : "Pending" }
      }
      return {
        units,
        delivered,
        state: delivered >= units ? "Completed" : delivered > 0 ? "Partial" : "Canceled"
      }
    }
    case "subscription":
      return { units: 0, delivered: record.served, state: stateOf(record, now) }
  }
}

const stateOf = (record: Extract<OrderRecord, { readonly kind: "subscription" }>, now: number): Known => {
  if (record.stopsAt !== undefined && now >= record.stopsAt) return "Canceled"
  if (record.served >= (record.order.posts ?? Number.POSITIVE_INFINITY)) return "Completed"
  if (now >= record.expires) return "Expired"
  return record.paused ? "Paused" : "Active"
}

const running: ReadonlyArray<Known> = ["Pending", "In progress", "Active", "Paused"]

export const isRunning = (record: OrderRecord, now: number): boolean =>
  running.includes(standing(record, now).state)

/** What an order costs after what was given back. */
export const cost = (record: OrderRecord): BigDecimal.BigDecimal => {
  const own = BigDecimal.subtract(record.price, record.refunded)
  return record.kind === "dripfeed"
    ? record.children.reduce((left, { refunded }) => BigDecimal.subtract(left, refunded), own)
    : record.kind === "subscription"
      ? zero
      : own
}

/** Takes the request to cancel an order; what comes of it shows when the time is over. */
export const cancel = (state: State, record: OrderRecord, now: number): Either.Either<true, string> => {
  if (record.kind === "single" && record.parent !== undefined) return Either.left(Refusals.cannotCancel)
  if (!Option.contains(record.offer.service.cancel, true)) return Either.left(Refusals.noCancel)
  if (!isRunning(record, now)) return Either.left(Refusals.cannotCancel)
  if (record.stopsAt !== undefined) return Either.left(Refusals.cancelRequested)
  const at = now + state.settings.cancelWait
  record.stopsAt = at
  if (record.kind === "single") Deliveries.stop(state, record, now, at)
  if (record.kind === "dripfeed") DripFeeds.stop(state, record, now, at)
  return Either.right(true)
}

/** Ends a delivery now, with so much delivered; the rest is given back. False where it is over already. */
export const finish = (state: State, record: OrderRecord, delivered: number, now: number): boolean => {
  if (record.kind !== "single" || !isRunning(record, now) || delivered > record.units) return false
  Deliveries.follow(state, record, Delivery.end(record.plan, now, delivered))
  state.agenda.settle(now)
  return true
}
