import { assert, describe, it } from "@effect/vitest"
import type { Preview, Result } from "@smmkit/journal/Bulk"
import * as BulkTally from "@smmkit/journal/BulkTally"
import { BigDecimal, Option } from "effect"
import * as View from "../src/BulkView.js"

const money = (amount: string) => ({
  amount: BigDecimal.unsafeFromString(amount),
  currency: Option.some("USD")
})

const preview: Preview = {
  rows: 10,
  fresh: 8,
  cost: money("8"),
  unpriced: 0,
  placed: 1,
  inDoubt: 1,
  refused: 0,
  equal: { earlier: 0, eachOther: 0 },
  oddLinks: 0,
  bad: { total: 0, rows: [] }
}

const result = (state: Result["state"], earlier = false): Result => ({
  row: 2,
  key: "a",
  state,
  earlier,
  order: null,
  price: money("1"),
  reason: ""
})

describe("the progress of a bulk", () => {
  const tally = [
    result("placed", true),
    result("in-doubt", true),
    result("placed"),
    result("placed"),
    result("refused"),
    result("in-doubt")
  ].reduce(BulkTally.add, BulkTally.start(preview))

  it("tells what is done, in doubt, refused and spent, the rate, and the time left", () => {
    assert.strictEqual(
      View.progress(preview, tally, 2, 200),
      "[##########..........] 4/8 done, 2 in doubt, 1 refused, 2 USD spent, 2.0/s, 2s left"
    )
  })

  it("knows no time left before anything is done, and is one line of any terminal", () => {
    assert.notInclude(View.progress(preview, BulkTally.start(preview), 3, 200), "left")
    assert.isAtMost(View.progress(preview, tally, 2, 40).length, 37)
    assert.include(View.progress({ ...preview, fresh: 40_000 }, tally, 4, 200), "11h 6m 36s left")
  })

  it("does not tell as done what was held back or not sent, which the calls without an answer are counted against", () => {
    const { done, placedNow } = [result("withheld"), result("not-placed")].reduce(BulkTally.add, tally)
    assert.deepStrictEqual([done, placedNow], [tally.done, tally.placedNow])
  })

  it("ends in a summary whose numbers add up", () => {
    const { rows, placed, refused, inDoubt, unsent, spent } = BulkTally.summary(preview, tally)
    assert.deepStrictEqual([placed, refused, inDoubt, unsent, spent], [3, 1, 2, 4, "2"])
    assert.strictEqual(placed + refused + inDoubt + unsent, rows)
  })
})
