/**
 * What a sandbox can be asked and told: the members of `Sandbox`.
 *
 * @since 0.1.0
 */
import type { Dialect } from "@smmkit/core/Dialect"
import type { OrderId } from "@smmkit/core/Identifiers"
import type * as BigDecimal from "effect/BigDecimal"
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import type * as Stream from "effect/Stream"
import type { Offer, Row } from "./Catalogue.js"
import type { Exchange, Form } from "./Exchange.js"
import type { Entry } from "./Ledger.js"
import type { CallEntry, Transition, Window } from "./Log.js"
import type * as Mishap from "./Mishap.js"
import type { SandboxError } from "./SandboxOptions.js"
import type { Amount } from "./SandboxSettings.js"
import type {
  Booking,
  Change,
  Disagreement,
  Filter,
  OrderView,
  OwedLine,
  RefillView,
  Seed
} from "./SandboxView.js"
import type * as Trait from "./Trait.js"

/**
 * How many calls came in, those included that a fault kept from the panel. Unknown actions count as
 * `unknown`.
 *
 * @since 0.1.0
 * @category models
 */
export interface Calls {
  readonly total: number
  readonly byAction: Readonly<Record<string, number>>
}

/**
 * A call that mishaps befell, with those that took effect; `call` is its number, from 1.
 *
 * @since 0.1.0
 * @category models
 */
export interface Fired {
  readonly call: number
  readonly action: string
  readonly mishaps: ReadonlyArray<Mishap.Name>
  readonly time: number
}

/**
 * The panel and its control. What is read is always as of now by the `Clock`: what is due has happened.
 *
 * @since 0.1.0
 * @category models
 */
export interface Service {
  /** Takes one call. Never fails: what goes wrong is part of the exchange. */
  readonly handle: (form: Form) => Effect.Effect<Exchange>
  /** The key of the first account, which is called `main`. */
  readonly key: string
  readonly currency: string
  /** How requests have to be written. */
  readonly dialect: Dialect
  /** What was sold at first; `services.list` tells what is sold now. */
  readonly catalogue: ReadonlyArray<Offer>
  readonly calls: Effect.Effect<Calls>
  /** Every `add` that became an order, strangers' too, in the order in which they came. */
  readonly bookings: Effect.Effect<ReadonlyArray<Booking>>
  /** One order; an error where the panel never had it. */
  readonly order: (order: string) => Effect.Effect<OrderView, SandboxError>
  /** The orders that fit, in the order in which they were booked. */
  readonly orders: (filter?: Filter | undefined) => Effect.Effect<ReadonlyArray<OrderView>>
  /** The same, a thousand at a time, each thousand as of when it is asked for. */
  readonly stream: (filter?: Filter | undefined) => Stream.Stream<OrderView>
  /**
   * Lets an order become anything at any time, as panels do: another state, another count, another refund,
   * now or later. All that is told of it is true from then on: states, views, the ledger, the parent and
   * the children, the terms of refills, the logs. An order that is not over goes on from there.
   */
  readonly change: (order: string, change: Change) => Effect.Effect<void, SandboxError>
  /** Lets an order stay as it is, its children too, until it is changed. */
  readonly hold: (order: string) => Effect.Effect<void, SandboxError>
  /** Lets the panel forget an order, its children and their refills: it refuses their IDs. The books keep them. */
  readonly forget: (order: string) => Effect.Effect<void, SandboxError>
  /** Lets so much of what an order delivered be lost again. */
  readonly lose: (order: string, units: number) => Effect.Effect<void, SandboxError>
  readonly refills: Effect.Effect<ReadonlyArray<RefillView>>
  /** Lets a refill take any state. What is completed has restored what was lost. */
  readonly changeRefill: (refill: string, state: string) => Effect.Effect<void, SandboxError>
  /**
   * Places orders that have been there all along, a million in seconds, and gives their IDs. The account
   * gets a deposit of what they cost. The logs do not reach back behind them.
   */
  readonly seed: (seeds: Seed | ReadonlyArray<Seed>) => Effect.Effect<ReadonlyArray<OrderId>, SandboxError>
  readonly ledger: Books
  readonly logs: Logs
  readonly accounts: Accounts
  readonly services: ServiceControl
  /**
   * Lets the panel write these values, of any kind, as the balance and as the charge beside a new order's
   * ID, and refuse in these words, given by the beginning of the canonical ones (`#` stands for a limit that
   * they name), until told otherwise. What is left out is written as ever.
   */
  readonly write: (values: {
    readonly balance?: unknown
    readonly charge?: unknown
    readonly refusals?: Readonly<Record<string, string>> | undefined
  }) => Effect.Effect<void, SandboxError>
  readonly faults: Faults
}

/**
 * The money. An account that is not named is `main`.
 *
 * @since 0.1.0
 * @category models
 */
