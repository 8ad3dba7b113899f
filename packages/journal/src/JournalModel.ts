/**
 * What a journal is asked for and answers: the service of `Journal`, without what stands behind it.
 *
 * @since 0.1.0
 */
import type * as AddOrder from "@smmkit/core/AddOrder"
import type { Balance } from "@smmkit/core/Balance"
import type { Answered } from "@smmkit/core/Call"
import type * as CancelOrder from "@smmkit/core/CancelOrder"
import type { OrderId } from "@smmkit/core/Identifiers"
import type { Money } from "@smmkit/core/Money"
import type { Order } from "@smmkit/core/Order"
import type { OrderStatus, OrderStatusError } from "@smmkit/core/OrderStatus"
import type { CallOptions, SpendOptions } from "@smmkit/core/PanelClient"
import type * as PanelConfig from "@smmkit/core/PanelConfig"
import type { OrderWithheld } from "@smmkit/core/PanelError"
import type * as Refill from "@smmkit/core/Refill"
import type { RefillStatus } from "@smmkit/core/RefillStatus"
import type { Services } from "@smmkit/core/Services"
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type * as Stream from "effect/Stream"
import type { Limits } from "./JournalConfig.js"
import type { Action, Change, JournalEntry, State } from "./JournalEntry.js"
import type {
  CannotAdopt,
  CannotResolve,
  InvalidJournalConfig,
  KeyConflict,
  OutcomeUnrecorded,
  StoreError,
  UnknownKey
} from "./JournalError.js"
import type { Spent } from "./Limits.js"
import type { Refund } from "./Refund.js"
import type { Begun, Verdict as Told } from "./StoreMessage.js"
import type { Store } from "./StoreModel.js"

/**
 * What `placeOnce` can fail with: all that placing an order can, a key that stands for another order,
 * and a store that failed after the panel had answered.
 *
 * @since 0.1.0
 * @category errors
 */
export type PlaceError = AddOrder.AddOrderError | KeyConflict | OutcomeUnrecorded

/**
 * The verdict of a person who has looked at the panel's own list of orders. The ID of an order that was
 * placed may be left out where it cannot be found.
 *
 * @since 0.1.0
 * @category models
 */
export type Verdict = (
  | { readonly placed: true; readonly order?: OrderId | undefined }
  | {
      readonly placed: false
      /**
       * Whether to say so before the settling time after the call's deadline is over, while a panel may still book
       * it. Default: false.
       */
      readonly early?: boolean | undefined
    }
) & { readonly note?: string | undefined }

/** When a call has to have ended. */
type Deadline = NonNullable<CallOptions["deadline"]>

/** What is asked before each attempt is sent. */
type Gate = NonNullable<SpendOptions<never>["gate"]>

/**
 * What placing an order takes besides the order.
 *
 * @since 0.1.0
 * @category models
 */
export interface PlaceOptions {
  /** The price that the caller has agreed to. */
  readonly quote?: Money | undefined
  /** The name under which `limits.perRun` counts. Default: the journal's. */
  readonly run?: string | undefined
  /**
   * Holds the order back (`OrderWithheld`, reason `equal`) where an equal one is under way or in doubt under
   * another key, or was placed within this time: of what a person asks for twice, the second is rarely meant.
   */
  readonly apart?: Duration.DurationInput | undefined
  /** The most that an order without a price may cost, which counts under a limit. */
  readonly atMost?: Money["amount"] | undefined
  /** When this call has to have ended, or how long it may take; never later than the panel's time-out has it. */
  readonly deadline?: Deadline | undefined
  /**
   * Asked directly before each attempt is sent, as that of core's `place`: what it gives is the call's failure. Where
   * several wait for one order, it is sent if it may be for one of them.
   */
  readonly gate?: Gate | undefined
  /** Called when this very call sends the order, and not another one that asked for it, or will. */
  readonly onSend?: (() => void) | undefined
}

/**
 * How a refill or a cancel is asked for.
 *
 * @since 0.1.0
 * @category models
 */
export interface ChangeOptions {
  /**
   * Which one of its order's, counted from 1: whoever asks for the same one again gets the first outcome. It may
   * be one more than there are only when the last one was taken and has ended. Default: the last one, and of
   * refills the next one where the panel says that the last has ended.
   */
  readonly nth?: number | undefined
  /** Whether the caller knows that the last one has ended, so that the panel need not be asked. Default: false. */
  readonly ended?: boolean | undefined
  /** When this call has to have ended, or how long it may take; never later than the panel's time-out has it. */
  readonly deadline?: Deadline | undefined
  /** Asked directly before each attempt is sent, as that of `PlaceOptions`. */
  readonly gate?: Gate | undefined
  /** Called when this very call is sent, and not another one that asked for it, or will; not of many. */
  readonly onSend?: (() => void) | undefined
}

