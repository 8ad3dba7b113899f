/**
 * What can go wrong with the journal itself, beside the errors of placing an order.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * The store could not do what was asked.
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
 * - `forgotten`: it does not hold what was written to it before, or nothing tells whether it does
 * - `unreadable`: a stored entry does not have the shape that this version writes
 * - `other`: none of these
 *
 * @example
 * import { JournalError } from "@smmkit/journal"
 *
 * const error = new JournalError.StoreError({ reason: "full", detail: "SQLITE_FULL" })
 *
 * assert.strictEqual(error.message, "The journal's store cannot be used: the disk is full (SQLITE_FULL)")
 *
 * @since 0.1.0
 * @category errors
 */
export class StoreError extends Schema.TaggedError<StoreError>("@smmkit/journal/StoreError")("StoreError", {
  reason: Schema.Literal(
    "locked",
    "full",
    "read-only",
    "corrupt",
    "unreachable",
    "tls",
    "denied",
    "missing",
    "newer",
    "forgotten",
    "unreadable",
    "other"
  ),
  /** The driver's own words; never an address with a password. */
  detail: Schema.String,
  /** What would help; empty where the reason says it. */
  remedy: Schema.optionalWith(Schema.String, { default: () => "" })
}) {
  readonly processed = "no"
  readonly fault = "local"

  override get message(): string {
    const what = {
      locked: "another process holds it",
      full: "the disk is full",
      "read-only": "it cannot be opened for writing",
      corrupt: "it is damaged, or is no journal",
      unreachable: "there is no connection to it",
      tls: "no TLS connection to it can be made and trusted",
      denied: "it refuses this user",
      missing: "its server has no such database",
      newer: "it was made by a later version of smmkit; update this one",
      forgotten: "it may have forgotten orders that were placed",
      unreadable: "an entry cannot be read",
      other: "it failed"
    }
    const detail = this.detail === "" ? "" : ` (${this.detail})`
    return `The journal's store cannot be used: ${what[this.reason]}${detail}${this.remedy === "" ? "" : `; ${this.remedy}`}`
  }
  get retryable(): boolean {
    return this.reason === "locked" || this.reason === "unreachable" || this.reason === "full"
  }
}

/**
 * The key already stands for another order, or for the same order on another panel account. Nothing was
 * sent.
 *
 * @example
 * import { JournalError } from "@smmkit/journal"
 *
 * const error = new JournalError.KeyConflict({ key: "invoice-1042", field: "quantity", held: "100", asked: "200" })
 *
 * assert.strictEqual(error.processed, "no")
 * assert.ok(error.message.includes('whose quantity is "100", not "200"'))
 *
 * @since 0.1.0
 * @category errors
 */
export class KeyConflict extends Schema.TaggedError<KeyConflict>("@smmkit/journal/KeyConflict")(
  "KeyConflict",
  {
    key: Schema.String,
    /** What differs: the first field of the order that does, or `account`. */
    field: Schema.String,
    /** What the key stands for there; empty where it has no such field. */
    held: Schema.String,
    /** What was asked now. */
    asked: Schema.String
  }
) {
  readonly processed = "no"
  readonly retryable = false
  readonly fault = "caller"

  override get message(): string {
    const difference =
      this.field === "account"
        ? `on another panel account (${this.held})`
        : `whose ${this.field} is ${JSON.stringify(this.held)}, not ${JSON.stringify(this.asked)}`
    return `The key ${JSON.stringify(this.key)} already stands for an order ${difference}; use another key`
  }
}

/**
 * The panel has answered, but the store failed before the answer could be written down. The entry is in
 * doubt until it can be; while this program runs, the journal goes on trying. Do not send the order again.
 *
 * @example
 * import { JournalError } from "@smmkit/journal"
 *
 * const error = new JournalError.OutcomeUnrecorded({
 *   key: "invoice-1042",
 *   at: 0,
 *   request: { service: "1", link: "https://example.com/p/1", quantity: "100" },
 *   order: "23501",
 *   answer: "the panel took it as order 23501",
 *   store: new JournalError.StoreError({ reason: "full", detail: "SQLITE_FULL" })
 * })
 *
 * assert.strictEqual(error.processed, "yes")
 *
 * @since 0.1.0
 * @category errors
 */
