/** How panels differ in taking refills and cancels. */
import { define, eachRow, fields, rows } from "./trait.js"
import { type Fields, Numeral } from "./values.js"

const isTaken = ({ cancel }: Fields): boolean => cancel instanceof Numeral

/** A cancel about a single order that was taken, as something else than a list. */
const single = (change: (order: unknown) => unknown) =>
  rows((list) => (list.length === 1 && list[0] && isTaken(list[0]) ? change(list[0]["order"]) : undefined))

export const afterSales = define({
  "success-text": {
    says: "The answer to a refill has a text in `success`",
    on: ["refill"],
    claims: ["refill-shape"],
    value: fields((answer) => ({
      success: "Your order will be refill asap. Thank you for patience",
      ...answer
    }))
  },
  "refill-without-id": {
    says: "The refill is taken, and no ID is given",
    on: ["refill"],
    claims: ["refill-shape"],
    value: fields(() => ({ status: "Success", message: "Refill request has been received" }))
  },
  "wrong-answer": {
    says: "The refill is taken, and the answer is that of another action",
    on: ["refill"],
    claims: ["refill-shape"],
    value: fields((_, { asked }) => ({ order: new Numeral("one" in asked ? asked.one : "0") }))
  },
  "cancel-true": {
    says: "A cancel that was taken is `true` instead of 1",
    on: ["cancel"],
    claims: ["cancel-value"],
    value: eachRow((row) => (isTaken(row) ? { ...row, cancel: true } : row))
  },
  "cancel-request-id": {
    says: "A cancel that was taken has the ID of the request instead of 1: `k3Jt9`",
    on: ["cancel"],
    claims: ["cancel-value"],
    value: eachRow((row) => (isTaken(row) ? { ...row, cancel: "k3Jt9" } : row))
  },
  "cancel-holds-id": {
    says: "A single cancel is answered with the order's ID in `cancel`",
    on: ["cancel"],
    claims: ["cancel-value", "list-shape"],
    value: single((order) => ({ cancel: order, status: "Success" }))
  },
  "canceled-flag": {
    says: "A single cancel is answered with `canceled` beside the order's ID",
    on: ["cancel"],
    claims: ["cancel-value", "list-shape"],
    value: single((order) => ({ order, canceled: true }))
  },
  "cancel-ok": {
    says: 'A single cancel is answered with `{ok: "true"}`',
    on: ["cancel"],
    claims: ["cancel-value", "list-shape"],
    value: single(() => ({ ok: "true" }))
  },
  "canceled-list": {
    says: "Only those orders are listed whose cancel was taken: `{canceled: [1]}`",
    on: ["cancel"],
    claims: ["cancel-value", "list-shape", "row-refusals"],
    value: rows((list) => ({ canceled: list.filter(isTaken).map((row) => row["order"]) }))
  }
})
