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
import { isObject } from "./internal/json.js"
import { folded } from "./internal/refusal.js"
import { PanelClient } from "./PanelClient.js"
import { NotFound, type ReadError } from "./PanelError.js"
import { Service } from "./Service.js"

/**
 * The answer: the whole catalogue.
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

const decode = Schema.decodeUnknownEither(Answer)

/** A row as documented, where a panel capitalised its fields or left out a text. */
const documentedRow = (row: unknown): unknown => {
  if (!isObject(row)) return row
  const fields = "service" in row ? row : folded(row)
  return "name" in fields && "type" in fields && "category" in fields
    ? fields
    : { name: "", type: "", category: "", ...fields }
}

/** The list as documented, where a panel wrapped it, or said in words that it is empty. */
const documented = (json: unknown): unknown => {
  if (Array.isArray(json)) return json.map(documentedRow)
  if (!isObject(json)) return json
  const { services, data, status } = json
  const list = services ?? data
  // The SmartPanel family says so in words: {"status":"success","data":"Empty Data"}.
  return Array.isArray(list)
    ? list.map(documentedRow)
    : status === "success" && typeof list === "string"
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
  readonly byId: ReadonlyMap<ServiceId, Answer[number]>
  readonly until: number
}

/**
 * @since 0.1.0
 * @category constructors
 */
export const make: Effect.Effect<Services.Service, never, PanelClient> = Effect.gen(function* () {
  const client = yield* PanelClient
  const read = client.read({ action: "services", params: {}, decode: (json) => decode(documented(json)) })
  const turn = yield* Effect.makeSemaphore(1)
  const lifetime = Duration.toMillis(client.config.catalogueTimeToLive)
  let kept: Catalogue | undefined

  // Whoever asks while the catalogue is being read waits for it; a failure or an interruption of the
  // reader lets the next one read.
  const current = turn.withPermits(1)(
    Effect.flatMap(Clock.currentTimeMillis, (now) =>
      kept !== undefined && now < kept.until
        ? Effect.succeed(kept)
        : Effect.map(read, (list) => {
            kept = { list, byId: new Map(list.map((one) => [one.service, one])), until: now + lifetime }
            return kept
          })
    )
  )
  const get = (id: ServiceId) =>
    Effect.flatMap(current, ({ byId }) => {
      const service = byId.get(id)
      return service === undefined
        ? Effect.fail(
            new NotFound({ meaning: "bad-service", said: `no service ${id} in the catalogue`, status: 200 })
          )
        : Effect.succeed(service)
    })
  return {
    list: Effect.withSpan(
      Effect.map(current, ({ list }) => list),
      "Services.list"
    ),
    get: Effect.fn("Services.get")(get),
    invalidate: Effect.sync(() => {
      kept = undefined
    })
  }
})

/**
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<Services, never, PanelClient> = Layer.effect(Services, make)
