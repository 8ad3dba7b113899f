/**
 * What a sandbox shows of its orders, its refills and its money, and by what they are looked for.
 *
 * @since 0.1.0
 */
import type { OrderId, RefillId } from "@smmkit/core/Identifiers"
import type { OrderForm } from "@smmkit/core/OrderForm"
import type { OrderState } from "@smmkit/core/OrderState"
import type { RefillState } from "@smmkit/core/RefillState"
import type * as BigDecimal from "effect/BigDecimal"
import type * as Duration from "effect/Duration"
import type * as Option from "effect/Option"

/**
 * Who sent an order: whoever the test watches, or a stranger with the same key.
 *
 * @since 0.1.0
 * @category models
 */
export type Sender = "caller" | "stranger"

/**
 * An `add` that became an order: the proof of what was booked, and how often.
 *
 * @since 0.1.0
 * @category models
 */
export interface Booking {
  readonly order: OrderId
  readonly account: string
  readonly by: Sender
  /** The form as it came, without key and action. */
  readonly form: OrderForm
  readonly time: number
  readonly price: BigDecimal.BigDecimal
}

/**
 * An order as the panel knows it. Children of drip-feeds and subscriptions are orders too. Times are
 * milliseconds since the epoch.
 *
 * @since 0.1.0
 * @category models
 */
export interface OrderView {
  readonly order: OrderId
  readonly account: string
  readonly by: Sender
  readonly service: string
  readonly link: string
  /** The form as it came, without key and action. */
  readonly form: OrderForm
  readonly state: OrderState
  /** How much was ordered; of a subscription how many posts, 0 where there is no bound. */
  readonly units: number
  readonly delivered: number
  readonly remains: number
  /** How much of what was delivered is lost again, and not refilled. */
  readonly lost: number
  readonly startCount: number
  /** What it cost by itself; of a run of a drip-feed its part of what the parent paid. */
  readonly price: BigDecimal.BigDecimal
  /** What it cost with its children. */
  readonly total: BigDecimal.BigDecimal
  /** What was given back of it and its children, and what else is due and has not landed. */
  readonly refunded: BigDecimal.BigDecimal
  readonly owed: BigDecimal.BigDecimal
  /** The order that paid, which the ledger's lines name: itself, or its parent. */
  readonly payer: OrderId
  readonly parent: Option.Option<OrderId>
  readonly children: ReadonlyArray<OrderId>
  readonly created: number
  readonly started: Option.Option<number>
  readonly ended: Option.Option<number>
}

/**
 * Which orders are looked for. What is left out makes no difference.
 *
 * @since 0.1.0
 * @category models
 */
export interface Filter {
  readonly account?: string | undefined
  readonly service?: string | undefined
  readonly link?: string | undefined
  readonly state?: string | undefined
  readonly by?: Sender | undefined
  /** Whether they are over. */
  readonly over?: boolean | undefined
  /** The children of this order only. */
  readonly parent?: string | undefined
  /** Whether children are left out. */
  readonly top?: boolean | undefined
  /** Created at this time or later, and before that one. */
  readonly from?: number | undefined
  readonly to?: number | undefined
}

/**
 * A refill as the panel knows it.
 *
 * @since 0.1.0
 * @category models
 */
export interface RefillView {
  readonly refill: RefillId
  readonly order: OrderId
  readonly state: RefillState
  readonly requested: number
}

/**
 * Money that is due back and has not landed.
 *
 * @since 0.1.0
 * @category models
 */
export interface OwedLine {
  readonly account: string
  /** The order that paid, and the child that it is about. */
  readonly order: OrderId
  readonly child: Option.Option<OrderId>
  readonly amount: BigDecimal.BigDecimal
  readonly since: number
  readonly lands: number
}

/**
 * Two books that do not agree.
 *
 * @since 0.1.0
 * @category models
 */
export interface Disagreement {
  /** Between what, as `ledger/order`. */
  readonly between: string
  /** The account or the order that it is about. */
  readonly about: string
  /** What each of the two says. */
  readonly says: string
}

/**
 * What becomes of an order that a test changes.
 *
 * @since 0.1.0
 * @category models
 */
export interface Change {
  /** The new state, in any word. Default: it keeps its state. */
  readonly state?: string | undefined
  /** How much then remains. Default: nothing of what is completed, else as much as before. */
  readonly remains?: number | undefined
  /**
   * What is given back: what the new state makes due, the difference to what was due before being given or
   * taken back (`due`); nothing further (`none`); or so much more. Default: `due`.
   */
  readonly refund?: "due" | "none" | BigDecimal.BigDecimal | string | undefined
  /** How long after the change a refund lands, in milliseconds or as a duration. Default: at once. */
  readonly refundAfter?: Duration.DurationInput | undefined
}

/**
 * Orders that have been there all along: so many alike.
 *
 * @since 0.1.0
 * @category models
 */
export interface Seed {
  /** Default: 1. */
  readonly count?: number | undefined
  /** Default: `main`. */
  readonly account?: string | undefined
  readonly service: string
  /** How much each has ordered; of a drip-feed, each run. Default: the service's minimum. */
  readonly quantity?: number | undefined
  /** How long ago they were placed. Default: just now. */
  readonly age?: Duration.DurationInput | undefined
  /** How they stand. Default: as their delivery would have gone by now. */
  readonly state?: string | undefined
  readonly remains?: number | undefined
  /** How many runs each has, as a drip-feed. Default: none. */
  readonly children?: number | undefined
  /** Default: a link of its own for each. */
  readonly link?: string | undefined
}
