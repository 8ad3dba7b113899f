/**
 * What a reply amounts to that is no answer: a refusal, or nothing that can be understood. `PanelError`
 * has these errors too, and says what can be asked of them.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import * as Meanings from "./internal/meanings.js"
import { Meaning } from "./Meaning.js"

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
  { meaning: Schema.Literal(...Meanings.accountRefusal), ...said }
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
  meaning: Schema.Literal(...Meanings.rateLimited),
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
    meaning: Schema.NullOr(Schema.Literal(...Meanings.panelUnavailable)),
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
  meaning: Schema.Literal(...Meanings.notFound),
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
  { meaning: Schema.Literal(...Meanings.requestRefusal), ...said }
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
 * - `contradictory`: the answer holds both an ID and an error
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
      contradictory: "The answer holds both an ID and an error"
    }
    return `${what[this.reason]} (HTTP ${this.status})${quoted(this.excerpt)}`
  }
}
