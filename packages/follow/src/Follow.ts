/**
 * Every order to its end: what happened, what is due back, and what is asked for because of it. What the journal has
 * placed is followed by itself.
 *
 * @since 0.1.0
 */
import type { OrderId } from "@smmkit/core/Identifiers"
import type { Money } from "@smmkit/core/Money"
import type { InvalidOption } from "@smmkit/core/Options"
import * as Check from "@smmkit/core/Options"
import type { Transport } from "@smmkit/core/Transport"
import type { StoreError } from "@smmkit/journal/JournalError"
import type { Books } from "@smmkit/journal/Refund"
import type { Store } from "@smmkit/journal/Store"
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Option from "effect/Option"
import type * as Stream from "effect/Stream"
import type * as FollowConfig from "./FollowConfig.js"
import type { AlreadySettled, InvalidCursor, UnknownLine, UnknownOrder } from "./FollowError.js"
import type { FollowEvent } from "./FollowEvent.js"
import type { FollowOrder } from "./FollowOrder.js"
import type { Filter, FollowStore, Lag } from "./FollowStore.js"
import { aList } from "./internal/given.js"
import { allBooks } from "./internal/service/books.js"
import { checked } from "./internal/service/checked.js"
import { make } from "./internal/service/follow.js"
import { takeIn } from "./internal/service/takingIn.js"
import type { Pulse } from "./Pulse.js"
import type { RefundLine } from "./RefundLine.js"
import * as Sweep from "./Sweep.js"

/**
 * An order that the journal did not place, with what is known of it. Without its price no refund of it can be known.
 *
 * @since 0.1.0
 * @category models
 */
export interface Watched {
  readonly account: string
  readonly order: OrderId
  readonly service?: string | undefined
  readonly price?: Money | undefined
  /** How many units were ordered, all runs together, and in how many runs. */
  readonly units?: number | undefined
  readonly runs?: number | undefined
  /** When it was placed, in milliseconds since the epoch. Default: now. */
  readonly placed?: number | undefined
  /** For how many days after its end it may be refilled. */
  readonly term?: number | undefined
}

/**
 * How far a consumer has come, by account: the number of the last event that it has seen. Of an account that is not
 * named it has seen none.
 *
 * @since 0.1.0
 * @category models
 */
export type Cursor = Readonly<Record<string, number>>

/**
 * Which line of which order.
 *
 * @since 0.1.0
 * @category models
 */
export type LineRef = Pick<RefundLine, "account" | "order" | "line">

/**
 * What any call may fail with: the store, or a part of the call that is none, which is told by its name.
 *
 * @since 0.1.0
 * @category errors
 */
export type Failure = StoreError | InvalidOption

/**
 * Following orders.
 *
 * @example
 * import { Follow } from "@smmkit/follow"
 * import { Effect, Stream } from "effect"
 *
 * // Whatever happens, from the beginning and for ever.
 * export const program = Effect.flatMap(Follow.Follow, (follow) =>
 *   Stream.runForEach(follow.events(), (event) => Effect.log(`order ${event.order}: ${event.name}`))
 * )
 *
 * @since 0.1.0
 * @category tags
 */
export class Follow extends Context.Tag("@smmkit/follow/Follow")<Follow, Follow.Service>() {}

/**
 * @since 0.1.0
 */
export declare namespace Follow {
  /**
   * @since 0.1.0
   * @category models
   */
  export interface Service {
    /** Follows orders that the journal did not place. Those that are followed already learn what was not known of them. */
    readonly watch: (orders: ReadonlyArray<Watched>) => Effect.Effect<void, Failure>
    /** Looks at these orders no more. What happened to them stays. */
    readonly unwatch: (account: string, orders: ReadonlyArray<OrderId>) => Effect.Effect<void, Failure>
    readonly get: (account: string, order: OrderId) => Effect.Effect<Option.Option<FollowOrder>, Failure>
    /** Orders by account and ID, all unless told, in constant memory. */
    readonly orders: (filter?: Filter) => Stream.Stream<FollowOrder, Failure>
    /**
     * What happened after a place in the log, and then, unless told otherwise, what happens: for each account in the
     * order of its numbers. At least once: a consumer that keeps the place of the last event that it has dealt with
     * sees none twice.
     */
    readonly events: (options?: {
      readonly after?: Cursor | undefined
      readonly account?: string | undefined
      readonly live?: boolean | undefined
    }) => Stream.Stream<FollowEvent, Failure | InvalidCursor>
    /** What happened to one order, as far as the log holds it yet. */
    readonly history: (account: string, order: OrderId) => Effect.Effect<ReadonlyArray<FollowEvent>, Failure>
    /**
     * The place of a named consumer, kept by the store: events that it has yet to see are not dropped from then on. A
     * new one begins with the first event that is there.
     */
    readonly cursor: (name: string) => Effect.Effect<Cursor, Failure>
    /** Moves a named consumer behind an event that it has dealt with. */
    readonly advance: (
      name: string,
      event: Pick<FollowEvent, "account" | "number">
    ) => Effect.Effect<void, Failure>
    /** Forgets a named consumer, for which events are kept no longer. */
    readonly forget: (name: string) => Effect.Effect<void, Failure>
    /** Lines by account, order and number: those that are `open`, or settled, or all. */
    readonly refunds: (filter?: {
      readonly account?: string | undefined
      readonly order?: OrderId | undefined
      readonly open?: boolean | undefined
    }) => Stream.Stream<RefundLine, Failure>
    /** Settles a line, once: whoever comes later is told when it was settled, and how. */
    readonly settleRefund: (
      line: LineRef,
      how: string
    ) => Effect.Effect<RefundLine, Failure | UnknownOrder | UnknownLine | AlreadySettled>
    /** How far behind each account is. */
    readonly lag: Effect.Effect<ReadonlyArray<Lag>, StoreError>
    /** Has an order looked at before all others. A look that is under way counts no more, as it may have been made before. */
    readonly now: (account: string, order: OrderId) => Effect.Effect<void, Failure | UnknownOrder>
    /**
     * Has no order of the account looked at until it is resumed, whoever would. It need not have an order yet, but an
     * account of the journal it has to be, or one that is followed.
     */
    readonly pause: (account: string) => Effect.Effect<void, Failure>
    readonly resume: (account: string) => Effect.Effect<void, Failure>
  }
}

