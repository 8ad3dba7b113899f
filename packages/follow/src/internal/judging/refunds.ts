/** What is due back of an order, by the journal's rule, and the lines in which it is booked. */
import * as Refund from "@smmkit/journal/Refund"
import * as BigDecimal from "effect/BigDecimal"
import * as Option from "effect/Option"
import * as FollowEvent from "../../FollowEvent.js"
import type { Line, Row } from "../../FollowModel.js"
import { find, isConfirmed, put, without } from "./waiting.js"

const nothing = BigDecimal.make(0n, 0)

/** The currency of an order's price. */
export const currencyOf = ({ price, currency, paidCurrency }: Row): string | null =>
  currency ?? (price === null ? paidCurrency : null)

/** What is due back in all of an order as it is believed to stand. */
export const refundOf = (row: Row, books: Refund.Books): Refund.Refund => {
  const { children, isSubscription, runs, units, price, paid: charge } = row
  const status = row.state ?? "Pending"
  const paid = { price, charge, units, currency: currencyOf(row) }
  const shown = {
    status,
    remains: Option.fromNullable(row.remains),
    charge: Option.fromNullable(row.charge),
    currency: Option.fromNullable(row.chargeCurrency)
  }
  if (isSubscription) {
    const due = Option.some({ amount: nothing, currency: Option.fromNullable(paid.currency) })
    return { status, due, why: "a subscription costs nothing by itself: what its orders cost is due of them" }
  }
  if (runs === null && children !== null && children > 0)
    return unknown(status, "how many runs were paid for is not known")
  if (runs === null) return Refund.due(paid, shown, books)
  if (children !== null) return Refund.ofRuns(paid, shown, { runs, came: children }, books)
  // Each run is rounded by itself.
  return books.decimals === undefined || status !== "Partial"
    ? Refund.due(paid, shown, books)
    : unknown(status, "the panel does not say which runs came")
}

const unknown = (status: Row["state"] & {}, why: string): Refund.Refund => ({
  status,
  due: Option.none(),
  why
})

/** A row after its refund was looked at, and the line that this booked. */
interface Settled {
  readonly row: Row
  readonly lines: ReadonlyArray<Line>
  readonly events: ReadonlyArray<FollowEvent.RefundDue>
}

/** Books the difference to what was booked before, once two looks have said the same. */
export const settle = (row: Row, { due, why: reason }: Refund.Refund, now: number): Settled => {
  const { waiting, booked } = row
  const unbooked = (next: Row["waiting"]): Settled => ({
    row: next === waiting ? row : { ...row, waiting: next },
    lines: [],
    events: []
  })
  if (Option.isNone(due) || BigDecimal.equals(due.value.amount, booked)) {
    return unbooked(without(waiting, "Due"))
  }
  const total = due.value
  const first = find(waiting, "Due")
  if (first === undefined || !BigDecimal.equals(first.total, total.amount)) {
    return unbooked(put(waiting, { _tag: "Due", since: now, total: total.amount }))
  }
  if (!isConfirmed(first, now)) return unbooked(waiting)
  const amount = { ...total, amount: BigDecimal.normalize(BigDecimal.subtract(total.amount, booked)) }
  const line = { line: row.lines + 1, amount, total, reason }
  return {
    row: { ...row, waiting: without(waiting, "Due"), lines: line.line, booked: total.amount },
    lines: [line],
    events: [new FollowEvent.RefundDue(line)]
  }
}
