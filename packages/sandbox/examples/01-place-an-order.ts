import { AddOrder, Identifiers } from "@smmkit/core"
import { SandboxPanel } from "@smmkit/sandbox"
import { Effect } from "effect"

const program = Effect.gen(function* () {
  const { place } = yield* AddOrder.AddOrder
  const service = Identifiers.ServiceId.make("1")
  return yield* place({ type: "Default", service, link: "https://example.com/p/1", quantity: 100 })
})

const { order } = await Effect.runPromise(Effect.provide(program, SandboxPanel.layer()))
console.log(`placed as order ${order}`)
