/** What becomes of an order whose answer was lost: in doubt, settled by the balance, and never sent twice. */
import { Identifiers } from "@smmkit/core"
import { Journal, Sqlite } from "@smmkit/journal"
import { Sandbox, SandboxTransport } from "@smmkit/sandbox"
import { Console, Effect, Layer, Redacted } from "effect"

const program = Effect.gen(function* () {
  const journal = yield* Journal.Journal
  const sandbox = yield* Sandbox.Sandbox
  const order = {
    type: "Default",
    service: Identifiers.ServiceId.make("1"),
    link: "https://example.com/p/1",
    quantity: 100
  } as const
  yield* sandbox.faults.script(["dropped-after"], "add")
  const error = yield* Effect.flip(journal.placeOnce("invoice-1042", order))
  yield* Console.log(error.message)
  const entry = yield* journal.settle("invoice-1042")
  yield* Console.log(`${entry.state}: ${entry.note}`)
})

// `exclusive` says that nothing but this journal spends from the account, so its balance is evidence.
const panel = Journal.layerPanel(
  { url: SandboxTransport.url, key: Redacted.make("sandbox-key") },
  { exclusive: true }
).pipe(
  Layer.provide(SandboxTransport.layer),
  Layer.provideMerge(Sandbox.layer()),
  Layer.provide(Sqlite.layer(":memory:"))
)

Effect.runPromise(Effect.provide(program, panel))
