/** An entry as a row of the store, and back. Only here do entries meet their columns. */
import { OrderId } from "@smmkit/core/Identifiers"
import { formatAmount } from "@smmkit/core/Money"
import { PanelError } from "@smmkit/core/PanelError"
import * as BigDecimal from "effect/BigDecimal"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { Action, Event, type JournalEntry, State } from "../../JournalEntry.js"
import { issueOf } from "../issue.js"
import { escaped, unescaped } from "./escaping.js"

/** A text, which PostgreSQL and SQLite could not hold as it is. */
export const Text = Schema.transform(Schema.String, Schema.String, { decode: unescaped, encode: escaped })

/** Drivers give large whole numbers as texts. */
export const Whole = Schema.transform(
  Schema.Union(Schema.Number, Schema.NumberFromString, Schema.BigIntFromSelf),
  Schema.Number,
  { decode: Number, encode: (value) => value }
)

const Flag = Schema.transform(Whole, Schema.Boolean, {
  decode: (value) => value !== 0,
  encode: (value) => (value ? 1 : 0)
})

/** What an amount is that cannot be read. */
const unreadable = "unreadable"

/** An amount; one that cannot be read harms nobody but itself. */
const Amount = Schema.transform(
  Schema.Union(Schema.String, Schema.Number),
  Schema.Union(Schema.BigDecimalFromSelf, Schema.Literal(unreadable)),
  {
    strict: true,
    decode: (text): BigDecimal.BigDecimal | typeof unreadable =>
      Option.getOrElse(BigDecimal.fromString(String(text)), () => unreadable),
    encode: (amount) => (amount === unreadable ? unreadable : formatAmount(amount))
  }
)

const Row = Schema.Struct({
  account: Text,
  action: Action,
  key: Text,
  state: State,
  event: Event,
  order_id: Schema.NullOr(Text),
  subject: Schema.NullOr(Text),
  fingerprint: Schema.String,
  request: Schema.parseJson(Schema.Record({ key: Schema.String, value: Schema.String })),
  error: Schema.NullOr(Schema.String),
  note: Text,
  host: Text,
  price: Schema.NullOr(Amount),
  at_most: Schema.NullOr(Amount),
  charge: Schema.NullOr(Amount),
  currency: Schema.NullOr(Text),
  units: Schema.NullOr(Whole),
  request_id: Schema.NullOr(Text),
  created: Whole,
  updated: Whole,
  attempt: Text,
  attempts: Whole,
  owner: Schema.NullOr(Text),
  deadline: Whole,
  day: Schema.String,
  run: Text,
  line: Whole,
  watched: Flag,
  version: Whole
})

/** An entry as it is stored. */
export type EntryRow = typeof Row.Encoded

export const columns: ReadonlyArray<string> = Object.keys(Row.fields)

/** What an outcome changes of an entry, and the columns that hold it. */
export const outcomeColumns = {
  state: "state",
  by: "event",
  order: "order_id",
  error: "error",
  note: "note",
  charge: "charge",
  currency: "currency",
  updated: "updated",
  watched: "watched",
  version: "version"
} as const satisfies Partial<Record<keyof JournalEntry, keyof EntryRow>>

const decodeRow = Schema.decodeUnknownEither(Row)
const encodeError = Schema.encodeSync(Schema.parseJson(PanelError))
const decodeError = Schema.decodeUnknownOption(Schema.parseJson(PanelError))
const isOrderId = Schema.is(OrderId)

export const errorText = (error: PanelError | null): string | null =>
  error === null ? null : encodeError(error)

const amountText = (amount: BigDecimal.BigDecimal | null): string | null =>
  amount === null ? null : formatAmount(amount)

const escapedOrNull = (text: string | null): string | null => (text === null ? null : escaped(text))

/** What `fromRow` reads again. The schema could write it, too, at a third of all that a placement allocates. */
export const toRow = (entry: JournalEntry): EntryRow => ({
  account: escaped(entry.account),
  action: entry.action,
  key: escaped(entry.key),
  state: entry.state,
  event: entry.by,
  order_id: escapedOrNull(entry.order),
  subject: escapedOrNull(entry.subject),
  fingerprint: entry.fingerprint,
  request: JSON.stringify(entry.request),
  error: errorText(entry.error),
  note: escaped(entry.note),
  host: escaped(entry.host),
  price: amountText(entry.price),
  at_most: amountText(entry.atMost),
  charge: amountText(entry.charge),
  currency: escapedOrNull(entry.currency),
  units: entry.units,
  request_id: escapedOrNull(entry.requestId),
  created: entry.created,
  updated: entry.updated,
  attempt: escaped(entry.attempt),
  attempts: entry.attempts,
  owner: escapedOrNull(entry.owner),
  deadline: entry.deadline,
  day: entry.day,
  run: escaped(entry.run),
  line: entry.line,
  watched: entry.watched ? 1 : 0,
  version: entry.version
})

type Amounts = Readonly<Record<"price" | "atMost" | "charge", typeof Row.Type.price>>

const amountsOf = (row: Amounts) => {
  const wrong = Object.entries(row).flatMap(([name, amount]) => (amount === unreadable ? [name] : []))
  const amount = (value: typeof Row.Type.price) => (value === unreadable ? null : value)
  return {
    price: amount(row.price),
    atMost: amount(row.atMost),
    charge: amount(row.charge),
    said: wrong.length === 0 ? "" : `its ${wrong.join(" and ")} in the store cannot be read`
  }
}

/** The entry of a row, or what is wrong with it. */
export const fromRow = (row: unknown): Either.Either<JournalEntry, string> =>
  Either.mapLeft(decodeRow(row), issueOf).pipe(
    Either.flatMap(({ at_most, event, error, order_id, request_id, note, price, charge, ...same }) => {
      if (order_id !== null && !isOrderId(order_id)) return Either.left("order_id: no ID of an order")
      const { said, ...amounts } = amountsOf({ price, charge, atMost: at_most })
      return Either.right({
        ...same,
        ...amounts,
        by: event,
        error: Option.getOrNull(decodeError(error)),
        note: [note, said].filter((text) => text !== "").join("; "),
        order: order_id,
        requestId: request_id
      })
    })
  )
