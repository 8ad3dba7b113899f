/**
 * A whole panel: all seven actions at once, as a value and as a layer.
 *
 * @since 0.1.0
 */
import type * as Config from "effect/Config"
import type * as ConfigError from "effect/ConfigError"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import * as AddOrder from "./AddOrder.js"
import * as Balance from "./Balance.js"
import * as CancelOrder from "./CancelOrder.js"
import type { InvalidOption } from "./Options.js"
import * as OrderStatus from "./OrderStatus.js"
import * as PanelClient from "./PanelClient.js"
import * as PanelConfig from "./PanelConfig.js"
import * as Refill from "./Refill.js"
import * as RefillStatus from "./RefillStatus.js"
import * as Refusals from "./Refusals.js"
import * as Services from "./Services.js"
import type { Transport } from "./Transport.js"

/**
 * The tags of all seven actions.
 *
 * @since 0.1.0
 * @category models
 */
export type Actions =
  | Services.Services
  | AddOrder.AddOrder
  | OrderStatus.OrderStatus
  | Refill.Refill
  | RefillStatus.RefillStatus
  | CancelOrder.CancelOrder
  | Balance.Balance

/**
 * One panel as a value: its seven actions.
 *
 * @since 0.1.0
 * @category models
 */
export interface Panel {
  readonly services: Services.Services.Service
  readonly addOrder: AddOrder.AddOrder.Service
  readonly orderStatus: OrderStatus.OrderStatus.Service
  readonly refill: Refill.Refill.Service
  readonly refillStatus: RefillStatus.RefillStatus.Service
  readonly cancelOrder: CancelOrder.CancelOrder.Service
  readonly balance: Balance.Balance.Service
}

const each = Effect.all({
  services: Services.make,
  addOrder: AddOrder.make,
  orderStatus: OrderStatus.make,
  refill: Refill.make,
  refillStatus: RefillStatus.make,
  cancelOrder: CancelOrder.make,
  balance: Balance.make
})

const actions: Effect.Effect<Panel, never, PanelClient.PanelClient | Scope.Scope> = Effect.flatMap(
  PanelClient.PanelClient,
  (client) =>
    Effect.provideService(each, PanelClient.PanelClient, PanelClient.withRefusals(client, Refusals.all))
)

const client = Effect.provideServiceEffect(actions, PanelClient.PanelClient, PanelClient.make)

/**
 * A panel as a value, for as long as the scope is open. Each has its own catalogue, batches, rate limit and
 * concurrency bound, so any number of them, read from a database, fit a map.
 *
 * @example
 * import { Money, Panel } from "@smmkit/core"
 * import { Sandbox, SandboxTransport } from "@smmkit/sandbox"
 * import { Effect, HashMap, Layer, Redacted } from "effect"
 *
 * const rows = [
 *   { name: "main", url: SandboxTransport.url, key: "sandbox-key" },
 *   { name: "spare", url: SandboxTransport.url, key: "sandbox-key" }
 * ]
 * const program = Effect.gen(function* () {
 *   const panels = HashMap.fromIterable(
 *     yield* Effect.forEach(rows, ({ name, url, key }) =>
 *       Effect.map(Panel.make({ url, key: Redacted.make(key) }), (panel) => [name, panel] as const)
 *     )
 *   )
 *   const { balance } = yield* HashMap.get(panels, "spare")
 *   return Money.format(yield* balance.get)
 * })
 * const sandbox = Layer.provide(SandboxTransport.layer, Sandbox.layer({ balance: "12.5" }))
 *
 * assert.strictEqual(await Effect.runPromise(program.pipe(Effect.scoped, Effect.provide(sandbox))), "12.5 USD")
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (
  options: PanelConfig.Options
): Effect.Effect<Panel, InvalidOption, Transport | Scope.Scope> =>
  Effect.provideServiceEffect(client, PanelConfig.PanelConfig, PanelConfig.make(options))

/**
 * The panel as a context, in which programs run that require some of the actions.
 *
 * @example
 * import { Balance, Money, Panel } from "@smmkit/core"
 * import { Sandbox, SandboxTransport } from "@smmkit/sandbox"
 * import { Effect, Layer, Redacted } from "effect"
 *
 * const balance = Effect.flatMap(Balance.Balance, ({ get }) => get)
 * const program = Effect.gen(function* () {
 *   const panel = yield* Panel.make({ url: SandboxTransport.url, key: Redacted.make("sandbox-key") })
 *   return Money.format(yield* Effect.provide(balance, Panel.toContext(panel)))
 * })
 * const sandbox = Layer.provide(SandboxTransport.layer, Sandbox.layer({ balance: "12.5" }))
 *
 * assert.strictEqual(await Effect.runPromise(program.pipe(Effect.scoped, Effect.provide(sandbox))), "12.5 USD")
 *
 * @since 0.1.0
 * @category combinators
 */
export const toContext = (panel: Panel): Context.Context<Actions> =>
  Context.empty().pipe(
    Context.add(Services.Services, panel.services),
    Context.add(AddOrder.AddOrder, panel.addOrder),
    Context.add(OrderStatus.OrderStatus, panel.orderStatus),
    Context.add(Refill.Refill, panel.refill),
    Context.add(RefillStatus.RefillStatus, panel.refillStatus),
    Context.add(CancelOrder.CancelOrder, panel.cancelOrder),
    Context.add(Balance.Balance, panel.balance)
  )

/**
 * All seven actions over a client that is made by hand.
 *
 * @example
 * import { Panel, PanelClient } from "@smmkit/core"
 * import { Layer, Redacted } from "effect"
 *
 * const client = PanelClient.layer({ url: "https://panel.example/api/v2", key: Redacted.make("fake-key") })
 * // The actions, and the client for what the protocol does not know.
 * const panel = Layer.merge(client, Panel.layerClient(client))
 *
 * assert.ok(Layer.isLayer(panel))
 *
 * @since 0.1.0
 * @category layers
 */
export const layerClient = <E, R>(
  client: Layer.Layer<PanelClient.PanelClient, E, R>
): Layer.Layer<Actions, E, R> => Layer.provide(Layer.scopedContext(Effect.map(actions, toContext)), client)

/**
 * All seven actions of one panel. Each layer made here is a panel of its own, as each value of `make` is,
 * so several live side by side in one program.
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
 *
 * assert.strictEqual(Money.format(await Effect.runPromise(Effect.provide(program, panel))), "12.5 USD")
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options: PanelConfig.Options): Layer.Layer<Actions, InvalidOption, Transport> =>
  Layer.scopedContext(Effect.map(make(options), toContext))

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
): Layer.Layer<Actions, InvalidOption | ConfigError.ConfigError, Transport> =>
  layerClient(PanelClient.layerConfig(options))
