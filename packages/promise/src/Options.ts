/**
 * What is said once to `createPanel`, and what each call takes.
 *
 * @since 0.1.0
 */

/**
 * What every call takes as its last argument.
 *
 * @since 0.1.0
 * @category models
 */
export interface CallOptions {
  /**
   * Gives the call up when it is aborted. A call that spends is then `NotSent` if its first byte had not left,
   * else `OutcomeUnknown`: it goes on by itself until its answer is there or the panel's `timeout` is over, and
   * what comes of it is told to the `logger` and the journal.
   */
  readonly signal?: AbortSignal | undefined
  /** How long the call may take, in milliseconds, at most the panel's `timeout`; then it is given up likewise. */
  readonly timeout?: number | undefined
}

/**
 * What following an order takes.
 *
 * @since 0.1.0
 * @category models
 */
export interface FollowOptions {
  /** How long to wait between two looks, in milliseconds, 1000 at least. Default: 30 000. */
  readonly every?: number | undefined
  /** Ends the loop with an `Interrupted` when it is aborted. */
  readonly signal?: AbortSignal | undefined
}

/**
 * What reading events takes.
 *
 * @since 0.1.0
 * @category models
 */
export interface EventsOptions {
  /** The `number` of the last event that was dealt with. Default: none was, and all that are kept are told. */
  readonly after?: number | undefined
  /** Whether to go on with what happens from now on. Default: true. */
  readonly live?: boolean | undefined
  /** Ends the loop with an `Interrupted` when it is aborted. */
  readonly signal?: AbortSignal | undefined
}

/**
 * What placing an order once takes.
 *
 * @since 0.1.0
 * @category models
 */
export interface PlaceOnceOptions extends CallOptions {
  /** The price that was agreed to: the order is withheld where it has risen since. */
  readonly quote?: { readonly amount: string; readonly currency?: string | null | undefined } | undefined
  /** The most that an order without a price may cost, which counts under a limit. */
  readonly atMost?: string | undefined
}

/**
 * Where warnings go: late answers to calls that were given up, calls that broke. `console` is one. What it
 * throws is ignored.
 *
 * @since 0.1.0
 * @category models
 */
export interface Logger {
  readonly debug?: ((message: string) => unknown) | undefined
  readonly info?: ((message: string) => unknown) | undefined
  readonly warn?: ((message: string) => unknown) | undefined
  readonly error?: ((message: string) => unknown) | undefined
}

/**
 * So many calls in such a time (milliseconds), of all actions or of these together.
 *
 * @since 0.1.0
 * @category models
 */
export interface RateLimit {
  readonly limit: number
  readonly interval: number
  readonly actions?: ReadonlyArray<string> | undefined
}

/**
 * How a panel takes many IDs: in the documented plural field, as a comma list in the singular one, or not at all.
 *
 * @since 0.1.0
 * @category models
 */
export type ManyForm = "orders" | "order" | "one-by-one"

/**
 * Where a panel does not speak as documented.
 *
 * @since 0.1.0
 * @category models
 */
export interface Dialect {
  /** Default: `form`. */
  readonly body?: "form" | "json" | undefined
  /** Where the key stands. Default: in the body. */
  readonly key?: "body" | "X-Api-Key" | "Bearer" | undefined
  /** The panel's name for a field of a request, by the documented one: `{ link: "url" }`. */
  readonly names?: Readonly<Record<string, string>> | undefined
  /** How each action takes many IDs. Default: `orders`. */
  readonly manyForm?:
    | { readonly [Action in "status" | "refill" | "refill_status" | "cancel"]?: ManyForm | undefined }
    | undefined
  /** Names of fields that may stand in a refusal and mean nothing: `["trace", "server_time"]`. */
  readonly harmless?: ReadonlyArray<string> | undefined
}

/**
 * How much may be spent, in the account's currency, as exact texts such as `"20"`. What is in doubt counts
 * as spent, and an order whose price cannot be known is withheld.
 *
 * @since 0.1.0
 * @category models
 */
