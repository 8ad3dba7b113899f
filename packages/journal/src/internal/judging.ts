/** Judging what owners left behind who have ended, or were silent for longer than their lease. */
import type { SqlClient } from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"
import type { JournalEntry } from "../JournalEntry.js"
import type { StoreError } from "../JournalError.js"
import * as Book from "./book.js"
import * as Reading from "./bookReading.js"
import * as Quiet from "./evidence/quiet.js"
import * as Moves from "./moves.js"
import * as Owner from "./owner.js"

/** How long after its lease an owner is forgotten, in milliseconds; whatever it left behind is judged by then. */
const forgotten = 24 * 60 * 60 * 1000

export const judge = (
  sql: SqlClient,
  book: Book.Book
): Effect.Effect<ReadonlyArray<JournalEntry>, SqlError | StoreError> =>
  Effect.gen(function* () {
    const owners = yield* sql<{ id: string; machine: string; pid: number; expires: number }>`
      SELECT id, machine, pid, expires FROM smmkit_journal_owner`
    const ended = new Set(owners.filter(Owner.hasEnded).map(({ id }) => id))
    const living = owners.filter(({ id, expires }) => Number(expires) > book.now && !ended.has(id))
    const ids = living.map(({ id }) => id)
    yield* Quiet.release(sql, book, new Set(ids))
    const rows = yield* sql<{ key: string }>`SELECT key FROM smmkit_journal_entry WHERE state = 'sending'
      ${ids.length === 0 ? sql.literal("") : sql`AND owner NOT IN ${sql.in(ids)}`}`
    yield* Reading.loadEntries(
      sql,
      book,
      rows.map(({ key }) => key)
    )
    const left = [...book.entries.values()]
    yield* Reading.loadSpending(sql, book, left.flatMap(Book.scopesOf))
    yield* sql`DELETE FROM smmkit_journal_owner WHERE expires < ${book.now - forgotten}`
    for (const id of ended) yield* sql`DELETE FROM smmkit_journal_owner WHERE id = ${id}`
    return left.flatMap(
      (entry) => Moves.abandon(book, entry, entry.owner !== null && ended.has(entry.owner)) ?? []
    )
  })
