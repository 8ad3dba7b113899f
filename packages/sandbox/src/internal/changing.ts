/** What a test does to an order: it takes any state at any time, is held as it is, or forgotten. */
import { Known, type OrderState, Unknown } from "@smmkit/core/OrderState"
import * as BigDecimal from "effect/BigDecimal"
import * as Schema from "effect/Schema"
import type { Offer } from "../Catalogue.js"
import * as Delivery from "../Delivery.js"
import { SandboxError } from "../SandboxOptions.js"
import { plain, share, zero } from "./amounts.js"
import * as Deliveries from "./deliveries.js"
import * as DripFeeds from "./dripFeeds.js"
import { conclude, concludeRun, reopenRun, unopened } from "./families.js"
import { deliveredOf, enter, isEnd, isOver, meaningOf } from "./lifecycle.js"
import * as LinkCounts from "./linkCounts.js"
import * as Money from "./money.js"
import { countsOf } from "./orders.js"
import type { DripFeed, OrderRecord, Single, State, Subscription } from "./state.js"
import { awaitPost } from "./subscriptions.js"

/** A change as it is carried out: checked, its amounts read, its times in milliseconds. */
export interface Asked {
  readonly state?: OrderState | undefined
  readonly remains?: number | undefined
  readonly refund?: "due" | "none" | BigDecimal.BigDecimal | undefined
  readonly refundAfter?: number | undefined
  /** Whether its parent is changed as well, and what is due of that with it. */
  readonly withParent?: true
}

const isState = Schema.is(Schema.Union(Known, Unknown))

/** A state in the words of a test. */
export const readState = (word: string): OrderState | SandboxError =>
  isState(word)
    ? word
    : new SandboxError({ field: "state", remedy: "give a word of at most 100 characters, such as Partial" })

/** Half a package is never delivered, whatever a test says. */
export const partOfPackage = (
  offer: Offer,
  { state, remains }: Pick<Asked, "state" | "remains">,
  units: number
): SandboxError | undefined => {
  if (!Deliveries.isPackage(offer)) return undefined
  const unusable = (field: string, remedy: string) =>
    new SandboxError({ field, remedy: `a package is delivered whole or not at all: ${remedy}` })
  if (remains !== undefined && remains !== 0 && remains !== units) {
    return unusable("remains", `give 0 or ${units}`)
  }
  return state !== undefined && meaningOf(state) === "Partial"
    ? unusable("state", "give Completed or Canceled")
    : undefined
}

/** Why a change cannot be, if it cannot. */
export const objection = (
  state: State,
  record: OrderRecord,
  asked: Asked,
  now: number
): SandboxError | undefined => {
  const { remains, refund, refundAfter = 0 } = asked
  const unusable = (field: string, remedy: string) => new SandboxError({ field, remedy })
  if (record.forgotten) return unusable("order", "the panel has forgotten it; name another")
  if (remains !== undefined) {
    if (record.kind === "subscription") return unusable("remains", "a subscription has none; leave it out")
    const { units } = countsOf(record, now)
    if (!Number.isInteger(remains) || remains < 0 || remains > units) {
      return unusable("remains", `give a whole number from 0 to ${units}`)
    }
  }
  const part = partOfPackage(record.offer, asked, countsOf(record, now).units)
  if (part !== undefined) return part
  if (!Number.isFinite(refundAfter) || refundAfter < 0) {
    return unusable("refundAfter", "give a time that is not below zero and not for ever")
  }
  if (BigDecimal.isBigDecimal(refund)) {
    const { decimals } = state.settings
    if (decimals !== undefined && plain(refund).scale > decimals) {
      return unusable("refund", `give at most ${decimals} decimals, as many as the panel keeps`)
    }
    const left = Money.leftOf(record)
    if (BigDecimal.isNegative(refund) || BigDecimal.greaterThan(refund, left)) {
      return unusable(
        "refund",
        `give an amount from 0 to ${BigDecimal.format(plain(left))}, which is what is left of its price`
      )
    }
  }
  const back = BigDecimal.subtract(Money.refundedOf(record), dueAfter(state, record, asked, now))
  const isShort = BigDecimal.isPositive(back) && !Money.canPay(state, record.account, back)
  return isShort
    ? unusable("refund", "the account cannot pay back what was refunded; say refund: none, or give it funds")
    : undefined
}

