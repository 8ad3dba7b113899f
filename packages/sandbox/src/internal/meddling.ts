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
export const spend = (state: State, account: Account, form: Form, now: number): void => {
  const price = Either.match(read(state, account, form, "stranger"), {
    onLeft: () => one,
    onRight: ([, request]) => request.price
  })
  const spent = state.settings.mayOwe ? price : BigDecimal.min(price, state.ledger.balance(account.name))
  if (BigDecimal.isPositive(spent)) move(state, account, BigDecimal.negate(spent), "stranger", now)
}

/** A stranger with the account's key orders. */
export const order = (
  state: State,
  account: Account,
  form: Form,
  now: number
): Either.Either<OrderRecord, string> => add(state, account, form, now, "stranger")

/** The form of an order that costs the same as another, and looks the same in a status. */
export const like = (form: Form, nth: number): Form => ({
  ...form,
  ...("link" in form ? { link: `https://example.com/stranger/${nth}` } : { username: `stranger-${nth}` })
})

/** Ends the oldest delivery under way as Partial, half of what remained undelivered. */
export const giveBack = (state: State, account: Account, now: number): void => {
  for (const record of account.running) {
    const { units, offer } = record
    // Half a package is not for sale: it is given back whole.
    const delivered = isPackage(offer) ? 0 : Math.floor((units + deliveredOf(record, now)) / 2)
    const state_ = delivered === 0 ? "Canceled" : "Partial"
    apply(state, record, { state: state_, remains: units - delivered }, now)
    return
  }
  move(state, account, one, "goodwill", now)
}
