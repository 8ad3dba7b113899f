/**
 * What a panel refuses with: nothing was done.
 *
 * @since 0.1.0
 */
import {
  type AccountMeaning,
  type NotFoundMeaning,
  type RequestMeaning,
  SmmkitError,
  type UnavailableMeaning
} from "./SmmkitError.js"

/** The panel's own words, and the HTTP status that they came with. */
interface Said {
  readonly said: string
  readonly status: number
}

/**
 * The panel refused because of the account: its key, its state, or its funds. Nothing was done.
 *
 * @example
 * import { AccountRefusal } from "@smmkit/promise"
 *
 * const error = new AccountRefusal("The account needs attention", { meaning: "bad-key", said: "Invalid API key", status: 200 })
 *
 * assert.strictEqual(error.fault, "account")
 *
 * @since 0.1.0
 * @category errors
 */
export class AccountRefusal extends SmmkitError {
  readonly code = "AccountRefusal"
  readonly processed = "no"
  readonly retryable = false
  readonly fault = "account"
  readonly meaning: AccountMeaning
  readonly said: string
  readonly status: number

  constructor(message: string, fields: { readonly meaning: AccountMeaning } & Said) {
    super(message)
    this.meaning = fields.meaning
    this.said = fields.said
    this.status = fields.status
  }

  override get name(): string {
    return "AccountRefusal"
  }
}

/**
 * The panel takes no more calls for now. Nothing was done.
 *
 * @example
 * import { RateLimited } from "@smmkit/promise"
 *
 * const error = new RateLimited("Too many calls", { said: "", status: 429, retryAfter: 2000, retryable: true })
 *
 * assert.strictEqual(error.meaning, "rate-limited")
 *
 * @since 0.1.0
 * @category errors
 */
export class RateLimited extends SmmkitError {
  readonly code = "RateLimited"
  readonly processed = "no"
  readonly retryable: boolean
  readonly fault = "caller"
  readonly meaning = "rate-limited"
  readonly said: string
  readonly status: number
  /** How long the panel asks to wait, in milliseconds; null where it does not say. */
  readonly retryAfter: number | null

  constructor(
    message: string,
    fields: Said & { readonly retryAfter: number | null; readonly retryable: boolean }
  ) {
    super(message)
    this.retryable = fields.retryable
    this.said = fields.said
    this.status = fields.status
    this.retryAfter = fields.retryAfter
  }

  override get name(): string {
    return "RateLimited"
  }
}

/**
 * The panel is out of order for now: maintenance, or a failure of its own.
 *
 * @example
 * import { PanelUnavailable } from "@smmkit/promise"
 *
 * const error = new PanelUnavailable("The panel is out of order", {
 *   meaning: "maintenance",
 *   said: "Maintenance",
 *   status: 200,
 *   retryAfter: null,
 *   processed: "no",
 *   retryable: true
 * })
 *
 * assert.strictEqual(error.fault, "panel")
 *
 * @since 0.1.0
 * @category errors
 */
export class PanelUnavailable extends SmmkitError {
  readonly code = "PanelUnavailable"
  readonly processed: "no" | "maybe"
  readonly retryable: boolean
  readonly fault = "panel"
  readonly meaning: UnavailableMeaning | null
  readonly said: string
  readonly status: number
  /** As `RateLimited.retryAfter`. */
  readonly retryAfter: number | null

  constructor(
    message: string,
    fields: Said & {
      readonly meaning: UnavailableMeaning | null
      readonly retryAfter: number | null
      readonly processed: "no" | "maybe"
      readonly retryable: boolean
    }
  ) {
    super(message)
    this.processed = fields.processed
    this.retryable = fields.retryable
    this.meaning = fields.meaning
    this.said = fields.said
    this.status = fields.status
    this.retryAfter = fields.retryAfter
  }

  override get name(): string {
    return "PanelUnavailable"
  }
}

/**
 * The panel knows no such service, order or refill on this account. Nothing was done.
 *
 * @example
 * import { NotFound } from "@smmkit/promise"
 *
 * const error = new NotFound("No such order", { meaning: "order-not-found", said: "Incorrect order ID", status: 200 })
 *
 * assert.strictEqual(error.retryable, false)
 *
 * @since 0.1.0
 * @category errors
 */
export class NotFound extends SmmkitError {
  readonly code = "NotFound"
  readonly processed = "no"
  readonly retryable = false
  readonly fault = "caller"
  readonly meaning: NotFoundMeaning
  readonly said: string
  readonly status: number

  constructor(message: string, fields: { readonly meaning: NotFoundMeaning } & Said) {
    super(message)
    this.meaning = fields.meaning
    this.said = fields.said
    this.status = fields.status
  }

  override get name(): string {
    return "NotFound"
  }
}

/**
 * The panel refused the request for a reason that smmkit knows; `meaning` names it. Nothing was done.
 *
 * @example
 * import { RequestRefusal } from "@smmkit/promise"
 *
 * const fields = { meaning: "bad-link", said: "Bad link", status: 200, fault: "caller" } as const
 * const error = new RequestRefusal("The panel refused", fields)
 *
 * assert.strictEqual(error.processed, "no")
 *
 * @since 0.1.0
 * @category errors
 */
export class RequestRefusal extends SmmkitError {
  readonly code = "RequestRefusal"
  readonly processed = "no"
  readonly retryable = false
  readonly fault: "caller" | "panel"
  readonly meaning: RequestMeaning
  readonly said: string
  readonly status: number

  constructor(
    message: string,
    fields: Said & { readonly meaning: RequestMeaning; readonly fault: "caller" | "panel" }
  ) {
    super(message)
    this.fault = fields.fault
    this.meaning = fields.meaning
    this.said = fields.said
    this.status = fields.status
  }

  override get name(): string {
    return "RequestRefusal"
  }
}

/**
 * The panel refused in words that no table knows. Nothing was done.
 *
 * @example
 * import { UnclassifiedRefusal } from "@smmkit/promise"
 *
 * const error = new UnclassifiedRefusal("The panel refused", { said: "Come back on Monday", status: 200 })
 *
 * assert.strictEqual(error.meaning, null)
 *
 * @since 0.1.0
 * @category errors
 */
export class UnclassifiedRefusal extends SmmkitError {
  readonly code = "UnclassifiedRefusal"
  readonly processed = "no"
  readonly retryable = false
  readonly fault = "panel"
  readonly meaning = null
  readonly said: string
  readonly status: number

  constructor(message: string, fields: Said) {
    super(message)
    this.said = fields.said
    this.status = fields.status
  }

  override get name(): string {
    return "UnclassifiedRefusal"
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