export interface Limits {
  /** The most that one order may cost. */
  readonly perOrder?: string | undefined
  /** The most that the orders of one run may cost together. */
  readonly perRun?: string | undefined
  /** The most that the orders of one day (UTC) may cost together. */
  readonly perDay?: string | undefined
}

/**
 * How a panel keeps its books: how many decimals charges and refunds have, and how they are rounded to them.
 *
 * @since 0.1.0
 * @category models
 */
export interface Books {
  /** Default: every amount is exact, and what is no exact decimal is not known. */
  readonly decimals?: number | undefined
  /** Default: `half-up`. */
  readonly rounding?: "down" | "half-up" | undefined
}

/**
 * The journal: where it is kept, and what is true of the account and its panel.
 *
 * @since 0.1.0
 * @category models
 */
export interface JournalOptions {
  /** The path of an SQLite file, or the address of a PostgreSQL database (`postgres://`). */
  readonly place: string
  /** What the account is called in the store. Default: its profile, the name that it has, or the panel's host. */
  readonly account?: string | undefined
  /** Default: none. */
  readonly limits?: Limits | undefined
  /** The name under which `limits.perRun` counts. Default: a new one for each panel that is created. */
  readonly run?: string | undefined
  /** Whether nothing but journals on this store spends or tops up this account. Default: false. */
  readonly exclusive?: boolean | undefined
  /** How long a panel may take to book an order after the call's time is over, in ms. Default: 15 minutes. */
  readonly settlingTime?: number | undefined
  /** For how many milliseconds the panel answers a repeated `request_id` with the first order. Default: never. */
  readonly honoursRequestId?: number | undefined
  /** Then refunds are told as the panel gives them. Default: as the profile says, or else every amount is exact. */
  readonly books?: Books | undefined
}

/**
 * What is to be said about a panel. Times are in milliseconds.
 *
 * @since 0.1.0
 * @category models
 */
export interface PanelOptions {
  /** The API's address: HTTPS, or HTTP on loopback. Default: `SMMKIT_URL` of the environment. */
  readonly url?: string | undefined
  /** The API key. Default: `SMMKIT_KEY` of the environment. */
  readonly key?: string | undefined
  /**
   * The name of an account in the file that `SMMKIT_ACCOUNTS_FILE` names, or `accounts.json` in the user's folder for
   * settings, in place of `url` and `key`; it is the account's name in the journal, too. Default: `SMMKIT_PROFILE`,
   * where neither `url` nor `key` is given.
   */
  readonly profile?: string | undefined
  /** The time for one call, its waits and retries included. Default: 30 000. */
  readonly timeout?: number | undefined
  /** How often a call is sent again, where that is safe. Default: 3. */
  readonly retries?: number | undefined
  /** The first wait before a call is sent again; each further one is twice as long. Default: 500. */
  readonly retryDelay?: number | undefined
  /** How many calls may be under way at once. Default: 8. */
  readonly concurrency?: number | undefined
  /** The limits that the panel states. Default: none. */
  readonly rateLimit?: RateLimit | ReadonlyArray<RateLimit> | undefined
  /** Default: as documented. */
  readonly dialect?: Dialect | undefined
  /** How long a catalogue that was read stays good. Default: 15 minutes. */
  readonly catalogueTimeToLive?: number | undefined
  /** Default: warnings and errors go to `console`. */
  readonly logger?: Logger | undefined
  /**
   * The fetch to use, such as one that goes through a proxy. Default: on Node no fetch at all, but a transport that
   * knows how far a call got; elsewhere the platform's.
   */
  readonly fetch?: typeof globalThis.fetch | undefined
  /**
   * Where orders are written down before they are sent, so that none is ever paid twice: the path of an SQLite
   * file, the address of a PostgreSQL database, or these with options. Default: no journal.
   */
  readonly journal?: string | JournalOptions | undefined
}
