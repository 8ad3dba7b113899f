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

abstract class Refused extends SmmkitError {
  /** The panel's own words, and the HTTP status that they came with. */
  declare readonly said: string
  declare readonly status: number
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
export class AccountRefusal extends Refused {
  readonly processed = "no"
  readonly retryable = false
  readonly fault = "account"
  declare readonly meaning: AccountMeaning

  constructor(message: string, fields: Pick<AccountRefusal, "meaning" | "said" | "status">) {
    super(message, fields)
  }

  override get code(): "AccountRefusal" {
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
export class RateLimited extends Refused {
  readonly processed = "no"
  declare readonly retryable: boolean
  readonly fault = "caller"
  readonly meaning = "rate-limited"
  /** How long the panel asks to wait, in milliseconds; null where it does not say. */
  declare readonly retryAfter: number | null

  constructor(message: string, fields: Pick<RateLimited, "retryable" | "said" | "status" | "retryAfter">) {
    super(message, fields)
  }

  override get code(): "RateLimited" {
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
export class PanelUnavailable extends Refused {
  declare readonly processed: "no" | "maybe"
  declare readonly retryable: boolean
  readonly fault = "panel"
  declare readonly meaning: UnavailableMeaning | null
  /** As `RateLimited.retryAfter`. */
  declare readonly retryAfter: number | null

  constructor(
    message: string,
    fields: Pick<PanelUnavailable, "processed" | "retryable" | "meaning" | "said" | "status" | "retryAfter">
  ) {
    super(message, fields)
  }

  override get code(): "PanelUnavailable" {
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
export class NotFound extends Refused {
  readonly processed = "no"
  readonly retryable = false
  readonly fault = "caller"
  declare readonly meaning: NotFoundMeaning

  constructor(message: string, fields: Pick<NotFound, "meaning" | "said" | "status">) {
    super(message, fields)
  }

  override get code(): "NotFound" {
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
export class RequestRefusal extends Refused {
  readonly processed = "no"
  readonly retryable = false
  declare readonly fault: "caller" | "panel"
  declare readonly meaning: RequestMeaning

  constructor(message: string, fields: Pick<RequestRefusal, "fault" | "meaning" | "said" | "status">) {
    super(message, fields)
  }

  override get code(): "RequestRefusal" {
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
export class UnclassifiedRefusal extends Refused {
  readonly processed = "no"
  readonly retryable = false
  readonly fault = "panel"
  readonly meaning = null

  constructor(message: string, fields: Pick<UnclassifiedRefusal, "said" | "status">) {
    super(message, fields)
  }

  override get code(): "UnclassifiedRefusal" {
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
