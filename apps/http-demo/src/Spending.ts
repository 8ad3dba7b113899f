/** What was spent over time, by service: exact sums of what the orders of this server cost. */
import type { OrderId } from "@smmkit/core/Identifiers"
import type { Answer as Status } from "@smmkit/core/OrderStatus"
import type { JournalEntry } from "@smmkit/journal/JournalEntry"
import { due } from "@smmkit/journal/Refund"
import * as BigDecimal from "effect/BigDecimal"
import * as Option from "effect/Option"
import type { Spending } from "./Shapes.js"

const day = 24 * 60 * 60 * 1000
const zero = BigDecimal.make(0n, 0)

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10)

/** What of an entry tells about money. */
export type Paid = Pick<
  JournalEntry,
  "state" | "order" | "request" | "price" | "charge" | "currency" | "units" | "created"
>

const given = new Set(["Canceled", "Partial", "Refunded", "Failed"])

/**
 * What an order costs in the end: what was charged for it, else its price, less what is due back. Where that is
 * not known, the charge that a panel has lowered since tells.
 */
export const costOf = (
  entry: Pick<Paid, "price" | "charge" | "currency" | "units">,
  state: Pick<Status, "status" | "remains" | "charge"> | undefined
): BigDecimal.BigDecimal | null => {
  const paid = entry.charge ?? entry.price
  if (paid === null || state === undefined || !given.has(state.status)) return paid
  const left = Option.map(due({ ...entry, price: paid }, state).due, ({ amount }) =>
    BigDecimal.subtract(paid, amount)
  )
  const cost = Option.getOrElse(
    Option.orElse(left, () => state.charge),
    () => paid
  )
  return BigDecimal.max(zero, BigDecimal.min(cost, paid))
}

const inWindow = (entry: Paid, from: string) =>
  dayOf(entry.created) >= from && (entry.state === "placed" || entry.state === "in-doubt")

export interface Window {
  readonly now: number
  readonly days: number
}

/** The orders whose states tell what was spent. */
export const ordersOf = (entries: ReadonlyArray<Paid>, { now, days }: Window): ReadonlyArray<OrderId> =>
  entries
    .filter((entry) => inWindow(entry, dayOf(now - (days - 1) * day)))
    .flatMap(({ order }) => (order === null ? [] : [order]))

export const make = (
  entries: ReadonlyArray<Paid>,
  options: Window & {
    readonly nameOf: (service: string) => string | null
    readonly states: ReadonlyMap<OrderId, Status>
  }
): Spending => {
  const days = Array.from({ length: options.days }, (_, at) =>
    dayOf(options.now - (options.days - 1 - at) * day)
  )
  const placeOf = new Map(days.map((name, at) => [name, at]))
  const services = new Map<string, Array<BigDecimal.BigDecimal>>()
  let [total, inDoubt, unknown, elsewhere] = [zero, zero, 0, 0]
  // Amounts of two currencies have no sum. An order that names none is in the account's own.
  let currency: string | null = null
  for (const entry of entries) {
    const place = placeOf.get(dayOf(entry.created))
    if (place === undefined || (entry.state !== "placed" && entry.state !== "in-doubt")) continue
    const cost = costOf(entry, entry.order === null ? undefined : options.states.get(entry.order))
    currency ??= entry.currency
    if (entry.currency !== null && entry.currency !== currency) elsewhere += 1
    else if (cost === null) unknown += 1
    else if (entry.state === "in-doubt") inDoubt = BigDecimal.sum(inDoubt, cost)
    else {
      const service = entry.request["service"] ?? ""
      const amounts = services.get(service) ?? days.map(() => zero)
      amounts[place] = BigDecimal.sum(amounts[place] ?? zero, cost)
      services.set(service, amounts)
      total = BigDecimal.sum(total, cost)
    }
  }
  const rows = [...services].map(([service, amounts]) => ({
    service,
    name: options.nameOf(service),
    total: BigDecimal.sumAll(amounts),
    amounts
  }))
  return {
    currency,
    days,
    services: rows.sort((a, b) => BigDecimal.Order(b.total, a.total)),
    total,
    inDoubt,
    unknown,
    elsewhere
  }
}
