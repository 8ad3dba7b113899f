/**
 * Where the journal is kept: durable entries on any SqlClient of SQLite or PostgreSQL.
 *
 * Each method is one transaction that no other transaction of the store overlaps, whatever process runs
 * it; what it answers is durable. It ends in bounded time, too: a server that gives no answer is given up,
 * and whether it has written is not known then.
 *
 * @since 0.1.0
 */

import type * as SqlClient from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import type { OrderId } from "@smmkit/core/Identifiers"
import type { Money } from "@smmkit/core/Money"
import type { Order } from "@smmkit/core/Order"
import type { OrderForm } from "@smmkit/core/OrderForm"
import type { PanelError } from "@smmkit/core/PanelError"
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Option from "effect/Option"
import type * as Stream from "effect/Stream"
import type { Account, QuietPoint } from "./internal/account.js"
import { storeError } from "./internal/sqlFailure.js"
import { make } from "./internal/sqlStore.js"
import type { Limits } from "./JournalConfig.js"
import type { JournalEntry, State } from "./JournalEntry.js"
import type { CannotResolve, StoreError, UnknownKey } from "./JournalError.js"

/**
 * An order that is about to be sent.
 *
 * @since 0.1.0
 * @category models
 */
export interface Intent {
  readonly key: string
  readonly account: string
  readonly host: string
  readonly request: OrderForm
  readonly price: Money | undefined
  readonly requestId: string | null
  /** Whether the key was made up for this call, so that an equal order in doubt may be the same one. */
  readonly fresh: boolean
  readonly limits: Limits
  readonly run: string
  readonly owner: string
  readonly attempt: string
  /** How long the call can be under way, in milliseconds. */
  readonly timeLimit: number
  /** How many units the order asks for; null where the service decides. */
  readonly units: number | null
}

/**
 * What became of an intent: written, or why not.
 *
 * - `Intended`: it is durable, the order may be sent
 * - `Held`: the key has an outcome, or its call is under way
 * - `Conflict`: the key stands for another order
 * - `Limited`: a spending limit
 * - `Twin`: an equal order is in doubt
 * - `Rivalled`: another owner is sending an equal order just now, which may come to be in doubt
 * - `Quiet`: the account's balance is being read just now
 *
 * @since 0.1.0
 * @category models
 */
export type Intended =
  | { readonly _tag: "Intended"; readonly entry: JournalEntry }
  | { readonly _tag: "Held"; readonly entry: JournalEntry }
  | { readonly _tag: "Conflict"; readonly entry: JournalEntry }
  | { readonly _tag: "Limited"; readonly detail: string }
  | { readonly _tag: "Twin"; readonly key: string }
  | { readonly _tag: "Rivalled" }
  | { readonly _tag: "Quiet" }

/**
 * What came of a call.
 *
 * @since 0.1.0
 * @category models
 */
export interface Report {
  readonly key: string
  readonly attempt: string
  readonly outcome:
    | { readonly _tag: "Answered"; readonly order: OrderId; readonly charge: Money | null }
    | { readonly _tag: "Refused"; readonly error: PanelError; readonly note: string }
    | { readonly _tag: "Unsent"; readonly error: PanelError | null; readonly note: string }
    | { readonly _tag: "Lost"; readonly error: PanelError | null; readonly note: string }
}

/**
 * How a doubt is settled.
 *
 * @since 0.1.0
 * @category models
 */
export interface Decision {
  readonly event: "proved-placed" | "proved-absent" | "ruled-placed" | "ruled-absent"
  readonly order: OrderId | null
  readonly note: string
}

/**
 * An account as it stood at a quiet point, and the doubts that the point's balance can tell about.
 *
 * @since 0.1.0
 * @category models
 */
export interface Snapshot {
  readonly account: Account
  readonly point: QuietPoint
  readonly doubts: ReadonlyArray<JournalEntry>
}

/**
 * What a quiet point tells.
 *
 * - `Told`: which doubts are placed and which are not; measuring goes on from the new point
 * - `Open`: nothing for certain; measuring goes on from the old point
 * - `Void`: something else moved the balance, as is known; measuring starts anew, and the doubts stay
 * - `Off`: something unknown moved the balance; it is evidence no more, until a person allows it
 *
 * @since 0.1.0
 * @category models
 */
export type Verdict =
  | {
      readonly _tag: "Told"
      readonly placed: ReadonlyArray<string>
      readonly absent: ReadonlyArray<string>
      readonly why: string
    }
  | { readonly _tag: "Open"; readonly why: string }
  | {
      readonly _tag: "Void"
      readonly why: string
      /** The keys of orders that need not be looked at again. */
      readonly ended: ReadonlyArray<string>
    }
  | { readonly _tag: "Off"; readonly why: string }

/**
 * A bulk that was begun: a digest of its rows, and since when.
 *
 * @since 0.1.0
 * @category models
 */
export interface Begun {
  readonly content: string
  readonly at: number
}

/**
 * The store of a journal.
 *
 * @example
 * import { Sqlite, Store } from "@smmkit/journal"
 * import { Effect, Stream } from "effect"
 *
 * const count = await Effect.flatMap(Store.Store, ({ entries }) => Stream.runCount(entries())).pipe(
 *   Effect.provide(Sqlite.layer(":memory:")),
 *   Effect.runPromise
 * )
 *
 * assert.strictEqual(count, 0)
 *
 * @since 0.1.0
 * @category tags
 */
export class Store extends Context.Tag("@smmkit/journal/Store")<Store, Store.Service>() {}

/**
 * @since 0.1.0
 */
