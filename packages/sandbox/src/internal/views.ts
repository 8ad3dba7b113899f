/** Records as tests see them. */
import * as BigDecimal from "effect/BigDecimal"
import * as Option from "effect/Option"
import type { Booking, OrderView, RefillView } from "../SandboxView.js"
import { plain } from "./amounts.js"
import { payerOf } from "./lifecycle.js"
import * as Money from "./money.js"
import { countsOf } from "./orders.js"
import { lostOf, stateOf } from "./refills.js"
import type { OrderRecord, RefillRecord, State } from "./state.js"

export const order = (state: State, record: OrderRecord, now: number): OrderView => {
  const { units, delivered } = countsOf(record, now)
  const [due, refunded] = [Money.dueOf(record), Money.refundedOf(record)]
  return {
    order: record.id,
    account: record.account.name,
    by: record.by,
    service: record.offer.service.service,
    link: record.link,
    form: record.form,
    state: record.state,
    units,
    delivered,
    remains: Math.max(0, units - delivered),
    lost: lostOf(state, record, now),
    startCount: record.startCount,
    price: record.price,
    total: Money.totalOf(record),
    refunded,
    owed: plain(BigDecimal.subtract(due, refunded)),
    payer: payerOf(record).id,
    parent: Option.fromNullable(record.kind === "single" ? record.parent?.id : undefined),
    children: record.kind === "single" ? [] : record.family.children.map(({ id }) => id),
    created: record.created,
    started: Option.fromNullable(record.started),
    ended: Option.fromNullable(record.ended)
  }
}

export const booking = (record: OrderRecord): Booking => ({
  order: record.id,
  account: record.account.name,
  by: record.by,
  form: record.form,
  time: record.created,
  price: record.price
})

export const refill = (refill: RefillRecord, now: number): RefillView => ({
  refill: refill.id,
  order: refill.order.id,
  state: stateOf(refill, now),
  requested: refill.requested
})
