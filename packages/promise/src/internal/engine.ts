/** What a panel runs on: built at its first call, and built anew where that failed. */
import { AddOrder } from "@smmkit/core/AddOrder"
import type { Answered } from "@smmkit/core/Call"
import { CancelOrder } from "@smmkit/core/CancelOrder"
import type { OrderId } from "@smmkit/core/Identifiers"
import { InvalidOption } from "@smmkit/core/Options"
import type { Order } from "@smmkit/core/Order"
import * as Panel from "@smmkit/core/Panel"
import * as PanelClient from "@smmkit/core/PanelClient"
import * as PanelConfig from "@smmkit/core/PanelConfig"
import { Refill } from "@smmkit/core/Refill"
import type { Journal, PlaceError } from "@smmkit/journal/Journal"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import type * as Runtime from "effect/Runtime"
import * as Stream from "effect/Stream"
import * as Transports from "#transport"
import type { PlacedOnce, PlacedOrder, RefillRequested } from "../Answers.js"
import type { Once } from "./arguments.js"
import { abandonable, type Call, isRefusal, type Keep } from "./call.js"
import type { Conceal, Failure } from "./errors.js"
import type { Base, Followed, Following, Journaling } from "./journal/layers.js"
import * as Logging from "./logging.js"
import type { Checked } from "./options.js"
import * as Values from "./values.js"

/** What is built but once while it lives, and again after a failure: a store may have been locked for a moment. */
const lazily = <R, E>(make: () => Layer.Layer<R, E>) => {
  let built: ManagedRuntime.ManagedRuntime<R, E> | undefined
  return {
    get: Effect.suspend((): Effect.Effect<Runtime.Runtime<R>, E> => {
      const mine = built ?? ManagedRuntime.make(make())
      built = mine
      const forget = Effect.suspend(() => {
        if (built !== mine) return Effect.void
        built = undefined
        return mine.disposeEffect
      })
      return Effect.tapErrorCause(mine.runtimeEffect, () => forget)
    }),
    close: Effect.suspend(() => built?.disposeEffect ?? Effect.void)
  }
}

export interface Engine {
  /** Runs what needs the panel. */
  readonly panel: <A, E extends Failure>(effect: Effect.Effect<A, E, Base>) => Effect.Effect<A, Failure>
  /** Places an order: through the journal, where there is one. */
  readonly place: (order: Order) => Effect.Effect<PlacedOrder, Failure>
  /** Places an order under a key, through the journal. */
  readonly placeOnce: (
    key: string,
    order: Order,
    options: Once,
    call: Call
  ) => Effect.Effect<PlacedOnce, Failure>
  /** Asks for a refill, or that an order be stopped: through the journal, where there is one. */
  readonly refill: (order: OrderId) => Effect.Effect<RefillRequested, Failure>
  readonly refillMany: (
    orders: ReadonlyArray<OrderId>
  ) => Effect.Effect<ReadonlyArray<Answered<OrderId, RefillRequested, PlaceError>>, Failure>
  readonly cancel: (order: OrderId) => Effect.Effect<void, Failure>
  readonly cancelMany: (
    orders: ReadonlyArray<OrderId>
  ) => Effect.Effect<ReadonlyArray<Answered<OrderId, unknown, PlaceError>>, Failure>
  /** Runs what needs the orders of the journal to be followed. */
  readonly followed: <A>(
    use: (following: Following) => Effect.Effect<A, Failure, Followed | Journal>
  ) => Effect.Effect<A, Failure>
  readonly followedStream: <A>(
    use: (following: Following) => Stream.Stream<A, Failure, Followed | Journal>
  ) => Stream.Stream<A, Failure>
  readonly close: Effect.Effect<void>
}

const unjournaled = new InvalidOption({
  of: "panel",
  field: "journal",
  value: "",
  remedy: "give createPanel a journal, as only that remembers orders"
})