/**
 * What is said of following as a whole.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** The accounts that this process looks after; none where it only reads what others saw. */
  readonly accounts?: ReadonlyArray<FollowConfig.Options> | undefined
  /** How the panels of accounts that it does not look after keep their books, by the account's ID. */
  readonly books?: Readonly<Record<string, Books>> | undefined
  /** How often the store is asked what is due. Default: 1 second. */
  readonly every?: Duration.DurationInput | undefined
}

const check = Check.checker("following")

/**
 * The service alone: nothing is looked at, but what others see can be asked for.
 *
 * @example
 * import { Follow, FollowStore, Sweep } from "@smmkit/follow"
 * import { Sqlite } from "@smmkit/journal"
 * import { Effect, Layer } from "effect"
 *
 * const follow = Follow.layerService().pipe(
 *   Layer.provide(Sweep.layerPulse()),
 *   Layer.provide(FollowStore.layer),
 *   Layer.provide(Sqlite.layerClient(":memory:"))
 * )
 * const lag = Effect.flatMap(Follow.Follow, ({ lag }) => lag)
 *
 * assert.deepStrictEqual(await Effect.runPromise(Effect.provide(lag, follow)), [])
 *
 * @since 0.1.0
 * @category layers
 */
export const layerService = (
  options: Pick<Options, "books"> = {}
): Layer.Layer<Follow, StoreError | InvalidOption, FollowStore | Pulse> =>
  Layer.effect(
    Follow,
    Effect.gen(function* () {
      yield* check("options", options, Check.only(["books"]))
      return checked(yield* make(yield* allBooks(check, options.books)))
    })
  )

/** The sweeps of accounts, and the service that knows their books. */
const looking = (accounts: ReadonlyArray<FollowConfig.Options>, others: Readonly<Record<string, Books>>) =>
  Layer.scoped(
    Follow,
    Effect.gen(function* () {
      const sweeps = yield* Effect.forEach(accounts, (account) =>
        Effect.map(Sweep.make(account), (sweep) => ({ ...sweep, books: account.books ?? {} }))
      )
      yield* Effect.forkScoped(takeIn)
      yield* Effect.forEach(sweeps, ({ run }) => Effect.forkScoped(run))
      const books = Object.fromEntries(sweeps.map(({ account, books }) => [account, books]))
      return checked(yield* make({ ...others, ...books }))
    })
  )

/**
 * The service, and the sweeps of these accounts beside it, in this process. On its first start it takes in what the
 * journal placed before.
 *
 * @example
 * import { Follow, FollowStore } from "@smmkit/follow"
 * import { Sqlite, Store } from "@smmkit/journal"
 * import { Sandbox, SandboxTransport } from "@smmkit/sandbox"
 * import { Effect, Layer, Redacted } from "effect"
 *
 * const panel = { url: SandboxTransport.url, key: Redacted.make("sandbox-key") }
 * const follow = Follow.layer({ accounts: [{ panel }] }).pipe(
 *   Layer.provide(Layer.merge(FollowStore.layer, Store.layer())),
 *   Layer.provide(Layer.provide(SandboxTransport.layer, Sandbox.layer())),
 *   Layer.provide(Sqlite.layerClient(":memory:"))
 * )
 * const lag = Effect.flatMap(Follow.Follow, ({ lag }) => lag)
 * const [account] = await Effect.runPromise(Effect.provide(lag, follow))
 *
 * assert.strictEqual(account?.overdue, 0)
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (
  options: Options = {}
): Layer.Layer<Follow, StoreError | InvalidOption, FollowStore | Store | Transport> =>
  Layer.unwrapEffect(
    Effect.gen(function* () {
      yield* check("options", options, Check.only(["accounts", "books", "every"]))
      const { accounts: given = [] } = options
      const accounts = yield* check("accounts", given, () => aList("give a list of accounts")(given))
      const books = yield* allBooks(check, options.books)
      return Layer.provide(looking(accounts, books), Sweep.layerPulse({ every: options.every }))
    })
  )
