/**
 * What happens to orders that are followed. Each event stands once in the log of its account, under a number
 * without gaps; the same transition is never told twice.
 *
 * @since 0.1.0
 */
import { OrderId, RefillId } from "@smmkit/core/Identifiers"
import { Json as MoneyJson } from "@smmkit/core/Money"
import { OrderState } from "@smmkit/core/OrderState"
import { RefillState } from "@smmkit/core/RefillState"
import * as Schema from "effect/Schema"

const state = Schema.typeSchema(OrderState)
const refillState = Schema.typeSchema(RefillState)
const count = Schema.NullOr(Schema.Int)
const refund = {
  /** What is due back in all as it looks, before a second look has said so too; null where it cannot be known. */
  refund: Schema.NullOr(MoneyJson),
  /** Why the refund is what it is. */
  why: Schema.String
}

/**
 * Delivery has begun.
 *
 * @example
 * import { FollowEvent } from "@smmkit/follow"
 *
 * assert.strictEqual(new FollowEvent.Started({ state: "In progress" })._tag, "Started")
 *
 * @since 0.1.0
 * @category events
 */
export class Started extends Schema.TaggedClass<Started>("@smmkit/follow/Started")("Started", { state }) {}

/**
 * All was delivered, by the panel's word. It may still be refilled, and some panels correct it later.
 *
 * @example
 * import { FollowEvent } from "@smmkit/follow"
 *
 * assert.strictEqual(new FollowEvent.Completed({ remains: 0 }).remains, 0)
 *
 * @since 0.1.0
 * @category events
 */
export class Completed extends Schema.TaggedClass<Completed>("@smmkit/follow/Completed")("Completed", {
  remains: count
}) {}

/**
 * The panel stopped, and gives back what remains. Nothing is to be paid out on this event: `RefundDue` says
 * when it is.
 *
 * @example
 * import { FollowEvent } from "@smmkit/follow"
 *
 * const event = new FollowEvent.Partial({ remains: 40, refund: null, why: "what the order cost is not known" })
 *
 * assert.strictEqual(event.remains, 40)
 *
 * @since 0.1.0
 * @category events
 */
export class Partial extends Schema.TaggedClass<Partial>("@smmkit/follow/Partial")("Partial", {
  remains: count,
  ...refund
}) {}

/**
 * The order was cancelled, and all of it is given back. Nothing is to be paid out on this event: `RefundDue`
 * says when it is.
 *
 * @example
 * import { FollowEvent } from "@smmkit/follow"
 *
 * const event = new FollowEvent.Canceled({ refund: null, why: "what the order cost is not known" })
 *
 * assert.strictEqual(event.refund, null)
 *
 * @since 0.1.0
 * @category events
 */
export class Canceled extends Schema.TaggedClass<Canceled>("@smmkit/follow/Canceled")("Canceled", refund) {}

/**
 * The panel says that it gave money back, but not how much.
 *
 * @example
 * import { FollowEvent } from "@smmkit/follow"
 *
 * assert.strictEqual(new FollowEvent.Refunded({ refund: null, why: "the panel does not say" })._tag, "Refunded")
 *
 * @since 0.1.0
 * @category events
 */
export class Refunded extends Schema.TaggedClass<Refunded>("@smmkit/follow/Refunded")("Refunded", refund) {}

/**
 * The order failed. What becomes of its money is not told.
 *
 * @example
 * import { FollowEvent } from "@smmkit/follow"
 *
 * assert.strictEqual(new FollowEvent.Failed({ refund: null, why: "the panel does not say" })._tag, "Failed")
 *
 * @since 0.1.0
 * @category events
 */
export class Failed extends Schema.TaggedClass<Failed>("@smmkit/follow/Failed")("Failed", refund) {}

/**
 * A line that may be paid out, once: two looks at least a minute apart have said so. It is the difference to
 * what was due before; a negative one is an alarm for a person, as it may have been paid out already.
 *
 * @example
 * import { FollowEvent } from "@smmkit/follow"
 * import { Money } from "@smmkit/core"
 * import { BigDecimal } from "effect"
 *
 * const amount = Money.make(BigDecimal.unsafeFromString("0.09"), "USD")
 * const event = new FollowEvent.RefundDue({ line: 1, amount, total: amount, reason: "the price of 100 of 333 units" })
 *
 * assert.strictEqual(event.isAlarm, false)
 *
 * @since 0.1.0
 * @category events
 */
export class RefundDue extends Schema.TaggedClass<RefundDue>("@smmkit/follow/RefundDue")("RefundDue", {
  /** The order's lines are numbered from 1. */
  line: Schema.Int,
  amount: MoneyJson,
  /** What is due of the order in all, this line included. */
  total: MoneyJson,
  reason: Schema.String
}) {
  /** Whether less is due than before. */
  get isAlarm(): boolean {
    return this.amount.amount.value < 0n
  }
}

