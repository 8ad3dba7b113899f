/** Looking for orders, and listing what is owed. */
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { Booking, Filter, OrderView, OwedLine } from "../SandboxView.js"
import { isOver, parentOf, payerOf } from "./lifecycle.js"
import type { OrderRecord, State } from "./state.js"
import * as Views from "./views.js"

const fits = (record: OrderRecord, filter: Filter): boolean => {
  const { account, service, link, state, by, over, parent, top, from, to } = filter
  const { created } = record
  return (
    (account === undefined || record.account.name === account) &&
    (service === undefined || record.offer.service.service === service) &&
    (link === undefined || record.link === link) &&
    (state === undefined || record.state === state) &&
    (by === undefined || record.by === by) &&
    (over === undefined || isOver(record) === over) &&
    (parent === undefined || parentOf(record)?.id === parent) &&
    (top !== true || parentOf(record) === undefined) &&
    (from === undefined || created >= from) &&
    (to === undefined || created < to)
  )
}

/** Where to look: among the children of one order, else everywhere. */
const among = ({ orders }: State, { parent }: Filter): Iterable<OrderRecord> => {
  if (parent === undefined) return orders.values()
  const record = orders.get(parent)
  return record === undefined || record.kind === "single" ? [] : record.family.children
}

export const orders = (state: State, filter: Filter, now: number): ReadonlyArray<OrderView> => {
  const found: Array<OrderView> = []
  for (const record of among(state, filter)) {
    if (fits(record, filter)) found.push(Views.order(state, record, now))
  }
  return found
}

const atATime = 1000

/** The same by and by. What is booked while it runs comes at the end. */
export const stream = (
  state: State,
  filter: Filter,
  asOf: <A>(act: (now: number) => A) => Effect.Effect<A>
): Stream.Stream<OrderView> =>
  Stream.unwrap(
    Effect.sync(() => {
      const records = among(state, filter)[Symbol.iterator]()
      const next = asOf((now) => {
        const found: Array<OrderView> = []
        for (let looked = 0; looked < atATime; looked++) {
          const { done, value } = records.next()
          if (done === true) return [Chunk.unsafeFromArray(found), Option.none<void>()] as const
          if (fits(value, filter)) found.push(Views.order(state, value, now))
        }
        return [Chunk.unsafeFromArray(found), Option.some(undefined)] as const
      })
      return Stream.paginateChunkEffect(undefined, () => next)
    })
  )

export const bookings = ({ orders }: State): ReadonlyArray<Booking> => {
  const found: Array<Booking> = []
  for (const record of orders.values()) if (parentOf(record) === undefined) found.push(Views.booking(record))
  return found
}

export const owed = ({ owed }: State): ReadonlyArray<OwedLine> =>
  [...owed.values()].flat().map(({ order, amount, since, lands }) => {
    const payer = payerOf(order)
    return {
      account: order.account.name,
      order: payer.id,
      child: payer === order ? Option.none() : Option.some(order.id),
      amount,
      since,
      lands
    }
  })
