/**
 * What ended long ago: its particulars by month, out of the way of what is open, and a tombstone for ever. A
 * key that was paid is known by it, and an order's ID stays taken.
 */
import type { SqlClient } from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"
import type { JournalEntry } from "../../JournalEntry.js"
import type { Ref } from "../../StoreMessage.js"
import type { Store } from "../../StoreModel.js"
import * as Book from "../book/book.js"
import * as Reading from "../book/bookReading.js"
import * as EntryRow from "../book/entryRow.js"
import { escaped } from "../book/escaping.js"
import * as Intending from "../book/intending.js"
import { isOrder, makingTime, watchTime } from "../book/steps.js"
import type { Tools as QuietTools } from "../evidence/quiet.js"
import { list } from "../sql/lists.js"
import { months as eachMonth, isParent, makesOrders, parentFields } from "../sql/schema.js"
import type { Transactions } from "../sql/transaction.js"

export interface Tools {
  readonly sql: SqlClient
  readonly transactions: Transactions
  readonly transact: QuietTools["transact"]
  readonly timeOf: (serverTime: number | undefined) => Effect.Effect<number>
}

type Part = Pick<Store.Service, "archive" | "erase">

const together = 500

const monthOf = (time: number): string => new Date(time).toISOString().slice(0, 7)

/** Entries of the history, and of those whose particulars were erased as much as is left. */
export const load = (
  sql: SqlClient,
  book: Book.Book,
  refs: ReadonlyArray<Ref>
): Effect.Effect<void, SqlError> =>
  Effect.gen(function* () {
    yield* Reading.loadTombstones(sql, book, refs)
    const gone = refs.flatMap((ref) => book.tombstones.get(Book.entryId(ref)) ?? [])
    if (gone.length === 0) return
    const names = ["month", "account", "action", "key"]
    const rows = gone.map(({ month, account, action, key }) => ({
      month,
      account: escaped(account),
      action,
      key: escaped(key)
    }))
    const found =
      yield* sql<EntryRow.EntryRow>`SELECT ${Reading.columnsOf(sql)} FROM ${list(sql, names, rows)}
      CROSS JOIN smmkit_journal_history e WHERE e.month = j.month AND e.account = j.account
        AND e.action = j.action AND e.key = j.key AND e.state = 'placed'`
    for (const row of found) Reading.putRow(book, row)
    for (const one of gone) {
      const id = Book.entryId(one)
      if (!book.entries.has(id) && !book.unreadable.has(id)) book.entries.set(id, Intending.revived(one))
    }
  })

/**
 * An order without its particulars that may still be refunded, so that a balance is not judged without it, or that may
 * still make further ones: what it cost stays, its ID, and whether it makes any. The archive takes it when its time is over.
 */
const bare = (entry: JournalEntry): JournalEntry => ({
  ...entry,
  request: Object.fromEntries(parentFields.filter((name) => name in entry.request).map((name) => [name, ""])),
  requestId: null,
  error: null,
  note: Intending.particularsGone
})

