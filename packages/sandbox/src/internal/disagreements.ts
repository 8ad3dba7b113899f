/**
 * The books held against each other: the ledger's lines and balances, the orders' own records, what is
 * owed, the sums and lists that accounts and parents keep, and the views. Each is written by itself; what
 * they do not agree on is named. What they should say is reckoned here from the records alone, by other
 * means than the panel's. It looks at what is true before any trait or mishap has changed what is said.
 */
import * as BigDecimal from "effect/BigDecimal"
import * as Option from "effect/Option"
import type { Disagreement, OrderView } from "../SandboxView.js"
import * as Rules from "./rules.js"
import type { OrderRecord, Parent, State } from "./state.js"
import * as Views from "./views.js"

type Amount = BigDecimal.BigDecimal
type Tell = (between: string, about: string, says: string) => void
type Same = (between: string, about: string, a: Amount, b: Amount, what: string) => void

/** What the ledger's lines come to: by the order that paid, and by the child that they were about. */
interface Sums {
  charged: Amount
  given: Amount
  readonly children: Map<string, Sums>
}

const nothing = BigDecimal.make(0n, 0)
const noSums = (): Sums => ({ charged: nothing, given: nothing, children: new Map() })
const text = BigDecimal.format

const sum = (records: ReadonlyArray<OrderRecord>, of: (record: OrderRecord) => Amount): Amount =>
  records.reduce((total, record) => BigDecimal.sum(total, of(record)), nothing)

const parentOf = (record: OrderRecord): Parent | undefined =>
  record.kind === "single" ? record.parent : undefined

export const find = (state: State, now: number): ReadonlyArray<Disagreement> => {
  const found: Array<Disagreement> = []
  const tell: Tell = (between, about, says) => {
    found.push({ between, about, says })
  }
  const same: Same = (between, about, a, b, what) => {
    if (!BigDecimal.equals(a, b)) tell(between, about, `${what}: ${text(a)} and ${text(b)}`)
  }
  const lines = ofLedger(state, tell)
  const families = familiesOf(state)
  for (const record of state.orders.values()) {
    const children = families.get(record) ?? []
    const view = Views.order(state, record, now)
    checkRecord(state, record, view, tell)
    checkRule(state, record, children, view, tell)
    checkView(view, record, children, same, tell)
    if (record.kind === "single") {
      if (children.length > 0) tell("children/parent", record.id, "it is no parent, and has children")
    } else checkFamily(state, record, children, now, view, same, tell)
    if (parentOf(record) !== undefined) continue
    checkLines(record, children, lines.get(record.id) ?? noSums(), same, tell)
    lines.delete(record.id)
  }
  for (const id of lines.keys()) tell("ledger/order", id, "the ledger names an order that is not there")
  return found
}

/** The children of each order that has some. */
const familiesOf = ({ orders }: State): ReadonlyMap<OrderRecord, ReadonlyArray<OrderRecord>> => {
  const families = new Map<OrderRecord, Array<OrderRecord>>()
  for (const record of orders.values()) {
    const parent = parentOf(record)
    if (parent === undefined) continue
    const family = families.get(parent)
    if (family === undefined) families.set(parent, [record])
    else family.push(record)
  }
  return families
}

/** Adds up the ledger's lines, and holds them against its balances. */
const ofLedger = ({ ledger, accounts, settings }: State, tell: Tell): Map<string, Sums> => {
  const { decimals, mayOwe } = settings
  const balances = new Map<string, Amount>()
  const byOrder = new Map<string, Sums>()
  for (const { account, amount, balance, order, child, reason, time } of ledger.entries()) {
    const after = BigDecimal.sum(balances.get(account) ?? nothing, amount)
    balances.set(account, after)
    if (!BigDecimal.equals(after, balance)) {
      const told = `a line ends at ${text(balance)}, the lines before it at ${text(after)}`
      tell("ledger/balance", account, told)
    }
    if (!mayOwe && BigDecimal.isNegative(after)) tell("ledger/balance", account, `below zero: ${text(after)}`)
    if (!Number.isInteger(time)) tell("ledger/time", account, `a line was written at ${time}`)
    if (Option.isNone(order)) continue
    if (decimals !== undefined && BigDecimal.normalize(amount).scale > decimals) {
      tell("ledger/decimals", order.value, `${text(amount)} has more than ${decimals} decimals`)
    }
    const top = byOrder.get(order.value) ?? noSums()
    byOrder.set(order.value, top)
    const all = [top]
    if (Option.isSome(child)) {
      const own = top.children.get(child.value) ?? noSums()
      top.children.set(child.value, own)
      all.push(own)
    }
    for (const sums of all) {
      if (reason === "charge") sums.charged = BigDecimal.subtract(sums.charged, amount)
      else sums.given = BigDecimal.sum(sums.given, amount)
    }
  }
  for (const name of accounts.keys()) {
    const [told, lines] = [ledger.balance(name), balances.get(name) ?? nothing]
    if (!BigDecimal.equals(told, lines)) {
      tell("ledger/balance", name, `the balance is ${text(told)}, the lines come to ${text(lines)}`)
    }
  }
  return byOrder
}

/** The ledger's lines about an order and its children, against their records. */
const checkLines = (
  record: OrderRecord,
  children: ReadonlyArray<OrderRecord>,
  { charged, given, children: own }: Sums,
  same: Same,
  tell: Tell
): void => {
  const paid = record.kind === "subscription" ? [record, ...children] : [record]
  const [price, refunded] = [
    sum(paid, ({ price }) => price),
    sum([record, ...children], ({ refunded }) => refunded)
  ]
  same("ledger/order", record.id, charged, price, "charged")
  same("ledger/order", record.id, given, refunded, "given back")
  const strangers = new Map(own)
  for (const child of children) {
    const { charged, given } = own.get(child.id) ?? noSums()
    strangers.delete(child.id)
    same("ledger/order", child.id, charged, record.kind === "subscription" ? child.price : nothing, "charged")
    same("ledger/order", child.id, given, child.refunded, "given back")
  }
  for (const id of strangers.keys()) tell("ledger/order", id, `the ledger calls it a child of ${record.id}`)
}

