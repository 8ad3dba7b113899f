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

/** Whether the panel does not find what it has under an ID since some time. */
export type IsHidden = (id: string, since: number) => boolean

const allFound: IsHidden = () => false

const orderOf = (
  { state, account, now, isHidden }: Asking,
  id: string
): Either.Either<OrderRecord, string> => {
  const order = state.orders.get(id) ?? state.orders.get(fromOpaque(id))
  const isThere = order?.account === account && order.created <= now && !order.forgotten
  return isThere && !isHidden(order.id, order.created) ? Either.right(order) : Either.left(Refusals.badOrder)
}

const written = Either.getOrElse(Answers.refused)

/** One call, and what it is put to. */
interface Asking {
  readonly state: State
  readonly account: Account
  readonly form: Form
  readonly now: number
  readonly isHidden: IsHidden
}

type Action = (asking: Asking) => string

const status: Action = (asking) => {
  const { state, form, now, isHidden } = asking
  const answer = (id: string) =>
    Either.match(orderOf(asking, id), {
      onLeft: (words) => Foreign.status(state, id, now, isHidden) ?? Answers.refused(words),
      onRight: (order) => Answers.status(order, now)
    })
  const ids = Asked.read(state.settings.dialect, form)
  if ("one" in ids) return answer(ids.one)
  return ids.many.length > mostIds
    ? Answers.refused(Refusals.tooManyOrders)
    : Answers.statuses(ids.many.map((id) => [id, answer(id)]))
}

const refill: Action = (asking) => {
  const { state, form, now } = asking
  const answer = (id: string) =>
    Either.map(
      Either.flatMap(orderOf(asking, id), (order) => Refills.request(state, order, now)),
      (refill) => refill.id
    )
  const ids = Asked.read(state.settings.dialect, form)
  if ("one" in ids) return written(Either.map(answer(ids.one), (refill) => Answers.refill({ refill })))
  if (ids.many.length > mostIds) return Answers.refused(Refusals.tooManyOrders)
  return ids.many.length > 0
    ? Answers.refills(ids.many.map((order) => [order, answer(order)]))
    : Answers.refused(Refusals.badOrder)
}

const refillStatus: Action = ({ state, account, form, now, isHidden }) => {
  const answer = (id: string) => {
    const refill = state.refills.get(id)
    const isThere = refill?.order.account === account && refill.requested <= now && !refill.order.forgotten
    return isThere && !isHidden(refill.id, refill.requested)
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

const cancelOrders: Action = (asking) => {
  const { state, form, now } = asking
  const ids = Asked.idsOf(Asked.read(state.settings.dialect, form))
  if (ids.length > (state.settings.dialect.manyForm.cancel === "one-by-one" ? 1 : mostIds)) {
    return Answers.refused(Refusals.tooManyOrders)
  }
  const answer = (id: string) => Either.flatMap(orderOf(asking, id), (order) => cancel(state, order, now))
  return ids.length > 0
    ? Answers.cancels(ids.map((order) => [order, answer(order)]))
    : Answers.refused(Refusals.badOrder)
}

/** The actions of the protocol. */
const actions = {
  services: ({ state }) => state.shop.text(),
  add: ({ state, account, form, now }) =>
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
  balance: ({ state: { ledger, written }, account }) =>
    Written.put(
      Answers.balance({ balance: ledger.balance(account.name), currency: Option.some(account.currency) }),
      { balance: written.balance }
    )
} satisfies Record<string, Action>

type ActionName = keyof typeof actions

export const isAction = (name: string): name is ActionName => Object.hasOwn(actions, name)

/** Answers one call. */
export const answer = (state: State, form: Form, now: number, isHidden = allFound): string =>
  Written.reworded(canonical(state, form, now, isHidden), state.written.refusals)

const canonical = (state: State, form: Form, now: number, isHidden: IsHidden): string =>
  Either.match(authenticate(state, form), {
    onLeft: Answers.refused,
    onRight: (account) => {
      const action = form["action"] ?? ""
      return isAction(action)
        ? actions[action]({ state, account, form, now, isHidden })
        : Answers.refused(Refusals.badRequest)
    }
  })
