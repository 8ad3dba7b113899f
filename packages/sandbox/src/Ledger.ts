/**
 * The panel's book of money: exact, and only ever added to. Every claim about what was paid is checked
 * against it.
 *
 * @since 0.1.0
 */
import type { OrderId } from "@smmkit/core/Identifiers"
import * as BigDecimal from "effect/BigDecimal"
import type * as Option from "effect/Option"

/**
 * Why money moved.
 *
 * - `deposit`, `withdrawal`: the account's funds were set
 * - `charge`: an order was booked
 * - `refund`: an order's undelivered part was given back
 * - `recharge`: a refund was taken back, as the order was changed after it
 * - `stranger`, `goodwill`: taken or given by something that this account's orders do not explain
 *
 * @since 0.1.0
 * @category models
 */
export type Reason = "deposit" | "withdrawal" | "charge" | "refund" | "recharge" | "stranger" | "goodwill"

/**
 * One line of the book.
 *
 * @since 0.1.0
 * @category models
 */
export interface Entry {
  readonly account: string
  /** What was added to the account; less than zero where it was taken. */
  readonly amount: BigDecimal.BigDecimal
  readonly reason: Reason
  /** The order that was charged for or refunded; of a child, the parent. */
  readonly order: Option.Option<OrderId>
  /** The child that it was about. */
  readonly child: Option.Option<OrderId>
  /** When, in milliseconds since the epoch. */
  readonly time: number
  /** What the account held afterwards. */
  readonly balance: BigDecimal.BigDecimal
}

/**
 * The book.
 *
 * @since 0.1.0
 * @category models
 */
export interface Ledger {
  /** All lines, or those of one account, in the order in which they were written. */
  readonly entries: (account?: string | undefined) => ReadonlyArray<Entry>
  readonly balance: (account: string) => BigDecimal.BigDecimal
  readonly book: (entry: Omit<Entry, "balance">) => void
}

const nothing = BigDecimal.make(0n, 0)

/**
 * The sum of some lines' amounts.
 *
 * @example
 * import { Ledger } from "@smmkit/sandbox"
 * import { BigDecimal, Option } from "effect"
 *
 * const ledger = Ledger.make()
 * const line = { account: "main", order: Option.none(), child: Option.none(), time: 0 }
 * ledger.book({ ...line, amount: BigDecimal.unsafeFromString("0.3"), reason: "deposit" })
 * ledger.book({ ...line, amount: BigDecimal.unsafeFromString("-0.1"), reason: "charge" })
 *
 * assert.strictEqual(BigDecimal.format(Ledger.sum(ledger.entries())), "0.2")
 *
 * @since 0.1.0
 * @category combinators
 */
export const sum = (entries: ReadonlyArray<Entry>): BigDecimal.BigDecimal =>
  entries.reduce((total, { amount }) => BigDecimal.sum(total, amount), nothing)

/**
 * An empty book.
 *
 * @example
 * import { Ledger } from "@smmkit/sandbox"
 *
 * assert.deepStrictEqual(Ledger.make().entries(), [])
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (): Ledger => {
  const lines: Array<Entry> = []
  const balances = new Map<string, BigDecimal.BigDecimal>()
  const balance = (account: string) => balances.get(account) ?? nothing
  return {
    entries: (account) =>
      account === undefined ? [...lines] : lines.filter((line) => line.account === account),
    balance,
    book: (entry) => {
      const after = BigDecimal.normalize(BigDecimal.sum(balance(entry.account), entry.amount))
      balances.set(entry.account, after)
      lines.push({ ...entry, balance: after })
    }
  }
}
