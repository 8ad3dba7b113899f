/**
 * The action `status`: how orders are doing.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type * as Tracer from "effect/Tracer"
import type { Answered } from "./Call.js"
import { OrderId } from "./Identifiers.js"
import {
  about,
  decimal,
  ids,
  optional,
  reader,
  recurring,
  someText,
  someTextOrFlag,
  tally,
  word
} from "./internal/answer.js"
import * as Batch from "./internal/batch.js"
import * as Given from "./internal/given.js"
import { isObject } from "./internal/json.js"
import * as Ask from "./internal/many.js"
import { inSpan, spanOf, traced } from "./internal/observe.js"
import { Refusal } from "./internal/refusals/texts.js"
import * as Rows from "./internal/rows.js"
import { inTime } from "./internal/time.js"
import { fold } from "./internal/wire.js"
import { AmountJson, Json as MoneyJson } from "./Money.js"
import { FromWire, isFinal, Known, OrderState } from "./OrderState.js"
import { type CallOptions, PanelClient } from "./PanelClient.js"
import type { ReadError } from "./PanelError.js"

/**
 * The answer about one order.
 *
 * `charge` is the first charge on some panels and what is left of it on others, so a refund must not be
 * computed from it. `remains` may be negative (more was delivered than ordered), and some panels send 0
 * where they do not know it: it does not mean finished. `orders` are the children of a drip-feed order or
 * a subscription, `runs` and `posts` how many were asked for; `expiry` is a date, or on some panels
 * `true` while a subscription is not over.
 *
 * @example
 * import { OrderStatus } from "@smmkit/core"
 * import { Option, Schema } from "effect"
 *
 * const status = Schema.decodeUnknownSync(OrderStatus.Answer)({
 *   charge: "0.27819", start_count: "", status: "in_progress", remains: "157", currency: "USD"
 * })
 *
 * assert.strictEqual(status.status, "In progress")
 * assert.deepStrictEqual(status.startCount, Option.none()) // an empty text is not zero
 *
 * @since 0.1.0
 * @category schemas
 */
export const Answer = Schema.Struct({
  charge: optional(decimal),
  startCount: Schema.fromKey(optional(tally), "start_count"),
  status: word(FromWire, Known.literals),
  remains: optional(tally),
  currency: recurring(optional(someText)),
  runs: optional(tally),
  posts: optional(tally),
  expiry: optional(someTextOrFlag),
  orders: optional(ids(OrderId))
}).annotations(about("OrderStatus.Answer"))

/**
 * @since 0.1.0
 * @category models
 */
export type Answer = typeof Answer.Type

/**
 * An answer as smmkit's own JSON has it: amounts as text, null where the panel does not say.
 *
 * @example
 * import { OrderStatus } from "@smmkit/core"
 * import { Schema } from "effect"
 *
 * const status = Schema.decodeUnknownSync(OrderStatus.Answer)({ charge: "0.50", status: "in_progress" })
 * const json = Schema.encodeSync(OrderStatus.Json)(status)
 *
 * assert.deepStrictEqual([json.status, json.charge, json.remains], ["In progress", "0.50", null])
 *
 * @since 0.1.0
 * @category schemas
 */
export const Json = /* @__PURE__ */ (() =>
  Schema.Struct({
    status: Schema.typeSchema(OrderState).annotations({
      jsonSchema: {
        type: "string",
        description: `${Known.literals.join(", ")}; or the panel's own word, which is not final.`
      }
    }),
    charge: Schema.OptionFromNullOr(AmountJson),
    startCount: Schema.OptionFromNullOr(Schema.Int),
    remains: Schema.OptionFromNullOr(Schema.Int),
    currency: MoneyJson.fields.currency,
    runs: Schema.OptionFromNullOr(Schema.Int),
    posts: Schema.OptionFromNullOr(Schema.Int),
    expiry: Schema.OptionFromNullOr(Schema.Union(Schema.String, Schema.Boolean)),
    orders: Schema.OptionFromNullOr(Schema.Array(OrderId))
  }).annotations({ identifier: "Status", description: "How an order is doing, as the panel tells it." }))()

/**
 * The answer about many orders: by ID, the order's state or the words of a refusal.
 *
 * @example
 * import { OrderStatus } from "@smmkit/core"
 * import { Schema } from "effect"
 *
 * const answers = Schema.decodeUnknownSync(OrderStatus.AnswerMany)({
 *   "1": { status: "Completed" },
 *   "10": { error: "Incorrect order ID" }
 * })
 *
 * assert.deepStrictEqual(Object.keys(answers), ["1", "10"])
 *
 * @since 0.1.0
 * @category schemas
 */
