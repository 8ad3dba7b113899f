/** Placing orders, watching them, refilling and cancelling them. */
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import { CancelOrder } from "@smmkit/core/CancelOrder"
import { OrderStatus } from "@smmkit/core/OrderStatus"
import { Refill } from "@smmkit/core/Refill"
import { Follow } from "@smmkit/follow/Follow"
import * as EntryJson from "@smmkit/journal/EntryJson"
import { Journal } from "@smmkit/journal/Journal"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { rows, spending, written } from "../Answer.js"
import { Api } from "../Api.js"
import { Events, shown as happened } from "../Events.js"
import { streams } from "../Metrics.js"
import { Orders } from "../Orders.js"
import { ofPanelError } from "../Problem.js"
import * as Shapes from "../Shapes.js"
import { ordered } from "./Catalogue.js"

/** Whoever goes away amid a call that spends still gets it done, or a true entry in the journal. */
const whole = { uninterruptible: true } as const

export const layer = HttpApiBuilder.group(Api, "orders", (handlers) =>
  Effect.gen(function* () {
    const orders = yield* Orders
    const status = yield* OrderStatus
    const events = yield* Events
    const refill = yield* Refill
    const cancel = yield* CancelOrder
    const follow = yield* Follow
    const { account } = yield* Journal
    return handlers
      .handle("orders", ({ urlParams: { offset, limit } }) =>
        Effect.gen(function* () {
          const all = yield* orders.all
          const page = all.slice(offset, offset + limit).map(EntryJson.make)
          return { total: all.length, orders: yield* rows(Shapes.Order)(page) }
        }).pipe(written(Shapes.OrderPage))
      )
      .handle(
        "placeOrder",
        ({ payload, headers: { "idempotency-key": key } }) =>
          Effect.gen(function* () {
            const { order, price } = yield* orders.concerning(key, "before")(ordered(payload))
            const currency = Option.flatMap(price, ({ currency }) => currency)
            const agreed =
              payload.price === undefined ? price : Option.some({ amount: payload.price, currency })
            return EntryJson.make(yield* spending(key)(orders.place(key, order, agreed, payload.click)))
          }).pipe(written(Shapes.Order, 201)),
        whole
      )
      .handle("order", ({ path: { order } }) =>
        Effect.gen(function* () {
          const [answer, row, history] = yield* Effect.mapError(
            Effect.all([status.get(order), follow.get(account, order), follow.history(account, order)]),
            ofPanelError
          )
          return { status: answer, standing: Option.getOrNull(row), history: history.map(happened) }
        }).pipe(written(Shapes.OrderDetail))
      )
      .handle("events", ({ urlParams, request }) => {
        const counted = Stream.acquireRelease(Metric.incrementBy(streams, 1), () =>
          Metric.incrementBy(streams, -1)
        )
        const frames = events.stream([...new Set(urlParams.orders)], request.headers["last-event-id"] ?? "")
        return Effect.succeed(
          HttpServerResponse.stream(
            Stream.flatMap(counted, () => frames),
            {
              contentType: "text/event-stream",
              headers: { "cache-control": "no-store", "x-accel-buffering": "no" }
            }
          )
        )
      })
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
