/**
 * The action `services`: the catalogue of what a panel sells.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { CallOptions } from "./Call.js"
import type { ServiceId } from "./Identifiers.js"
import { listReader } from "./internal/answer.js"
import * as Rows from "./internal/catalogue.js"
import * as Given from "./internal/given.js"
import { spanOf, traced } from "./internal/observe.js"
import { inTime } from "./internal/time.js"
import { Offer } from "./Offer.js"
import { PanelClient } from "./PanelClient.js"
import { NotFound, type ReadError } from "./PanelError.js"

/**
 * The answer: the whole catalogue.
 *
 * @example
 * import { Services } from "@smmkit/core"
 * import { Schema } from "effect"
 *
 * const row = { service: 1, name: "Followers", type: "Default", category: "First", rate: "0.90", min: "50", max: "10000" }
 * const [service] = Schema.decodeUnknownSync(Services.Answer)([row])
 *
 * assert.strictEqual(service?.service, "1")
 *
 * @since 0.1.0
 * @category schemas
 */
export const Answer = /* @__PURE__ */ (() => Schema.Array(Offer))()

/**
 * @since 0.1.0
 * @category models
 */
export type Answer = typeof Answer.Type

/**
 * What the methods of `Services` fail with.
 *
 * @since 0.1.0
 * @category errors
 */
export type ServicesError = ReadError

/**
 * Reading the catalogue.
 *
 * @example
 * import { Identifiers, Services } from "@smmkit/core"
 * import { SandboxPanel } from "@smmkit/sandbox"
 * import { Effect } from "effect"
 *
 * const program = Effect.gen(function* () {
 *   const services = yield* Services.Services
 *   const all = yield* services.list
 *   const first = yield* services.get(Identifiers.ServiceId.make("1")) // the same catalogue, not read again
 *   return [all.length, first.service]
 * })
 *
 * assert.deepStrictEqual(await Effect.runPromise(Effect.provide(program, SandboxPanel.layer({ services: 60 }))), [60, "1"])
 *
 * @since 0.1.0
 * @category tags
 */
export class Services extends Context.Tag("@smmkit/core/Services")<Services, Services.Service>() {}

/**
 * @since 0.1.0
 */
export declare namespace Services {
  /**
   * @since 0.1.0
   * @category models
   */
  export interface Service {
    /**
     * The catalogue, read once and kept for `catalogueTimeToLive`; a failure is not kept. An empty one is
     * asked for again before it is believed, and then each minute.
     */
    readonly list: Effect.Effect<Answer, ServicesError>
    /** As `list`, with a deadline of its own; who else waits for the same reading goes on waiting. */
    readonly listWith: (options: CallOptions) => Effect.Effect<Answer, ServicesError>
    /**
     * One service of the catalogue; `NotFound` where the catalogue lacks it. Before a kept catalogue is
     * believed in that, it is read again, at most once a minute.
     */
    readonly get: (id: ServiceId, options?: CallOptions) => Effect.Effect<Answer[number], ServicesError>
    /** Forgets the catalogue, so that the next `list` reads it anew. */
    readonly invalidate: Effect.Effect<void>
  }
}

interface Catalogue {
  readonly list: Answer
  readonly find: (id: ServiceId) => Answer[number] | undefined
  readonly readAt: number
}

const catalogueOf = (rows: Answer, readAt: number): Catalogue => {
  const list = Rows.once(rows)
  let byId: ReturnType<typeof Rows.byId> | undefined
  return {
    list,
    readAt,
    find: (id) => {
      // Who only lists them needs no map.
      byId ??= Rows.byId(list)
      return byId.get(id)
    }
  }
}

/** How long nothing is asked again that a catalogue lacks. */
const minute = 60_000

/** Whether a time was less than so long ago; one to come was not, as the clock was set back since. */
const isWithin = (time: number, now: number, most: number): boolean => time <= now && now - time < most

const lacks = (id: ServiceId, { readAt }: Catalogue) =>
  Effect.flatMap(Clock.currentTimeMillis, (now) =>
    Effect.fail(
      new NotFound({
        meaning: "bad-service",
        said: `no service ${id} in the catalogue`,
        status: 200,
        catalogueAge: Math.max(0, now - readAt)
      })
    )
  )

/**
 * A catalogue as it was read, and when, in milliseconds.
 *
 * @since 0.1.0
 * @category models
 */
export interface Kept {
  readonly services: Answer
  readonly readAt: number
}

/**
 * Where a catalogue is kept between programs: `KeptCatalogue` has one over a `KeyValueStore`.
 *
 * @since 0.1.0
 * @category models
 */
export interface Keeping {
  /** What was kept; asked once, when the service is made. */
  readonly load: Effect.Effect<Option.Option<Kept>>
  /** Told of each catalogue that was read. */
  readonly save: (catalogue: Kept) => Effect.Effect<void>
}

/**
 * As `make`, with a catalogue that may have been read before; it stays good for what is left of its time.
 *
 * @example
 * import { Services } from "@smmkit/core"
 * import { Effect } from "effect"
 *
 * const kept = Services.makeKept({
 *   load: Effect.succeedNone,
 *   save: ({ services }) => Effect.logDebug(`${services.length} services`)
 * })
 *
 * assert.ok(Effect.isEffect(kept))
 *
 * @since 0.1.0
 * @category constructors
 */
