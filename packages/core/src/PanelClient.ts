/**
 * The one road to a panel. Every action goes along it: rate limit, concurrency bound, deadline, one
 * attempt through the `Transport`, judgement of the reply, and retries that know about money.
 *
 * @since 0.1.0
 */
import type * as Config from "effect/Config"
import type * as ConfigError from "effect/ConfigError"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import * as Dialect from "./Dialect.js"
import { interpret, type Reading } from "./internal/interpret.js"
import * as Observe from "./internal/observe.js"
import { type SpendingAction, toSpendError } from "./internal/outcome.js"
import * as RateLimit from "./internal/rateLimit.js"
import * as Redact from "./internal/redact.js"
import * as Retry from "./internal/retry.js"
import type { InvalidOption } from "./Options.js"
import * as PanelConfig from "./PanelConfig.js"
import type { ReadError, SpendError } from "./PanelError.js"
import { Interrupted, NotSent, Transport } from "./Transport.js"

/**
 * One call of an action: the form's fields without the key, and how its answer is read.
 *
 * @since 0.1.0
 * @category models
 */
export interface Call<A, Action extends string = string> extends Reading<A> {
  readonly action: Action
  readonly params: Readonly<Record<string, string>>
}

/**
 * The client of one panel, through which every action goes. Whoever requires it can do all that the key
 * can, spend money too; programs require the actions that they need instead, and `Panel.layer` gives no more.
 *
 * @example
 * import { PanelClient } from "@smmkit/core"
 * import { Effect, Either } from "effect"
 *
 * // An action that only some panel knows.
 * const statistics = Effect.flatMap(PanelClient.PanelClient, (client) =>
 *   client.read({
 *     action: "statistics",
 *     params: { days: "7" },
 *     decode: (json) => (Array.isArray(json) ? Either.right(json.length) : Either.left("no list"))
 *   })
 * )
 *
 * assert.ok(Effect.isEffect(statistics))
 *
 * @since 0.1.0
 * @category tags
 */
export class PanelClient extends Context.Tag("@smmkit/core/PanelClient")<
  PanelClient,
  PanelClient.Service
>() {}

/**
 * @since 0.1.0
 */
export declare namespace PanelClient {
  /**
   * @since 0.1.0
   * @category models
   */
  export interface Service {
    readonly config: PanelConfig.PanelConfig.Service
    /** Takes the key and control characters out of a panel's text, and bounds its length. */
    readonly redact: (text: string) => string
    /** A call that only reads: sent again after any failure that may pass. */
    readonly read: <A>(call: Call<A>) => Effect.Effect<A, ReadError>
    /** A call that spends or changes something: sent again only if nothing can have happened. */
    readonly spend: <A>(call: Call<A, SpendingAction>) => Effect.Effect<A, SpendError>
  }
}

// A transport keeps its own deadline, since only it knows how far it got. One that does not is cut off
// this much later, so that no operation hangs.
const grace = Duration.seconds(1)

const timedOut = { reason: "timeout", detail: "" } as const

/** Ends what waits for its turn after so many milliseconds, and what was handed over a little later. */
const within = <A>(
  attempt: Effect.Effect<A, ReadError>,
  milliseconds: number,
  isHandedOver: () => boolean
): Effect.Effect<A, ReadError> => {
  // Kept here and not by the fiber that is raced: what is left of that one stays in memory for long.
  let outcome: Exit.Exit<A, ReadError> | undefined
  const watched = Effect.map(Effect.exit(attempt), (exit) => {
    outcome = exit
  })
  const late = Effect.delay(
    Effect.suspend(() => (isHandedOver() ? Effect.sleep(grace) : Effect.void)),
    Math.max(milliseconds, 0)
  )
  return Effect.flatMap(Effect.raceFirst(watched, late), (): Effect.Effect<A, ReadError> => {
    const known = outcome
    outcome = undefined
    if (known !== undefined) return known
    // The race has ended whoever lost it, so nothing is handed over any more.
    return isHandedOver() ? new Interrupted(timedOut) : new NotSent(timedOut)
  })
}

/** The form's fields, under the names that the panel gives them. */
const paramsOf = ({ action, params }: Pick<Call<unknown>, "action" | "params">, dialect: Dialect.Dialect) =>
  [["action", action] as const, ...Object.entries(params)].map(
    ([name, value]) => [Dialect.nameOf(dialect, name), value] as const
  )

const maySpendAgain = (error: SpendError): boolean =>
  error.retryable && (error._tag === "NotSent" || error._tag === "RateLimited")

/**
 * Makes the client of the panel that is configured, over the transport that is there.
 *
 * @example
 * import { PanelClient } from "@smmkit/core"
 * import { Layer } from "effect"
 *
 * // What `layer` does; wrap it to add something of your own.
 * assert.ok(Layer.isLayer(Layer.scoped(PanelClient.PanelClient, PanelClient.make)))
 *
 * @since 0.1.0
 * @category constructors
 */
