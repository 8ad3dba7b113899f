/**
 * Answers as canonical panels write them, by the schemas that the client reads them with. Answers are
 * texts, so that one order's stays good for as long as the order stands still.
 */
import * as AddOrder from "@smmkit/core/AddOrder"
import * as Balance from "@smmkit/core/Balance"
import * as CancelOrder from "@smmkit/core/CancelOrder"
import * as OrderStatus from "@smmkit/core/OrderStatus"
import * as Refill from "@smmkit/core/Refill"
import * as RefillStatus from "@smmkit/core/RefillStatus"
import * as BigDecimal from "effect/BigDecimal"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { costOf } from "./money.js"
import { countsOf } from "./orders.js"
import type { OrderRecord, Single } from "./state.js"

const writer = <A, I>(schema: Schema.Schema<A, I>): ((answer: A) => string) => {
  const encode = Schema.encodeSync(schema)
  return (answer) => JSON.stringify(encode(answer))
}

export const refused = (words: string): string => JSON.stringify({ error: words })

export const added = writer(AddOrder.Answer)
export const balance = writer(Balance.Answer)
export const refill = writer(Refill.Answer)
export const refills = writer(Refill.AnswerMany)
export const refillState = writer(RefillStatus.Answer)
export const refillStates = writer(RefillStatus.AnswerMany)
export const cancels = writer(CancelOrder.AnswerMany)

export const state = writer(OrderStatus.Answer)

/** The answer about one order. */
export const status = (record: OrderRecord, now: number): string =>
  record.kind === "single" ? singleStatus(record, now) : state(describe(record, now))

const singleStatus = (record: Single, now: number): string => {
  const { shown, state: word, refunded } = record
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
    charge: Option.some(costOf(record)),
    startCount: isSubscription ? Option.none() : Option.some(record.startCount),
    status: record.state,
    remains: isSubscription ? Option.none() : Option.some(units - delivered),
    currency: Option.some(record.account.currency),
    runs: record.kind === "dripfeed" ? Option.some(record.runs) : Option.none(),
    posts: isSubscription ? Option.fromNullable(record.order.posts) : Option.none(),
    expiry: isSubscription ? Option.fromNullable(record.order.expiry) : Option.none(),
    orders: record.kind === "single" ? Option.none() : Option.some(record.family.children.map(({ id }) => id))
  }
}

/** The answer about many orders, in the order asked. */
export const statuses = (answers: ReadonlyArray<readonly [id: string, text: string]>): string =>
  `{${answers.map(([id, text]) => `${JSON.stringify(id)}:${text}`).join(",")}}`
