/** The orders that a drip-feed or a subscription has led to: each is followed as an order of its own. */
import type { OrderId } from "@smmkit/core/Identifiers"
import * as Refund from "@smmkit/journal/Refund"
import * as Option from "effect/Option"
import type { Birth, Row } from "../../FollowModel.js"

/** Children as they come to be followed. A run costs its part of what the drip-feed paid; a post has a price of its own. */
export const birthsOf = (
  row: Row,
  orders: ReadonlyArray<OrderId>,
  now: number,
  books: Refund.Books
): ReadonlyArray<Birth> => {
  const { account, order: parent, key, service, currency, term, runs, units } = row
  const common = { account, parent, key, service, currency, term, runs: null, placed: now }
  const each = runs === null || units === null || units % runs !== 0 ? null : units / runs
  return orders.map((order, at) => ({ ...common, order, units: each, price: priceOf(row, at + 1, books) }))
}

const priceOf = ({ price, runs }: Row, nth: number, books: Refund.Books): Row["price"] =>
  price === null || runs === null || nth > runs
    ? null
    : Option.getOrNull(Refund.partOf(price, nth, runs, books))
