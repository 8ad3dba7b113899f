/**
 * Refills and cancels of orders: intents beside orders, with the same moves, under keys that are made of the order
 * and a number (`series.ts`).
 */
import type { Answered } from "@smmkit/core/Call"
import type { CancelOrder } from "@smmkit/core/CancelOrder"
import { OrderId, RefillId } from "@smmkit/core/Identifiers"
import type { OrderStatus } from "@smmkit/core/OrderStatus"
import { InvalidOrder, OrderWithheld } from "@smmkit/core/PanelError"
import type { Answer, Refill } from "@smmkit/core/Refill"
import type { RefillStatus } from "@smmkit/core/RefillStatus"
import * as Arr from "effect/Array"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import type { Change, JournalEntry } from "../../JournalEntry.js"
import type { StoreError } from "../../JournalError.js"
import type { ChangeOptions, PlaceError } from "../../JournalModel.js"
import type { Store } from "../../StoreModel.js"
import * as Series from "../book/series.js"
import * as Identity from "../identity.js"
import type { Taken } from "./outcomes.js"
import * as Planning from "./planning.js"
import type { Call, CallMany, Plan, Result } from "./sender.js"
import type { Share, ShareMany } from "./sharing.js"

export interface Tools {
  readonly store: Store.Service
  readonly refill: Refill.Service
  readonly cancelOrder: CancelOrder.Service
  readonly refillStatus: RefillStatus.Service
  readonly status: OrderStatus.Service
  readonly share: Share
  readonly shareMany: ShareMany
  /** Fails where this program may not spend on the account. */
  readonly admitted: Effect.Effect<void, OrderWithheld>
  readonly account: string
  readonly host: string
  readonly run: string
}

/** How many orders a call asks about. */
const together = 100

const storeFailed = (error: StoreError) => new OrderWithheld({ reason: "store", detail: error.message })

const taken = (order: OrderId): Taken => ({ order, charge: null })

/** States of refills after which nothing comes of them any more. */
const refillEnds: ReadonlyArray<string> = ["Completed", "Rejected", "Canceled", "Error"]

/** States of orders after which nothing is left to cancel. */
const orderEnds: ReadonlyArray<string> = ["Completed", "Partial", "Canceled", "Refunded", "Failed", "Expired"]

/** What a caller asks for: a number of the series that may be sent, or what is there already. */
type Choice = Either.Either<number | JournalEntry, InvalidOrder | OrderWithheld>

const unfit = (nth: number, remedy: string): Choice =>
  Either.left(new InvalidOrder({ field: "nth", value: String(nth), remedy }))

const lastOf = (series: ReadonlyArray<JournalEntry>) => {
  const last = series.at(-1)
  return { last, count: last === undefined ? 0 : Series.nthOf(last) }
}

/** Whether the choice depends on whether the last one of the series has ended. */
const asksForEnd = (series: ReadonlyArray<JournalEntry>, action: Change, { nth, ended }: ChangeOptions) => {
  const { last, count } = lastOf(series)
  if (last?.state !== "placed" || ended === true) return false
  return nth === undefined ? action === "refill" : nth === count + 1
}

const chosen = (
  series: ReadonlyArray<JournalEntry>,
  action: Change,
  { nth }: ChangeOptions,
  hasEnded: boolean
): Choice => {
  const { last, count } = lastOf(series)
  const wanted = nth ?? (last?.state === "placed" && hasEnded ? count + 1 : Math.max(count, 1))
  if (!Number.isSafeInteger(wanted) || wanted < 1) return unfit(wanted, "give a whole number from 1 on")
  if (wanted > count + 1) return unfit(wanted, `give ${count + 1}, which comes next`)
  const there = series.find((entry) => Series.nthOf(entry) === wanted)
  if (there?.state === "placed") return Either.right(there)
  // Nothing is sent beside a later one.
  if (wanted < count) return unfit(wanted, `number ${count} was asked for since; give that one`)
  if (wanted === count || last === undefined) return Either.right(wanted)
  const named = `${action} ${count} of order ${last.subject}`
  if (last.state === "refused" || last.state === "not-placed") {
    return unfit(wanted, `nothing came of ${named}; give ${count} to ask for it again`)
  }
  return last.state === "placed" && hasEnded
    ? Either.right(wanted)
    : Either.left(
        new OrderWithheld({ reason: "doubt", detail: `${named} has not ended, as far as is known` })
      )
}

