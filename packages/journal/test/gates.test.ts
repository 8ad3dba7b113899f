import { assert, describe, it } from "@effect/vitest"
import { AddOrder, CancelOrder, Identifiers, Refill, Transport } from "@smmkit/core"
import { Sandbox } from "@smmkit/sandbox"
import { Effect, Either, Option } from "effect"
import { Journal } from "../src/index.js"
import { booked, order, passing, world } from "./world.js"

const refusal = new Transport.NotSent({ reason: "withheld", detail: "the shop has closed" })
const gate = () => refusal

const isRefusal = (result: Either.Either<unknown, unknown>) =>
  assert.deepInclude(Either.getOrThrow(Either.flip(result)), { _tag: "NotSent", detail: refusal.detail })

describe("a gate that says no", () => {
  it.effect("keeps an order from being sent, also where the journal stands in for AddOrder", () =>
    Effect.gen(function* () {
      const { place } = yield* AddOrder.AddOrder
      const journal = yield* Journal.Journal
      isRefusal(yield* Effect.either(place(order(100), { gate })))
      isRefusal(yield* Effect.either(journal.place(order(200), { gate })))
      isRefusal(yield* Effect.either(journal.placeOnce("a", order(300), { gate })))
      assert.strictEqual(yield* booked, 0)
      const entry = Option.getOrThrow(yield* journal.get("a"))
      assert.strictEqual(entry.state, "not-placed")
      assert.include(entry.note, refusal.detail)
      assert.strictEqual((yield* journal.placeOnce("a", order(300))).state, "placed")
      assert.strictEqual(yield* booked, 1)
    }).pipe(Effect.provide(world()))
  )

  it.effect("keeps refills and cancels from being sent, alone and together", () =>
    Effect.gen(function* () {
      const { place } = yield* AddOrder.AddOrder
      const refill = yield* Refill.Refill
      const cancel = yield* CancelOrder.CancelOrder
      const { order: id } = yield* place(order(100))
      isRefusal(yield* Effect.either(refill.request(id, { gate })))
      isRefusal(yield* Effect.either(cancel.request(id, { gate })))
      for (const { result } of yield* refill.requestMany([id], { gate })) isRefusal(result)
      for (const { result } of yield* cancel.requestMany([id], { gate })) isRefusal(result)
      const { calls } = yield* Sandbox.Sandbox
      assert.doesNotHaveAnyKeys((yield* calls).byAction, ["refill", "cancel"])
    }).pipe(Effect.provide(world()))
  )

  it.effect("keeps nothing from those who wait for the same order and say yes, or nothing", () =>
    Effect.gen(function* () {
      const { placeOnce } = yield* Journal.Journal
      const both = (key: string, gates: ReadonlyArray<(() => Transport.NotSent | undefined) | undefined>) =>
        passing(
          Effect.forEach(gates, (gate) => Effect.either(placeOnce(key, order(100), { gate })), {
            concurrency: "unbounded"
          })
        )
      for (const result of yield* both("no one", [gate, gate])) isRefusal(result)
      assert.strictEqual(yield* booked, 0)
      for (const [key, other] of [["nothing", undefined] as const, ["yes", () => undefined] as const]) {
        const results = yield* both(key, [gate, other])
        assert.isTrue(results.every(Either.isRight))
      }
      assert.strictEqual(yield* booked, 2)
    }).pipe(Effect.provide(world()))
  )
})

it.effect("an order of the panel's own type is checked as its caller says, before it is sent", () =>
  Effect.gen(function* () {
    const { place } = yield* AddOrder.AddOrder
    const service = Identifiers.ServiceId.make("1")
    const short = { type: "Other", service, fields: { link: "https://example.com/p/1" } } as const
    const error = yield* Effect.flip(place(short, { kind: "Default" }))
    assert.deepInclude(error, { _tag: "InvalidOrder", field: "quantity" })
    const { calls } = yield* Sandbox.Sandbox
    assert.doesNotHaveAnyKeys((yield* calls).byAction, ["add"])
  }).pipe(Effect.provide(world()))
)
