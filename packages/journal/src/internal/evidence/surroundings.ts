/** The store's part in the window of IDs: what it knows around a doubt, and what becomes of the doubt. */
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type { Action, JournalEntry } from "../../JournalEntry.js"
import type { Finding } from "../../StoreMessage.js"
import type { Store } from "../../StoreModel.js"
import * as Book from "../book/book.js"
import * as Reading from "../book/bookReading.js"
import * as Deciding from "../book/deciding.js"
import * as EntryRow from "../book/entryRow.js"
import { escaped, unescaped } from "../book/escaping.js"
import * as Intending from "../book/intending.js"
import * as Series from "../book/series.js"
import { isOrderId, wasPlacedEarlier } from "../book/steps.js"
import { list } from "../sql/lists.js"
import { isParent } from "../sql/schema.js"
import * as Archive from "../store/archive.js"
import type { Tools } from "./quiet.js"
import { withWhy } from "./words.js"

type Part = Pick<Store.Service, "around" | "held" | "nameless" | "parents" | "series" | "weigh">

/** How many orders are looked at on either side. */
const near = 50

const weighed = (
  book: Book.Book,
  { account, action }: { readonly account: string; readonly action: Action },
  { key, attempt, verdict }: Finding
): JournalEntry | undefined => {
  const entry = book.entries.get(Book.entryId({ account, action, key }))
  // Another may have settled it meanwhile, and the key may be on its way once more.
  if (entry === undefined || entry.state !== "in-doubt" || entry.attempt !== attempt) return entry
  if (verdict._tag === "Open") return Book.put(book, { ...entry, note: withWhy(entry.note, verdict.why) })
  const decided = Deciding.decide(book, entry, {
    event: verdict._tag === "Placed" ? "proved-placed" : "proved-absent",
    order: verdict._tag === "Placed" ? verdict.order : null,
    note: verdict.why,
    // Whoever found it has waited for the deadline, and where it matters for the settling time.
    settling: null
  })
  return "remedy" in decided ? entry : decided
}

const entriesOf = (rows: ReadonlyArray<EntryRow.EntryRow>): ReadonlyArray<JournalEntry> => {
  const book = Book.open(0)
  for (const row of rows) Reading.putRow(book, row)
  return [...book.entries.values()]
}

/** What cannot be read may be anything, of any time: an order that was placed, and whose ID nobody knows. */
const nameless = (rows: ReadonlyArray<EntryRow.EntryRow>): ReadonlyArray<JournalEntry> =>
  rows
    .map((row) =>
      Either.getOrElse(EntryRow.fromRow(row), () =>
        Intending.revived({
          account: unescaped(row.account),
          action: row.action,
          key: unescaped(row.key),
          order: null,
          fingerprint: row.fingerprint,
          month: "",
          updated: 0
        })
      )
    )
    // That of an earlier try is known by an entry of its own.
    .filter((entry) => entry.state !== "placed" || !wasPlacedEarlier(entry))

export const make = ({ sql, ask, transact }: Tools): Part => {
  const columns = Reading.columnsOf(sql)

  return {
    around: (account, { before, after }, action = "add") =>
      ask(
        Effect.gen(function* () {
          const placed = sql`SELECT ${columns} FROM smmkit_journal_entry e
            WHERE e.account = ${escaped(account)} AND e.state = 'placed' AND e.action = ${action}
              AND e.order_id IS NOT NULL AND e.event = 'answered'`
          const earlier = yield* sql<EntryRow.EntryRow>`${placed} AND e.created < ${before}
            ORDER BY e.created DESC LIMIT ${near}`
          const same = yield* sql<EntryRow.EntryRow>`${placed} AND e.created = ${before} LIMIT ${near}`
          const later = yield* sql<EntryRow.EntryRow>`${placed} AND e.created >= ${after}
            ORDER BY e.created LIMIT ${near}`
          return entriesOf([...earlier, ...same, ...later])
        })
      ),
    held: (account, orders, action = "add") => {
      const book = Book.open(0)
      const refs = orders.map((id) => ({ account, action, order: id }))
      return ask(
        Effect.map(
          Reading.loadHolders(sql, book, refs),
          () =>
            new Set(
              refs.flatMap((ref) => (book.holders.has(Book.holderId(ref, ref.order)) ? [ref.order] : []))
            )
        )
      )
    },
    nameless: (account, action = "add") => {
      const own = sql`SELECT ${columns} FROM smmkit_journal_entry e WHERE`
      // What is joined with nothing is not looked for by the index of keys: SQLite would read all of the account there.
      return ask(
        Effect.map(
          sql<EntryRow.EntryRow>`
            ${own} e.account = ${escaped(account)} AND e.action = ${action} AND e.state = 'in-doubt'
            UNION ALL
            ${own} e.account || '' = ${escaped(account)} AND e.action = ${action} AND e.state = 'sending'
            UNION ALL
            ${own} e.account = ${escaped(account)} AND e.action || '' = ${action}
              AND e.state = 'placed' AND e.order_id IS NULL`,
          nameless
        )
      )
    },
    series: (account, action, orders) => {
      const bounds = orders.map((order) => Series.bounds(escaped(order)))
      const keys = (table: string) => sql`SELECT e.key FROM ${list(sql, ["first", "last"], bounds)}
        CROSS JOIN ${sql.literal(table)} e
        WHERE e.account = ${escaped(account)} AND e.action = ${action} AND e.key > j.first AND e.key < j.last`
      const book = Book.open(0)
      return ask(
        Effect.gen(function* () {
          const rows = yield* sql<{ key: string }>`${keys("smmkit_journal_entry")}
            UNION ${keys("smmkit_journal_tombstone")}`
          const refs = rows.map(({ key }) => ({ account, action, key: unescaped(key) }))
          yield* Reading.loadEntries(sql, book, refs, "looking")
          yield* Archive.load(
            sql,
            book,
            refs.filter((ref) => !book.entries.has(Book.entryId(ref)))
          )
          const [why] = book.unreadable.values()
          if (why !== undefined) return yield* Reading.unreadable(why)
          const all = [...book.entries.values()]
          return new Map(orders.map((order) => [order, Series.sorted(order, all)]))
        })
      )
    },
    parents: (account, most) =>
      ask(
        Effect.map(
          sql<{ order_id: string }>`SELECT e.order_id FROM smmkit_journal_entry e
            WHERE e.account = ${escaped(account)} AND e.state = 'placed' AND e.action = 'add'
              AND e.order_id IS NOT NULL
              AND ${sql.literal(isParent)}
            ORDER BY e.created DESC LIMIT ${most}`,
          (rows) => rows.map(({ order_id }) => unescaped(order_id)).filter(isOrderId)
        )
      ),
    weigh: (account, findings, action = "add") =>
      transact([account], (book) =>
        Effect.gen(function* () {
          yield* Reading.loadEntries(
            sql,
            book,
            findings.map(({ key }) => ({ account, action, key }))
          )
          yield* Reading.loadSpending(sql, book, [...book.entries.values()].flatMap(Book.scopesOf))
          const orders = findings.flatMap(({ verdict }) =>
            verdict._tag === "Placed" && verdict.order !== null
              ? [{ account, action, order: verdict.order }]
              : []
          )
          yield* Reading.loadHolders(sql, book, orders)
          return findings.flatMap((finding) => weighed(book, { account, action }, finding) ?? [])
        })
      )
  }
}
