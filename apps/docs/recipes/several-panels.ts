/** Whoever sells it for least: several panels side by side, of which one that is broken stops nobody. */
import { Panel, Search } from "@smmkit/core"
import { Sandbox, SandboxTransport } from "@smmkit/sandbox"
import { BigDecimal, Console, Effect, Layer, Option, Redacted } from "effect"

/** As they might come from a database; the seeds are the sandbox's, so that each panel sells something else. */
const rows = [
  { name: "north", key: "sandbox-key", seed: 1 },
  { name: "south", key: "sandbox-key", seed: 2 },
  { name: "gone", key: "an-old-key", seed: 3 }
]

const offersOf = ({ name, key, seed }: (typeof rows)[number]) =>
  Effect.gen(function* () {
    const panel = yield* Panel.make({ url: SandboxTransport.url, key: Redacted.make(key) })
    return (yield* panel.services.list).map((service) => ({ ...service, panel: name }))
  }).pipe(
    Effect.provide(Layer.provide(SandboxTransport.layer, Sandbox.layer({ seed }))),
    Effect.catchAll((error) => Effect.as(Console.log(`${name}: ${error.message}`), []))
  )

const program = Effect.gen(function* () {
  const offers = (yield* Effect.forEach(rows, offersOf)).flat()
  const index = Search.make(offers, ({ rate }) =>
    Option.map(rate, BigDecimal.unsafeToNumber).pipe(Option.getOrUndefined)
  )
  for (const { panel, name, rate } of index.find({ type: "Default", sort: "cheapest" }).slice(0, 3)) {
    yield* Console.log(
      `${panel}: ${name} for ${Option.match(rate, { onNone: () => "?", onSome: BigDecimal.format })}`
    )
  }
})

await Effect.runPromise(Effect.scoped(program))
