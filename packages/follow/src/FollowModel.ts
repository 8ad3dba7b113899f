/**
 * What a follow store keeps, and what it is given to write: an order's row, and what follows from a look at it. Only
 * who writes a store of their own needs these.
 *
 * @since 0.1.0
 */
import { OrderId, RefillId } from "@smmkit/core/Identifiers"
import { AmountJson, Json as MoneyJson } from "@smmkit/core/Money"
import { OrderState } from "@smmkit/core/OrderState"
import type * as OrderStatus from "@smmkit/core/OrderStatus"
import { RefillState } from "@smmkit/core/RefillState"
import type { Books } from "@smmkit/journal/Refund"
import * as BigDecimal from "effect/BigDecimal"
import * as Schema from "effect/Schema"
import type { What } from "./FollowEvent.js"

const state = Schema.typeSchema(OrderState)
const count = Schema.NullOr(Schema.Int)

const zero = BigDecimal.make(0n, 0)

/**
 * What a look says that is believed only when a second one, at least a minute later, says so too.
 *
 * @example
 * import { FollowModel } from "@smmkit/follow"
 * import { Schema } from "effect"
 *
 * const gone = Schema.decodeUnknownSync(FollowModel.Waiting)({ _tag: "Gone", since: 60_000 })
 *
 * assert.strictEqual(gone._tag, "Gone")
 *
 * @since 0.1.0
 * @category models
 */
export const Waiting = Schema.Union(
  Schema.TaggedStruct("Gone", { since: Schema.Number }),
  Schema.TaggedStruct("Back", { since: Schema.Number, state, remains: count }),
  Schema.TaggedStruct("Due", { since: Schema.Number, total: AmountJson })
)
/**
 * One of them.
 *
 * @since 0.1.0
 * @category models
 */
export type Waiting = typeof Waiting.Type

/**
 * A refill that was asked for. `state` is null until the first look at it; times are the store's, in milliseconds.
 *
 * @example
 * import { FollowModel } from "@smmkit/follow"
 * import { Schema } from "effect"
 *
 * const refill = Schema.decodeUnknownSync(FollowModel.OpenRefill)({ id: "91", state: null, since: null, looked: null })
 *
 * assert.strictEqual(refill.id, "91")
 *
 * @since 0.1.0
 * @category models
 */
export const OpenRefill = Schema.Struct({
  id: RefillId,
  state: Schema.NullOr(Schema.typeSchema(RefillState)),
  /** When it was first and last looked at. */
  since: Schema.NullOr(Schema.Number),
  looked: Schema.NullOr(Schema.Number),
  /** Since when it is shown as failed, or not at all, of which one look alone says nothing. */
  failed: Schema.optionalWith(Schema.Number, { exact: true }),
  missing: Schema.optionalWith(Schema.Number, { exact: true })
})

/**
 * All that the store keeps of an order, but for the stamps of claims. Times are the store's, in milliseconds. The
 * first part never changes after birth.
 *
 * @example
 * import { FollowModel } from "@smmkit/follow"
 * import { Identifiers } from "@smmkit/core"
 * import { Schema } from "effect"
 *
 * const order = Identifiers.OrderId.make("23501")
 * const facts = { key: null, parent: null, service: "1", price: null, currency: null, units: 500, runs: null, term: 30 }
 * const row = FollowModel.born({ account: "main", order, ...facts, placed: 1000 }, 61_000)
 *
 * assert.deepStrictEqual(Schema.decodeUnknownSync(FollowModel.Row)(Schema.encodeSync(FollowModel.Row)(row)), row)
 *
 * @since 0.1.0
 * @category models
 */
export const Row = Schema.Struct({
  account: Schema.String,
  order: OrderId,
  /** The journal's key; null of one that the journal did not place. */
  key: Schema.NullOr(Schema.String),
  parent: Schema.NullOr(OrderId),
  service: Schema.NullOr(Schema.String),
  /** What it cost; of a run of a drip-feed, its part of what the parent paid. Null where nobody knows. */
  price: Schema.NullOr(AmountJson),
  currency: Schema.NullOr(Schema.String),
  /** How many units were ordered, all runs together; null where nobody knows. */
  units: count,
  /** How many runs a drip-feed was ordered with; null of anything else. */
  runs: count,
  placed: Schema.Number,
  /** For how many days after its end it may be refilled; null where that is not known, or not at all. */
  term: count,

  /** As it is believed to stand; null until it was seen. */
  state: Schema.NullOr(state),
  /** Null where the panel does not say; 0 only of what is completed, as it is a filler elsewhere. */
  remains: count,
  startCount: count,
  /** The last charge shown, and in which currency. */
  charge: Schema.NullOr(AmountJson),
  chargeCurrency: Schema.NullOr(Schema.String),
  /** Where its price is not known: the last charge shown while it was under way for the first time, and in which currency. */
  paid: Schema.NullOr(AmountJson),
  paidCurrency: Schema.NullOr(Schema.String),
  isSubscription: Schema.Boolean,
  /** How many children were listed; null where the panel lists none. */
  children: count,
  /** When it was first seen under way, how much remained, and the look before at which it was not. */
  begun: Schema.NullOr(Schema.Struct({ at: Schema.Number, remains: count, after: Schema.Number })),
  /** When something last moved, forwards or backwards. */
  moved: Schema.Number,
  /** When it was seen to be over; null while it is not. */
  ended: Schema.NullOr(Schema.Number),
  /** When the panel was seen to know it no more; null while it does. */
  gone: Schema.NullOr(Schema.Number),
  stalled: Schema.Boolean,

  /** How many transitions were told, and how many lines booked. */
  n: Schema.Int,
  lines: Schema.Int,
  /** What is due in all by the lines booked. */
  booked: AmountJson,
  waiting: Schema.Array(Waiting),
  refill: Schema.NullOr(OpenRefill),

  /** When to look at it next, and at its refill; null where it need not be looked at any more. */
  due: Schema.NullOr(Schema.Number),
  refillDue: Schema.NullOr(Schema.Number),
  /** How many looks were answered, when the last one was, and how many in a row could not be read, and why. */
  looks: Schema.Int,
  looked: Schema.NullOr(Schema.Number),
  failures: Schema.Int,
  problem: Schema.NullOr(Schema.String)
})
/**
 * One of them.
 *
 * @since 0.1.0
 * @category models
 */
