/** Everything that the panel remembers, and how its order records look. */
import type { OrderId, RefillId } from "@smmkit/core/Identifiers"
import type { Order } from "@smmkit/core/Order"
import type { OrderForm } from "@smmkit/core/OrderForm"
import type * as BigDecimal from "effect/BigDecimal"
import type { Offer } from "../Catalogue.js"
import type { Plan, Progress } from "../Delivery.js"
import type { Ledger } from "../Ledger.js"
import type { Booking } from "../Sandbox.js"
import type { Settings } from "../SandboxOptions.js"
import type { Agenda } from "./agenda.js"

export interface Account {
  readonly name: string
  enabled: boolean
}

interface Common {
  readonly id: OrderId
  readonly account: Account
  readonly offer: Offer
  readonly form: OrderForm
  readonly link: string
  readonly created: number
  readonly startCount: number
  /** What it cost; of a child of a drip-feed its part of what the parent cost. */
  readonly price: BigDecimal.BigDecimal
  /** What was given back of it so far. */
  refunded: BigDecimal.BigDecimal
  readonly children: Array<Single>
  /** From when on a cancel that was asked for holds. */
  stopsAt: number | undefined
}

/** An order that is delivered in one go: by itself, or as the child of another. */
export interface Single extends Common {
  readonly kind: "single"
  readonly units: number
  readonly parent: DripFeed | Subscription | undefined
  plan: Plan
  /** Its last answer, which stays good while nothing more is delivered. */
  shown: { readonly state: Progress["state"]; readonly delivered: number; readonly text: string } | undefined
}

/** An order that is delivered in runs, each a child that its parent has paid for. */
export interface DripFeed extends Common {
  readonly kind: "dripfeed"
  readonly runs: number
  /** How much each run delivers. */
  readonly each: number
}

/** An order for posts to come, each a child that is charged for when it appears. */
export interface Subscription extends Common {
  readonly kind: "subscription"
  readonly order: Extract<Order, { readonly type: "Subscriptions" }>
  /** After this it serves no more posts. */
  readonly expires: number
  served: number
  /** Whether the last post found too little money. */
  paused: boolean
}

export type OrderRecord = Single | DripFeed | Subscription

export interface RefillRecord {
  readonly id: RefillId
  readonly order: OrderRecord
  readonly requested: number
  readonly starts: number
  readonly ends: number
  readonly rejected: boolean
}

export interface State {
  readonly settings: Settings
  readonly catalogue: ReadonlyArray<Offer>
  readonly offers: ReadonlyMap<string, Offer>
  readonly accounts: Map<string, Account>
  readonly accountOf: Map<string, Account>
  readonly ledger: Ledger
  readonly orders: Map<string, OrderRecord>
  readonly refills: Map<string, RefillRecord>
  /** The last refill of an order. */
  readonly refillOf: Map<string, RefillRecord>
  readonly bookings: Array<Booking>
  readonly agenda: Agenda
  readonly servicesText: () => string
}
