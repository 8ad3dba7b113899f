import { assert, describe, it } from "@effect/vitest"
import { Schema } from "effect"
import { OrderState } from "../src/index.js"

const read = Schema.decodeUnknownSync(OrderState.FromWire)

const spellings: Readonly<Record<OrderState.Known, ReadonlyArray<string>>> = {
  Pending: [
    "Pending",
    "pending",
    "PENDING",
    "Awaiting",
    "Queued",
    "in queue",
    "queue",
    "waiting",
    " Pending "
  ],
  Processing: ["Processing", "processing", "Process", "started", "processing order"],
  "In progress": [
    "In progress",
    "In Progress",
    "in_progress",
    "in-progress",
    "Inprogress",
    "inprogress",
    "Running"
  ],
  Completed: ["Completed", "completed", "Complete", "Success", "done"],
  Partial: ["Partial", "partial"],
  Canceled: ["Canceled", "Cancelled", "canceled", "Cancel", "canelled"],
  Refunded: ["Refunded", "refunded", "refund", "refunds"],
  Failed: ["Failed", "Fail", "failed", "Error", "error", "Rejected"],
  Active: ["Active", "active"],
  Paused: ["Paused", "paused"],
  Expired: ["Expired", "expired"],
  Limit: ["Limit", "limit"]
}

const final: ReadonlyArray<string> = ["Completed", "Partial", "Canceled", "Refunded", "Failed", "Expired"]

describe("an order's state", () => {
  for (const known of OrderState.Known.literals) {
    it(`${known} is known in every spelling, and ${final.includes(known) ? "is" : "is not"} final`, () => {
      for (const spelling of spellings[known]) assert.strictEqual(read(spelling), known)
      assert.strictEqual(OrderState.isFinal(known), final.includes(known))
    })
  }

  it("stays as the panel wrote it where it is not known, and is not final", () => {
    for (const word of [
      "Incomplete",
      "Not completed",
      "Completed?",
      "Refill",
      "refilling",
      "Canceling",
      "Отменён",
      "完成",
      "2",
      "constructor",
      "__proto__",
      "toString"
    ]) {
      assert.strictEqual(read(word), word)
      assert.isFalse(OrderState.isFinal(read(word)))
    }
    assert.strictEqual(read(4), "4")
    assert.isFalse(OrderState.isFinal(read(2)))
  })

  it("is none where there is no word, or a text too long for one", () => {
    for (const value of ["", "  ", "x".repeat(101), null, undefined, true, {}, []]) {
      assert.throws(() => read(value))
    }
  })

  it.prop("is written as it is", [OrderState.OrderState], ([state]) => {
    assert.strictEqual(Schema.encodeSync(OrderState.FromWire)(state), state)
  })

  it("is written by its canonical name whatever its spelling was", () => {
    assert.strictEqual(Schema.encodeSync(OrderState.FromWire)(read("inprogress")), "In progress")
  })
})