export const make = (tools: Tools) => {
  const { store, account } = tools

  const call: Readonly<Record<Change, (order: OrderId) => Call>> = {
    refill:
      (order) =>
      ({ onLate, ...options }) =>
        Effect.map(
          tools.refill.request(order, {
            ...options,
            onLate: (late) =>
              onLate?.(Either.map(late, ({ refill }) => taken(OrderId.make(refill)))) ?? Effect.void
          }),
          ({ refill }) => taken(OrderId.make(refill))
        ),
    cancel:
      (order) =>
      ({ onLate, ...options }) =>
        Effect.as(
          tools.cancelOrder.request(order, {
            ...options,
            onLate: (late) => onLate?.(Either.map(late, () => taken(order))) ?? Effect.void
          }),
          taken(order)
        )
  }

  /** One call for many orders, whose answers go to the keys of their entries. */
  const callMany =
    (action: Change, orderOf: ReadonlyMap<string, OrderId>): CallMany =>
    (entries, { onLate, ...options }) => {
      const keyOf = new Map<string, string>(entries.map(({ key }) => [orderOf.get(key) ?? "", key]))
      const byKey = <A, E>({ id, result }: Answered<OrderId, A, E>, toTaken: (answer: A) => Taken) => ({
        id: keyOf.get(id) ?? "",
        result: Either.map(result, toTaken)
      })
      const orders = entries.flatMap(({ key }) => orderOf.get(key) ?? [])
      if (action === "refill") {
        const refilled = ({ refill }: Answer) => taken(OrderId.make(refill))
        return Effect.map(
          tools.refill.requestMany(orders, {
            ...options,
            onLate: (late) => onLate?.(byKey(late, refilled)) ?? Effect.void
          }),
          Arr.map((one) => byKey(one, refilled))
        )
      }
      return Effect.map(
        tools.cancelOrder.requestMany(orders, {
          ...options,
          onLate: (late) => onLate?.(byKey(late, () => taken(late.id))) ?? Effect.void
        }),
        Arr.map((one) => byKey(one, () => taken(one.id)))
      )
    }

  const planOf = (action: Change, order: OrderId, nth: number, until: number | undefined): Plan => ({
    account,
    action,
    key: Series.keyOf(order, nth),
    host: tools.host,
    request: { order },
    subject: order,
    fingerprints: Identity.ofChange(action, order),
    price: undefined,
    atMost: undefined,
    units: null,
    requestId: null,
    fresh: false,
    apart: null,
    limits: {},
    run: tools.run,
    until
  })

  /** Which of these have ended, by the panel's word; what cannot be read has not, as far as is known. */
  const endedOf = (
    action: Change,
    entries: ReadonlyArray<JournalEntry>
  ): Effect.Effect<ReadonlySet<string>> => {
    const known = entries.flatMap(({ key, order, subject }) => {
      const id = action === "refill" ? order : subject
      return id === null ? [] : [{ key, id }]
    })
    const keysOf = <Id, A extends { readonly status: string }, E>(
      answers: ReadonlyArray<Answered<Id, A, E>>,
      ends: ReadonlyArray<string>
    ) => {
      const over = new Set<string>(
        answers.flatMap(({ id, result }) =>
          Either.isRight(result) && ends.includes(result.right.status) ? [String(id)] : []
        )
      )
      return new Set(known.flatMap(({ key, id }) => (over.has(id) ? [key] : [])))
    }
    if (known.length === 0) return Effect.succeed(new Set())
    return action === "refill"
      ? Effect.map(tools.refillStatus.many(known.map(({ id }) => RefillId.make(id))), (answers) =>
          keysOf(answers, refillEnds)
        )
      : Effect.map(tools.status.many(known.map(({ id }) => OrderId.make(id))), (answers) =>
          keysOf(answers, orderEnds)
        )
  }

  /** What is asked for of each order, by what is there. */
  const choose = (
    action: Change,
    orders: ReadonlyArray<OrderId>,
    options: ChangeOptions
  ): Effect.Effect<ReadonlyArray<Choice>, OrderWithheld> =>
    Effect.gen(function* () {
      const all = yield* Effect.mapError(store.series(account, action, orders), storeFailed)
      const seriesOf = (order: OrderId) => all.get(order) ?? []
      const asked = orders.map(seriesOf).filter((series) => asksForEnd(series, action, options))
      const ended = yield* endedOf(
        action,
        asked.flatMap((series) => series.at(-1) ?? [])
      )
      return orders.map((order) => {
        const { last } = lastOf(seriesOf(order))
        const hasEnded = options.ended === true || (last !== undefined && ended.has(last.key))
        return chosen(seriesOf(order), action, options, hasEnded)
      })
    })

  const one = (
    action: Change,
    order: OrderId,
    options: ChangeOptions
  ): Effect.Effect<JournalEntry, PlaceError> =>
    Effect.gen(function* () {
      const until = yield* Planning.endOf(options.deadline, yield* Clock.currentTimeMillis)
      yield* tools.admitted
      const [choice] = yield* choose(action, [order], options)
      const wanted = yield* choice ?? Either.right(1)
      if (typeof wanted !== "number") return wanted
      const { gate, onSend } = options
      return yield* tools.share(planOf(action, order, wanted, until), call[action](order), { gate, onSend })
    })

  const some = (
    action: Change,
    orders: ReadonlyArray<OrderId>,
    options: ChangeOptions
  ): Effect.Effect<ReadonlyArray<Answered<OrderId, JournalEntry, PlaceError>>> =>
    Effect.gen(function* () {
      const until = yield* Planning.endOf(options.deadline, yield* Clock.currentTimeMillis)
      const choices = yield* Effect.zipRight(tools.admitted, choose(action, orders, options))
      const asked = orders.flatMap((order, at) => {
        const wanted = choices[at]?.pipe(Either.getOrUndefined)
        return typeof wanted === "number" ? [{ order, plan: planOf(action, order, wanted, until) }] : []
      })
      const orderOf = new Map(asked.map(({ order, plan }) => [plan.key, order]))
      const results = yield* tools.shareMany(
        asked.map(({ plan }) => plan),
        callMany(action, orderOf),
        options.gate
      )
      const byOrder = new Map(asked.map(({ order }, at) => [order, results[at]]))
      const resultOf = (order: OrderId, choice: Choice | undefined): Effect.Effect<Result> => {
        if (choice !== undefined && Either.isLeft(choice)) return Effect.succeed(Either.left(choice.left))
        if (choice !== undefined && typeof choice.right !== "number") {
          return Effect.succeed(Either.right(choice.right))
        }
        const result = byOrder.get(order)
        // One that waits, for another process or for a quiet point, is asked for by itself.
        return result === undefined ? Effect.either(one(action, order, options)) : Effect.succeed(result)
      }
      return yield* Effect.forEach(orders, (order, at) => resultOf(order, choices[at]), {
        concurrency: "unbounded"
      })
    }).pipe(
      Effect.catchAll((error) => Effect.succeed(orders.map((): Result => Either.left(error)))),
      Effect.map(Arr.zipWith(orders, (result, id) => ({ id, result })))
    )

  return {
    one,
    many: (action: Change, orders: ReadonlyArray<OrderId>, options: ChangeOptions) =>
      Effect.map(
        Effect.forEach(Arr.chunksOf(new Set(orders), together), (group) => some(action, group, options)),
        (answers) => {
          const byId = new Map(answers.flat().map((answer) => [answer.id, answer]))
          return Arr.filterMap(orders, (order) => Option.fromNullable(byId.get(order)))
        }
      )
  }
}
