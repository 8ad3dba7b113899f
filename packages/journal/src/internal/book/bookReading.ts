/** Reading rows of the store into a book. A row that cannot be read harms nothing but its own key. */
import type { SqlClient } from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import type { Fragment } from "@effect/sql/Statement"
import * as BigDecimal from "effect/BigDecimal"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import type { Action } from "../../JournalEntry.js"
import { StoreError } from "../../JournalError.js"
import type { Intent, Ref } from "../../StoreMessage.js"
import { list } from "../sql/lists.js"
import * as AccountRow from "./accountRow.js"
import { type Book, entryId, equalId, holderId, type Scope, scopeId, type Tombstone } from "./book.js"
import * as EntryRow from "./entryRow.js"
import { escaped, unescaped } from "./escaping.js"

export const unreadable = (what: string): StoreError => new StoreError({ reason: "unreadable", detail: what })

/** Whether rows stay as they are until the transaction ends; SQLite has one writer, so there they do. */
export type Locking = "locking" | "looking"

const forUpdate = (sql: SqlClient, locking: Locking): Fragment =>
  sql.onDialectOrElse({
    pg: () => sql.literal(locking === "locking" ? "FOR UPDATE OF e" : ""),
    orElse: () => sql.literal("")
  })

const entryColumns = EntryRow.columns.map((name) => `e.${name}`).join(", ")

export const columnsOf = (sql: SqlClient) => sql.literal(entryColumns)

const idOf = (row: { readonly account: string; readonly action: Action; readonly key: string }) =>
  entryId({ account: unescaped(row.account), action: row.action, key: unescaped(row.key) })

/** Puts a row into the book, read or not. */
export const putRow = (book: Book, row: EntryRow.EntryRow): void => {
  const id = idOf(row)
  const known = book.recent.get(id, row)
  if (known !== undefined) {
    book.entries.set(id, known)
    return
  }
  Either.match(EntryRow.fromRow(row), {
    onLeft: (why) => void book.unreadable.set(id, `${unescaped(row.key)}: ${why}`),
    onRight: (entry) => void book.entries.set(id, entry)
  })
}

const refRow = ({ account, action, key }: Ref) => ({ account: escaped(account), action, key: escaped(key) })

const names = ["account", "action", "key"]

const distinct = (refs: ReadonlyArray<Ref>) => [...new Map(refs.map((ref) => [entryId(ref), ref])).values()]

/** Entries; on PostgreSQL in the order of their keys, so that two who lock them never wait for each other. */
export const loadEntries = (
  sql: SqlClient,
  book: Book,
  refs: ReadonlyArray<Ref>,
  locking: Locking = "locking"
): Effect.Effect<void, SqlError> =>
  refs.length === 0
    ? Effect.void
    : Effect.map(
        sql<EntryRow.EntryRow>`SELECT ${columnsOf(sql)} FROM ${list(sql, names, distinct(refs).map(refRow))}
          CROSS JOIN smmkit_journal_entry e
          WHERE e.account = j.account AND e.action = j.action AND e.key = j.key
          ORDER BY e.account, e.action, e.key ${forUpdate(sql, locking)}`,
        (rows) => {
          for (const row of rows) putRow(book, row)
        }
      )

/** All entries of an account that are in doubt, or whose call is under way. */
export const loadOpen = (sql: SqlClient, book: Book, account: string, state: "sending" | "in-doubt") =>
  Effect.map(
    sql<EntryRow.EntryRow>`SELECT ${columnsOf(sql)} FROM smmkit_journal_entry e
      WHERE e.account = ${escaped(account)} AND e.state = ${sql.literal(`'${state}'`)}
      ORDER BY e.account, e.action, e.key ${forUpdate(sql, "locking")}`,
    (rows) => {
      for (const row of rows) putRow(book, row)
    }
  )

interface TombstoneRow {
  readonly account: string
  readonly action: Action
  readonly key: string
  readonly fingerprint: string
  readonly order_id: string | null
  readonly month: string
  readonly updated: number | string
}

const tombstone = (row: TombstoneRow): Tombstone => ({
  account: unescaped(row.account),
  action: row.action,
  key: unescaped(row.key),
  fingerprint: row.fingerprint,
  order: row.order_id === null ? null : unescaped(row.order_id),
  month: row.month,
  updated: Number(row.updated)
})

