/**
 * The action `cancel`: asking that an order be stopped.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import type { Answered, Asked, No } from "./Call.js"
import { OrderId } from "./Identifiers.js"
import { about, field, id, reader } from "./internal/answer.js"
import { isObject } from "./internal/json.js"
import * as Ask from "./internal/many.js"
import { spanOf, traced } from "./internal/observe.js"
import * as PanelsNo from "./internal/panelsNo.js"
import { Refusal } from "./internal/refusals/texts.js"
import * as Rows from "./internal/rows.js"
import { readId } from "./internal/wire.js"
import { PanelClient, type SpendOptions } from "./PanelClient.js"
import { type SpendError, toSpendError } from "./PanelError.js"

/**
 * That the panel took the request: 1 as documented; some panels say `true`, or send a number or an ID of their
 * own, in which letters follow on digits. Any other text may as well be a reason why not.
 */
const accepted = field(Schema.Union(Schema.Number, Schema.Boolean, Schema.String), Schema.Literal(true), {
  read: (value) =>
    value === true ||
    value === "true" ||
    /^[1-9]\d*$|^(?=.{5,64}$)[\w-]*\d[A-Za-z][\w-]*$/.test(readId(value) ?? "")
      ? true
      : undefined,
  write: () => 1
})

/**
 * The answer: of each order whether the request was taken, or the words of a refusal. That it was taken is
 * no refund and no promise: `OrderStatus` tells whether the order was cancelled in the end.
 *
 * @example
 * import { CancelOrder } from "@smmkit/core"
 * import { Schema } from "effect"
 *
 * const rows = Schema.decodeUnknownSync(CancelOrder.AnswerMany)([
 *   { order: 9, cancel: { error: "Incorrect order ID" } },
 *   { order: 2, cancel: 1 }
 * ])
 *
 * assert.strictEqual(rows[1]?.cancel, true)
 *
 * @since 0.1.0
 * @category schemas
 */
export const AnswerMany = /* @__PURE__ */ (() =>
  Schema.Array(
    Schema.Struct({ order: id(OrderId), cancel: Schema.Union(Refusal, accepted) }).annotations(
      about("CancelOrder.Row")
    )
  ))()

const decode = reader(Schema.Struct({ cancel: accepted }))

const shape: Rows.Shape = { id: "order", payload: ["cancel"], main: "cancel" }

/** One panel lists the orders that it cancelled and leaves out those that it did not. */
const rows = (json: unknown, asked: ReadonlyArray<string>): ReadonlyArray<Rows.Row> | undefined => {
  const canceled = isObject(json) ? (json["canceled"] ?? json["cancelled"]) : undefined
  const [only, ...others] = asked
  // Another panel says of the one order that was asked that it is cancelled.
  if (canceled === true && isObject(json) && others.length === 0 && readId(json["order"]) === only) {
    return Rows.read({ order: only, cancel: 1, error: json["error"] }, shape, asked)
  }
  if (!Array.isArray(canceled)) return Rows.read(json, shape, asked)
  const taken = canceled.map(readId)
  if (taken.includes(undefined)) return undefined
  return asked.map((id) =>
    taken.includes(id)
      ? { id, value: { cancel: 1 }, fields: { cancel: 1 } }
      : { id, value: { success: false }, fields: {}, error: "" }
  )
}

const restOf = (json: unknown, asked: Asked): No | undefined => {
  const listed = isObject(json) ? ["canceled", "cancelled"].filter((name) => Array.isArray(json[name])) : []
  return isObject(json) && listed.length > 0
    ? PanelsNo.ofRest([json], asked, listed)
    : Rows.restOf(json, shape, asked)
}

/**
 * What a request to cancel can fail with.
 *
 * @since 0.1.0
 * @category errors
 */
export type CancelOrderError = SpendError

/**
 * Asking that orders be stopped.
 *
 * @example
 * import { CancelOrder, Identifiers } from "@smmkit/core"
 * import { SandboxPanel } from "@smmkit/sandbox"
 * import { Effect } from "effect"
 *
 * const program = Effect.flatMap(CancelOrder.CancelOrder, ({ request }) => request(Identifiers.OrderId.make("77")))
 * const error = await Effect.runPromise(program.pipe(Effect.flip, Effect.provide(SandboxPanel.layer())))
 *
 * assert.strictEqual(error._tag, "NotFound")
 *
 * @since 0.1.0
 * @category tags
 */
export class CancelOrder extends Context.Tag("@smmkit/core/CancelOrder")<
  CancelOrder,
  CancelOrder.Service
>() {}

/**
 * @since 0.1.0
 */
export declare namespace CancelOrder {
  /**
   * @since 0.1.0
   * @category models
   */
  export interface Service {
    /** Asks that one order be stopped. Success means that the panel took the request. */
    readonly request: (
      order: OrderId,
      options?: SpendOptions<Either.Either<void, CancelOrderError>>
    ) => Effect.Effect<void, CancelOrderError>
    /** Asks that many orders be stopped, 100 a call, answered in the order asked; equal IDs are asked once. */
    readonly requestMany: (
      orders: ReadonlyArray<OrderId>,
      options?: SpendOptions<Answered<OrderId, void, CancelOrderError>>
    ) => Effect.Effect<ReadonlyArray<Answered<OrderId, void, CancelOrderError>>>
  }
}

/**
 * Makes the service over the client of a panel.
 *
 * @example
 * import { CancelOrder } from "@smmkit/core"
 * import { Effect, Layer } from "effect"
 *
 * // What `layer` does; wrap it to add something of your own.
 * const layer = Layer.effect(CancelOrder.CancelOrder, Effect.tap(CancelOrder.make, Effect.logDebug("CancelOrder is there")))
 *
 * assert.ok(Layer.isLayer(layer))
 *
 * @since 0.1.0
 * @category constructors
 */
export const make: Effect.Effect<CancelOrder.Service, never, PanelClient> = Effect.map(
  PanelClient,
  (client) => {
    const ask = Ask.make<OrderId, void, SpendError, "cancel">(client, {
      name: "cancel",
      // The documented action has no singular form.
      id: OrderId,
      field:
        client.config.dialect.manyForm.cancel === "order"
          ? { one: "order", many: "order" }
          : { one: "orders", many: "orders" },
      rows,
      spends: { main: shape.main, restOf },
      decode: (fields) => Either.map(decode(fields), () => undefined),
      send: client.spend,
      fail: toSpendError
    })
    const span = spanOf(client.config.host, "cancel")
    return {
      request: (id, options) => traced(ask.one(id, options), "CancelOrder.request", span),
      requestMany: (ids, options) => traced(ask.many(ids, options), "CancelOrder.requestMany", span)
    }
  }
)

/**
 * The service over the client of a panel. Give all actions of one panel the same client: they then share
 * its rate limit and its concurrency bound.
 *
 * @example
 * import { CancelOrder, PanelClient } from "@smmkit/core"
 * import { Layer, Redacted } from "effect"
 *
 * const client = PanelClient.layer({ url: "https://panel.example/api/v2", key: Redacted.make("fake-key") })
 * // This action alone: the program carries no code of the others. What is left to provide is a transport.
 * const layer = CancelOrder.layer(client)
 *
 * assert.ok(Layer.isLayer(layer))
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = <E, R>(client: Layer.Layer<PanelClient, E, R>): Layer.Layer<CancelOrder, E, R> =>
  Layer.provide(Layer.effect(CancelOrder, make), client)
