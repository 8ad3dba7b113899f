/**
 * What happens to the orders of a journal, and what is due back for them, as plain values.
 *
 * @since 0.1.0
 */
import type { KnownRefillState, KnownState, Money } from "./Answers.js"

/** A state of the protocol, or a panel's own word. */
type State = KnownState | (string & Record<never, never>)

/** What an order looks like at one moment. */
interface Look {
  readonly state: State
  readonly remains: number | null
}

/** What is due back as it looks, before a second look has said so too; null where it cannot be known, and why. */
interface Due {
  readonly refund: Money | null
  readonly why: string
}

/**
 * What an event can tell, by its `type`. Nothing is to be paid out on any of them but `RefundDue`.
 *
 * @since 0.1.0
 * @category models
 */
export interface EventDetails {
  /** Delivery has begun. */
  readonly Started: { readonly state: State }
  /** All was delivered, by the panel's word. */
  readonly Completed: { readonly remains: number | null }
  /** The panel stopped, and gives back what remains. */
  readonly Partial: { readonly remains: number | null } & Due
  /** The order was cancelled, and all of it is given back. */
  readonly Canceled: Due
  /** The panel says that it gave money back, but not how much. */
  readonly Refunded: Due
  /** The order failed. What becomes of its money is not told. */
  readonly Failed: Due
  /**
   * A line that may be paid out, once, as two looks at least a minute apart have said so: by how much what is due has
   * changed, and what is due in all. A negative amount is an alarm for a person.
   */
  readonly RefundDue: {
    readonly line: number
    readonly amount: Money
    readonly total: Money
    readonly reason: string
  }
  /** A line was settled, and how. */
  readonly RefundSettled: { readonly line: number; readonly how: string }
  /** The panel does not know the order any more, twice; `state` is what it was last seen as. */
  readonly Gone: { readonly state: State | null }
  /** Nothing has moved, since a time in milliseconds, for several times as long as this service usually needs. */
  readonly Stalled: {
    readonly state: State | null
    readonly remains: number | null
    readonly since: number
  }
  /** A count or a state moved backwards, twice. */
  readonly WentBack: { readonly from: Look; readonly to: Look }
  /** An order that was over, or gone, goes on, twice. */
  readonly Reopened: { readonly from: State | null; readonly to: State; readonly wasGone: boolean }
  /** A subscription waits, goes on, or has come to its last day; it has led to so many orders. */
  readonly Paused: { readonly orders: number }
  readonly Resumed: { readonly orders: number }
  readonly Expired: { readonly orders: number }
  /** The panel took a request for a refill. */
  readonly RefillStarted: { readonly refill: string }
  /** A refill was delivered. */
  readonly RefillEnded: { readonly refill: string }
  /** A refill will not come; `refill` is null where the request itself was refused. */
  readonly RefillRefused: {
    readonly refill: string | null
    readonly state: KnownRefillState | (string & Record<never, never>) | null
    readonly why: string
  }
  /** A refill is looked at no more: the panel has not known it for a week, or has told of no end for 180 days. */
  readonly RefillLost: {
    readonly refill: string
    readonly state: KnownRefillState | (string & Record<never, never>) | null
    readonly why: string
  }
}

/** Where an event stands in the log, and which order it is about. */
interface Logged {
  /** The account, by its ID in the store. */
  readonly account: string
  /** Its place in the log of the account, from 1, without gaps: what `after` takes. */
  readonly number: number
  readonly order: string
  /** The journal's key of the order; null of one that the journal did not place. */
  readonly key: string | null
  /** The drip-feed or subscription that the order is part of. */
  readonly parent: string | null
  /** The how manieth transition of its order it is, from 1, without gaps. */
  readonly n: number
  /** When it was seen, by the store's clock, in milliseconds since the epoch. */
  readonly at: number
}

/**
 * What happened to an order, once: to `switch` on by `type`.
 *
 * @since 0.1.0
 * @category models
 */
export type OrderEvent = {
  readonly [Type in keyof EventDetails]: Logged & { readonly type: Type } & EventDetails[Type]
}[keyof EventDetails]

/**
 * One line of what is due back for an order: by how much that has changed. A negative amount is an alarm for a person.
 *
 * @since 0.1.0
 * @category models
 */
export interface RefundLine {
  /** The account, by its ID in the store. */
  readonly account: string
  readonly order: string
  /** The order that paid: itself, or the drip-feed or subscription that it is part of. */
  readonly payer: string
  /** The journal's key of the order; null of one that the journal did not place. */
  readonly key: string | null
  /** The order's lines are numbered from 1. */
  readonly line: number
  /** When two looks had said so, by the store's clock, in milliseconds since the epoch. */
  readonly at: number
  readonly amount: Money
  /** What is due of the order in all, this line included. */
  readonly total: Money
  readonly reason: string
  /** When it was settled, and how, in the words of who did it; null while it is open. */
  readonly settled: { readonly at: number; readonly how: string } | null
}

/**
 * Which line of which order: a `RefundLine`, or the event `RefundDue`, is one.
 *
 * @since 0.1.0
 * @category models
 */
export interface LineRef {
  readonly order: string | number
  readonly line: number
  /** Default: the panel's own account. */
  readonly account?: string | undefined
}

/**
 * Which lines are meant: by default all of the account.
 *
 * @since 0.1.0
 * @category models
 */
export interface RefundFilter {
  readonly order?: string | number | undefined
  /** Those that are yet to be settled (`true`), or those that were (`false`). */
  readonly open?: boolean | undefined
}
