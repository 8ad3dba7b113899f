/**
 * The lines in which refunds are due. What is due of an order is one total; each change of it is a line.
 *
 * @since 0.1.0
 */
import { OrderId } from "@smmkit/core/Identifiers"
import { Json as MoneyJson } from "@smmkit/core/Money"
import * as Schema from "effect/Schema"

/**
 * That a line was settled: when, by the store's clock, and how, in the words of who did it.
 *
 * @example
 * import { RefundLine } from "@smmkit/follow"
 * import { Schema } from "effect"
 *
 * assert.ok(Schema.is(RefundLine.Settled)({ at: 0, how: "credited to the customer" }))
 *
 * @since 0.1.0
 * @category schemas
 */
export const Settled = Schema.Struct({ at: Schema.Number, how: Schema.String })

/**
 * @since 0.1.0
 * @category models
 */
export interface Settled extends Schema.Schema.Type<typeof Settled> {}

/**
 * One line: by how much what is due of an order has changed. A negative amount is an alarm for a person.
 *
 * @example
 * import { Identifiers, Money } from "@smmkit/core"
 * import { RefundLine } from "@smmkit/follow"
 * import { BigDecimal } from "effect"
 *
 * const amount = Money.make(BigDecimal.unsafeFromString("0.09"), "USD")
 * const order = Identifiers.OrderId.make("23501")
 * const line = new RefundLine.RefundLine({
 *   account: "main",
 *   order,
 *   payer: order,
 *   key: "invoice-1042",
 *   line: 1,
 *   at: 0,
 *   amount,
 *   total: amount,
 *   reason: "the price of 100 of 333 units",
 *   settled: null
 * })
 *
 * assert.strictEqual(line.settled, null)
 *
 * @since 0.1.0
 * @category models
 */
export class RefundLine extends Schema.Class<RefundLine>("@smmkit/follow/RefundLine")({
  account: Schema.String,
  order: OrderId,
  /** The order that paid: itself, or the drip-feed or subscription that it is part of. */
  payer: OrderId,
  /** The journal's key of the order; null of one that the journal did not place. */
  key: Schema.NullOr(Schema.String),
  /** The order's lines are numbered from 1. */
  line: Schema.Int,
  /** When two looks had said so, by the store's clock, in milliseconds since the epoch. */
  at: Schema.Number,
  amount: MoneyJson,
  /** What is due of the order in all, this line included. */
  total: MoneyJson,
  reason: Schema.String,
  settled: Schema.NullOr(Settled)
}) {}