/**
 * A line was settled, and how, in the words of who did it.
 *
 * @example
 * import { FollowEvent } from "@smmkit/follow"
 *
 * assert.strictEqual(new FollowEvent.RefundSettled({ line: 1, how: "credited to the customer" }).line, 1)
 *
 * @since 0.1.0
 * @category events
 */
export class RefundSettled extends Schema.TaggedClass<RefundSettled>("@smmkit/follow/RefundSettled")(
  "RefundSettled",
  { line: Schema.Int, how: Schema.String }
) {}

/**
 * The panel does not know the order any more: two looks at least a minute apart have said so.
 *
 * @example
 * import { FollowEvent } from "@smmkit/follow"
 *
 * assert.strictEqual(new FollowEvent.Gone({ state: "In progress" }).state, "In progress")
 *
 * @since 0.1.0
 * @category events
 */
export class Gone extends Schema.TaggedClass<Gone>("@smmkit/follow/Gone")("Gone", {
  /** What it was last seen as; null where it was never seen. */
  state: Schema.NullOr(state)
}) {}

/**
 * Nothing has moved for several times as long as an order of this service usually needs in all.
 *
 * @example
 * import { FollowEvent } from "@smmkit/follow"
 *
 * const event = new FollowEvent.Stalled({ state: "In progress", remains: 40, since: 0 })
 *
 * assert.strictEqual(event.remains, 40)
 *
 * @since 0.1.0
 * @category events
 */
export class Stalled extends Schema.TaggedClass<Stalled>("@smmkit/follow/Stalled")("Stalled", {
  state: Schema.NullOr(state),
  remains: count,
  /** When something last moved, in milliseconds since the epoch. */
  since: Schema.Number
}) {}

/**
 * A count or a state moved backwards: two looks at least a minute apart have said so.
 *
 * @example
 * import { FollowEvent } from "@smmkit/follow"
 *
 * const before = { state: "In progress", remains: 40 } as const
 * const event = new FollowEvent.WentBack({ from: before, to: { state: "In progress", remains: 60 } })
 *
 * assert.strictEqual(event.to.remains, 60)
 *
 * @since 0.1.0
 * @category events
 */
export class WentBack extends Schema.TaggedClass<WentBack>("@smmkit/follow/WentBack")("WentBack", {
  from: Schema.Struct({ state, remains: count }),
  to: Schema.Struct({ state, remains: count })
}) {}

/**
 * An order that was over, or gone, goes on: two looks at least a minute apart have said so.
 *
 * @example
 * import { FollowEvent } from "@smmkit/follow"
 *
 * const event = new FollowEvent.Reopened({ from: "Completed", to: "In progress", wasGone: false })
 *
 * assert.strictEqual(event.to, "In progress")
 *
 * @since 0.1.0
 * @category events
 */
export class Reopened extends Schema.TaggedClass<Reopened>("@smmkit/follow/Reopened")("Reopened", {
  from: Schema.NullOr(state),
  to: state,
  wasGone: Schema.Boolean
}) {}

/**
 * A subscription waits, for money or for a person.
 *
 * @example
 * import { FollowEvent } from "@smmkit/follow"
 *
 * assert.strictEqual(new FollowEvent.Paused({ orders: 3 }).orders, 3)
 *
 * @since 0.1.0
 * @category events
 */
export class Paused extends Schema.TaggedClass<Paused>("@smmkit/follow/Paused")("Paused", {
  /** How many orders it has led to so far. */
  orders: Schema.Int
}) {}

/**
 * A subscription that was paused goes on.
 *
 * @example
 * import { FollowEvent } from "@smmkit/follow"
 *
 * assert.strictEqual(new FollowEvent.Resumed({ orders: 3 }).orders, 3)
 *
 * @since 0.1.0
 * @category events
 */
export class Resumed extends Schema.TaggedClass<Resumed>("@smmkit/follow/Resumed")("Resumed", {
  orders: Schema.Int
}) {}

/**
 * A subscription has come to its last day.
 *
 * @example
 * import { FollowEvent } from "@smmkit/follow"
 *
 * assert.strictEqual(new FollowEvent.Expired({ orders: 3 }).orders, 3)
 *
 * @since 0.1.0
 * @category events
 */
export class Expired extends Schema.TaggedClass<Expired>("@smmkit/follow/Expired")("Expired", {
  orders: Schema.Int
}) {}

/**
 * The panel took a request for a refill.
 *
 * @example
 * import { Identifiers } from "@smmkit/core"
 * import { FollowEvent } from "@smmkit/follow"
 *
 * const event = new FollowEvent.RefillStarted({ refill: Identifiers.RefillId.make("7") })
 *
 * assert.strictEqual(event.refill, "7")
 *
 * @since 0.1.0
 * @category events
 */
