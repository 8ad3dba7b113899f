/**
 * Where orders are followed: in the journal's database, on any SqlClient of SQLite or PostgreSQL.
 *
 * A claim stamps the orders that are due, and takes the call's token from the account's budget; what is written
 * counts only under that stamp, however late it comes. All time is the store's.
 *
 * @since 0.1.0
 */
import type * as SqlClient from "@effect/sql/SqlClient"
import type { OrderId } from "@smmkit/core/Identifiers"
import type { StoreError } from "@smmkit/journal/JournalError"
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Option from "effect/Option"
import type * as Stream from "effect/Stream"
import type { InvalidCursor } from "./FollowError.js"
import type { FollowEvent } from "./FollowEvent.js"
import type { Birth, Judged, Row, Usual } from "./FollowModel.js"
import { make } from "./internal/store/store.js"
import type { RefundLine } from "./RefundLine.js"

/**
 * What an account may ask of its panel: how many milliseconds two calls are apart, and how many orders one call
 * asks about (100, or 1).
 *
 * @since 0.1.0
 * @category models
 */
export interface Budget {
  readonly spacing: number
  readonly perCall: number
}

/**
 * An order that was claimed, and in how large a batch it may be asked about, where a larger one failed.
 *
 * @since 0.1.0
 * @category models
 */
export interface Claimed {
  readonly row: Row
  readonly lot: number | null
}

/**
 * Orders that are this claim's, until its lease is over or they are written.
 *
 * @since 0.1.0
 * @category models
 */
export interface Claim {
  readonly account: string
  readonly stamp: number
  /** When it was made, by the store's clock. */
  readonly now: number
  readonly orders: ReadonlyArray<Claimed>
  /** For how long the first of them had been due, in milliseconds. */
  readonly late: number
  /** An order that the panel has shown lately. */
  readonly witness: OrderId | null
  /** Why the account is suspect; null while it is not. */
  readonly suspect: string | null
  /** How many calls in a row failed as a whole. */
  readonly failures: number
}

/**
 * What is written of an order: what follows from a look, or the row as it was, due at another time.
 *
 * @since 0.1.0
 * @category models
 */
export interface Written extends Judged {
  readonly lot: number | null
  /** When it was seen, by the store's clock. */
  readonly at: number
}

/**
 * What a claim came to.
 *
 * @since 0.1.0
 * @category models
 */
export interface Report {
  readonly account: string
  readonly stamp: number
  readonly written: ReadonlyArray<Written>
  /** Lines that are settled by it, and how. */
  readonly settled?:
    | ReadonlyArray<{ readonly order: OrderId; readonly line: number; readonly how: string }>
    | undefined
  /** How many calls in a row have failed now; as it was, where nothing is said. */
  readonly failures?: number | undefined
  /** For how many milliseconds no look is to be made. */
  readonly blocked?: number | undefined
  /** For how many milliseconds the panel wants no call at all: what is placed waits for that as well. */
  readonly limited?: number | undefined
  /** What is now known of the account: why it is suspect, and what its last trouble was. */
  readonly verdict?: { readonly suspect: string | null; readonly problem: string | null } | undefined
  readonly witness?: OrderId | undefined
}

/**
 * When an account has something to do that is under no claim, by the store's clock; null for never, as it stands.
 *
 * @since 0.1.0
 * @category models
 */
export interface Agenda {
  readonly account: string
  readonly paused: boolean
  /** When the budget allows the next call. */
  readonly free: number
  readonly due: number | null
  readonly refillDue: number | null
}

/**
 * How far behind an account is.
 *
 * @since 0.1.0
 * @category models
 */
export interface Lag {
  readonly account: string
  /** What it is called in the journal. */
  readonly name: string
  /** How many orders are to be looked at yet, how many of them by now, and since when the longest one waits. */
  readonly open: number
  readonly overdue: number
  readonly since: number | null
  /** How many orders could not be read when they were looked at last. */
  readonly failing: number
  /** Whether somebody with its key looks after it. */
  readonly attended: boolean
  readonly paused: boolean
  readonly suspect: string | null
  readonly problem: string | null
  /** The last number of its events. */
  readonly events: number
}

/**
 * Which orders are meant; all of them where nothing is said.
 *
 * @since 0.1.0
 * @category models
 */
export interface Filter {
  readonly account?: string | undefined
  readonly states?: ReadonlyArray<string> | undefined
  /** Whether they are looked at any more. */
  readonly open?: boolean | undefined
}

