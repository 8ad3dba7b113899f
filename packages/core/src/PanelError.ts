/**
 * What can go wrong with a call: one class per decision that a caller makes, finer detail in `meaning`.
 *
 * Of each of them three questions can be asked without reading text: `processed`, whether the panel
 * may have acted on the call; `retryable`, whether the same call may be sent again soon; and `fault`,
 * whose business it is to put it right.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { tried } from "./internal/look.js"
import { byError, Meaning } from "./Meaning.js"
import { Interrupted, NotSent } from "./Transport.js"

export { Interrupted, NotSent } from "./Transport.js"

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
 * order in `doubt`, an `equal` one that it was to stand apart from, or a `store` that failed. Nothing was sent.
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
  reason: /* @__PURE__ */ Schema.Literal("limit", "price", "doubt", "equal", "store"),
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

/** The panel's own words (redacted and bounded), and the HTTP status that they came with. */
const said = { said: Schema.String, status: Schema.Number }

/**
 * Whether the same call may be sent again. Of a read, always; of a call that spends, only where smmkit itself
 * would: where every word of the refusal is known and speaks of the limit, or HTTP says so.
 */
const retryable = Schema.optionalWith(Schema.Boolean, { default: () => true })

const quoted = (text: string): string => (text === "" ? "" : `: “${text}”`)

/**
 * The panel refused because of the account: its key, its state, or its funds. Nothing was done.
 *
 * @example
 * import { PanelError } from "@smmkit/core"
 *
 * const error = new PanelError.AccountRefusal({ meaning: "bad-key", said: "Invalid API key", status: 200 })
 *
 * assert.strictEqual(error.message, "The account needs attention (bad-key): “Invalid API key”")
 * assert.strictEqual(error.retryable, false)
 *
 * @since 0.1.0
 * @category errors
 */
export class AccountRefusal extends Schema.TaggedError<AccountRefusal>("@smmkit/core/AccountRefusal")(
  "AccountRefusal",
  { meaning: Schema.Literal(...byError.AccountRefusal), ...said }
) {
  readonly processed = "no"
  readonly retryable = false
  readonly fault = "account"

  override get message(): string {
    return `The account needs attention (${this.meaning})${quoted(this.said)}`
  }
}

/**
 * The panel takes no more calls for now. Nothing was done, and the call may be sent again later.
 *
 * @example
 * import { PanelError } from "@smmkit/core"
 *
 * const error = new PanelError.RateLimited({ meaning: "rate-limited", said: "", status: 429, retryAfter: 2000 })
 *
 * assert.strictEqual(error.message, "The panel takes no more calls for now, try again in 2 s")
 * assert.strictEqual(error.retryable, true)
 *
 * @since 0.1.0
 * @category errors
 */
export class RateLimited extends Schema.TaggedError<RateLimited>("@smmkit/core/RateLimited")("RateLimited", {
  meaning: Schema.Literal(...byError.RateLimited),
  ...said,
  /** How long the panel asks to wait, in milliseconds; null where it does not say. */
  retryAfter: Schema.NullOr(Schema.Number),
  retryable
}) {
  readonly processed = "no"
  readonly fault = "caller"

  override get message(): string {
    const wait = this.retryAfter === null ? "" : `, try again in ${Math.ceil(this.retryAfter / 1000)} s`
    return `The panel takes no more calls for now${wait}${quoted(this.said)}`
  }
}

/**
 * The panel is out of order for now: maintenance, or a failure of its own.
 *
 * @example
 * import { PanelError } from "@smmkit/core"
 *
 * const error = new PanelError.PanelUnavailable({
 *   meaning: "maintenance",
 *   said: "Maintenance",
 *   status: 200,
 *   retryAfter: null,
 *   processed: "no"
 * })
 *
 * assert.strictEqual(error.message, "The panel is out of order (HTTP 200): “Maintenance”")
 * assert.strictEqual(error.fault, "panel")
 *
 * @since 0.1.0
 * @category errors
 */
export class PanelUnavailable extends Schema.TaggedError<PanelUnavailable>("@smmkit/core/PanelUnavailable")(
  "PanelUnavailable",
  {
    meaning: Schema.NullOr(Schema.Literal(...byError.PanelUnavailable)),
    ...said,
    /** As `RateLimited.retryAfter`. */
    retryAfter: Schema.NullOr(Schema.Number),
    processed: Schema.Literal("no", "maybe"),
    retryable
  }
) {
  readonly fault = "panel"

  override get message(): string {
    return `The panel is out of order (HTTP ${this.status})${quoted(this.said)}`
  }
}

/**
 * The panel knows no such service, order or refill on this account. Nothing was done.
 *
 * @example
 * import { PanelError } from "@smmkit/core"
 *
 * const error = new PanelError.NotFound({ meaning: "order-not-found", said: "Incorrect order ID", status: 200 })
 *
 * assert.strictEqual(error.message, "The panel knows no such order: “Incorrect order ID”")
 *
 * @since 0.1.0
 * @category errors
 */
export class NotFound extends Schema.TaggedError<NotFound>("@smmkit/core/NotFound")("NotFound", {
  meaning: Schema.Literal(...byError.NotFound),
  ...said,
  /** How long ago the catalogue was read that lacks the service, in milliseconds; absent where the panel says so. */
  catalogueAge: Schema.optional(Schema.Number)
}) {
  readonly processed = "no"
  readonly retryable = false
  readonly fault = "caller"

  override get message(): string {
    const thing = { "bad-service": "service", "order-not-found": "order", "refill-not-found": "refill" }
    return this.catalogueAge === undefined
      ? `The panel knows no such ${thing[this.meaning]}${quoted(this.said)}`
      : `${this.said}, which was read ${Math.round(this.catalogueAge / 1000)} s ago`
  }
}

