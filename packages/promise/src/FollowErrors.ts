/**
 * What can go wrong with following the orders of a journal.
 *
 * @since 0.1.0
 */
import { SmmkitError } from "./SmmkitError.js"

abstract class OfFollowing extends SmmkitError {
  readonly processed = "no"
  readonly retryable = false
  readonly fault = "caller"
  readonly meaning = null
  /** The account, by its ID in the store. */
  declare readonly account: string
}

/**
 * The order is not followed: the journal did not place it on this account.
 *
 * @example
 * import { UnknownOrder } from "@smmkit/promise"
 *
 * const error = new UnknownOrder("Order 7 is not followed", { account: "main", order: "7" })
 *
 * assert.strictEqual(error.order, "7")
 *
 * @since 0.1.0
 * @category errors
 */
export class UnknownOrder extends OfFollowing {
  declare readonly order: string

  constructor(message: string, fields: Pick<UnknownOrder, "account" | "order">) {
    super(message, fields)
  }

  override get code(): "UnknownOrder" {
    return "UnknownOrder"
  }
}

/**
 * The order has no such line.
 *
 * @example
 * import { UnknownLine } from "@smmkit/promise"
 *
 * const error = new UnknownLine("Order 7 has no line 3", { account: "main", order: "7", line: 3 })
 *
 * assert.strictEqual(error.line, 3)
 *
 * @since 0.1.0
 * @category errors
 */
export class UnknownLine extends OfFollowing {
  declare readonly order: string
  declare readonly line: number

  constructor(message: string, fields: Pick<UnknownLine, "account" | "order" | "line">) {
    super(message, fields)
  }

  override get code(): "UnknownLine" {
    return "UnknownLine"
  }
}

/**
 * The line was settled before, at a time (milliseconds since the epoch) and in somebody's words. Nothing is to be
 * paid out again.
 *
 * @example
 * import { AlreadySettled } from "@smmkit/promise"
 *
 * const fields = { account: "main", order: "7", line: 1, at: 0, how: "credited by Ann" }
 * const error = new AlreadySettled("Line 1 of order 7 was settled", fields)
 *
 * assert.strictEqual(error.how, "credited by Ann")
 *
 * @since 0.1.0
 * @category errors
 */
export class AlreadySettled extends OfFollowing {
  declare readonly order: string
  declare readonly line: number
  declare readonly at: number
  declare readonly how: string

  constructor(message: string, fields: Pick<AlreadySettled, "account" | "order" | "line" | "at" | "how">) {
    super(message, fields)
  }

  override get code(): "AlreadySettled" {
    return "AlreadySettled"
  }
}

/**
 * A place from which the log cannot be read: events after it were `dropped`, or it is `ahead` of the log, as after a
 * backup was restored.
 *
 * @example
 * import { InvalidCursor } from "@smmkit/promise"
 *
 * const fields = { account: "main", number: 9, reason: "ahead", first: 1, last: 5 } as const
 * const error = new InvalidCursor("The log cannot be read after event 9", fields)
 *
 * assert.strictEqual(error.last, 5)
 *
 * @since 0.1.0
 * @category errors
 */
export class InvalidCursor extends OfFollowing {
  declare readonly number: number
  declare readonly reason: "dropped" | "ahead"
  /** The first and the last event that the log holds. */
  declare readonly first: number
  declare readonly last: number

  constructor(
    message: string,
    fields: Pick<InvalidCursor, "account" | "number" | "reason" | "first" | "last">
  ) {
    super(message, fields)
  }

  override get code(): "InvalidCursor" {
    return "InvalidCursor"
  }
}
