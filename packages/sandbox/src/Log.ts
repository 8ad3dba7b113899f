/**
 * What happened and when: each call, and each change of an order's state. A log keeps its newest
 * entries only, as many as the option `logSize` says.
 *
 * @since 0.1.0
 */
import type { OrderId } from "@smmkit/core/Identifiers"
import type { OrderState } from "@smmkit/core/OrderState"
import type * as Option from "effect/Option"

/**
 * What became of a call: the panel did as asked, refused, or never got it (`kept-out`: a fault stood
 * before it; `limited`: it came too often).
 *
 * @since 0.1.0
 * @category models
 */
export type Outcome = "answered" | "refused" | "kept-out" | "limited"

/**
 * One call.
 *
 * @since 0.1.0
 * @category models
 */
export interface CallEntry {
  /** When, in milliseconds since the epoch. */
  readonly time: number
  readonly key: string
  readonly action: string
  /** How many orders or refills it asked about. */
  readonly ids: number
  readonly outcome: Outcome
}

/**
 * Why an order's state changed: its delivery, a cancel that was asked for, money, or a test.
 *
 * @since 0.1.0
 * @category models
 */
export type Cause = "delivery" | "cancel" | "money" | "change"

/**
 * One change of an order's state. `from` is `None` where the order came to be.
 *
 * @since 0.1.0
 * @category models
 */
export interface Transition {
  /** When, in milliseconds since the epoch. */
  readonly time: number
  readonly order: OrderId
  readonly from: Option.Option<OrderState>
  readonly to: OrderState
  readonly cause: Cause
}

/**
 * From when to when a log is read, in milliseconds since the epoch, `from` included and `to` not.
 * Without `from`, all there ever was, which is an error once the log has let go of its oldest entry.
 *
 * @since 0.1.0
 * @category models
 */
export interface Window {
  readonly from?: number | undefined
  readonly to?: number | undefined
}
