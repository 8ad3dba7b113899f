/**
 * Answers as canonical panels write them, by the schemas that the client reads them with. Answers are
 * texts, so that one order's stays good for as long as the order stands still.
 */
import * as AddOrder from "@smmkit/core/AddOrder"
import * as Balance from "@smmkit/core/Balance"
import type { OrderId } from "@smmkit/core/Identifiers"
import * as OrderStatus from "@smmkit/core/OrderStatus"
import * as Refill from "@smmkit/core/Refill"
import * as RefillStatus from "@smmkit/core/RefillStatus"
import * as BigDecimal from "effect/BigDecimal"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { plain } from "./amounts.js"
import { stateAt } from "./lifecycle.js"
import { refundedAt, totalAt } from "./money.js"
import { countsOf } from "./orders.js"
import type { OrderRecord, Parent, Single } from "./state.js"

const writer = <A, I>(schema: Schema.Schema<A, I>): ((answer: A) => string) => {
  const encode = Schema.encodeSync(schema)
  return (answer) => JSON.stringify(encode(answer))
}

export const refused = (words: string): string => JSON.stringify({ error: words })

export const added = writer(AddOrder.Answer)
export const balance = writer(Balance.Answer)
export const refill = writer(Refill.Answer)
export const refillState = writer(RefillStatus.Answer)

export const state = writer(OrderStatus.Answer)

/** The answer about one order. */
export const status = (record: OrderRecord, now: number): string =>
  record.kind === "single" ? singleStatus(record, now) : state(describe(record, now))

const singleStatus = (record: Single, now: number): string => {
  const { shown } = record
  const [word, refunded] = [stateAt(record, now), refundedAt(record, now)]
  const { delivered } = countsOf(record, now)
  const isSame = shown?.delivered === delivered && shown.state === word
  if (shown !== undefined && isSame && BigDecimal.equals(shown.refunded, refunded)) return shown.text
  const text = state(describe(record, now))
  record.shown = { state: word, delivered, refunded, text }
  return text
}

/** One order's answer as a value. Parents say which orders they had, and subscriptions have no counts. */
const describe = (record: OrderRecord, now: number): OrderStatus.Answer => {
  const { units, delivered } = countsOf(record, now)
  const isSubscription = record.kind === "subscription"
  return {
    charge: Option.some(plain(BigDecimal.subtract(totalAt(record, now), refundedAt(record, now)))),
    startCount: isSubscription ? Option.none() : Option.some(record.startCount),
    status: stateAt(record, now),
    remains: isSubscription ? Option.none() : Option.some(units - delivered),
    currency: Option.some(record.account.currency),
    runs: record.kind === "dripfeed" ? Option.some(record.runs) : Option.none(),
    posts: isSubscription ? Option.fromNullable(record.order.posts) : Option.none(),
    expiry: isSubscription ? Option.fromNullable(record.order.expiry) : Option.none(),
    orders: record.kind === "single" ? Option.none() : Option.some(childrenAt(record, now))
  }
}

const childrenAt = ({ family: { children } }: Parent, time: number): ReadonlyArray<OrderId> =>
  children.flatMap(({ id, created }) => (created <= time ? [id] : []))

/** The answer about many orders, in the order asked. */
export const statuses = (answers: ReadonlyArray<readonly [id: string, text: string]>): string =>
  `{${answers.map(([id, text]) => `${JSON.stringify(id)}:${text}`).join(",")}}`

/** An ID as canonical panels write it: a number where it is one, of whatever size. */
const idText = (id: string): string => (/^(?:0|[1-9]\d*)$/.test(id) ? id : JSON.stringify(id))

type Row<A> = readonly [id: string, said: Either.Either<A, string>]

/** A list with a row for each ID that was asked about, whatever was asked; a refusal stands in place of the value. */
const list =
  <A>(one: string, field: string, write: (said: A) => string) =>
  (rows: ReadonlyArray<Row<A>>): string =>
    `[${rows
      .map(([id, said]) => {
        const text = Either.match(said, { onLeft: refused, onRight: write })
        return `{"${one}":${idText(id)},"${field}":${text}}`
      })
      .join(",")}]`

export const refills = list("order", "refill", idText)
export const refillStates = list<string>("refill", "status", JSON.stringify)
export const cancels = list("order", "cancel", (_: true) => "1")
