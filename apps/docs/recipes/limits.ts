/** No more than so much for an order, and so much a day, whoever asks, in however many processes. */
import { Identifiers } from "@smmkit/core"
import { Journal, Sqlite } from "@smmkit/journal"
import { Sandbox, SandboxTransport } from "@smmkit/sandbox"
import { BigDecimal, Console, Effect, Layer, Redacted } from "effect"

const place = (invoice: string, quantity: number) =>
  Effect.gen(function* () {
    const journal = yield* Journal.Journal
    const service = Identifiers.ServiceId.make("1")
    const link = `https://example.com/p/${invoice}`
    const placed = yield* journal.placeOnce(invoice, { type: "Default", service, link, quantity })
    yield* Console.log(`${invoice}: order ${placed.order}`)
  }).pipe(Effect.catchTag("OrderWithheld", ({ message }) => Console.log(`${invoice}: ${message}`)))

const program = Effect.gen(function* () {
  yield* place("invoice-1", 1000)
  yield* place("invoice-2", 5000)
  yield* place("invoice-3", 1000)
})

const panel = Journal.layerPanel(
  { url: SandboxTransport.url, key: Redacted.make("sandbox-key") },
  { limits: { perOrder: BigDecimal.unsafeFromString("2"), perDay: BigDecimal.unsafeFromString("1.50") } }
).pipe(
  Layer.provide(SandboxTransport.layer),
  Layer.provide(Sandbox.layer()),
  Layer.provide(Sqlite.layer(":memory:"))
)

await Effect.runPromise(Effect.provide(program, panel))