const byPanel: ReadonlyArray<Meaning> = ["service-disabled", "refill-failed"]

/**
 * The panel refused the request for a reason that smmkit knows; `meaning` names it. Nothing was done.
 *
 * @example
 * import { PanelError } from "@smmkit/core"
 *
 * const error = new PanelError.RequestRefusal({ meaning: "bad-link", said: "Bad link", status: 200 })
 *
 * assert.strictEqual(error.message, "The panel refused (bad-link): “Bad link”")
 * assert.strictEqual(error.fault, "caller")
 *
 * @since 0.1.0
 * @category errors
 */
export class RequestRefusal extends Schema.TaggedError<RequestRefusal>("@smmkit/core/RequestRefusal")(
  "RequestRefusal",
  { meaning: Schema.Literal(...byError.RequestRefusal), ...said }
) {
  readonly processed = "no"
  readonly retryable = false
  readonly fault: "caller" | "panel" = byPanel.includes(this.meaning) ? "panel" : "caller"

  override get message(): string {
    return `The panel refused (${this.meaning})${quoted(this.said)}`
  }
}

/**
 * The panel refused in words that no table knows. Nothing was done.
 *
 * @example
 * import { PanelError } from "@smmkit/core"
 *
 * const error = new PanelError.UnclassifiedRefusal({ said: "Come back on Monday", status: 200 })
 *
 * assert.strictEqual(error.meaning, null)
 * assert.strictEqual(error.processed, "no")
 *
 * @since 0.1.0
 * @category errors
 */
export class UnclassifiedRefusal extends Schema.TaggedError<UnclassifiedRefusal>(
  "@smmkit/core/UnclassifiedRefusal"
)("UnclassifiedRefusal", said) {
  readonly meaning = null
  readonly processed = "no"
  readonly retryable = false
  readonly fault = "panel"

  override get message(): string {
    return `The panel refused${quoted(this.said)}`
  }
}

/**
 * What a panel can refuse with: nothing was done.
 *
 * @since 0.1.0
 * @category errors
 */
export type Refusal =
  | AccountRefusal
  | RateLimited
  | PanelUnavailable
  | NotFound
  | RequestRefusal
  | UnclassifiedRefusal

/**
 * The answer cannot be understood.
 *
 * - `unreadable`: neither an answer to the action nor a refusal
 * - `redirect`: the panel has another address; put that into the configuration
 * - `missing`: the answer says nothing about this ID
 * - `contradictory`: the answer says what cannot be true together, such as an ID and an error
 *
 * @example
 * import { PanelError } from "@smmkit/core"
 *
 * const error = new PanelError.UnexpectedAnswer({ reason: "unreadable", meaning: null, status: 200, excerpt: "<html>" })
 *
 * assert.strictEqual(error.message, "The answer cannot be understood (HTTP 200): “<html>”")
 * assert.strictEqual(error.processed, "maybe")
 *
 * @since 0.1.0
 * @category errors
 */
export class UnexpectedAnswer extends Schema.TaggedError<UnexpectedAnswer>("@smmkit/core/UnexpectedAnswer")(
  "UnexpectedAnswer",
  {
    reason: Schema.Literal("unreadable", "redirect", "missing", "contradictory"),
    meaning: Schema.NullOr(Meaning),
    status: Schema.Number,
    /** The beginning of the answer, or where the redirect points; redacted and bounded. */
    excerpt: Schema.String
  }
) {
  readonly processed = "maybe"
  readonly retryable = false
  readonly fault = "panel"

  override get message(): string {
    const what = {
      unreadable:
        this.meaning === "blocked"
          ? "A bot check stands in front of the panel"
          : "The answer cannot be understood",
      redirect: "The panel redirects, which is not followed; use its new address",
      missing: "The answer says nothing about this ID",
      contradictory: "The answer contradicts itself"
    }
    return `${what[this.reason]} (HTTP ${this.status})${quoted(this.excerpt)}`
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
  readonly fault: "network" | "panel" | "caller" = this.cause.fault

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
export const isPanelError = (value: unknown): value is PanelError =>
  tried(
    () => isError(value),
    () => false
  )

const isError = /* @__PURE__ */ Schema.is(PanelError)

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
    typeof error === "object" &&
    error !== null &&
    "meaning" in error &&
    meanings.some((meaning) => meaning === error.meaning)

/** What was asked. */
interface Asked {
  readonly action: string
  readonly params: Readonly<Record<string, string>>
}

const unknownOutcome = (
  { action, params }: Asked,
  at: number,
  cause: OutcomeUnknown["cause"]
): OutcomeUnknown => {
  const meaning = cause._tag === "Interrupted" ? null : cause.meaning
  return new OutcomeUnknown({ action, at, request: params, meaning, cause })
}

/**
 * What an error of a call that spends amounts to, where it was handed over at `at` (milliseconds since the
 * epoch): whatever may have been done is `OutcomeUnknown`, all else stays what it is.
 *
 * @example
 * import { PanelError, Transport } from "@smmkit/core"
 *
 * const toError = PanelError.toSpendError({ action: "add", params: { service: "1" } }, 0)
 * const error = toError(new Transport.Interrupted({ reason: "reset", detail: "ECONNRESET" }))
 *
 * assert.strictEqual(error._tag, "OutcomeUnknown")
 *
 * @since 0.1.0
 * @category constructors
 */
export const toSpendError =
  (call: Asked, at: number) =>
  (error: ReadError): SpendError => {
    switch (error._tag) {
      case "Interrupted":
      case "UnexpectedAnswer":
        return unknownOutcome(call, at, error)
      case "PanelUnavailable":
        return error.processed === "no" ? error : unknownOutcome(call, at, error)
      default:
        return error
    }
  }
