/**
 * What a panel, the way to it, or an order can be wrong with.
 *
 * @since 0.1.0
 */
import type { PanelUnavailable } from "./Refusals.js"
import { type Fault, type Meaning, SmmkitError } from "./SmmkitError.js"

/**
 * What went wrong on the way, as a word that programs can compare.
 *
 * - `refused`, `unreachable`, `unresolved`: no connection (closed port, no route, unknown host)
 * - `untrusted`: the TLS certificate or handshake was not accepted
 * - `timeout`: the call's time was over
 * - `reset`: the connection broke
 * - `too-large`: the answer's body went over the limit
 * - `insecure`: not HTTPS, and not loopback
 * - `withheld`: smmkit took it back before it was sent
 * - `aborted`: its `signal` was aborted
 * - `defect`: the transport broke down, or stopped by itself
 * - `other`: none of these
 *
 * @since 0.1.0
 * @category models
 */
export type Reason =
  | "refused"
  | "unreachable"
  | "unresolved"
  | "untrusted"
  | "timeout"
  | "reset"
  | "too-large"
  | "insecure"
  | "withheld"
  | "aborted"
  | "defect"
  | "other"

/** What is known of a failure on the way. */
interface OnTheWay {
  readonly reason: Reason
  /** The platform's own word, such as `ECONNREFUSED`. */
  readonly detail: string
  readonly retryable: boolean
  readonly fault: Fault
}

/**
 * The order breaks a rule of the protocol or of its service. Nothing was sent.
 *
 * @example
 * import { createPanel, InvalidOrder } from "@smmkit/promise"
 *
 * const panel = createPanel({ url: "https://panel.example/api/v2", key: "fake-key" })
 * const placing = panel.orders.place({ service: "1", link: "https://example.com/p/1", quantity: 0 })
 * const error: unknown = await placing.catch((error: unknown) => error)
 *
 * assert.ok(error instanceof InvalidOrder)
 * assert.strictEqual(error.message, 'quantity is "0": give a whole number from 1')
 *
 * @since 0.1.0
 * @category errors
 */
export class InvalidOrder extends SmmkitError {
  readonly code = "InvalidOrder"
  readonly processed = "no"
  readonly retryable = false
  readonly fault = "caller"
  readonly meaning = null
  /** The name of the field, what it holds (as text; empty where nothing), and what would be right. */
  readonly field: string
  readonly value: string
  readonly remedy: string

  constructor(
    message: string,
    fields: { readonly field: string; readonly value: string; readonly remedy: string }
  ) {
    super(message)
    this.field = fields.field
    this.value = fields.value
    this.remedy = fields.remedy
  }

  override get name(): string {
    return "InvalidOrder"
  }
}

/**
 * The journal held the order back: a spending `limit`, a `price` that rose, an equal order in `doubt`, or a
 * `store` that failed. Nothing was sent.
 *
 * @example
 * import { OrderWithheld } from "@smmkit/promise"
 *
 * const fields = { reason: "limit", detail: "it would go over 20 a day", retryable: false, fault: "caller" } as const
 * const error = new OrderWithheld("The order was held back", fields)
 *
 * assert.strictEqual(error.processed, "no")
 *
 * @since 0.1.0
 * @category errors
 */
export class OrderWithheld extends SmmkitError {
  readonly code = "OrderWithheld"
  readonly processed = "no"
  readonly retryable: boolean
  readonly fault: "caller" | "local"
  readonly meaning = null
  readonly reason: "limit" | "price" | "doubt" | "store"
  readonly detail: string

  constructor(
    message: string,
    fields: {
      readonly reason: "limit" | "price" | "doubt" | "store"
      readonly detail: string
      readonly retryable: boolean
      readonly fault: "caller" | "local"
    }
  ) {
    super(message)
    this.retryable = fields.retryable
    this.fault = fields.fault
    this.reason = fields.reason
    this.detail = fields.detail
  }

  override get name(): string {
    return "OrderWithheld"
  }
}

/**
 * The answer cannot be understood.
 *
 * - `unreadable`: neither an answer to the action nor a refusal
 * - `redirect`: the panel has another address; put that into the configuration
 * - `missing`: the answer says nothing about this ID
 * - `contradictory`: the answer holds both an ID and an error
 *
 * @example
 * import { UnexpectedAnswer } from "@smmkit/promise"
 *
 * const fields = { reason: "unreadable", meaning: null, status: 200, excerpt: "<html>" } as const
 * const error = new UnexpectedAnswer("The answer cannot be understood", fields)
 *
 * assert.strictEqual(error.processed, "maybe")
 *
 * @since 0.1.0
 * @category errors
 */
