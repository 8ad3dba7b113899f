/**
 * Answers as canonical panels write them, by the schemas that the client reads them with. Answers are
 * texts, so that one order's stays good for as long as the order stands still.
 */
import * as AddOrder from "@smmkit/core/AddOrder"
import * as Balance from "@smmkit/core/Balance"
import * as OrderStatus from "@smmkit/core/OrderStatus"
import * as Refill from "@smmkit/core/Refill"
import * as RefillStatus from "@smmkit/core/RefillStatus"
import * as Services from "@smmkit/core/Services"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { progress } from "../Delivery.js"
import { plain } from "./amounts.js"
import { cost, standing } from "./orders.js"
import type { OrderRecord, Single } from "./state.js"

const writer = <A, I>(schema: Schema.Schema<A, I>): ((answer: A) => string) => {
  const encode = Schema.encodeSync(schema)
  return (answer) => JSON.stringify(encode(answer))
}

export const refused = (words: string): string => JSON.stringify({ error: words })

export const services = writer(Services.Answer)
export const added = writer(AddOrder.Answer)
export const balance = writer(Balance.Answer)
export const refill = writer(Refill.Answer)
export const refillState = writer(RefillStatus.Answer)

export const state = writer(OrderStatus.Answer)

/** The answer about one order. */
export const status = (record: OrderRecord, currency: string, now: number): string =>
  record.kind === "single" ? singleStatus(record, currency, now) : state(describe(record, currency, now))

const singleStatus = (record: Single, currency: string, now: number): string => {
  const { state: word, delivered } = progress(record.plan, now)
  const { shown } = record
  if (shown !== undefined && shown.delivered === delivered && shown.state === word) return shown.text
  const text = state(describe(record, currency, now))
  record.shown = { state: word, delivered, text }
  return text
}

/** One order's answer as a value. Parents say which orders they had, and subscriptions have no counts. */
const describe = (record: OrderRecord, currency: string, now: number): OrderStatus.Answer => {
  const { state: word, units, delivered } = standing(record, now)
  const isSubscription = record.kind === "subscription"
  return {
    charge: Option.some(plain(cost(record))),
    startCount: isSubscription ? Option.none() : Option.some(record.startCount),
    status: word,
    remains: isSubscription ? Option.none() : Option.some(units - delivered),
    currency: Option.some(currency),
    runs: record.kind === "dripfeed" ? Option.some(record.runs) : Option.none(),
    posts: isSubscription ? Option.fromNullable(record.order.posts) : Option.none(),
    expiry: isSubscription ? Option.fromNullable(record.order.expiry) : Option.none(),
    orders: record.kind === "single" ? Option.none() : Option.some(record.children.map(({ id }) => id))
  }
}

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
