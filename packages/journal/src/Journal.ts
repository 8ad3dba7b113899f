/**
 * Orders that are paid exactly once: the intent is durable before a byte leaves, the outcome before the
 * caller hears it, and the same key never orders twice.
 *
 * @since 0.1.0
 */
import * as AddOrder from "@smmkit/core/AddOrder"
import * as CancelOrder from "@smmkit/core/CancelOrder"
import type { InvalidOption } from "@smmkit/core/Options"
import * as Panel from "@smmkit/core/Panel"
import * as PanelClient from "@smmkit/core/PanelClient"
import * as PanelConfig from "@smmkit/core/PanelConfig"
import * as Refill from "@smmkit/core/Refill"
import type { Transport } from "@smmkit/core/Transport"
import type * as Config from "effect/Config"
import type * as ConfigError from "effect/ConfigError"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { asAddOrder, asCancelOrder, asRefill } from "./internal/asActions.js"
import { make } from "./internal/journal.js"
import type { Options } from "./JournalConfig.js"
import type { InvalidJournalConfig, StoreError } from "./JournalError.js"
import { Journal, type Requirements } from "./JournalModel.js"
import type { Store } from "./Store.js"

export * from "./JournalModel.js"

/**
 * A journal in front of the `AddOrder` of one panel. `layerPanel` is shorter where the panel is not
 * built by hand.
 *
 * @example
 * import { Panel, PanelClient, PanelConfig } from "@smmkit/core"
 * import { Journal, Sqlite } from "@smmkit/journal"
 * import { SandboxTransport } from "@smmkit/sandbox"
 * import { Layer, Redacted } from "effect"
 *
 * const options = { url: SandboxTransport.url, key: Redacted.make("sandbox-key") }
 * // By hand what `layerPanel` does, where a program needs the parts.
 * export const journal = Journal.layer({ exclusive: true }).pipe(
 *   Layer.provide(Panel.layerClient(PanelClient.layer(options))),
 *   Layer.provide(PanelConfig.layer(options)),
 *   Layer.provide(SandboxTransport.layer),
 *   Layer.provide(Sqlite.layer("orders.db"))
 * )
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (
  options: Options = {}
): Layer.Layer<Journal, InvalidJournalConfig | StoreError, Requirements> =>
  Layer.scoped(Journal, make(options))

/**
 * `AddOrder` that goes through the journal, so that existing code keeps its shape. Each call is a new
 * order, which the journal protects against crashes and lost answers; only a key of the caller's own
 * (`placeOnce`) also protects against asking twice.
 *
 * @example
 * import { AddOrder } from "@smmkit/core"
 * import { Journal } from "@smmkit/journal"
 * import { type Context, Layer } from "effect"
 *
 * export const addOrder: Layer.Layer<Context.Tag.Identifier<typeof AddOrder.AddOrder>, never, Journal.Journal> =
 *   Journal.layerAddOrder
 *
 * assert.ok(Layer.isLayer(addOrder))
 *
 * @since 0.1.0
 * @category layers
 */
export const layerAddOrder: Layer.Layer<AddOrder.AddOrder, never, Journal> =
  // Fresh, as several panels may stand in one program: built once for all, it would order from the first.
  Layer.fresh(
    Layer.effect(
      AddOrder.AddOrder,
      Effect.map(Journal, (journal) => ({ place: asAddOrder(journal) }))
    )
  )

/**
 * `Refill` that goes through the journal, as `layerAddOrder` does: while a refill of an order is under way, in
 * doubt or running, no other one of it is asked for.
 *
 * @example
 * import { Refill } from "@smmkit/core"
 * import { Journal } from "@smmkit/journal"
 * import { type Context, Layer } from "effect"
 *
 * export const refill: Layer.Layer<Context.Tag.Identifier<typeof Refill.Refill>, never, Journal.Journal> =
 *   Journal.layerRefill
 *
 * assert.ok(Layer.isLayer(refill))
 *
 * @since 0.1.0
 * @category layers
 */
