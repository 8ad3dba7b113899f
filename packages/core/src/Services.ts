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
import * as Schema from "effect/Schema"
import type { ServiceId } from "./Identifiers.js"
import { listReader } from "./internal/answer.js"
import { isObject } from "./internal/json.js"
import { spanOf, traced } from "./internal/observe.js"
import { folded } from "./internal/refusal.js"
import { readId } from "./internal/wire.js"
import { PanelClient } from "./PanelClient.js"
import { NotFound, type ReadError } from "./PanelError.js"
import { Service } from "./Service.js"

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
export const Answer = Schema.Array(Service)

/**
 * @since 0.1.0
 * @category models
 */
export type Answer = typeof Answer.Type

/** A label as text, where a panel sent a number or nothing. */
const label = (value: unknown): string =>
  typeof value === "string" ? value : typeof value === "number" ? String(value) : ""

/** A row as documented, where a panel capitalised its fields or left out a label. */
const documentedRow = (row: unknown): unknown => {
  if (!isObject(row)) return row
  const fields = "service" in row ? row : folded(row)
  const { name, type, category } = fields
  return typeof name === "string" && typeof type === "string" && typeof category === "string"
    ? fields
    : { ...fields, name: label(name), type: label(type), category: label(category) }
}

/** The documented rows. One without an ID cannot be ordered, and is no reason to lose the others. */
const documentedRows = (json: ReadonlyArray<unknown>): ReadonlyArray<unknown> => {
  const rows = json.map(documentedRow)
  const usable = rows.filter((row) => isObject(row) && readId(row["service"]) !== undefined)
  return usable.length === 0 ? rows : usable
}

/** The list as documented, where a panel wrapped it, or said in words that it is empty. */
const documented = (json: unknown): unknown => {
  if (Array.isArray(json)) return documentedRows(json)
  if (!isObject(json)) return json
  const { services, data, status } = json
  const inner = services ?? data
  // The SmartPanel family says so in words: {"status":"success","data":"Empty Data"}.
  return Array.isArray(inner)
    ? documentedRows(inner)
    : status === "success" && typeof inner === "string"
      ? []
      : json
}

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
    /** The catalogue, read once and kept for `catalogueTimeToLive`; a failure is not kept. */
    readonly list: Effect.Effect<Answer, ServicesError>
    /** One service of the catalogue; `NotFound` where the catalogue lacks it. */
    readonly get: (id: ServiceId) => Effect.Effect<Answer[number], ServicesError>
    /** Forgets the catalogue, so that the next `list` reads it anew. */
    readonly invalidate: Effect.Effect<void>
  }
}

interface Catalogue {
  readonly list: Answer
  readonly byId: () => ReadonlyMap<ServiceId, Answer[number]>
  readonly until: number
}

/** The services by ID. Most programs read the list alone, so it is made only for who asks. */
const indexed = (list: Answer): Catalogue["byId"] => {
  let byId: ReadonlyMap<ServiceId, Answer[number]> | undefined
  return () => {
    byId ??= new Map(list.map((one) => [one.service, one]))
    return byId
  }
}

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
export const make: Effect.Effect<Services.Service, never, PanelClient> = Effect.gen(function* () {
  const client = yield* PanelClient
  const read = client.read({
    action: "services",
    params: {},
    decode: (json) => listReader(Service)(documented(json))
  })
  const turn = yield* Effect.makeSemaphore(1)
  const lifetime = Duration.toMillis(client.config.catalogueTimeToLive)
  let kept: Catalogue | undefined
  let invalidations = 0
  let failures = 0
  let failure: Effect.Effect<never, ReadError> = Effect.never

  // Whoever asks while the catalogue is being read waits for that reading, and shares its failure; one
  // after another they would wait too long. If the reader is interrupted, the next one reads.
  const current = Effect.suspend(() => {
    const seen = failures
    return turn.withPermits(1)(
      Effect.flatMap(Clock.currentTimeMillis, (now) => {
        if (kept !== undefined && now < kept.until) return Effect.succeed(kept)
        if (failures > seen) return failure
        const valid = invalidations
        return read.pipe(
          Effect.tapError((error) =>
            Effect.sync(() => {
              failures += 1
              failure = Effect.fail(error)
            })
          ),
          Effect.map((list) => {
            const catalogue = { list, byId: indexed(list), until: now + lifetime }
            if (valid === invalidations) kept = catalogue
            return catalogue
          })
        )
      })
    )
  })
  const get = (id: ServiceId) =>
    Effect.flatMap(current, ({ byId }) => {
      const service = byId().get(id)
      return service === undefined
        ? Effect.fail(
            new NotFound({ meaning: "bad-service", said: `no service ${id} in the catalogue`, status: 200 })
          )
        : Effect.succeed(service)
    })
  const span = spanOf(client.config.host, "services")
  return {
    list: traced(
      Effect.map(current, ({ list }) => list),
      "Services.list",
      span
    ),
    get: Effect.fn("Services.get", span)(get),
    invalidate: Effect.sync(() => {
      kept = undefined
      invalidations += 1
    })
  }
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
