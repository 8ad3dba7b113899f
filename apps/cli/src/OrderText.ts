/** An order and its price in words. */
import { format, type Money } from "@smmkit/core/Money"
import { quantity } from "@smmkit/core/Quote"
import * as Option from "effect/Option"
import type { Priced } from "./OrderOptions.js"

const unknownPrice = ({ order }: Priced): string =>
  order.type === "Subscriptions"
    ? "not known beforehand: a subscription is charged as posts appear"
    : "not known beforehand: the catalogue does not tell how this service is charged"

const known = (price: Money): string =>
  Option.isSome(price.currency) ? format(price) : `${format(price)} in the account's currency`

/** The price, or that none can be known. */
export const priceText = (priced: Priced): string =>
  Option.match(priced.price, { onNone: () => unknownPrice(priced), onSome: known })

/** What is ordered of which service. */
export const serviceText = ({ order, service }: Priced): string => {
  const units = Option.match(quantity(order), { onNone: () => "", onSome: (units) => `${units} × ` })
  const runs = "runs" in order && order.runs !== undefined ? `${order.runs} runs of ` : ""
  return `${runs}${units}service ${service.service}, ${service.name} (${service.type})`
}