/** What would be due of an order with its children after a change, as a bound on what is taken back. */
const dueAfter = (state: State, record: OrderRecord, asked: Asked, now: number): BigDecimal.BigDecimal => {
  const { refund = "due" } = asked
  if (refund === "none") return Money.refundedOf(record)
  if (refund !== "due") return BigDecimal.sum(Money.dueOf(record), refund)
  if (record.kind === "subscription") return Money.dueOf(record)
  const { units, delivered } = countsOf(record, now)
  const end = Money.ruleOf(asked.state ?? record.state)
  if (end === "all") return record.price
  return end === "none"
    ? zero
    : share(record.price, asked.remains ?? units - delivered, units, state.settings)
}

/** Carries out a change that has been checked. */
export const apply = (state: State, record: OrderRecord, asked: Asked, now: number): void => {
  const word = asked.state ?? record.state
  record.held = false
  record.cancelsAt = undefined
  switch (record.kind) {
    case "single":
      changeSingle(state, record, word, asked, now, Money.ruleOf(word))
      settleParent(state, record, now)
      break
    case "dripfeed":
      changeDripFeed(state, record, word, asked, now)
      break
    case "subscription":
      changeSubscription(state, record, word, asked, now)
  }
}

const changeSingle = (
  state: State,
  record: Single,
  word: OrderState,
  asked: Asked,
  now: number,
  rule: Money.Rule
): void => {
  const { units } = record
  LinkCounts.recount(state, record)
  const delivered = targetOf(record, word, asked.remains, now)
  const toEnd = isEnd(word)
  if (toEnd) {
    const wasOver = isOver(record)
    if (wasOver && record.parent !== undefined && !record.parent.family.running.has(record)) {
      record.parent.family.delivered += delivered - record.delivered
      record.parent.family.settledAt = now
    }
    Deliveries.rest(record, delivered, now)
    enter(state, record, word, now, "change")
    concludeRun(state, record, now, "change")
  } else {
    reopenRun(state, record, now)
    const plan = record.plan ?? Deliveries.planOf(state, record, units, record.created)
    Deliveries.rest(record, delivered, now)
    enter(state, record, word, now, "change")
    Deliveries.follow(
      state,
      record,
      meaningOf(word) === "Pending"
        ? { ...Deliveries.planOf(state, record, units, now), before: delivered }
        : Delivery.resume(plan, now, delivered)
    )
  }
  refund(state, record, Money.dueBy(state, record, rule, units - delivered, units), asked, now)
}

/** How much is delivered after a change: as it says, else all of what is completed, else what was. */
const targetOf = (record: Single, word: OrderState, remains: number | undefined, now: number): number => {
  if (remains !== undefined) return record.units - remains
  return meaningOf(word) === "Completed" ? record.units : deliveredOf(record, now)
}

/** Makes what is due what it shall be: by the rule, as it was, or so much more. */
const refund = (
  state: State,
  record: OrderRecord,
  rule: BigDecimal.BigDecimal,
  asked: Asked,
  now: number
): void => {
  const { refund = "due", refundAfter = 0, withParent = false } = asked
  // Of an order that goes on, nothing is decided where nothing was given; what was given stays given.
  const isDecided = refund !== "none" || isOver(record) || !BigDecimal.isZero(record.due)
  record.settledByHand = refund !== "due" && isDecided
  if (refund === "due" && !withParent) Money.oweByRule(state, record, rule, now, refundAfter)
  else {
    const due = refund === "due" ? rule : refund === "none" ? record.due : BigDecimal.sum(record.due, refund)
    Money.owe(state, record, plain(due), now, refundAfter)
  }
}

