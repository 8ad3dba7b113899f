/** The store's part in bulks: what was begun, and which orders a bulk would buy once more. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Store } from "../../StoreModel.js"
import * as Book from "../book/book.js"
import * as Reading from "../book/bookReading.js"
import type * as EntryRow from "../book/entryRow.js"
import { escaped } from "../book/escaping.js"
import type { Tools } from "../evidence/quiet.js"
import * as Identity from "../identity.js"
import { list } from "../sql/lists.js"

export const make = ({ sql, ask, transact }: Tools): Pick<Store.Service, "equals" | "begun" | "begin"> => ({
  equals: (account, orders, since) => {
    const wanted = orders.map(Identity.fingerprints)
    if (wanted.length === 0) return Effect.succeed([])
    const rows = [...new Set(wanted.flat())].map((fingerprint) => ({
      account: escaped(account),
      fingerprint
    }))
    const book = Book.open(0)
    return ask(
      Effect.map(
        sql<EntryRow.EntryRow>`SELECT ${Reading.columnsOf(sql)}
          FROM ${list(sql, ["account", "fingerprint"], rows)} CROSS JOIN smmkit_journal_entry e
          WHERE e.account = j.account AND e.fingerprint = j.fingerprint AND e.updated >= ${since}
            AND (e.state = 'placed' OR e.state = 'sending' OR e.state = 'in-doubt')`,
        (found) => {
          for (const row of found) Reading.putRow(book, row)
          const bought = [...book.entries.values()]
          return wanted.map((prints) => bought.filter(({ fingerprint }) => prints.includes(fingerprint)))
        }
      )
    )
  },
  begun: (account, batch) =>
    ask(
      Effect.map(
        sql<{ content: string; at: number | string }>`SELECT content, at FROM smmkit_journal_batch
          WHERE account = ${escaped(account)} AND name = ${escaped(batch)}`,
        ([row]) => Option.map(Option.fromNullable(row), ({ content, at }) => ({ content, at: Number(at) }))
      )
    ),
  begin: (account, batch, content) =>
    Effect.asVoid(
      transact(
        [account],
        (book) => sql`INSERT INTO smmkit_journal_batch AS b
          ${sql.insert({ account: escaped(account), name: escaped(batch), content, at: book.now })}
          ON CONFLICT (account, name) DO UPDATE SET content = excluded.content,
            at = CASE WHEN b.content = excluded.content THEN b.at ELSE excluded.at END`
      )
    )
})
