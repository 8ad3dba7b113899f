import { assert, describe, it } from "@effect/vitest"
import { Money } from "@smmkit/core"
import { Sandbox, SandboxPanel } from "@smmkit/sandbox"
import * as Testing from "@smmkit/sandbox/testing"
import { Effect } from "effect"
import { panel } from "./harness.js"

describe("the testing entry", () => {
  it.effect("finds a service, orders it by hand and waits until it is over", () =>
    Effect.gen(function* () {
      const { service, min } = yield* Testing.find({ refill: true, cancel: true })
      const form = { action: "add", service, link: Testing.link("a"), quantity: String(min) }
      assert.strictEqual(yield* Testing.ask(form), '{"order":23501}')
      const view = yield* Testing.untilOver("23501")
      assert.deepStrictEqual([view.order, view.state], [Testing.orderId(23501), "Completed"])
    }).pipe(Effect.provide(panel({ partial: 0 })))
  )

  it.effect("says what a catalogue does not have, and which order never ends", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(Testing.find({ type: "Poll", refill: true }))
      assert.include(error.message, "Poll")
      const { service, min } = yield* Testing.find()
      yield* Testing.ask({ action: "add", service, link: Testing.link(), quantity: String(min) })
      yield* Effect.flatMap(Sandbox.Sandbox, ({ hold }) => hold("23501"))
      const held = yield* Effect.flip(Testing.untilOver("23501", { most: "2 days" }))
      assert.include(held.message, "23501")
    }).pipe(Effect.provide(panel()))
  )

  it.effect("gives a second account in one line, which sees nothing of the first one's orders", () =>
    Effect.gen(function* () {
      const other = yield* SandboxPanel.account({ name: "other", balance: "7.5" }, { retries: 0 })
      const { service, min } = yield* Testing.find()
      const order = { type: "Default", service, link: Testing.link(), quantity: min } as const
      const { order: id } = yield* other.addOrder.place(order)
      assert.notStrictEqual(Money.format(yield* other.balance.get), "7.5 USD")
      assert.strictEqual(
        yield* Testing.ask({ action: "status", order: id }),
        '{"error":"Incorrect order ID"}'
      )
    }).pipe(Effect.scoped, Effect.provide(panel()))
  )
})
