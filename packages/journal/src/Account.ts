/**
 * What a store keeps of a panel account: the quiet point that its balance is measured from, and what has
 * been spent since.
 *
 * @since 0.1.0
 */
import type { Check } from "@smmkit/core/Options"
import type * as BigDecimal from "effect/BigDecimal"
import type { Redacted } from "effect/Redacted"
import * as Checks from "./internal/checks.js"
import * as Identity from "./internal/identity.js"
import type { Limits } from "./JournalConfig.js"

/**
 * A balance read while no call was under way.
 *
 * @since 0.1.0
 * @category models
 */
export interface QuietPoint {
  readonly at: number
  readonly balance: BigDecimal.BigDecimal
  readonly currency: string | null
}

/**
 * What the store keeps of a panel account.
 *
 * @since 0.1.0
 * @category models
 */
export interface Account {
  readonly id: string
  /** What people call it: the panel's host, unless told otherwise. */
  readonly name: string
  readonly host: string
  /** Which limits are kept for it, whoever spends. */
  readonly limits: Limits
  /** Whether balances count as evidence, and if not, since which unexplained move. */
  readonly trusted: boolean
  readonly why: string
  /** The quiet point that all is measured from; null where there is none. */
  readonly base: QuietPoint | null
  /** Counts how often measuring had to start anew. Only doubts of the present line can be told about. */
  readonly line: number
  /** Counts the changes of `base`. */
  readonly serial: number
  /** What placed orders have cost since `base`, of how many orders, with how many decimals at most. */
  readonly spent: BigDecimal.BigDecimal
  readonly count: number
  readonly decimals: number
  /** How many of them have a price that nobody knows. */
  readonly unpriced: number
  /** Who keeps the account quiet just now, and how long at most. */
  readonly quiet: { readonly owner: string; readonly until: number } | null
}

/**
 * By what a store knows the account that a panel's address and an API key belong to: digests, from which the key cannot
 * be read.
 *
 * @since 0.1.0
 * @category models
 */
export interface Credential {
  /** Of the address with the key. */
  readonly digest: string
  /** Of the key alone, by which an account is found whose panel has moved to another address. */
  readonly keyDigest: string
}

/**
 * The digests of a panel's address and an API key.
 *
 * @example
 * import { Account } from "@smmkit/journal"
 * import { Redacted } from "effect"
 *
 * const key = Redacted.make("fake-key")
 * const before = Account.credential({ url: "https://panel.example/api/v2", key })
 * const moved = Account.credential({ url: "https://panel2.example/api/v2", key })
 *
 * assert.match(before.digest, /^[0-9a-f]{32}$/)
 * assert.notStrictEqual(before.digest, moved.digest)
 * assert.strictEqual(before.keyDigest, moved.keyDigest)
 *
 * @since 0.1.0
 * @category constructors
 */
export const credential = (panel: { readonly url: string; readonly key: Redacted<string> }): Credential =>
  Identity.credential(panel)

/**
 * What an account may be called, for whoever takes a name as an option.
 *
 * @example
 * import { Account } from "@smmkit/journal"
 * import { Either } from "effect"
 *
 * assert.deepStrictEqual(Account.nameCheck("main"), Either.right("main"))
 * assert.ok(Either.isLeft(Account.nameCheck("ma\u0000in")))
 *
 * @since 0.1.0
 * @category checks
 */
export const nameCheck: Check<string> = Checks.name
