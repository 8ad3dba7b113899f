/** The money: what is left, what was spent, and what is in doubt. */
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import { Balance } from "@smmkit/core/Balance"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { rows, written } from "../Answer.js"
import { Api } from "../Api.js"
import { Events } from "../Events.js"
import { Orders } from "../Orders.js"
import { ofPanelError } from "../Problem.js"
import * as Shapes from "../Shapes.js"
import * as Spending from "../Spending.js"
import { servicesById, shown } from "./Orders.js"

export const layer = HttpApiBuilder.group(Api, "account", (handlers) =>
  Effect.gen(function* () {
    const balance = yield* Balance
    const orders = yield* Orders
    const events = yield* Events
    return handlers
      .handle("balance", () => written(Shapes.Money)(Effect.mapError(balance.get, ofPanelError)))
      .handle("spending", ({ urlParams: { days } }) =>
        Effect.gen(function* () {
          const window = { now: yield* Clock.currentTimeMillis, days }
          const entries = yield* orders.all
          const stopped = yield* events.stopped
          const services = yield* servicesById
          const nameOf = (service: string) => services.get(service)?.name ?? null
          return Spending.make(entries, { ...window, stopped, nameOf })
        }).pipe(written(Shapes.Spending))
      )
      .handle("doubts", () =>
        Effect.gen(function* () {
          const services = yield* servicesById
          const doubts = (yield* orders.all).filter(({ state }) => state === "in-doubt")
          const shownAll = yield* rows(Shapes.Order)(doubts.map((entry) => shown(entry, services)))
          return { total: doubts.length, orders: shownAll }
        }).pipe(written(Shapes.OrderPage))
      )
      .handle("verdict", ({ path, payload }) =>
        Effect.gen(function* () {
          const entry = yield* orders.resolve(path.key, payload)
          return shown(entry, yield* servicesById)
        }).pipe(written(Shapes.Order))
      )
  })
)
