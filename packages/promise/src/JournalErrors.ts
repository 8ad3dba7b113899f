/**
 * What can go wrong with the journal itself, beside the errors of placing an order.
 *
 * @since 0.1.0
 */
import { SmmkitError } from "./SmmkitError.js"

/**
 * Why a store could not do what was asked.
 *
 * - `locked`: another process holds it; it may be tried again
 * - `full`: no room on the disk
 * - `read-only`: it may not be written, or not be opened
 * - `corrupt`: the file is damaged, or is no store
 * - `unreachable`: no connection to the database, or it broke
 * - `tls`: no connection to the database that can be trusted
 * - `denied`: the database does not let this user in
 * - `missing`: the server has no such database
 * - `newer`: the store was made by a later version of this package
 * - `unreadable`: a stored entry does not have the shape that this version writes
 * - `other`: none of these
 *
 * @since 0.1.0
 * @category models
 */
export type StoreReason =
  | "locked"
  | "full"
  | "read-only"
  | "corrupt"
  | "unreachable"
  | "tls"
  | "denied"
  | "missing"
  | "newer"
  | "forgotten"
  | "unreadable"
  | "other"

/**
 * The journal's store could not do what was asked. Nothing was sent.
 *
 * @example
 * import { StoreError } from "@smmkit/promise"
 *
 * const error = new StoreError("The store is full", { reason: "full", detail: "SQLITE_FULL", remedy: "", retryable: true })
 *
 * assert.strictEqual(error.fault, "local")
 *
 * @since 0.1.0
 * @category errors
 */
export class StoreError extends SmmkitError {
  readonly processed = "no"
  declare readonly retryable: boolean
  readonly fault = "local"
  readonly meaning = null
  declare readonly reason: StoreReason
  /** The driver's own words. */
  declare readonly detail: string
  /** What would help; empty where the reason says it. */
  declare readonly remedy: string

  constructor(message: string, fields: Pick<StoreError, "retryable" | "reason" | "detail" | "remedy">) {
    super(message, fields)
  }

  override get code(): "StoreError" {
    return "StoreError"
  }
}

/**
 * The key already stands for another order, or for the same order on another panel account. Nothing was sent.
 *
 * @example
 * import { KeyConflict } from "@smmkit/promise"
 *
 * const fields = { key: "invoice-1042", field: "quantity", held: "100", asked: "200" }
 * const error = new KeyConflict("The key stands for another order", fields)
 *
 * assert.strictEqual(error.processed, "no")
 *
 * @since 0.1.0
 * @category errors
 */
export class KeyConflict extends SmmkitError {
  readonly processed = "no"
  readonly retryable = false
  readonly fault = "caller"
  readonly meaning = null
  declare readonly key: string
  /** What differs: the first field of the order that does, or `account`. */
  declare readonly field: string
  /** What the key stands for there; empty where it has no such field. */
  declare readonly held: string
  /** What was asked now. */
  declare readonly asked: string

  constructor(message: string, fields: Pick<KeyConflict, "key" | "field" | "held" | "asked">) {
    super(message, fields)
  }

  override get code(): "KeyConflict" {
    return "KeyConflict"
  }
}

/**
 * The panel has answered, but the store failed before the answer could be written down. The journal goes on
 * trying while the program runs. Do not send the order again. `cause` is the `StoreError`.
 *
 * @example
 * import { OutcomeUnrecorded, StoreError } from "@smmkit/promise"
 *
 * const cause = new StoreError("The store is full", { reason: "full", detail: "", remedy: "", retryable: true })
 * const fields = { key: "invoice-1042", at: 0, request: {}, order: "23501", answer: "the panel took it as order 23501" }
 * const error = new OutcomeUnrecorded("The answer could not be written down", fields, cause)
 *
 * assert.strictEqual(error.processed, "yes")
 *
 * @since 0.1.0
 * @category errors
 */
export class OutcomeUnrecorded extends SmmkitError {
  declare readonly processed: "maybe" | "yes"
  readonly retryable = false
  readonly fault = "local"
  readonly meaning = null
  declare readonly key: string
  /** When the order was handed over, in milliseconds since the epoch. */
  declare readonly at: number
  /** What was asked, as the fields of the form without the key. */
  declare readonly request: Readonly<Record<string, string>>
  /** The order's ID where the panel took the order; null where it did not, or where that is not known. */
  declare readonly order: string | null
  /** What the panel's answer was. */
  declare readonly answer: string

  constructor(
    message: string,
    fields: Pick<OutcomeUnrecorded, "key" | "at" | "request" | "order" | "answer">,
    cause?: StoreError | undefined
  ) {
    super(message, { ...fields, processed: fields.order === null ? "maybe" : "yes" }, cause)
  }

  override get code(): "OutcomeUnrecorded" {
    return "OutcomeUnrecorded"
  }
}
