/** How the state of an order is shown. */
import { formatAmount } from "@smmkit/core/Money"
import { type Answer, Json } from "@smmkit/core/OrderStatus"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { Output } from "./Output.js"
import type { View } from "./Rows.js"
import { stateColour, styleOf } from "./Style.js"

const text = <A>(value: Option.Option<A>, write: (value: A) => string = String): string =>
  Option.match(value, { onNone: () => "", onSome: write })

const json = Schema.encodeSync(Json)

/** What only some orders have: runs, posts, children, an end. */
const details = ({ runs, posts, orders, expiry }: Answer): string =>
  [
    ...Option.toArray(Option.map(runs, (count) => `runs ${count}`)),
    ...Option.toArray(Option.map(posts, (count) => `posts ${count}`)),
    ...Option.toArray(
      Option.map(orders, (ids) => (ids.length === 0 ? "no orders yet" : `orders ${ids.join(" ")}`))
    ),
    ...Option.toArray(
      Option.map(expiry, (end) => (typeof end === "string" ? `until ${end}` : end ? "not over" : "over"))
    )
  ].join(", ")

export const make = ({ plain, stdout }: Output.Service): View<Answer> => {
  const style = styleOf(stdout)
  return {
    id: "order",
    columns: [
      { title: "STATUS", least: 11, enough: 11 },
      { title: "CHARGE", side: "left", least: 8 },
      { title: "START", side: "left" },
      { title: "REMAINS", side: "left" },
      { title: "" }
    ],
    json,
    cells: (answer) => {
      const charge = [text(answer.charge, formatAmount), text(answer.currency)].filter(Boolean).join(" ")
      return [
        { text: plain(answer.status), paint: stateColour(style, answer.status) },
        { text: plain(charge) },
        { text: text(answer.startCount) },
        { text: text(answer.remains) },
        { text: plain(details(answer)), paint: style.dim }
      ]
    }
  }
}
