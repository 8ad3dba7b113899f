/** Orders of other customers, of which a careless panel tells everybody. */
import { ServiceId } from "@smmkit/core/Identifiers"
import { quote } from "@smmkit/core/Quote"
import * as Option from "effect/Option"
import { plain, rounded, zero } from "./amounts.js"
import * as Answers from "./answers.js"
import { fromOpaque } from "./opaque.js"
import { draw, pick, whole } from "./seeded.js"
import type { State } from "./state.js"

/** The state of an order that is none of the account's; undefined where the panel keeps it to itself. */
export const status = (
  state: State,
  id: string,
  now: number,
  isHidden: (id: string, since: number) => boolean
): string | undefined => {
  if (state.settings.foreign === "refused") return undefined
  const record = state.orders.get(id) ?? state.orders.get(fromOpaque(id))
  if (record !== undefined) {
    const isThere = record.created <= now && !record.forgotten && !isHidden(record.id, record.created)
    return isThere ? Answers.status(record, now) : undefined
  }
  return state.orderNumbers.isGiven(id, now) ? invented(state, id) : undefined
}

/** An order of which nothing is known but its number: always the same, and over. */
const invented = (state: State, id: string): string => {
  const { seed, currency } = state.settings
  const chance = (purpose: string) => draw(seed, "foreign", id, purpose)
  const [first, ...others] = state.shop.offers().filter(({ service }) => service.type === "Default")
  const units = whole(chance("units"), 10, 2000)
  const offer = first === undefined ? undefined : pick(chance("service"), [first, ...others])
  const price = Option.fromNullable(offer).pipe(
    Option.flatMap(({ service }) =>
      quote({ type: "Default", service: ServiceId.make(service.service), link: "", quantity: units }, service)
    ),
    Option.match({ onNone: () => zero, onSome: ({ amount }) => plain(rounded(amount, state.settings)) })
  )
  return Answers.state({
    charge: Option.some(price),
    startCount: Option.some(whole(chance("start"), 0, 5000)),
    status: "Completed",
    remains: Option.some(0),
    currency: Option.some(currency),
    runs: Option.none(),
    posts: Option.none(),
    expiry: Option.none(),
    orders: Option.none()
  })
}