export class UnexpectedAnswer extends SmmkitError {
  readonly code = "UnexpectedAnswer"
  readonly processed = "maybe"
  readonly retryable = false
  readonly fault = "panel"
  readonly meaning: Meaning | null
  readonly reason: "unreadable" | "redirect" | "missing" | "contradictory"
  readonly status: number
  /** The beginning of the answer, or where the redirect points; redacted and bounded. */
  readonly excerpt: string

  constructor(
    message: string,
    fields: {
      readonly reason: "unreadable" | "redirect" | "missing" | "contradictory"
      readonly meaning: Meaning | null
      readonly status: number
      readonly excerpt: string
    }
  ) {
    super(message)
    this.meaning = fields.meaning
    this.reason = fields.reason
    this.status = fields.status
    this.excerpt = fields.excerpt
  }

  override get name(): string {
    return "UnexpectedAnswer"
  }
}

/**
 * The call certainly never reached the panel: nothing happened.
 *
 * @example
 * import { NotSent } from "@smmkit/promise"
 *
 * const fields = { reason: "refused", detail: "ECONNREFUSED", retryable: true, fault: "network" } as const
 * const error = new NotSent("Nothing was sent", fields)
 *
 * assert.strictEqual(error.processed, "no")
 *
 * @since 0.1.0
 * @category errors
 */
export class NotSent extends SmmkitError {
  readonly code = "NotSent"
  readonly processed = "no"
  readonly retryable: boolean
  readonly fault: Fault
  readonly meaning = null
  readonly reason: Reason
  readonly detail: string

  constructor(message: string, fields: OnTheWay) {
    super(message)
    this.retryable = fields.retryable
    this.fault = fields.fault
    this.reason = fields.reason
    this.detail = fields.detail
  }

  override get name(): string {
    return "NotSent"
  }
}

/**
 * A call that only reads was sent, and no whole answer came back.
 *
 * @example
 * import { Interrupted } from "@smmkit/promise"
 *
 * const fields = { reason: "reset", detail: "ECONNRESET", retryable: true, fault: "network" } as const
 * const error = new Interrupted("No whole answer came back", fields)
 *
 * assert.strictEqual(error.reason, "reset")
 *
 * @since 0.1.0
 * @category errors
 */
export class Interrupted extends SmmkitError {
  readonly code = "Interrupted"
  readonly processed = "maybe"
  readonly retryable: boolean
  readonly fault: Fault
  readonly meaning = null
  readonly reason: Reason
  readonly detail: string

  constructor(message: string, fields: OnTheWay) {
    super(message)
    this.retryable = fields.retryable
    this.fault = fields.fault
    this.reason = fields.reason
    this.detail = fields.detail
  }

  override get name(): string {
    return "Interrupted"
  }
}

/**
 * It cannot be told whether the panel took the order, refill or cancellation. Sending it again may do it
 * twice: find out first, from the panel's own list of orders or by the balance. `cause` says why it cannot
 * be told: an `Interrupted` (`reason` is `aborted` or `timeout` where the caller gave up), a
 * `PanelUnavailable` or an `UnexpectedAnswer`.
 *
 * @example
 * import { OutcomeUnknown } from "@smmkit/promise"
 *
 * const fields = { action: "add", at: 0, request: { service: "1" }, meaning: null, fault: "network" } as const
 * const error = new OutcomeUnknown("It is not known whether the add was done", fields)
 *
 * assert.deepStrictEqual([error.processed, error.retryable], ["maybe", false])
 *
 * @since 0.1.0
 * @category errors
 */
export class OutcomeUnknown extends SmmkitError {
  readonly code = "OutcomeUnknown"
  readonly processed = "maybe"
  readonly retryable = false
  readonly fault: Fault
  readonly meaning: Meaning | null
  /** The name of the action: `add`, `refill` or `cancel`. */
  readonly action: string
  /** When the call was handed over, in milliseconds since the epoch. */
  readonly at: number
  /** What was asked, as the fields of the form without the key. */
  readonly request: Readonly<Record<string, string>>

  constructor(
    message: string,
    fields: {
      readonly action: string
      readonly at: number
      readonly request: Readonly<Record<string, string>>
      readonly meaning: Meaning | null
      readonly fault: Fault
    },
    cause?: Interrupted | PanelUnavailable | UnexpectedAnswer | undefined
  ) {
    super(message, cause === undefined ? {} : { cause })
    this.fault = fields.fault
    this.meaning = fields.meaning
    this.action = fields.action
    this.at = fields.at
    this.request = fields.request
  }

  override get name(): string {
    return "OutcomeUnknown"
  }
}
