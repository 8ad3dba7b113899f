/**
 * The pages of the store that one transaction works on: read at its start, changed in memory, written
 * at its end. Only here do entries meet their columns.
 */
import type { SqlClient } from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import * as BigDecimal from "effect/BigDecimal"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { JournalEntry } from "../JournalEntry.js"
import { StoreError } from "../JournalError.js"
import { Account, fresh } from "./account.js"
import { Amount, zero } from "./amount.js"
import * as Identity from "./identity.js"

export interface Book {
  readonly now: number
  readonly recent: Recent
  readonly entries: Map<string, JournalEntry>
  readonly accounts: Map<string, Account>
  /** What was spent, by account and day or run. */
  readonly spending: Map<string, BigDecimal.BigDecimal>
  /** Which key holds an order's ID. */
  readonly holders: Map<string, string>
  /** Which key has an equal order in doubt, by fingerprint. */
  readonly doubts: Map<string, string>
  readonly changed: { entries: Set<string>; accounts: Set<string>; spending: Set<string> }
}

/**
 * Entries that were written last, by their text: one that is read again unchanged, as when its outcome
 * follows its intent, need not be decoded.
 */
export interface Recent {
  readonly get: (key: string, body: string) => JournalEntry | undefined
  readonly set: (key: string, body: string, entry: JournalEntry) => void
}

const mostRecent = 2000

export const makeRecent = (): Recent => {
  const known = new Map<string, { readonly body: string; readonly entry: JournalEntry }>()
  return {
    get: (key, body) => {
      const one = known.get(key)
      return one?.body === body ? one.entry : undefined
    },
    set: (key, body, entry) => {
      known.delete(key)
      known.set(key, { body, entry })
      const [oldest] = known.size > mostRecent ? known.keys() : []
      if (oldest !== undefined) known.delete(oldest)
    }
  }
}

export const open = (now: number, recent: Recent = makeRecent()): Book => ({
  now,
  recent,
  entries: new Map(),
  accounts: new Map(),
  spending: new Map(),
  holders: new Map(),
  doubts: new Map(),
  changed: { entries: new Set(), accounts: new Set(), spending: new Set() }
})

const decodeEntry = Schema.decodeUnknown(Schema.parseJson(JournalEntry))
const decodeAccount = Schema.decodeUnknown(Schema.parseJson(Account))
const decodeAmount = Schema.decodeUnknown(Amount)
const encodeEntry = Schema.encodeSync(Schema.parseJson(JournalEntry))
const encodeAccount = Schema.encodeSync(Schema.parseJson(Account))
const encodeAmount = Schema.encodeSync(Amount)

const unreadable = (what: string) => () => new StoreError({ reason: "unreadable", detail: what })

export const readEntry = ({ key, body }: { readonly key: string; readonly body: string }) =>
  Effect.mapError(decodeEntry(body), unreadable(key))

const most = 500

/** Statements take only so many values, so lists go in pieces. */
const inPieces = <B>(
  values: Iterable<string>,
  ask: (piece: ReadonlyArray<string>) => Effect.Effect<ReadonlyArray<B>, SqlError>
): Effect.Effect<ReadonlyArray<B>, SqlError> => {
  const all = [...new Set(values)]
  if (all.length === 0) return Effect.succeed([])
  if (all.length <= most) return ask(all)
  const pieces = Array.from({ length: Math.ceil(all.length / most) }, (_, at) =>
    all.slice(at * most, (at + 1) * most)
  )
  return Effect.map(Effect.forEach(pieces, ask), (lists) => lists.flat())
}

/** What a batch works on. */
export interface Wanted {
  readonly keys: ReadonlyArray<string>
  /** Accounts beside those of the entries. */
  readonly accounts: ReadonlyArray<string>
  /** Orders' IDs whose holders are of interest. */
  readonly orders: ReadonlyArray<string>
}

/** Entries, their accounts and the holders of IDs in one question, as each question is a journey to the server. */
export const load = (sql: SqlClient, book: Book, { keys, accounts, orders }: Wanted) => {
  const wanted = sql.in("key", [...new Set(keys)])
  const theirs = sql`SELECT account FROM smmkit_journal_entry WHERE ${wanted}`
  const others = accounts.length === 0 ? sql`` : sql`OR ${sql.in("id", [...new Set(accounts)])}`
  const holders =
    orders.length === 0
      ? sql``
      : sql`UNION ALL SELECT 'holder', account || ' ' || order_id, key FROM smmkit_journal_entry
          WHERE account IN (${theirs}) AND ${sql.in("order_id", [...new Set(orders)])}`
  return Effect.flatMap(
    sql<{ kind: string; id: string; body: string }>`
      SELECT 'entry' AS kind, key AS id, body FROM smmkit_journal_entry WHERE ${wanted}
      UNION ALL SELECT 'account', id, body FROM smmkit_journal_account WHERE id IN (${theirs}) ${others}
      ${holders}`,
    (rows) =>
      Effect.forEach(
        rows,
        ({ kind, id, body }): Effect.Effect<unknown, StoreError> => {
          if (kind === "entry") return putEntry(book, { key: id, body })
          if (kind === "account") return putPage(book, { id, body })
          return Effect.sync(() => book.holders.set(id, body))
        },
        { discard: true }
      )
  )
}

const putEntry = (book: Book, row: { readonly key: string; readonly body: string }) => {
  const known = book.recent.get(row.key, row.body)
  const entry = known === undefined ? readEntry(row) : Effect.succeed(known)
  return Effect.map(entry, (entry) => book.entries.set(entry.key, entry))
}