export class OutcomeUnrecorded extends Schema.TaggedError<OutcomeUnrecorded>(
  "@smmkit/journal/OutcomeUnrecorded"
)("OutcomeUnrecorded", {
  key: Schema.String,
  /** When the order was handed over, in milliseconds since the epoch. */
  at: Schema.Number,
  /** What was asked, as the fields of the form without the key. */
  request: Schema.Record({ key: Schema.String, value: Schema.String }),
  /** The order's ID where the panel took the order; null where it did not, or where that is not known. */
  order: Schema.NullOr(Schema.String),
  /** What the panel's answer was. */
  answer: Schema.String,
  store: StoreError
}) {
  readonly retryable = false
  readonly fault = "local"

  override get message(): string {
    return `The panel's answer could not be written down: ${this.answer}. ${this.store.message}`
  }
  get processed(): "maybe" | "yes" {
    return this.order === null ? "maybe" : "yes"
  }
}

/**
 * The journal has no entry under this key.
 *
 * @example
 * import { JournalError } from "@smmkit/journal"
 *
 * const error = new JournalError.UnknownKey({ key: "invoice-1042" })
 *
 * assert.strictEqual(error.message, 'The journal has no entry under the key "invoice-1042"')
 *
 * @since 0.1.0
 * @category errors
 */
export class UnknownKey extends Schema.TaggedError<UnknownKey>("@smmkit/journal/UnknownKey")("UnknownKey", {
  key: Schema.String
}) {
  readonly processed = "no"
  readonly retryable = false
  readonly fault = "caller"

  override get message(): string {
    return `The journal has no entry under the key ${JSON.stringify(this.key)}`
  }
}

/**
 * The entry cannot be resolved so.
 *
 * @example
 * import { JournalError } from "@smmkit/journal"
 *
 * const error = new JournalError.CannotResolve({ key: "invoice-1042", remedy: "its call is still under way" })
 *
 * assert.ok(error.message.includes("its call is still under way"))
 *
 * @since 0.1.0
 * @category errors
 */
export class CannotResolve extends Schema.TaggedError<CannotResolve>("@smmkit/journal/CannotResolve")(
  "CannotResolve",
  { key: Schema.String, remedy: Schema.String }
) {
  readonly processed = "no"
  readonly retryable = false
  readonly fault = "caller"

  override get message(): string {
    return `The entry ${JSON.stringify(this.key)} cannot be resolved so: ${this.remedy}`
  }
}

/**
 * A panel's new API key cannot be taken for the account's. Nothing was changed.
 *
 * @example
 * import { JournalError } from "@smmkit/journal"
 *
 * const error = new JournalError.CannotAdopt({ account: "panel.example", why: "it has no order yet" })
 *
 * assert.ok(error.message.includes("it has no order yet"))
 *
 * @since 0.1.0
 * @category errors
 */
export class CannotAdopt extends Schema.TaggedError<CannotAdopt>("@smmkit/journal/CannotAdopt")(
  "CannotAdopt",
  { account: Schema.String, why: Schema.String }
) {
  readonly processed = "no"
  readonly retryable = false
  readonly fault = "caller"

  override get message(): string {
    return `The API key cannot be taken for that of the account ${JSON.stringify(this.account)}: ${this.why}`
  }
}

/**
 * Options of the journal that cannot be worked with.
 *
 * @example
 * import { JournalConfig } from "@smmkit/journal"
 * import { Either } from "effect"
 *
 * const config = JournalConfig.make({ lease: "10 millis" })
 *
 * assert.strictEqual(Either.isLeft(config) && config.left._tag, "InvalidJournalConfig")
 *
 * @since 0.1.0
 * @category errors
 */
export class InvalidJournalConfig extends Schema.TaggedError<InvalidJournalConfig>(
  "@smmkit/journal/InvalidJournalConfig"
)("InvalidJournalConfig", { field: Schema.String, remedy: Schema.String }) {
  readonly processed = "no"
  readonly retryable = false
  readonly fault = "caller"

  override get message(): string {
    return `The journal's ${this.field} is not usable: ${this.remedy}`
  }
}
