/** What the store keeps of a panel account: the quiet point that its balance is measured from. */
import * as BigDecimal from "effect/BigDecimal"
import type { Limits } from "../JournalConfig.js"
import { zero } from "./amount.js"

/** A balance read while no call was under way. */
export interface QuietPoint {
  readonly at: number
  readonly balance: BigDecimal.BigDecimal
  readonly currency: string | null
}

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

export const fresh = (id: string, host: string, name = id): Account => ({
  id,
  name,
  host,
  limits: {},
  trusted: true,
  why: "",
  base: null,
  line: 1,
  serial: 0,
  spent: zero,
  count: 0,
  decimals: 0,
  unpriced: 0,
  quiet: null
})

const measured = { spent: zero, count: 0, decimals: 0, unpriced: 0 }

/** Measuring stops: what is in doubt now can no more be told about by a balance. */
export const restarted = (account: Account): Account => ({
  ...account,
  ...measured,
  base: null,
  line: account.line + 1,
  serial: account.serial + 1
})

/** Measuring starts from here. */
export const measuredFrom = (account: Account, base: QuietPoint): Account => ({
  ...account,
  ...measured,
  base,
  serial: account.serial + 1
})

export const decimalsOf = (amount: BigDecimal.BigDecimal): number =>
  Math.max(BigDecimal.normalize(amount).scale, 0)

/** An order was placed, and cost this much, or nobody knows how much. */
export const charged = (account: Account, cost: BigDecimal.BigDecimal | null): Account =>
  account.base === null
    ? account
    : cost === null
      ? { ...account, unpriced: account.unpriced + 1 }
      : {
          ...account,
          spent: BigDecimal.sum(account.spent, cost),
          count: account.count + 1,
          decimals: Math.max(account.decimals, decimalsOf(cost))
        }
