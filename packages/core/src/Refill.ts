/**
 * The action `refill`: asking for what an order has lost since.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import type { Answered } from "./Call.js"
import { OrderId, RefillId } from "./Identifiers.js"
import { about, id, reader } from "./internal/answer.js"
import * as Ask from "./internal/many.js"
import { spanOf, traced } from "./internal/observe.js"
import { Refusal } from "./internal/refusals/texts.js"
import * as Rows from "./internal/rows.js"
import { PanelClient, type SpendOptions } from "./PanelClient.js"
import { type SpendError, toSpendError } from "./PanelError.js"

/**
 * The answer for one order: the refill's ID, by which `RefillStatus` tells what becomes of it. On a
 * few panels it equals the order's ID, or is the same for all.
 *
 * @example
 * import { Refill } from "@smmkit/core"
 * import { Schema } from "effect"
 *
 * const { refill } = Schema.decodeUnknownSync(Refill.Answer)({ refill: "1" })
 *
 * assert.strictEqual(refill, "1")
 *
 * @since 0.1.0
 * @category schemas
 */
export const Answer = Schema.Struct({ refill: id(RefillId, String) }).annotations(about("Refill.Answer"))

/**
 * @since 0.1.0
 * @category models
 */
export type Answer = typeof Answer.Type

/**
 * The answer for many orders: of each the refill's ID, or the words of a refusal.
 *
 * @example
 * import { Refill } from "@smmkit/core"
 * import { Schema } from "effect"
 *
 * const rows = Schema.decodeUnknownSync(Refill.AnswerMany)([
 *   { order: 1, refill: 1 },
 *   { order: 3, refill: { error: "Incorrect order ID" } }
 * ])
 *
 * assert.deepStrictEqual(rows[1]?.refill, { error: "Incorrect order ID" })
 *
 * @since 0.1.0
 * @category schemas
 */
export const AnswerMany = /* @__PURE__ */ (() =>
  Schema.Array(
    Schema.Struct({ order: id(OrderId), refill: Schema.Union(Refusal, id(RefillId)) }).annotations(
      about("Refill.Row")
    )
  ))()

const decode = reader(Answer)

const shape: Rows.Shape = { id: "order", payload: ["refill"], main: "refill" }

/**
 * What a request for a refill can fail with.
 *
 * @since 0.1.0
 * @category errors
 */
export type RefillError = SpendError

/**
 * Asking for refills.
 *
 * @example
 * import { Identifiers, Refill } from "@smmkit/core"
 * import { SandboxPanel } from "@smmkit/sandbox"
 * import { Effect } from "effect"
 *
 * const program = Effect.flatMap(Refill.Refill, ({ request }) => request(Identifiers.OrderId.make("77")))
 * const error = await Effect.runPromise(program.pipe(Effect.flip, Effect.provide(SandboxPanel.layer())))
 *
 * assert.strictEqual(error._tag, "NotFound")
 *
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
    readonly request: (
      order: OrderId,
      options?: SpendOptions<Either.Either<Answer, RefillError>>
    ) => Effect.Effect<Answer, RefillError>
    /** Asks for the refill of many orders, 100 a call, answered in the order asked; equal IDs are asked once. */
    readonly requestMany: (
      orders: ReadonlyArray<OrderId>,
      options?: SpendOptions<Answered<OrderId, Answer, RefillError>>
    ) => Effect.Effect<ReadonlyArray<Answered<OrderId, Answer, RefillError>>>
  }
}

/**
 * Makes the service over the client of a panel.
 *
 * @example
 * import { Refill } from "@smmkit/core"
 * import { Effect, Layer } from "effect"
 *
 * // What `layer` does; wrap it to add something of your own.
 * const layer = Layer.effect(Refill.Refill, Effect.tap(Refill.make, Effect.logDebug("Refill is there")))
 *
 * assert.ok(Layer.isLayer(layer))
 *
 * @since 0.1.0
 * @category constructors
 */
export const make: Effect.Effect<Refill.Service, never, PanelClient> = Effect.map(PanelClient, (client) => {
  const ask = Ask.make<OrderId, Answer, SpendError, "refill">(client, {
    name: "refill",
    id: OrderId,
    field: { one: "order", many: "orders" },
    rows: (json, asked) => Rows.read(json, shape, asked),
    spends: { main: shape.main, restOf: (json, asked) => Rows.restOf(json, shape, asked) },
    decode,
    send: client.spend,
    fail: toSpendError
  })
  const span = spanOf(client.config.host, "refill")
  return {
    request: (id, options) => traced(ask.one(id, options), "Refill.request", span),
    requestMany: (ids, options) => traced(ask.many(ids, options), "Refill.requestMany", span)
  }
})

/**
 * The service over the client of a panel. Give all actions of one panel the same client: they then share
 * its rate limit and its concurrency bound.
 *
 * @example
 * import { Refill, PanelClient } from "@smmkit/core"
 * import { Layer, Redacted } from "effect"
 *
 * const client = PanelClient.layer({ url: "https://panel.example/api/v2", key: Redacted.make("fake-key") })
 * // This action alone: the program carries no code of the others. What is left to provide is a transport.
 * const layer = Refill.layer(client)
 *
 * assert.ok(Layer.isLayer(layer))
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = <E, R>(client: Layer.Layer<PanelClient, E, R>): Layer.Layer<Refill, E, R> =>
  Layer.provide(Layer.effect(Refill, make), client)