export const make: Effect.Effect<
  PanelClient.Service,
  never,
  PanelConfig.PanelConfig | Transport | Scope.Scope
> = Effect.gen(function* () {
  const config = yield* PanelConfig.PanelConfig
  const transport = yield* Transport
  const redact = Redact.make(config.key)
  const observe = Observe.make(config.host)
  const permits = yield* Effect.makeSemaphore(config.concurrency)
  const limitOf = RateLimit.make(config.rateLimits)

  /** One attempt, which waits for its turn first. `conclude` is told when the call was handed over. */
  const attempt = <A, E>(
    call: Call<A>,
    spends: boolean,
    deadline: number,
    now: () => number,
    observed: Observe.Observe,
    conclude: (error: ReadError, at: number) => E
  ): Effect.Effect<A, E> =>
    Effect.suspend(() => {
      let handedOver: number | undefined
      const once = Effect.suspend((): Effect.Effect<A, ReadError> => {
        const at = now()
        if (at >= deadline) return new NotSent(timedOut)
        handedOver = at
        const reply = Effect.flatMap(
          transport.send({
            url: config.url,
            key: config.key,
            params: paramsOf(call, config.dialect),
            dialect: config.dialect,
            spends,
            timeout: Duration.millis(deadline - at),
            maxBodyBytes: config.maxBodyBytes(call.action)
          }),
          (reply) => interpret(reply, call, { action: call.action, redact, at, now: now(), spends })
        )
        return observed(reply)
      })
      const limit = limitOf(call.action)
      const inTurn = permits.withPermits(1)(limit === undefined ? once : limit(once))
      const inTime = Effect.suspend(() => within(inTurn, deadline - now(), () => handedOver !== undefined))
      // Where a turn is free and the transport keeps time, there is nothing to watch over.
      const quick =
        limit === undefined && transport.keepsTime === true
          ? Effect.flatMap(permits.withPermitsIfAvailable(1)(once), (reply) =>
              reply._tag === "Some" ? Effect.succeed(reply.value) : inTime
            )
          : inTime
      return Effect.mapError(quick, (error) => conclude(error, handedOver ?? now()))
    })

  /** Attempts until one succeeds, fails for good, or no time is left for another. */
  const run = <A, E extends ReadError | SpendError>(
    call: Call<A>,
    spends: boolean,
    again: (error: E) => boolean,
    conclude: (error: ReadError, at: number) => E
  ): Effect.Effect<A, E> =>
    Effect.clockWith((clock) => {
      // Asked as a function: an effect for each look at the clock is a tenth of what a call costs here.
      const now = () => clock.unsafeCurrentTimeMillis()
      const deadline = now() + Duration.toMillis(config.timeout)
      const patience = { times: config.retries, base: config.retryDelay }
      const observed = observe(call.action, now)
      return Retry.retry(attempt(call, spends, deadline, now, observed, conclude), again, () =>
        Retry.schedule(patience, deadline)
      )
    })

  return {
    config,
    redact,
    read: (call) =>
      run(
        call,
        false,
        (error) => error.retryable,
        (error) => error
      ),
    spend: (call) => run(call, true, maySpendAgain, (error, at) => toSpendError(call, at)(error))
  }
})

/**
 * The client of one panel, over the transport that is there. Each layer made here is a client of its own,
 * with its own rate limit and concurrency bound; Effect builds a layer once in a graph, so all that is
 * given one and the same layer shares them.
 *
 * @example
 * import { AddOrder, OrderStatus, PanelClient } from "@smmkit/core"
 * import { Layer, Redacted } from "effect"
 *
 * const client = PanelClient.layer({ url: "https://panel.example/api/v2", key: Redacted.make("fake-key") })
 * // Two actions, one client and one limit.
 * const layer = Layer.merge(AddOrder.layer(client), OrderStatus.layer(client))
 *
 * assert.ok(Layer.isLayer(layer))
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options: PanelConfig.Options): Layer.Layer<PanelClient, InvalidOption, Transport> =>
  Layer.provide(Layer.scoped(PanelClient, make), PanelConfig.layer(options))

/**
 * The client of the panel that a `Config` names, by default `SMMKIT_URL` and `SMMKIT_KEY`.
 *
 * @example
 * import { Balance, PanelClient } from "@smmkit/core"
 * import { Layer } from "effect"
 *
 * const balance = Balance.layer(PanelClient.layerConfig())
 *
 * assert.ok(Layer.isLayer(balance))
 *
 * @since 0.1.0
 * @category layers
 */
export const layerConfig = (
  options?: Config.Config.Wrap<PanelConfig.Options>
): Layer.Layer<PanelClient, InvalidOption | ConfigError.ConfigError, Transport> =>
  Layer.provide(Layer.scoped(PanelClient, make), PanelConfig.layerConfig(options))