export const AnswerMany = /* @__PURE__ */ (() =>
  Schema.Record({ key: OrderId, value: Schema.Union(Refusal, Answer) }))()

const shape: Rows.Shape = {
  id: "order",
  payload: ["status", "charge", "remains", "start_count", "start_counter"],
  main: "status"
}

const ofSubscription = ["posts", "expiry"]
const ofOrder = ["charge", "start_count", "remains", "runs", "orders", ...ofSubscription]

/** Words that say how the call went, where nothing else speaks of an order. */
const ofCall = ["success", "error", "fail"]

/** Words that mean the same in each answer, as nearly every panel writes them. */
const plain: ReadonlySet<unknown> = new Set(Known.literals.filter((word) => word !== "Active"))

/** Whether a value says nothing of an order: nothing at all, as zero does not, or what is an answer of its own. */
const isBlank = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === "string" && value.trim() === "") ||
  isObject(value) ||
  (Array.isArray(value) && value.every(isObject))

/** Fields as documented. A bare `success` or `error` is the state of the call, and says nothing of the order. */
const documented = (fields: Readonly<Record<string, unknown>>): unknown => {
  const { start_counter: startCounter, status } = fields
  const named = startCounter === undefined ? fields : { start_count: startCounter, ...fields }
  if (plain.has(status)) return named
  const has = (names: ReadonlyArray<string>) => names.some((name) => Object.hasOwn(named, name))
  // A panel that fails may print the fields of an order that it has not found, with nothing in them.
  const says = (names: ReadonlyArray<string>) =>
    names.some((name) => Object.hasOwn(named, name) && !isBlank(named[name]))
  const word = typeof status === "string" ? fold(status) : ""
  if (ofCall.includes(word)) {
    const state = named["order_status"] ?? named["state"]
    if (state !== undefined) return { ...named, status: state }
    if (!says(ofOrder)) return undefined
  }
  // `Active` is a state of subscriptions; elsewhere it is a spelling.
  return word === "active" && !has(ofSubscription) ? { ...named, status: "In progress" } : named
}

/**
 * What a question about an order can fail with.
 *
 * @since 0.1.0
 * @category errors
 */
export type OrderStatusError = ReadError

/**
 * Asking how orders are doing.
 *
 * @example
 * import { Identifiers, OrderStatus } from "@smmkit/core"
 * import { SandboxPanel } from "@smmkit/sandbox"
 * import { Effect, Either } from "effect"
 *
 * const program = Effect.gen(function* () {
 *   const { many } = yield* OrderStatus.OrderStatus
 *   return yield* many(["77", "78"].map((id) => Identifiers.OrderId.make(id)))
 * })
 * const answered = await Effect.runPromise(Effect.provide(program, SandboxPanel.layer()))
 *
 * assert.deepStrictEqual(
 *   answered.map(({ id, result }) => [id, Either.isLeft(result) && result.left._tag]),
 *   [["77", "NotFound"], ["78", "NotFound"]]
 * )
 *
 * @since 0.1.0
 * @category tags
 */
export class OrderStatus extends Context.Tag("@smmkit/core/OrderStatus")<
  OrderStatus,
  OrderStatus.Service
>() {}

/**
 * @since 0.1.0
 */
export declare namespace OrderStatus {
  /**
   * @since 0.1.0
   * @category models
   */
  export interface Service {
    /**
     * One order. Questions asked at about the same time, in any fiber, share a call of up to 100; a deadline
     * ends the wait for its answer.
     */
    readonly get: (id: OrderId, options?: CallOptions) => Effect.Effect<Answer, OrderStatusError>
    /** Many orders, 100 a call, answered in the order asked; equal IDs are asked once. */
    readonly many: (
      ids: ReadonlyArray<OrderId>,
      options?: CallOptions
    ) => Effect.Effect<ReadonlyArray<Answered<OrderId, Answer, OrderStatusError>>>
    /**
     * Any number of orders, 100 a call, in constant memory, in the order asked. As many calls as the panel's
     * `concurrency` run ahead of the reader; the IDs of a slow source wait no longer than the window. A
     * deadline is each call's.
     */
    readonly stream: <E, R>(
      ids: Stream.Stream<OrderId, E, R>,
      options?: CallOptions
    ) => Stream.Stream<Answered<OrderId, Answer, OrderStatusError>, E, R>
    /**
     * The order's states from now to the final one, each once, looked at every `interval`, but no more often
     * than once a second. Fails with the error of a look, but where it is `retryable`: then with that of the fifth in a row.
     */
    readonly follow: (
      id: OrderId,
      interval?: Duration.DurationInput | undefined
    ) => Stream.Stream<Answer, OrderStatusError>
  }
}

