/**
 * The books held against each other: the ledger's lines and balances, the orders' own records, what is
 * owed, the sums that parents keep, and the views. Each is written by itself; what they do not agree on
 * is named. It looks at what is true before any trait or mishap has changed what is said of it.
 */
import * as BigDecimal from "effect/BigDecimal"
import * as Option from "effect/Option"
import type { Disagreement, OrderView } from "../SandboxView.js"
import { zero } from "./amounts.js"
import { ruleOf } from "./changing.js"
import { isPackage } from "./deliveries.js"
import { unopened } from "./families.js"
import { deliveredOf, isEnd, payerOf } from "./lifecycle.js"
import * as Money from "./money.js"
import { countsOf } from "./orders.js"
import type { OrderRecord, State } from "./state.js"
import * as Views from "./views.js"

type Amount = BigDecimal.BigDecimal

interface Sums {
  charged: Amount
  given: Amount
}

const text = BigDecimal.format

export const find = (state: State, now: number): ReadonlyArray<Disagreement> => {
  const found: Array<Disagreement> = []
  const tell = (between: string, about: string, says: string): void => {
    found.push({ between, about, says })
  }
  const same = (between: string, about: string, a: Amount, b: Amount, what: string): void => {
    if (!BigDecimal.equals(a, b)) tell(between, about, `${what}: ${text(a)} and ${text(b)}`)
  }
  const lines = ofLedger(state, tell)
  const children = new Map<OrderRecord, Array<OrderRecord>>()
  for (const record of state.orders.values()) {
    const payer = payerOf(record)
    if (payer === record) continue
    const family = children.get(payer)
    if (family === undefined) children.set(payer, [record])
    else family.push(record)
  }
  for (const record of state.orders.values()) {
    checkRecord(state, record, now, tell)
    const family = children.get(record) ?? []
    checkView(Views.order(state, record, now), record, family, same)
    checkFamily(record, family, now, same, tell)
    if (payerOf(record) !== record) continue
    const sums = lines.get(record.id) ?? { charged: zero, given: zero }
    const paid = record.kind === "subscription" ? [record, ...family] : [record]
    same(
      "ledger/order",
      record.id,
      sums.charged,
      sum(paid, ({ price }) => price),
      "charged"
    )
    same(
      "ledger/order",
      record.id,
      sums.given,
      sum([record, ...family], ({ refunded }) => refunded),
      "given back"
    )
    lines.delete(record.id)
  }
  for (const id of lines.keys()) tell("ledger/order", id, "the ledger names an order that is not there")
  return found
}

type Tell = (between: string, about: string, says: string) => void
type Same = (between: string, about: string, a: Amount, b: Amount, what: string) => void

const sum = (records: ReadonlyArray<OrderRecord>, of: (record: OrderRecord) => Amount): Amount =>
  records.reduce((total, record) => BigDecimal.sum(total, of(record)), zero)

/** Adds up the ledger's lines by order, and holds them against its balances. */
const ofLedger = ({ ledger, accounts, settings }: State, tell: Tell): Map<string, Sums> => {
  const balances = new Map<string, Amount>()
  const byOrder = new Map<string, Sums>()
  for (const { account, amount, balance, order, reason, time } of ledger.entries()) {
    const after = BigDecimal.sum(balances.get(account) ?? zero, amount)
    balances.set(account, after)
    if (!BigDecimal.equals(after, balance)) {
      tell(
        "ledger/balance",
        account,
        `a line ends at ${text(balance)}, the lines before it at ${text(after)}`
      )
    }
    if (!settings.mayOwe && BigDecimal.isNegative(after))
      tell("ledger/balance", account, `below zero: ${text(after)}`)
    if (!Number.isInteger(time)) tell("ledger/time", account, `a line was written at ${time}`)
    if (Option.isNone(order)) continue
    const { decimals } = settings
    if (decimals !== undefined && BigDecimal.normalize(amount).scale > decimals) {
      tell("ledger/decimals", order.value, `${text(amount)} has more than ${decimals} decimals`)
    }
    const sums = byOrder.get(order.value) ?? { charged: zero, given: zero }
    byOrder.set(order.value, sums)
    if (reason === "charge") sums.charged = BigDecimal.subtract(sums.charged, amount)
    else sums.given = BigDecimal.sum(sums.given, amount)
  }
  for (const name of accounts.keys()) {
    const [told, lines] = [ledger.balance(name), balances.get(name) ?? zero]
    if (!BigDecimal.equals(told, lines)) {
      tell("ledger/balance", name, `the balance is ${text(told)}, the lines come to ${text(lines)}`)
    }
  }
  return byOrder
}