export const loadTombstones = (sql: SqlClient, book: Book, refs: ReadonlyArray<Ref>) =>
  refs.length === 0
    ? Effect.void
    : Effect.map(
        sql<TombstoneRow>`SELECT e.* FROM ${list(sql, names, distinct(refs).map(refRow))}
          CROSS JOIN smmkit_journal_tombstone e
          WHERE e.account = j.account AND e.action = j.action AND e.key = j.key`,
        (rows) => {
          for (const row of rows.map(tombstone)) book.tombstones.set(entryId(row), row)
        }
      )

export const loadAccounts = (sql: SqlClient, book: Book, ids: Iterable<string>) =>
  Effect.forEach(
    new Set(ids),
    (id) =>
      sql`SELECT ${sql.literal(AccountRow.columns.join(", "))} FROM smmkit_journal_account
        WHERE id = ${escaped(id)}`.pipe(
        Effect.flatMap(([row]) =>
          row === undefined
            ? Effect.void
            : Effect.matchEffect(AccountRow.fromRow(row), {
                onFailure: () => Effect.fail(unreadable(`account ${id}`)),
                onSuccess: (account) => Effect.sync(() => book.accounts.set(account.id, account))
              })
        )
      ),
    { discard: true }
  )

const amountOf = (text: string) =>
  Effect.mapError(BigDecimal.fromString(String(text)), () => unreadable("a sum of what was spent"))

/** Where nothing was spent yet, nothing is what was read. */
export const loadSpending = (sql: SqlClient, book: Book, scopes: ReadonlyArray<Scope>) => {
  const wanted = new Map(
    scopes.filter((scope) => !book.spending.has(scopeId(scope))).map((scope) => [scopeId(scope), scope])
  )
  if (wanted.size === 0) return Effect.void
  const rows = [...wanted.values()].map(({ account, scope }) => ({
    account: escaped(account),
    scope: escaped(scope)
  }))
  return sql<{ account: string; scope: string; currency: string; amount: string }>`
    SELECT e.account, e.scope, e.currency, e.amount FROM ${list(sql, ["account", "scope"], rows)}
    CROSS JOIN smmkit_journal_spending e WHERE e.account = j.account AND e.scope = j.scope`.pipe(
    Effect.flatMap((found) => {
      for (const [id, scope] of wanted) book.spending.set(id, { scope, sums: [], stored: [] })
      return Effect.forEach(
        found,
        ({ account, scope, currency, amount }) =>
          Effect.map(amountOf(amount), (amount) => {
            const id = scopeId({ account: unescaped(account), scope: unescaped(scope) })
            const known = book.spending.get(id)
            if (known === undefined) return
            const word = currency === "" ? Option.none() : Option.some(unescaped(currency))
            book.spending.set(id, {
              ...known,
              sums: BigDecimal.isZero(amount) ? known.sums : [...known.sums, { amount, currency: word }],
              stored: [...known.stored, currency]
            })
          }),
        { discard: true }
      )
    })
  )
}

/** Who holds the IDs of orders or refills, whether in use or long ago. */
export const loadHolders = (
  sql: SqlClient,
  book: Book,
  orders: ReadonlyArray<Omit<Ref, "key"> & { readonly order: string }>
) => {
  const load = (action: Action) => {
    const rows = orders.flatMap((one) =>
      one.action === action ? [{ account: escaped(one.account), order_id: escaped(one.order) }] : []
    )
    if (rows.length === 0) return Effect.void
    // The action stands in the text, as each has an index of its own.
    const holders = (table: string) => sql`SELECT e.account, e.key, e.order_id
      FROM ${list(sql, ["account", "order_id"], rows)} CROSS JOIN ${sql.literal(table)} e
      WHERE e.account = j.account AND e.action = ${sql.literal(`'${action}'`)} AND e.order_id = j.order_id`
    return Effect.map(
      sql<{ account: string; key: string; order_id: string }>`
        ${holders("smmkit_journal_entry")} UNION ALL ${holders("smmkit_journal_tombstone")}`,
      (found) => {
        for (const { account, key, order_id } of found) {
          const id = holderId({ account: unescaped(account), action }, unescaped(order_id))
          book.holders.set(id, unescaped(key))
        }
      }
    )
  }
  return Effect.zipRight(load("add"), load("refill"))
}