/**
 * An event that a webhook could not deliver yet: since when it is tried, how often it was, when it is tried next
 * (null for never: it is dead), and what went wrong last.
 *
 * @since 0.1.0
 * @category models
 */
export interface Letter {
  readonly event: FollowEvent
  readonly since: number
  readonly tries: number
  readonly due: number | null
  readonly problem: string
}

/**
 * Which event, by its account and number.
 *
 * @since 0.1.0
 * @category models
 */
export interface EventId {
  readonly account: string
  readonly number: number
}

/**
 * An event that was not delivered, what went wrong, and in how many milliseconds it is tried again; null for never.
 *
 * @since 0.1.0
 * @category models
 */
export interface Undelivered extends EventId {
  readonly problem: string
  readonly wait: number | null
}

/**
 * What was read of the log of an account: what comes after `from`, up to `number`.
 *
 * @since 0.1.0
 * @category models
 */
export interface Read extends EventId {
  readonly from: number
  readonly events: ReadonlyArray<FollowEvent>
}

/**
 * What the webhook of a name has yet to deliver, beside the log itself.
 *
 * @since 0.1.0
 * @category models
 */
export interface Mail {
  /**
   * Moves the named cursor on, never back, and puts aside what before it was not delivered, in one transaction. False,
   * with nothing done, where the cursor or the log is not as it was read: the store was put back meanwhile.
   */
  readonly advance: (
    name: string,
    read: Read,
    failures: ReadonlyArray<Undelivered>
  ) => Effect.Effect<boolean, StoreError>
  /** The next letters that are due, the one that waits longest first. */
  readonly due: (name: string) => Effect.Effect<ReadonlyArray<Letter>, StoreError>
  /** Writes down what came of letters. */
  readonly tried: (
    name: string,
    delivered: ReadonlyArray<EventId>,
    failures: ReadonlyArray<Undelivered>
  ) => Effect.Effect<void, StoreError>
  /** How many letters are tried again, and when the next one is. */
  readonly waiting: (
    name: string
  ) => Effect.Effect<{ readonly waiting: number; readonly next: number | null }, StoreError>
  readonly dead: (name: string) => Stream.Stream<Letter, StoreError>
  /** Lets a dead letter be tried anew; false where there is none. */
  readonly revive: (name: string, event: EventId) => Effect.Effect<boolean, StoreError>
  /** Forgets a dead letter; false where there is none. */
  readonly discard: (name: string, event: EventId) => Effect.Effect<boolean, StoreError>
}

/**
 * The store of what is followed.
 *
 * @example
 * import { FollowStore } from "@smmkit/follow"
 * import { Sqlite } from "@smmkit/journal"
 * import { Effect, Layer } from "effect"
 *
 * const store = Layer.provide(FollowStore.layer, Sqlite.layerClient(":memory:"))
 * const lag = Effect.flatMap(FollowStore.FollowStore, (store) => store.lag)
 *
 * assert.deepStrictEqual(await Effect.runPromise(Effect.provide(lag, store)), [])
 *
 * @since 0.1.0
 * @category tags
 */
export class FollowStore extends Context.Tag("@smmkit/follow/FollowStore")<
  FollowStore,
  FollowStore.Service
>() {}

/**
 * @since 0.1.0
 */
