/**
 * The one road to a panel. Every action goes along it: rate limit, concurrency bound, deadline, one
 * attempt through the `Transport`, judgement of the reply, and retries that know about money.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as RateLimiter from "effect/RateLimiter"
import type * as Scope from "effect/Scope"
import { type Decode, interpret } from "./internal/interpret.js"
import * as Observe from "./internal/observe.js"
import { type SpendingAction, toSpendError } from "./internal/outcome.js"
import * as Redact from "./internal/redact.js"
import * as Retry from "./internal/retry.js"
import { PanelConfig } from "./PanelConfig.js"
import type { ReadError, SpendError } from "./PanelError.js"
import { Interrupted, NotSent, Transport } from "./Transport.js"

/**
 * One call of an action: the form's fields without the key, and how its answer is read.
 *
 * @since 0.1.0
 * @category models
 */
export interface Call<A, Action extends string = string> {
  readonly action: Action
  readonly params: Readonly<Record<string, string>>
  readonly decode: Decode<A>
}

/**
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
    readonly config: PanelConfig.Service
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

const maySpendAgain = (error: ReadError): boolean =>
  error.retryable && (error._tag === "NotSent" || error._tag === "RateLimited")

/**
 * @since 0.1.0
 * @category constructors
 */
export const make: Effect.Effect<PanelClient.Service, never, PanelConfig | Transport | Scope.Scope> =
  Effect.gen(function* () {
    const config = yield* PanelConfig
    const transport = yield* Transport
    const redact = Redact.make(config.key)
    const observe = Observe.make(config.host)
    const permits = yield* Effect.makeSemaphore(config.concurrency)
    const limit = config.rateLimit === undefined ? undefined : yield* RateLimiter.make(config.rateLimit)

    /** One attempt, which waits for its turn first. */
    const attempt = <A>(call: Call<A>, spends: boolean, deadline: number): Effect.Effect<A, ReadError> =>
      Effect.flatMap(Clock.currentTimeMillis, (now) => {
        let handedOver = false
        const once = Effect.flatMap(Clock.currentTimeMillis, (now): Effect.Effect<A, ReadError> => {
          if (now >= deadline) return new NotSent(timedOut)
          handedOver = true
          return transport
            .send({
              url: config.url,
              key: config.key,
              params: [["action", call.action], ...Object.entries(call.params)],
              spends,
              timeout: Duration.millis(deadline - now),
              maxBodyBytes: config.maxBodyBytes
            })
            .pipe(
              Effect.zip(Clock.currentTimeMillis),
              Effect.flatMap(([reply, now]) =>
                interpret(reply, call.decode, { action: call.action, redact, now, spends })
              )
            )
        })
        const inTurn = permits.withPermits(1)(limit === undefined ? once : limit(once))
        return Effect.timeoutFail(inTurn, {
          duration: Duration.sum(Duration.millis(Math.max(deadline - now, 0)), grace),
          onTimeout: (): ReadError => (handedOver ? new Interrupted(timedOut) : new NotSent(timedOut))
        })
      })

    /** Attempts until one succeeds, fails for good, or no time is left for another. */
    const run = <A>(
      call: Call<A>,
      spends: boolean,
      start: number,
      again: (error: ReadError) => boolean
    ): Effect.Effect<A, ReadError> => {
      const deadline = start + Duration.toMillis(config.timeout)
      return Effect.retry(observe(call.action, attempt(call, spends, deadline)), {
        while: again,
        schedule: Retry.schedule({ times: config.retries, base: config.retryDelay }, deadline)
      })
    }

    return {
      config,
      redact,
      read: (call) =>
        Effect.flatMap(Clock.currentTimeMillis, (now) => run(call, false, now, (error) => error.retryable)),
      spend: (call) =>
        Effect.flatMap(Clock.currentTimeMillis, (now) =>
          Effect.mapError(run(call, true, now, maySpendAgain), toSpendError(call, now))
        )
    }
  })

/**
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<PanelClient, never, PanelConfig | Transport> = Layer.scoped(PanelClient, make)
