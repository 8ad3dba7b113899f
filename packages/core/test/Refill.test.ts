import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { type Dialect, Refill } from "../src/index.js"
import { outcome } from "./plain.js"
import * as Scripted from "./scripted.js"
import { ids } from "./spending.js"

const many = (body: unknown, status = 200) =>
  Effect.flatMap(Refill.Refill, ({ requestMany }) => requestMany(ids)).pipe(
    Effect.map((answers) => answers.map(({ id, result }) => [id, outcome(result)])),
    Effect.provide(Scripted.make([Scripted.json(body, status)]).panel())
  )

const forms = (manyForm: Dialect.ManyForm) => {
  const scripted = Scripted.make((call) => {
    const { orders, order } = Scripted.formOf(call)
    const asked = (orders ?? order ?? "").split(",")
    return Scripted.json(asked.length > 1 ? asked.map((order) => ({ order, refill: 91 })) : { refill: "91" })
  })
  return Effect.flatMap(Refill.Refill, ({ request, requestMany }) =>
    Effect.all([requestMany(ids), requestMany(ids.slice(0, 1)), request(ids[0] ?? assert.fail("no ID"))])
  ).pipe(
    Effect.map(() => scripted.calls.map(Scripted.formOf)),
    Effect.provide(scripted.panel({ manyForm, concurrency: 1 }))
  )
}

const refusal = (tag: string, meaning: string, said: string) => ({
  tag,
  processed: "no",
  meaning,
  said,
  status: 200
})

const unknown = (reason: string) => ({
  tag: "OutcomeUnknown",
  processed: "maybe",
  meaning: null,
  cause: { tag: "UnexpectedAnswer", processed: "maybe", meaning: null, reason, status: 200 }
})

describe("requestMany", () => {
  it.effect("gives each order its own result", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(
        yield* many([
          { order: 6, refill: { error: "Order not eligible for refill." } },
          { order: 5, refill: 91 }
        ]),
        [
          ["5", { refill: "91" }],
          ["6", refusal("RequestRefusal", "refill-unavailable", "Order not eligible for refill.")]
        ]
      )
    })
  )

  it.effect("does not know of an order that the answer leaves out", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* many([{ order: 5, refill: 91 }]), [
        ["5", { refill: "91" }],
        ["6", unknown("missing")]
      ])
    })
  )

  it.effect("reads a map", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(
        yield* many({ "5": { refill: 91 }, "6": { error: "Refill already requested" } }),
        [
          ["5", { refill: "91" }],
          ["6", refusal("RequestRefusal", "refill-already", "Refill already requested")]
        ]
      )
      assert.deepStrictEqual(yield* many({ "5": 91, "6": "Incorrect order ID" }), [
        ["5", { refill: "91" }],
        ["6", refusal("NotFound", "order-not-found", "Incorrect order ID")]
      ])
    })
  )

  it.effect("tells apart the orders of one contradictory answer", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(
        yield* many([
          { order: 5, refill: 91, error: "The stars are not aligned" },
          { order: 6, refill: 92 }
        ]),
        [
          ["5", unknown("contradictory")],
          ["6", { refill: "92" }]
        ]
      )
    })
  )

  it.effect("does not know what became of any where the answer is about others", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* many([{ order: 7, refill: 91 }]), [
        ["5", unknown("unreadable")],
        ["6", unknown("unreadable")]
      ])
    })
  )

  it.effect("puts the orders where the configuration says", () =>
    Effect.gen(function* () {
      const one = { action: "refill", order: "5" }
      assert.deepStrictEqual(yield* forms("orders"), [{ action: "refill", orders: "5,6" }, one, one])
      assert.deepStrictEqual(yield* forms("order"), [{ action: "refill", order: "5,6" }, one, one])
      assert.deepStrictEqual(yield* forms("one-by-one"), [one, { action: "refill", order: "6" }, one, one])
    })
  )

  it.effect("tells what was asked in each unknown outcome", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make([Scripted.interrupted])
      const answers = yield* Effect.flatMap(Refill.Refill, ({ requestMany }) => requestMany(ids)).pipe(
        Effect.provide(scripted.panel())
      )
      for (const { result } of answers) {
        assert(result._tag === "Left" && result.left._tag === "OutcomeUnknown")
        assert.deepStrictEqual(result.left.request, { orders: "5,6" })
        assert.strictEqual(result.left.action, "refill")
      }
    })
  )
})