export const make = (
  { panel: described, logger, fetch, journal: options }: Checked,
  keep: Keep,
  conceal: Conceal
): Engine => {
  const logging = Logging.layer(logger, conceal)
  const client = Layer.scoped(
    PanelClient.PanelClient,
    Effect.map(PanelClient.make, (client) => abandonable(client, keep, conceal))
  )
  const base = lazily(() =>
    Panel.layerClient(client).pipe(
      Layer.provideMerge(
        Layer.effect(
          PanelConfig.PanelConfig,
          Effect.flatMap(described, ({ options }) => PanelConfig.make(options))
        )
      ),
      Layer.provideMerge(fetch === undefined ? Transports.layer : Transports.layerOver(fetch)),
      Layer.provideMerge(logging)
    )
  )
  /** What a profile says stands where the program says nothing. */
  const journalOptions = Effect.map(
    described,
    ({ account, books }) =>
      options && { ...options, account: options.account ?? account, books: options.books ?? books }
  )
  const journaling = Effect.promise((): Promise<Journaling> => import("#journal"))
  const journal = lazily(() =>
    Layer.unwrapEffect(
      Effect.gen(function* () {
        const { layer } = yield* journaling
        const { context } = yield* base.get
        return layer(yield* journalOptions).pipe(
          Layer.provide(Layer.succeedContext(context)),
          Layer.provide(logging)
        )
      })
    )
  )

  const follow = lazily(() =>
    Layer.unwrapEffect(
      Effect.gen(function* () {
        const { following } = yield* journaling
        const { layer } = yield* following
        const { context } = yield* base.get
        const kept = yield* journal.get
        const { options } = yield* described
        return layer(options, (yield* journalOptions)?.books).pipe(
          Layer.provide(Layer.succeedContext(Context.merge(context, kept.context))),
          Layer.provide(logging)
        )
      })
    )
  )

  const panel: Engine["panel"] = (effect) =>
    Effect.flatMap(base.get, (runtime) => Effect.provide(effect, runtime))

  const journaled = <A>(use: (journaling: Journaling) => Effect.Effect<A, Failure, Journal>) =>
    Effect.flatMap(journaling, (journaling) =>
      Effect.flatMap(journal.get, (runtime) => Effect.provide(use(journaling), runtime))
    )

  const followed = Effect.gen(function* () {
    if (options === undefined) return yield* unjournaled
    const { following } = yield* journaling
    const { context } = yield* journal.get
    const runtime = yield* follow.get
    return { following: yield* following, context: Context.merge(runtime.context, context) }
  })

  return {
    panel,
    followed: (use) =>
      Effect.flatMap(followed, ({ following, context }) => Effect.provide(use(following), context)),
    followedStream: (use) =>
      Stream.unwrap(
        Effect.map(followed, ({ following, context }) => Stream.provideContext(use(following), context))
      ),
    place: (order) =>
      options === undefined
        ? panel(Effect.flatMap(AddOrder, ({ place }) => Effect.map(place(order), Values.placed)))
        : Effect.map(
            journaled(({ place }) => place(order)),
            Values.ofEntry
          ),
    placeOnce: (key, order, once, call) => {
      if (options === undefined) return Effect.fail(unjournaled)
      const placing = journaled(({ placeOnce }) => placeOnce(key, order, once))
      // Another caller of the key gave it up before it was sent, and this one has not.
      const isOthers = (error: Failure) => isRefusal(error) && call.reason === undefined
      return Effect.map(Effect.retry(placing, { while: isOthers }), Values.onceOfEntry)
    },
    refill: (order) =>
      options === undefined
        ? panel(Effect.flatMap(Refill, ({ request }) => request(order)))
        : journaled(({ refill }) => refill(order)),
    refillMany: (orders) =>
      options === undefined
        ? panel(Effect.flatMap(Refill, ({ requestMany }) => requestMany(orders)))
        : journaled(({ refillMany }) => refillMany(orders)),
    cancel: (order) =>
      options === undefined
        ? panel(Effect.flatMap(CancelOrder, ({ request }) => request(order)))
        : journaled(({ cancel }) => cancel(order)),
    cancelMany: (orders) =>
      options === undefined
        ? panel(Effect.flatMap(CancelOrder, ({ requestMany }) => requestMany(orders)))
        : journaled(({ cancelMany }) => cancelMany(orders)),
    close: Effect.all([follow.close, journal.close, base.close], { discard: true })
  }
}