export interface Books {
  readonly balance: (account?: string | undefined) => Effect.Effect<BigDecimal.BigDecimal>
  /** All entries, or those of one account. */
  readonly entries: (account?: string | undefined) => Effect.Effect<ReadonlyArray<Entry>>
  /** What is due back and has not landed. */
  readonly owed: Effect.Effect<ReadonlyArray<OwedLine>>
  /**
   * Where the books do not agree: the ledger's lines and balances, the orders' records, what is owed, the
   * children of each parent, and the views. None is what must be.
   */
  readonly disagreements: Effect.Effect<ReadonlyArray<Disagreement>>
  /** Whether there are no disagreements. */
  readonly isBalanced: Effect.Effect<boolean>
}

/**
 * What happened in a window of time. A window that begins before the log does is an error.
 *
 * @since 0.1.0
 * @category models
 */
export interface Logs {
  readonly calls: (
    window?:
      | (Window & { readonly key?: string | undefined; readonly action?: string | undefined })
      | undefined
  ) => Effect.Effect<ReadonlyArray<CallEntry>, SandboxError>
  readonly transitions: (
    window?: (Window & { readonly order?: string | undefined }) | undefined
  ) => Effect.Effect<ReadonlyArray<Transition>, SandboxError>
}

/**
 * What is sold. Orders that were placed keep what they were placed for.
 *
 * @since 0.1.0
 * @category models
 */
export interface ServiceControl {
  /** What is listed now, and can be read. */
  readonly list: Effect.Effect<ReadonlyArray<Offer>>
  /** Changes fields of a service's row, as the panel writes them: `{ rate: "1.20", max: 500 }`. */
  readonly change: (service: string, fields: Row) => Effect.Effect<void, SandboxError>
  /** Lets a service be listed and not sold (`off`), not even be listed (`gone`), or be back (`on`). */
  readonly set: (service: string, availability: "on" | "off" | "gone") => Effect.Effect<void, SandboxError>
  /** Replaces the catalogue by rows as the panel writes them, odd ones included. */
  readonly write: (rows: ReadonlyArray<Row>) => Effect.Effect<void, SandboxError>
}

/**
 * Who may call, and with how much money.
 *
 * @since 0.1.0
 * @category models
 */
export interface Accounts {
  readonly create: (account: {
    readonly name: string
    readonly key: string
    readonly balance?: Amount | undefined
    /** Default: the sandbox's. */
    readonly currency?: string | undefined
  }) => Effect.Effect<void, SandboxError>
  /** Gives an account one more key. */
  readonly addKey: (name: string, key: string) => Effect.Effect<void, SandboxError>
  /** Gives an account another key in place of one, which is refused from then on. */
  readonly replaceKey: (name: string, old: string, key: string) => Effect.Effect<void, SandboxError>
  readonly setEnabled: (name: string, enabled: boolean) => Effect.Effect<void, SandboxError>
  /** Makes the balance what is given, by a deposit or a withdrawal. */
  readonly setFunds: (name: string, balance: Amount) => Effect.Effect<void, SandboxError>
  /** Takes an amount, as a stranger with the same key would; one below zero is given. */
  readonly spend: (name: string, amount: Amount) => Effect.Effect<void, SandboxError>
  /** Places an order, as a stranger with the same key would, and gives its ID. */
  readonly strangerOrders: (name: string, form: Form) => Effect.Effect<OrderId, SandboxError>
}

/**
 * Faults on demand: the traits that the panel has, and the mishaps that befall its calls. A call takes its
 * step from the script that is bound to it, else from the script of all calls; without a step, rules and
 * chance decide. Chance is drawn by the seed, the mishap, the action, and the how manieth call of that
 * action it is. Of mishaps that exclude each other on one call, one is drawn.
 *
 * @since 0.1.0
 * @category models
 */
export interface Faults {
  /** How the panel writes from now on. Traits that exclude each other are refused. */
  readonly setTraits: (traits: ReadonlyArray<Trait.Name>) => Effect.Effect<void, SandboxError>
  readonly traits: Effect.Effect<ReadonlyArray<Trait.Name>>
  /** Replaces the mishaps by chance. */
  readonly set: (rates: Mishap.Rates) => Effect.Effect<void, SandboxError>
  /** Adds mishaps that befall the calls that are meant, for ever or until their time. */
  readonly add: (...rules: ReadonlyArray<Mishap.Rule>) => Effect.Effect<void, SandboxError>
  /** Adds mishaps that befall the calls that are meant for so long from now. */
  readonly during: (
    time: Duration.DurationInput,
    ...rules: ReadonlyArray<Mishap.Rule>
  ) => Effect.Effect<void, SandboxError>
  /**
   * Adds steps to the script of one action, of the calls that are meant, or of all. Each call consumes one;
   * a mishap that cannot befall its action then does nothing.
   */
  readonly script: (
    steps: ReadonlyArray<Mishap.Step>,
    where?: Mishap.Action | Mishap.Where | undefined
  ) => Effect.Effect<void, SandboxError>
  /** How many steps of a script no call has consumed yet. */
  readonly left: (where?: Mishap.Action | Mishap.Where | undefined) => Effect.Effect<number>
  /** Ends all mishaps: scripts, rules and chance. The traits stay. */
  readonly clear: Effect.Effect<void>
  /** The calls on which mishaps took effect so far, the newest `logSize` of them. */
  readonly fired: Effect.Effect<ReadonlyArray<Fired>>
}
