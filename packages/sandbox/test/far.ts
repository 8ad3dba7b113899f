/** A sandbox that is only reached through its control port, in place of one at hand. */
import { Panel, type PanelConfig } from "@smmkit/core"
import { Sandbox, SandboxControl, type SandboxOptions, SandboxTransport } from "@smmkit/sandbox"
import { Effect, Layer, Redacted } from "effect"

const token = Redacted.make("only-for-this-test")

const client = Layer.unwrapEffect(
  Effect.map(SandboxControl.SandboxControl, ({ url }) => SandboxControl.layerClient({ url, token }))
)

/** As `Sandbox.layer`. */
export const layer = (options?: SandboxOptions.Options) =>
  client.pipe(Layer.provide(SandboxControl.layer({ token })), Layer.provide(Sandbox.layer(options)))

/** As `panel` of the harness. */
export const panel = (
  options?: SandboxOptions.Options,
  config?: Partial<Omit<PanelConfig.Options, "url" | "key">>
) =>
  Effect.map(Sandbox.Sandbox, ({ key }) =>
    Panel.layer({
      retries: 0,
      batchWindow: 0,
      ...config,
      url: SandboxTransport.url,
      key: Redacted.make(key)
    })
  ).pipe(Layer.unwrapEffect, Layer.provide(SandboxTransport.layer), Layer.provideMerge(layer(options)))
