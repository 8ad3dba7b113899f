/** `smmkit refill`, `cancel` and `refill-status`: what is asked for orders that the panel has. */
import { CancelOrder, Identifiers, Refill, RefillStatus } from "@smmkit/core"
import { Journal } from "@smmkit/journal"
import { Effect } from "effect"
import * as Answers from "../Answers.js"
import * as JournalSession from "../JournalSession.js"
import type { Invocation } from "../Parse.js"
import * as Session from "../Session.js"

const refillView: Answers.View<Refill.Answer> = {
  id: "order",
  columns: [{ title: "REFILL", look: "cyan" }],
  cells: ({ refill }) => [refill],
  json: ({ refill }) => ({ refill }),
  done: (order, { refill }) => `order ${order} has refill ${refill}`
}

/** Asks through the journal for what orders have lost since, each order once at a time. */
export const refill = (invocation: Invocation) =>
  Effect.flatMap(Refill.Refill, ({ requestMany }) =>
    Answers.ask(invocation, Identifiers.OrderId, requestMany, refillView)
  ).pipe(Effect.provide(Journal.layerRefill), JournalSession.provide(invocation))

const cancelView: Answers.View<void> = {
  id: "order",
  columns: [{ title: "CANCEL", look: "green" }],
  cells: () => ["requested"],
  json: () => ({ cancel: true }),
  done: (order) => `the cancel of order ${order} was requested`
}

/** Asks through the journal that orders be stopped, each order once. */
export const cancel = (invocation: Invocation) =>
  Effect.flatMap(CancelOrder.CancelOrder, ({ requestMany }) =>
    Answers.ask(invocation, Identifiers.OrderId, requestMany, cancelView)
  ).pipe(Effect.provide(Journal.layerCancelOrder), JournalSession.provide(invocation))

const statusView: Answers.View<RefillStatus.Answer> = {
  id: "refill",
  columns: [{ title: "STATUS", look: "state" }],
  cells: ({ status }) => [status],
  json: ({ status }) => ({ status })
}

/** What became of refills. */
export const refillStatus = (invocation: Invocation) =>
  Effect.flatMap(RefillStatus.RefillStatus, ({ many }) =>
    Answers.ask(invocation, Identifiers.RefillId, many, statusView)
  ).pipe(Session.provide(invocation, RefillStatus.layer(Session.client)))