const putPage = (book: Book, { id, body }: { readonly id: string; readonly body: string }) =>
  Effect.map(Effect.mapError(decodeAccount(body), unreadable(`account ${id}`)), (account) =>
    book.accounts.set(id, account)
  )

export const loadEntries = (sql: SqlClient, book: Book, keys: Iterable<string>) =>
  inPieces(
    keys,
    (piece) => sql<{ key: string; body: string }>`
    SELECT key, body FROM smmkit_journal_entry WHERE ${sql.in("key", piece)}`
  ).pipe(Effect.flatMap((rows) => Effect.forEach(rows, (row) => putEntry(book, row), { discard: true })))

export const loadAccounts = (sql: SqlClient, book: Book, ids: Iterable<string>) =>
  inPieces(
    ids,
    (piece) => sql<{ id: string; body: string }>`
    SELECT id, body FROM smmkit_journal_account WHERE ${sql.in("id", piece)}`
  ).pipe(Effect.flatMap((rows) => Effect.forEach(rows, (row) => putPage(book, row), { discard: true })))

export const loadSpending = (sql: SqlClient, book: Book, ids: Iterable<string>) =>
  inPieces(
    ids,
    (piece) => sql<{ id: string; amount: string }>`
    SELECT id, amount FROM smmkit_journal_spending WHERE ${sql.in("id", piece)}`
  ).pipe(
    Effect.flatMap((rows) =>
      Effect.forEach(
        rows,
        ({ id, amount }) =>
          Effect.map(Effect.mapError(decodeAmount(amount), unreadable(id)), (spent) =>
            book.spending.set(id, spent)
          ),
        { discard: true }
      )
    )
  )

export const loadHolders = (sql: SqlClient, book: Book, account: string, orders: Iterable<string>) =>
  inPieces(
    orders,
    (piece) => sql<{ key: string; order_id: string }>`
    SELECT key, order_id FROM smmkit_journal_entry
    WHERE account = ${account} AND ${sql.in("order_id", piece)}`
  ).pipe(
    Effect.andThen((rows) => {
      for (const { key, order_id } of rows) book.holders.set(holderId(account, order_id), key)
    })
  )

export const loadDoubts = (sql: SqlClient, book: Book, fingerprints: Iterable<string>) =>
  inPieces(
    fingerprints,
    (piece) => sql<{ key: string; fingerprint: string }>`
    SELECT key, fingerprint FROM smmkit_journal_entry
    WHERE state = 'in-doubt' AND ${sql.in("fingerprint", piece)}`
  ).pipe(
    Effect.andThen((rows) => {
      for (const { key, fingerprint } of rows) book.doubts.set(fingerprint, key)
    })
  )

export const holderId = (account: string, order: string): string => `${account} ${order}`

/** The places where an entry's cost counts. */
export const scopesOf = (entry: Pick<JournalEntry, "account" | "day" | "run">): ReadonlyArray<string> => [
  `${entry.account} day ${entry.day}`,
  `${entry.account} run ${entry.run}`
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
  for (const scope of scopesOf(entry)) {
    book.spending.set(scope, BigDecimal.sum(book.spending.get(scope) ?? zero, amount))
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

const entryRow = (book: Book) => (entry: JournalEntry) => {
  const body = encodeEntry(entry)
  book.recent.set(entry.key, body, entry)
  return {
    key: entry.key,
    account: entry.account,
    state: entry.state,
    fingerprint: Identity.fingerprint(entry.account, entry.request),
    order_id: entry.order,
    owner: entry.state === "sending" ? entry.owner : null,
    watched: entry.watched && entry.state === "placed" ? 1 : 0,
    body
  }
}

const present = <A>(ids: Set<string>, from: Map<string, A>): ReadonlyArray<A> =>
  [...ids].flatMap((id) => from.get(id) ?? [])

/** Writes what changed. */
export const save = (sql: SqlClient, book: Book): Effect.Effect<void, SqlError> => {
  const entries = present(book.changed.entries, book.entries).map(entryRow(book))
  const accounts = present(book.changed.accounts, book.accounts)
  const spending = [...book.changed.spending].map((id) => ({
    id,
    amount: encodeAmount(book.spending.get(id) ?? zero)
  }))
  const pieces = Array.from({ length: Math.ceil(entries.length / most) }, (_, at) =>
    entries.slice(at * most, (at + 1) * most)
  )
  const saves: ReadonlyArray<Effect.Effect<unknown, SqlError>> = [
    ...pieces.map(
      (piece) => sql`INSERT INTO smmkit_journal_entry ${sql.insert(piece)}
        ON CONFLICT (key) DO UPDATE SET account = excluded.account, state = excluded.state,
          fingerprint = excluded.fingerprint, order_id = excluded.order_id, owner = excluded.owner,
          watched = excluded.watched, body = excluded.body`
    ),
    ...(accounts.length === 0
      ? []
      : [
          sql`INSERT INTO smmkit_journal_account
            ${sql.insert(accounts.map((account) => ({ id: account.id, body: encodeAccount(account) })))}
            ON CONFLICT (id) DO UPDATE SET body = excluded.body`
        ]),
    ...(spending.length === 0
      ? []
      : [
          sql`INSERT INTO smmkit_journal_spending ${sql.insert(spending)}
            ON CONFLICT (id) DO UPDATE SET amount = excluded.amount`
        ])
  ]
  return Effect.all(saves, { discard: true })
}
