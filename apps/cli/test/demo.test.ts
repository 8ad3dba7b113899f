import { fileURLToPath } from "node:url"
import { assert, describe, it } from "@effect/vitest"
import { OrderId } from "@smmkit/core/Identifiers"
import type { Entry } from "@smmkit/sandbox/Ledger"
import { BigDecimal, Effect, Option } from "effect"
import { compare } from "../demo/Books.js"
import { other } from "./smmkit.js"

const demo = fileURLToPath(new URL("../demo/demo.mjs", import.meta.url))
const hosted = fileURLToPath(new URL("./hosted.mjs", import.meta.url))
/** `SMMKIT_DEMO=processes` runs each of its commands in a process of its own, and not in one for all. */
const how = process.env["SMMKIT_DEMO"] === "processes" ? [] : ["--import", hosted]
const decimal = BigDecimal.unsafeFromString

const entry = (reason: Entry["reason"], amount: string, order?: string): Entry => ({
  account: "main",
  amount: decimal(amount),
  reason,
  order: Option.map(Option.fromNullable(order), (id) => OrderId.make(id)),
  child: Option.none(),
  time: 0,
  balance: decimal("0"),
  movements: 1
})

const books = {
  before: decimal("10"),
  after: decimal("9.25"),
  told: [{ order: "1", price: decimal("1"), givenBack: decimal("0.25") }],
  entries: [entry("deposit", "10"), entry("charge", "-1", "1"), entry("refund", "0.25", "2")],
  balance: decimal("9.25"),
  childrenOf: (order: string) => (order === "1" ? ["2"] : [])
}

describe("the demo", () => {
  it("runs the main job to its end, and the ledger agrees", async () => {
    const { code, stdout, stderr } = await other(process.execPath, [...how, demo], {})
    assert.strictEqual(code, 0, stdout + stderr)
    for (const command of [
      "services",
      "quote",
      "add",
      "status",
      "refill",
      "refill-status",
      "cancel",
      "balance"
    ]) {
      assert.include(stdout, `$ smmkit ${command}`)
    }
    assert.include(stdout, "The ledger agrees with all of it, to the last decimal.")
    // It ends by itself, in words, if it takes longer than five minutes.
  }, 400_000)

  it.effect("notices the smallest difference", () =>
    Effect.gen(function* () {
      const { charged, givenBack } = yield* compare(books)
      assert.strictEqual(BigDecimal.format(charged), "1")
      assert.strictEqual(BigDecimal.format(givenBack), "0.25")
      const [deposit, , refund] = books.entries
      for (const wrong of [
        { ...books, balance: decimal("9.2500001") },
        { ...books, after: decimal("9.2499999") },
        { ...books, entries: [...books.entries, entry("stranger", "-0.0000001")] },
        {
          ...books,
          entries: [deposit, entry("charge", "-1.0000001", "1"), refund].flatMap((one) => one ?? [])
        },
        { ...books, childrenOf: () => [] }
      ]) {
        assert.strictEqual((yield* Effect.flip(compare(wrong)))._tag, "DemoFailed")
      }
    })
  )
})
