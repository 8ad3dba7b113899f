/** The store's part in quiet points: holding intents back, and moving the point that balances are measured from. */
import type { SqlClient } from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import * as BigDecimal from "effect/BigDecimal"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Account } from "../../Account.js"
import type { StoreError } from "../../JournalError.js"
import type { Ref, Snapshot, Verdict } from "../../StoreMessage.js"
import type { Store } from "../../StoreModel.js"
import { measuredFrom, restarted } from "../book/account.js"
import * as Book from "../book/book.js"
import * as Reading from "../book/bookReading.js"
import * as Deciding from "../book/deciding.js"
import { escaped, unescaped } from "../book/escaping.js"
import type { Transactions } from "../sql/transaction.js"
import { withWhy } from "./words.js"

export interface Tools {
  readonly sql: SqlClient
  readonly ask: Transactions["ask"]
  /** One transaction on a book with the rows of these accounts, which stand still meanwhile. */
  readonly transact: <A, E>(
    accounts: ReadonlyArray<string>,
    work: (book: Book.Book) => Effect.Effect<A, E>
  ) => Effect.Effect<A, StoreError>
}

type Part = Pick<
  Store.Service,
  "account" | "quieten" | "underWay" | "resume" | "conclude" | "unwatch" | "allow"
>

const isHeldBy = (account: Account, by: string, now: number) =>
  account.quiet !== null && account.quiet.owner === by && account.quiet.until > now

const ownerOf = (quiet: string): string => quiet.split(" ")[0] ?? ""

/** The accounts that are kept quiet by those who do not live. */
export const heldBy = (
  sql: SqlClient,
  living: ReadonlySet<string>
): Effect.Effect<ReadonlyArray<string>, SqlError> =>
  Effect.map(
    sql<{ id: string; quiet_owner: string }>`
      SELECT id, quiet_owner FROM smmkit_journal_account WHERE quiet_owner IS NOT NULL`,
    (rows) =>
      rows.flatMap(({ id, quiet_owner }) =>
        living.has(ownerOf(unescaped(quiet_owner))) ? [] : [unescaped(id)]
      )
  )

/** Ends the quiet of those who do not live. One that lives after all gets no snapshot then, so nothing is judged by it. */
export const release = (book: Book.Book, living: ReadonlySet<string>) => {
  for (const account of [...book.accounts.values()]) {
    if (account.quiet !== null && !living.has(ownerOf(account.quiet.owner))) {
      Book.putAccount(book, { ...account, quiet: null })
    }
  }
}

const order = (account: string, key: string): Ref => ({ account, action: "add", key })

const forget = (book: Book.Book, account: string, keys: ReadonlyArray<string>) => {
  for (const key of keys) {
    const entry = book.entries.get(Book.entryId(order(account, key)))
    if (entry !== undefined) Book.put(book, { ...entry, watched: false })
  }
}

/** What was spent after a snapshot was taken is measured from the snapshot's point. */
const measuredSince = (now: Account, { account: then, point }: Snapshot): Account => ({
  ...measuredFrom(now, point),
  spent: BigDecimal.subtract(now.spent, then.spent),
  count: now.count - then.count,
  unpriced: now.unpriced - then.unpriced,
  decimals: now.count === then.count ? 0 : now.decimals
})

