/** A panel put together: each method reads its arguments, runs what core has for it, and gives plain values. */
import { Balance } from "@smmkit/core/Balance"
import type { Order as CoreOrder } from "@smmkit/core/Order"
import { fromUnknown, type OrderForm, toForm } from "@smmkit/core/OrderForm"
import { OrderStatus } from "@smmkit/core/OrderStatus"
import type * as Core from "@smmkit/core/PanelError"
import * as Redaction from "@smmkit/core/Redaction"
import { RefillStatus } from "@smmkit/core/RefillStatus"
import { Services } from "@smmkit/core/Services"
import type { PlaceError } from "@smmkit/journal/Journal"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import type * as Answers from "../Answers.js"
import type { CallOptions, PanelOptions } from "../Options.js"
import type { Panel } from "../Panel.js"
import * as Arguments from "./arguments.js"
import * as Engine from "./engine.js"
import * as Errors from "./errors.js"
import { iterate } from "./iterate.js"
import type { Base } from "./journal/layers.js"
import * as Options from "./options.js"
import * as Run from "./run.js"
import * as Spending from "./spending.js"
import * as Values from "./values.js"

/** Takes out of a text what is secret. */
const concealing = () => {
  const secrets = new Map<string, Errors.Conceal>()
  return {
    add: (secret: string): void => {
      if (secret !== "") secrets.set(secret, Redaction.conceal(Redacted.make(secret)))
    },
    conceal: (text: string): string => [...secrets.values()].reduce((rest, conceal) => conceal(rest), text)
  }
}

/** What a method asks for, once its arguments were read. */
interface Question<A, B> {
  readonly options: CallOptions
  readonly effect: Effect.Effect<A, Errors.Failure, Base>
  readonly value: (answer: A) => B
  readonly spending?: Run.Spending | undefined
}

