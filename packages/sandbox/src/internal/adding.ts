/** The action `add`: from a form to a booked order, or to the words of a refusal. */
import type { OrderId } from "@smmkit/core/Identifiers"
import type { Order } from "@smmkit/core/Order"
import * as OrderForm from "@smmkit/core/OrderForm"
import type { InvalidOrder } from "@smmkit/core/PanelError"
import { quantity, quote } from "@smmkit/core/Quote"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import type { Offer } from "../Catalogue.js"
import type { Form } from "../Exchange.js"
import type { Sender } from "../SandboxView.js"
import { plain, rounded, zero } from "./amounts.js"
import type * as Deliveries from "./deliveries.js"
import { hasActive } from "./lifecycle.js"
import { canPay } from "./money.js"
import { open } from "./orders.js"
import * as Refusals from "./refusals.js"
import type { Account, OrderRecord, State } from "./state.js"

// An address as people paste it, its scheme left out or not, or the name of an account.
const linkShape = /^(?:https?:\/\/)?[^\s/.]+(?:\.[^\s/.]+)+(?:[/?#]\S*)?$|^@[\w.]+$/i
const mostRuns = 1000
const mostOldPosts = 1000

const limits = ({ service }: Offer) => ({
  min: Option.getOrElse(service.min, () => 1),
  max: Option.getOrElse(service.max, () => Number.MAX_SAFE_INTEGER)
})

/** What the form says of the service's type: other fields are ignored, and an empty one counts as absent. */
const fieldsOf = (form: Form, type: string): OrderForm.OrderForm =>
  Object.fromEntries(
    OrderForm.fieldNames(type).flatMap((name) => {
      const value = form[name]
      return value === undefined || value.trim() === "" ? [] : [[name, value.trim()]]
    })
  )

const isNumber = (value: string): boolean => /^\+?\d+(?:\.\d*)?(?:e\+?\d+)?$/i.test(value)

/** Whether a field holds a number that is larger than what is allowed, however large. */
const isAbove = (value: string, most: number): boolean => isNumber(value) && Number(value) > most

/** Panels read what is no number as 0, and 0 is too little. */
const words = ({ field }: InvalidOrder, form: Form, offer: Offer): string => {
  const { min, max } = limits(offer)
  const value = form[field]?.trim() ?? ""
  switch (field) {
    case "comments":
      return Refusals.noComments
    case "runs":
      return isAbove(value, mostRuns) ? Refusals.tooManyRuns : Refusals.badDripFeed
    case "interval":
      return Refusals.badDripFeed
    case "quantity":
      if (value === "") return Refusals.missing
      return isAbove(value, max) ? Refusals.tooMany(max) : Refusals.tooFew(min)
    case "max":
      return isAbove(value, max) ? Refusals.tooMany(max) : Refusals.missing
    case "min":
      return isNumber(value) ? Refusals.minAboveMax : Refusals.missing
    case "old_posts":
      return isAbove(value, mostOldPosts) ? Refusals.tooManyOldPosts : Refusals.missing
    default:
      return Refusals.missing
  }
}

/** Why the service does not take the order, if it does not. */
const objection = (order: Order, offer: Offer): string | undefined => {
  const { min, max } = limits(offer)
  if ("link" in order && !linkShape.test(order.link)) return Refusals.badLink
  if ("runs" in order && order.runs !== undefined) {
    if (!offer.dripfeed) return Refusals.noDripFeed
    if (order.runs > mostRuns) return Refusals.tooManyRuns
  }
  if (order.type === "Subscriptions" && (order.old_posts ?? 0) > mostOldPosts) return Refusals.tooManyOldPosts
  const units = order.type === "Subscriptions" ? [order.min, order.max] : Option.toArray(quantity(order))
  if (units.some((one) => one < min)) return Refusals.tooFew(min)
  return units.some((one) => one > max) ? Refusals.tooMany(max) : undefined
}

const withoutCall = ({ key: _key, action: _action, ...form }: Form): OrderForm.OrderForm => form

/** What is needed to book an order, or why it is refused. Nothing is done yet. */
export const read = (
  state: State,
  account: Account,
  form: Form,
  by: Sender
): Either.Either<readonly [Order, Deliveries.Request], string> => {
  const id = form["service"] ?? ""
  const offer = state.shop.sold(id)
  if (offer === undefined) {
    return Either.left(state.shop.availability(id) === "off" ? Refusals.serviceOff : Refusals.badService)
  }
  const { service } = offer
  // What a panel calls by a name of its own, such as `likes`, takes what the commonest type takes.
  const type = OrderForm.fieldNames(service.type).length > 0 ? service.type : "Default"
  const decoded = OrderForm.fromForm(type, fieldsOf(form, type), { anyLink: true })
  if (Either.isLeft(decoded)) return Either.left(words(decoded.left, form, offer))
  const order = decoded.right
  const objected = objection(order, offer)
  if (objected !== undefined) return Either.left(objected)
  // A subscription costs nothing by itself.
  const price = Option.match(quote(order, service), {
    onNone: () => zero,
    onSome: ({ amount }) => plain(rounded(amount, state.settings))
  })
  const link = "link" in order ? order.link : "username" in order ? order.username : ""
  const request = { account, offer, form: withoutCall(form), link, price, by }
  return state.settings.refuseDuplicates && hasActive(state, request)
    ? Either.left(Refusals.activeOrder)
    : Either.right([order, request])
}

/** What tells a request from others; an empty one tells nothing. */
const requestIdOf = ({ settings }: State, form: Form): string | undefined =>
  settings.requestIds > 0 && form["request_id"] !== "" ? form["request_id"] : undefined

/** Those are forgotten whose time is over, which are the oldest. */
const forgetRequests = ({ requests, settings }: State, now: number): void => {
  for (const [name, { time }] of requests) {
    if (now < time + settings.requestIds) return
    requests.delete(name)
  }
}

/** The order that came with the same `request_id` a while ago, where the panel honours those. */
const sameRequest = (state: State, name: string, now: number): OrderId | undefined => {
  const before = state.requests.get(name)
  if (before === undefined) return undefined
  if (now < before.time + state.settings.requestIds) return before.order
  state.requests.delete(name)
  return undefined
}

export const add = (
  state: State,
  account: Account,
  form: Form,
  now: number,
  by: Sender = "caller"
): Either.Either<OrderRecord, string> => {
  const requestId = requestIdOf(state, form)
  const name = `${account.name}\n${requestId}`
  const known = requestId === undefined ? undefined : sameRequest(state, name, now)
  const before = known === undefined ? undefined : state.orders.get(known)
  if (before !== undefined) return Either.right(before)
  return Either.flatMap(read(state, account, form, by), ([order, request]) => {
    if (!canPay(state, account, request.price)) return Either.left(Refusals.noFunds)
    const record = open(state, request, order, now)
    if (requestId !== undefined) {
      forgetRequests(state, now)
      state.requests.set(name, { order: record.id, time: now })
    }
    return Either.right(record)
  })
}
