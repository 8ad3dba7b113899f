/**
 * An order that is followed, as it is believed to stand.
 *
 * @since 0.1.0
 */
import { OrderId, RefillId } from "@smmkit/core/Identifiers"
import { Json as MoneyJson } from "@smmkit/core/Money"
import { OrderState } from "@smmkit/core/OrderState"
import { RefillState } from "@smmkit/core/RefillState"
import * as Schema from "effect/Schema"

const count = Schema.NullOr(Schema.Int)
const time = Schema.NullOr(Schema.Number)

/**
 * An order that is followed. Times are by the store's clock, in milliseconds since the epoch; null stands where
 * the panel does not say, or nobody knows.
 *
 * @example
 * import { FollowOrder } from "@smmkit/follow"
 * import { Schema } from "effect"
 *
 * const order = Schema.decodeUnknownSync(FollowOrder.FollowOrder)({
 *   account: "main", order: "23501", key: "invoice-1042", parent: null, service: "1",
 *   price: { amount: "0.2997", currency: "USD" }, units: 333, placed: 0,
 *   state: "Partial", remains: 100, startCount: 12, charge: { amount: "0.2097", currency: "USD" },
 *   ended: 60000, gone: false, stalled: false,
 *   due: { amount: "0.09", currency: "USD" }, why: "the price of 100 of 333 units",
 *   booked: { amount: "0.09", currency: "USD" }, lines: 1, refill: null,
 *   next: 3660000, looks: 3, looked: 120000, failures: 0, problem: null
 * })
 *
 * assert.strictEqual(order.state, "Partial")
 *
 * @since 0.1.0
 * @category schemas
 */
export const FollowOrder = Schema.Struct({
  /** The account, by its ID in the store. */
  account: Schema.String,
  order: OrderId,
  /** The journal's key; null of one that the journal did not place. */
  key: Schema.NullOr(Schema.String),
  /** The drip-feed or subscription that it is part of. */
  parent: Schema.NullOr(OrderId),
  service: Schema.NullOr(Schema.String),
  /** What it cost; of a run of a drip-feed, its part of what the parent paid. */
  price: Schema.NullOr(MoneyJson),
  /** How many units were ordered, all runs together. */
  units: count,
  placed: Schema.Number,
  /** As it is believed to stand; null until it was seen. */
  state: Schema.NullOr(Schema.typeSchema(OrderState)),
  remains: count,
  startCount: count,
  /** The last charge that the panel has shown. */
  charge: Schema.NullOr(MoneyJson),
  /** When it was seen to be over; null while it is not. */
  ended: time,
  /** The panel knows it no more. */
  gone: Schema.Boolean,
  /** Nothing has moved for several times as long as an order of this service usually needs. */
  stalled: Schema.Boolean,
  /** What is due back in all as it looks now; null where it cannot be known, and `why` says why it is what it is. */
  due: Schema.NullOr(MoneyJson),
  why: Schema.String,
  /** What is due back in all by the lines that were booked, and how many there are. */
  booked: MoneyJson,
  lines: Schema.Int,
  /** The refill that was asked for last, and how it stands; null where none was. */
  refill: Schema.NullOr(
    Schema.Struct({ id: RefillId, state: Schema.NullOr(Schema.typeSchema(RefillState)) })
  ),
  /** When it is looked at next; null where it is not any more. */
  next: time,
  /** How many looks were answered, when the last one was, how many in a row could not be read since, and why. */
  looks: Schema.Int,
  looked: time,
  failures: Schema.Int,
  problem: Schema.NullOr(Schema.String)
}).annotations({ identifier: "FollowOrder" })

/**
 * @since 0.1.0
 * @category models
 */
export interface FollowOrder extends Schema.Schema.Type<typeof FollowOrder> {}