/** Equal orders in doubt, and those whose calls are under way. */
export const loadEquals = (
  sql: SqlClient,
  book: Book,
  equals: ReadonlyArray<{ readonly account: string; readonly fingerprint: string }>
) => {
  if (equals.length === 0) return Effect.void
  const rows = equals.map(({ account, fingerprint }) => ({ account: escaped(account), fingerprint }))
  return Effect.map(
    sql<{ account: string; key: string; fingerprint: string; state: string; owner: string | null }>`
      SELECT e.account, e.key, e.fingerprint, e.state, e.owner
      FROM ${list(sql, ["account", "fingerprint"], rows)} CROSS JOIN smmkit_journal_entry e
      WHERE e.account = j.account AND e.fingerprint = j.fingerprint
        AND (e.state = 'sending' OR e.state = 'in-doubt')`,
    (found) => {
      for (const { account, key, fingerprint, state, owner } of found) {
        const id = equalId(unescaped(account), fingerprint)
        if (state === "in-doubt") book.doubts.set(id, unescaped(key))
        else book.callers.set(id, [...(book.callers.get(id) ?? []), owner])
      }
    }
  )
}

/** Doubts of accounts, orders that were placed, and calls that are under way, that are of later than now. */
export const loadAhead = (sql: SqlClient, book: Book, accounts: ReadonlyArray<string>) => {
  const rows = [...new Set(accounts)].map((account) => ({ account: escaped(account) }))
  // Each state has an index of its own; that of what is under way begins with no account, so none is looked for there.
  const later = (state: "in-doubt" | "placed" | "sending") => sql`SELECT e.account, max(e.created) AS latest
      FROM ${list(sql, ["account"], rows)} CROSS JOIN smmkit_journal_entry e
      WHERE ${sql.literal(state === "sending" ? "e.account || ''" : "e.account")} = j.account
        AND e.state = ${sql.literal(`'${state}'`)} AND e.created > ${book.now}
      GROUP BY e.account`
  return Effect.map(
    sql<{ account: string; latest: number | string }>`${later("in-doubt")} UNION ALL ${later("placed")}
      UNION ALL ${later("sending")}`,
    (found) => {
      for (const { account, latest } of found) {
        const id = unescaped(account)
        book.ahead.set(id, Math.max(Number(latest) + 1, book.ahead.get(id) ?? 0))
      }
    }
  )
}

/** Equal orders of other keys that are under way, in doubt, or were placed within the time of this one's `apart`. */
export const loadApart = (sql: SqlClient, book: Book, intent: Intent) => {
  const { account, action, key, fingerprints, apart, attempt } = intent
  return Effect.map(
    sql<{ key: string }>`SELECT e.key FROM smmkit_journal_entry e
      WHERE e.account = ${escaped(account)} AND e.fingerprint = ${fingerprints[0]} AND e.action = ${action}
        AND e.key <> ${escaped(key)} AND (e.state = 'sending' OR e.state = 'in-doubt'
          OR (e.state = 'placed' AND e.updated > ${book.now - (apart ?? 0)}))`,
    (rows) =>
      void book.equals.set(
        attempt,
        rows.map((row) => entryId({ account, action, key: unescaped(row.key) }))
      )
  )
}

/**
 * Orders that may have been placed, and whose cost is not known, of a day or a run. In no order: SQLite would rather
 * read all orders of the account in the order of their keys than those few by their index, and sort them.
 */
export const loadUnpriced = (sql: SqlClient, book: Book, scope: Scope, where: Fragment) =>
  Effect.map(
    sql<{ key: string }>`SELECT e.key FROM smmkit_journal_entry e
      WHERE e.account = ${escaped(scope.account)} AND e.action = 'add'
        AND e.price IS NULL AND e.at_most IS NULL AND e.charge IS NULL AND ${where}
        AND (e.state = 'sending' OR e.state = 'in-doubt' OR e.state = 'placed')`,
    (rows) =>
      void book.unpriced.set(
        scopeId(scope),
        rows.map(({ key }) => unescaped(key))
      )
  )
