/** What became of each row, as the run tells it and as the result file keeps it. */
import { formatAmount, type Money } from "@smmkit/core/Money"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import type { BadRow } from "../../BulkError.js"
import type { Result } from "../../BulkModel.js"
import type { JournalEntry } from "../../JournalEntry.js"
import type { PlaceError } from "../../JournalModel.js"
import { unreadableCatalogue } from "./failure.js"
import { againAt } from "./repeating.js"
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

/** What an order cost, as far as the journal knows. */
const costOf = ({ charge, price, currency }: JournalEntry): Money | undefined => {
  const amount = charge ?? price
  return amount === null ? undefined : { amount, currency: Option.fromNullable(currency) }
}

const reasonOf = (entry: JournalEntry): string => {
  if (entry.state === "placed") return ""
  const due = entry.state === "refused" && entry.error?.fault === "caller" ? againAt(entry) : undefined
  return due === undefined
    ? entry.note
    : `${entry.note}; it may be sent again from ${new Date(due).toISOString()} on`
}

export const earlier = (row: GoodRow, entry: JournalEntry): Result => ({
  ...outline(row),
  state: entry.state === "placed" ? "placed" : entry.state === "in-doubt" ? "in-doubt" : "refused",
  earlier: true,
  order: entry.order,
  price: costOf(entry) ?? row.price,
  reason: reasonOf(entry)
})

/** `isOwn` where this run has sent it, and no other that placed the same row meanwhile. */
export const now = (row: GoodRow, outcome: Either.Either<JournalEntry, PlaceError>, isOwn: boolean): Result =>
  Either.match(outcome, {
    onRight: (entry) => ({
      ...outline(row),
      state: "placed",
      earlier: !isOwn,
      order: entry.order,
      price: costOf(entry) ?? row.price,
      reason: ""
    }),
    onLeft: (error) => {
      const state = stateOf(error)
      return { ...outline(row), state, earlier: state === "in-doubt" && !isOwn, reason: error.message }
    }
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