export const make = ({ sql, ask, transact }: Tools): Part => {
  /** A transaction on one account's row. */
  const onAccount = <A, E>(
    id: string,
    host: string,
    work: (book: Book.Book, account: Account) => Effect.Effect<A, E>
  ) => transact([id], (book) => work(book, Book.accountOf(book, id, host)))

  const isCalling = (id: string) =>
    Effect.map(
      // What is joined with nothing is not looked for by the index of keys: SQLite would read all of the account there.
      sql`SELECT key FROM smmkit_journal_entry
        WHERE account || '' = ${escaped(id)} AND state = 'sending' LIMIT 1000`,
      ({ length }) => length
    )

  const conclude = (snapshot: Snapshot, verdict: Verdict) =>
    onAccount(snapshot.account.id, snapshot.account.host, (book, account) =>
      Effect.gen(function* () {
        const entryOf = (key: string) => book.entries.get(Book.entryId(order(account.id, key)))
        yield* Reading.loadEntries(sql, book, snapshot.doubts)
        const isStale = snapshot.doubts.some((doubt) => {
          const now = book.entries.get(Book.entryId(doubt))
          return now === undefined || now.state !== "in-doubt" || now.attempt !== doubt.attempt
        })
        if (isStale || account.serial !== snapshot.account.serial) return false
        const ended = verdict._tag === "Void" ? verdict.ended.map((key) => order(account.id, key)) : []
        yield* Reading.loadEntries(sql, book, ended)
        yield* Reading.loadSpending(sql, book, [...book.entries.values()].flatMap(Book.scopesOf))
        const told = verdict._tag === "Told" ? verdict : { placed: [], absent: [] }
        const settle = (keys: ReadonlyArray<string>, event: "proved-placed" | "proved-absent") => {
          for (const key of keys) {
            const entry = entryOf(key)
            if (entry !== undefined)
              Deciding.decide(book, entry, { event, order: null, note: verdict.why, settling: 0 })
          }
        }
        settle(told.placed, "proved-placed")
        settle(told.absent, "proved-absent")
        for (const doubt of book.entries.values()) {
          if (doubt.state === "in-doubt") {
            Book.put(book, { ...doubt, note: withWhy(doubt.note, verdict.why) })
          }
        }
        if (verdict._tag === "Told") Book.putAccount(book, measuredSince(account, snapshot))
        if (verdict._tag === "Void") {
          Book.putAccount(book, restarted(account))
          forget(book, account.id, verdict.ended)
        }
        if (verdict._tag === "Off") {
          Book.putAccount(book, { ...restarted(account), trusted: false, why: verdict.why })
        }
        return true
      })
    )

  return {
    account: (id, host) => {
      const book = Book.open(0)
      return ask(Effect.map(Reading.loadAccounts(sql, book, [id]), () => Book.accountOf(book, id, host)))
    },
    quieten: (id, host, by, time) =>
      onAccount(id, host, (book, account) =>
        Effect.sync(() => {
          const isTaken =
            account.quiet !== null && account.quiet.until > book.now && account.quiet.owner !== by
          if (!isTaken) Book.putAccount(book, { ...account, quiet: { owner: by, until: book.now + time } })
          return !isTaken
        })
      ),
    underWay: (id) =>
      transact([id], (book) =>
        Effect.gen(function* () {
          yield* Reading.loadOpen(sql, book, id, "in-doubt")
          const doubts = [...book.entries.values()].filter(
            ({ by, deadline }) => by === "abandoned" && deadline > book.now
          )
          return (yield* isCalling(id)) + doubts.length
        })
      ),
    resume: (id, by, point) =>
      onAccount(id, "", (book, account) =>
        Effect.gen(function* () {
          if (!isHeldBy(account, by, book.now)) return Option.none()
          const calls = yield* isCalling(id)
          const after = Book.putAccount(book, { ...account, quiet: null })
          if (point === undefined || calls > 0) return Option.none()
          yield* Reading.loadOpen(sql, book, id, "in-doubt")
          // One that cannot be read may be what the balance fell by.
          const [why] = book.unreadable.values()
          if (why !== undefined) return yield* Reading.unreadable(why)
          // A refill or a cancel costs nothing, so no balance tells of it.
          const doubts = [...book.entries.values()].filter(({ action }) => action === "add")
          return Option.some({ account: after, point, doubts })
        })
      ),
    conclude,
    unwatch: (account, keys) =>
      transact([account], (book) =>
        Effect.gen(function* () {
          const refs = keys.map((key) => order(account, key))
          yield* Reading.loadEntries(sql, book, refs)
          yield* Reading.loadSpending(sql, book, [...book.entries.values()].flatMap(Book.scopesOf))
          forget(book, account, keys)
        })
      ),
    allow: (id, host) =>
      onAccount(id, host, (book, account) =>
        Effect.sync(() => {
          Book.putAccount(book, { ...restarted(account), trusted: true, why: "" })
        })
      )
  }
}
