/** Writing what changed in a book. A list goes as one value, of whatever length, so that a statement is always the same. */
import type { SqlClient } from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import { formatAmount } from "@smmkit/core/Money"
import * as Effect from "effect/Effect"
import { list } from "../sql/lists.js"
import * as AccountRow from "./accountRow.js"
import type { Book } from "./book.js"
import * as EntryRow from "./entryRow.js"
import { escaped } from "./escaping.js"
import { word } from "./sums.js"

const present = <A>(ids: Set<string>, from: Map<string, A>): ReadonlyArray<A> =>
  [...ids].flatMap((id) => from.get(id) ?? [])

/** Writes rows over those with the same key. */
const upsert = (
  sql: SqlClient,
  table: string,
  names: ReadonlyArray<string>,
  key: ReadonlyArray<string>,
  rows: ReadonlyArray<Readonly<Record<string, unknown>>>
): Effect.Effect<unknown, SqlError> => {
  if (rows.length === 0) return Effect.void
  const rest = names.filter((name) => !key.includes(name)).map((name) => `${name} = excluded.${name}`)
  return sql`INSERT INTO ${sql.literal(`${table} (${names.join(", ")})`)}
    SELECT ${sql.literal(names.map((name) => `j.${name}`).join(", "))} FROM ${list(sql, names, rows)} WHERE true
    ON CONFLICT (${sql.literal(key.join(", "))}) DO UPDATE SET ${sql.literal(rest.join(", "))}`
}

const key = ["account", "action", "key"]

const outcome = Object.values(EntryRow.outcomeColumns)

/** Of a row that is there: no index of what an outcome leaves alone has to be written. */
const updateOutcomes = (
  sql: SqlClient,
  rows: ReadonlyArray<EntryRow.EntryRow>
): Effect.Effect<unknown, SqlError> => {
  if (rows.length === 0) return Effect.void
  const set = outcome.map((name) => `${name} = j.${name}`)
  return sql`UPDATE smmkit_journal_entry AS e SET ${sql.literal(set.join(", "))}
    FROM ${list(sql, [...key, ...outcome], rows)}
    WHERE e.account = j.account AND e.action = j.action AND e.key = j.key`
}

const spendingRows = (book: Book) =>
  present(book.changed.spending, book.spending).flatMap(({ scope, sums, stored }) => {
    const rows = sums.map(({ amount, currency }) => ({
      account: escaped(scope.account),
      scope: escaped(scope.scope),
      currency: escaped(word(currency)),
      amount: formatAmount(amount)
    }))
    const gone = stored.filter((word) => !rows.some(({ currency }) => currency === word))
    return [
      ...rows,
      ...gone.map((currency) => ({
        account: escaped(scope.account),
        scope: escaped(scope.scope),
        currency,
        amount: "0"
      }))
    ]
  })

/** Writes what changed. */
export const save = (sql: SqlClient, book: Book): Effect.Effect<void, SqlError> =>
  Effect.gen(function* () {
    const written = [...book.changed.entries].flatMap(([id, what]) => {
      const entry = book.entries.get(id)
      if (entry === undefined) return []
      const row = EntryRow.toRow(entry)
      book.recent.set(id, row, entry)
      return [{ what, row }]
    })
    const rowsOf = (of: "all" | "outcome") => written.flatMap(({ what, row }) => (what === of ? [row] : []))
    const accounts = present(book.changed.accounts, book.accounts).map(AccountRow.toRow)
    yield* updateOutcomes(sql, rowsOf("outcome"))
    yield* upsert(sql, "smmkit_journal_entry", EntryRow.columns, key, rowsOf("all"))
    yield* upsert(sql, "smmkit_journal_account", AccountRow.columns, ["id"], accounts)
    yield* upsert(
      sql,
      "smmkit_journal_spending",
      ["account", "scope", "currency", "amount"],
      ["account", "scope", "currency"],
      spendingRows(book)
    )
  })