export class RefillStarted extends Schema.TaggedClass<RefillStarted>("@smmkit/follow/RefillStarted")(
  "RefillStarted",
  { refill: RefillId }
) {}

/**
 * A refill was delivered.
 *
 * @example
 * import { Identifiers } from "@smmkit/core"
 * import { FollowEvent } from "@smmkit/follow"
 *
 * const event = new FollowEvent.RefillEnded({ refill: Identifiers.RefillId.make("7") })
 *
 * assert.strictEqual(event.refill, "7")
 *
 * @since 0.1.0
 * @category events
 */
export class RefillEnded extends Schema.TaggedClass<RefillEnded>("@smmkit/follow/RefillEnded")(
  "RefillEnded",
  { refill: RefillId }
) {}

/**
 * A refill will not come: the panel refused the request, or gave the refill up.
 *
 * @example
 * import { FollowEvent } from "@smmkit/follow"
 *
 * const event = new FollowEvent.RefillRefused({ refill: null, state: null, why: "Order not eligible for refill." })
 *
 * assert.strictEqual(event.refill, null)
 *
 * @since 0.1.0
 * @category events
 */
export class RefillRefused extends Schema.TaggedClass<RefillRefused>("@smmkit/follow/RefillRefused")(
  "RefillRefused",
  {
    /** Null where the request itself was refused. */
    refill: Schema.NullOr(RefillId),
    state: Schema.NullOr(refillState),
    why: Schema.String
  }
) {}

/**
 * A refill is looked at no more, and nobody knows how it ended: the panel has not known it for a week, or has told of no
 * end for 180 days.
 *
 * @example
 * import { Identifiers } from "@smmkit/core"
 * import { FollowEvent } from "@smmkit/follow"
 *
 * const refill = Identifiers.RefillId.make("7")
 * const event = new FollowEvent.RefillLost({ refill, state: "Pending", why: "the panel has not known it for a week" })
 *
 * assert.strictEqual(event.state, "Pending")
 *
 * @since 0.1.0
 * @category events
 */
export class RefillLost extends Schema.TaggedClass<RefillLost>("@smmkit/follow/RefillLost")("RefillLost", {
  refill: RefillId,
  /** What the panel said last. */
  state: Schema.NullOr(refillState),
  why: Schema.String
}) {}

/**
 * What happened to an order.
 *
 * @example
 * import { FollowEvent } from "@smmkit/follow"
 * import { Schema } from "effect"
 *
 * const what = Schema.decodeUnknownSync(FollowEvent.What)({ _tag: "Started", state: "In progress" })
 *
 * assert.strictEqual(what._tag, "Started")
 *
 * @since 0.1.0
 * @category schemas
 */
export const What = Schema.Union(
  Started,
  Completed,
  Partial,
  Canceled,
  Refunded,
  Failed,
  RefundDue,
  RefundSettled,
  Gone,
  Stalled,
  WentBack,
  Reopened,
  Paused,
  Resumed,
  Expired,
  RefillStarted,
  RefillEnded,
  RefillRefused,
  RefillLost
)

/**
 * @since 0.1.0
 * @category models
 */
export type What = typeof What.Type

/**
 * An event as it stands in the log of its account.
 *
 * @example
 * import { Identifiers } from "@smmkit/core"
 * import { FollowEvent } from "@smmkit/follow"
 *
 * const event = new FollowEvent.FollowEvent({
 *   account: "main",
 *   number: 7,
 *   order: Identifiers.OrderId.make("23501"),
 *   key: "invoice-1042",
 *   parent: null,
 *   n: 1,
 *   at: 0,
 *   what: new FollowEvent.Started({ state: "In progress" })
 * })
 *
 * assert.deepStrictEqual([event.name, event.id], ["Started", "main/7"])
 *
 * @since 0.1.0
 * @category events
 */
export class FollowEvent extends Schema.Class<FollowEvent>("@smmkit/follow/FollowEvent")({
  /** The account, by its ID in the store. */
  account: Schema.String,
  /** Its place in the log of the account, from 1, without gaps. */
  number: Schema.Int,
  order: OrderId,
  /** The journal's key of the order; null of one that the journal did not place. */
  key: Schema.NullOr(Schema.String),
  /** The drip-feed or subscription that the order is part of. */
  parent: Schema.NullOr(OrderId),
  /** The how manieth transition of its order it is, from 1, without gaps. */
  n: Schema.Int,
  /** When it was seen, by the store's clock, in milliseconds since the epoch. */
  at: Schema.Number,
  what: What
}) {
  /** What happened, in one word. */
  get name(): What["_tag"] {
    return this.what._tag
  }

  /** The same for the same event whenever and by whomever it is read: what was done for it need not be done again. */
  get id(): string {
    return `${this.account}/${this.number}`
  }
}
