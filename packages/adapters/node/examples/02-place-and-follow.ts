import { NodeTransport } from "@smmkit/adapter-node"
import { AddOrder, Identifiers, OrderStatus, Panel } from "@smmkit/core"
import { Console, Effect, Stream } from "effect"

const program = Effect.gen(function* () {
  const { place } = yield* AddOrder.AddOrder
  const { follow } = yield* OrderStatus.OrderStatus
  const service = Identifiers.ServiceId.make("1")
  const { order } = yield* place({ type: "Default", service, link: "https://example.com/p/1", quantity: 100 })
  yield* Stream.runForEach(follow(order, "1 second"), ({ status }) =>
    Console.log(`order ${order}: ${status}`)
  )
})

const panel = Panel.layerConfig() // reads SMMKIT_URL and SMMKIT_KEY

await Effect.runPromise(program.pipe(Effect.provide(panel), Effect.provide(NodeTransport.layer)))
