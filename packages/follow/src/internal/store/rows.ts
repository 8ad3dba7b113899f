/** Orders, events and lines as rows of the store, and back. Everything from outside is decoded. */
import { OrderId } from "@smmkit/core/Identifiers"
import { AmountJson, formatAmount, make as money } from "@smmkit/core/Money"
import { OrderState } from "@smmkit/core/OrderState"
import { escaped, unescaped } from "@smmkit/journal/Database"
import { StoreError } from "@smmkit/journal/JournalError"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { type ParseError, TreeFormatter } from "effect/ParseResult"
import * as Schema from "effect/Schema"
import { FollowEvent, What } from "../../FollowEvent.js"
import { type Birth, type Happened, type Line, OpenRefill, Row, Waiting } from "../../FollowModel.js"
import { RefundLine } from "../../RefundLine.js"

/** A text as the journal's database holds it. */
export const Text = Schema.transform(Schema.String, Schema.String, {
  strict: true,
  decode: unescaped,
  encode: escaped
})
export const Order = Schema.compose(Text, OrderId, { strict: false })
const Flag = Schema.transform(Schema.Number, Schema.Boolean, {
  strict: true,
  decode: (flag) => flag !== 0,
  encode: (flag) => (flag ? 1 : 0)
})
/** A time may fall between two milliseconds; the store's are whole. */
const Whole = Schema.transform(Schema.Number, Schema.Number, {
  strict: true,
  decode: (number) => number,
  encode: Math.round
})
const whole = Schema.NullOr(Whole)
const { begun } = Row.fields

/** A field that has another name in the table. */
const named = <A, I>(schema: Schema.Schema<A, I>, name: string) =>
  Schema.propertySignature(schema).pipe(Schema.fromKey(name))

const Told = Schema.Struct({
  account: Text,
  order: named(Order, "order_id"),
  key: Schema.NullOr(Text),
  parent: Schema.NullOr(Order),
  service: Schema.NullOr(Text),
  price: Schema.NullOr(AmountJson),
  currency: Schema.NullOr(Text),
  units: whole,
  runs: whole,
  placed: Whole,
  term: whole
})

/** What looks change of an order. */
const Seen = Schema.Struct({
  order: Told.fields.order,
  state: Schema.NullOr(Schema.compose(Text, Schema.typeSchema(OrderState), { strict: false })),
  remains: whole,
  startCount: named(whole, "start_count"),
  charge: Schema.NullOr(AmountJson),
  chargeCurrency: named(Schema.NullOr(Text), "charge_currency"),
  paid: Schema.NullOr(AmountJson),
  isSubscription: named(Flag, "is_subscription"),
  children: whole,
  begun: Schema.NullOr(Schema.parseJson(begun)),
  moved: Whole,
  ended: whole,
  gone: whole,
  stalled: Flag,
  n: Schema.Number,
  lines: Schema.Number,
  booked: AmountJson,
  waiting: Schema.parseJson(Schema.Array(Waiting)),
  refill: Schema.NullOr(Schema.parseJson(OpenRefill)),
  due: whole,
  refillDue: named(whole, "refill_due"),
  looks: Schema.Number,
  looked: whole,
  failures: Schema.Number,
  problem: Schema.NullOr(Text),
  lot: whole
})

const Stored = Schema.Struct({ ...Told.fields, ...Seen.fields })

const encodeTold = Schema.encodeSync(Told)
const encodeSeen = Schema.encodeSync(Seen)

/** A row, and in how large a batch it may be asked about. */
export interface Held {
  readonly row: Row
  readonly lot: number | null
}

export const toBirth = (birth: Birth) => encodeTold(birth)

export const toRow = ({ row, lot }: Held) => encodeSeen({ ...row, lot })

const readable = <A>(decoded: Effect.Effect<A, ParseError>): Effect.Effect<A, StoreError> =>
  Effect.mapError(
    decoded,
    (error) => new StoreError({ reason: "unreadable", detail: TreeFormatter.formatErrorSync(error) })
  )

const decodeStored = Schema.decodeUnknown(Stored)

export const fromRow = (row: unknown): Effect.Effect<Held, StoreError> =>
  Effect.map(readable(decodeStored(row)), ({ lot, ...rest }) => ({ row: rest, lot }))

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