/**
 * Placing orders once, and knowing of each what became of it.
 *
 * @example
 * import { Identifiers } from "@smmkit/core"
 * import { Journal } from "@smmkit/journal"
 * import { Effect } from "effect"
 *
 * // Whoever runs this, however often, and after whatever crash: the order is paid for once.
 * export const program = Effect.gen(function* () {
 *   const journal = yield* Journal.Journal
 *   const order = {
 *     type: "Default",
 *     service: Identifiers.ServiceId.make("1"),
 *     link: "https://example.com/p/1",
 *     quantity: 100
 *   } as const
 *   return yield* journal.placeOnce("invoice-1042", order)
 * })
 *
 * @since 0.1.0
 * @category tags
 */
export class Journal extends Context.Tag("@smmkit/journal/Journal")<Journal, Journal.Service>() {}

/**
 * @since 0.1.0
 */
export declare namespace Journal {
  /**
   * @since 0.1.0
   * @category models
   */
  export interface Service {
    /** The account that this journal places orders on, by its ID in the store. */
    readonly account: string
    /** What the account is called in the store. */
    readonly name: string
    readonly host: string
    /**
     * Fails where no order could be placed now, for a probe such as `/readyz`: the store gives no answer within two
     * seconds, may not be written to, or may have forgotten orders, or the panel's API key is not the account's. The
     * panel is not asked.
     */
    readonly ready: Effect.Effect<void, StoreError | OrderWithheld>
    /**
     * Takes the panel's present API key for the account's, after it was changed. The panel is asked with it for
     * the account's newest orders (five, or as many as there are): it fails if any of them is refused, or if
     * there is none.
     */
    readonly adopt: Effect.Effect<void, CannotAdopt | StoreError | OrderStatusError>
    /** Gives the account another name; false where another account has it. */
    readonly rename: (name: string) => Effect.Effect<boolean, InvalidJournalConfig | StoreError>
    /** The limits that the store keeps for the account, whoever spends. */
    readonly limits: Effect.Effect<Limits, StoreError>
    /** Keeps these limits in place of those before, for all programs on this store. */
    readonly setLimits: (limits: Limits) => Effect.Effect<void, InvalidJournalConfig | StoreError>
    /**
     * Forgets the particulars of an entry that has ended, such as its link; false where there is none, or it has
     * not ended. The key stays taken.
     */
    readonly erase: (key: string, action?: Action | undefined) => Effect.Effect<boolean, StoreError>
    /**
     * Moves entries that ended that long ago out of the way of what is open, into the store's history; gives how
     * many. Their keys stay taken. An order that was placed stays for 30 days at least, while it may be refunded, and
     * a drip-feed or subscription for a year, while it may make orders. For all accounts of the store, and worth its
     * time now and then: it looks through all entries.
     */
    readonly archive: (age: Duration.DurationInput) => Effect.Effect<number, StoreError>
    /**
     * Places an order under a key of the caller's own, once: whoever asks for the same order under the
     * same key again gets the first outcome, at once or by waiting for the call under way, in this process
     * or another, now or after a crash. A refused or unsent order may be asked for again under its key.
     * The entry that comes back is `placed`.
     */
    readonly placeOnce: (
      key: string,
      order: Order,
      options?: PlaceOptions | undefined
    ) => Effect.Effect<JournalEntry, PlaceError>
    /** As `placeOnce` with a new key; withheld while an equal order is in doubt, as it may be this one. */
    readonly place: (
      order: Order,
      options?: PlaceOptions | undefined
    ) => Effect.Effect<JournalEntry, PlaceError>
    /**
     * Asks for the refill of an order, once: while one is under way, in doubt or running, nothing is sent, and the
     * outcome of that one is given. The entry that comes back is `placed`, and its `order` is the refill's ID.
     */
    readonly refillOnce: (
      order: OrderId,
      options?: ChangeOptions | undefined
    ) => Effect.Effect<JournalEntry, PlaceError>
    /** Asks that an order be stopped, once. `placed` means that the panel took the request, not that it was done. */
    readonly cancelOnce: (
      order: OrderId,
      options?: ChangeOptions | undefined
    ) => Effect.Effect<JournalEntry, PlaceError>
    /** `refillOnce` for many orders, 100 a call; equal IDs are asked once. */
    readonly refillMany: (
      orders: ReadonlyArray<OrderId>,
      options?: ChangeOptions | undefined
    ) => Effect.Effect<ReadonlyArray<Answered<OrderId, JournalEntry, PlaceError>>>
    /** `cancelOnce` for many orders, 100 a call; equal IDs are asked once. */
    readonly cancelMany: (
      orders: ReadonlyArray<OrderId>,
      options?: ChangeOptions | undefined
    ) => Effect.Effect<ReadonlyArray<Answered<OrderId, JournalEntry, PlaceError>>>
    /** The refills or the cancels of an order, the first one first. */
    readonly changes: (
      action: Change,
      order: OrderId
    ) => Effect.Effect<ReadonlyArray<JournalEntry>, StoreError>
    /** The entry of a key: of an order, unless told otherwise. The keys of refills and cancels are made by the journal. */
    readonly get: (
      key: string,
      action?: Action | undefined
    ) => Effect.Effect<Option.Option<JournalEntry>, StoreError>
    /** Many keys at once, by key. */
    readonly getMany: (
      keys: ReadonlyArray<string>
    ) => Effect.Effect<ReadonlyMap<string, JournalEntry>, StoreError>
    /** For each order the entries of equal ones, of whatever key, that were or may have been placed since a time. */
    readonly equals: (
      orders: ReadonlyArray<Order>,
      since: number
    ) => Effect.Effect<ReadonlyArray<ReadonlyArray<JournalEntry>>, StoreError>
    /** The time by the store's clock, in milliseconds since the epoch. */
    readonly now: Effect.Effect<number, StoreError>
    /** What a bulk was begun with last: a digest of its rows, and when that began. */
    readonly begun: (batch: string) => Effect.Effect<Option.Option<Begun>, StoreError>
    /** Writes down that a bulk begins; the beginning of one with the same rows is kept. */
    readonly begin: (batch: string, content: string) => Effect.Effect<void, StoreError>
    /** This account's entries in these states (all, unless told) of orders (unless told), in the order of their keys. */
    readonly entries: (
      states?: ReadonlyArray<State> | undefined,
      actions?: ReadonlyArray<Action> | undefined
    ) => Stream.Stream<JournalEntry, StoreError>
    readonly inDoubt: Stream.Stream<JournalEntry, StoreError>
    readonly placed: Stream.Stream<JournalEntry, StoreError>
    readonly refused: Stream.Stream<JournalEntry, StoreError>
    /**
     * Settles a doubt by evidence, where there is any. Sends `add` never, except with the same
     * `request_id` on a panel that honours it. What is not proved stays in doubt; its `note` says why.
     */
    readonly settle: (
      key: string,
      action?: Action | undefined
    ) => Effect.Effect<JournalEntry, StoreError | UnknownKey>
    /**
     * Settles all doubts of this account, of refills and cancels as well, with one balance for those of orders;
     * says what that told.
     */
    readonly settleAll: Effect.Effect<Told, StoreError>
    /**
     * A person's verdict on a doubt, or the ID of an order that was placed without one. That it was not placed is
     * refused while a panel may still book it, unless it is said to be `early`.
     */
    readonly resolve: (
      key: string,
      verdict: Verdict,
      action?: Action | undefined
    ) => Effect.Effect<JournalEntry, StoreError | UnknownKey | CannotResolve>
    /**
     * The keys of second orders that were placed where one was meant, and came to light since the journal was
     * built. Each has an entry of its own, whose event is `doubled`.
     */
    readonly doubles: Effect.Effect<ReadonlyArray<string>>
    /** What the panel owes for the order of this key, by its state now. */
    readonly refund: (
      key: string
    ) => Effect.Effect<Refund, StoreError | UnknownKey | CannotResolve | OrderStatusError>
    /** What was spent in the present run (or another), and today (UTC); what is in doubt is spent. */
    readonly spent: (run?: string | undefined) => Effect.Effect<Spent, StoreError>
    /**
     * A person says that the store may be used as it is, although it may have forgotten orders, as it was restored
     * from a backup or replaced. Look at the panel's list of orders first: what was forgotten is bought again by
     * whoever asks for it.
     */
    readonly acceptStore: Effect.Effect<void, StoreError>
    /** Lets balances count as evidence again after a move that nothing explained. */
    readonly allowEvidence: Effect.Effect<void, StoreError>
  }
}

/**
 * What the journal stands on: the actions of one panel, its configuration, and a store.
 *
 * @since 0.1.0
 * @category models
 */
export type Requirements =
  | AddOrder.AddOrder
  | CancelOrder.CancelOrder
  | Refill.Refill
  | RefillStatus
  | Services
  | Balance
  | OrderStatus
  | PanelConfig.PanelConfig
  | Store
