/**
 * From what a caller asks for to the call that is shared by all who ask for the same: what is wrong with it is said
 * before anything else, then it gets its price. Nothing here waits for anything where nothing has to be asked, as
 * this is done for each order.
 */
import type { AddOrder, Answer } from "@smmkit/core/AddOrder"
import type { Money } from "@smmkit/core/Money"
import type { Offer } from "@smmkit/core/Offer"
import type { Order } from "@smmkit/core/Order"
import type { OrderForm } from "@smmkit/core/OrderForm"
import { toForm } from "@smmkit/core/OrderForm"
import type { CallOptions } from "@smmkit/core/PanelClient"
import { type InvalidOrder, OrderWithheld } from "@smmkit/core/PanelError"
import * as DateTime from "effect/DateTime"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import type * as Tracer from "effect/Tracer"
import type { JournalConfig } from "../../JournalConfig.js"
import { type JournalEntry, next } from "../../JournalEntry.js"
import type { StoreError } from "../../JournalError.js"
import type { PlaceError } from "../../JournalModel.js"
import type { Ref } from "../../StoreMessage.js"
import type { Store } from "../../StoreModel.js"
import type * as Accounts from "../accounts.js"
import * as Charges from "../book/charges.js"
import * as Identity from "../identity.js"
import * as Lease from "./lease.js"
import type { Taken } from "./outcomes.js"
import * as Planning from "./planning.js"
import type { Gate } from "./pledge.js"
import type * as Prices from "./prices.js"
import type * as Sender from "./sender.js"
import type { Share } from "./sharing.js"

/** One order, as it is asked for. */
export interface Asked {
  readonly key: string
  readonly order: Order
  /** Whether the key was made up for this call. */
  readonly fresh: boolean
  /** For how long an equal order that was placed under another key holds it back, in milliseconds. */
  readonly apart?: Duration.DurationInput | undefined
  readonly run: string
  readonly quote?: Money | undefined
  readonly atMost?: Money["amount"] | undefined
  readonly deadline?: CallOptions["deadline"]
  readonly gate?: Gate
  readonly onSend?: (() => void) | undefined
}

export interface Tools {
  readonly store: Store.Service
  readonly addOrder: AddOrder.Service
  readonly accounts: Effect.Effect.Success<ReturnType<typeof Accounts.make>>
  readonly prices: Effect.Effect.Success<ReturnType<typeof Prices.make>>
  readonly config: JournalConfig
  readonly host: string
  readonly share: Share
  /** Looks at the balance before the first order of an account whose balance is to be evidence. */
  readonly firstPoint: Effect.Effect<void> | undefined
}

const isLimit = (error: PlaceError) => error._tag === "OrderWithheld" && error.reason === "limit"

const storeFailed = (error: StoreError) => new OrderWithheld({ reason: "store", detail: error.message })

const takenOf = ({ order, charge, currency }: Answer): Taken => ({
  order,
  charge: Charges.chargeOf(charge, currency)
})

const placing =
  (addOrder: AddOrder.Service, order: Order, price: Money | undefined): Sender.Call =>
  ({ onLate, ...options }) =>
    Effect.map(
      addOrder.place(order, {
        ...options,
        price,
        onLate: (late) => onLate?.(Either.map(late, takenOf)) ?? Effect.void
      }),
      takenOf
    )

/** What an order is sent by, beside its price. */
interface Terms {
  readonly request: OrderForm
  readonly apart: number | null
  readonly until: number | undefined
}

/** What is asked for in the journal's own terms, or the first thing that is wrong with it. */
const termsOf = (
  { key, run, atMost, quote, order, apart, deadline }: Asked,
  now: number
): Either.Either<Terms, InvalidOrder> => {
  const wrong =
    Planning.wrongKey(key) ??
    Planning.wrongRun(run) ??
    Planning.wrongAmount("atMost", atMost) ??
    Planning.wrongAmount("quote", quote?.amount)
  if (wrong !== undefined) return Either.left(wrong)
  // One after the other, and not by `Either.all`, as this is done for each order.
  const form = toForm(order)
  if (Either.isLeft(form)) return Either.left(form.left)
  const time = Planning.apartOf(apart)
  if (Either.isLeft(time)) return Either.left(time.left)
  const until = Planning.endOf(deadline, now)
  if (Either.isLeft(until)) return Either.left(until.left)
  return Either.right({ request: Identity.sorted(form.right), apart: time.right, until: until.right })
}

