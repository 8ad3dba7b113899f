/** A test of your own program: a panel in memory, a day that passes at once, and an answer that is lost on purpose. */
import assert from "node:assert/strict"
import { AddOrder, OrderStatus } from "@smmkit/core"
import { Sandbox, SandboxPanel } from "@smmkit/sandbox"
import { find, link } from "@smmkit/sandbox/testing"
import { Console, Effect, Layer, TestClock, TestContext } from "effect"

/** What is tested: an order for a service, and what became of it by the next day. */
const buy = Effect.gen(function* () {
  const { place } = yield* AddOrder.AddOrder
  const { get } = yield* OrderStatus.OrderStatus
  const { service } = yield* find({ type: "Default" })
  const { order } = yield* place({ type: "Default", service, link: link(), quantity: 100 })
  yield* TestClock.adjust("1 day")
  return yield* get(order)
})

/** A fresh panel for each test, and time that the test turns. */
const world = Layer.provideMerge(SandboxPanel.layer({ partial: 0 }), TestContext.TestContext)

await Effect.gen(function* () {
  const { status } = yield* buy
  assert.strictEqual(status, "Completed")
  yield* Console.log("an order is delivered within a day")
}).pipe(Effect.provide(world), Effect.runPromise)
await Effect.gen(function* () {
  const { faults, bookings } = yield* Sandbox.Sandbox
  yield* faults.script(["dropped-after"], "add")
  const { _tag } = yield* Effect.flip(buy)
  assert.strictEqual(_tag, "OutcomeUnknown")
  assert.strictEqual((yield* bookings).length, 1)
  yield* Console.log("an order whose answer is lost is booked once")
}).pipe(Effect.provide(world), Effect.runPromise)