/** What a record says by itself: its state, its times, its counts, and the lists that it stands in. */
const checkRecord = (state: State, record: OrderRecord, view: OrderView, tell: Tell): void => {
  const { id, state: word, due, refunded, created, started, ended, account } = record
  const owed = (state.owed.get(record) ?? []).reduce(
    (total, { amount }) => BigDecimal.sum(total, amount),
    nothing
  )
  if (!BigDecimal.equals(BigDecimal.sum(refunded, owed), due)) {
    tell("owed/order", id, `due ${text(due)}, given back ${text(refunded)}, owed ${text(owed)}`)
  }
  if (Rules.isEnd(word) !== (ended !== undefined)) {
    tell("order/state", id, `it is ${word}, and its end is ${ended}`)
  }
  const times = [created, started ?? created, ended ?? started ?? created]
  if (times.some((time, at) => !Number.isInteger(time) || time < (times[at - 1] ?? time))) {
    tell("order/times", id, `it came at ${created}, began at ${started} and ended at ${ended}`)
  }
  if (record.kind === "subscription") return
  const { units, delivered } = view
  if (!Number.isInteger(delivered) || delivered < 0 || delivered > units) {
    tell("order/counts", id, `of ${units} units ${delivered} are delivered`)
  }
  if (record.kind !== "single") return
  if (Rules.isWhole(record) && delivered !== 0 && delivered !== units) {
    tell("order/counts", id, `of a package of ${units} there are ${delivered} delivered`)
  }
  const runs = ended === undefined
  const { parent, plan } = record
  if (!runs && plan !== undefined) tell("order/state", id, `it is ${word}, and delivery goes on`)
  if (
    account.running.has(record) !== runs ||
    (parent !== undefined && parent.family.running.has(record) !== runs)
  ) {
    tell("running/order", id, `it is ${word}, and ${runs ? "not among" : "among"} those that run`)
  }
}

/** What the panel's rules make an order cost, and make due of it. */
const checkRule = (
  { settings }: State,
  record: OrderRecord,
  children: ReadonlyArray<OrderRecord>,
  { delivered }: OrderView,
  tell: Tell
): void => {
  const { id, price, due, state: word, ended, settledByHand } = record
  const told = () => tell("rule/order", id, `it costs ${text(price)}, and by its service's rate it does not`)
  if (parentOf(record)?.kind !== "dripfeed" && !Rules.isPriced(record, settings)) told()
  if (record.kind === "dripfeed") {
    for (const [nth, child] of children.entries()) {
      if (Rules.isRunPriced(record, children, nth, settings)) continue
      tell("rule/order", child.id, `run ${nth + 1} costs ${text(child.price)} of ${text(price)}`)
    }
  }
  if (ended === undefined || settledByHand || record.kind === "subscription") return
  const isRight =
    record.kind === "single"
      ? Rules.isDue(record, delivered, settings)
      : BigDecimal.equals(due, Rules.dueOfRuns(record, children))
  if (!isRight) tell("rule/order", id, `due ${text(due)}, which is not what ${word} gives back`)
}

/** The sums that a parent keeps, against its children themselves. */
const checkFamily = (
  state: State,
  record: Parent,
  children: ReadonlyArray<OrderRecord>,
  now: number,
  { delivered }: OrderView,
  same: Same,
  tell: Tell
): void => {
  const { family, id } = record
  const listed = new Set<OrderRecord>(family.children)
  if (listed.size !== children.length || children.some((child) => !listed.has(child))) {
    tell("children/parent", id, `it names ${listed.size} children, and ${children.length} name it`)
  }
  const sums = (["price", "due", "refunded"] as const).map(
    (of) => [of, sum(children, (child) => child[of])] as const
  )
  for (const [of, total] of sums) same("children/parent", id, family[of], total, of)
  if (record.kind !== "dripfeed") return
  const own = children.reduce((total, child) => total + Views.order(state, child, now).delivered, 0)
  if (delivered !== own) tell("children/parent", id, `delivered: ${delivered} and ${own}`)
}

/** What a view tells, against the record and those of its children. */
const checkView = (
  view: OrderView,
  record: OrderRecord,
  children: ReadonlyArray<OrderRecord>,
  same: Same,
  tell: Tell
): void => {
  const { id, price } = record
  const all = [record, ...children]
  const [due, refunded] = [sum(all, ({ due }) => due), sum(all, ({ refunded }) => refunded)]
  const total = record.kind === "dripfeed" ? price : sum(all, ({ price }) => price)
  same("view/order", id, view.total, total, "total")
  same("view/order", id, view.refunded, refunded, "given back")
  same("view/order", id, view.owed, BigDecimal.subtract(due, refunded), "owed")
  if (BigDecimal.isNegative(refunded) || BigDecimal.greaterThan(due, total)) {
    tell("order/price", id, `of ${text(total)} there is ${text(due)} due`)
  }
  if (view.payer !== (parentOf(record) ?? record).id) tell("view/order", id, `${view.payer} has paid for it`)
  const isAtRest = record.kind === "single" && record.plan === undefined
  if (isAtRest && view.delivered !== record.delivered) {
    tell("view/order", id, `delivered: ${view.delivered} and ${record.delivered}`)
  }
}
