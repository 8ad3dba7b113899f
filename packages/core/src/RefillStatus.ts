/**
 * The action `refill_status`: what became of a refill.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import type { Answered } from "./Call.js"
import { RefillId } from "./Identifiers.js"
import { about, id, reader, word } from "./internal/answer.js"
import * as Ask from "./internal/many.js"
import { spanOf, traced } from "./internal/observe.js"
import { Refusal } from "./internal/refusals/texts.js"
import * as Rows from "./internal/rows.js"
import { type CallOptions, PanelClient } from "./PanelClient.js"
import type { ReadError } from "./PanelError.js"
import { FromWire, Known } from "./RefillState.js"

const status = word(FromWire, Known.literals)

/**
 * The answer about one refill.
 *
 * @example
 * import { RefillStatus } from "@smmkit/core"
 * import { Schema } from "effect"
 *
 * const { status } = Schema.decodeUnknownSync(RefillStatus.Answer)({ status: "completed" })
 *
 * assert.strictEqual(status, "Completed")
 *
 * @since 0.1.0
 * @category schemas
 */
export const Answer = Schema.Struct({ status }).annotations(about("RefillStatus.Answer"))

/**
 * @since 0.1.0
 * @category models
 */
export type Answer = typeof Answer.Type

/**
 * The answer about many refills: of each its state, or the words of a refusal.
 *
 * @example
 * import { RefillStatus } from "@smmkit/core"
 * import { Schema } from "effect"
 *
 * const [row] = Schema.decodeUnknownSync(RefillStatus.AnswerMany)([{ refill: 2, status: "Rejected" }])
 *
 * assert.strictEqual(row?.status, "Rejected")
 *
 * @since 0.1.0
 * @category schemas
 */
export const AnswerMany = /* @__PURE__ */ (() =>
  Schema.Array(
    Schema.Struct({ refill: id(RefillId), status: Schema.Union(Refusal, status) }).annotations(
      about("RefillStatus.Row")
    )
  ))()

const decode = reader(Answer)

const shape: Rows.Shape = { id: "refill", payload: ["status"], main: "status" }

/**
 * What a question about a refill can fail with.
 *
 * @since 0.1.0
 * @category errors
 */
export type RefillStatusError = ReadError

/**
 * Asking what became of refills.
 *
 * @example
 * import { Identifiers, RefillStatus } from "@smmkit/core"
 * import { SandboxPanel } from "@smmkit/sandbox"
 * import { Effect } from "effect"
 *
 * const program = Effect.flatMap(RefillStatus.RefillStatus, ({ get }) => get(Identifiers.RefillId.make("7")))
 * const error = await Effect.runPromise(program.pipe(Effect.flip, Effect.provide(SandboxPanel.layer())))
 *
 * assert.strictEqual(error._tag, "NotFound")
 *
 * @since 0.1.0
 * @category tags
 */
export class RefillStatus extends Context.Tag("@smmkit/core/RefillStatus")<
  RefillStatus,
  RefillStatus.Service
>() {}

/**
 * @since 0.1.0
 */
export declare namespace RefillStatus {
  /**
   * @since 0.1.0
   * @category models
   */
  export interface Service {
    /** One refill. */
    readonly get: (id: RefillId, options?: CallOptions) => Effect.Effect<Answer, RefillStatusError>
    /** Many refills, 100 a call, answered in the order asked; equal IDs are asked once. */
    readonly many: (
      ids: ReadonlyArray<RefillId>,
      options?: CallOptions
    ) => Effect.Effect<ReadonlyArray<Answered<RefillId, Answer, RefillStatusError>>>
  }
}

/**
 * Makes the service over the client of a panel.
 *
 * @example
 * import { RefillStatus } from "@smmkit/core"
 * import { Effect, Layer } from "effect"
 *
 * // What `layer` does; wrap it to add something of your own.
 * const layer = Layer.effect(RefillStatus.RefillStatus, Effect.tap(RefillStatus.make, Effect.logDebug("RefillStatus is there")))
 *
 * assert.ok(Layer.isLayer(layer))
 *
 * @since 0.1.0
 * @category constructors
 */
export const make: Effect.Effect<RefillStatus.Service, never, PanelClient> = Effect.map(
  PanelClient,
  (client) => {
    const ask = Ask.make<RefillId, Answer, ReadError, "refill_status">(client, {
      name: "refill_status",
      id: RefillId,
      field: { one: "refill", many: "refills" },
      rows: (json, asked) => Rows.read(json, shape, asked),
      hasStates: true,
      decode,
      send: client.read,
      fail: () => (error) => error
    })
    const span = spanOf(client.config.host, "refill_status")
    return {
      get: (id, options) => traced(ask.one(id, options), "RefillStatus.get", span),
      many: (ids, options) => traced(ask.many(ids, options), "RefillStatus.many", span)
    }
  }
)

/**
 * The service over the client of a panel. Give all actions of one panel the same client: they then share
 * its rate limit and its concurrency bound.
 *
 * @example
 * import { RefillStatus, PanelClient } from "@smmkit/core"
 * import { Layer, Redacted } from "effect"
 *
 * const client = PanelClient.layer({ url: "https://panel.example/api/v2", key: Redacted.make("fake-key") })
 * // This action alone: the program carries no code of the others. What is left to provide is a transport.
 * const layer = RefillStatus.layer(client)
 *
 * assert.ok(Layer.isLayer(layer))
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = <E, R>(client: Layer.Layer<PanelClient, E, R>): Layer.Layer<RefillStatus, E, R> =>
  Layer.provide(Layer.effect(RefillStatus, make), client)
