/**
 * What panels answer, as plain values: amounts are exact texts, what a panel does not say is null, and all of
 * it comes out of `JSON.stringify` as it is.
 *
 * @since 0.1.0
 */

import type { KeyConflict, OutcomeUnrecorded } from "./JournalErrors.js"
import type { Interrupted, NotSent, OrderWithheld, OutcomeUnknown, UnexpectedAnswer } from "./PanelErrors.js"
import type { Refusal } from "./Refusals.js"
import type { InvalidOrder } from "./UsageErrors.js"

/**
 * An amount of money. `currency` is the panel's own word, such as `USD`; where the panel says none, it must
 * not be assumed.
 *
 * @since 0.1.0
 * @category models
 */
export interface Money {
  /** Plain digits, such as `12.50`; `decimal` reckons with them. */
  readonly amount: string
  readonly currency: string | null
}

/**
 * One service of the panel's catalogue.
 *
 * @since 0.1.0
 * @category models
 */
export interface Service {
  /** The service's ID. */
  readonly service: string
  readonly name: string
  /** The protocol's service type, which is the `type` of an order for it; or the panel's own word. */
  readonly type: string
  readonly category: string
  /** The price of 1000 units, or of the whole package. */
  readonly rate: string | null
  readonly min: number | null
  readonly max: number | null
  readonly refill: boolean | null
  readonly cancel: boolean | null
  readonly dripfeed: boolean | null
  readonly currency: string | null
  readonly desc: string | null
  /** Where the catalogue lists the service several times, and differently: in what. What differs is null. */
  readonly unclear: string | null
}

/**
 * The states that the protocol has for orders. A panel's own word may stand in its place, and is not final.
 *
 * @since 0.1.0
 * @category models
 */
export type KnownState =
  | "Pending"
  | "Processing"
  | "In progress"
  | "Completed"
  | "Partial"
  | "Canceled"
  | "Refunded"
  | "Failed"
  | "Active"
  | "Paused"
  | "Expired"
  | "Limit"

/**
 * How an order is doing.
 *
 * `charge` is the first charge on some panels and what is left of it on others, so a refund must not be
 * computed from it. `remains` may be negative, and some panels send 0 where they do not know it: it does not
 * mean finished. `orders` are the children of a drip-feed order or a subscription.
 *
 * @since 0.1.0
 * @category models
 */
export interface OrderStatus {
  readonly status: KnownState | (string & Record<never, never>)
  readonly charge: string | null
  readonly startCount: number | null
  readonly remains: number | null
  readonly currency: string | null
  readonly runs: number | null
  readonly posts: number | null
  readonly expiry: string | boolean | null
  readonly orders: ReadonlyArray<string> | null
}

/**
 * An order that the panel took.
 *
 * @since 0.1.0
 * @category models
 */
export interface PlacedOrder {
  /** The order's ID. */
  readonly order: string
  /** What it cost, where the panel says so. */
  readonly charge: string | null
  readonly currency: string | null
  /** What the panel wrote for the charge, where that is no amount. */
  readonly chargeText: string | null
}

/**
 * An order that is in the journal under a key, and that the panel took.
 *
 * @since 0.1.0
 * @category models
 */
export interface PlacedOnce {
  readonly key: string
  /** The order's ID. */
  readonly order: string
  readonly charge: string | null
  readonly currency: string | null
  /** When the key was first used, in milliseconds since the epoch. */
  readonly created: number
}

/**
 * A refill that the panel took.
 *
 * @since 0.1.0
 * @category models
 */
export interface RefillRequested {
  /** The refill's ID. */
  readonly refill: string
}

/**
 * The states that the protocol has for refills. A panel's own word may stand in its place.
 *
 * @since 0.1.0
 * @category models
 */
export type KnownRefillState =
  | "Pending"
  | "Approved"
  | "Processing"
  | "In progress"
  | "Completed"
  | "Rejected"
  | "Canceled"
  | "Error"

/**
 * How a refill is doing.
 *
 * @since 0.1.0
 * @category models
 */
export interface RefillStatus {
  readonly status: KnownRefillState | (string & Record<never, never>)
}

/**
 * What a call that only reads can be refused or fail with on its way.
 *
 * @since 0.1.0
 * @category errors
 */
export type ReadError = Refusal | UnexpectedAnswer | NotSent | Interrupted

/**
 * What a call that spends or changes something can be refused or fail with: whatever may have been done is
 * `OutcomeUnknown`, all others say that nothing was.
 *
 * @since 0.1.0
 * @category errors
 */
export type SpendError =
  | Refusal
  | NotSent
  | OutcomeUnknown
  | OrderWithheld
  | InvalidOrder
  | KeyConflict
  | OutcomeUnrecorded

/**
 * The answer about one ID of many. One bad ID leaves the others unharmed.
 *
 * @since 0.1.0
 * @category models
 */
export type Answered<A, E> =
  | { readonly id: string; readonly ok: true; readonly value: A }
  | { readonly id: string; readonly ok: false; readonly error: E }