const isSame = Schema.equivalence(Answer)

/** No order moves faster than that, and a panel would block who asks without a pause. */
const shortestInterval = Duration.seconds(1)

/** An order takes hours, so one that is followed is not given up for an outage of minutes. */
const overOutages = (interval: Duration.DurationInput) =>
  Schedule.spaced(interval).pipe(
    Schedule.intersect(Schedule.recurs(4)),
    Schedule.whileInput(({ retryable }: ReadError) => retryable)
  )

/**
 * Makes the service over the client of a panel.
 *
 * @example
 * import { OrderStatus } from "@smmkit/core"
 * import { Effect, Layer } from "effect"
 *
 * // What `layer` does; wrap it to add something of your own.
 * const layer = Layer.scoped(OrderStatus.OrderStatus, Effect.tap(OrderStatus.make, Effect.logDebug("OrderStatus is there")))
 *
 * assert.ok(Layer.isLayer(layer))
 *
 * @since 0.1.0
 * @category constructors
 */
export const make: Effect.Effect<OrderStatus.Service, never, PanelClient | Scope.Scope> = Effect.gen(
  function* () {
    const client = yield* PanelClient
    const { config } = client
    const decode = reader(Answer)
    const ask = Ask.make<OrderId, Answer, ReadError, "status">(client, {
      name: "status",
      id: OrderId,
      field: { one: "order", many: "orders" },
      rows: (json, asked) => Rows.read(json, shape, asked),
      hasStates: true,
      decode: (fields) => decode(documented(fields)),
      send: client.read,
      fail: () => (error) => error
    })
    const shared = yield* Batch.make({
      window: config.batchWindow,
      most: config.dialect.manyForm.status === "one-by-one" ? 1 : Ask.mostIds,
      ask: ask.batch
    })
    const get = (id: OrderId, given: CallOptions | undefined, span: Tracer.Span) => {
      const no = Given.wrongId("order", id)
      if (no !== undefined) return Effect.fail(no)
      return Effect.flatMap(Given.options(given), (options) => {
        const asked = shared.oneIn(span, id)
        return options?.deadline === undefined ? asked : inTime(asked, options.deadline, config.timeout)
      })
    }
    const follow = (
      id: OrderId,
      given: Duration.DurationInput = config.followInterval
    ): Stream.Stream<Answer, ReadError> => {
      const no = Given.wrongId("order", id) ?? Given.wrongTime("interval", given)
      if (no !== undefined) return Stream.fail(no)
      const interval = Duration.max(given, shortestInterval)
      return Stream.repeatEffectWithSchedule(
        Effect.retry(shared.one(id), overOutages(interval)),
        Schedule.spaced(interval)
      ).pipe(
        Stream.takeUntil(({ status }) => isFinal(status)),
        Stream.changesWith(isSame)
      )
    }
    const span = spanOf(config.host, "status")
    return {
      get: (id, options) => inSpan("OrderStatus.get", span, (own) => get(id, options, own)),
      many: (ids, options) => traced(ask.many(ids, options), "OrderStatus.many", span),
      stream: (ids, options) => Stream.withSpan(ask.stream(ids, options), "OrderStatus.stream", span),
      follow: (id, interval) => Stream.withSpan(follow(id, interval), "OrderStatus.follow", span)
    }
  }
)

/**
 * The service over the client of a panel. Give all actions of one panel the same client: they then share
 * its rate limit and its concurrency bound.
 *
 * @example
 * import { OrderStatus, PanelClient } from "@smmkit/core"
 * import { Layer, Redacted } from "effect"
 *
 * const client = PanelClient.layer({ url: "https://panel.example/api/v2", key: Redacted.make("fake-key") })
 * // This action alone: the program carries no code of the others. What is left to provide is a transport.
 * const layer = OrderStatus.layer(client)
 *
 * assert.ok(Layer.isLayer(layer))
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = <E, R>(client: Layer.Layer<PanelClient, E, R>): Layer.Layer<OrderStatus, E, R> =>
  Layer.provide(Layer.scoped(OrderStatus, make), client)
