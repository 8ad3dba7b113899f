/**
 * The action `refill`: asking for what an order has lost since.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { OrderId, RefillId } from "./Identifiers.js"
import * as Ask from "./internal/many.js"
import { toSpendError } from "./internal/outcome.js"
import { id, orRefusal, record } from "./internal/record.js"
import * as Rows from "./internal/rows.js"
import type { Answered } from "./Many.js"
import { PanelClient } from "./PanelClient.js"
import type { SpendError } from "./PanelError.js"

/**
 * The answer for one order: the refill's ID, by which `RefillStatus` tells what becomes of it. On a
 * few panels it equals the order's ID, or is the same for all.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Answer = record("Refill.Answer", { refill: id(RefillId, String) })

/**
 * @since 0.1.0
 * @category models
 */
export type Answer = typeof Answer.Type

/**
 * The answer for many orders: of each the refill's ID, or the words of a refusal.
 *
 * @since 0.1.0
 * @category schemas
 */
export const AnswerMany = Schema.Array(
  record("Refill.Row", { order: id(OrderId), refill: orRefusal(id(RefillId)) })
)

const decode = Schema.decodeUnknownEither(Answer)

const shape: Rows.Shape = { id: "order", payload: ["refill"], main: "refill" }

/**
 * What a request for a refill can fail with.
 *
 * @since 0.1.0
 * @category errors
 */
export type RefillError = SpendError

/**
 * @since 0.1.0
 * @category tags
 */
export class Refill extends Context.Tag("@smmkit/core/Refill")<Refill, Refill.Service>() {}

/**
 * @since 0.1.0
 */
export declare namespace Refill {
  /**
   * @since 0.1.0
   * @category models
   */
  export interface Service {
    /** Asks for the refill of one order. */
    readonly request: (order: OrderId) => Effect.Effect<Answer, RefillError>
    /** Asks for the refill of many orders, 100 a call, answered in the order asked; equal IDs are asked once. */
    readonly requestMany: (
      orders: ReadonlyArray<OrderId>
    ) => Effect.Effect<ReadonlyArray<Answered<OrderId, Answer, RefillError>>>
  }
}

/**
 * @since 0.1.0
 * @category constructors
 */
export const make: Effect.Effect<Refill.Service, never, PanelClient> = Effect.map(PanelClient, (client) => {
  const ask = Ask.make<OrderId, Answer, SpendError, "refill">(client, {
    name: "refill",
    field: { one: "order", many: "orders" },
    rows: (json) => Rows.read(json, shape),
    spends: true,
    decode,
    send: client.spend,
    fail: toSpendError
  })
  return {
    request: Effect.fn("Refill.request")(ask.one),
    requestMany: Effect.fn("Refill.requestMany")(ask.many)
  }
})

/**
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<Refill, never, PanelClient> = Layer.effect(Refill, make)