export const make = (given: PanelOptions): Panel => {
  const { add, conceal } = concealing()
  const read = Arguments.make(conceal)
  const checked = read.reading("options", () => Options.make(given, add))
  if (Either.isLeft(checked)) throw Errors.of(checked.left, conceal)
  const runner = Run.make(conceal)
  const engine = Engine.make(checked.right, runner.keep, conceal)
  const shared = Spending.sharing()

  const readError = (error: Core.ReadError) => Errors.of(error, conceal)
  const spendError = (error: PlaceError) => Errors.of(error, conceal)
  const statuses = Values.answered(Values.status, readError)
  const cancels = Values.answered(() => null, spendError)
  const refillsOf = Values.answered(({ refill }: Answers.RefillRequested) => ({ refill }), spendError)
  const refillStatuses = Values.answered(({ status }: Answers.RefillStatus) => ({ status }), readError)

  const ask = async <A, B>(question: () => Question<A, B>): Promise<B> => {
    const { effect, options, value, spending } = read.reading("arguments", question)
    return value(await runner.run(engine.panel(effect), options, spending))
  }

  const alone = (action: string, request: Readonly<Record<string, string>>) =>
    Spending.alone({ action, request }, conceal)

  /** An order as it was when it was given, and what is sent of it. */
  const orderOf = (given: unknown): { readonly order: CoreOrder; readonly request: OrderForm } => {
    const checked = Either.flatMap(fromUnknown(read.order(given)), (order) =>
      Either.map(toForm(order), (request) => ({ order, request }))
    )
    if (Either.isLeft(checked)) throw Errors.of(checked.left, conceal)
    return checked.right
  }

  let closing: Promise<void> | undefined
  const close = (): Promise<void> => {
    closing ??= runner.close().then(() => Effect.runPromise(engine.close))
    return closing
  }

  return {
    services: {
      list: (options) =>
        ask(() => ({
          options: read.call(options),
          effect: Effect.flatMap(Services, ({ list }) => list),
          value: (all) => all.map(Values.service)
        })),
      get: (id, options) =>
        ask(() => {
          const service = read.serviceId(id)
          return {
            options: read.call(options),
            effect: Effect.flatMap(Services, ({ get }) => get(service)),
            value: Values.service
          }
        })
    },
    orders: {
      place: (given, options) =>
        ask(() => {
          const { order, request } = orderOf(given)
          return {
            options: read.call(options),
            effect: engine.place(order),
            value: (answer) => answer,
            spending: alone("add", request)
          }
        }),
      placeOnce: async (given, givenOrder, givenOptions) => {
        const { key, order, request, options } = read.reading("arguments", () => ({
          key: read.key(given),
          ...orderOf(givenOrder),
          options: read.once(givenOptions)
        }))
        const spending = shared(key, { action: "add", request }, conceal)
        try {
          return await runner.run(engine.placeOnce(key, order, options, spending.call), options, spending)
        } finally {
          spending.leave()
        }
      },
      status: (id, options) =>
        ask(() => {
          const order = read.orderId(id)
          return {
            options: read.call(options),
            effect: Effect.flatMap(OrderStatus, ({ get }) => get(order)),
            value: Values.status
          }
        }),
      statuses: (ids, options) =>
        ask(() => {
          const orders = read.orderIds(ids)
          return {
            options: read.call(options),
            effect: Effect.flatMap(OrderStatus, ({ many }) => many(orders)),
            value: statuses
          }
        }),
      follow: (id, options) =>
        iterate(runner, () =>
          read.reading("arguments", () => {
            const order = read.orderId(id)
            const { every, signal } = read.follow(options)
            const states = Effect.map(OrderStatus, ({ follow }) => follow(order, every))
            return { stream: Stream.map(Stream.unwrap(engine.panel(states)), Values.status), signal }
          })
        ),
      hurry: (id, options) =>
        ask(() => {
          const order = read.orderId(id)
          return {
            options: read.call(options),
            effect: engine.followed(({ hurry }) => hurry(order)),
            value: (answer) => answer
          }
        }),
      cancel: (id, options) =>
        ask(() => {
          const order = read.orderId(id)
          return {
            options: read.call(options),
            effect: engine.cancel(order),
            value: (answer) => answer,
            spending: alone("cancel", { orders: order })
          }
        }),
      cancelMany: (ids, options) =>
        ask(() => {
          const orders = read.orderIds(ids)
          return {
            options: read.call(options),
            effect: engine.cancelMany(orders),
            value: cancels,
            spending: alone("cancel", { orders: orders.join(",") })
          }
        })
    },
    refills: {
      request: (id, options) =>
        ask(() => {
          const order = read.orderId(id)
          return {
            options: read.call(options),
            effect: engine.refill(order),
            value: (answer) => answer,
            spending: alone("refill", { order })
          }
        }),
      requestMany: (ids, options) =>
        ask(() => {
          const orders = read.orderIds(ids)
          return {
            options: read.call(options),
            effect: engine.refillMany(orders),
            value: refillsOf,
            spending: alone("refill", { orders: orders.join(",") })
          }
        }),
      status: (id, options) =>
        ask(() => {
          const refill = read.refillId(id)
          return {
            options: read.call(options),
            effect: Effect.flatMap(RefillStatus, ({ get }) => get(refill)),
            value: (answer) => answer
          }
        }),
      statuses: (ids, options) =>
        ask(() => {
          const refills = read.refillIds(ids)
          return {
            options: read.call(options),
            effect: Effect.flatMap(RefillStatus, ({ many }) => many(refills)),
            value: refillStatuses
          }
        })
    },
    refunds: {
      list: (filter, options) =>
        ask(() => {
          const which = read.which(filter)
          return {
            options: read.call(options),
            effect: Stream.runCollect(engine.followedStream(({ refunds }) => refunds(which))),
            value: (lines) => [...lines]
          }
        }),
      stream: (filter) =>
        iterate(runner, () =>
          read.reading("arguments", () => {
            const { signal, ...which } = read.whichStream(filter)
            return { stream: engine.followedStream(({ refunds }) => refunds(which)), signal }
          })
        ),
      settle: (given, words, options) =>
        ask(() => {
          const line = read.line(given)
          const how = read.how(words)
          return {
            options: read.call(options),
            effect: engine.followed(({ settle }) => settle(line, how)),
            value: (answer) => answer
          }
        })
    },
    events: (options) =>
      iterate(runner, () =>
        read.reading("arguments", () => {
          const { signal, ...since } = read.events(options)
          return { stream: engine.followedStream(({ events }) => events(since)), signal }
        })
      ),
    balance: (options) =>
      ask(() => ({
        options: read.call(options),
        effect: Effect.flatMap(Balance, ({ get }) => get),
        value: Values.money
      })),
    close,
    [Symbol.asyncDispose]: close
  }
}
