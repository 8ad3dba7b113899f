/** How panels differ in taking refills and cancels. */
import * as Refusals from "../refusals.js"
import { define, fields, rows, text } from "./fault.js"

export const afterSales = define({
  "success-text": {
    says: "The answer to a refill has a text in `success`",
    on: ["refill"],
    act: fields((answer) => ({
      success: "Your order will be refill asap. Thank you for patience",
      ...answer
    }))
  },
  "refill-without-id": {
    says: "The refill is taken, and no ID is given",
    on: ["refill"],
    act: fields(() => ({ status: "Success", message: "Refill request has been received" }))
  },
  "wrong-answer": {
    says: "The refill is taken, and the answer is that of another action",
    on: ["refill"],
    act: fields((_, { form }) => ({ order: Number(form["order"]) }))
  },
  "cancel-true": {
    says: "A cancel that was taken is `true` instead of 1",
    on: ["cancel"],
    act: rows((list) => list.map((row) => (row["cancel"] === 1 ? { ...row, cancel: true } : row)))
  },
  "cancel-holds-id": {
    says: "A single cancel is answered with the order's ID in `cancel`",
    on: ["cancel"],
    act: rows((list) =>
      list.length === 1 && list[0]?.["cancel"] === 1
        ? { cancel: list[0]["order"], status: "Success" }
        : undefined
    )
  },
  "canceled-list": {
    says: "Only those orders are listed whose cancel was taken: `{canceled: [1]}`",
    on: ["cancel"],
    act: rows((list) => ({
      canceled: list.filter((row) => row["cancel"] === 1).map((row) => row["order"])
    }))
  },
  "taken-though-refused": {
    says: "The panel does what it was asked, and says that it does not",
    on: ["refill", "cancel"],
    act: ({ action }, next) => {
      next()
      return text(
        200,
        JSON.stringify({ error: action === "refill" ? Refusals.noRefill : Refusals.cannotCancel })
      )
    }
  },
  "cancel-ignored": {
    says: "Every cancel is said to be taken, and none is done",
    on: ["cancel"],
    act: ({ form }) =>
      text(
        200,
        JSON.stringify(
          (form["orders"] ?? "").split(",").map((order) => ({ order: Number(order), cancel: 1 }))
        )
      )
  }
})
