/** The panel itself: a form in, an answer's text out. */
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import type { Form } from "../Exchange.js"
import { add } from "./adding.js"
import * as Answers from "./answers.js"
import * as Asked from "./asked.js"
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

const orderOf = (
  state: State,
  account: Account,
  id: string,
  now: number
): Either.Either<OrderRecord, string> => {
  const order = state.orders.get(id) ?? state.orders.get(fromOpaque(id))
  return order?.account === account && order.created <= now && !order.forgotten
    ? Either.right(order)
    : Either.left(Refusals.badOrder)
}

const written = Either.getOrElse(Answers.refused)

type Action = (state: State, account: Account, form: Form, now: number) => string

const status: Action = (state, account, form, now) => {
  const answer = (id: string) =>
    Either.match(orderOf(state, account, id, now), {
      onLeft: (words) => Foreign.status(state, id, now) ?? Answers.refused(words),
      onRight: (order) => Answers.status(order, now)
    })
  const ids = Asked.read(state.settings.dialect, form)
  if ("one" in ids) return answer(ids.one)
  return ids.many.length > mostIds
    ? Answers.refused(Refusals.tooManyOrders)
    : Answers.statuses(ids.many.map((id) => [id, answer(id)]))
}

const refill: Action = (state, account, form, now) => {
  const answer = (id: string) =>
    Either.map(
      Either.flatMap(orderOf(state, account, id, now), (order) => Refills.request(state, order, now)),
      (refill) => refill.id
    )
  const ids = Asked.read(state.settings.dialect, form)
  if ("one" in ids) return written(Either.map(answer(ids.one), (refill) => Answers.refill({ refill })))
  if (ids.many.length > mostIds) return Answers.refused(Refusals.tooManyOrders)
  return ids.many.length > 0
    ? Answers.refills(ids.many.map((order) => [order, answer(order)]))
    : Answers.refused(Refusals.badOrder)
}

const refillStatus: Action = (state, account, form, now) => {
  const answer = (id: string) => {
    const refill = state.refills.get(id)
    return refill?.order.account === account && refill.requested <= now
      ? Either.right(Refills.stateOf(refill, now))
      : Either.left(Refusals.badRefill)
  }
  const ids = Asked.read(state.settings.dialect, form)
  if ("one" in ids) return written(Either.map(answer(ids.one), (status) => Answers.refillState({ status })))
  if (ids.many.length > mostIds) return Answers.refused(Refusals.tooManyRefills)
  return ids.many.length > 0
    ? Answers.refillStates(ids.many.map((refill) => [refill, answer(refill)]))
    : Answers.refused(Refusals.badRefill)
}

const cancelOrders: Action = (state, account, form, now) => {
  const ids = Asked.idsOf(Asked.read(state.settings.dialect, form))
  if (ids.length > (state.settings.dialect.manyForm.cancel === "one-by-one" ? 1 : mostIds)) {
    return Answers.refused(Refusals.tooManyOrders)
  }
  const answer = (id: string) =>
    Either.flatMap(orderOf(state, account, id, now), (order) => cancel(state, order, now))
  return ids.length > 0
    ? Answers.cancels(ids.map((order) => [order, answer(order)]))
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
  Written.reworded(canonical(state, form, now), state.written.refusals)

const canonical = (state: State, form: Form, now: number): string =>
  Either.match(authenticate(state, form), {
    onLeft: Answers.refused,
    onRight: (account) => {
      const action = form["action"] ?? ""
      return isAction(action)
        ? actions[action](state, account, form, now)
        : Answers.refused(Refusals.badRequest)
    }
  })
