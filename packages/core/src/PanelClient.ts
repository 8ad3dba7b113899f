/**
 * The one road to a panel. Every action goes along it: rate limit, concurrency bound, deadline, one
 * attempt through the `Transport`, judgement of the reply, and retries that know about money.
 *
 * @since 0.1.0
 */
import * as Cause from "effect/Cause"
import type * as Config from "effect/Config"
import type * as ConfigError from "effect/ConfigError"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import { dual } from "effect/Function"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import type { Call, CallOptions, ReadAction, ReadCall, Refusals, SpendCall, SpendOptions } from "./Call.js"
import * as Dialect from "./Dialect.js"
import * as Given from "./internal/given.js"
import { interpret } from "./internal/interpret.js"
import { write } from "./internal/json.js"
import { tried } from "./internal/look.js"
import * as Observe from "./internal/observe.js"
import * as RateLimit from "./internal/rateLimit.js"
import { allowed, keeping, type Late, retry, schedule, stopwatch, within } from "./internal/time.js"
import type { InvalidOption } from "./Options.js"
import * as PanelConfig from "./PanelConfig.js"
import { type ReadError, type SpendError, toSpendError } from "./PanelError.js"
import * as Redaction from "./Redaction.js"
import { Interrupted, isTransportError, NotSent, Transport, type TransportError } from "./Transport.js"

export * from "./Call.js"

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
 *     isRead: true,
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
    /**
     * A call that only reads: sent again after any failure that may pass. An action that is none of the four
     * documented ones, and not declared to be a read, is not repeated, whatever the types say.
     */
    readonly read: <A>(call: ReadCall<A>, options?: CallOptions) => Effect.Effect<A, ReadError>
    /**
     * A call that spends or changes something, of whatever name: sent again only if nothing can have
     * happened. An answer to it that is not a plain one, nor certainly a refusal, is `OutcomeUnknown`.
     */
    readonly spend: <A>(
      call: SpendCall<A>,
      options?: SpendOptions<Either.Either<A, SpendError>>
    ) => Effect.Effect<A, SpendError>
  }
}

/** An operation: what is asked, and how its failures are judged. */
interface Run<A, E> {
  readonly reading: Call<A>
  readonly spends: boolean
  readonly options: CallOptions
  readonly gate: SpendOptions<never>["gate"]
  readonly again: (error: E) => boolean
  readonly conclude: (error: ReadError, at: number) => E
  readonly late: (late: Late<A, E>) => Effect.Effect<void>
}

/** The time of one operation. */
interface Time {
  /** By the wall clock, in milliseconds since the epoch. */
  readonly now: () => number
  /** How many milliseconds are left. */
  readonly left: () => number
  readonly observed: Observe.Observe
}

const timedOut = { reason: "timeout", detail: "" } as const

/** The form's fields, under the names that the panel gives them. */
const paramsOf = ({ action, params }: Pick<Call<unknown>, "action" | "params">, dialect: Dialect.Dialect) =>
  [["action", action] as const, ...Object.entries(params)].map(
    ([name, value]) => [Dialect.nameOf(dialect, name), value] as const
  )

const maySpendAgain = (error: SpendError): boolean =>
  error.retryable && (error._tag === "NotSent" || error._tag === "RateLimited")

/** The four documented actions that only read. */
const readActions: ReadonlySet<string> = new Set<ReadAction>([
  "services",
  "status",
  "refill_status",
  "balance"
])

const spendingActions: ReadonlySet<string> = new Set(["add", "refill", "cancel"])

