/** Events and lines as rows of the store, and back. Everything from outside is decoded. */
import { OrderId } from "@smmkit/core/Identifiers"
import { AmountJson, formatAmount, make as money } from "@smmkit/core/Money"
import { escaped, unescaped } from "@smmkit/journal/Database"
import { StoreError } from "@smmkit/journal/JournalError"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { type ParseError, TreeFormatter } from "effect/ParseResult"
import * as Schema from "effect/Schema"
import { FollowEvent, What } from "../../FollowEvent.js"
import type { Happened, Line } from "../../FollowModel.js"
import { RefundLine } from "../../RefundLine.js"

/** A text as the journal's database holds it. */
export const Text = Schema.transform(Schema.String, Schema.String, {
  strict: true,
  decode: unescaped,
  encode: escaped
})
export const Order = Schema.compose(Text, OrderId, { strict: false })
const whole = Schema.NullOr(Schema.Number)

/** A field that has another name in the table. */
const named = <A, I>(schema: Schema.Schema<A, I>, name: string) =>
  Schema.propertySignature(schema).pipe(Schema.fromKey(name))

const readable = <A>(decoded: Effect.Effect<A, ParseError>): Effect.Effect<A, StoreError> =>
  Effect.mapError(
    decoded,
    (error) => new StoreError({ reason: "unreadable", detail: TreeFormatter.formatErrorSync(error) })
  )

const encodeWhat = Schema.encodeSync(Schema.parseJson(What))

export const toEvent = (order: OrderId, at: number, { n, what }: Happened) => ({
  order_id: escaped(order),
  n,
  at: Math.round(at),
  what: encodeWhat(what)
})

const decodeEvent = Schema.decodeUnknown(
  Schema.Struct({
    account: Text,
    number: Schema.Number,
    order: named(Order, "order_id"),
    key: Schema.NullOr(Text),
    parent: Schema.NullOr(Order),
    n: Schema.Number,
    at: Schema.Number,
    what: Schema.parseJson(What)
  })
)

export const fromEvent = (row: unknown): Effect.Effect<FollowEvent, StoreError> =>
  Effect.map(readable(decodeEvent(row)), (event) => new FollowEvent(event))

export const toLine = (order: OrderId, at: number, { line, amount, total, reason }: Line) => ({
  order_id: escaped(order),
  line,
  at: Math.round(at),
  amount: formatAmount(amount.amount),
  total: formatAmount(total.amount),
  currency: Option.getOrNull(Option.map(amount.currency, escaped)),
  reason: escaped(reason)
})

const decodeLine = Schema.decodeUnknown(
  Schema.Struct({
    account: Text,
    order: named(Order, "order_id"),
    parent: Schema.NullOr(Order),
    key: Schema.NullOr(Text),
    line: Schema.Number,
    at: Schema.Number,
    amount: AmountJson,
    total: AmountJson,
    currency: Schema.NullOr(Text),
    reason: Text,
    settledAt: named(whole, "settled_at"),
    settledHow: named(Schema.NullOr(Text), "settled_how")
  })
)

export const fromLine = (row: unknown): Effect.Effect<RefundLine, StoreError> =>
  Effect.map(
    readable(decodeLine(row)),
    ({ amount, total, currency, settledAt, settledHow, parent, ...line }) =>
      new RefundLine({
        ...line,
        payer: parent ?? line.order,
        amount: money(amount, currency ?? undefined),
        total: money(total, currency ?? undefined),
        settled: settledAt === null ? null : { at: settledAt, how: settledHow ?? "" }
      })
  )
