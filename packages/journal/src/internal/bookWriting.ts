/** Writing what changed in a book: only here do entries meet their columns. */
import type { SqlClient } from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import type { Statement } from "@effect/sql/Statement"
import * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { JournalEntry } from "../JournalEntry.js"
import { Account } from "./account.js"
import type { Book } from "./book.js"
import * as Identity from "./identity.js"
import { Sums } from "./sums.js"

const encodeEntry = Schema.encodeSync(Schema.parseJson(JournalEntry))
const encodeAccount = Schema.encodeSync(Schema.parseJson(Account))
const encodeSums = Schema.encodeSync(Schema.parseJson(Sums))

const most = 500

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

/** The statements that write what changed. */
export const statements = (sql: SqlClient, book: Book): ReadonlyArray<Statement<unknown>> => {
  const entries = present(book.changed.entries, book.entries).map(entryRow(book))
  const accounts = present(book.changed.accounts, book.accounts)
  const spending = [...book.changed.spending].map((id) => ({
    id,
    body: encodeSums(book.spending.get(id) ?? [])
  }))
  const pieces = Arr.chunksOf(entries, most)
  return [
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
            ON CONFLICT (id) DO UPDATE SET body = excluded.body`
        ])
  ]
}

/** Writes what changed. */
export const save = (sql: SqlClient, book: Book): Effect.Effect<void, SqlError> =>
  Effect.all(statements(sql, book), { discard: true })
