/**
 * Looking after one account: what is due is claimed, asked about and written, for ever. Two at once, on one machine or
 * two, do no harm, and go no faster.
 *
 * @since 0.1.0
 */
import * as Check from "@smmkit/core/Options"
import type { Transport } from "@smmkit/core/Transport"
import type { StoreError } from "@smmkit/journal/JournalError"
import { Store } from "@smmkit/journal/Store"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import * as FollowConfig from "./FollowConfig.js"
import { FollowStore } from "./FollowStore.js"
import * as Given from "./internal/given.js"
import { enter } from "./internal/sweep/accounts.js"
import * as Asking from "./internal/sweep/asking.js"
import * as Loop from "./internal/sweep/loop.js"
import * as PulseOf from "./internal/sweep/pulse.js"
import { Pulse } from "./Pulse.js"

const check = Check.checker("pulse")

const isTask = Check.oneOf(["orders", "refills"])

/**
 * The pulse of a process: how often it asks the store what is due, 1 second unless told. `Follow.layer` brings its own.
 *
 * @example
 * import { FollowStore, Sweep } from "@smmkit/follow"
 * import { Sqlite } from "@smmkit/journal"
 * import { Layer } from "effect"
 *
 * export const pulse = Sweep.layerPulse().pipe(
 *   Layer.provideMerge(FollowStore.layer),
 *   Layer.provide(Sqlite.layerClient("orders.db"))
 * )
 *
 * @since 0.1.0
 * @category layers
 */
export const layerPulse = (
  options: { readonly every?: Duration.DurationInput | undefined } = {}
): Layer.Layer<Pulse, Check.InvalidOption, FollowStore> =>
  Layer.unwrapEffect(
    Effect.gen(function* () {
      yield* check("options", options, Check.only(["every"]))
      const { every: often = PulseOf.often } = options
      const every = yield* check("every", often, Check.time({ most: Duration.minutes(10) }))
      return PulseOf.layer(every)
    })
  )

/**
 * An account that is ready to be looked after.
 *
 * @since 0.1.0
 * @category models
 */
export interface Sweep {
  /** Its ID in the store, and what it is called there. */
  readonly account: string
  readonly name: string
  /** Looks after it for ever: a failure or a defect of a round ends the round. An interruption gives back what it claimed. */
  readonly run: Effect.Effect<never>
  /** One round of orders that are due, or of refills; tells how many were looked at, none where no call may be made yet. */
  readonly round: (of: "orders" | "refills") => Effect.Effect<number, StoreError | Check.InvalidOption>
}

/**
 * Makes an account ready to be looked after; it is made in the store where it is not there. Its orders count as
 * attended for as long as the scope is open.
 *
 * @example
 * import { FollowStore, StoreClock, Sweep } from "@smmkit/follow"
 * import { Sqlite, Store } from "@smmkit/journal"
 * import { Sandbox, SandboxTransport } from "@smmkit/sandbox"
 * import { Effect, Layer, Redacted } from "effect"
 *
 * const stores = Layer.provideMerge(Sweep.layerPulse(), Layer.merge(FollowStore.layer, Store.layer()))
 * const world = Layer.merge(Layer.provide(SandboxTransport.layer, Sandbox.layer()), stores).pipe(
 *   Layer.provide(Sqlite.layerClient(":memory:"))
 * )
 * const program = Effect.gen(function* () {
 *   const sweep = yield* Sweep.make({ panel: { url: SandboxTransport.url, key: Redacted.make("sandbox-key") } })
 *   return yield* sweep.round("orders")
 * })
 *
 * assert.strictEqual(await Effect.runPromise(Effect.scoped(Effect.provide(program, world))), 0) // nothing is due
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (
  options: FollowConfig.Options
): Effect.Effect<
  Sweep,
  Check.InvalidOption | StoreError,
  FollowStore | Store | Pulse | Transport | Scope.Scope
> =>
  Effect.gen(function* () {
    const config = yield* FollowConfig.make(options)
    const store = yield* FollowStore
    const pulse = yield* Pulse
    const { id: account, name } = yield* enter(yield* Store, config)
    yield* store.budget(account, config.budget)
    yield* pulse.attend(account)
    const asking = yield* Asking.make(config)
    const { run, round } = Loop.make({ account, name, config, store, asking, pulse })
    return {
      account,
      name,
      run,
      round: (of) => Effect.flatMap(Given.call("round").part("of", of, isTask), round)
    }
  })
