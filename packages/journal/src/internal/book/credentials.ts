/** Accounts, by the names that people give them and the digests of address and key that belong to each. */
import type { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"
import type { Account, Credential } from "../../Account.js"
import type { StoreError } from "../../JournalError.js"
import type { Entered } from "../../StoreMessage.js"
import type { Store } from "../../StoreModel.js"
import type { Tools } from "../evidence/quiet.js"
import { isContested } from "../sql/sqlFailure.js"
import { fresh } from "./account.js"
import * as Book from "./book.js"
import * as Reading from "./bookReading.js"
import { escaped, unescaped } from "./escaping.js"

type Who = Parameters<Store.Service["enter"]>[0]

const loopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/i

const isPublic = ({ host }: { readonly host: string }) => !loopback.test(host)

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

  const add = ({ digest, keyDigest }: Credential, account: string, now: number) =>
    sql`INSERT INTO smmkit_journal_credential (digest, key_digest, account, added)
      VALUES (${digest}, ${keyDigest}, ${escaped(account)}, ${now}) ON CONFLICT (digest) DO NOTHING`

  /** Which account has the key at another address. Sandboxes have the same key at any. */
  const movedFrom = (keyDigest: string) =>
    Effect.map(
      sql<{ name: string; host: string }>`SELECT a.name, a.host FROM smmkit_journal_credential c
        JOIN smmkit_journal_account a ON a.id = c.account WHERE c.key_digest = ${keyDigest} ORDER BY c.added DESC`,
      (rows) =>
        rows.map(({ name, host }) => ({ name: unescaped(name), host: unescaped(host) })).find(isPublic)
    )

  // Who comes in for the first time waits for others who do, to see them.
  const oneByOne = sql.onDialectOrElse({
    pg: () => sql`SELECT pg_advisory_xact_lock(7301902514)`,
    orElse: () => Effect.void
  })

  const load = (book: Book.Book, id: string): Effect.Effect<Account | undefined, SqlError | StoreError> =>
    Effect.map(Reading.loadAccounts(sql, book, [id]), () => book.accounts.get(id))

  const known = (
    book: Book.Book,
    { name, digest, host }: Who
  ): Effect.Effect<Entered | undefined, SqlError | StoreError> =>
    Effect.gen(function* () {
      // The name is asked for first: whoever took it by then has left the digest as well.
      const other = yield* named(name ?? host)
      const held = yield* holder(digest)
      const account = held === undefined ? undefined : yield* load(book, held)
      if (account !== undefined) {
        return name === undefined || account.name === name
          ? { _tag: "Known", account }
          : { _tag: "Elsewhere", name: account.name }
      }
      const taken = other === undefined ? undefined : yield* load(book, other)
      return taken && { _tag: "Stranger", account: taken }
    })

  const enter = (book: Book.Book, who: Who): Effect.Effect<Entered, SqlError | StoreError> =>
    Effect.gen(function* () {
      const { name, digest, keyDigest, host } = who
      const before = yield* known(book, who)
      if (before !== undefined) return before
      yield* oneByOne
      const since = yield* known(book, who)
      if (since !== undefined) return since
      const moved = name === undefined ? yield* movedFrom(keyDigest) : undefined
      if (moved !== undefined) return { _tag: "Moved", name: moved.name }
      yield* add(who, digest, book.now)
      return { _tag: "Known", account: Book.putAccount(book, fresh(digest, host, name ?? host)) }
    })

  /** Where another took the name at the same moment it is asked for once more. */
  const alone = <A>(named: Effect.Effect<A, StoreError>) =>
    Effect.retry(named, { times: 3, while: isContested })

  return {
    enter: (who) => alone(transact([], (book) => enter(book, who))),
    adopt: (id, credential) => transact([id], (book) => Effect.asVoid(add(credential, id, book.now))),
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
