/** Orders that are delivered in one go: charged, planned, and given back in part where the plan says so. */
import { OrderId } from "@smmkit/core/Identifiers"
import type { OrderForm } from "@smmkit/core/OrderForm"
import * as BigDecimal from "effect/BigDecimal"
import * as Option from "effect/Option"
import type { Offer } from "../Catalogue.js"
import * as Delivery from "../Delivery.js"
import { share, zero } from "./amounts.js"
import { draw, whole } from "./seeded.js"
import type { Account, DripFeed, OrderRecord, Single, State, Subscription } from "./state.js"

/** What every order needs to come to be. */
export interface Request {
  readonly account: Account
  readonly offer: Offer
  readonly form: OrderForm
  readonly link: string
  readonly price: BigDecimal.BigDecimal
}

// The number of the documented example.
const firstOrder = 23_501

const nextId = ({ orders }: State): OrderId => OrderId.make(String(firstOrder + orders.size))

/** What all kinds of orders have in common when they are new. */
export const common = (state: State, request: Request, now: number) => ({
  ...request,
  id: nextId(state),
  created: now,
  startCount: whole(draw(state.settings.seed, "start", request.link), 0, 5000),
  refunded: zero,
  children: [],
  stopsAt: undefined
})

/** Takes the price of the next order, and says whether there was enough to take it from. */
export const charge = (state: State, { account, price }: Request, time: number): boolean => {
  const { ledger } = state
  if (BigDecimal.lessThan(ledger.balance(account.name), price)) return false
  if (BigDecimal.isZero(price)) return true
  const amount = BigDecimal.negate(price)
  ledger.book({ account: account.name, amount, reason: "charge", order: Option.some(nextId(state)), time })
  return true
}

/** Gives back what falls on so many of an order's units, but never more than is left of its price. */
export const refund = (state: State, record: OrderRecord, part: number, of: number, time: number): void => {
  const left = BigDecimal.subtract(record.price, record.refunded)
  const due = share(record.price, part, of)
  const amount = BigDecimal.min(left, due)
  if (BigDecimal.isZero(amount)) return
  record.refunded = BigDecimal.sum(record.refunded, amount)
  const account = record.account.name
  state.ledger.book({ account, amount, reason: "refund", order: Option.some(record.id), time })
}

/** Gives a delivery its plan, and sees to it that what stays undelivered is given back at its end. */
export const follow = (state: State, record: Single, plan: Delivery.Plan): void => {
  record.plan = plan
  if (plan.delivers >= plan.units) return
  state.agenda.plan(plan.ends, (time) => {
    // A plan that has been changed since is not the order's any more.
    if (record.plan === plan) refund(state, record, plan.units - plan.delivers, plan.units, time)
  })
}

/** Lets a running delivery stop at a time to come. */
export const stop = (state: State, record: Single, now: number, at: number): void => {
  const plan = Delivery.stop(record.plan, now, at)
  if (plan !== record.plan && !Delivery.isOver(record.plan, now)) follow(state, record, plan)
}

/** Starts a delivery that is paid. */
export const open = (
  state: State,
  request: Request,
  units: number,
  now: number,
  parent?: DripFeed | Subscription
): Single => {
  const { seed, speed, partial } = state.settings
  const base = common(state, request, now)
  // Half a package is not for sale.
  const isWhole = request.offer.service.type.endsWith("Package")
  const plan = Delivery.plan({ seed, order: base.id, units, now, speed, partial: isWhole ? 0 : partial })
  const record: Single = { ...base, kind: "single", units, parent, plan, shown: undefined }
  state.orders.set(record.id, record)
  parent?.children.push(record)
  follow(state, record, plan)
  return record
}
