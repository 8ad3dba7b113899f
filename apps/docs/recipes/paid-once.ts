/** The answer to an order is lost, and asked for again: the journal finds out, and pays once. */
import { Identifiers } from "@smmkit/core"
import { Journal, Sqlite } from "@smmkit/journal"
import { Sandbox, SandboxTransport } from "@smmkit/sandbox"
import { Console, Effect, Layer, Redacted } from "effect"

const order = {
  type: "Default",
  service: Identifiers.ServiceId.make("1"),
  link: "https://example.com/p/1042",
  quantity: 100
} as const

const program = Effect.gen(function* () {
  const journal = yield* Journal.Journal
  const sandbox = yield* Sandbox.Sandbox
  yield* sandbox.faults.script(["dropped-after"], "add")

  const lost = yield* Effect.flip(journal.placeOnce("invoice-1042", order))
  yield* Console.log(`first: ${lost._tag}, processed: ${lost.processed}`)
  const again = yield* Effect.flip(journal.placeOnce("invoice-1042", order))
  yield* Console.log(`again: ${again._tag}, processed: ${again.processed}`)

  const { state, note } = yield* journal.settle("invoice-1042")
  yield* Console.log(`settled: ${state}; ${note}`)
  const placed = yield* journal.placeOnce("invoice-1042", order)
  yield* Console.log(`once more: ${placed.state}, and the panel booked ${(yield* sandbox.bookings).length}`)
})

const sandbox = Layer.provideMerge(SandboxTransport.layer, Sandbox.layer())
const account = { url: SandboxTransport.url, key: Redacted.make("sandbox-key") }
// Only this journal spends from the account, so its balance is evidence.
const panel = Layer.provide(Journal.layerPanel(account, { exclusive: true }), Sqlite.layer(":memory:"))

await Effect.runPromise(Effect.provide(program, Layer.provideMerge(panel, sandbox)))