/** A drip-feed that is over says what became of its runs. */
const settleParent = (state: State, { parent }: Single, now: number): void => {
  if (parent?.kind === "dripfeed" && isOver(parent)) conclude(state, parent, now, "change")
}

const changeDripFeed = (
  state: State,
  record: DripFeed,
  word: OrderState,
  asked: Asked,
  now: number
): void => {
  const { runs, each, family } = record
  const { delivered: sofar } = countsOf(record, now)
  const total = runs * each
  const target =
    asked.remains === undefined ? (meaningOf(word) === "Completed" ? total : sofar) : total - asked.remains
  record.turn += 1
  // What is delivered is delivered by runs: those that it takes come now.
  while (family.children.length * each < target) DripFeeds.openRun(state, record, now)
  const [toEnd, rule] = [isEnd(word), Money.ruleOf(word)]
  record.held = true
  let left = target
  for (const child of [...family.children]) {
    const delivered = Math.min(each, left)
    left -= delivered
    const isDone = toEnd || isOver(child) || delivered === each
    const childWord = isDone ? endOf(delivered, each, word) : "In progress"
    const childRule = toEnd ? rule : Money.ruleOf(childWord)
    changeSingle(state, child, childWord, childAsked(asked, each - delivered), now, childRule)
    // What a run's own state would make due is not, where the parent's does not.
    if (childRule !== Money.ruleOf(childWord)) child.settledByHand = true
  }
  record.held = false
  record.stopped = toEnd
  enter(state, record, word, now, "change")
  refund(state, record, rule === "none" ? zero : unopened(record), asked, now)
  if (toEnd) return
  const { turn } = record
  if (family.children.length < runs) {
    state.agenda.plan(now + record.interval, (time) => {
      if (record.turn === turn && !record.held && !isOver(record)) DripFeeds.run(state, record, time)
    })
  } else conclude(state, record, now, "delivery")
}

/** What a run is called when its parent has ended: all of it is given back with the parent. */
const endOf = (delivered: number, each: number, word: OrderState): OrderState => {
  if (Money.ruleOf(word) === "all") return word
  return delivered >= each ? "Completed" : delivered > 0 ? "Partial" : "Canceled"
}

/** A run is given back by the rule with its parent, or not at all: another amount is the parent's. */
const childAsked = ({ refund, refundAfter }: Asked, remains: number): Asked => ({
  remains,
  refund: refund === undefined || refund === "due" ? "due" : "none",
  refundAfter,
  withParent: true
})

const changeSubscription = (
  state: State,
  record: Subscription,
  word: OrderState,
  asked: Asked,
  now: number
): void => {
  record.turn += 1
  enter(state, record, word, now, "change")
  // A pause that a test has asked for lasts until the test ends it.
  record.held = meaningOf(word) === "Paused"
  if (!isEnd(word) && !record.held) awaitPost(state, record, record.served + record.missed.length + 1, now)
  // The orders for its posts go on, and are given back by themselves.
  refund(state, record, record.due, asked, now)
}

/** Lets an order stay as it is, until it is changed. */
export const hold = (state: State, record: OrderRecord, now: number): SandboxError | undefined => {
  if (record.forgotten) {
    return new SandboxError({ field: "order", remedy: "the panel has forgotten it; name another" })
  }
  record.held = true
  record.cancelsAt = undefined
  if (record.kind === "single") Deliveries.rest(record, deliveredOf(record, now), now)
  else {
    record.turn += 1
    for (const child of record.family.running) hold(state, child, now)
  }
  return undefined
}

/** The panel does not know the order any more, nor its children. The book keeps its lines. */
export const forget = (record: OrderRecord): undefined => {
  record.forgotten = true
  if (record.kind !== "single") for (const child of record.family.children) child.forgotten = true
}
