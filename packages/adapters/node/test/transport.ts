import { NodeTransport } from "@smmkit/adapter-node"
import { Transport } from "@smmkit/core/Transport"
import { Context, Effect, Layer } from "effect"

/** A transport that lives as long as the scope. */
export const transport = (options: NodeTransport.Options = {}) =>
  Effect.map(Layer.build(NodeTransport.layerWith(options)), Context.get(Transport))
