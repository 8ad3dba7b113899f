/** What happens to an account besides its own calls: strangers spend from it and order, refunds land on it. */
import * as BigDecimal from "effect/BigDecimal"
import * as Either from "effect/Either"
import type { Form } from "../Exchange.js"
import { add, read } from "./adding.js"
import { apply } from "./changing.js"
import { isPackage } from "./deliveries.js"
import { deliveredOf } from "./lifecycle.js"
import { move } from "./money.js"
import type { Account, OrderRecord, State } from "./state.js"

const one = BigDecimal.make(1n, 0)

/** Spends what the call would have cost, which is the amount that deceives best, as far as there is so much. */
export const spend = (state: State, account: Account, form: Form, now: number): boolean => {
  const price = Either.match(read(state, account, form, "stranger"), {
    onLeft: () => one,
    onRight: ([, request]) => request.price
  })
  const spent = state.settings.mayOwe ? price : BigDecimal.min(price, state.ledger.balance(account.name))
  if (!BigDecimal.isPositive(spent)) return false
  move(state, account, BigDecimal.negate(spent), "stranger", now)
  return true
}

/** A stranger with the account's key orders. */
export const order = (
  state: State,
  account: Account,
  form: Form,
  now: number
): Either.Either<OrderRecord, string> => add(state, account, form, now, "stranger")

/** A stranger orders the same for another link, so that it costs the same and looks the same in a status. */
export const orderLike = (state: State, account: Account, form: Form, nth: number, now: number): boolean => {
  const other =
    "link" in form ? { link: `https://example.com/stranger/${nth}` } : { username: `stranger-${nth}` }
  return Either.isRight(order(state, account, { ...form, ...other, request_id: `stranger-${nth}` }, now))
}

/** Ends the oldest delivery under way as Partial, half of what remained undelivered. What cannot be halved goes on. */
export const giveBack = (state: State, account: Account, now: number): boolean => {
  for (const record of account.running) {
    const { units, offer } = record
    const half = Math.floor((units + deliveredOf(record, now)) / 2)
    if (isPackage(offer) || half <= 0 || half >= units) continue
    apply(state, record, { state: "Partial", remains: units - half }, now)
    return true
  }
  move(state, account, one, "goodwill", now)
  return true
}
