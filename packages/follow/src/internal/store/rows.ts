/**
 * What the store keeps of an order as a row, and back. A hundred of them are read and written for each call, so it is
 * done by hand and column by column, where a schema takes ten times as long. Everything from outside is checked.
 */
import { OrderId } from "@smmkit/core/Identifiers"
import { AmountJson, formatAmount } from "@smmkit/core/Money"
import { OrderState } from "@smmkit/core/OrderState"
import { escaped, unescaped } from "@smmkit/journal/Database"
import type { StoreError } from "@smmkit/journal/JournalError"
import * as Arr from "effect/Array"
import * as BigDecimal from "effect/BigDecimal"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import { type Birth, OpenRefill, type Row, Waiting } from "../../FollowModel.js"
import { unreadable } from "./tools.js"

/** A row, and in how large a batch it may be asked about. */
export interface Held {
  readonly row: Row
  readonly lot: number | null
}

type Stored = Readonly<Record<string, unknown>>

const wrong = (name: string, value: unknown): never => {
  throw new TypeError(`${name} holds ${JSON.stringify(value)}`)
}

const whole = (row: Stored, name: string): number => {
  const value = row[name]
  return typeof value === "number" ? value : wrong(name, value)
}

const text = (row: Stored, name: string): string => {
  const value = row[name]
  return typeof value === "string" ? unescaped(value) : wrong(name, value)
}

const isOrderId = Schema.is(OrderId)

const orderId = (row: Stored, name: string): OrderId => {
  const value = text(row, name)
  return isOrderId(value) ? value : wrong(name, value)
}

const isState = Schema.is(Schema.typeSchema(OrderState))

const state = (row: Stored, name: string): OrderState => {
  const value = text(row, name)
  return isState(value) ? value : wrong(name, value)
}

const zero = BigDecimal.make(0n, 0)
const decodeAmount = Schema.decodeUnknownSync(AmountJson)

const amount = (row: Stored, name: string): BigDecimal.BigDecimal =>
  row[name] === "0" ? zero : decodeAmount(row[name])

/** Where there may be nothing: null in a column, and left out of a text. */
const maybe =
  <A>(read: (row: Stored, name: string) => A) =>
  (row: Stored, name: string): A | null =>
    row[name] == null ? null : read(row, name)

const [maybeWhole, maybeText, maybeAmount, maybeOrder] = [
  maybe(whole),
  maybe(text),
  maybe(amount),
  maybe(orderId)
]
const maybeState = maybe(state)

/** What is left out is no. */
const flag = (row: Stored, name: string): boolean => {
  const value = row[name] ?? false
  return typeof value === "boolean" ? value : wrong(name, value)
}

/** What is left out is zero. */
const count = (row: Stored, name: string): number => (row[name] === undefined ? 0 : whole(row, name))

const maybeBegun = maybe((row, name): Row["begun"] => {
  const value = row[name]
  return Predicate.isRecord(value)
    ? { at: whole(value, "at"), remains: maybeWhole(value, "remains"), after: whole(value, "after") }
    : wrong(name, value)
})

const waitings = Schema.Array(Waiting)
const decodeWaiting = Schema.decodeUnknownSync(waitings)
const encodeWaiting = Schema.encodeSync(waitings)
const refills = Schema.parseJson(OpenRefill)
const decodeRefill = Schema.decodeUnknownSync(refills)
const encodeRefill = Schema.encodeSync(refills)
const nothing: Row["waiting"] = []

const maybeRefill = maybe((row, name) => decodeRefill(row[name]))

/** What was seen of an order; of one that was not, nothing. */
const factsOf = (row: Stored): Stored => {
  const value = row["facts"]
  if (value === null) return { moved: row["placed"] }
  const facts: unknown = typeof value === "string" ? JSON.parse(value) : undefined
  return Predicate.isRecord(facts) ? facts : wrong("facts", value)
}

const read = (row: Stored): Held => {
  const facts = factsOf(row)
  return {
    row: {
      account: text(row, "account"),
      order: orderId(row, "order_id"),
      key: maybeText(row, "key"),
      parent: maybeOrder(row, "parent"),
      service: maybeText(row, "service"),
      price: maybeAmount(row, "price"),
      currency: maybeText(row, "currency"),
      units: maybeWhole(row, "units"),
      runs: maybeWhole(row, "runs"),
      placed: whole(row, "placed"),
      term: maybeWhole(row, "term"),
      state: maybeState(row, "state"),
      remains: maybeWhole(facts, "remains"),
      startCount: maybeWhole(facts, "startCount"),
      charge: maybeAmount(facts, "charge"),
      chargeCurrency: maybeText(facts, "chargeCurrency"),
      paid: maybeAmount(facts, "paid"),
      isSubscription: flag(facts, "isSubscription"),
      children: maybeWhole(facts, "children"),
      begun: maybeBegun(facts, "begun"),
      moved: whole(facts, "moved"),
      ended: maybeWhole(facts, "ended"),
      gone: maybeWhole(facts, "gone"),
      stalled: flag(facts, "stalled"),
      n: count(facts, "n"),
      lines: count(facts, "lines"),
      booked: maybeAmount(facts, "booked") ?? zero,
      waiting: facts["waiting"] === undefined ? nothing : decodeWaiting(facts["waiting"]),
      refill: maybeRefill(row, "refill"),
      due: maybeWhole(row, "due"),
      refillDue: maybeWhole(row, "refill_due"),
      looks: count(facts, "looks"),
      looked: maybeWhole(facts, "looked"),
      failures: whole(row, "failures"),
      problem: maybeText(facts, "problem")
    },
    lot: maybeWhole(row, "lot")
  }
}