export const layerRefill: Layer.Layer<Refill.Refill, never, Journal> = Layer.fresh(
  Layer.effect(Refill.Refill, Effect.map(Journal, asRefill))
)

/**
 * `CancelOrder` that goes through the journal: an order whose cancel was taken, or may have been, is not asked
 * for it again.
 *
 * @example
 * import { CancelOrder } from "@smmkit/core"
 * import { Journal } from "@smmkit/journal"
 * import { type Context, Layer } from "effect"
 *
 * export const cancel: Layer.Layer<Context.Tag.Identifier<typeof CancelOrder.CancelOrder>, never, Journal.Journal> =
 *   Journal.layerCancelOrder
 *
 * assert.ok(Layer.isLayer(cancel))
 *
 * @since 0.1.0
 * @category layers
 */
export const layerCancelOrder: Layer.Layer<CancelOrder.CancelOrder, never, Journal> = Layer.fresh(
  Layer.effect(CancelOrder.CancelOrder, Effect.map(Journal, asCancelOrder))
)

/** The panel's actions, with the journal before those that spend or change something. */
const whole = (options: Options | undefined) =>
  Layer.mergeAll(layerAddOrder, layerRefill, layerCancelOrder).pipe(
    Layer.provideMerge(layer(options)),
    Layer.provideMerge(Panel.layerClient(Layer.scoped(PanelClient.PanelClient, PanelClient.make)))
  )

/**
 * A whole panel whose `AddOrder`, `Refill` and `CancelOrder` go through the journal: what `Panel.layer` is, with the journal's
 * options beside the panel's, and a store.
 *
 * @example
 * import { AddOrder, Identifiers } from "@smmkit/core"
 * import { Journal, Sqlite } from "@smmkit/journal"
 * import { Sandbox, SandboxTransport } from "@smmkit/sandbox"
 * import { Effect, Layer, Redacted } from "effect"
 *
 * const program = Effect.flatMap(AddOrder.AddOrder, ({ place }) =>
 *   place({
 *     type: "Default",
 *     service: Identifiers.ServiceId.make("1"),
 *     link: "https://example.com/p/1",
 *     quantity: 100
 *   })
 * )
 * const panel = Journal.layerPanel({ url: SandboxTransport.url, key: Redacted.make("sandbox-key") }).pipe(
 *   Layer.provide(SandboxTransport.layer),
 *   Layer.provide(Sandbox.layer()),
 *   Layer.provide(Sqlite.layer(":memory:"))
 * )
 * const { order } = await Effect.runPromise(Effect.provide(program, panel))
 *
 * assert.strictEqual(order, "23501")
 *
 * @since 0.1.0
 * @category layers
 */
export const layerPanel = (
  panel: PanelConfig.Options,
  options?: Options | undefined
): Layer.Layer<
  Panel.Actions | Journal,
  InvalidOption | InvalidJournalConfig | StoreError,
  Transport | Store
> => Layer.provide(whole(options), PanelConfig.layer(panel))

/**
 * The same for the panel that a `Config` names, by default `SMMKIT_URL` and `SMMKIT_KEY`.
 *
 * @example
 * import { Journal, Sqlite } from "@smmkit/journal"
 * import { SandboxTransport } from "@smmkit/sandbox"
 * import { Layer } from "effect"
 *
 * // Reads SMMKIT_URL and SMMKIT_KEY.
 * export const panel = Journal.layerPanelConfig({ exclusive: true }).pipe(
 *   Layer.provide(SandboxTransport.layer),
 *   Layer.provide(Sqlite.layer("orders.db"))
 * )
 *
 * @since 0.1.0
 * @category layers
 */
export const layerPanelConfig = (
  options?: Options | undefined,
  panel?: Config.Config.Wrap<PanelConfig.Options> | undefined
): Layer.Layer<
  Panel.Actions | Journal,
  InvalidOption | InvalidJournalConfig | StoreError | ConfigError.ConfigError,
  Transport | Store
> => Layer.provide(whole(options), PanelConfig.layerConfig(panel))
