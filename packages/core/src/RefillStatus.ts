/**
 * The action `refill_status`: what became of a refill.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { RefillId } from "./Identifiers.js"
import * as Ask from "./internal/many.js"
import { id, orRefusal, record, word } from "./internal/record.js"
import * as Rows from "./internal/rows.js"
import type { Answered } from "./Many.js"
import { PanelClient } from "./PanelClient.js"
import type { ReadError } from "./PanelError.js"
import { FromWire, Known } from "./RefillState.js"

const status = word(FromWire, Known.literals)

/**
 * The answer about one refill.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Answer = record("RefillStatus.Answer", { status })

/**
 * @since 0.1.0
 * @category models
 */
export type Answer = typeof Answer.Type

/**
 * The answer about many refills: of each its state, or the words of a refusal.
 *
 * @since 0.1.0
 * @category schemas
 */
export const AnswerMany = Schema.Array(
  record("RefillStatus.Row", { refill: id(RefillId), status: orRefusal(status) })
)

const decode = Schema.decodeUnknownEither(Answer)

const shape: Rows.Shape = { id: "refill", payload: ["status"], main: "status" }

/**
 * What a question about a refill can fail with.
 *
 * @since 0.1.0
 * @category errors
 */
export type RefillStatusError = ReadError

/**
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
    readonly get: (id: RefillId) => Effect.Effect<Answer, RefillStatusError>
    /** Many refills, 100 a call, answered in the order asked; equal IDs are asked once. */
    readonly many: (
      ids: ReadonlyArray<RefillId>
    ) => Effect.Effect<ReadonlyArray<Answered<RefillId, Answer, RefillStatusError>>>
  }
}

/**
 * @since 0.1.0
 * @category constructors
 */
export const make: Effect.Effect<RefillStatus.Service, never, PanelClient> = Effect.map(
  PanelClient,
  (client) => {
    const ask = Ask.make<RefillId, Answer, ReadError, "refill_status">(client, {
      name: "refill_status",
      field: { one: "refill", many: "refills" },
      rows: (json) => Rows.read(json, shape),
      spends: false,
      decode,
      send: client.read,
      fail: () => (error) => error
    })
    return {
      get: Effect.fn("RefillStatus.get")(ask.one),
      many: Effect.fn("RefillStatus.many")(ask.many)
    }
  }
)

/**
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<RefillStatus, never, PanelClient> = Layer.effect(RefillStatus, make)
