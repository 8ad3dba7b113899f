/** What was spent over time, by service: exact sums of what the orders of this server cost. */
import * as BigDecimal from "effect/BigDecimal"
import type { Entry } from "./Orders.js"
import type { Spending } from "./Shapes.js"

const day = 24 * 60 * 60 * 1000
const zero = BigDecimal.make(0n, 0)

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10)

/** What of an entry tells about money. */
export type Paid = Pick<Entry, "state" | "request" | "price" | "charge" | "currency" | "created">

/** What an order cost: what the panel said that it charged, else its price. */
const costOf = ({ charge, price }: Paid): BigDecimal.BigDecimal | null => charge ?? price

export const make = (
  entries: ReadonlyArray<Paid>,
  options: {
    readonly now: number
    readonly days: number
    readonly nameOf: (service: string) => string | null
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
    const cost = costOf(entry)
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