/** What one record says by itself: its state, its counts, and what the panel's rule makes due of it. */
const checkRecord = (state: State, record: OrderRecord, now: number, tell: Tell): void => {
  const { id, state: word, due, refunded, price, ended } = record
  const owed = (state.owed.get(record) ?? []).reduce(
    (total, { amount }) => BigDecimal.sum(total, amount),
    zero
  )
  if (!BigDecimal.equals(BigDecimal.sum(refunded, owed), due)) {
    tell("owed/order", id, `due ${text(due)}, given back ${text(refunded)}, owed ${text(owed)}`)
  }
  const most = record.kind === "single" ? price : Money.totalOf(record)
  if (BigDecimal.isNegative(refunded) || BigDecimal.greaterThan(Money.dueOf(record), most)) {
    tell("order/price", id, `of ${text(most)} there is ${text(Money.dueOf(record))} due`)
  }
  if (isEnd(word) !== (ended !== undefined)) tell("order/state", id, `it is ${word}, and its end is ${ended}`)
  const { units, delivered } = countsOf(record, now)
  if (record.kind === "subscription") return
  if (!Number.isInteger(delivered) || delivered < 0 || delivered > units) {
    tell("order/counts", id, `of ${units} units ${delivered} are delivered`)
    return
  }
  if (isPackage(record.offer) && delivered !== 0 && delivered !== units) {
    tell("order/counts", id, `of a package of ${units} there are ${delivered} delivered`)
  }
  if (ended === undefined || record.settledByHand) return
  const rule = dueByRule(state, record, units - delivered, units)
  if (!BigDecimal.equals(due, rule)) tell("rule/order", id, `due ${text(due)}, by its state ${text(rule)}`)
}

/** What the panel's rule gives back of an order itself; of a drip-feed, for the runs that did not come. */
const dueByRule = (state: State, record: OrderRecord, remains: number, units: number): Amount => {
  const rule = ruleOf(record.state)
  if (record.kind === "dripfeed") return rule === "none" ? zero : unopened(record)
  return Money.dueBy(state, record, rule, remains, units)
}

/** The sums that a parent keeps, against its children themselves. */
const checkFamily = (
  record: OrderRecord,
  children: ReadonlyArray<OrderRecord>,
  now: number,
  same: Same,
  tell: Tell
): void => {
  if (record.kind === "single") {
    if (children.length > 0) tell("children/parent", record.id, "it is no parent, and has children")
    return
  }
  const { family, id } = record
  const listed = new Set<OrderRecord>(family.children)
  if (listed.size !== children.length || children.some((child) => !listed.has(child))) {
    tell("children/parent", id, `it names ${listed.size} children, and ${children.length} name it`)
  }
  same(
    "children/parent",
    id,
    family.price,
    sum(children, ({ price }) => price),
    "price"
  )
  same(
    "children/parent",
    id,
    family.due,
    sum(children, ({ due }) => due),
    "due"
  )
  same(
    "children/parent",
    id,
    family.refunded,
    sum(children, ({ refunded }) => refunded),
    "given back"
  )
  const delivered = children.reduce(
    (total, child) => total + (child.kind === "single" ? deliveredOf(child, now) : 0),
    0
  )
  if (record.kind === "dripfeed" && countsOf(record, now).delivered !== delivered) {
    tell("children/parent", id, `delivered: ${countsOf(record, now).delivered} and ${delivered}`)
  }
  if (record.kind === "dripfeed" && family.children.length === record.runs) {
    same("children/parent", id, record.price, family.price, "price of all runs")
  }
}

/** What a view tells, against the record and those of its children. */
const checkView = (
  view: OrderView,
  record: OrderRecord,
  children: ReadonlyArray<OrderRecord>,
  same: Same
): void => {
  const all = [record, ...children]
  const paid = record.kind === "dripfeed" ? [record] : all
  const due = sum(all, ({ due }) => due)
  const refunded = sum(all, ({ refunded }) => refunded)
  same(
    "view/order",
    record.id,
    view.total,
    sum(paid, ({ price }) => price),
    "total"
  )
  same("view/order", record.id, view.refunded, refunded, "given back")
  same("view/order", record.id, view.owed, BigDecimal.subtract(due, refunded), "owed")
}
