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
 * - `proxy`: the proxy opened no way to the panel
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
  | "proxy"
  | "untrusted"
  | "timeout"
  | "reset"
  | "too-large"
  | "insecure"
  | "withheld"
  | "aborted"
  | "defect"
  | "other"

abstract class OnTheWay extends SmmkitError {
  declare readonly retryable: boolean
  declare readonly fault: Fault
  readonly meaning = null
  declare readonly reason: Reason
  /** The platform's own word, such as `ECONNREFUSED`. */
  declare readonly detail: string

  constructor(message: string, fields: Pick<OnTheWay, "retryable" | "fault" | "reason" | "detail">) {
    super(message, fields)
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
  readonly processed = "no"
  declare readonly retryable: boolean
  declare readonly fault: "caller" | "local"
  readonly meaning = null
  declare readonly reason: "limit" | "price" | "doubt" | "equal" | "store"
  declare readonly detail: string

  constructor(message: string, fields: Pick<OrderWithheld, "retryable" | "fault" | "reason" | "detail">) {
    super(message, fields)
  }

  override get code(): "OrderWithheld" {
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
  readonly processed = "maybe"
  readonly retryable = false
  readonly fault = "panel"
  declare readonly meaning: Meaning | null
  declare readonly reason: "unreadable" | "redirect" | "missing" | "contradictory"
  declare readonly status: number
  /** The beginning of the answer, or where the redirect points; redacted and bounded. */
  declare readonly excerpt: string

  constructor(message: string, fields: Pick<UnexpectedAnswer, "meaning" | "reason" | "status" | "excerpt">) {
    super(message, fields)
  }

  override get code(): "UnexpectedAnswer" {
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
export class NotSent extends OnTheWay {
  readonly processed = "no"

  override get code(): "NotSent" {
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
export class Interrupted extends OnTheWay {
  readonly processed = "maybe"

  override get code(): "Interrupted" {
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
  readonly processed = "maybe"
  readonly retryable = false
  declare readonly fault: Fault
  declare readonly meaning: Meaning | null
  /** The name of the action: `add`, `refill` or `cancel`. */
  declare readonly action: string
  /** When the call was handed over, in milliseconds since the epoch. */
  declare readonly at: number
  /** What was asked, as the fields of the form without the key. */
  declare readonly request: Readonly<Record<string, string>>

  constructor(
    message: string,
    fields: Pick<OutcomeUnknown, "fault" | "meaning" | "action" | "at" | "request">,
    cause?: Interrupted | PanelUnavailable | UnexpectedAnswer | undefined
  ) {
    super(message, fields, cause)
  }

  override get code(): "OutcomeUnknown" {
    return "OutcomeUnknown"
  }
}
