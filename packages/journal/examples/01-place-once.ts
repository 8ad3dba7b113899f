/** An order under a key of the program's own: however often it is asked for, it is paid once. */
import { Identifiers } from "@smmkit/core"
import { Journal, Sqlite } from "@smmkit/journal"
import { Sandbox, SandboxTransport } from "@smmkit/sandbox"
import { Console, Effect, Layer, Redacted } from "effect"

const program = Effect.gen(function* () {
  const journal = yield* Journal.Journal
  const order = {
    type: "Default",
    service: Identifiers.ServiceId.make("1"),
    link: "https://example.com/p/1",
    quantity: 100
  } as const
  const first = yield* journal.placeOnce("invoice-1042", order)
  const again = yield* journal.placeOnce("invoice-1042", order)
  yield* Console.log(`order ${first.order}, and asked again: order ${again.order}`)
})

// The sandbox stands in for a panel; with a real one, the transport is that of an adapter.
const panel = Journal.layerPanel({ url: SandboxTransport.url, key: Redacted.make("sandbox-key") }).pipe(
  Layer.provide(SandboxTransport.layer),
  Layer.provide(Sandbox.layer()),
  Layer.provide(Sqlite.layer(":memory:"))
)

Effect.runPromise(Effect.provide(program, panel))
