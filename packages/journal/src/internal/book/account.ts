/** How what the store keeps of a panel account changes. */
import * as BigDecimal from "effect/BigDecimal"
import type { Account, QuietPoint } from "../../Account.js"
import { zero } from "./amount.js"

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
