/** Everything that the panel remembers, and how its order records look. */
import type { OrderId, RefillId } from "@smmkit/core/Identifiers"
import type { Order } from "@smmkit/core/Order"
import type { OrderForm } from "@smmkit/core/OrderForm"
import type { OrderState } from "@smmkit/core/OrderState"
import type { RefillState } from "@smmkit/core/RefillState"
import type * as BigDecimal from "effect/BigDecimal"
import type { Offer } from "../Catalogue.js"
import type { Plan } from "../Delivery.js"
import type { Ledger } from "../Ledger.js"
import type { CallEntry, Transition } from "../Log.js"
import type { Settings } from "../SandboxOptions.js"
import type { Sender } from "../SandboxView.js"
import type { Agenda } from "./agenda.js"
import type { Limits } from "./limits.js"
import type { Log } from "./log.js"
import type { Numbers } from "./numbers.js"
import type { Shop } from "./shop.js"

export interface Account {
  readonly name: string
  readonly currency: string
  enabled: boolean
  /** Its deliveries that are not over, the oldest first. */
  readonly running: Set<Single>
  /** Its subscriptions whose posts wait for money. */
  readonly unpaid: Set<Subscription>
}

interface Common {
  readonly id: OrderId
  readonly account: Account
  readonly offer: Offer
  readonly form: OrderForm
  readonly link: string
  readonly by: Sender
  readonly created: number
  readonly startCount: number
  /** What it cost; of a child of a drip-feed its part of what the parent cost. */
  readonly price: BigDecimal.BigDecimal
  /** Its state, which only `enter` changes. */
  state: OrderState
  /** The states that it was in before. */
  was: Was | undefined
  started: number | undefined
  ended: number | undefined
  /** What is to be given back of it in all, and what has been. */
  due: BigDecimal.BigDecimal
  refunded: BigDecimal.BigDecimal
  /** What had been given back before, of its children too. */
  gave: Gave | undefined
  /** From when on a cancel that was asked for holds. */
  cancelsAt: number | undefined
  /** A held order stays as it is. */
  held: boolean
  /** The panel answers no longer about a forgotten order. */
  forgotten: boolean
  /** Whether what is due was set by a test, and not by the panel's own rule. */
  settledByHand: boolean
}

/** A state that an order was in until a time, and those before it. */
export interface Was {
  readonly state: OrderState
  readonly until: number
  readonly before: Was | undefined
}

/** What had been given back until a time, and what before that. */
export interface Gave {
  readonly amount: BigDecimal.BigDecimal
  readonly until: number
  readonly before: Gave | undefined
}

/** How an order was delivered until a time: by a plan, or it rested at so much; and how before that. */
export interface Stretch {
  readonly plan: Plan | undefined
  readonly delivered: number
  readonly until: number
  readonly before: Stretch | undefined
}

/** An order that is delivered in one go: by itself, or as the child of another. */
export interface Single extends Common {
  readonly kind: "single"
  readonly units: number
  readonly parent: Parent | undefined
  /** How it is delivered while it is; what an earlier plan had in store does not happen. */
  plan: Plan | undefined
  /** How much is delivered while nothing more is. */
  delivered: number
  /** How it was delivered before. */
  past: Stretch | undefined
  /** Whether what it delivered is in the sum of what its link has got. */
  isCounted: boolean
  /** Its last answer, which stays good while nothing about it changes. */
  shown: Shown | undefined
}

export interface Shown {
  readonly state: OrderState
  readonly delivered: number
  readonly refunded: BigDecimal.BigDecimal
  readonly text: string
}

/** How many of a kind of thing a link has: the sum of what is settled, and orders that may still add to it. */
export interface LinkCount {
  readonly kind: string
  settled: number
  readonly moving: Array<Single>
  /** What it last came to, where there are many orders. */
  last: { readonly time: number; readonly sum: number } | undefined
}

/** What a parent's children come to, kept up to date, so that thousands of them cost nothing to sum. */
export interface Family {
  readonly children: Array<Single>
  readonly running: Set<Single>
  price: BigDecimal.BigDecimal
  due: BigDecimal.BigDecimal
  refunded: BigDecimal.BigDecimal
  /** What those have delivered that do not run, and since when that is so. */
  delivered: number
  settledAt: number
}

/** An order that is delivered in runs, each a child that its parent has paid for. */
export interface DripFeed extends Common {
  readonly kind: "dripfeed"
  readonly runs: number
  /** How much each run delivers. */
  readonly each: number
  /** Milliseconds from the start of one run to that of the next. */
  readonly interval: number
  readonly family: Family
  /** Whether no more runs come, though there would be some. */
  stopped: boolean
  /** Grows when what was planned is off. */
  turn: number
}

/** An order for posts to come, each a child that is charged for when it appears. */
export interface Subscription extends Common {
  readonly kind: "subscription"
  readonly order: Extract<Order, { readonly type: "Subscriptions" }>
  /** After this it serves no more posts. */
  readonly expires: number
  readonly family: Family
  served: number
  /** The posts that found too little money, the oldest first. */
  readonly missed: Array<string>
  turn: number
}

export type Parent = DripFeed | Subscription
export type OrderRecord = Single | Parent

export interface RefillRecord {
  readonly id: RefillId
  readonly order: OrderRecord
  readonly requested: number
  readonly starts: number
  readonly ends: number
  readonly rejected: boolean
  /** The states that a test has set, the last one first. */
  set: SetState | undefined
}

export interface SetState {
  readonly state: RefillState
  readonly since: number
  readonly before: SetState | undefined
}

/** Money that is owed and has not landed. */
export interface Owed {
  readonly order: OrderRecord
  amount: BigDecimal.BigDecimal
  readonly since: number
  readonly lands: number
}

/** What the panel writes in place of its own words, as JSON values. */
export interface Written {
  readonly balance?: unknown
  readonly charge?: unknown
  /** Words of refusal, by the beginning of the canonical ones. */
  readonly refusals?: Readonly<Record<string, string>> | undefined
}

export interface State {
  readonly settings: Settings
  readonly shop: Shop
  readonly accounts: Map<string, Account>
  readonly accountOf: Map<string, Account>
  readonly ledger: Ledger
  readonly orders: Map<string, OrderRecord>
  /** By link, and by the kind of thing too where there are several for one link. */
  readonly linkCounts: Map<string, LinkCount>
  /** How many orders of an account, a service and a link are not over; kept only where it matters. */
  readonly active: Map<string, number>
  readonly owed: Map<OrderRecord, Array<Owed>>
  readonly refills: Map<string, RefillRecord>
  /** The last refill of an order. */
  readonly refillOf: Map<string, RefillRecord>
  /** How much of an order was lost again after its end, beside what the settings say. */
  readonly dropped: Map<string, number>
  /** The orders that came with a `request_id`, by account and that. */
  readonly requests: Map<string, { readonly order: OrderId; readonly time: number }>
  readonly orderNumbers: Numbers<OrderId>
  readonly refillNumbers: Numbers<RefillId>
  readonly agenda: Agenda
  readonly calls: Log<CallEntry>
  readonly transitions: Log<Transition>
  readonly limits: Limits
  written: Written
  /** Tells that an account's money has changed: posts that wait for money are tried again. */
  readonly credited: (account: Account, time: number) => void
}