export const makeKept = ({ load, save }: Keeping): Effect.Effect<Services.Service, never, PanelClient> =>
  Effect.gen(function* () {
    const client = yield* PanelClient
    const decode = listReader(Offer)
    const read = client.read({
      action: "services",
      params: {},
      // To look for it would take half as long again as parsing ten thousand rows.
      allowsTwice: true,
      decode: (json) => decode(Rows.documented(json))
    })
    const turn = yield* Effect.makeSemaphore(1)
    const lifetime = Duration.toMillis(client.config.catalogueTimeToLive)
    let kept: Catalogue | undefined = Option.getOrUndefined(
      Option.map(yield* load, ({ services, readAt }) => catalogueOf(services, readAt))
    )
    let invalidations = 0
    let askedAgain = Number.NEGATIVE_INFINITY
    /** How many readings have ended, and how the last one did. */
    let readings = 0
    let last: { readonly outcome: Effect.Effect<Catalogue, ReadError>; readonly valid: number } | undefined

    const reading = Effect.suspend(() => {
      const valid = invalidations
      const ended = (outcome: Effect.Effect<Catalogue, ReadError>) => {
        readings += 1
        last = { outcome, valid }
      }
      return Effect.zipWith(read, Clock.currentTimeMillis, catalogueOf).pipe(
        Effect.tapBoth({
          onFailure: (error) => Effect.sync(() => ended(Effect.fail(error))),
          onSuccess: (catalogue) =>
            Effect.sync(() => {
              ended(Effect.succeed(catalogue))
              if (valid === invalidations) kept = catalogue
            })
        }),
        Effect.tap(({ list: services, readAt }) => save({ services, readAt }))
      )
    })

    // Whoever asks while the catalogue is being read waits for that reading, and shares what comes of it; one
    // after another they would wait too long. If the reader is interrupted, the next one reads.
    const inTurn = (
      judge: (now: number) => Effect.Effect<Catalogue, ReadError>,
      isGood: (now: number) => boolean
    ) =>
      Effect.suspend(() => {
        const seen = readings
        return turn.withPermits(1)(
          Effect.flatMap(Clock.currentTimeMillis, (now) => {
            if (kept !== undefined && isGood(now)) return Effect.succeed(kept)
            return readings > seen && last?.valid === invalidations ? last.outcome : judge(now)
          })
        )
      })

    const isFresh = (now: number) =>
      kept !== undefined &&
      isWithin(kept.readAt, now, kept.list.length === 0 ? Math.min(lifetime, minute) : lifetime)

    const current = inTurn((now) => {
      const wasEmpty = kept?.list.length === 0
      return Effect.flatMap(reading, (catalogue) => {
        if (catalogue.list.length > 0 || wasEmpty || isWithin(askedAgain, now, minute))
          return Effect.succeed(catalogue)
        kept = undefined
        askedAgain = now
        return reading
      })
    }, isFresh)

    /** A catalogue that is newer than one that lacks a service, unless that was asked a moment ago. */
    const again = (older: Catalogue) =>
      inTurn(
        (now) => {
          if (isWithin(askedAgain, now, minute)) return Effect.succeed(older)
          askedAgain = now
          return reading
        },
        () => kept !== older
      )

    const get = (id: ServiceId) =>
      Effect.suspend(() => {
        const seen = readings
        return Effect.flatMap(current, (catalogue) =>
          catalogue.find(id) !== undefined || readings > seen ? Effect.succeed(catalogue) : again(catalogue)
        )
      }).pipe(
        Effect.flatMap((catalogue) => {
          const service = catalogue.find(id)
          return service === undefined ? lacks(id, catalogue) : Effect.succeed(service)
        })
      )
    const span = spanOf(client.config.host, "services")
    const named = <A>(name: string, asking: Effect.Effect<A, ServicesError>, given?: CallOptions) => {
      const bounded = Effect.flatMap(Given.options(given), (options) =>
        options?.deadline === undefined ? asking : inTime(asking, options.deadline, client.config.timeout)
      )
      return traced(given === undefined ? asking : bounded, `Services.${name}`, span)
    }
    const listWith = (options?: CallOptions) =>
      named(
        "list",
        Effect.map(current, ({ list }) => list),
        options
      )
    return {
      list: listWith(),
      listWith,
      get: (id, options) => named("get", Given.wrongId("service", id) ?? get(id), options),
      invalidate: Effect.sync(() => {
        kept = undefined
        invalidations += 1
      })
    }
  })

/**
 * Makes the service over the client of a panel.
 *
 * @example
 * import { Services } from "@smmkit/core"
 * import { Effect, Layer } from "effect"
 *
 * // What `layer` does; wrap it to add something of your own.
 * const layer = Layer.effect(Services.Services, Effect.tap(Services.make, Effect.logDebug("Services is there")))
 *
 * assert.ok(Layer.isLayer(layer))
 *
 * @since 0.1.0
 * @category constructors
 */
export const make: Effect.Effect<Services.Service, never, PanelClient> = makeKept({
  load: Effect.succeedNone,
  save: () => Effect.void
})

/**
 * The service over the client of a panel. Give all actions of one panel the same client: they then share
 * its rate limit and its concurrency bound.
 *
 * @example
 * import { Services, PanelClient } from "@smmkit/core"
 * import { Layer, Redacted } from "effect"
 *
 * const client = PanelClient.layer({ url: "https://panel.example/api/v2", key: Redacted.make("fake-key") })
 * // This action alone: the program carries no code of the others. What is left to provide is a transport.
 * const layer = Services.layer(client)
 *
 * assert.ok(Layer.isLayer(layer))
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = <E, R>(client: Layer.Layer<PanelClient, E, R>): Layer.Layer<Services, E, R> =>
  Layer.provide(Layer.effect(Services, make), client)
