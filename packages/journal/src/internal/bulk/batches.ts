/** The store's part in bulks: what was begun, and which orders a bulk would buy once more. */
import type { SqlClient } from "@effect/sql/SqlClient"
import type { Order } from "@smmkit/core/Order"
import { toForm } from "@smmkit/core/OrderForm"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import type { JournalEntry } from "../../JournalEntry.js"
import type { StoreError } from "../../JournalError.js"
import type { Store } from "../../Store.js"
import type { Book } from "../book.js"
import * as Reading from "../bookReading.js"
import * as Identity from "../identity.js"

interface Tools {
  readonly ask: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, StoreError, R>
  readonly transact: <A, E>(work: (book: Book) => Effect.Effect<A, E>) => Effect.Effect<A, StoreError>
}

const isBought = ({ state }: JournalEntry) =>
  state === "placed" || state === "in-doubt" || state === "sending"

export const make = (
  sql: SqlClient,
  { ask, transact }: Tools
): Pick<Store.Service, "equals" | "begun" | "begin"> => ({
  equals: (account, orders, since) => {
    const fingerprintOf = (order: Order) =>
      Either.match(toForm(order), {
        onLeft: () => "",
        onRight: (form) => Identity.fingerprint(account, form)
      })
    const wanted = orders.map(fingerprintOf)
    if (wanted.length === 0) return Effect.succeed([])
    return ask(
      Effect.gen(function* () {
        const rows = yield* sql<{ key: string; body: string; fingerprint: string }>`
          SELECT key, body, fingerprint FROM smmkit_journal_entry
          WHERE account = ${account} AND ${sql.in("fingerprint", [...new Set(wanted)])}`
        const entries = yield* Effect.forEach(rows, (row) =>
          Effect.map(Reading.readEntry(row), (entry) => ({ entry, fingerprint: row.fingerprint }))
        )
        const bought = entries.filter(({ entry }) => isBought(entry) && entry.created >= since)
        return wanted.map((one) =>
          bought.flatMap(({ entry, fingerprint }) => (fingerprint === one ? [entry] : []))
        )
      })
    )
  },
  begun: (account, batch) =>
    ask(
      Effect.map(
        sql<{ content: string; at: number }>`
          SELECT content, at FROM smmkit_journal_batch WHERE account = ${account} AND name = ${batch}`,
        ([row]) => Option.map(Option.fromNullable(row), ({ content, at }) => ({ content, at: Number(at) }))
      )
    ),
  begin: (account, batch, content) =>
    Effect.asVoid(
      transact(
        (book) => sql`INSERT INTO smmkit_journal_batch
          ${sql.insert({ account, name: batch, content, at: book.now })}
          ON CONFLICT (account, name) DO UPDATE SET content = excluded.content,
            at = CASE WHEN smmkit_journal_batch.content = excluded.content
              THEN smmkit_journal_batch.at ELSE excluded.at END`
      )
    )
})
