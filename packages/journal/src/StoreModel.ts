/**
 * What a store is asked for and answers: the port of `Store`, without anything that keeps it.
 *
 * @since 0.1.0
 */

import type { OrderId } from "@smmkit/core/Identifiers"
import type { Money } from "@smmkit/core/Money"
import type { Order } from "@smmkit/core/Order"
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type * as Stream from "effect/Stream"
import type { Account, Credential, QuietPoint } from "./Account.js"
import type { Limits } from "./JournalConfig.js"
import type { Action, Change, JournalEntry, State } from "./JournalEntry.js"
import type { CannotResolve, StoreError, UnknownKey } from "./JournalError.js"
import type {
  Begun,
  Decision,
  Entered,
  Finding,
  Intended,
  Intent,
  Known,
  Ref,
  Report,
  Snapshot,
  Tally,
  Verdict
} from "./StoreMessage.js"

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
    /** Fails where no order could be written down: no answer within two seconds, or orders that may be forgotten. */
    readonly ready: Effect.Effect<void, StoreError>
    readonly intend: (intent: Intent) => Effect.Effect<Intended, StoreError>
    /** `None` where the store has no such entry: its intent was never written. */
    readonly report: (report: Report) => Effect.Effect<Option.Option<JournalEntry>, StoreError>
    /**
     * Keeps a report that `report` did not take beside the store, synced to disk; false where that is not possible,
     * which the log tells with the order's ID.
     */
    readonly keep: (report: Report) => Effect.Effect<boolean>
    /** Forgets a report that was kept, as the store has it. */
    readonly drop: (report: Report) => Effect.Effect<void>
    /** What is kept beside the store, by whichever process of this machine. */
    readonly kept: Effect.Effect<ReadonlyArray<Report>>
    readonly find: (ref: Ref) => Effect.Effect<Option.Option<JournalEntry>, StoreError>
    /** The entries of these keys, by key. */
    readonly findMany: (
      account: string,
      keys: ReadonlyArray<string>,
      action?: Action | undefined
    ) => Effect.Effect<ReadonlyMap<string, JournalEntry>, StoreError>
    /**
     * Entries in the order of their accounts and keys, in constant memory; of all actions, accounts and
     * states unless told. One that cannot be read is left out, with a warning in the log; or fails them all, where
     * they are wanted whole.
     */
    readonly entries: (filter?: {
      readonly account?: string | undefined
      readonly states?: ReadonlyArray<State> | undefined
      readonly watched?: boolean | undefined
      readonly actions?: ReadonlyArray<Action> | undefined
      readonly isWhole?: boolean | undefined
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
      ref: Ref,
      by: { readonly attempt: string; readonly owner: string },
      timeLimit: number
    ) => Effect.Effect<Option.Option<JournalEntry>, StoreError>
    readonly decide: (
      ref: Ref,
      decision: Decision
    ) => Effect.Effect<JournalEntry, StoreError | UnknownKey | CannotResolve>
    /** What an order that had no price has cost, by its panel. */
    readonly learn: (ref: Ref, charge: Money) => Effect.Effect<Option.Option<JournalEntry>, StoreError>
    /**
     * The account that a digest of address and key belongs to, by its name (the panel's host, unless told); a
     * new one where neither is known.
     */
    readonly enter: (
      who: Credential & { readonly name: string | undefined; readonly host: string }
    ) => Effect.Effect<Entered, StoreError>
    /** From now on address and key belong to the account. */
    readonly adopt: (account: string, credential: Credential) => Effect.Effect<void, StoreError>
    /** Gives an account another name; false where another account has it. */
    readonly rename: (account: string, name: string) => Effect.Effect<boolean, StoreError>
    /** Keeps these limits for the account, in place of those that were kept. */
    readonly limit: (account: string, limits: Limits) => Effect.Effect<void, StoreError>
    /** The IDs of the account's newest orders. */
    readonly newest: (account: string, count: number) => Effect.Effect<ReadonlyArray<string>, StoreError>
    readonly accounts: Effect.Effect<ReadonlyArray<Known>, StoreError>
    /** How each account stands. Counting reads an index of all entries: for each minute, not for each order. */
    readonly tallies: Effect.Effect<ReadonlyArray<Tally>, StoreError>
    /**
     * Moves entries that ended before a time, and are not watched or have been for 30 days, into the history (drip-feeds
     * and subscriptions after a year); gives how many. Their keys are still known.
     */
    readonly archive: (before: number) => Effect.Effect<number, StoreError>
    /**
     * Forgets an entry's particulars; false where there is none, or where it has not ended. Its key and its
     * order's ID stay taken.
     */
    readonly erase: (ref: Ref) => Effect.Effect<boolean, StoreError>
    /**
     * Placed orders (or refills) whose IDs the panel has answered with: the last from before a time, the first
     * from another on.
     */
    readonly around: (
      account: string,
      times: { readonly before: number; readonly after: number },
      action?: Action | undefined
    ) => Effect.Effect<ReadonlyArray<JournalEntry>, StoreError>
    /** Which of these IDs belong to orders (or refills) of the account that are known. */
    readonly held: (
      account: string,
      orders: ReadonlyArray<string>,
      action?: Action | undefined
    ) => Effect.Effect<ReadonlySet<string>, StoreError>
    /** Entries that may have an ID that nobody knows: in doubt, under way, or placed without one. */
    readonly nameless: (
      account: string,
      action?: Action | undefined
    ) => Effect.Effect<ReadonlyArray<JournalEntry>, StoreError>
    /** The refills or the cancels of each of these orders, the first one first. */
    readonly series: (
      account: string,
      action: Change,
      orders: ReadonlyArray<string>
    ) => Effect.Effect<ReadonlyMap<string, ReadonlyArray<JournalEntry>>, StoreError>
    /** Orders that make further orders, drip-feeds and subscriptions; at most so many, the last ones. */
    readonly parents: (account: string, most: number) => Effect.Effect<ReadonlyArray<OrderId>, StoreError>
    /** Acts on what was found, where the doubt is still that of the same try; gives the entries as they are then. */
    readonly weigh: (
      account: string,
      findings: ReadonlyArray<Finding>,
      action?: Action | undefined
    ) => Effect.Effect<ReadonlyArray<JournalEntry>, StoreError>
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
    readonly unwatch: (account: string, keys: ReadonlyArray<string>) => Effect.Effect<void, StoreError>
    /** Acts on what a quiet point tells; false where the account has moved on since. */
    readonly conclude: (snapshot: Snapshot, verdict: Verdict) => Effect.Effect<boolean, StoreError>
    /**
     * A person says that the store may be used as it is, although it may have forgotten orders: it was restored
     * from a backup, or replaced.
     */
    readonly accept: Effect.Effect<void, StoreError>
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
  /**
   * A small file of this machine that remembers the last commits. A store that was restored from a backup, or is
   * another one, does not hold them, and is withheld. Outcomes that the store does not take are kept in a folder
   * beside it. Default: beside an SQLite file, its name and `-witness`; for a server none, so that only processes
   * that live remember, and such outcomes stand in the log.
   */
  readonly witness?: string | undefined
}
