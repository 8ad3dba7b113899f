/**
 * What orders cost and give back. What is due of an order is one amount, and each change of it moves the
 * difference: at once, or later, until which time it is owed. Lines of the book name the order that paid.
 */
import type { OrderState } from "@smmkit/core/OrderState"
import * as BigDecimal from "effect/BigDecimal"
import * as Option from "effect/Option"
import type { Reason } from "../Ledger.js"
import { plain, share, zero } from "./amounts.js"
import { meaningOf, parentOf, payerOf } from "./lifecycle.js"
import { at } from "./past.js"
import type { Account, OrderRecord, Owed, State } from "./state.js"

type Amount = BigDecimal.BigDecimal

/** Whether an account can be charged so much. */
export const canPay = ({ ledger, settings }: State, { name }: Account, price: Amount): boolean =>
  settings.mayOwe || BigDecimal.isZero(price) || BigDecimal.lessThanOrEqualTo(price, ledger.balance(name))

/** Writes a line about an order. */
const book = (state: State, record: OrderRecord, amount: Amount, reason: Reason, time: number): void => {
  if (BigDecimal.isZero(amount)) return
  const payer = payerOf(record)
  state.ledger.book({
    account: record.account.name,
    amount,
    reason,
    order: Option.some(payer.id),
    child: payer === record ? Option.none() : Option.some(record.id),
    time
  })
}

/** Takes an order's price. */
export const charge = (state: State, record: OrderRecord, time: number): void =>
  book(state, record, BigDecimal.negate(record.price), "charge", time)

/** What an order cost with its children, which a drip-feed has paid for already. */
export const totalOf = (record: OrderRecord): Amount =>
  record.kind === "subscription" ? BigDecimal.sum(record.price, record.family.price) : record.price

/** What it had cost at a time: of a subscription, the posts to come cost nothing yet. */
export const totalAt = (record: OrderRecord, time: number): Amount =>
  record.kind !== "subscription" || (record.family.children.at(-1)?.created ?? time) <= time
    ? totalOf(record)
    : record.family.children.reduce(
        (total, { created, price }) => (created <= time ? BigDecimal.sum(total, price) : total),
        record.price
      )

const withChildren = (record: OrderRecord, field: "due" | "refunded"): Amount =>
  record.kind === "single" ? record[field] : plain(BigDecimal.sum(record[field], record.family[field]))

/** What is to be given back of an order and its children in all, and what has been. */
export const dueOf = (record: OrderRecord): Amount => withChildren(record, "due")
export const refundedOf = (record: OrderRecord): Amount => withChildren(record, "refunded")

/** What had been given back of it in all at a time. */
export const refundedAt = (record: OrderRecord, time: number): Amount =>
  at(record.gave, time)?.amount ?? refundedOf(record)

/** Keeps what had been given back until now. */
const remember = (record: OrderRecord, until: number): void => {
  record.gave = { amount: refundedOf(record), until, before: record.gave }
}

/** What a panel gives back at an order's end. */
export type Rule = "all" | "remains" | "none"

/** What the panel's rule gives back of an order in a state, however that is spelled. */
export const ruleOf = (state: OrderState): Rule => {
  const word = meaningOf(state)
  if (word === "Canceled" || word === "Refunded") return "all"
  return word === "Partial" ? "remains" : "none"
}

/** What the rule says is due of a delivery that ended so: all of a cancelled one, what remains of a partial one. */
export const dueBy = (
  state: State,
  { price }: OrderRecord,
  end: Rule,
  remains: number,
  units: number
): Amount => (end === "all" ? price : end === "none" ? zero : share(price, remains, units, state.settings))

const land = (state: State, record: OrderRecord, amount: Amount, time: number): void => {
  const parent = parentOf(record)
  remember(record, time)
  if (parent !== undefined) remember(parent, time)
  record.refunded = plain(BigDecimal.sum(record.refunded, amount))
  if (parent !== undefined) parent.family.refunded = plain(BigDecimal.sum(parent.family.refunded, amount))
  book(state, record, amount, BigDecimal.isNegative(amount) ? "recharge" : "refund", time)
  state.credited(record.account, time)
}

/**
 * What can be due of an order: of a child no more than leaves its parent with what was paid, as some of that
 * may have been given back with the parent.
 */
const atMost = (record: OrderRecord, due: Amount): Amount => {
  const parent = parentOf(record)
  return parent === undefined
    ? due
    : BigDecimal.min(due, plain(BigDecimal.sum(record.due, unreturned(parent))))
}

const unreturned = (record: OrderRecord): Amount => BigDecimal.subtract(totalOf(record), dueOf(record))

/** What is left of an order's price that can be given back: of a child, what is left of its parent's too. */
export const leftOf = (record: OrderRecord): Amount => {
  const parent = parentOf(record)
  const own = unreturned(record)
  return parent === undefined ? own : BigDecimal.min(own, unreturned(parent))
}

/** Sets what is due of an order by the rule, as far as it has not been given back otherwise. */
export const oweByRule = (state: State, record: OrderRecord, rule: Amount, time: number, after = 0): void => {
  const due = atMost(record, rule)
  if (!BigDecimal.equals(due, rule)) record.settledByHand = true
  owe(state, record, due, time, after)
}

/** Sets what is due of an order in all. What is more than before lands after a while, in milliseconds. */
export const owe = (state: State, record: OrderRecord, due: Amount, time: number, after = 0): void => {
  const change = BigDecimal.subtract(due, record.due)
  if (BigDecimal.isZero(change)) return
  record.due = due
  const parent = parentOf(record)
  if (parent !== undefined) parent.family.due = plain(BigDecimal.sum(parent.family.due, change))
  if (BigDecimal.isNegative(change)) takeBack(state, record, change, time)
  else if (after === 0) land(state, record, change, time)
  else promise(state, record, change, time, time + after)
}

const promise = (state: State, order: OrderRecord, amount: Amount, since: number, lands: number): void => {
  const owed: Owed = { order, amount, since, lands }
  state.owed.set(order, [...(state.owed.get(order) ?? []), owed])
  state.agenda.plan(lands, (time) => {
    settle(state, order, owed)
    if (!BigDecimal.isZero(owed.amount)) land(state, order, owed.amount, time)
  })
}

/** Takes an amount from what is owed. */
const settle = ({ owed }: State, order: OrderRecord, landed: Owed): void => {
  const left = (owed.get(order) ?? []).filter((one) => one !== landed)
  if (left.length === 0) owed.delete(order)
  else owed.set(order, left)
}

/** What is due no more is first taken from what has not landed; only the rest is charged again. */
const takeBack = (state: State, record: OrderRecord, change: Amount, time: number): void => {
  let left = BigDecimal.negate(change)
  for (const owed of [...(state.owed.get(record) ?? [])].reverse()) {
    const cut = BigDecimal.min(owed.amount, left)
    owed.amount = BigDecimal.subtract(owed.amount, cut)
    left = BigDecimal.subtract(left, cut)
    if (BigDecimal.isZero(owed.amount)) settle(state, record, owed)
  }
  if (!BigDecimal.isZero(left)) land(state, record, BigDecimal.negate(left), time)
}

/** Moves money for no reason that the account's orders explain. */
export const move = (state: State, account: Account, amount: Amount, reason: Reason, time: number): void => {
  const [order, child] = [Option.none(), Option.none()]
  state.ledger.book({ account: account.name, amount, reason, order, child, time })
  state.credited(account, time)
}