export declare namespace Store {
  /**
   * @since 0.1.0
   * @category models
   */
  export interface Service {
    /** The store's clock, in milliseconds since the epoch: the server's, or for a file this machine's. */
    readonly now: Effect.Effect<number, StoreError>
    readonly intend: (intent: Intent) => Effect.Effect<Intended, StoreError>
    /** `None` where the store has no such entry: its intent was never written. */
    readonly report: (report: Report) => Effect.Effect<Option.Option<JournalEntry>, StoreError>
    readonly find: (key: string) => Effect.Effect<Option.Option<JournalEntry>, StoreError>
    /** The entries of these keys, by key. */
    readonly findMany: (
      keys: ReadonlyArray<string>
    ) => Effect.Effect<ReadonlyMap<string, JournalEntry>, StoreError>
    /** Entries in the order of their keys, in constant memory; of all accounts and states unless told. */
    readonly entries: (filter?: {
      readonly account?: string | undefined
      readonly states?: ReadonlyArray<State> | undefined
      readonly watched?: boolean | undefined
    }) => Stream.Stream<JournalEntry, StoreError>
    /** For each order the account's entries of equal ones that were, or may have been, placed since a time. */
    readonly equals: (
      account: string,
      orders: ReadonlyArray<Order>,
      since: number
    ) => Effect.Effect<ReadonlyArray<ReadonlyArray<JournalEntry>>, StoreError>
    /** What a bulk of the account was begun with last. */
    readonly begun: (account: string, batch: string) => Effect.Effect<Option.Option<Begun>, StoreError>
    /** Writes down that a bulk begins; the beginning of one with the same rows is kept. */
    readonly begin: (account: string, batch: string, content: string) => Effect.Effect<void, StoreError>
    /** What was spent under a day (`2027-12-31`) or run of an account: a sum for each currency. */
    readonly spent: (
      account: string,
      scope: { readonly day: string } | { readonly run: string }
    ) => Effect.Effect<ReadonlyArray<Money>, StoreError>
    /** Tells that the owner lives, and will be heard of again within `lease` milliseconds. */
    readonly beat: (
      owner: { readonly id: string; readonly machine: string; readonly pid: number },
      lease: number
    ) => Effect.Effect<void, StoreError>
    /** Tells that the owner makes no more calls. */
    readonly leave: (owner: string) => Effect.Effect<void, StoreError>
    /**
     * Puts in doubt what owners left behind who ended or were silent too long, and lets the intents go on that
     * they held back; gives those entries.
     */
    readonly judge: Effect.Effect<ReadonlyArray<JournalEntry>, StoreError>
    /** Takes a doubt for another call with the same `request_id`; `None` where it cannot be taken now. */
    readonly probe: (
      key: string,
      by: { readonly attempt: string; readonly owner: string },
      timeLimit: number
    ) => Effect.Effect<Option.Option<JournalEntry>, StoreError>
    readonly decide: (
      key: string,
      decision: Decision
    ) => Effect.Effect<JournalEntry, StoreError | UnknownKey | CannotResolve>
    readonly account: (id: string, host: string) => Effect.Effect<Account, StoreError>
    /**
     * Holds back intents of the account for at most `time` milliseconds; false where another does already. `by`
     * begins with the owner's ID, which a space ends: with the owner ends the quiet.
     */
    readonly quieten: (
      account: string,
      host: string,
      by: string,
      time: number
    ) => Effect.Effect<boolean, StoreError>
    /** How many calls of the account are, or may be, under way. */
    readonly underWay: (account: string) => Effect.Effect<number, StoreError>
    /** Lets intents go on. With a balance, gives the account as it stood; `None` where it was not quiet all the time. */
    readonly resume: (
      account: string,
      by: string,
      point: QuietPoint | undefined
    ) => Effect.Effect<Option.Option<Snapshot>, StoreError>
    /** Looks for no more refunds of these orders. */
    readonly unwatch: (keys: ReadonlyArray<string>) => Effect.Effect<void, StoreError>
    /** Acts on what a quiet point tells; false where the account has moved on since. */
    readonly conclude: (snapshot: Snapshot, verdict: Verdict) => Effect.Effect<boolean, StoreError>
    /** A person allows balances as evidence again. */
    readonly allow: (account: string, host: string) => Effect.Effect<void, StoreError>
  }
}

/**
 * Whose clock the store goes by: the `store`'s own (PostgreSQL: the server's, so that all machines
 * agree; SQLite: this machine's), or the `program`'s `Clock`, which a test can turn.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly clock?: "store" | "program" | undefined
}

/**
 * A driver's failure as the store's error, for layers that connect to a database.
 *
 * @example
 * import { SqlError } from "@effect/sql"
 * import { Store } from "@smmkit/journal"
 *
 * const failure = new SqlError.SqlError({ cause: Object.assign(new Error("gone"), { code: "ECONNREFUSED" }) })
 *
 * assert.strictEqual(Store.error(failure).reason, "unreachable")
 *
 * @since 0.1.0
 * @category errors
 */
export const error: (failure: SqlError) => StoreError = storeError

/**
 * A store on any SqlClient of SQLite or PostgreSQL; its tables are made, or brought up to date, first.
 *
 * @example
 * import { PgClient } from "@effect/sql-pg"
 * import { Store } from "@smmkit/journal"
 * import { Config, Layer } from "effect"
 *
 * // The address comes from the environment, redacted, as it may hold a password.
 * const client = PgClient.layerConfig({
 *   url: Config.redacted("DATABASE_URL"),
 *   connectTimeout: Config.succeed("5 seconds")
 * })
 *
 * export const store = Layer.provide(Store.layer(), client)
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options: Options = {}): Layer.Layer<Store, StoreError, SqlClient.SqlClient> =>
  Layer.scoped(Store, make(options.clock ?? "store"))
