/** Orders that are delivered in one go, from their plan to their end. */
import type { OrderForm } from "@smmkit/core/OrderForm"
import type * as BigDecimal from "effect/BigDecimal"
import type { Offer } from "../Catalogue.js"
import * as Delivery from "../Delivery.js"
import type { Cause } from "../Log.js"
import type { Sender } from "../SandboxView.js"
import { zero } from "./amounts.js"
import { concludeRun, startRun } from "./families.js"
import { begin, enter, isOver } from "./lifecycle.js"
import * as LinkCounts from "./linkCounts.js"
import { dueBy, oweByRule } from "./money.js"
import type { Account, Parent, Single, State } from "./state.js"

/** What every order needs to come to be. */
export interface Request {
  readonly account: Account
  readonly offer: Offer
  readonly form: OrderForm
  readonly link: string
  readonly price: BigDecimal.BigDecimal
  readonly by: Sender
}

/** What all kinds of orders have in common when they are new. */
export const common = (state: State, request: Request, now: number) => ({
  ...request,
  id: state.orderNumbers.next(request.offer.server, now),
  created: now,
  was: undefined,
  startCount: LinkCounts.at(state, request, now),
  started: undefined,
  ended: undefined,
  due: zero,
  refunded: zero,
  gave: undefined,
  cancelsAt: undefined,
  held: false,
  forgotten: false,
  settledByHand: false
})

/** Half a package is not for sale. */
export const isPackage = ({ service }: Offer): boolean => service.type.endsWith("Package")

/** How an order is delivered if nothing comes in between. A package is delivered in one heap. */
export const planOf = (
  { settings }: State,
  { id, offer }: Pick<Single, "id" | "offer">,
  units: number,
  now: number
): Delivery.Plan => {
  const { seed, speed, partial } = settings
  const given = { seed, order: id, units, now, speed, pace: offer.pace }
  return isPackage(offer)
    ? { ...Delivery.plan({ ...given, partial: 0 }), bursts: 1 }
    : Delivery.plan({ ...given, partial })
}

/** Starts a delivery that is paid. */
export const open = (state: State, request: Request, units: number, now: number, parent?: Parent): Single => {
  const { account, offer, form, link, price, by } = request
  // Written out, as objects that are spread together take far more time and memory, and there may be millions.
  const record: Single = {
    kind: "single",
    id: state.orderNumbers.next(offer.server, now),
    account,
    offer,
    form,
    link,
    by,
    created: now,
    was: undefined,
    startCount: LinkCounts.at(state, request, now),
    price,
    state: "Pending",
    started: undefined,
    ended: undefined,
    due: zero,
    refunded: zero,
    gave: undefined,
    cancelsAt: undefined,
    held: false,
    forgotten: false,
    settledByHand: false,
    units,
    parent,
    plan: undefined,
    delivered: 0,
    past: undefined,
    isCounted: false,
    shown: undefined
  }
  begin(state, record)
  LinkCounts.join(state, record)
  follow(state, record, planOf(state, record, units, now))
  return record
}

/** Gives a delivery its plan, and sees to its start and its end. A plan that was replaced does nothing. */
export const follow = (state: State, record: Single, plan: Delivery.Plan): void => {
  record.plan = plan
  const awaitEnd = (): void =>
    state.agenda.plan(plan.ends, (time) => {
      if (record.plan === plan) end(state, record, plan.delivers, time)
    })
  if (record.state !== "Pending" || plan.starts >= plan.ends) {
    awaitEnd()
    return
  }
  state.agenda.plan(plan.starts, (time) => {
    if (record.plan !== plan) return
    enter(state, record, "In progress", time, "delivery")
    startRun(state, record, time)
    awaitEnd()
  })
}

/** Ends a delivery by the panel's own rules: the state says what is delivered, and the rest is given back. */
const end = (state: State, record: Single, delivered: number, time: number): void => {
  const { units } = record
  const word = delivered >= units ? "Completed" : delivered > 0 ? "Partial" : "Canceled"
  const cause: Cause = record.cancelsAt === time && delivered < units ? "cancel" : "delivery"
  rest(record, delivered, time)
  enter(state, record, word, time, cause)
  if (!record.settledByHand) {
    const rule = word === "Canceled" ? "all" : "remains"
    oweByRule(state, record, dueBy(state, record, rule, units - delivered, units), time)
  }
  concludeRun(state, record, time, cause)
}

/** Nothing more is delivered of an order than this. */
export const rest = (record: Single, delivered: number, time: number): void => {
  const { plan, delivered: before } = record
  record.past = { plan, delivered: before, until: time, before: record.past }
  record.plan = undefined
  record.delivered = delivered
}

/** Lets a running delivery stop at a time to come. */
export const stop = (state: State, record: Single, now: number, at: number): void => {
  if (record.plan === undefined || isOver(record)) return
  record.cancelsAt = at
  const plan = Delivery.stop(record.plan, now, at)
  if (plan !== record.plan) follow(state, record, plan)
}
