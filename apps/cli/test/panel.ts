/** A sandbox that listens, for the tests that need a panel with a memory. */
import * as Sandbox from "@smmkit/sandbox/Sandbox"
import type { Options } from "@smmkit/sandbox/SandboxOptions"
import * as SandboxServer from "@smmkit/sandbox/SandboxServer"
import { Effect, Layer, ManagedRuntime } from "effect"

export interface Panel {
  readonly env: Readonly<Record<string, string>>
  readonly sandbox: Sandbox.Sandbox.Service
  readonly run: <A, E>(effect: Effect.Effect<A, E>) => Promise<A>
  readonly close: () => Promise<void>
}

export const panel = async (options: Options): Promise<Panel> => {
  const runtime = ManagedRuntime.make(Layer.provideMerge(SandboxServer.layer(), Sandbox.layer(options)))
  const [sandbox, { url }] = await runtime.runPromise(
    Effect.all([Sandbox.Sandbox, SandboxServer.SandboxServer])
  )
  return {
    env: { SMMKIT_URL: url, SMMKIT_KEY: sandbox.key },
    sandbox,
    run: (effect) => runtime.runPromise(effect),
    close: () => runtime.dispose()
  }
}
