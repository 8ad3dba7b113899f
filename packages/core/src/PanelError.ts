/**
 * What can go wrong with a call: one class per decision that a caller makes, finer detail in `meaning`.
 *
 * Of each of them three questions can be asked without reading text: `processed`, whether the panel
 * may have acted on the call; `retryable`, whether the same call may be sent again soon; and `fault`,
 * whose business it is to put it right.
 *
 * @since 0.1.0
 */
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import { Meaning } from "./Meaning.js"
import {
  AccountRefusal,
  NotFound,
  PanelUnavailable,
  RateLimited,
  type Refusal,
  RequestRefusal,
  UnclassifiedRefusal,
  UnexpectedAnswer
} from "./ReplyError.js"
import { Interrupted, NotSent } from "./Transport.js"

export * from "./ReplyError.js"

/**
 * Whether the panel acted on the call: `no` it did not, `maybe` that cannot be told, `yes` it did.
 *
 * @since 0.1.0
 * @category models
 */
export type Processed = "no" | "maybe" | "yes"

/**
 * Whose business it is: the `caller`'s request, the `account`, the `panel`, the `network`, or the
 * `local` machine.
 *
 * @since 0.1.0
 * @category models
 */
export type Fault = "caller" | "account" | "panel" | "network" | "local"

/**
 * The order breaks a rule of the protocol or of its service. Nothing was sent.
 *
 * @example
 * import { PanelError } from "@smmkit/core"
 *
 * const error = new PanelError.InvalidOrder({ field: "quantity", value: "0", remedy: "give a whole number from 1" })
 *
 * assert.strictEqual(error.message, 'quantity is "0": give a whole number from 1')
 * assert.strictEqual(error.processed, "no")
 *
 * @since 0.1.0
 * @category errors
 */
export class InvalidOrder extends /* @__PURE__ */ Schema.TaggedError<InvalidOrder>(
  "@smmkit/core/InvalidOrder"
)("InvalidOrder", {
  /** The protocol's name of the field. */
  field: Schema.String,
  /** What the field holds, as text; empty where it holds nothing. */
  value: Schema.String,
  /** What would be right. */
  remedy: Schema.String
}) {
  readonly meaning = null
  readonly processed = "no"
  readonly retryable = false
  readonly fault = "caller"

  override get message(): string {
    return this.value === ""
      ? `${this.field} is missing: ${this.remedy}`
      : `${this.field} is ${JSON.stringify(this.value)}: ${this.remedy}`
  }
}

/**
 * A layer in front of `AddOrder` held the order back: a spending `limit`, a `price` that rose, an equal
 * order in `doubt`, or a `store` that failed. Nothing was sent.
 *
 * @example
 * import { PanelError } from "@smmkit/core"
 *
 * const error = new PanelError.OrderWithheld({ reason: "limit", detail: "it would go over 20 a day" })
 *
 * assert.strictEqual(error.processed, "no")
 * assert.strictEqual(error.fault, "caller")
 *
 * @since 0.1.0
 * @category errors
 */
export class OrderWithheld extends /* @__PURE__ */ Schema.TaggedError<OrderWithheld>(
  "@smmkit/core/OrderWithheld"
)("OrderWithheld", {
  reason: /* @__PURE__ */ Schema.Literal("limit", "price", "doubt", "store"),
  detail: Schema.String
}) {
  readonly meaning = null
  readonly processed = "no"
  readonly retryable: boolean = this.reason === "store"
  readonly fault: "caller" | "local" = this.reason === "store" ? "local" : "caller"

  override get message(): string {
    return `The order was held back, nothing was sent: ${this.detail}`
  }
}

/**
 * It cannot be told whether the panel took the order, refill or cancellation. Sending it again may do
 * it twice: find out first, from the panel's own list of orders or by the balance.
 *
 * @example
 * import { PanelError, Transport } from "@smmkit/core"
 *
 * const error = new PanelError.OutcomeUnknown({
 *   action: "add",
 *   at: 0,
 *   request: { service: "1", link: "https://example.com/p/1", quantity: "100" },
 *   meaning: null,
 *   cause: new Transport.Interrupted({ reason: "timeout", detail: "" })
 * })
 *
 * assert.strictEqual(error.processed, "maybe")
 * assert.strictEqual(error.retryable, false)
 *
 * @since 0.1.0
 * @category errors
 */
