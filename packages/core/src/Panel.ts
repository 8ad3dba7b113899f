/**
 * A whole panel: all seven actions at once.
 *
 * @since 0.1.0
 */
import type * as Config from "effect/Config"
import type * as ConfigError from "effect/ConfigError"
import * as Layer from "effect/Layer"
import * as AddOrder from "./AddOrder.js"
import * as Balance from "./Balance.js"
import * as CancelOrder from "./CancelOrder.js"
import * as OrderStatus from "./OrderStatus.js"
import * as PanelClient from "./PanelClient.js"
import * as PanelConfig from "./PanelConfig.js"
import * as Refill from "./Refill.js"
import * as RefillStatus from "./RefillStatus.js"
import * as Services from "./Services.js"
import type { Transport } from "./Transport.js"

/**
 * The services of all seven actions.
 *
 * @since 0.1.0
 * @category models
 */
export type Panel =
  | Services.Services
  | AddOrder.AddOrder
  | OrderStatus.OrderStatus
  | Refill.Refill
  | RefillStatus.RefillStatus
  | CancelOrder.CancelOrder
  | Balance.Balance

/**
 * All seven actions over a client that is there already.
 *
 * @example
 * import { Panel, PanelClient, PanelConfig } from "@smmkit/core"
 * import { Layer, Redacted } from "effect"
 *
 * const client = Layer.provide(PanelClient.layer, PanelConfig.layer({ url: "https://panel.example/api/v2", key: Redacted.make("fake-key") }))
 * const panel = Layer.provide(Panel.layerClient, client)
 *
 * assert.ok(Layer.isLayer(panel))
 *
 * @since 0.1.0
 * @category layers
 */
export const layerClient: Layer.Layer<Panel, never, PanelClient.PanelClient> = Layer.fresh(
  Layer.mergeAll(
    Services.layer,
    AddOrder.layer,
    OrderStatus.layer,
    Refill.layer,
    RefillStatus.layer,
    CancelOrder.layer,
    Balance.layer
  )
)

/**
 * All seven actions of one panel. Each layer made here has its own catalogue, batches, rate limit and
 * concurrency bound, so several panels live side by side in one program.
 *
 * @example
 * import { Balance, Money, Panel } from "@smmkit/core"
 * import { Sandbox, SandboxTransport } from "@smmkit/sandbox"
 * import { Effect, Layer, Redacted } from "effect"
 *
 * const panel = Panel.layer({ url: SandboxTransport.url, key: Redacted.make("sandbox-key"), timeout: "10 seconds" }).pipe(
 *   Layer.provide(SandboxTransport.layer),
 *   Layer.provide(Sandbox.layer({ balance: "12.5" }))
 * )
 * const program = Effect.flatMap(Balance.Balance, (balance) => balance.get)
 * // Built once, a panel is a context to run programs in; a second panel is another context beside it.
 * const both = Effect.scoped(
 *   Effect.gen(function* () {
 *     const [one, other] = [yield* Layer.build(panel), yield* Layer.build(Layer.fresh(panel))]
 *     return [yield* Effect.provide(program, one), yield* Effect.provide(program, other)]
 *   })
 * )
 *
 * assert.deepStrictEqual((await Effect.runPromise(both)).map(Money.format), ["12.5 USD", "12.5 USD"])
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (
  options: PanelConfig.Options
): Layer.Layer<Panel, PanelConfig.InvalidPanelConfig, Transport> =>
  layerClient.pipe(Layer.provide(PanelClient.layer), Layer.provide(PanelConfig.layer(options)))

/**
 * All seven actions of the panel that a `Config` names, by default `SMMKIT_URL` and `SMMKIT_KEY`.
 *
 * @example
 * import { Panel } from "@smmkit/core"
 * import { Config, Layer } from "effect"
 *
 * const panel = Panel.layerConfig({
 *   url: Config.nonEmptyString("BACKUP_PANEL_URL"),
 *   key: Config.redacted("BACKUP_PANEL_KEY")
 * })
 *
 * assert.ok(Layer.isLayer(panel))
 *
 * @since 0.1.0
 * @category layers
 */
export const layerConfig = (
  options?: Config.Config.Wrap<PanelConfig.Options>
): Layer.Layer<Panel, PanelConfig.InvalidPanelConfig | ConfigError.ConfigError, Transport> =>
  layerClient.pipe(Layer.provide(PanelClient.layer), Layer.provide(PanelConfig.layerConfig(options)))
