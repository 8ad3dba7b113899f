/**
 * What can stop a bulk.
 *
 * @since 0.1.0
 */
import { PanelError } from "@smmkit/core/PanelError"
import * as Schema from "effect/Schema"

/**
 * A row that cannot be ordered: its number as a spreadsheet shows it (the header is row 1), the field
 * that is wrong, what it holds, and what would be right.
 *
 * @example
 * import { BulkError } from "@smmkit/journal"
 * import { Schema } from "effect"
 *
 * const row = { row: 3, field: "quantity", value: "many", remedy: "give a whole number from 1" }
 *
 * assert.ok(Schema.is(BulkError.BadRow)(row))
 *
 * @since 0.1.0
 * @category schemas
 */
export const BadRow = Schema.Struct({
  row: Schema.Number,
  field: Schema.String,
  value: Schema.String,
  remedy: Schema.String
})

/**
 * @since 0.1.0
 * @category models
 */
export interface BadRow extends Schema.Schema.Type<typeof BadRow> {}

/**
 * The input cannot be read as rows of orders. Nothing was sent.
 *
 * @example
 * import { BulkError } from "@smmkit/journal"
 *
 * const error = new BulkError.UnusableInput({ name: "spring.csv", remedy: "there is no such file" })
 *
 * assert.strictEqual(error.message, "spring.csv cannot be used: there is no such file")
 *
 * @since 0.1.0
 * @category errors
 */
export class UnusableInput extends Schema.TaggedError<UnusableInput>("@smmkit/journal/UnusableInput")(
  "UnusableInput",
  { name: Schema.String, remedy: Schema.String }
) {
  readonly processed = "no"
  readonly retryable = false
  readonly fault = "caller"

  override get message(): string {
    return `${this.name} cannot be used: ${this.remedy}`
  }
}

/**
 * Some rows are bad, so nothing was sent.
 *
 * @example
 * import { BulkError } from "@smmkit/journal"
 *
 * const row = { row: 3, field: "quantity", value: "many", remedy: "give a whole number from 1" }
 * const error = new BulkError.BadRows({ total: 1, rows: [row] })
 *
 * assert.ok(error.message.includes('row 3: quantity is "many": give a whole number from 1'))
 *
 * @since 0.1.0
 * @category errors
 */
export class BadRows extends Schema.TaggedError<BadRows>("@smmkit/journal/BadRows")("BadRows", {
  /** How many there are. */
  total: Schema.Number,
  /** The first of them, as many as `Options.mostBad`. */
  rows: Schema.Array(BadRow)
}) {
  readonly processed = "no"
  readonly retryable = false
  readonly fault = "caller"

  override get message(): string {
    const lines = this.rows.map(
      ({ row, field, value, remedy }) =>
        `  row ${row}: ${field} ${value === "" ? "is missing" : `is ${JSON.stringify(value)}`}: ${remedy}`
    )
    const more = this.total > this.rows.length ? [`  and ${this.total - this.rows.length} more`] : []
    const bad = this.total === 1 ? "1 bad row" : `${this.total} bad rows`
    return [`${bad}, so nothing was sent`, ...lines, ...more].join("\n")
  }
}

/**
 * The run was stopped, with the rest of the rows unsent: the account needs attention, or the store does,
 * or the panel is out of reach. No row is at fault. The same bulk, run again, goes on where this one stopped.
 *
 * @example
 * import { PanelError } from "@smmkit/core"
 * import { BulkError } from "@smmkit/journal"
 *
 * const cause = new PanelError.AccountRefusal({
 *   meaning: "insufficient-funds",
 *   said: "Not enough funds on balance",
 *   status: 200
 * })
 * const error = new BulkError.BulkStopped({ row: 17, cause })
 *
 * assert.ok(error.message.startsWith("Stopped at row 17, the rest is unsent"))
 *
 * @since 0.1.0
 * @category errors
 */
export class BulkStopped extends Schema.TaggedError<BulkStopped>("@smmkit/journal/BulkStopped")(
  "BulkStopped",
  {
    row: Schema.Number,
    /** Which call failed: that for the order, or that for the catalogue, without which no price can be checked. */
    action: Schema.optionalWith(Schema.Literal("add", "services"), { default: () => "add" }),
    cause: PanelError
  }
) {
  override get message(): string {
    const what =
      this.action === "services" ? "the catalogue cannot be read, so no price can be checked. " : ""
    return `Stopped at row ${this.row}, the rest is unsent: ${what}${this.cause.message}`
  }
}
