/**
 * What a store is told and what it answers, as plain records.
 *
 * @since 0.1.0
 */

import type { OrderId } from "@smmkit/core/Identifiers"
import type { Money } from "@smmkit/core/Money"
import type { OrderForm } from "@smmkit/core/OrderForm"
import type { PanelError } from "@smmkit/core/PanelError"
import type { Account, QuietPoint } from "./Account.js"
import type { Limits } from "./JournalConfig.js"
import type { Action, JournalEntry, State } from "./JournalEntry.js"

/**
 * Where an entry stands: a key means nothing without its account.
 *
 * @since 0.1.0
 * @category models
 */
export interface Ref {
  readonly account: string
  readonly action: Action
  readonly key: string
}

/**
 * A call that is about to be made.
 *
 * @since 0.1.0
 * @category models
 */
export interface Intent extends Ref {
  readonly host: string
  readonly request: OrderForm
  /** The order that a refill or a cancel is about; null of an order. */
  readonly subject: string | null
  /** By what the order is known: the digest that is written, and those of earlier versions. */
  readonly fingerprints: readonly [present: string, ...earlier: Array<string>]
  readonly price: Money | undefined
  /** The most that it may cost by its caller, where it has no price. */
  readonly atMost: Money["amount"] | undefined
  readonly requestId: string | null
  /** Whether the key was made up for this call, so that an equal order in doubt may be the same one. */
  readonly fresh: boolean
  /** For how long an equal order that was placed under another key speaks against it, in milliseconds; null: not at all. */
  readonly apart: number | null
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
 * - `Unpriced`: a spending limit, and earlier orders whose cost is not known yet
 * - `Twin`: an equal order is in doubt
 * - `Equal`: an equal order that it is to stand apart from is under way, in doubt, or was placed lately
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
  | { readonly _tag: "Unpriced"; readonly keys: ReadonlyArray<string> }
  | { readonly _tag: "Twin"; readonly key: string }
  | { readonly _tag: "Equal" }
  | { readonly _tag: "Rivalled" }
  | { readonly _tag: "Quiet" }

/**
 * What came of a call.
 *
 * @since 0.1.0
 * @category models
 */
export interface Report extends Ref {
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
  /**
   * How long after its deadline a panel may still book an order, in milliseconds: before that nothing is absent.
   * Null where a person knows better.
   */
  readonly settling: number | null
}

/**
 * What was found out about a doubt, such as by the IDs around it, for the try that was looked at: a verdict, or only words.
 *
 * @since 0.1.0
 * @category models
 */
export interface Finding {
  readonly key: string
  readonly attempt: string
  readonly verdict:
    | { readonly _tag: "Absent"; readonly why: string }
    | { readonly _tag: "Placed"; readonly order: OrderId | null; readonly why: string }
    | { readonly _tag: "Open"; readonly why: string }
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
 * An account as people know it, and the digests of address and key that belong to it.
 *
 * @since 0.1.0
 * @category models
 */
export interface Known {
  readonly id: string
  readonly name: string
  readonly host: string
  readonly digests: ReadonlyArray<string>
}

/**
 * How an account stands, for those who operate it.
 *
 * @since 0.1.0
 * @category models
 */
export interface Tally {
  readonly account: string
  readonly name: string
  readonly host: string
  /** By the store's clock. */
  readonly at: number
  /** How many entries of all actions are in each state, without what was archived. */
  readonly entries: Readonly<Record<State, number>>
  /** When the call of the oldest doubt had to have ended; null where nothing is in doubt. */
  readonly oldestDoubt: number | null
  /** The limits that are kept for the account. */
  readonly limits: Limits
  /** What was spent today (UTC), a sum for each currency. */
  readonly spent: ReadonlyArray<Money>
}

/**
 * Which account a digest of address and key belongs to.
 *
 * - `Known`: this one
 * - `Stranger`: none, but there is an account of that name: its key was changed, or this is a second account
 * - `Elsewhere`: one of another name
 * - `Moved`: none, no name was given, and this one has the key at another address (but on loopback, where panels are
 *   tried)
 *
 * @since 0.1.0
 * @category models
 */
export type Entered =
  | { readonly _tag: "Known"; readonly account: Account }
  | { readonly _tag: "Stranger"; readonly account: Account }
  | { readonly _tag: "Elsewhere"; readonly name: string }
  | { readonly _tag: "Moved"; readonly name: string }
