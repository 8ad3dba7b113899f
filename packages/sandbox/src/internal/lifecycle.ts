/** How an order passes from state to state: the one place where a state is changed, and where that is told. */
import { FromWire, isFinal, type OrderState } from "@smmkit/core/OrderState"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Delivery from "../Delivery.js"
import type { Cause } from "../Log.js"
import { at } from "./past.js"
import type { OrderRecord, Parent, Single, State } from "./state.js"

/** What a word for a state means: a known state, where it is a spelling of one. */
export const meaningOf = Schema.decodeSync(FromWire)

/** Whether a state is an end, in any spelling: `Fail` is one as `Failed` is. */
export const isEnd = (state: OrderState): boolean => isFinal(state) || isFinal(meaningOf(state))

export const isOver = ({ ended }: OrderRecord): boolean => ended !== undefined

/** The order that paid: itself, or the parent that it is a child of. */
export const payerOf = (record: OrderRecord): OrderRecord =>
  record.kind === "single" && record.parent !== undefined ? record.parent : record

export const parentOf = (record: OrderRecord): Parent | undefined =>
  record.kind === "single" ? record.parent : undefined

/** How much of a delivery is, or was, delivered at a time. */
export const deliveredOf = (record: Single, time: number): number => {
  const { plan, delivered } = at(record.past, time) ?? record
  return plan === undefined ? delivered : Delivery.progress(plan, time).delivered
}

/** The state that an order is in, or was in, at a time. */
export const stateAt = (record: OrderRecord, time: number): OrderState =>
  (at(record.was, time) ?? record).state

const activeKey = ({ account, offer, link }: OrderRecord): string =>
  `${account.name}\n${offer.service.service}\n${link}`

const countActive = (state: State, record: OrderRecord, by: 1 | -1): void => {
  if (!state.settings.refuseDuplicates || parentOf(record) !== undefined) return
  const key = activeKey(record)
  const count = (state.active.get(key) ?? 0) + by
  if (count > 0) state.active.set(key, count)
  else state.active.delete(key)
}

export const hasActive = (state: State, like: Pick<OrderRecord, "account" | "offer" | "link">): boolean =>
  state.active.has(`${like.account.name}\n${like.offer.service.service}\n${like.link}`)

/** Tells that an order is new. Its indexes begin here. */
export const begin = (state: State, record: OrderRecord): void => {
  state.orders.set(record.id, record)
  countActive(state, record, 1)
  if (record.kind === "single") {
    record.account.running.add(record)
    record.parent?.family.children.push(record)
    record.parent?.family.running.add(record)
  }
  const { id: order, state: to, created: time } = record
  state.transitions.add({ time, order, from: Option.none(), to, cause: "delivery" })
}

/** Changes the state of an order, if it is another one, and keeps what hangs on it. */
export const enter = (
  state: State,
  record: OrderRecord,
  to: OrderState,
  time: number,
  cause: Cause
): void => {
  const { state: from, id: order } = record
  if (from === to) return
  record.was = { state: from, until: time, before: record.was }
  record.state = to
  state.transitions.add({ time, order, from: Option.some(from), to, cause })
  const [wasOver, over] = [isOver(record), isEnd(to)]
  if (over) record.ended ??= time
  else record.ended = undefined
  // What is called something else after its end has not started after it.
  if (!["Pending", "Canceled"].includes(meaningOf(to))) record.started ??= record.ended ?? time
  if (wasOver === over) return
  countActive(state, record, over ? -1 : 1)
  if (over && record.kind === "subscription") record.account.unpaid.delete(record)
  if (record.kind !== "single") return
  if (over) record.account.running.delete(record)
  else record.account.running.add(record)
}
