/** What the store keeps of a panel account: the quiet point that its balance is measured from. */
import * as BigDecimal from "effect/BigDecimal"
import * as Schema from "effect/Schema"
import { Amount, zero } from "./amount.js"

/** A balance read while no call was under way. */
export const QuietPoint = Schema.Struct({
  at: Schema.Number,
  balance: Amount,
  currency: Schema.NullOr(Schema.String)
})

export type QuietPoint = typeof QuietPoint.Type

export const Account = Schema.Struct({
  id: Schema.String,
  host: Schema.String,
  /** Whether balances count as evidence, and if not, since which unexplained move. */
  trusted: Schema.Boolean,
  why: Schema.String,
  /** The quiet point that all is measured from; null where there is none. */
  base: Schema.NullOr(QuietPoint),
  /** Counts how often measuring had to start anew. Only doubts of the present line can be told about. */
  line: Schema.Number,
  /** Counts the changes of `base`. */
  serial: Schema.Number,
  /** What placed orders have cost since `base`, of how many orders, with how many decimals at most. */
  spent: Amount,
  count: Schema.Number,
  decimals: Schema.Number,
  /** How many of them have a price that nobody knows. */
  unpriced: Schema.Number,
  /** Who keeps the account quiet just now, and how long at most. */
  quiet: Schema.NullOr(Schema.Struct({ owner: Schema.String, until: Schema.Number }))
})

export interface Account extends Schema.Schema.Type<typeof Account> {}

export const fresh = (id: string, host: string): Account => ({
  id,
  host,
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
