/**
 * The panel's book of money: exact, and only ever added to. Every claim about what was paid is checked
 * against it. What it keeps is bounded by the orders that there are: of lines that are old, those about one
 * order for one reason are summed.
 *
 * @since 0.1.0
 */
import type { OrderId } from "@smmkit/core/Identifiers"
import * as BigDecimal from "effect/BigDecimal"
import * as Option from "effect/Option"

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
  /** How many movements of money the line is the sum of: 1, but for old ones. */
  readonly movements: number
}

/**
 * A line as it is written.
 *
 * @since 0.1.0
 * @category models
 */
export type Movement = Omit<Entry, "balance" | "movements">

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
  readonly book: (entry: Movement) => void
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

interface Summed {
  entry: Movement
  movements: number
}

/** What lines have in common that are summed once they are old. */
const sumKey = ({ account, reason, order, child }: Entry): string =>
  [account, reason, Option.getOrElse(child, () => Option.getOrElse(order, () => ""))].join("\n")

/** What is old, what came in first, so that no line ends where there was too little. */
const carried = (all: ReadonlyArray<Summed>): ReadonlyArray<Entry> => {
  const isOut = ({ entry }: Summed) => BigDecimal.isNegative(entry.amount)
  const balances = new Map<string, BigDecimal.BigDecimal>()
  return [...all.filter((one) => !isOut(one)), ...all.filter(isOut)].map(({ entry, movements }) => {
    const { account, amount } = entry
    const balance = BigDecimal.normalize(BigDecimal.sum(balances.get(account) ?? nothing, amount))
    balances.set(account, balance)
    return { ...entry, balance, movements }
  })
}

/**
 * An empty book. It keeps at least so many of its newest lines as they were written, and the charge of each
 * order. Other old lines are summed into one for each reason and order, or for each reason where no order
 * is named; they stand first. So what an account holds, and what each order was charged and given back, is
 * told for ever and exactly.
 *
 * @example
 * import { Ledger } from "@smmkit/sandbox"
 * import { BigDecimal, Option } from "effect"
 *
 * const ledger = Ledger.make({ newest: 2 })
 * const line = { account: "main", order: Option.none(), child: Option.none(), time: 0 }
 * const amount = BigDecimal.unsafeFromString("0.1")
 * for (let nth = 0; nth < 7; nth++) ledger.book({ ...line, amount, reason: "deposit" })
 *
 * assert.deepStrictEqual(ledger.entries().map(({ movements }) => movements), [4, 1, 1, 1])
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = ({ newest = Number.POSITIVE_INFINITY }: { readonly newest?: number } = {}): Ledger => {
  let lines: Array<Entry> = []
  /** There is one for each order, so that they need not be looked for. */
  const charges: Array<Movement> = []
  const sums = new Map<string, Summed>()
  const balances = new Map<string, BigDecimal.BigDecimal>()
  const balance = (account: string) => balances.get(account) ?? nothing
  const carry = (entry: Entry): void => {
    if (entry.reason === "charge") {
      charges.push(entry)
      return
    }
    const key = sumKey(entry)
    const before = sums.get(key)
    if (before === undefined) {
      sums.set(key, { entry, movements: 1 })
      return
    }
    const amount = BigDecimal.sum(before.entry.amount, entry.amount)
    before.entry = { ...before.entry, amount, time: Math.max(before.entry.time, entry.time) }
    before.movements += 1
  }
  return {
    entries: (account) => {
      const old = [...sums.values(), ...charges.map((entry) => ({ entry, movements: 1 }))]
      const all = old.length === 0 ? lines : [...carried(old), ...lines]
      return account === undefined ? [...all] : all.filter((line) => line.account === account)
    },
    balance,
    book: (movement) => {
      const after = BigDecimal.normalize(BigDecimal.sum(balance(movement.account), movement.amount))
      balances.set(movement.account, after)
      lines.push({ ...movement, balance: after, movements: 1 })
      if (lines.length < 2 * newest) return
      for (const line of lines.slice(0, newest)) carry(line)
      lines = lines.slice(newest)
    }
  }
}
