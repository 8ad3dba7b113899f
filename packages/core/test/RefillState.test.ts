import { assert, describe, it } from "@effect/vitest"
import { Schema } from "effect"
import { RefillState } from "../src/index.js"

const read = Schema.decodeUnknownSync(RefillState.FromWire)

describe("a refill's state", () => {
  it("is known in every spelling", () => {
    for (const [word, known] of [
      ["Pending", "Pending"],
      ["in_progress", "In progress"],
      ["In Progress", "In progress"],
      ["COMPLETED", "Completed"],
      ["rejected", "Rejected"],
      ["Cancelled", "Canceled"],
      ["canceled", "Canceled"],
      ["error", "Error"],
      ["processing", "Processing"],
      ["approved", "Approved"]
    ] as const) {
      assert.strictEqual(read(word), known)
    }
  })

  it("stays as the panel wrote it where it is not known", () => {
    for (const word of ["Incomplete", "constructor", "Готово"]) assert.strictEqual(read(word), word)
    assert.strictEqual(read(" Later "), "Later")
  })

  it("is none where there is no word", () => {
    for (const value of ["", " ", null, undefined, true, {}]) assert.throws(() => read(value))
  })
})
