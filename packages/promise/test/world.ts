/** A sandbox on a real socket whose books can be looked at, and panels over it. */
import { Sandbox, type SandboxOptions, SandboxServer } from "@smmkit/sandbox"
import { Effect, Exit, Layer, Scope } from "effect"
import { createPanel, type Panel, type PanelOptions } from "../src/index.js"

export interface World {
  readonly url: string
  readonly key: string
  readonly sandbox: Sandbox.Sandbox.Service
  readonly panel: (options?: PanelOptions) => Panel
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

export const world = async (options?: SandboxOptions.Options): Promise<World> => {
  const scope = await Effect.runPromise(Scope.make())
  const layer = Layer.provideMerge(SandboxServer.layer(), Sandbox.layer(options))
  const [{ url }, sandbox] = await Effect.runPromise(
    Effect.flatMap(Layer.buildWithScope(layer, scope), (context) =>
      Effect.provide(Effect.all([SandboxServer.SandboxServer, Sandbox.Sandbox]), context)
    )
  )
  const panels: Array<Panel> = []
  return {
    url,
    key: sandbox.key,
    sandbox,
    panel: (options) => {
      const panel = createPanel({ url, key: sandbox.key, ...options })
      panels.push(panel)
      return panel
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(panels.map((panel) => panel.close()))
      await Effect.runPromise(Scope.close(scope, Exit.void))
    }
  }
}

export const order = { service: "1", link: "https://example.com/p/1", quantity: 100 } as const

/** What a promise is rejected with. */
export const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => {
      throw new Error(`it was fulfilled with ${JSON.stringify(value)}`)
    },
    (error: unknown) => error
  )
