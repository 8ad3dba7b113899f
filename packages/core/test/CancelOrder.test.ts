import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { CancelOrder, type Dialect, Identifiers } from "../src/index.js"
import { outcome } from "./plain.js"
import * as Scripted from "./scripted.js"
import { ids } from "./spending.js"

const many = (body: unknown) =>
  Effect.flatMap(CancelOrder.CancelOrder, ({ requestMany }) => requestMany(ids)).pipe(
    Effect.map((answers) => answers.map(({ result }) => outcome(result))),
    Effect.provide(Scripted.make([Scripted.json(body)]).panel())
  )

const forms = (manyForm: Dialect.ManyForm) => {
  const scripted = Scripted.make((call) => {
    const { orders, order } = Scripted.formOf(call)
    return Scripted.json((orders ?? order ?? "").split(",").map((order) => ({ order, cancel: 1 })))
  })
  return Effect.flatMap(CancelOrder.CancelOrder, ({ request, requestMany }) =>
    Effect.zipRight(requestMany(ids), request(ids[0] ?? assert.fail("no ID")))
  ).pipe(
    Effect.map(() => scripted.calls.map(Scripted.formOf)),
    Effect.provide(scripted.panel({ manyForm, concurrency: 1 }))
  )
}

const skipped = { tag: "UnclassifiedRefusal", processed: "no", meaning: null, said: "", status: 200 }

describe("requestMany", () => {
  it.effect("takes 1, true and a number of the panel's own for `taken`", () =>
    Effect.gen(function* () {
      for (const cancel of [1, "1", true, "true", 4711, "4711"]) {
        const rows = ids.map((order) => ({ order, cancel }))
        assert.deepStrictEqual(yield* many(rows), [undefined, undefined], String(cancel))
      }
    })
  )

  it.effect("takes no other word for `taken`", () =>
    Effect.gen(function* () {
      for (const cancel of [
        0,
        false,
        null,
        "",
        "0",
        "no",
        "false",
        "failed",
        "rejected",
        "Completed",
        {},
        []
      ]) {
        const rows = ids.map((order) => ({ order, cancel }))
        for (const result of yield* many(rows)) {
          assert.propertyVal(result, "tag", "OutcomeUnknown", JSON.stringify(cancel))
        }
      }
    })
  )

  it.effect("knows from a list of the cancelled which orders were not", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* many({ canceled: [6] }), [skipped, undefined])
      assert.deepStrictEqual(yield* many({ cancelled: ["5", "6"] }), [undefined, undefined])
      assert.deepStrictEqual(yield* many({ canceled: [] }), [skipped, skipped])
    })
  )

  it.effect("knows nothing from a list of the cancelled that cannot be read", () =>
    Effect.gen(function* () {
      for (const result of yield* many({ canceled: [{ order: 5 }, null] })) {
        assert.propertyVal(result, "tag", "OutcomeUnknown")
      }
    })
  )

  it.effect("matches the rows by their IDs, in whatever order they come", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(
        yield* many([
          { order: 6, cancel: { error: "Incorrect order ID" } },
          { order: 5, cancel: 1 }
        ]),
        [
          undefined,
          {
            tag: "NotFound",
            processed: "no",
            meaning: "order-not-found",
            said: "Incorrect order ID",
            status: 200
          }
        ]
      )
    })
  )

  it.effect("asks with `orders`, one order too, unless the panel wants it otherwise", () =>
    Effect.gen(function* () {
      const cancel = (field: string, value: string) => ({ action: "cancel", [field]: value })
      assert.deepStrictEqual(yield* forms("orders"), [cancel("orders", "5,6"), cancel("orders", "5")])
      assert.deepStrictEqual(yield* forms("order"), [cancel("order", "5,6"), cancel("order", "5")])
      assert.deepStrictEqual(
        yield* forms("one-by-one"),
        ["5", "6", "5"].map((id) => cancel("orders", id))
      )
    })
  )
})

describe("request", () => {
  it.effect("does not take the cancel of another order for its own", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make([Scripted.json([{ order: 7, cancel: 1 }])])
      const { request } = yield* Effect.provide(CancelOrder.CancelOrder, scripted.panel())
      const result = yield* Effect.either(request(Identifiers.OrderId.make("5")))
      assert.propertyVal(outcome(result), "tag", "OutcomeUnknown")
    })
  )
})