const each =
  <A>(read: (row: Stored) => A) =>
  (row: unknown): Either.Either<A, StoreError> =>
    Either.try({
      try: () => (Predicate.isRecord(row) ? read(row) : wrong("a row", row)),
      catch: (error) => unreadable(`an order: ${error instanceof Error ? error.message : String(error)}`)
    })

/** Reads a row as it came. */
export const fromRow = each(read)

/** Whose row it is. */
export interface Place {
  readonly account: string
  readonly order: string
}

const readPlace = each((row): Place => ({ account: text(row, "account"), order: text(row, "order_id") }))

/** Whose row it is, whatever else that holds. */
export const placeOf = (row: unknown): Option.Option<Place> => Either.getRight(readPlace(row))

/**
 * Reads what can be read. A row that cannot, as one that a later version has written, harms its own order alone: it is
 * left as it is, and told of each time that it comes.
 */
export const fromRows = (rows: ReadonlyArray<unknown>): Effect.Effect<ReadonlyArray<Held>> => {
  const [wrong, held] = Arr.separate(
    rows.map((row) => Either.mapLeft(fromRow(row), ({ detail }) => ({ detail, place: placeOf(row) })))
  )
  return Effect.as(
    Effect.forEach(wrong, ({ detail, place }) =>
      Effect.logWarning("the row of an order cannot be read, so it is not looked at", detail).pipe(
        Effect.annotateLogs({ ...Option.getOrUndefined(place) })
      )
    ),
    held
  )
}

/** Which of these orders could not be read. */
export const unreadOf = (rows: ReadonlyArray<unknown>, held: ReadonlyArray<Held>): ReadonlyArray<string> => {
  if (rows.length === held.length) return []
  const read = new Set<string>(held.map(({ row }) => row.order))
  return Arr.filterMap(rows, placeOf).flatMap(({ order }) => (read.has(order) ? [] : [order]))
}

/** For how long the first of these rows had been due when they were claimed. */
export const lateOf = (rows: ReadonlyArray<unknown>): Effect.Effect<number, StoreError> =>
  Effect.map(
    Effect.forEach(
      rows,
      each((row) => whole(row, "waited"))
    ),
    (waits) => Math.max(...waits)
  )

/** What is null is left out of the JSON, which both databases read as null. */
const there =
  <A, B>(write: (value: A) => B) =>
  (value: A | null): B | undefined =>
    value === null ? undefined : write(value)

/** A time may fall between two milliseconds; the store's are whole. */
const rounded = there(Math.round)
const kept = there(escaped)
const digits = there(formatAmount)
const refillJson = there(encodeRefill)

export const toBirth = (birth: Birth) => ({
  account: escaped(birth.account),
  order_id: escaped(birth.order),
  key: kept(birth.key),
  parent: kept(birth.parent),
  service: kept(birth.service),
  price: digits(birth.price),
  currency: kept(birth.currency),
  units: rounded(birth.units),
  runs: rounded(birth.runs),
  placed: Math.round(birth.placed),
  term: rounded(birth.term)
})

/** What is no, zero or empty is left out, as what is null is. */
const factsJson = (row: Row): string => {
  const booked = formatAmount(row.booked)
  return JSON.stringify({
    remains: rounded(row.remains),
    startCount: rounded(row.startCount),
    charge: digits(row.charge),
    chargeCurrency: kept(row.chargeCurrency),
    paid: digits(row.paid),
    isSubscription: row.isSubscription || undefined,
    children: rounded(row.children),
    begun: row.begun ?? undefined,
    moved: Math.round(row.moved),
    ended: rounded(row.ended),
    gone: rounded(row.gone),
    stalled: row.stalled || undefined,
    n: row.n || undefined,
    lines: row.lines || undefined,
    booked: booked === "0" ? undefined : booked,
    waiting: row.waiting.length === 0 ? undefined : encodeWaiting(row.waiting),
    looks: row.looks || undefined,
    looked: rounded(row.looked),
    problem: kept(row.problem)
  })
}

/** What looks change of an order. */
export const toRow = ({ row, lot }: Held) => ({
  order_id: escaped(row.order),
  state: kept(row.state),
  facts: factsJson(row),
  refill: refillJson(row.refill),
  due: rounded(row.due),
  refill_due: rounded(row.refillDue),
  failures: row.failures,
  lot: rounded(lot)
})
