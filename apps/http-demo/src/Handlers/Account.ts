/** The money: what is left, what was spent, and what is in doubt. */
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import { Balance } from "@smmkit/core/Balance"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { Api } from "../Api.js"
import { Orders } from "../Orders.js"
import { ofPanelError } from "../Problem.js"
import * as Spending from "../Spending.js"
import { servicesById, shown } from "./Orders.js"

export const layer = HttpApiBuilder.group(Api, "account", (handlers) =>
  Effect.gen(function* () {
    const balance = yield* Balance
    const orders = yield* Orders
    return handlers
      .handle("balance", () => Effect.mapError(balance.get, ofPanelError))
      .handle("spending", ({ urlParams: { days } }) =>
        Effect.gen(function* () {
          const now = yield* Clock.currentTimeMillis
          const services = yield* servicesById
          return Spending.make(yield* orders.all, {
            now,
            days,
            nameOf: (service) => services.get(service)?.name ?? null
          })
        })
      )
      .handle("doubts", () =>
        Effect.gen(function* () {
          const services = yield* servicesById
          const doubts = (yield* orders.all).filter(({ state }) => state === "in-doubt")
          return { total: doubts.length, orders: doubts.map((entry) => shown(entry, services)) }
        })
      )
      .handle("verdict", ({ path, payload }) =>
        Effect.gen(function* () {
          const entry = yield* orders.resolve(path.key, payload)
          return shown(entry, yield* servicesById)
        })
      )
  })
)
