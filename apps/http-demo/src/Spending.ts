/** What was spent over time, by service: exact sums of what the orders of this server cost. */
import type { OrderId } from "@smmkit/core/Identifiers"
import type { FollowOrder } from "@smmkit/follow/FollowOrder"
import type { JournalEntry } from "@smmkit/journal/JournalEntry"
import * as BigDecimal from "effect/BigDecimal"
import type { Spending } from "./Shapes.js"

const day = 24 * 60 * 60 * 1000
const zero = BigDecimal.make(0n, 0)

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10)

/** What of an entry tells about money. */
export type Paid = Pick<
  JournalEntry,
  "state" | "order" | "request" | "price" | "charge" | "currency" | "created"
>

/** What of an order that is followed tells about money. */
export type Back = Pick<FollowOrder, "ended" | "due" | "charge">

/**
 * What an order costs in the end: what was charged for it, else its price, less what is due back. Where that is
 * not known, the charge that a panel has lowered since tells.
 */
export const costOf = (
  { price, charge }: Pick<Paid, "price" | "charge">,
  back: Back | undefined
): BigDecimal.BigDecimal | null => {
  const paid = charge ?? price
  if (paid === null || back === undefined || back.ended === null) return paid
  const cost = back.due === null ? (back.charge?.amount ?? paid) : BigDecimal.subtract(paid, back.due.amount)
  return BigDecimal.normalize(BigDecimal.max(zero, BigDecimal.min(cost, paid)))
}

export interface Window {
  readonly now: number
  readonly days: number
}

export const make = (
  entries: ReadonlyArray<Paid>,
  stopped: ReadonlyMap<OrderId, Back>,
  options: Window
): Spending => {
  const days = new Map(
    Array.from({ length: options.days }, (_, at) => [
      dayOf(options.now - (options.days - 1 - at) * day),
      zero
    ])
  )
  const services = new Map<string, BigDecimal.BigDecimal>()
  let [total, inDoubt, unknown, elsewhere] = [zero, zero, 0, 0]
  // Amounts of two currencies have no sum. An order that names none is in the account's own.
  let currency: string | null = null
  for (const entry of entries) {
    const [date, service] = [dayOf(entry.created), entry.request["service"] ?? ""]
    const before = days.get(date)
    if (before === undefined || (entry.state !== "placed" && entry.state !== "in-doubt")) continue
    const cost = costOf(entry, entry.order === null ? undefined : stopped.get(entry.order))
    currency ??= entry.currency
    if (entry.currency !== null && entry.currency !== currency) elsewhere += 1
    else if (cost === null) unknown += 1
    else if (entry.state === "in-doubt") inDoubt = BigDecimal.sum(inDoubt, cost)
    else {
      days.set(date, BigDecimal.sum(before, cost))
      services.set(service, BigDecimal.sum(services.get(service) ?? zero, cost))
      total = BigDecimal.sum(total, cost)
    }
  }
  const rows = [...services].map(([service, total]) => ({ service, total }))
  return {
    currency,
    days: Array.from(days, ([day, total]) => ({ day, total })),
    services: rows.sort((a, b) => BigDecimal.Order(b.total, a.total)),
    total,
    inDoubt,
    unknown,
    elsewhere
  }
}
