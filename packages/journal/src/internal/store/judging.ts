/** Judging what owners left behind who have ended, or were silent for longer than their lease. */
import type { SqlClient } from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import type { Action, JournalEntry } from "../../JournalEntry.js"
import type { StoreError } from "../../JournalError.js"
import type { Ref } from "../../StoreMessage.js"
import * as Book from "../book/book.js"
import * as Reading from "../book/bookReading.js"
import * as Deciding from "../book/deciding.js"
import { unescaped } from "../book/escaping.js"
import * as Quiet from "../evidence/quiet.js"
import * as Owner from "../placing/owner.js"
import type { Transactions } from "../sql/transaction.js"

/** How long after its lease an owner is forgotten, in milliseconds; whatever it left behind is judged by then. */
const forgotten = 24 * 60 * 60 * 1000

export interface Tools {
  readonly sql: SqlClient
  readonly ask: Transactions["ask"]
  readonly transact: Quiet.Tools["transact"]
  readonly time: Effect.Effect<number, SqlError>
}

interface Owners {
  readonly living: ReadonlySet<string>
  readonly ended: ReadonlySet<string>
}

const ownersAt = (sql: SqlClient, now: number): Effect.Effect<Owners, SqlError> =>
  Effect.map(
    sql<{ id: string; machine: string; pid: number | string; expires: number | string }>`
      SELECT id, machine, pid, expires FROM smmkit_journal_owner`,
    (rows) => {
      const owners = rows.map((row) => ({ ...row, pid: Number(row.pid), expires: Number(row.expires) }))
      const ended = new Set(owners.filter(Owner.hasEnded).map(({ id }) => id))
      const living = owners.filter(({ id, expires }) => expires > now && !ended.has(id))
      return { ended, living: new Set(living.map(({ id }) => id)) }
    }
  )

/** What is looked at without any lock, as nearly always there is nothing to judge. */
const leftBehind = ({ sql, time }: Tools) =>
  Effect.gen(function* () {
    const { living } = yield* ownersAt(sql, yield* time)
    const owners = yield* sql<{ owner: string | null }>`
      SELECT DISTINCT owner FROM smmkit_journal_entry WHERE state = 'sending'`
    const gone = owners.flatMap(({ owner }) => (owner !== null && living.has(owner) ? [] : [owner]))
    const rows = yield* Effect.forEach(
      gone,
      (owner) => sql<{ account: string; action: Action; key: string }>`SELECT account, action, key
        FROM smmkit_journal_entry WHERE state = 'sending'
        AND ${owner === null ? sql`owner IS NULL` : sql`owner = ${owner}`}`
    )
    const refs = rows
      .flat()
      .map(({ account, action, key }): Ref => ({ account: unescaped(account), action, key: unescaped(key) }))
    const quiet = yield* Quiet.heldBy(sql, living)
    return { refs, quiet }
  })

export const judge = (tools: Tools): Effect.Effect<ReadonlyArray<JournalEntry>, StoreError> => {
  const { sql, ask, transact } = tools

  /** Looks once more, as the owner may have been heard of, or its outcome written, in the meantime. */
  const judgeAccount = (account: string, refs: ReadonlyArray<Ref>) =>
    transact([account], (book) =>
      Effect.gen(function* () {
        const { living, ended } = yield* ownersAt(sql, book.now)
        Quiet.release(book, living)
        yield* Reading.loadEntries(sql, book, refs)
        const left = [...book.entries.values()].filter(
          ({ state, owner }) => state === "sending" && (owner === null || !living.has(owner))
        )
        yield* Reading.loadSpending(sql, book, left.flatMap(Book.scopesOf))
        return left.flatMap(
          (entry) => Deciding.abandon(book, entry, entry.owner !== null && ended.has(entry.owner)) ?? []
        )
      })
    )

  return Effect.gen(function* () {
    const { refs, quiet } = yield* ask(leftBehind(tools))
    const byAccount = new Map<string, ReadonlyArray<Ref>>(quiet.map((account) => [account, []]))
    for (const [account, list] of Object.entries(Arr.groupBy(refs, ({ account }) => account))) {
      byAccount.set(account, list)
    }
    const judged = yield* Effect.forEach(byAccount, ([account, list]) => judgeAccount(account, list))
    if (refs.length > 0) yield* ask(forget(tools))
    return judged.flat()
  })
}

/** Forgets owners of long ago, and those that have ended and left nothing behind any more. */
const forget = ({ sql, time }: Tools) =>
  Effect.gen(function* () {
    const now = yield* time
    const { ended } = yield* ownersAt(sql, now)
    yield* sql`DELETE FROM smmkit_journal_owner WHERE expires < ${now - forgotten}`
    for (const id of ended) yield* sql`DELETE FROM smmkit_journal_owner WHERE id = ${id}`
  })
