/** Several panels side by side in one program: each is a value, so they fit a map. */
import { Money, Panel } from "@smmkit/core"
import { Sandbox, SandboxTransport } from "@smmkit/sandbox"
import { Console, Effect, HashMap, Layer, Redacted } from "effect"

/** As they might come from a database. */
const rows = [
  { name: "main", url: SandboxTransport.url, key: "sandbox-key" },
  { name: "spare", url: SandboxTransport.url, key: "sandbox-key" }
]

const program = Effect.gen(function* () {
  const panels = HashMap.fromIterable(
    yield* Effect.forEach(rows, ({ name, url, key }) =>
      Effect.map(Panel.make({ url, key: Redacted.make(key) }), (panel) => [name, panel] as const)
    )
  )
  for (const [name, panel] of panels) {
    yield* Console.log(`${name}: ${Money.format(yield* panel.balance.get)}`)
  }
})

const sandbox = Layer.provide(SandboxTransport.layer, Sandbox.layer({ balance: "12.50" }))

await Effect.runPromise(program.pipe(Effect.scoped, Effect.provide(sandbox)))
