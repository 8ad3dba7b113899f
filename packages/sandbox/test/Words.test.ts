/** Every text of refusal that was found on panels can be had of the sandbox, and means to the client what it meant there. */
import { readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import { Meaning } from "@smmkit/core"
import type { Mishap, Trait } from "@smmkit/sandbox"
import { Effect, Either, Schema } from "effect"
import { actions, find, link, meaning, orderId, panel, pass, say } from "./harness.js"

const file = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8")

const found = Schema.decodeSync(Schema.parseJson(Schema.Array(Schema.Tuple(Schema.String, Meaning.Meaning))))(
  file("../../core/test/fixtures/refusals.json")
)

/** The second collection: its texts, which are words of traits. */
const texts = file("./fixtures/refusals-2.tsv")
  .trim()
  .split("\n")
  .slice(1)
  .map((line) => line.split("\t")[0] ?? "")

const add = { action: "add", service: "1", link: link(), quantity: "100" }

interface Way {
  readonly trait: Trait.Name
  readonly form: Readonly<Record<string, string>>
  readonly mishap?: Mishap.Name
}

describe("a text of the second collection", () => {
  it.effect("is what a trait says", () =>
    Effect.gen(function* () {
      const { sandbox } = yield* actions
      const fixed = find(sandbox, { refill: false, cancel: false }).id
      const lasting = find(sandbox, { refill: true, cancel: true }).id
      const comments = find(sandbox, { type: "Custom Comments" }).id
      const { min } = find(sandbox, { refill: true, cancel: true })
      yield* say({ ...add, service: lasting, quantity: String(min) })
      const [over = ""] = yield* sandbox.seed({ state: "Completed", service: fixed })
      yield* pass("5 days")
      const whole = "23501"
      assert.include(yield* say({ action: "refill", order: whole }), '"refill"')
      const ways: Readonly<Record<string, Way>> = {
        "You did not meet the minimum number.": { trait: "terse", form: { ...add, quantity: "1" } },
        "Quantity out of bounds": { trait: "sentences", form: { ...add, quantity: "1" } },
        "Jumlah pesan tidak sesuai": { trait: "indonesian", form: { ...add, quantity: "1" } },
        "Missing data": { trait: "terse", form: { ...add, link: "" } },
        "neworder.error.comment": { trait: "error-keys", form: { ...add, service: comments, comments: "" } },
        "Invalid Order Ids": { trait: "terse", form: { action: "status", order: "7" } },
        "Dịch vụ này không hỗ trợ bảo hành": {
          trait: "vietnamese",
          form: { action: "refill", order: over }
        },
        "Đơn hàng này đã được yêu cầu bảo hành trước đó": {
          trait: "vietnamese",
          form: { action: "refill", order: whole }
        },
        "Order already sent to provider": { trait: "terse", form: { action: "cancel", orders: whole } },
        "Failed to create order": { trait: "terse", form: add, mishap: "not-created" }
      }
      assert.deepStrictEqual(Object.keys(ways), texts)
      for (const [text, { trait, form, mishap }] of Object.entries(ways)) {
        yield* sandbox.faults.setTraits([trait])
        yield* sandbox.faults.script([mishap ?? "none"])
        assert.include(yield* say(form), JSON.stringify(text))
      }
    }).pipe(Effect.provide(panel({ balance: "100000", partial: 0 })))
  )
})

describe("every text that was found", () => {
  it.effect("can be said in place of the canonical words, and is understood", () =>
    Effect.gen(function* () {
      const { sandbox, status } = yield* actions
      for (const [text, meant] of found) {
        yield* sandbox.write({ refusals: { "Incorrect order ID": text } })
        const said = yield* say({ action: "status", orders: "7,8" })
        assert.strictEqual(said, JSON.stringify({ 7: { error: text }, 8: { error: text } }))
        const error = Either.getOrThrow(Either.flip(yield* Effect.either(status.get(orderId(7)))))
        assert.strictEqual(meaning(error), meant, text)
      }
    }).pipe(Effect.provide(panel()))
  )
})