export interface Row extends Schema.Schema.Type<typeof Row> {}

/**
 * What a look has taught: how long an order took from placing to its start, and to its end, and whether it kept to the forecast.
 *
 * @since 0.1.0
 * @category models
 */
export interface Lesson {
  readonly began: number | null
  readonly took: number | null
  readonly kept: boolean | null
}

/**
 * So many orders came to it between two times after they were placed.
 *
 * @since 0.1.0
 * @category models
 */
export interface Share {
  readonly from: number
  readonly to: number
  readonly orders: number
}

/**
 * What an order of a service usually takes, in milliseconds from placing, as learnt from the store.
 *
 * @since 0.1.0
 * @category models
 */
export interface Usual {
  /** How many ends it is learnt from; half of those orders were over by `median`, nine of ten by `late`. */
  readonly seen: number
  readonly median: number
  readonly late: number
  /** When orders started, and when they ended. */
  readonly starts: ReadonlyArray<Share>
  readonly ends: ReadonlyArray<Share>
  /** The part of orders that came to their end when their counts said that they would. */
  readonly trust: number
}

/**
 * What is known of an order when it comes to be followed.
 *
 * @since 0.1.0
 * @category models
 */
export type Birth = Pick<
  Row,
  | "account"
  | "order"
  | "key"
  | "parent"
  | "service"
  | "price"
  | "currency"
  | "units"
  | "runs"
  | "placed"
  | "term"
>

/**
 * What a look has shown of one order.
 *
 * @since 0.1.0
 * @category models
 */
export type Observation =
  | { readonly _tag: "Seen"; readonly answer: OrderStatus.Answer }
  /** Refused as unknown, or left out of the answer. Of a suspect account, nothing is concluded from it. */
  | { readonly _tag: "NotKnown"; readonly suspect: boolean }
  | { readonly _tag: "Unreadable"; readonly problem: string }
  | { readonly _tag: "RefillSeen"; readonly state: RefillState }
  | { readonly _tag: "RefillNotKnown" }

/**
 * What judging knows beside the row.
 *
 * @since 0.1.0
 * @category models
 */
export interface Context {
  /** How the account keeps its books. */
  readonly books: Books
  /** What orders of its service usually take; null where nothing was learnt yet. */
  readonly usual: Usual | null
  /** What a look costs just now, in milliseconds of delay. */
  readonly price: number
}

/**
 * A line to be booked, as `RefundLine` shows it.
 *
 * @example
 * import { FollowModel } from "@smmkit/follow"
 * import { Schema } from "effect"
 *
 * const money = { amount: "0.04", currency: "USD" }
 * const line = Schema.decodeUnknownSync(FollowModel.Line)({ line: 1, amount: money, total: money, reason: "Partial" })
 *
 * assert.strictEqual(line.reason, "Partial")
 *
 * @since 0.1.0
 * @category models
 */
export const Line = Schema.Struct({
  line: Schema.Int,
  amount: MoneyJson,
  total: MoneyJson,
  reason: Schema.String
})
/**
 * One of them.
 *
 * @since 0.1.0
 * @category models
 */
export interface Line extends Schema.Schema.Type<typeof Line> {}

/**
 * A transition, by its number within the order.
 *
 * @since 0.1.0
 * @category models
 */
export interface Happened {
  readonly n: number
  readonly what: What
}

/**
 * What follows from a look.
 *
 * @since 0.1.0
 * @category models
 */
export interface Judged {
  readonly row: Row
  readonly events: ReadonlyArray<Happened>
  readonly lines: ReadonlyArray<Line>
  /** Children that the look has shown, to be followed from now on; those that are followed already are due again. */
  readonly births: ReadonlyArray<Birth>
  /** What there is to learn from it of its service. */
  readonly lesson: Lesson
}

/**
 * A row as it is born, to be looked at when it is due.
 *
 * @example
 * import { FollowModel } from "@smmkit/follow"
 * import { Identifiers } from "@smmkit/core"
 * import { Schema } from "effect"
 *
 * const order = Identifiers.OrderId.make("23501")
 * const facts = { key: null, parent: null, service: "1", price: null, currency: null, units: 500, runs: null, term: 30 }
 * const row = FollowModel.born({ account: "main", order, ...facts, placed: 1000 }, 61_000)
 *
 * assert.strictEqual(row.state, null)
 * assert.strictEqual(row.due, 61_000)
 *
 * @since 0.1.0
 * @category constructors
 */
export const born = (birth: Birth, due: number): Row => ({
  ...birth,
  state: null,
  remains: null,
  startCount: null,
  charge: null,
  chargeCurrency: null,
  paid: null,
  paidCurrency: null,
  isSubscription: false,
  children: null,
  begun: null,
  moved: birth.placed,
  ended: null,
  gone: null,
  stalled: false,
  n: 0,
  lines: 0,
  booked: zero,
  waiting: [],
  refill: null,
  due,
  refillDue: null,
  looks: 0,
  looked: null,
  failures: 0,
  problem: null
})
