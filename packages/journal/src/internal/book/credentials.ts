/** Accounts, by the names that people give them and the digests of address and key that belong to each. */
import type { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"
import type { Account } from "../../Account.js"
import type { StoreError } from "../../JournalError.js"
import type { Entered } from "../../StoreMessage.js"
import type { Store } from "../../StoreModel.js"
import type { Tools } from "../evidence/quiet.js"
import { isContested } from "../sql/sqlFailure.js"
import { fresh } from "./account.js"
import * as Book from "./book.js"
import * as Reading from "./bookReading.js"
import { escaped, unescaped } from "./escaping.js"

type Part = Pick<Store.Service, "enter" | "adopt" | "rename" | "limit" | "newest" | "accounts">

export const make = ({ sql, ask, transact }: Tools): Part => {
  const holder = (digest: string) =>
    Effect.map(
      sql<{ account: string }>`SELECT account FROM smmkit_journal_credential WHERE digest = ${digest}`,
      ([row]) => (row === undefined ? undefined : unescaped(row.account))
    )

  const named = (name: string) =>
    Effect.map(
      sql<{ id: string }>`SELECT id FROM smmkit_journal_account WHERE name = ${escaped(name)}`,
      ([row]) => (row === undefined ? undefined : unescaped(row.id))
    )

  /** False where the digest is there already, also by another process a moment ago. */
  const add = (digest: string, account: string, now: number) =>
    Effect.map(
      sql`INSERT INTO smmkit_journal_credential (digest, account, added)
        VALUES (${digest}, ${escaped(account)}, ${now}) ON CONFLICT (digest) DO NOTHING RETURNING digest`,
      (rows) => rows.length > 0
    )

  const load = (book: Book.Book, id: string): Effect.Effect<Account | undefined, SqlError | StoreError> =>
    Effect.map(Reading.loadAccounts(sql, book, [id]), () => book.accounts.get(id))

  const enter = (
    book: Book.Book,
    who: Parameters<Part["enter"]>[0]
  ): Effect.Effect<Entered, SqlError | StoreError> =>
    Effect.gen(function* () {
      const { name, digest, host } = who
      const wanted = name ?? host
      // The name is asked for first: whoever took it by then has left the digest as well.
      const other = yield* named(wanted)
      const held = yield* holder(digest)
      const account = held === undefined ? undefined : yield* load(book, held)
      if (account !== undefined) {
        return name === undefined || account.name === name
          ? { _tag: "Known", account }
          : { _tag: "Elsewhere", name: account.name }
      }
      const taken = other === undefined ? undefined : yield* load(book, other)
      if (taken !== undefined) return { _tag: "Stranger", account: taken }
      // Another process with this key may have come in at the same moment; then the account is its.
      if (held === undefined && !(yield* add(digest, digest, book.now))) return yield* enter(book, who)
      return { _tag: "Known", account: Book.putAccount(book, fresh(digest, host, wanted)) }
    })

  /** Where another took the name at the same moment it is asked for once more. */
  const alone = <A>(named: Effect.Effect<A, StoreError>) =>
    Effect.retry(named, { times: 3, while: isContested })

  return {
    enter: (who) => alone(transact([], (book) => enter(book, who))),
    adopt: (id, digest) => transact([id], (book) => Effect.asVoid(add(digest, id, book.now))),
    rename: (id, name) =>
      alone(
        transact([id], (book) =>
          Effect.gen(function* () {
            const other = yield* named(name)
            const account = book.accounts.get(id)
            if (account === undefined || (other !== undefined && other !== id)) return false
            Book.putAccount(book, { ...account, name })
            return true
          })
        )
      ),
    limit: (id, limits) =>
      transact([id], (book) =>
        Effect.sync(() => void Book.putAccount(book, { ...Book.accountOf(book, id, ""), limits }))
      ),
    newest: (id, count) =>
      ask(
        Effect.map(
          Effect.zipWith(
            sql<{ order_id: string }>`SELECT order_id FROM smmkit_journal_entry
              WHERE account = ${escaped(id)} AND state = 'placed' AND action = 'add' AND order_id IS NOT NULL
              ORDER BY created DESC LIMIT ${count}`,
            // Of what was archived any will do: it is older.
            sql<{ order_id: string }>`SELECT order_id FROM smmkit_journal_tombstone
              WHERE account = ${escaped(id)} AND action = 'add' AND order_id IS NOT NULL
              ORDER BY order_id DESC LIMIT ${count}`,
            (recent, archived) => [...recent, ...archived].slice(0, count)
          ),
          (rows) => rows.map(({ order_id }) => unescaped(order_id))
        )
      ),
    accounts: ask(
      Effect.map(
        sql<{ id: string; name: string; host: string; digest: string | null }>`
          SELECT a.id, a.name, a.host, c.digest FROM smmkit_journal_account a
          LEFT JOIN smmkit_journal_credential c ON c.account = a.id ORDER BY a.name, c.added`,
        (rows) => {
          const accounts = new Map<
            string,
            { id: string; name: string; host: string; digests: Array<string> }
          >()
          for (const row of rows) {
            const id = unescaped(row.id)
            const one = accounts.get(id) ?? {
              id,
              name: unescaped(row.name),
              host: unescaped(row.host),
              digests: []
            }
            if (row.digest !== null) one.digests.push(row.digest)
            accounts.set(id, one)
          }
          return [...accounts.values()]
        }
      )
    )
  }
}
