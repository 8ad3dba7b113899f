/** How panels differ in answering a new order. */
import { toOpaque } from "../opaque.js"
import { define, fields } from "./trait.js"
import { Numeral } from "./values.js"

export const adding = define({
  "opaque-id": {
    says: "Order IDs are opaque text, `ord_31e33fz4d4f2c`; either spelling is understood",
    on: ["add"],
    // What a mishap has made of the ID may be none.
    value: fields((answer) => {
      const id = answer["order"]
      return id instanceof Numeral && /^[1-9]\d*$/.test(id.digits)
        ? { ...answer, order: toOpaque(Number(id.digits)) }
        : answer
    })
  },
  "extra-answer-fields": {
    says: "The answer about a new order says more: `status`, `charge`, `currency`, `created_at`",
    on: ["add"],
    claims: ["add-status"],
    value: fields((answer, { currency, priceOf }) => ({
      status: "Success",
      ...answer,
      charge: priceOf(answer["order"] instanceof Numeral ? answer["order"].digits : String(answer["order"])),
      currency,
      start_count: new Numeral("150"),
      created_at: "2026-03-26T10:30:45"
    }))
  },
  "code-beside": {
    says: "A `status` of 100 stands beside the answer",
    on: ["add"],
    claims: ["add-status"],
    value: fields((answer) => ({ status: new Numeral("100"), ...answer }))
  },
  "status-beside": {
    says: "A `status` of `success` stands beside the answer",
    on: ["add", "balance"],
    claims: ["add-status", "balance-fields"],
    value: fields((answer) => ({ status: "success", ...answer }))
  },
  "order-id-name": {
    says: "The order's ID is called `order_id`",
    on: ["add"],
    claims: ["add-shape"],
    value: fields(({ order, ...rest }) => ({ ...rest, order_id: order }))
  },
  "id-in-data": {
    says: "The order's ID is `data.id`",
    on: ["add"],
    claims: ["add-shape", "add-status"],
    value: fields(({ order: id, ...rest }) => ({ ...rest, status: true, data: { id } }))
  },
  "id-in-list": {
    says: "The answer about a new order is a list of one",
    on: ["add"],
    claims: ["add-shape"],
    value: fields((answer) => [answer])
  },
  "created-201": {
    says: "New orders are answered with HTTP 201",
    on: ["add"],
    reply: (reply, _, { refused }) =>
      refused === undefined && reply.status === 200 ? { ...reply, status: 201 } : reply
  }
})
