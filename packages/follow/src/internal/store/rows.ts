/**
 * What the store keeps of an order as a row, and back. A hundred of them are read and written for each call, so it is
 * done by hand and column by column, where a schema takes ten times as long. Everything from outside is checked.
 */
import { OrderId } from "@smmkit/core/Identifiers"
import { AmountJson, formatAmount } from "@smmkit/core/Money"
import { Known, OrderState } from "@smmkit/core/OrderState"
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

/** A row as it came: the columns in the order in which they are `listed`. */
type Stored = ReadonlyArray<unknown>

const wrong = (name: string, value: unknown): never => {
  throw new TypeError(`${name} holds ${JSON.stringify(value)}`)
}

const whole = (value: unknown, name: string): number =>
  typeof value === "number" ? value : wrong(name, value)

const text = (value: unknown, name: string): string =>
  typeof value === "string" ? unescaped(value) : wrong(name, value)

const isOrderId = Schema.is(OrderId)
/** Nearly all are plain digits, of which the schema takes all. */
const isNumber = (text: string): text is OrderId => /^[1-9]\d{0,30}$/.test(text)

const orderId = (value: unknown, name: string): OrderId => {
  const id = text(value, name)
  return isNumber(id) || isOrderId(id) ? id : wrong(name, value)
}

const isState = Schema.is(Schema.typeSchema(OrderState))
const known: ReadonlyMap<string, OrderState> = new Map(Known.literals.map((word) => [word, word]))

const state = (value: unknown, name: string): OrderState => {
  const word = text(value, name)
  return known.get(word) ?? (isState(word) ? word : wrong(name, value))
}

const zero = BigDecimal.make(0n, 0)
const decodeAmount = Schema.decodeUnknownSync(AmountJson)
const plainAmount = /^(\d{1,20})(?:\.(\d{1,20}))?$/

const amount = (value: unknown, name: string): BigDecimal.BigDecimal => {
  if (value === "0") return zero
  const [, before, after = ""] = plainAmount.exec(text(value, name)) ?? []
  return before === undefined ? decodeAmount(value) : BigDecimal.make(BigInt(before + after), after.length)
}

/** Where there may be nothing: null in a column, and left out of a text. */
const maybe =
  <A>(read: (value: unknown, name: string) => A) =>
  (value: unknown, name: string): A | null =>
    value === undefined || value === null ? null : read(value, name)

const [maybeWhole, maybeText, maybeAmount, maybeOrder] = [
  maybe(whole),
  maybe(text),
  maybe(amount),
  maybe(orderId)
]
const maybeState = maybe(state)

/** What is left out is no. */
const flag = (value: unknown, name: string): boolean =>
  value === undefined || value === null ? false : typeof value === "boolean" ? value : wrong(name, value)

/** What is left out is zero. */
const count = (value: unknown, name: string): number => (value === undefined ? 0 : whole(value, name))

const maybeBegun = maybe((value, name): Row["begun"] =>
  Predicate.isRecord(value)
    ? {
        at: whole(value["at"], name),
        remains: maybeWhole(value["remains"], name),
        after: whole(value["after"], name)
      }
    : wrong(name, value)
)

const waitings = Schema.Array(Waiting)
const decodeWaiting = Schema.decodeUnknownSync(waitings)
const encodeWaiting = Schema.encodeSync(waitings)

/** What waits as the database takes it: a word of the panel may hold what that does not take. */
const waitingOf = (value: unknown): Row["waiting"] =>
  decodeWaiting(
    Array.isArray(value)
      ? value.map((one: unknown) =>
          Predicate.isRecord(one) && typeof one["state"] === "string"
            ? { ...one, state: unescaped(one["state"]) }
            : one
        )
      : value
  )

const toWaiting = (waiting: Row["waiting"]) =>
  encodeWaiting(waiting).map((one) => (one._tag === "Back" ? { ...one, state: escaped(one.state) } : one))

const refills = Schema.parseJson(OpenRefill)
const decodeRefill = Schema.decodeUnknownSync(refills)
const encodeRefill = Schema.encodeSync(refills)
const nothing: Row["waiting"] = []

const maybeRefill = maybe((value) => decodeRefill(value))

/** What was seen of an order; of one that was not, nothing. */
const factsOf = (facts: unknown, placed: unknown): Readonly<Record<string, unknown>> => {
  if (facts === null) return { moved: placed }
  return Predicate.isRecord(facts) ? facts : wrong("facts", facts)
}

