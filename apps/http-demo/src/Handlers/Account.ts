/** The money: what is left, what was spent, and what is in doubt. */
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import { Balance } from "@smmkit/core/Balance"
import { Follow } from "@smmkit/follow/Follow"
import * as EntryJson from "@smmkit/journal/EntryJson"
import { Journal } from "@smmkit/journal/Journal"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { rows, written } from "../Answer.js"
import { Api } from "../Api.js"
import { Orders } from "../Orders.js"
import { ofPanelError } from "../Problem.js"
import * as Shapes from "../Shapes.js"
import * as Spending from "../Spending.js"

export const layer = HttpApiBuilder.group(Api, "account", (handlers) =>
  Effect.gen(function* () {
    const balance = yield* Balance
    const orders = yield* Orders
    const follow = yield* Follow
    const { account } = yield* Journal
    return handlers
      .handle("balance", () => written(Shapes.Money)(Effect.mapError(balance.get, ofPanelError)))
      .handle("spending", ({ urlParams: { days } }) =>
        Effect.gen(function* () {
          const window = { now: yield* Clock.currentTimeMillis, days }
          const entries = yield* orders.all
          // Of these, money may be given back.
          const rows = follow.orders({ account, states: ["Partial", "Canceled", "Refunded", "Failed"] })
          const stopped = yield* Effect.mapError(Stream.runCollect(rows), ofPanelError)
          return Spending.make(entries, new Map(Array.from(stopped, (row) => [row.order, row])), window)
        }).pipe(written(Shapes.Spending))
      )
      .handle("doubts", () =>
        Effect.gen(function* () {
          const doubts = (yield* orders.all).filter(({ state }) => state === "in-doubt")
          return { total: doubts.length, orders: yield* rows(Shapes.Order)(doubts.map(EntryJson.make)) }
        }).pipe(written(Shapes.OrderPage))
      )
      .handle("verdict", ({ path, payload }) =>
        written(Shapes.Order)(Effect.map(orders.resolve(path.key, payload), EntryJson.make))
      )
  })
)