export class OutcomeUnknown extends Schema.TaggedError<OutcomeUnknown>("@smmkit/core/OutcomeUnknown")(
  "OutcomeUnknown",
  {
    /** The name of the action: `add`, `refill`, `cancel`, or one of the panel's own. */
    action: Schema.String,
    /** When the call was handed over, in milliseconds since the epoch. */
    at: Schema.Number,
    /** What was asked, as the fields of the form without the key. */
    request: Schema.Record({ key: Schema.String, value: Schema.String }),
    meaning: Schema.NullOr(Meaning),
    /** Why it cannot be told. */
    cause: Schema.Union(Interrupted, PanelUnavailable, UnexpectedAnswer)
  }
) {
  readonly processed = "maybe"
  readonly retryable = false
  readonly fault: "network" | "panel" = this.cause.fault

  override get message(): string {
    return `It is not known whether the ${this.action} was done. ${this.cause.message}`
  }
}

/**
 * What a call that only reads can fail with.
 *
 * @since 0.1.0
 * @category errors
 */
export type ReadError = Refusal | UnexpectedAnswer | NotSent | Interrupted

/**
 * What a call that spends or changes something can fail with. Whatever may have been done is
 * `OutcomeUnknown`; all others say that nothing was.
 *
 * @since 0.1.0
 * @category errors
 */
export type SpendError = Refusal | NotSent | OutcomeUnknown

/**
 * Every error of this package's actions.
 *
 * @since 0.1.0
 * @category errors
 */
export type PanelError = ReadError | SpendError | InvalidOrder | OrderWithheld

/**
 * Every error of this package's actions, as a schema: to send one to another process, or to keep it.
 *
 * @example
 * import { PanelError } from "@smmkit/core"
 * import { Schema } from "effect"
 *
 * const error = new PanelError.UnclassifiedRefusal({ said: "Come back on Monday", status: 200 })
 * const json = Schema.encodeSync(PanelError.PanelError)(error)
 *
 * assert.deepStrictEqual(Schema.decodeSync(PanelError.PanelError)(json), error)
 *
 * @since 0.1.0
 * @category schemas
 */
export const PanelError = /* @__PURE__ */ Schema.Union(
  AccountRefusal,
  RateLimited,
  PanelUnavailable,
  NotFound,
  RequestRefusal,
  UnclassifiedRefusal,
  UnexpectedAnswer,
  NotSent,
  Interrupted,
  OutcomeUnknown,
  InvalidOrder,
  OrderWithheld
)

/**
 * Whether a value is an error of this package's actions.
 *
 * @example
 * import { PanelError } from "@smmkit/core"
 *
 * assert.strictEqual(PanelError.isPanelError(new Error("something else")), false)
 *
 * @since 0.1.0
 * @category guards
 */
export const isPanelError: (value: unknown) => value is PanelError = /* @__PURE__ */ Schema.is(PanelError)

/**
 * Whether the panel said one of these things; of each error it can be asked, and for a union of errors it
 * leaves those that can mean it.
 *
 * @example
 * import { PanelError } from "@smmkit/core"
 * import { Effect } from "effect"
 *
 * const refused = new PanelError.AccountRefusal({ meaning: "insufficient-funds", said: "Not enough funds", status: 200 })
 * const placed: Effect.Effect<string, PanelError.SpendError> = Effect.fail(refused)
 * const program = Effect.catchIf(placed, PanelError.hasMeaning("insufficient-funds"), ({ meaning }) =>
 *   Effect.succeed(`top up: ${meaning}`)
 * )
 *
 * assert.strictEqual(await Effect.runPromise(program), "top up: insufficient-funds")
 *
 * @since 0.1.0
 * @category guards
 */
export const hasMeaning =
  <const M extends Meaning>(...meanings: readonly [M, ...ReadonlyArray<M>]) =>
  <E>(error: E): error is E & { readonly meaning: M } =>
    Predicate.hasProperty(error, "meaning") && meanings.some((meaning) => meaning === error.meaning)
