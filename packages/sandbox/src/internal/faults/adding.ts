/** How panels differ in answering a new order. */
import { toOpaque } from "../opaque.js"
import { afterwards, define, fields, text } from "./fault.js"

export const adding = define({
  "opaque-id": {
    says: "Order IDs are opaque text, `ord_31e33fz4d4f2c`; either spelling is understood",
    on: ["add"],
    // What another fault has made of the ID may be none.
    act: fields((answer) =>
      Number(answer["order"]) > 0 ? { ...answer, order: toOpaque(Number(answer["order"])) } : answer
    )
  },
  "order-id-name": {
    says: "The order's ID is called `order_id`",
    on: ["add"],
    act: fields(({ order, ...rest }) => ({ ...rest, order_id: order }))
  },
  "id-in-data": {
    says: "The order's ID is `data.id`",
    on: ["add"],
    act: fields(({ order: id }) => ({ status: true, data: { id } }))
  },
  "id-in-list": {
    says: "The answer about a new order is a list of one",
    on: ["add"],
    act: fields((answer) => [answer])
  },
  "created-201": {
    says: "New orders are answered with HTTP 201",
    on: ["add"],
    act: (_, next) => {
      const exchange = next()
      if (exchange._tag !== "Answered" || !exchange.reply.body.startsWith('{"order"')) return exchange
      return { ...exchange, reply: { ...exchange.reply, status: 201 } }
    }
  },
  "extra-answer-fields": {
    says: "The answer about a new order says more: `status`, `charge`, `currency`, `created_at`",
    on: ["add"],
    act: fields((answer, { currency, priceOf }) => ({
      status: "Success",
      ...answer,
      charge: priceOf(String(answer["order"])),
      currency,
      start_count: 150,
      created_at: "2026-03-26T10:30:45"
    }))
  },
  "missing-id": {
    says: "The panel does what it was asked, and answers `{}`",
    act: afterwards(text(200, "{}"))
  },
  "success-without-id": {
    says: "The panel does what it was asked, and answers only `{success: true}`",
    act: afterwards(text(200, '{"success":true}'))
  },
  "zero-id": {
    says: "The order is booked, and its ID is given as 0",
    on: ["add"],
    act: fields((answer) => ({ ...answer, order: 0 }))
  },
  "null-id": {
    says: "The order is booked, and its ID is given as null",
    on: ["add"],
    act: fields((answer) => ({ ...answer, order: null }))
  },
  "id-beside-error": {
    says: "The order is booked, and an error stands beside its ID",
    on: ["add"],
    act: fields((answer) => ({ ...answer, error: "Something went wrong" }))
  }
})
