/**
 * The state of an order, as the panel tells it.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { fold } from "./internal/wire.js"

/**
 * The states that this version knows. `Refunded` and `Failed` are not in the protocol's text, but some
 * panels send them; what becomes of the money of a `Failed` order is not told. `Active`, `Paused`,
 * `Expired` and `Limit` are states of a subscription.
 *
 * @example
 * import { OrderState } from "@smmkit/core"
 * import { Schema } from "effect"
 *
 * assert.ok(Schema.is(OrderState.Known)("Partial"))
 *
 * @since 0.1.0
 * @category schemas
 */
export const Known = Schema.Literal(
  "Pending",
  "Processing",
  "In progress",
  "Completed",
  "Partial",
  "Canceled",
  "Refunded",
  "Failed",
  "Active",
  "Paused",
  "Expired",
  "Limit"
)

/**
 * @since 0.1.0
 * @category models
 */
export type Known = typeof Known.Type

/**
 * A word that this version does not know, kept as the panel wrote it. It is no final state.
 *
 * @example
 * import { OrderState } from "@smmkit/core"
 *
 * const state = OrderState.Unknown.make("Reviewing")
 *
 * assert.strictEqual(OrderState.isFinal(state), false)
 *
 * @since 0.1.0
 * @category schemas
 */
export const Unknown = Schema.NonEmptyTrimmedString.pipe(
  Schema.maxLength(100),
  Schema.brand("@smmkit/core/UnknownState")
)

/**
 * A known state, or the panel\'s own word.
 *
 * @example
 * import { OrderState } from "@smmkit/core"
 * import { Schema } from "effect"
 *
 * assert.ok(Schema.is(OrderState.OrderState)("In progress"))
 *
 * @since 0.1.0
 * @category schemas
 */
export const OrderState = Schema.Union(Known, Unknown)

/**
 * @since 0.1.0
 * @category models
 */
export type OrderState = typeof OrderState.Type

const spellings: Readonly<Record<Known, ReadonlyArray<string>>> = {
  Pending: ["pending", "awaiting", "queued", "inqueue", "queue", "waiting"],
  Processing: ["processing", "process", "started", "processingorder"],
  "In progress": ["inprogress", "running"],
  Completed: ["completed", "complete", "success", "done"],
  Partial: ["partial"],
  Canceled: ["cancel", "canceled", "cancelled", "canelled", "caneled", "canceld", "cancled"],
  Refunded: ["refunded", "refund", "refunds"],
  Failed: ["failed", "fail", "error", "rejected"],
  Active: ["active"],
  Paused: ["paused"],
  Expired: ["expired"],
  Limit: ["limit"]
}

const bySpelling = new Map(
  Known.literals.flatMap((state) => spellings[state].map((spelling) => [spelling, state] as const))
)

/**
 * A state in any spelling; a word that is no spelling of a known state stays as it is.
 *
 * @example
 * import { OrderState } from "@smmkit/core"
 * import { Schema } from "effect"
 *
 * const decode = Schema.decodeUnknownSync(OrderState.FromWire)
 *
 * assert.strictEqual(decode("in_progress"), "In progress")
 * assert.strictEqual(decode("Incomplete"), "Incomplete") // unknown, and not "Completed"
 *
 * @since 0.1.0
 * @category schemas
 */
export const FromWire = Schema.transform(
  Schema.Union(Schema.String, Schema.Number),
  Schema.typeSchema(OrderState),
  {
    strict: false,
    decode: (word) => bySpelling.get(fold(String(word))) ?? String(word).trim(),
    encode: (state) => state
  }
)

const final: ReadonlyArray<OrderState> = ["Completed", "Partial", "Canceled", "Refunded", "Failed", "Expired"]

/**
 * Whether nothing more will be delivered. A completed order may still be refilled. An unknown state
 * is not final.
 *
 * @example
 * import { OrderState } from "@smmkit/core"
 *
 * assert.ok(OrderState.isFinal("Partial"))
 * assert.strictEqual(OrderState.isFinal("In progress"), false)
 *
 * @since 0.1.0
 * @category guards
 */
export const isFinal = (state: OrderState): boolean => final.includes(state)
