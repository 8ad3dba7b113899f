/**
 * The pages of the store that one transaction works on: read at its start, changed in memory, written
 * at its end. Here is what is changed in memory, and what follows from it for what was spent.
 */
import * as BigDecimal from "effect/BigDecimal"
import * as Option from "effect/Option"
import type { JournalEntry } from "../JournalEntry.js"
import { type Account, fresh } from "./account.js"
import { zero } from "./amount.js"
import * as Identity from "./identity.js"
import * as Recent from "./recent.js"
import { plus, type Sums } from "./sums.js"

export interface Book {
  readonly now: number
  readonly recent: Recent.Recent
  readonly entries: Map<string, JournalEntry>
  readonly accounts: Map<string, Account>
  /** What was spent, by account and day or run: of those that were read. */
  readonly spending: Map<string, Sums>
  /** Which key holds an order's ID. */
  readonly holders: Map<string, string>
  /** Which key has an equal order in doubt, by fingerprint. */
  readonly doubts: Map<string, string>
  /** Who was sending an equal order when the book was opened, by fingerprint. */
  readonly callers: Map<string, ReadonlyArray<string | null>>
  readonly changed: { entries: Set<string>; accounts: Set<string>; spending: Set<string> }
}

export const open = (now: number, recent: Recent.Recent = Recent.make()): Book => ({
  now,
  recent,
  entries: new Map(),
  accounts: new Map(),
  spending: new Map(),
  holders: new Map(),
  doubts: new Map(),
  callers: new Map(),
  changed: { entries: new Set(), accounts: new Set(), spending: new Set() }
})

export const holderId = (account: string, order: string): string => `${account} ${order}`

/** A place where costs count. */
export const scopeId = (
  account: string,
  scope: { readonly day: string } | { readonly run: string }
): string => `${account} ${"day" in scope ? `day ${scope.day}` : `run ${scope.run}`}`

/** The places where an entry's cost counts. */
export const scopesOf = ({
  account,
  day,
  run
}: Pick<JournalEntry, "account" | "day" | "run">): ReadonlyArray<string> => [
  scopeId(account, { day }),
  scopeId(account, { run })
]

/** What an order costs as far as is known: the charge where it is above the price. */
export const costOf = ({ price, charge }: JournalEntry): BigDecimal.BigDecimal | null =>
  price === null ? charge : charge === null ? price : BigDecimal.max(price, charge)

/** What an entry counts as spent: what may have been placed counts as placed. */
const spentOn = (entry: JournalEntry | undefined): BigDecimal.BigDecimal =>
  entry === undefined || entry.state === "refused" || entry.state === "not-placed"
    ? zero
    : (costOf(entry) ?? zero)

const spend = (book: Book, entry: JournalEntry, amount: BigDecimal.BigDecimal) => {
  if (BigDecimal.isZero(amount)) return
  const money = { amount, currency: Option.fromNullable(entry.currency) }
  for (const scope of scopesOf(entry)) {
    const sums = book.spending.get(scope)
    // To count on from nothing would be to write over what was spent.
    if (sums === undefined) throw new Error(`the spending of ${scope} was not read before it changed`)
    book.spending.set(scope, plus(sums, money))
    book.changed.spending.add(scope)
  }
}

/** Puts an entry's new state into the book, and what follows from it for what was spent. */
export const put = (book: Book, entry: JournalEntry): JournalEntry => {
  const before = book.entries.get(entry.key)
  if (before !== undefined) spend(book, before, BigDecimal.negate(spentOn(before)))
  spend(book, entry, spentOn(entry))
  book.entries.set(entry.key, entry)
  book.changed.entries.add(entry.key)
  if (entry.order !== null) book.holders.set(holderId(entry.account, entry.order), entry.key)
  if (entry.state === "in-doubt")
    book.doubts.set(Identity.fingerprint(entry.account, entry.request), entry.key)
  return entry
}

export const putAccount = (book: Book, account: Account): Account => {
  book.accounts.set(account.id, account)
  book.changed.accounts.add(account.id)
  return account
}

export const accountOf = (book: Book, id: string, host: string): Account =>
  book.accounts.get(id) ?? fresh(id, host)
