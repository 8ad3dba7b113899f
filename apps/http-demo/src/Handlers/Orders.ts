/** Placing orders, watching them, refilling and cancelling them. */
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import { CancelOrder } from "@smmkit/core/CancelOrder"
import type { OrderId } from "@smmkit/core/Identifiers"
import type { Offer } from "@smmkit/core/Offer"
import { OrderStatus } from "@smmkit/core/OrderStatus"
import { Refill } from "@smmkit/core/Refill"
import { Services } from "@smmkit/core/Services"
import * as EntryJson from "@smmkit/journal/EntryJson"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { rows, spending, written } from "../Answer.js"
import { Api } from "../Api.js"
import { Events } from "../Events.js"
import { streams } from "../Metrics.js"
import { type Entry, Orders } from "../Orders.js"
import { ofPanelError } from "../Problem.js"
import * as Shapes from "../Shapes.js"
import { ordered } from "./Catalogue.js"

/** The catalogue by ID; empty while the panel cannot be reached, as orders are worth showing without names. */
export const servicesById: Effect.Effect<ReadonlyMap<string, Offer>, never, Services> = Effect.flatMap(
  Services,
  ({ list }) => Effect.orElseSucceed(Effect.map(list, byId), () => new Map<string, Offer>())
)

const maps = new WeakMap<ReadonlyArray<Offer>, ReadonlyMap<string, Offer>>()

const byId = (list: ReadonlyArray<Offer>): ReadonlyMap<string, Offer> => {
  const known = maps.get(list)
  if (known !== undefined) return known
  const made = new Map(list.map((service) => [service.service, service]))
  maps.set(list, made)
  return made
}

/** An entry of the journal as the API shows it. */
export const shown = (entry: Entry, services: ReadonlyMap<string, Offer>): Shapes.Order => {
  const service = services.get(entry.request["service"] ?? "")
  const offers = (flag: Option.Option<boolean> = Option.none()) => Option.contains(flag, true)
  return {
    ...EntryJson.make(entry),
    service: entry.request["service"] ?? "",
    name: service?.name ?? null,
    refill: offers(service?.refill),
    cancel: offers(service?.cancel)
  }
}

const eventStream = (ids: ReadonlyArray<OrderId>, events: Events.Service) =>
  Effect.map(HttpServerRequest.HttpServerRequest, ({ headers }) => {
    const frames = events.stream(ids, headers["last-event-id"] ?? "")
    const counted = Stream.acquireRelease(Metric.incrementBy(streams, 1), () =>
      Metric.incrementBy(streams, -1)
    )
    return HttpServerResponse.stream(
      Stream.flatMap(counted, () => frames),
      {
        contentType: "text/event-stream",
        headers: { "cache-control": "no-store", "x-accel-buffering": "no" }
      }
    )
  })

/** Whoever goes away amid a call that spends still gets it done, or a true entry in the journal. */
const whole = { uninterruptible: true } as const

export const layer = HttpApiBuilder.group(Api, "orders", (handlers) =>
  Effect.gen(function* () {
    const orders = yield* Orders
    const status = yield* OrderStatus
    const events = yield* Events
    const refill = yield* Refill
    const cancel = yield* CancelOrder
    return handlers
      .handle("orders", ({ urlParams: { offset, limit } }) =>
        Effect.gen(function* () {
          const all = yield* orders.all
          const services = yield* servicesById
          const page = all.slice(offset, offset + limit).map((entry) => shown(entry, services))
          return { total: all.length, orders: yield* rows(Shapes.Order)(page) }
        }).pipe(written(Shapes.OrderPage))
      )
      .handle(
        "placeOrder",
        ({ payload, headers: { "idempotency-key": key } }) =>
          Effect.gen(function* () {
            const { order, price } = yield* ordered(payload)
            const agreed = Option.match(Option.fromNullable(payload.price), {
              onNone: () => price,
              onSome: (amount) =>
                Option.some({ amount, currency: Option.flatMap(price, ({ currency }) => currency) })
            })
            const entry = yield* spending(key)(orders.place(key, order, agreed, payload.click))
            return shown(entry, yield* servicesById)
          }).pipe(written(Shapes.Order, 201)),
        whole
      )
      .handle("order", ({ path: { order } }) =>
        Effect.gen(function* () {
          const answer = yield* Effect.mapError(status.get(order), ofPanelError)
          const entry = (yield* orders.all).find((entry) => entry.order === order)
          const placed = entry === undefined ? null : shown(entry, yield* servicesById)
          return { placed, status: answer, ...(yield* events.past(order)) }
        }).pipe(written(Shapes.OrderDetail))
      )
      .handle("orderEvents", ({ path }) => eventStream([path.order], events))
      .handle("events", ({ urlParams }) => eventStream([...new Set(urlParams.orders)], events))
      .handle(
        "refill",
        ({ path: { order } }) =>
          spending()(Effect.mapError(refill.request(order), ofPanelError)).pipe(
            Effect.map((answer) => ({ order, refill: answer.refill })),
            written(Shapes.RefillAccepted, 201)
          ),
        whole
      )
      .handle(
        "cancel",
        ({ path: { order } }) =>
          spending()(Effect.mapError(cancel.request(order), ofPanelError)).pipe(
            Effect.as({ order, cancel: true as const }),
            written(Shapes.CancelAccepted, 202)
          ),
        whole
      )
  })
)
