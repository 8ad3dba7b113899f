/** The panel itself: a form in, an answer's text out. */
import { OrderId, RefillId } from "@smmkit/core/Identifiers"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { Form } from "../Exchange.js"
import { add } from "./adding.js"
import * as Answers from "./answers.js"
import * as Foreign from "./foreign.js"
import { fromOpaque } from "./opaque.js"
import { cancel } from "./orders.js"
import * as Refills from "./refills.js"
import * as Refusals from "./refusals.js"
import type { Account, OrderRecord, State } from "./state.js"
import * as Written from "./written.js"

const mostIds = 100

/** The account of a call, or why it has none. */
const authenticate = ({ accountOf }: State, form: Form): Either.Either<Account, string> => {
  const key = form["key"]
  if (key === undefined || key === "") return Either.left(Refusals.badRequest)
  const account = accountOf.get(key)
  if (account === undefined) return Either.left(Refusals.badKey)
  return account.enabled ? Either.right(account) : Either.left(Refusals.accountDisabled)
}

/** What is asked about: one thing, or a list of them. */
type Asked = { readonly one: string } | { readonly many: ReadonlyArray<string> }

const split = (list: string): ReadonlyArray<string> =>
  list
    .split(",")
    .map((id) => id.trim())
    .filter((id) => id !== "")

const asked = ({ settings }: State, form: Form, one: string, many: string): Asked => {
  const [single = "", list] = [form[one], form[many]]
  switch (settings.manyForm) {
    case "orders":
      return list === undefined ? { one: single.trim() } : { many: split(list) }
    case "order":
      return single.includes(",") ? { many: split(single) } : { one: single.trim() }
    case "one-by-one":
      return { one: single.trim() }
  }
}

const orderOf = (state: State, account: Account, id: string): Either.Either<OrderRecord, string> => {
  const order = state.orders.get(id) ?? state.orders.get(fromOpaque(id))
  return order?.account === account && !order.forgotten ? Either.right(order) : Either.left(Refusals.badOrder)
}

const written = Either.getOrElse(Answers.refused)

type Action = (state: State, account: Account, form: Form, now: number) => string

const status: Action = (state, account, form, now) => {
  const answer = (id: string) =>
    Either.match(orderOf(state, account, id), {
      onLeft: (words) => Foreign.status(state, id, now) ?? Answers.refused(words),
      onRight: (order) => Answers.status(order, now)
    })
  const ids = asked(state, form, "order", "orders")
  if ("one" in ids) return answer(ids.one)
  return ids.many.length > mostIds
    ? Answers.refused(Refusals.tooManyOrders)
    : Answers.statuses(ids.many.map((id) => [id, answer(id)]))
}

/** A refusal where a list has it: in place of the value. */
const inPlace = <A>(result: Either.Either<A, string>): A | { readonly error: string } =>
  Either.getOrElse(result, (error) => ({ error }))

/** An answer's row repeats the ID that was asked about, so a list with what can be none is refused whole. */
const isOrderId = Schema.is(OrderId)
const isRefillId = Schema.is(RefillId)
const refill: Action = (state, account, form, now) => {
  const answer = (id: string) =>
    Either.map(
      Either.flatMap(orderOf(state, account, id), (order) => Refills.request(state, order, now)),
      (refill) => refill.id
    )
  const ids = asked(state, form, "order", "orders")
  if ("one" in ids) return written(Either.map(answer(ids.one), (refill) => Answers.refill({ refill })))
  if (ids.many.length > mostIds) return Answers.refused(Refusals.tooManyOrders)
  return ids.many.length > 0 && ids.many.every(isOrderId)
    ? Answers.refills(ids.many.map((order) => ({ order, refill: inPlace(answer(order)) })))
    : Answers.refused(Refusals.badOrder)
}

const refillStatus: Action = (state, account, form, now) => {
  const answer = (id: string) => {
    const refill = state.refills.get(id)
    return refill?.order.account === account
      ? Either.right(Refills.stateOf(refill, now))
      : Either.left(Refusals.badRefill)
  }
  const ids = asked(state, form, "refill", "refills")
  if ("one" in ids) return written(Either.map(answer(ids.one), (status) => Answers.refillState({ status })))
  if (ids.many.length > mostIds) return Answers.refused(Refusals.tooManyRefills)
  return ids.many.length > 0 && ids.many.every(isRefillId)
    ? Answers.refillStates(ids.many.map((refill) => ({ refill, status: inPlace(answer(refill)) })))
    : Answers.refused(Refusals.badRefill)
}

const cancelOrders: Action = (state, account, form, now) => {
  const { manyForm } = state.settings
  // The documented action has no singular form.
  const ids = split(form[manyForm === "order" ? "order" : "orders"] ?? "")
  if (ids.length > (manyForm === "one-by-one" ? 1 : mostIds)) return Answers.refused(Refusals.tooManyOrders)
  const answer = (id: string) =>
    Either.flatMap(orderOf(state, account, id), (order) => cancel(state, order, now))
  return ids.length > 0 && ids.every(isOrderId)
    ? Answers.cancels(ids.map((order) => ({ order, cancel: inPlace(answer(order)) })))
    : Answers.refused(Refusals.badOrder)
}

/** The actions of the protocol. */
const actions = {
  services: ({ shop }) => shop.text(),
  add: (state, account, form, now) =>
    written(
      Either.map(add(state, account, form, now), ({ id: order }) =>
        Written.put(Answers.added({ order, charge: Option.none(), currency: Option.none() }), {
          charge: state.written.charge
        })
      )
    ),
  status,
  refill,
  refill_status: refillStatus,
  cancel: cancelOrders,
  balance: ({ ledger, written: { balance } }, account) =>
    Written.put(
      Answers.balance({ balance: ledger.balance(account.name), currency: Option.some(account.currency) }),
      { balance }
    )
} satisfies Record<string, Action>

type ActionName = keyof typeof actions

export const isAction = (name: string): name is ActionName => Object.hasOwn(actions, name)

/** Answers one call. */
export const answer = (state: State, form: Form, now: number): string =>
  Either.match(authenticate(state, form), {
    onLeft: Answers.refused,
    onRight: (account) => {
      const action = form["action"] ?? ""
      return isAction(action)
        ? actions[action](state, account, form, now)
        : Answers.refused(Refusals.badRequest)
    }
  })
