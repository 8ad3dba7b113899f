/** What tests of judging share: a row, answers, and looks one after the other. */
import { Identifiers, OrderStatus } from "@smmkit/core"
import { BigDecimal, Schema } from "effect"
import {
  type Birth,
  born,
  type Context,
  type Judged,
  type Observation,
  type Row
} from "../src/FollowModel.js"
import { judge } from "../src/internal/judging/judge.js"

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

export const order = Identifiers.OrderId.make("23501")
export const amount = BigDecimal.unsafeFromString

export const birth: Birth = {
  account: "main",
  order,
  key: "invoice-1042",
  parent: null,
  service: "1",
  price: amount("0.4"),
  currency: "USD",
  units: 400,
  runs: null,
  placed: 0,
  term: null
}

export const context: Context = { books: {}, usual: null, price: 1000 }

const decode = Schema.decodeUnknownSync(OrderStatus.Answer)

/** A look that shows the fields of an answer, as a panel writes them. */
export const seen = (fields: Readonly<Record<string, unknown>>): Observation => ({
  _tag: "Seen",
  answer: decode({ currency: "USD", ...fields })
})

export const notKnown: Observation = { _tag: "NotKnown", suspect: false }

/** Looks at an order, each at its time, from its birth on. */
export const looks = (
  all: ReadonlyArray<readonly [at: number, observation: Observation]>,
  start: Partial<Row> = {},
  given: Context = context
): { readonly row: Row; readonly judged: ReadonlyArray<Judged>; readonly told: ReadonlyArray<string> } => {
  let row: Row = { ...born(birth, 0), ...start }
  const judged = all.map(([at, observation]) => {
    const one = judge(row, observation, at, given)
    row = one.row
    return one
  })
  return { row, judged, told: judged.flatMap(({ events }) => events.map(({ what }) => what._tag)) }
}