const read = (stored: Stored): Held => {
  const [
    found,
    account,
    order,
    key,
    parent,
    service,
    price,
    currency,
    units,
    runs,
    placed,
    term,
    stands,
    due,
    refill,
    refillDue,
    failures,
    lot
  ] = stored
  const facts = factsOf(found, placed)
  return {
    row: {
      account: text(account, "account"),
      order: orderId(order, "order_id"),
      key: maybeText(key, "key"),
      parent: maybeOrder(parent, "parent"),
      service: maybeText(service, "service"),
      price: maybeAmount(price, "price"),
      currency: maybeText(currency, "currency"),
      units: maybeWhole(units, "units"),
      runs: maybeWhole(runs, "runs"),
      placed: whole(placed, "placed"),
      term: maybeWhole(term, "term"),
      state: maybeState(stands, "state"),
      remains: maybeWhole(facts["remains"], "remains"),
      startCount: maybeWhole(facts["startCount"], "startCount"),
      charge: maybeAmount(facts["charge"], "charge"),
      chargeCurrency: maybeText(facts["chargeCurrency"], "chargeCurrency"),
      paid: maybeAmount(facts["paid"], "paid"),
      paidCurrency: maybeText(facts["paidCurrency"], "paidCurrency"),
      isSubscription: flag(facts["isSubscription"], "isSubscription"),
      children: maybeWhole(facts["children"], "children"),
      begun: maybeBegun(facts["begun"], "begun"),
      moved: whole(facts["moved"], "moved"),
      ended: maybeWhole(facts["ended"], "ended"),
      gone: maybeWhole(facts["gone"], "gone"),
      stalled: flag(facts["stalled"], "stalled"),
      n: count(facts["n"], "n"),
      lines: count(facts["lines"], "lines"),
      booked: maybeAmount(facts["booked"], "booked") ?? zero,
      waiting: facts["waiting"] === undefined ? nothing : waitingOf(facts["waiting"]),
      refill: maybeRefill(refill, "refill"),
      due: maybeWhole(due, "due"),
      refillDue: maybeWhole(refillDue, "refill_due"),
      looks: count(facts["looks"], "looks"),
      looked: maybeWhole(facts["looked"], "looked"),
      failures: whole(failures, "failures"),
      problem: maybeText(facts["problem"], "problem")
    },
    lot: maybeWhole(lot, "lot")
  }
}

const each =
  <A>(read: (row: Stored) => A) =>
  (row: unknown): Either.Either<A, StoreError> =>
    Either.try({
      try: () => (Array.isArray(row) ? read(row) : wrong("a row", row)),
      catch: (error) => unreadable(`an order: ${error instanceof Error ? error.message : String(error)}`)
    })

/** A row that came as a text, as on SQLite. One that cannot be taken apart is still one of its order. */
export const unpacked = (account: string, order: unknown, packed: unknown): unknown =>
  Either.getOrElse(
    Either.try((): unknown => (typeof packed === "string" ? JSON.parse(packed) : packed)),
    () => [packed, account, order]
  )

/** Reads a row as it came. */
export const fromRow = each(read)

/** Whose row it is. */
export interface Place {
  readonly account: string
  readonly order: string
}

const readPlace = each(
  ([, account, order]): Place => ({ account: text(account, "account"), order: text(order, "order_id") })
)

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
const toFacts = (row: Row) => {
  const booked = formatAmount(row.booked)
  return {
    remains: rounded(row.remains),
    startCount: rounded(row.startCount),
    charge: digits(row.charge),
    chargeCurrency: kept(row.chargeCurrency),
    paid: digits(row.paid),
    paidCurrency: kept(row.paidCurrency),
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
    waiting: row.waiting.length === 0 ? undefined : toWaiting(row.waiting),
    looks: row.looks || undefined,
    looked: rounded(row.looked),
    problem: kept(row.problem)
  }
}

/** What looks change of an order, in the order of `seenNames`. */
export const toRow = ({ row, lot }: Held) => ({
  order_id: escaped(row.order),
  state: kept(row.state),
  facts: toFacts(row),
  due: rounded(row.due),
  refill: refillJson(row.refill),
  refill_due: rounded(row.refillDue),
  failures: row.failures,
  lot: rounded(lot)
})
