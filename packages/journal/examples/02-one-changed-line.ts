/** A program that uses `AddOrder`, and gets the journal by one changed line: its layer. */
import { AddOrder, Identifiers, Panel } from "@smmkit/core"
import { Journal, Sqlite } from "@smmkit/journal"
import { Sandbox, SandboxTransport } from "@smmkit/sandbox"
import { Console, Effect, Layer, Redacted } from "effect"

const program = Effect.gen(function* () {
  const { place } = yield* AddOrder.AddOrder
  const { order } = yield* place({
    type: "Default",
    service: Identifiers.ServiceId.make("1"),
    link: "https://example.com/p/1",
    quantity: 100
  })
  yield* Console.log(`placed order ${order}`)
})

const options = { url: SandboxTransport.url, key: Redacted.make("sandbox-key") }

export const before = Panel.layer(options)
export const after = Journal.layerPanel(options).pipe(Layer.provide(Sqlite.layer(":memory:")))

const transport = Layer.provide(SandboxTransport.layer, Sandbox.layer())

const main = Effect.zipRight(
  Effect.provide(program, Layer.provide(before, transport)),
  Effect.provide(program, Layer.provide(after, transport))
)

Effect.runPromise(main)
