/**
 * The action `add`: placing an order, which spends money.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { OrderId } from "./Identifiers.js"
import { isObject } from "./internal/json.js"
import { countOrder } from "./internal/observe.js"
import { decimal, id, optional, record, someText } from "./internal/record.js"
import { folded } from "./internal/refusal.js"
import { readId } from "./internal/wire.js"
import type { Money } from "./Money.js"
import type { Order } from "./Order.js"
import { toForm } from "./OrderForm.js"
import { PanelClient } from "./PanelClient.js"
import type { InvalidOrder, OrderWithheld, SpendError } from "./PanelError.js"

/**
 * The answer: the order's ID, and what it cost where the panel says so.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Answer = record("AddOrder.Answer", {
  order: id(OrderId),
  charge: optional(decimal),
  currency: optional(someText)
})

/**
 * @since 0.1.0
 * @category models
 */
export type Answer = typeof Answer.Type

const decode = Schema.decodeUnknownEither(Answer)

const idFields = ["order", "order_id", "orderid", "id"]

/** The IDs under any of the names that panels give them, alone or in a list. */
const idsIn = (fields: Readonly<Record<string, unknown>>): ReadonlyArray<string> =>
  idFields.flatMap((name) => fields[name]).flatMap((value) => readId(value) ?? [])

/** The answer as documented. One that names two different IDs confirms no order. */
const documented = (json: unknown): unknown => {
  const outer = Array.isArray(json) && json.length === 1 ? json[0] : json
  if (!isObject(outer)) return undefined
  const fields = folded(outer)
  const inner = isObject(fields["data"]) ? folded(fields["data"]) : {}
  const [order, ...others] = new Set([...idsIn(fields), ...idsIn(inner)])
  return others.length > 0
    ? undefined
    : { charge: inner["charge"], currency: inner["currency"], ...fields, order }
}

/**
 * What `place` can fail with: the order was wrong or held back, refused, never left, or its outcome
 * is not known.
 *
 * @since 0.1.0
 * @category errors
 */
export type AddOrderError = InvalidOrder | OrderWithheld | SpendError

/**
 * Placing orders. A program that does not name this service among its requirements cannot spend money.
 *
 * @since 0.1.0
 * @category tags
 */
export class AddOrder extends Context.Tag("@smmkit/core/AddOrder")<AddOrder, AddOrder.Service>() {}

/**
 * @since 0.1.0
 */
export declare namespace AddOrder {
  /**
   * @since 0.1.0
   * @category models
   */
  export interface Service {
    /**
     * Places one order, at most once: the call is sent again only if the one before it certainly did
     * nothing. `price`, where the caller knows it from `Quote`, is what the metric of money spent counts
     * if the panel does not name the charge.
     */
    readonly place: (order: Order, price?: Money | undefined) => Effect.Effect<Answer, AddOrderError>
  }
}

/**
 * @since 0.1.0
 * @category constructors
 */
export const make: Effect.Effect<AddOrder.Service, never, PanelClient> = Effect.map(
  PanelClient,
  (client) => ({
    place: Effect.fn("AddOrder.place")(function* (order: Order, price?: Money | undefined) {
      const params = yield* toForm(order)
      const answer = yield* client.spend({
        action: "add",
        params,
        decode: (json) => decode(documented(json))
      })
      const charged = Option.map(answer.charge, (amount) => ({ amount, currency: answer.currency }))
      yield* countOrder(
        client.config.host,
        Option.getOrElse(charged, () => price)
      )
      return answer
    })
  })
)

/**
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<AddOrder, never, PanelClient> = Layer.effect(AddOrder, make)
