import { assert, describe, it } from "@effect/vitest"
import { Effect, Either } from "effect"
import { AddOrder, CancelOrder, Dialect, Identifiers, OrderStatus, Refill } from "../src/index.js"
import * as Scripted from "./scripted.js"
import { order } from "./spending.js"

describe("a dialect", () => {
  it.effect("names the fields of a request as the panel does", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make([Scripted.json({ order: 7 })])
      const dialect = { names: { link: "url", action: "do", service: "id" } }
      const { place } = yield* Effect.provide(AddOrder.AddOrder, scripted.panel({ dialect }))
      yield* place(order)
      assert.deepStrictEqual(Scripted.formOf(scripted.calls[0]), {
        do: "add",
        id: "1",
        url: "https://example.com/p/1",
        quantity: "100"
      })
      assert.strictEqual(scripted.calls[0]?.dialect?.names["link"], "url")
    })
  )

  it.effect("says of each action how it takes many IDs", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make((call) =>
        Scripted.json(
          call.params.some(([, value]) => value === "cancel")
            ? [1, 2].map((id) => ({ order: id, cancel: 1 }))
            : call.params.some(([, value]) => value === "refill")
              ? { refill: 9 }
              : { 1: { status: "Pending" }, 2: { status: "Pending" } }
        )
      )
      const dialect = { manyForm: { cancel: "order", refill: "one-by-one" } } as const
      const ids = [Identifiers.OrderId.make("1"), Identifiers.OrderId.make("2")]
      yield* Effect.gen(function* () {
        yield* (yield* OrderStatus.OrderStatus).many(ids)
        yield* (yield* CancelOrder.CancelOrder).requestMany(ids)
        yield* (yield* Refill.Refill).requestMany(ids)
      }).pipe(Effect.provide(scripted.panel({ dialect, concurrency: 1 })))
      assert.deepStrictEqual(scripted.calls.map(Scripted.formOf), [
        { action: "status", orders: "1,2" },
        { action: "cancel", order: "1,2" },
        { action: "refill", order: "1" },
        { action: "refill", order: "2" }
      ])
    })
  )

  it("is told of an action that does not exist, and leaves out one that is undefined", () => {
    const some: Dialect.Options = { manyForm: { status: undefined, cancel: "order" } }
    const dialect = Either.getOrThrow(Dialect.make(some))
    assert.deepInclude(dialect.manyForm, { status: "orders", cancel: "order" })
    // @ts-expect-error programs without types may give anything
    const none = Dialect.make({ manyForm: { refillStatus: "order" } })
    assert.deepStrictEqual(
      none,
      Either.left("give an object with a form for any of status, refill, refill_status, cancel")
    )
  })
})