export const make = ({ sql, transactions, transact, timeOf }: Tools): Part => {
  const hot = EntryRow.columns.join(", ")
  const columns = sql.literal(hot)
  const theirs = Reading.columnsOf(sql)
  const particulars = sql.literal(EntryRow.columns.map((name) => `${name} = excluded.${name}`).join(", "))

  /**
   * Moves some entries that ended; those that were refused leave no tombstone, as their keys are free. So a key may
   * come once more in its month, and the last is what became of it.
   */
  const some = (before: number) =>
    transactions.change([], (serverTime) =>
      Effect.gen(function* () {
        // Only an account that is measured by its balance stops to watch its orders by itself.
        const now = yield* timeOf(serverTime)
        const [watched, making] = [now - watchTime, now - makingTime]
        const rows = yield* sql<EntryRow.EntryRow>`SELECT ${theirs} FROM smmkit_journal_entry e
          WHERE (e.state = 'refused' OR e.state = 'not-placed' OR (e.state = 'placed'
              AND (e.watched = 0 OR e.updated < ${watched})
              AND (e.updated < ${making} OR e.action <> 'add' OR NOT ${sql.literal(isParent)})))
            AND e.updated < ${before} ORDER BY e.account, e.action, e.key LIMIT ${together}
          ${sql.onDialectOrElse({ pg: () => sql.literal("FOR UPDATE"), orElse: () => sql.literal("") })}`
        if (rows.length === 0) return 0
        const names = ["account", "action", "key"]
        const dated = rows.map((row) => ({ ...row, month: monthOf(Number(row.updated)) }))
        const which = list(sql, [...names, "month"], dated)
        yield* sql`INSERT INTO smmkit_journal_history (month, ${columns})
          SELECT j.month, ${theirs} FROM ${which} CROSS JOIN smmkit_journal_entry e
          WHERE e.account = j.account AND e.action = j.action AND e.key = j.key
          ON CONFLICT (month, account, action, key) DO UPDATE SET ${particulars}`
        yield* sql`INSERT INTO smmkit_journal_tombstone
            (account, action, key, fingerprint, order_id, month, updated)
          SELECT e.account, e.action, e.key, e.fingerprint, e.order_id, j.month, e.updated
          FROM ${which} CROSS JOIN smmkit_journal_entry e
          WHERE e.account = j.account AND e.action = j.action AND e.key = j.key AND e.state = 'placed'
          ON CONFLICT (account, action, key) DO NOTHING`
        yield* sql`DELETE FROM smmkit_journal_entry WHERE (account, action, key) IN
          (SELECT j.account, j.action, j.key FROM ${which})`
        return rows.length
      })
    )

  const archive: Part["archive"] = (before) =>
    Effect.iterate(
      { moved: 0, last: together },
      {
        while: ({ last }) => last === together,
        body: ({ moved }) => Effect.map(some(before), (last) => ({ moved: moved + last, last }))
      }
    ).pipe(Effect.map(({ moved }) => moved))

  const months = sql.literal(eachMonth)

  const erase: Part["erase"] = (ref) =>
    transact([ref.account], (book) =>
      Effect.gen(function* () {
        yield* Reading.loadEntries(sql, book, [ref])
        yield* Reading.loadTombstones(sql, book, [ref])
        // Nobody knows whether it was paid, so its key must not become free.
        const why = book.unreadable.get(Book.entryId(ref))
        if (why !== undefined) return yield* Reading.unreadable(why)
        const entry = book.entries.get(Book.entryId(ref))
        const [account, action, key] = [escaped(ref.account), ref.action, escaped(ref.key)]
        const where = sql`account = ${account} AND action = ${action} AND key = ${key}`
        const gone = book.tombstones.get(Book.entryId(ref))
        if (entry?.state === "sending" || entry?.state === "in-doubt") return false
        const now = yield* timeOf(undefined)
        const isMaking = (one: JournalEntry) =>
          isOrder(one) && makesOrders(one) && one.updated >= now - makingTime
        const stays = entry?.state === "placed" && (entry.watched || isMaking(entry))
        if (stays) Book.put(book, bare(entry))
        else if (entry?.state === "placed") {
          yield* sql`INSERT INTO smmkit_journal_tombstone
              (account, action, key, fingerprint, order_id, month, updated)
            SELECT account, action, key, fingerprint, order_id, ${monthOf(now)}, updated
            FROM smmkit_journal_entry WHERE ${where} ON CONFLICT (account, action, key) DO NOTHING`
        } else if (entry !== undefined) {
          // That there was one stays, for whoever was told of it while nobody knew what became of it.
          yield* sql`INSERT INTO smmkit_journal_history (month, ${columns})
            SELECT ${monthOf(entry.updated)}, ${columns} FROM smmkit_journal_entry WHERE ${where}
            ON CONFLICT (month, account, action, key) DO UPDATE SET ${particulars}`
        }
        if (!stays) yield* sql`DELETE FROM smmkit_journal_entry WHERE ${where}`
        const archived = sql`month IN (SELECT month FROM months) AND ${where}`
        yield* sql`${months} DELETE FROM smmkit_journal_history WHERE ${archived} AND state = 'placed'`
        const erased = yield* sql`${months} UPDATE smmkit_journal_history
          SET request = '{}', request_id = NULL, error = NULL, note = ${Intending.particularsGone}
          WHERE ${archived} AND state <> 'placed' AND note <> ${Intending.particularsGone} RETURNING key`
        return entry !== undefined || gone !== undefined || erased.length > 0
      })
    )

  return { archive, erase }
}