/** Whether a call is known to read. Programs without types, too, must not have anything else repeated. */
const onlyReads = ({
  action,
  isRead,
  params
}: Pick<Call<unknown>, "action" | "params"> & { readonly isRead?: true | undefined }): boolean =>
  (readActions.has(action) || (isRead === true && !spendingActions.has(action.trim().toLowerCase()))) &&
  !Object.hasOwn(params, "action")

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
  const redact = Redaction.excerpt(config.key)
  const keep = yield* keeping(config.timeout)
  const observe = Observe.make(config.url, config.host)
  const permits = yield* Effect.makeSemaphore(config.concurrency)
  const limitOf = RateLimit.make(config.rateLimits, permits)

  /** What breaks amid a call may have been done all the same. */
  const broken = (cause: Cause.Cause<ReadError>): Effect.Effect<never, ReadError> =>
    Effect.zipRight(
      // The cause itself is not logged, as it may hold the key; nor can each be told in words.
      Effect.logWarning(
        `A call to ${config.host} broke: ${tried(
          () => redact(Cause.pretty(cause)),
          () => ""
        )}`
      ),
      new Interrupted({ reason: "defect", detail: "" })
    )

  /** Of a transport's failures its own two are believed; any other, which one without types may have, is a defect. */
  const believed = (cause: Cause.Cause<TransportError>): Effect.Effect<never, TransportError> =>
    Cause.isFailType(cause) && !isTransportError(cause.error)
      ? Effect.die(cause.error)
      : Effect.failCause(cause)

  /**
   * The caller's own interruption never gets here. Each that does is the transport's, and proves no more
   * than a defect does.
   */
  const honest = <A>(call: Effect.Effect<A, ReadError>): Effect.Effect<A, ReadError> =>
    Effect.catchAllCause(call, (cause) =>
      Cause.isFailType(cause) ? Effect.fail(cause.error) : broken(cause)
    )

  /** One attempt, which waits for its turn first. `conclude` is told when the call was handed over. */
  const attempt = <A, E extends ReadError | SpendError>(call: Run<A, E>, time: Time): Effect.Effect<A, E> =>
    Effect.suspend(() => {
      const { reading, spends, gate } = call
      let handedOver: number | undefined
      let isGivenUp = false
      let isSent = false
      const conclude = (error: ReadError): E => call.conclude(error, handedOver ?? time.now())
      /** Asked directly before it is sent, by the transport if that asks. */
      const leave = () => {
        const no = isGivenUp ? new NotSent({ reason: "aborted", detail: "" }) : gate?.()
        isSent = no === undefined
        return no
      }
      const once = Effect.suspend((): Effect.Effect<A, ReadError> => {
        const left = time.left()
        if (left <= 0 || isGivenUp) return new NotSent(timedOut)
        // Asked here where the transport does not ask, which could do so later.
        const withheld = transport.asksGate === true ? undefined : leave()
        if (withheld !== undefined) return withheld
        const at = time.now()
        handedOver = at
        const reply = Effect.suspend(() =>
          transport.send({
            url: config.url,
            key: config.key,
            params: paramsOf(reading, config.dialect),
            dialect: config.dialect,
            spends,
            timeout: Duration.millis(left),
            maxBodyBytes: config.maxBodyBytes(reading.action),
            gate: leave
          })
        )
        return honest(
          time.observed((answered) =>
            Effect.matchCauseEffect(reply, {
              onFailure: believed,
              onSuccess: (reply): Effect.Effect<A, ReadError> => {
                answered(reply.status)
                return interpret(reply, reading, {
                  redact,
                  phrases: config.phrases,
                  at,
                  now: time.now(),
                  dialect: config.dialect,
                  spends
                })
              }
            })
          )
        )
      })
      const limit = limitOf(reading.action)
      const watched = () => {
        const inTurn = limit === undefined ? permits.withPermits(1)(once) : limit(once)
        return within(Effect.mapError(inTurn, conclude), {
          milliseconds: time.left(),
          keep,
          isHandedOver: () => handedOver !== undefined,
          isWorthWaiting: () => spends && isSent,
          giveUp: () => {
            isGivenUp = true
            // Before it was handed over it will not be any more.
            return conclude(handedOver === undefined ? new NotSent(timedOut) : new Interrupted(timedOut))
          },
          late: call.late
        })
      }
      // Where a turn is free and the transport keeps time, there is nothing to watch over.
      const keepsTime = spends ? transport.keepsTime === true : transport.keepsTime !== undefined
      return limit === undefined && keepsTime
        ? Effect.flatMap(Effect.mapError(permits.withPermitsIfAvailable(1)(once), conclude), (reply) =>
            reply._tag === "None" ? watched() : Effect.succeed(reply.value)
          )
        : watched()
    })

  /** Attempts until one succeeds, fails for good, or no time is left for another. */
  const run = <A, E extends ReadError | SpendError>(call: Run<A, E>): Effect.Effect<A, E> =>
    Effect.clockWith((clock) => {
      // Asked as a function: an effect for each look at the clock is a tenth of what a call costs here.
      const now = () => clock.unsafeCurrentTimeMillis()
      const passed = stopwatch(clock)
      const most = allowed(call.options.deadline, config.timeout, now())
      const left = () => most - passed()
      const time = { now, left, observed: observe(call.reading.action, now) }
      const repetition = { times: config.retries, base: config.retryDelay }
      return retry(attempt(call, time), call.again, () => schedule(repetition, left))
    })

  /** What came of a call that its caller has given up. */
  const late =
    <A>({ action }: Call<A>, { onLate }: SpendOptions<Late<A, SpendError>>) =>
    (result: Late<A, SpendError>): Effect.Effect<void> => {
      const error = Either.isLeft(result) ? result.left : undefined
      // Whoever gave it up knows as much.
      if (error?._tag === "OutcomeUnknown" && error.cause._tag === "Interrupted") return Effect.void
      const said = error?.message ?? redact(write(Either.getOrUndefined(result)))
      const warned =
        error?._tag === "NotSent"
          ? Effect.void
          : Effect.logWarning(`An answer to ${action} came after it was given up: ${said}`)
      // Where its own listener breaks, it must not be lost.
      return Effect.catchAllCause(
        Effect.suspend(() => onLate?.(result) ?? warned),
        () => warned
      )
    }

  /** Checks what was given; then a call is made that only reads, or one that spends. */
  const begin = <A, E extends ReadError | SpendError, O extends CallOptions>(
    call: Call<A>,
    given: O | undefined,
    make: (options: Partial<O>) => Effect.Effect<A, E>
  ): Effect.Effect<A, E | NotSent> =>
    Effect.suspend((): Effect.Effect<A, E | NotSent> => {
      const options = Given.options(given)
      const wrong = Given.wrongCall(call)
      if (wrong !== undefined) return wrong
      return Either.isLeft(options) ? Effect.fail(options.left) : make(options.right ?? {})
    })

  const spend = <A>(
    reading: Call<A>,
    given?: SpendOptions<Late<A, SpendError>>
  ): Effect.Effect<A, SpendError> =>
    begin(reading, given, (options) => {
      let isWithheld = false
      const gate = options.gate
      return run({
        reading,
        spends: true,
        options,
        gate:
          gate &&
          (() => {
            const no = Given.ask(gate)
            isWithheld = no !== undefined
            return no
          }),
        // Who says no is not asked again.
        again: (error: SpendError) => {
          const again = !isWithheld && maySpendAgain(error)
          if (again)
            tried(
              () => options.onRetry?.(),
              () => undefined
            )
          return again
        },
        conclude: (error: ReadError, at) => toSpendError(reading, at)(error),
        late: late(reading, options)
      })
    })

  function read<A>(call: ReadCall<A>, options?: CallOptions): Effect.Effect<A, ReadError>
  function read<A>(
    call: Call<A> & { readonly isRead?: true | undefined },
    given?: CallOptions
  ): Effect.Effect<A, ReadError | SpendError> {
    return begin(
      call,
      given,
      (options): Effect.Effect<A, ReadError | SpendError> =>
        onlyReads(call)
          ? run<A, ReadError>({
              reading: call,
              spends: false,
              options,
              gate: undefined,
              again: (error) => error.retryable,
              conclude: (error) => error,
              late: () => Effect.void
            })
          : spend(call, options)
    )
  }

  return { config, redact, read, spend }
})

/**
 * The same client, whose calls understand refusals by these words where they name none of their own. `Panel`
 * gives it all that is known, as its actions need that anyway.
 *
 * @example
 * import { PanelClient, Refusals } from "@smmkit/core"
 * import { Effect } from "effect"
 *
 * const client = Effect.map(PanelClient.PanelClient, PanelClient.withRefusals(Refusals.all))
 *
 * assert.ok(Effect.isEffect(client))
 *
 * @since 0.1.0
 * @category combinators
 */
export const withRefusals: {
  (refusals: Refusals): (client: PanelClient.Service) => PanelClient.Service
  (client: PanelClient.Service, refusals: Refusals): PanelClient.Service
} = /* @__PURE__ */ dual(
  2,
  (client: PanelClient.Service, refusals: Refusals): PanelClient.Service => ({
    ...client,
    read: (call, options) =>
      client.read(
        tried(
          () => ({ refusals, ...call }),
          () => call
        ),
        options
      )
  })
)

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
