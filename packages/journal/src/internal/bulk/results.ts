/** What became of each row, as the run tells it and as the result file keeps it. */
import { formatAmount } from "@smmkit/core/Money"
import * as Either from "effect/Either"
import type { Result } from "../../Bulk.js"
import type { BadRow } from "../../BulkError.js"
import type { PlaceError } from "../../Journal.js"
import type { JournalEntry } from "../../JournalEntry.js"
import { unreadableCatalogue } from "./failure.js"
import type { GoodRow } from "./rows.js"

export const bad = ({ row, field, value, remedy }: BadRow): Result => ({
  row,
  key: "",
  state: "bad",
  earlier: false,
  order: null,
  price: undefined,
  reason: `${field} ${value === "" ? "is missing" : `is ${JSON.stringify(value)}`}: ${remedy}`
})

const outline = ({ row, key, price }: GoodRow) => ({ row, key, price, earlier: false, order: null })

export const earlier = (row: GoodRow, entry: JournalEntry): Result => ({
  ...outline(row),
  state: entry.state === "placed" ? "placed" : entry.state === "in-doubt" ? "in-doubt" : "refused",
  earlier: true,
  order: entry.order,
  reason: entry.state === "placed" ? "" : entry.note
})

export const now = (row: GoodRow, outcome: Either.Either<JournalEntry, PlaceError>): Result =>
  Either.match(outcome, {
    onRight: ({ order }) => ({ ...outline(row), state: "placed", order, reason: "" }),
    onLeft: (error) => ({ ...outline(row), state: stateOf(error), reason: error.message })
  })

const stateOf = (error: PlaceError): Result["state"] => {
  switch (error._tag) {
    case "OutcomeUnknown":
    case "OutcomeUnrecorded":
      return "in-doubt"
    case "OrderWithheld":
      return unreadableCatalogue(error) === undefined ? "withheld" : "not-placed"
    case "NotSent":
      return "not-placed"
    case "InvalidOrder":
    case "KeyConflict":
      return "bad"
    default:
      return "refused"
  }
}

export const columns = ["row", "key", "state", "order", "price", "reason"]

export const cells = ({ row, key, state, order, price, reason }: Result): ReadonlyArray<string> => [
  String(row),
  key,
  state,
  order ?? "",
  price === undefined ? "" : formatAmount(price.amount),
  reason
]
