/** What happens to an account besides its own calls: strangers spend from it, refunds land on it. */
import * as BigDecimal from "effect/BigDecimal"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import type { Form } from "../Exchange.js"
import type { Reason } from "../Ledger.js"
import { read } from "./adding.js"
import { finish, isRunning, standing } from "./orders.js"
import type { Account, State } from "./state.js"

const one = BigDecimal.make(1n, 0)

/** Moves money for no reason that the account's orders explain. */
export const move = (
  { ledger }: State,
  { name }: Account,
  amount: BigDecimal.BigDecimal,
  reason: Reason,
  time: number
): undefined => {
  ledger.book({ account: name, amount, reason, order: Option.none(), time })
}

/** Spends what the call would have cost, which is the amount that deceives best. */
export const spend = (state: State, account: Account, form: Form, now: number): boolean => {
  const price = Either.match(read(state, account, form, now), {
    onLeft: () => one,
    onRight: ([, request]) => request.price
  })
  // A stranger can spend no more than there is.
  const spent = BigDecimal.min(price, state.ledger.balance(account.name))
  if (!BigDecimal.isPositive(spent)) return false
  move(state, account, BigDecimal.negate(spent), "stranger", now)
  return true
}

/** Ends the oldest order under way as Partial, half of what remained undelivered. What cannot be halved goes on. */
export const giveBack = (state: State, account: Account, now: number): boolean => {
  for (const order of state.orders.values()) {
    if (order.kind !== "single" || order.account !== account || !isRunning(order, now)) continue
    const { units, delivered } = standing(order, now)
    const half = Math.floor((units + delivered) / 2)
    if (half > 0 && half < units && finish(state, order, half, now)) return true
  }
  move(state, account, one, "goodwill", now)
  return true
}
