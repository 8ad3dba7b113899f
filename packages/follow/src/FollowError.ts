/**
 * What can go wrong with following, beside the errors of the panel and of the store.
 *
 * @since 0.1.0
 */
import { OrderId } from "@smmkit/core/Identifiers"
import * as Schema from "effect/Schema"

/**
 * The order is not followed.
 *
 * @example
 * import { Identifiers } from "@smmkit/core"
 * import { FollowError } from "@smmkit/follow"
 *
 * const error = new FollowError.UnknownOrder({ account: "main", order: Identifiers.OrderId.make("7") })
 *
 * assert.strictEqual(error.message, "Order 7 of the account \"main\" is not followed")
 *
 * @since 0.1.0
 * @category errors
 */
export class UnknownOrder extends Schema.TaggedError<UnknownOrder>("@smmkit/follow/UnknownOrder")(
  "UnknownOrder",
  { account: Schema.String, order: OrderId }
) {
  override get message(): string {
    return `Order ${this.order} of the account ${JSON.stringify(this.account)} is not followed`
  }
}

/**
 * There is no such line.
 *
 * @example
 * import { Identifiers } from "@smmkit/core"
 * import { FollowError } from "@smmkit/follow"
 *
 * const order = Identifiers.OrderId.make("7")
 * const error = new FollowError.UnknownLine({ account: "main", order, line: 3 })
 *
 * assert.ok(error.message.startsWith("Order 7 has no line 3"))
 *
 * @since 0.1.0
 * @category errors
 */
export class UnknownLine extends Schema.TaggedError<UnknownLine>("@smmkit/follow/UnknownLine")(
  "UnknownLine",
  {
    account: Schema.String,
    order: OrderId,
    line: Schema.Int
  }
) {
  override get message(): string {
    return `Order ${this.order} has no line ${this.line} in the account ${JSON.stringify(this.account)}`
  }
}

/**
 * The line was settled before. Nothing is to be paid out again.
 *
 * @example
 * import { Identifiers } from "@smmkit/core"
 * import { FollowError } from "@smmkit/follow"
 *
 * const order = Identifiers.OrderId.make("7")
 * const error = new FollowError.AlreadySettled({ account: "main", order, line: 1, at: 0, how: "credited by Ann" })
 *
 * assert.ok(error.message.includes("credited by Ann"))
 *
 * @since 0.1.0
 * @category errors
 */
export class AlreadySettled extends Schema.TaggedError<AlreadySettled>("@smmkit/follow/AlreadySettled")(
  "AlreadySettled",
  {
    account: Schema.String,
    order: OrderId,
    line: Schema.Int,
    /** When it was settled, by the store's clock, and how, in the words of who did it. */
    at: Schema.Number,
    how: Schema.String
  }
) {
  override get message(): string {
    return `Line ${this.line} of order ${this.order} was settled at ${new Date(this.at).toISOString()}: ${this.how}`
  }
}

/**
 * A place in the log from which it cannot be read: events after it were dropped, or it is ahead of the log, as
 * after a backup was restored. Begin anew from what `orders` shows, and from the end of the log.
 *
 * @example
 * import { FollowError } from "@smmkit/follow"
 *
 * const error = new FollowError.InvalidCursor({ account: "main", number: 9, reason: "ahead", first: 1, last: 5 })
 *
 * assert.ok(error.message.includes("event 9"))
 *
 * @since 0.1.0
 * @category errors
 */
export class InvalidCursor extends Schema.TaggedError<InvalidCursor>("@smmkit/follow/InvalidCursor")(
  "InvalidCursor",
  {
    account: Schema.String,
    number: Schema.Number,
    reason: Schema.Literal("dropped", "ahead"),
    /** The first and the last event that the log holds. */
    first: Schema.Number,
    last: Schema.Number
  }
) {
  override get message(): string {
    const why =
      this.reason === "dropped"
        ? `events after it were dropped; the first that is left is ${this.first}`
        : `the log ends with event ${this.last}, so it is another one, or was restored from a backup`
    return `The log of the account ${JSON.stringify(this.account)} cannot be read after event ${this.number}: ${why}`
  }
}

/**
 * The policy has no refill asked for. Nothing was sent.
 *
 * @example
 * import { Identifiers } from "@smmkit/core"
 * import { FollowError } from "@smmkit/follow"
 *
 * const order = Identifiers.OrderId.make("7")
 * const error = new FollowError.RefillWithheld({ account: "main", order, why: "the order is not completed" })
 *
 * assert.strictEqual(error.message, "No refill of order 7 was asked for: the order is not completed")
 *
 * @since 0.1.0
 * @category errors
 */
export class RefillWithheld extends Schema.TaggedError<RefillWithheld>("@smmkit/follow/RefillWithheld")(
  "RefillWithheld",
  { account: Schema.String, order: OrderId, why: Schema.String }
) {
  override get message(): string {
    return `No refill of order ${this.order} was asked for: ${this.why}`
  }
}
