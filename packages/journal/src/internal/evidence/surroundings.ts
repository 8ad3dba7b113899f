/** The store's part in the window of IDs: what it knows around a doubt, and what becomes of the doubt. */
import * as Effect from "effect/Effect"
import type { JournalEntry } from "../../JournalEntry.js"
import type { Finding, Ref, Store } from "../../Store.js"
import * as Book from "../book.js"
import * as Reading from "../bookReading.js"
import type * as EntryRow from "../entryRow.js"
import { escaped } from "../escaping.js"
import * as Moves from "../moves.js"
import { isParent } from "../schema.js"
import type { Tools } from "./quiet.js"
import { withWhy } from "./words.js"

type Part = Pick<Store.Service, "around" | "held" | "nameless" | "parents" | "weigh">

/** How many orders are looked at on either side. */
const near = 50

const order = (account: string, key: string): Ref => ({ account, action: "add", key })

const weighed = (book: Book.Book, account: string, finding: Finding): JournalEntry | undefined => {
  const { key, attempt, verdict } = finding
  const entry = book.entries.get(Book.entryId(order(account, key)))
  // Another may have settled it meanwhile, and the key may be on its way once more.
  if (entry === undefined || entry.state !== "in-doubt" || entry.attempt !== attempt) return entry
  if (verdict._tag === "Open") return Book.put(book, { ...entry, note: withWhy(entry.note, verdict.why) })
  const decided = Moves.decide(book, entry, {
    event: verdict._tag === "Placed" ? "proved-placed" : "proved-absent",
    order: verdict._tag === "Placed" ? verdict.order : null,
    note: verdict.why,
    // The window reaches beyond the deadline and the settling time.
    settling: null
  })
  return "remedy" in decided ? entry : decided
}

const entriesOf = (rows: ReadonlyArray<EntryRow.EntryRow>): ReadonlyArray<JournalEntry> => {
  const book = Book.open(0)
  for (const row of rows) Reading.putRow(book, row)
  return [...book.entries.values()]
}

export const make = ({ sql, ask, transact }: Tools): Part => {
  const columns = Reading.columnsOf(sql)

  return {
    around: (account, { before, after }) =>
      ask(
        Effect.gen(function* () {
          const placed = sql`SELECT ${columns} FROM smmkit_journal_entry e
            WHERE e.account = ${escaped(account)} AND e.state = 'placed' AND e.action = 'add'
              AND e.order_id IS NOT NULL AND e.event = 'answered'`
          const earlier = yield* sql<EntryRow.EntryRow>`${placed} AND e.created < ${before}
            ORDER BY e.created DESC LIMIT ${near}`
          const same = yield* sql<EntryRow.EntryRow>`${placed} AND e.created = ${before} LIMIT ${near}`
          const later = yield* sql<EntryRow.EntryRow>`${placed} AND e.created >= ${after}
            ORDER BY e.created LIMIT ${near}`
          return entriesOf([...earlier, ...same, ...later])
        })
      ),
    held: (account, orders) => {
      const book = Book.open(0)
      const refs = orders.map((id) => ({ account, action: "add" as const, order: id }))
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
    nameless: (account) => {
      const add = sql`SELECT ${columns} FROM smmkit_journal_entry e
        WHERE e.account = ${escaped(account)} AND e.action = 'add'`
      return ask(
        Effect.map(
          sql<EntryRow.EntryRow>`${add} AND e.state = 'in-doubt'
            UNION ALL ${add} AND e.state = 'sending'
            UNION ALL ${add} AND e.state = 'placed' AND e.order_id IS NULL`,
          entriesOf
        )
      )
    },
    parents: (account, most) =>
      ask(
        Effect.map(
          sql<EntryRow.EntryRow>`SELECT ${columns} FROM smmkit_journal_entry e
            WHERE e.account = ${escaped(account)} AND e.state = 'placed' AND e.action = 'add'
              AND e.order_id IS NOT NULL
              AND ${sql.literal(isParent)}
            ORDER BY e.created DESC LIMIT ${most}`,
          (rows) => entriesOf(rows).flatMap((entry) => entry.order ?? [])
        )
      ),
    weigh: (account, findings) =>
      transact([account], (book) =>
        Effect.gen(function* () {
          yield* Reading.loadEntries(
            sql,
            book,
            findings.map(({ key }) => order(account, key))
          )
          yield* Reading.loadSpending(sql, book, [...book.entries.values()].flatMap(Book.scopesOf))
          const orders = findings.flatMap(({ verdict }) =>
            verdict._tag === "Placed" ? [{ account, action: "add" as const, order: verdict.order }] : []
          )
          yield* Reading.loadHolders(sql, book, orders)
          return findings.flatMap((finding) => weighed(book, account, finding) ?? [])
        })
      )
  }
}