export const make = ({ store, addOrder, accounts, prices, config, host, share, firstPoint }: Tools) => {
  const account = accounts.id
  const ref = (key: string): Ref => ({ account, action: "add", key })

  /** Whether a key has an outcome already, so that nothing need be asked of the catalogue for it. */
  const isDone = (key: string) =>
    Effect.mapBoth(store.find(ref(key)), {
      onFailure: storeFailed,
      onSuccess: Option.exists(({ state }) => state !== "sending" && Option.isNone(next(state, "intend")))
    })

  /**
   * What an order costs by a rule. A key that is done needs no price; but to look for that costs a statement, so
   * it is looked for only where the price costs more than that, or cannot be had.
   */
  const priceBy = (rule: "price" | "limit", { key, order, fresh, quote }: Asked, now: Lease.Instant) => {
    const priceOf = (service: Offer | undefined) => Planning.priceOf(order, service, quote, rule === "price")
    const unlessDone = (effect: Effect.Effect<Money | undefined, OrderWithheld>) =>
      fresh ? effect : Effect.if(isDone(key), { onTrue: () => Effect.succeed(quote), onFalse: () => effect })
    if (prices.isOld(now)) {
      return unlessDone(Effect.flatMap(prices.current(order.service, rule, now), priceOf))
    }
    const price = Either.flatMap(prices.serve(order.service, rule, now), priceOf)
    return Either.isRight(price) ? price : unlessDone(price)
  }

  /** The same without a rule, where no order waits for its price, unless its account is measured by it. */
  const priceAtHand = ({ order, quote }: Asked, now: Lease.Instant) => {
    const priceOf = (service: Offer | undefined) => Planning.priceOf(order, service, quote, false)
    return config.exclusive
      ? Effect.flatMap(
          Effect.orElseSucceed(prices.current(order.service, "limit", now), () => undefined),
          priceOf
        )
      : priceOf(prices.glance(order.service, now))
  }

  const shared = (
    { key, order, fresh, run, atMost, gate, onSend }: Asked,
    { request, apart, until }: Terms,
    price: Money | undefined,
    span: Tracer.Span
  ) => {
    const sent =
      config.honoursRequestId !== undefined
        ? Planning.identified(order, account, key)
        : { order, requestId: null }
    const plan: Sender.Plan = {
      account,
      action: "add",
      key,
      host,
      request,
      subject: null,
      fingerprints: Identity.fingerprints(order),
      price,
      atMost,
      units: Planning.unitsOf(order),
      requestId: sent.requestId,
      fresh,
      apart,
      limits: config.limits,
      run,
      until
    }
    return share(plan, placing(addOrder, sent.order, price), { gate, onSend, span })
  }

  /** The span is of the whole, and the parent of those within. */
  const submit = (asked: Asked, span: Tracer.Span): Effect.Effect<JournalEntry, PlaceError> =>
    Effect.clockWith((clock) => {
      const now = Lease.instantOf(clock)
      const terms = termsOf(asked, now[1])
      if (Either.isLeft(terms)) return Effect.fail(terms.left)
      const { until } = terms.right
      const rule = Planning.ruleOf(config, accounts.limits(config.limits), asked.quote)
      const price =
        rule === undefined ? priceAtHand(asked, now) : Planning.inTime(priceBy(rule, asked, now), until)
      const measured = firstPoint === undefined ? price : Effect.zipLeft(price, firstPoint)
      const ready = accounts.isAdmitted() ? measured : Effect.zipRight(accounts.admitted, measured)
      const priced = Either.isEither(ready) ? ready : Effect.withParentSpan(ready, span)
      const placed = Effect.flatMap(priced, (price) => shared(asked, terms.right, price, span))
      // A limit that was set meanwhile, by another program: then this order needs a price that holds.
      return Effect.catchIf(
        prices.isStale(now) ? Effect.ensuring(placed, Effect.withParentSpan(prices.prepare, span)) : placed,
        isLimit,
        (error) =>
          Effect.flatMap(
            Effect.withParentSpan(
              Effect.orElseSucceed(accounts.learn, () => false),
              span
            ),
            (isNew) =>
              isNew && rule === undefined
                ? submit(
                    { ...asked, deadline: until === undefined ? undefined : DateTime.unsafeMake(until) },
                    span
                  )
                : Effect.fail(error)
          )
      )
    })

  return { submit, placing: (order: Order) => placing(addOrder, order, undefined) }
}
