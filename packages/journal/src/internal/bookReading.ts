/** Reading pages of the store into a book. */
import type { SqlClient } from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import type { Statement } from "@effect/sql/Statement"
import * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { JournalEntry } from "../JournalEntry.js"
import { StoreError } from "../JournalError.js"
import { Account } from "./account.js"
import { type Book, holderId } from "./book.js"
import { Sums } from "./sums.js"
import type { Answer } from "./transaction.js"

const decodeEntry = Schema.decodeUnknown(Schema.parseJson(JournalEntry))
const decodeAccount = Schema.decodeUnknown(Schema.parseJson(Account))
const decodeSums = Schema.decodeUnknown(Schema.parseJson(Sums))

const unreadable = (what: string) => () => new StoreError({ reason: "unreadable", detail: what })

export const readEntry = ({ key, body }: { readonly key: string; readonly body: string }) =>
  Effect.mapError(decodeEntry(body), unreadable(key))

const most = 500

/** Statements take only so many values, so lists go in pieces. */
const inPieces = <B>(
  values: Iterable<string>,
  ask: (piece: ReadonlyArray<string>) => Effect.Effect<ReadonlyArray<B>, SqlError>
): Effect.Effect<ReadonlyArray<B>, SqlError> => {
  const pieces = Arr.chunksOf(new Set(values), most)
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
export const question = (sql: SqlClient, { keys, accounts, orders }: Wanted): Statement<Answer> => {
  const wanted = sql.in("key", [...new Set(keys)])
  const theirs = sql`SELECT account FROM smmkit_journal_entry WHERE ${wanted}`
  const others = accounts.length === 0 ? sql`` : sql`OR ${sql.in("id", [...new Set(accounts)])}`
  const holders =
    orders.length === 0
      ? sql``
      : sql`UNION ALL SELECT 'holder', account || ' ' || order_id, key FROM smmkit_journal_entry
          WHERE account IN (${theirs}) AND ${sql.in("order_id", [...new Set(orders)])}`
  return sql<Answer>`
    SELECT 'entry' AS kind, key AS id, body FROM smmkit_journal_entry WHERE ${wanted}
    UNION ALL SELECT 'account', id, body FROM smmkit_journal_account WHERE id IN (${theirs}) ${others}
    ${holders}`
}

/** Puts the answers to a question into a book. */
export const putAll = (book: Book, answers: ReadonlyArray<Answer>): Effect.Effect<void, StoreError> =>
  Effect.forEach(
    answers,
    ({ kind, id, body }): Effect.Effect<unknown, StoreError> => {
      if (kind === "entry") return putEntry(book, { key: id, body })
      if (kind === "account") return putPage(book, { id, body })
      return Effect.sync(() => book.holders.set(id, body))
    },
    { discard: true }
  )

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

/** All accounts; they are few. */
export const loadAllAccounts = (sql: SqlClient, book: Book) =>
  sql<{ id: string; body: string }>`SELECT id, body FROM smmkit_journal_account`.pipe(
    Effect.flatMap((rows) => Effect.forEach(rows, (row) => putPage(book, row), { discard: true }))
  )

/** Where nothing was spent yet, nothing is what was read. */
export const loadSpending = (sql: SqlClient, book: Book, ids: ReadonlyArray<string>) =>
  inPieces(
    ids,
    (piece) => sql<{ id: string; body: string }>`
    SELECT id, body FROM smmkit_journal_spending WHERE ${sql.in("id", piece)}`
  ).pipe(
    Effect.flatMap((rows) => {
      for (const id of ids) book.spending.set(id, [])
      return Effect.forEach(
        rows,
        ({ id, body }) =>
          Effect.map(Effect.mapError(decodeSums(body), unreadable(id)), (spent) =>
            book.spending.set(id, spent)
          ),
        { discard: true }
      )
    })
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

/** Equal orders in doubt, and those whose calls are under way. */
export const loadEquals = (sql: SqlClient, book: Book, fingerprints: Iterable<string>) =>
  inPieces(
    fingerprints,
    (piece) => sql<{ key: string; fingerprint: string; state: string; owner: string | null }>`
    SELECT key, fingerprint, state, owner FROM smmkit_journal_entry
    WHERE (state = 'sending' OR state = 'in-doubt') AND ${sql.in("fingerprint", piece)}`
  ).pipe(
    Effect.andThen((rows) => {
      for (const { key, fingerprint, state, owner } of rows) {
        if (state === "in-doubt") book.doubts.set(fingerprint, key)
        else book.callers.set(fingerprint, [...(book.callers.get(fingerprint) ?? []), owner])
      }
    })
  )
