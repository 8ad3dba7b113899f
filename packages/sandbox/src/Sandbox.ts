/**
 * A whole panel in memory: it answers calls, and shows a test what they came to.
 *
 * @since 0.1.0
 */
import type { Dialect } from "@smmkit/core/Dialect"
import type { OrderId } from "@smmkit/core/Identifiers"
import type { OrderForm } from "@smmkit/core/OrderForm"
import type { Known } from "@smmkit/core/OrderState"
import type * as BigDecimal from "effect/BigDecimal"
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Option from "effect/Option"
import type { Offer } from "./Catalogue.js"
import type { Exchange, Form } from "./Exchange.js"
import * as Control from "./internal/control.js"
import type { Entry } from "./Ledger.js"
import type * as Mishap from "./Mishap.js"
import { type Amount, check, type Options, type SandboxError } from "./SandboxOptions.js"
import type * as Trait from "./Trait.js"

/**
 * An `add` that became an order: the proof of what was booked, and how often.
 *
 * @since 0.1.0
 * @category models
 */
export interface Booking {
  readonly order: OrderId
  readonly account: string
  /** The form as it came, without key and action. */
  readonly form: OrderForm
  readonly time: number
  readonly price: BigDecimal.BigDecimal
}

/**
 * An order as the panel knows it. Children of drip-feeds and subscriptions are orders too.
 *
 * @since 0.1.0
 * @category models
 */
export interface OrderView {
  readonly order: OrderId
  readonly account: string
  readonly service: string
  readonly link: string
  readonly state: Known
  readonly units: number
  readonly delivered: number
  /** What it cost at first, and what was given back of it. */
  readonly price: BigDecimal.BigDecimal
  readonly refunded: BigDecimal.BigDecimal
  readonly parent: Option.Option<OrderId>
  readonly children: ReadonlyArray<OrderId>
}

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
 * The panel, and the control over it.
 *
 * @example
 * import { Sandbox } from "@smmkit/sandbox"
 * import { Effect } from "effect"
 *
 * const program = Effect.flatMap(Sandbox.Sandbox, (sandbox) => sandbox.ledger.isBalanced)
 *
 * assert.strictEqual(Effect.runSync(Effect.provide(program, Sandbox.layer())), true)
 *
 * @since 0.1.0
 * @category tags
 */
export class Sandbox extends Context.Tag("@smmkit/sandbox/Sandbox")<Sandbox, Sandbox.Service>() {}

/**
 * @since 0.1.0
 */
export declare namespace Sandbox {
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
    readonly catalogue: ReadonlyArray<Offer>
    readonly calls: Effect.Effect<Calls>
    readonly bookings: Effect.Effect<ReadonlyArray<Booking>>
    readonly orders: Effect.Effect<ReadonlyArray<OrderView>>
    /** Ends an order now, with so many units undelivered: none makes it Completed, all Canceled. */
    readonly finish: (order: string, remains: number) => Effect.Effect<void, SandboxError>
    readonly ledger: Books
    readonly accounts: Accounts
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
    /** Whether every account's entries add up to its balance, and no order gave back more than it cost. */
    readonly isBalanced: Effect.Effect<boolean>
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
    }) => Effect.Effect<void, SandboxError>
    /** Gives an account one more key. */
    readonly addKey: (name: string, key: string) => Effect.Effect<void, SandboxError>
    readonly setEnabled: (name: string, enabled: boolean) => Effect.Effect<void, SandboxError>
    /** Makes the balance what is given, by a deposit or a withdrawal. */
    readonly setFunds: (name: string, balance: Amount) => Effect.Effect<void, SandboxError>
    /** Takes an amount, as a stranger with the same key would; one below zero is given. */
    readonly spend: (name: string, amount: Amount) => Effect.Effect<void, SandboxError>
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
    /** The calls on which mishaps took effect so far. */
    readonly fired: Effect.Effect<ReadonlyArray<Fired>>
  }
}

/**
 * A sandbox for programs that hold several at once.
 *
 * @example
 * import { Sandbox } from "@smmkit/sandbox"
 * import { Effect } from "effect"
 *
 * const [cheap, dear] = Effect.runSync(Effect.all([Sandbox.make({ seed: 1 }), Sandbox.make({ seed: 2 })]))
 *
 * assert.notDeepEqual(cheap.catalogue, dear.catalogue)
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (options?: Options): Effect.Effect<Sandbox.Service, SandboxError> =>
  Effect.flatMap(check(options), Control.make)

/**
 * A sandbox. Each layer made here is a panel of its own.
 *
 * @example
 * import { Sandbox } from "@smmkit/sandbox"
 * import { Effect } from "effect"
 *
 * const program = Effect.gen(function* () {
 *   const sandbox = yield* Sandbox.Sandbox
 *   const exchange = yield* sandbox.handle({ key: sandbox.key, action: "balance" })
 *   return exchange._tag === "Answered" ? exchange.reply.body : exchange._tag
 * })
 *
 * const answer = Effect.runSync(Effect.provide(program, Sandbox.layer({ balance: "12.5" })))
 *
 * assert.strictEqual(answer, '{"balance":"12.5","currency":"USD"}')
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options?: Options): Layer.Layer<Sandbox, SandboxError> =>
  Layer.effect(Sandbox, make(options))