export declare namespace FollowStore {
  /**
   * @since 0.1.0
   * @category models
   */
  export interface Service {
    readonly now: Effect.Effect<number, StoreError>
    /** Sets the budget of an account, which is made where it is not there. */
    readonly budget: (account: string, budget: Budget) => Effect.Effect<void, StoreError>
    /** Says that these accounts are looked after for so many milliseconds more. */
    readonly attend: (accounts: ReadonlyArray<string>, time: number) => Effect.Effect<void, StoreError>
    /** Claims at most so many orders that are due, or whose refills are; `None` where none is, or no call may be made. */
    readonly claim: (ask: {
      readonly account: string
      readonly of: "orders" | "refills"
      readonly most: number
      readonly lease: number
    }) => Effect.Effect<Option.Option<Claim>, StoreError>
    /** Claims one order, whoever has it; the budget is left alone. `None` where it is not followed. */
    readonly take: (
      account: string,
      order: OrderId,
      lease: number
    ) => Effect.Effect<Option.Option<Claim>, StoreError>
    /**
     * Takes a token for a call that is no look, in its turn behind what was sent, and before all looks to come: gives
     * for how many milliseconds it has to wait, `None`, with no token taken, where that is longer than it may. What
     * an intent of the journal announced has pushed the looks on already (`taken`).
     */
    readonly pace: (call: {
      readonly account: string
      readonly taken: boolean
      readonly longest: number
    }) => Effect.Effect<Option.Option<number>, StoreError>
    /** Writes what a claim came to; orders that are under it no more are left alone. */
    readonly write: (report: Report) => Effect.Effect<void, StoreError>
    /** The same, and tells whether all of it counted; else none of it did. */
    readonly commit: (report: Report) => Effect.Effect<boolean, StoreError>
    /** Gives back what is under a claim, as it is. */
    readonly release: (claim: Claim) => Effect.Effect<void, StoreError>
    /** What these accounts have to do, and the store's time. */
    readonly agenda: (
      accounts: ReadonlyArray<string>
    ) => Effect.Effect<{ readonly now: number; readonly agendas: ReadonlyArray<Agenda> }, StoreError>
    /** Follows these orders, too; those that are followed already are kept, and learn what was not known of them. */
    readonly watch: (orders: ReadonlyArray<Birth>) => Effect.Effect<void, StoreError>
    /** Looks at these orders no more. */
    readonly unwatch: (account: string, orders: ReadonlyArray<OrderId>) => Effect.Effect<void, StoreError>
    /** Puts an order before all others, also where it is claimed: a look that is under way may know less. False where it is not followed. */
    readonly hurry: (account: string, order: OrderId) => Effect.Effect<boolean, StoreError>
    readonly get: (account: string, order: OrderId) => Effect.Effect<Option.Option<Row>, StoreError>
    /** In the order of their accounts and IDs, in constant memory. */
    readonly orders: (filter?: Filter) => Stream.Stream<Row, StoreError>
    /** The next events of an account after a number, at most so many. */
    readonly events: (
      account: string,
      after: number,
      most: number
    ) => Effect.Effect<
      { readonly events: ReadonlyArray<FollowEvent>; readonly last: number },
      StoreError | InvalidCursor
    >
    /** What the log holds of one order, in the order of its transitions. */
    readonly history: (
      account: string,
      order: OrderId
    ) => Effect.Effect<ReadonlyArray<FollowEvent>, StoreError>
    /** The last number of each account's events. */
    readonly ends: Effect.Effect<ReadonlyMap<string, number>, StoreError>
    /** Lines by account, order and number; those only that are not settled, where it is said. */
    readonly lines: (filter?: {
      readonly account?: string | undefined
      readonly order?: OrderId | undefined
      readonly open?: boolean | undefined
    }) => Stream.Stream<RefundLine, StoreError>
    /** How far a named consumer has come with each account; a new name is written down, and holds events back from then on. */
    readonly cursor: (name: string) => Effect.Effect<ReadonlyMap<string, number>, StoreError>
    readonly setCursor: (name: string, account: string, number: number) => Effect.Effect<void, StoreError>
    readonly dropCursor: (name: string) => Effect.Effect<void, StoreError>
    /** What webhooks have yet to deliver. */
    readonly mail: Mail
    /** Drops events older than so many milliseconds, but none that a named consumer has yet to come to; gives how many. */
    readonly prune: (account: string, keep: number) => Effect.Effect<number, StoreError>
    readonly lag: Effect.Effect<ReadonlyArray<Lag>, StoreError>
    /** False where neither this store nor the journal knows such an account, of which nothing is written down then. */
    readonly pause: (account: string, paused: boolean) => Effect.Effect<boolean, StoreError>
    /** What orders of the account usually take, by service. */
    readonly usual: (account: string) => Effect.Effect<ReadonlyMap<string, Usual>, StoreError>
    /** Takes in the next orders that were placed before follow came; false when there are no more. */
    readonly takeIn: Effect.Effect<boolean, StoreError>
  }
}

/**
 * The store on a SqlClient, with its tables made or brought up to date, and the journal's before them. It goes by a
 * `StoreClock` where there is one.
 *
 * @example
 * import { PgClient } from "@effect/sql-pg"
 * import { FollowStore } from "@smmkit/follow"
 * import { Config, Layer } from "effect"
 *
 * const client = PgClient.layerConfig({ url: Config.redacted("DATABASE_URL") })
 *
 * export const store = Layer.provide(FollowStore.layer, client)
 *
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<FollowStore, StoreError, SqlClient.SqlClient> = Layer.scoped(
  FollowStore,
  make
)
