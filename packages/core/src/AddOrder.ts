/**
 * The action `add`: placing an order, which spends money.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { OrderId } from "./Identifiers.js"
import { about, decimal, id, optional, reader, someText } from "./internal/answer.js"
import * as Given from "./internal/given.js"
import { isObject } from "./internal/json.js"
import { tried } from "./internal/look.js"
import { countOrder, spanOf, traced } from "./internal/observe.js"
import { denies } from "./internal/panelsNo.js"
import { folded } from "./internal/refusals/texts.js"
import { isBounded, readId, readText } from "./internal/wire.js"
import { Money } from "./Money.js"
import type { Order } from "./Order.js"
import { type CheckOptions, toForm } from "./OrderForm.js"
import { PanelClient, type SpendOptions } from "./PanelClient.js"
import { InvalidOrder, type OrderWithheld, type SpendError } from "./PanelError.js"
import * as Refusals from "./Refusals.js"

const fields = { order: id(OrderId), charge: optional(decimal), currency: optional(someText) }

/**
 * The answer: the order's ID, and what it cost where the panel says so. A charge that cannot be read, or is
 * beyond what any amount may be, is `None`, and `chargeText` holds what the panel wrote.
 *
 * @example
 * import { AddOrder } from "@smmkit/core"
 * import { Schema } from "effect"
 *
 * const { order } = Schema.decodeUnknownSync(AddOrder.Answer)({ order: 23501 })
 *
 * assert.strictEqual(order, "23501")
 *
 * @since 0.1.0
 * @category schemas
 */
export const Answer = /* @__PURE__ */ (() =>
  Schema.Struct({
    ...fields,
    chargeText: Schema.optionalWith(Schema.String, { exact: true })
  }).annotations(about("AddOrder.Answer")))()

/**
 * @since 0.1.0
 * @category models
 */
export type Answer = typeof Answer.Type

const decode = reader(Schema.Struct(fields))

const idFields = ["order", "order_id", "orderid", "id"]

/** The IDs under any of the names that panels give them, alone or in a list. */
const idsIn = (fields: Readonly<Record<string, unknown>>): ReadonlyArray<string> =>
  idFields.flatMap((name) => fields[name]).flatMap((value) => readId(value) ?? [])

/** The answer as documented. One that names two different IDs, or holds a refusal beside one, confirms no order. */
const documented = (json: unknown): Readonly<Record<string, unknown>> | undefined => {
  const outer = Array.isArray(json) && json.length === 1 ? json[0] : json
  if (!isObject(outer)) return undefined
  const fields = folded(outer)
  const inner = isObject(fields["data"]) ? folded(fields["data"]) : {}
  const [order, ...others] = new Set([...idsIn(fields), ...idsIn(inner)])
  return others.length > 0 || denies(fields)
    ? undefined
    : { charge: inner["charge"], currency: inner["currency"], ...fields, order }
}

/** The answer, with the charge as the panel wrote it where it is no amount. */
const read =
  (redact: (text: string) => string) =>
  (json: unknown): Either.Either<Answer, undefined> => {
    const fields = documented(json)
    return Either.map(decode(fields), (answer) => {
      const charge = fields?.["charge"]
      const chargeText = Option.isSome(answer.charge) ? undefined : readText(charge)
      return chargeText === undefined ? answer : { ...answer, chargeText: redact(chargeText) }
    })
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
 * What `place` takes besides the order.
 *
 * @since 0.1.0
 * @category models
 */
export interface PlaceOptions extends SpendOptions<Either.Either<Answer, SpendError>>, CheckOptions {
  /**
   * What the order costs, where the caller knows it from `Quote`: what the metric of money spent counts if
   * the panel does not name the charge.
   */
  readonly price?: Money | undefined
}

/**
 * Placing orders. A program that does not name this service among its requirements cannot spend money.
 *
 * @example
 * import { AddOrder, Identifiers } from "@smmkit/core"
 * import { SandboxPanel } from "@smmkit/sandbox"
 * import { Effect, Either } from "effect"
 *
 * const program = Effect.gen(function* () {
 *   const { place } = yield* AddOrder.AddOrder
 *   const order = {
 *     type: "Default",
 *     service: Identifiers.ServiceId.make("999999"),
 *     link: "https://example.com/p/1",
 *     quantity: 100
 *   } as const
 *   return yield* Effect.either(place(order))
 * })
 * const result = await Effect.runPromise(Effect.provide(program, SandboxPanel.layer()))
 *
 * assert.ok(Either.isLeft(result))
 * assert.strictEqual(result.left._tag, "NotFound") // there is no such service
 * assert.strictEqual(result.left.processed, "no")
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
     * nothing. Do not put `Effect.timeout` around it, which ends in an error that does not know whether the
     * order was sent: give it a `deadline`.
     */
    readonly place: (order: Order, options?: PlaceOptions | undefined) => Effect.Effect<Answer, AddOrderError>
  }
}

const isMoney = /* @__PURE__ */ Schema.is(Money)

/** Whether a price can be counted, which must not fail once the order is placed. */
const isPrice = (price: unknown): boolean => isMoney(price) && isBounded(price.amount)

const noPrice = () =>
  new InvalidOrder({
    field: "price",
    value: "",
    remedy: "give the Money that a quote gave, or leave it out"
  })

const place = Effect.fnUntraced(function* (
  client: PanelClient.Service,
  order: Order,
  given: PlaceOptions | undefined
) {
  const { kind, price, ...options } = (yield* Given.options(given)) ?? {}
  if (
    price !== undefined &&
    !tried(
      () => isPrice(price),
      () => false
    )
  )
    return yield* noPrice()
  const params = yield* toForm(order, { kind })
  const answer = yield* client.spend(
    { action: "add", params, decode: read(client.redact), refusals: Refusals.all },
    options
  )
  const charged = Option.map(answer.charge, (amount) => ({
    amount,
    currency: Option.map(answer.currency, client.redact)
  }))
  yield* countOrder(
    client.config.host,
    Option.getOrElse(charged, () => price)
  )
  return answer
})

/**
 * Makes the service over the client of a panel.
 *
 * @example
 * import { AddOrder } from "@smmkit/core"
 * import { Effect, Layer } from "effect"
 *
 * // What `layer` does; wrap it to add something of your own.
 * const layer = Layer.effect(AddOrder.AddOrder, Effect.tap(AddOrder.make, Effect.logDebug("AddOrder is there")))
 *
 * assert.ok(Layer.isLayer(layer))
 *
 * @since 0.1.0
 * @category constructors
 */
export const make: Effect.Effect<AddOrder.Service, never, PanelClient> = Effect.map(
  PanelClient,
  (client) => ({
    place: (order, options) =>
      traced(place(client, order, options), "AddOrder.place", spanOf(client.config.host, "add"))
  })
)

/**
 * The service over the client of a panel. Give all actions of one panel the same client: they then share
 * its rate limit and its concurrency bound.
 *
 * @example
 * import { AddOrder, PanelClient } from "@smmkit/core"
 * import { Layer, Redacted } from "effect"
 *
 * const client = PanelClient.layer({ url: "https://panel.example/api/v2", key: Redacted.make("fake-key") })
 * // This action alone: the program carries no code of the others. What is left to provide is a transport.
 * const layer = AddOrder.layer(client)
 *
 * assert.ok(Layer.isLayer(layer))
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = <E, R>(client: Layer.Layer<PanelClient, E, R>): Layer.Layer<AddOrder, E, R> =>
  Layer.provide(Layer.effect(AddOrder, make), client)
