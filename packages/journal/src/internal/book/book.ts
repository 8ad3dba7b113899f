/**
 * The rows of the store that one transaction works on: read at its start, changed in memory, written
 * at its end. Here is what is changed in memory, and what follows from it for what was spent.
 */
import * as BigDecimal from "effect/BigDecimal"
import * as Option from "effect/Option"
import * as Struct from "effect/Struct"
import type { Account } from "../../Account.js"
import type { JournalEntry } from "../../JournalEntry.js"
import type { Ref } from "../../StoreMessage.js"
import { fresh } from "./account.js"
import { zero } from "./amount.js"
import { outcomeColumns } from "./entryRow.js"
import * as Recent from "./recent.js"
import { wasPlacedEarlier } from "./steps.js"
import { plus, type Sums } from "./sums.js"

/** What is left of an entry that was archived or erased. */
export interface Tombstone extends Ref {
  readonly fingerprint: string
  readonly order: string | null
  readonly month: string
  readonly updated: number
}

/** What was spent in one place, and of which currencies the store has a sum there. */
export interface Spending {
  readonly scope: Scope
  readonly sums: Sums
  readonly stored: ReadonlyArray<string>
}

export interface Book {
  readonly now: number
  readonly recent: Recent.Recent
  readonly entries: Map<string, JournalEntry>
  /** Why an entry that the store has cannot be read. */
  readonly unreadable: Map<string, string>
  readonly tombstones: Map<string, Tombstone>
  readonly accounts: Map<string, Account>
  /** What was spent, by account and day or run: of those that were read. */
  readonly spending: Map<string, Spending>
  /** The keys of orders whose cost is not known, by account and day or run. */
  readonly unpriced: Map<string, ReadonlyArray<string>>
  /** Which key holds an order's ID. */
  readonly holders: Map<string, string>
  /** Which key has an equal order in doubt, by account and fingerprint. */
  readonly doubts: Map<string, string>
  /** Who was sending an equal order when the book was opened, by account and fingerprint. */
  readonly callers: Map<string, ReadonlyArray<string | null>>
  /**
   * When what is begun now counts as begun, by account, where a doubt of it, an order that was placed, or a call that is
   * under way, is of later than now: the clock was set back, and what comes after any of them is to be known as later.
   */
  readonly ahead: Map<string, number>
  /** Which entries an intent, by its attempt, is to stand apart from, as they were when the book was opened. */
  readonly equals: Map<string, ReadonlyArray<string>>
  readonly changed: {
    /** How much of each. */
    readonly entries: Map<string, "all" | "outcome">
    readonly accounts: Set<string>
    readonly spending: Set<string>
  }
}

export const open = (now: number, recent: Recent.Recent = Recent.make()): Book => ({
  now,
  recent,
  entries: new Map(),
  unreadable: new Map(),
  tombstones: new Map(),
  accounts: new Map(),
  spending: new Map(),
  unpriced: new Map(),
  holders: new Map(),
  doubts: new Map(),
  callers: new Map(),
  ahead: new Map(),
  equals: new Map(),
  changed: { entries: new Map(), accounts: new Set(), spending: new Set() }
})

export const entryId = ({ account, action, key }: Ref): string => `${account}\n${action}\n${key}`

export const holderId = ({ account, action }: Omit<Ref, "key">, order: string): string =>
  `${account}\n${action}\n${order}`

export const equalId = (account: string, fingerprint: string): string => `${account}\n${fingerprint}`

/** A place where costs count. */
export interface Scope {
  readonly account: string
  readonly scope: string
}

export const scopeOf = (
  account: string,
  scope: { readonly day: string } | { readonly run: string }
): Scope => ({ account, scope: "day" in scope ? `day ${scope.day}` : `run ${scope.run}` })

export const scopeId = ({ account, scope }: Scope): string => `${account}\n${scope}`

/** The places where an entry's cost counts. */
export const scopesOf = ({
  account,
  day,
  run
}: Pick<JournalEntry, "account" | "day" | "run">): readonly [day: Scope, run: Scope] => [
  scopeOf(account, { day }),
  scopeOf(account, { run })
]

/** What an order costs as far as is known: the price, or what its caller bounds it to; the charge where it is above. */
export const costOf = ({
  price,
  atMost,
  charge
}: Pick<JournalEntry, "price" | "atMost" | "charge">): BigDecimal.BigDecimal | null => {
  const agreed = price ?? atMost
  return agreed === null ? charge : charge === null ? agreed : BigDecimal.max(agreed, charge)
}

/** Whether it was paid by an earlier try, whose order counts in an entry of its own. */
const countsElsewhere = (entry: JournalEntry): boolean =>
  entry.state === "placed" && entry.order === null && wasPlacedEarlier(entry)

/** What an entry counts as spent: what may have been placed counts as placed. */
const spentOn = (entry: JournalEntry | undefined): BigDecimal.BigDecimal =>
  entry === undefined || entry.state === "refused" || entry.state === "not-placed" || countsElsewhere(entry)
    ? zero
    : (costOf(entry) ?? zero)

export const sumsOf = (book: Book, scope: Scope): Sums => book.spending.get(scopeId(scope))?.sums ?? []

const spend = (book: Book, entry: JournalEntry, amount: BigDecimal.BigDecimal) => {
  if (BigDecimal.isZero(amount)) return
  const money = { amount, currency: Option.fromNullable(entry.currency) }
  for (const scope of scopesOf(entry)) {
    const id = scopeId(scope)
    const spending = book.spending.get(id)
    // To count on from nothing would be to write over what was spent.
    if (spending === undefined)
      throw new Error(`the spending of ${scope.scope} was not read before it changed`)
    book.spending.set(id, { ...spending, sums: plus(spending.sums, money) })
    book.changed.spending.add(id)
  }
}

/** As most answers leave it, so that what was spent need not be written again. */
const costTheSame = (one: JournalEntry, other: JournalEntry): boolean =>
  one.day === other.day &&
  one.run === other.run &&
  one.currency === other.currency &&
  BigDecimal.equals(spentOn(one), spentOn(other))

/** Whether nothing differs but what an outcome changes, as of most entries that change. */
const isOutcome = (before: JournalEntry, after: JournalEntry): boolean =>
  Struct.keys(after).every((name) => name in outcomeColumns || before[name] === after[name])

/** Puts an entry's new state into the book, and what follows from it for what was spent. */
export const put = (book: Book, entry: JournalEntry): JournalEntry => {
  const id = entryId(entry)
  const before = book.entries.get(id)
  if (before === undefined || !costTheSame(before, entry)) {
    if (before !== undefined) spend(book, before, BigDecimal.negate(spentOn(before)))
    spend(book, entry, spentOn(entry))
  }
  const after = { ...entry, version: (before?.version ?? 0) + 1 }
  book.entries.set(id, after)
  const isMore = before === undefined || !isOutcome(before, after) || book.changed.entries.get(id) === "all"
  book.changed.entries.set(id, isMore ? "all" : "outcome")
  if (entry.order !== null) book.holders.set(holderId(entry, entry.order), entry.key)
  if (entry.state === "in-doubt") book.doubts.set(equalId(entry.account, entry.fingerprint), entry.key)
  return after
}

export const putAccount = (book: Book, account: Account): Account => {
  book.accounts.set(account.id, account)
  book.changed.accounts.add(account.id)
  return account
}

export const accountOf = (book: Book, id: string, host: string): Account =>
  book.accounts.get(id) ?? fresh(id, host)
