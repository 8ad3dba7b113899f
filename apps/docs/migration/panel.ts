/** A sandbox panel on loopback for a program of this page, with what goes wrong next, and what it has booked. */
import { type Mishap, Sandbox, type SandboxOptions, SandboxServer } from "@smmkit/sandbox"
import { Layer, ManagedRuntime } from "effect"

export const startPanel = async (
  script: ReadonlyArray<Mishap.Step> = [],
  options: SandboxOptions.Options = {}
) => {
  const server = Layer.provideMerge(SandboxServer.layer(), Sandbox.layer(options))
  const runtime = ManagedRuntime.make(server)
  const sandbox = await runtime.runPromise(Sandbox.Sandbox)
  const { url } = await runtime.runPromise(SandboxServer.SandboxServer)
  await runtime.runPromise(sandbox.faults.script(script, "add"))
  return {
    url,
    key: sandbox.key,
    /** How many orders the panel has booked. */
    booked: async () => (await runtime.runPromise(sandbox.bookings)).length,
    /** How many calls it got. */
    calls: async () => (await runtime.runPromise(sandbox.calls)).total,
    /** Orders that have been there all along. */
    seed: (count: number) => runtime.runPromise(sandbox.seed({ service: "1", quantity: 100, count })),
    close: () => runtime.dispose()
  }
}
