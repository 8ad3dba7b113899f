import { Effect, type Either } from "effect"
import {
  AddOrder,
  Balance,
  CancelOrder,
  Identifiers,
  OrderForm,
  OrderStatus,
  type Panel,
  type PanelError,
  Refill,
  RefillStatus,
  Services
} from "../src/index.js"

/**
 * Asks what a case of the wild asks, through the service of its action, and gives what each ID comes to
 * (or the one result, for actions without IDs).
 */
export const ask = (
  action: string,
  request: Readonly<Record<string, string>>
): Effect.Effect<
  ReadonlyArray<Either.Either<unknown, PanelError.PanelError>>,
  PanelError.InvalidOrder,
  Panel.Actions
> =>
  Effect.gen(function* () {
    const ids = (
      request["orders"] ??
      request["order"] ??
      request["refills"] ??
      request["refill"] ??
      ""
    ).split(",")
    const orders = ids.map((id) => Identifiers.OrderId.make(id === "" ? "1" : id))
    const several = "orders" in request || "refills" in request
    switch (action) {
      case "services":
        return [yield* Effect.either(Effect.flatMap(Services.Services, ({ list }) => list))]
      case "balance":
        return [yield* Effect.either(Effect.flatMap(Balance.Balance, ({ get }) => get))]
      case "add": {
        const order = yield* OrderForm.fromForm("Default", request)
        const add = yield* AddOrder.AddOrder
        return [yield* Effect.either(add.place(order))]
      }
      case "status": {
        const status = yield* OrderStatus.OrderStatus
        return several
          ? (yield* status.many(orders)).map(({ result }) => result)
          : [yield* Effect.either(status.get(orders[0] ?? Identifiers.OrderId.make("1")))]
      }
      case "refill": {
        const refill = yield* Refill.Refill
        return several
          ? (yield* refill.requestMany(orders)).map(({ result }) => result)
          : [yield* Effect.either(refill.request(orders[0] ?? Identifiers.OrderId.make("1")))]
      }
      case "refill_status": {
        const status = yield* RefillStatus.RefillStatus
        const refills = ids.map((id) => Identifiers.RefillId.make(id))
        return several
          ? (yield* status.many(refills)).map(({ result }) => result)
          : [yield* Effect.either(status.get(refills[0] ?? Identifiers.RefillId.make("1")))]
      }
      default: {
        const cancel = yield* CancelOrder.CancelOrder
        return several
          ? (yield* cancel.requestMany(orders)).map(({ result }) => result)
          : [yield* Effect.either(cancel.request(orders[0] ?? Identifiers.OrderId.make("1")))]
      }
    }
  })
