/**
 * What can be said about a sandbox, and what it comes to once it is checked: `SandboxOptions` does that.
 *
 * @since 0.1.0
 */
import type * as Dialect from "@smmkit/core/Dialect"
import type * as BigDecimal from "effect/BigDecimal"
import type * as Duration from "effect/Duration"
import type { Pacing, Row } from "./Catalogue.js"
import type * as Mishap from "./Mishap.js"
import type * as Trait from "./Trait.js"

/**
 * An exact amount, or a text of plain digits such as `"12.50"`.
 *
 * @since 0.1.0
 * @category models
 */
export type Amount = BigDecimal.BigDecimal | string

/**
 * What IDs are given: from where on, and with how many left out between two of ours at most, which are
 * other customers'. Several starts are ranges, one for each of the panel's servers, over which the services
 * are spread. Opaque IDs are texts of which none tells which came first.
 *
 * @since 0.1.0
 * @category models
 */
export interface Numbering {
  readonly start?: number | bigint | string | ReadonlyArray<number | bigint | string> | undefined
  readonly gap?: number | undefined
  readonly opaque?: boolean | undefined
}

/**
 * So many calls in a window of time: of one action or of all, of each key or of the whole panel. What is
 * more is answered with HTTP 429 and Retry-After, or with a refusal and HTTP 200.
 *
 * @since 0.1.0
 * @category models
 */
export interface CallLimit {
  readonly calls: number
  readonly window: Duration.DurationInput
  readonly action?: string | undefined
  readonly per?: "key" | "panel" | undefined
  readonly answer?: "429" | "200" | undefined
}

/**
 * Everything has a default: an account with 1000 USD and the key `sandbox-key`, sixty services, life's
 * own speed, no faults.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** What all chance comes from: the catalogue, the fate of orders, faults by chance. Default: 1. */
  readonly seed?: number | undefined
  /** How many services the catalogue has, from 1 to 20,000. Default: 60. */
  readonly services?: number | undefined
  /** What the account holds at first. Default: 1000. */
  readonly balance?: Amount | undefined
  /** Default: `USD`. */
  readonly currency?: string | undefined
  /** The API key of the account. It opens nothing but the sandbox. Default: `sandbox-key`. */
  readonly key?: string | undefined
  /** How many times faster than life delivery and waiting periods pass, up to 1,000,000. Default: 1. */
  readonly speed?: number | undefined
  /** The chance, from 0 to 1, that an order ends Partial. Default: 0.05. */
  readonly partial?: number | undefined
  /** The chance, from 0 to 1, that a refill is rejected. Default: 0.05. */
  readonly rejected?: number | undefined
  /** How long after an order's end, or its last refill, a refill can be asked for. Default: 24 hours. */
  readonly refillWait?: Duration.DurationInput | undefined
  /** How long after a cancel was asked for it takes effect. Default: 1 minute. */
  readonly cancelWait?: Duration.DurationInput | undefined
  /** How many decimals the panel keeps of charges and refunds. Default: they are exact. */
  readonly decimals?: number | undefined
  /** How it rounds to that many; the last of several parts takes the remainder. Default: `half-up`. */
  readonly rounding?: "down" | "half-up" | undefined
  /** Whether accounts may owe: then orders and strangers spend more than there is. Default: false. */
  readonly mayOwe?: boolean | undefined
  /** What IDs orders get. Default: numbers from 23501 on, without gaps. */
  readonly ids?: Numbering | undefined
  /** What IDs refills get. Default: numbers from 1 on, without gaps. */
  readonly refillIds?: Numbering | undefined
  /** How often another customer orders, whose order then takes an ID. Default: never. */
  readonly others?: Duration.DurationInput | undefined
  /** Whether the panel answers about orders of other accounts and customers. Default: `refused`. */
  readonly foreign?: "refused" | "answered" | undefined
  /** How long a repeated `request_id` gets the order that it made. Default: not at all. */
  readonly requestIds?: Duration.DurationInput | undefined
  /** How services deliver. Default: `steady`. */
  readonly pace?: Pacing | undefined
  /** What part of an order that can be refilled is lost again in the 30 days after its end. Default: 0. */
  readonly drop?: number | undefined
  /** What is sold, as the panel writes it. Default: a catalogue is made up, of so many `services`. */
  readonly catalogue?: ReadonlyArray<Row> | undefined
  /** How often it may be called. Default: as often as one likes. */
  readonly limits?: ReadonlyArray<CallLimit> | undefined
  /**
   * How many entries each log keeps, and how many lines the ledger before it sums those about one order.
   * Default: 100,000.
   */
  readonly logSize?: number | undefined
  /**
   * Whether a second order for the same service and link is refused while the first one is active. Real
   * panels let each service decide. Default: false.
   */
  readonly refuseDuplicates?: boolean | undefined
  /**
   * How the panel takes many IDs: in `orders` and `refills` as documented, as a comma list in `order`
   * and `refill`, or not at all. Default: `orders`.
   */
  readonly manyForm?: Dialect.ManyForm | undefined
  /** How the panel wants requests to be written. Default: as documented, form or JSON. */
  readonly dialect?: Dialect.Options | undefined
  /** How the panel writes, as `["turkish", "bom"]`. Default: canonically. */
  readonly traits?: ReadonlyArray<Trait.Name> | undefined
  /** Mishaps by chance, as `{ "dropped-after": 0.2 }`. Default: none. */
  readonly mishaps?: Mishap.Rates | undefined
}

/**
 * A `CallLimit` with all said, its window in milliseconds.
 *
 * @since 0.1.0
 * @category models
 */
export interface Limit {
  readonly calls: number
  readonly window: number
  readonly action: string | undefined
  readonly per: "key" | "panel"
  readonly answer: "429" | "200"
}

/**
 * `Numbering` with all said: at least one start.
 *
 * @since 0.1.0
 * @category models
 */
export interface Numbered {
  readonly starts: readonly [bigint, ...ReadonlyArray<bigint>]
  readonly gap: number
  readonly opaque: boolean
}

/**
 * `Options` with the defaults filled in and everything checked.
 *
 * @since 0.1.0
 * @category models
 */
export interface Settings {
  readonly seed: number
  readonly services: number
  readonly balance: BigDecimal.BigDecimal
  readonly currency: string
  readonly key: string
  readonly speed: number
  readonly partial: number
  readonly rejected: number
  /** In milliseconds, the speed already reckoned in; `cancelWait` likewise. */
  readonly refillWait: number
  readonly cancelWait: number
  readonly decimals: number | undefined
  readonly rounding: "down" | "half-up"
  readonly mayOwe: boolean
  readonly ids: Numbered
  readonly refillIds: Numbered
  /** In milliseconds, 0 where there are none; `requestIds` likewise. */
  readonly others: number
  readonly foreign: "refused" | "answered"
  readonly requestIds: number
  readonly pace: Pacing
  readonly drop: number
  readonly catalogue: ReadonlyArray<Row> | undefined
  readonly limits: ReadonlyArray<Limit>
  readonly logSize: number
  readonly refuseDuplicates: boolean
  readonly dialect: Dialect.Dialect
  readonly traits: ReadonlyArray<Trait.Name>
  readonly mishaps: Mishap.Rates
}
