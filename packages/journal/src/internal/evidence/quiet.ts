/** The store's part in quiet points: holding intents back, and moving the point that balances are measured from. */
import type { SqlClient } from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import * as BigDecimal from "effect/BigDecimal"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { StoreError } from "../../JournalError.js"
import type { Snapshot, Store, Verdict } from "../../Store.js"
import { type Account, measuredFrom, restarted } from "../account.js"
import * as Book from "../book.js"
import * as Reading from "../bookReading.js"
import * as Moves from "../moves.js"

interface Tools {
  readonly transact: <A, E>(work: (book: Book.Book) => Effect.Effect<A, E>) => Effect.Effect<A, StoreError>
  readonly loadDoubtful: (
    book: Book.Book,
    accounts: Iterable<string>
  ) => Effect.Effect<void, SqlError | StoreError>
  readonly typed: <A, E>(effect: Effect.Effect<A, E>) => Effect.Effect<A, StoreError>
}

type Part = Pick<
  Store.Service,
  "account" | "quieten" | "underWay" | "resume" | "conclude" | "unwatch" | "allow"
>

const isHeldBy = (account: Account, by: string, now: number) =>
  account.quiet !== null && account.quiet.owner === by && account.quiet.until > now

/** Ends the quiet of those who do not live. One that lives after all gets no snapshot then, so nothing is judged by it. */
export const release = (sql: SqlClient, book: Book.Book, living: ReadonlySet<string>) =>
  Effect.map(Reading.loadAllAccounts(sql, book), () => {
    for (const account of [...book.accounts.values()]) {
      const [owner = ""] = account.quiet?.owner.split(" ") ?? []
      if (account.quiet !== null && !living.has(owner)) Book.putAccount(book, { ...account, quiet: null })
    }
  })

const forget = (book: Book.Book, keys: ReadonlyArray<string>) => {
  for (const key of keys) {
    const entry = book.entries.get(key)
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

export const make = (sql: SqlClient, { transact, loadDoubtful, typed }: Tools): Part => {
  /** A transaction on one account's page. */
  const onAccount = <A, E>(
    id: string,
    host: string,
    work: (book: Book.Book, account: Account) => Effect.Effect<A, E>
  ) =>
    transact((book) =>
      Effect.flatMap(Reading.loadAccounts(sql, book, [id]), () => work(book, Book.accountOf(book, id, host)))
    )

  const conclude = (snapshot: Snapshot, verdict: Verdict) =>
    onAccount(snapshot.account.id, snapshot.account.host, (book, account) =>
      Effect.gen(function* () {
        const keys = snapshot.doubts.map(({ key }) => key)
        yield* Reading.loadEntries(sql, book, keys)
        const isStale = snapshot.doubts.some((doubt) => {
          const now = book.entries.get(doubt.key)
          return now === undefined || now.state !== "in-doubt" || now.attempt !== doubt.attempt
        })
        if (isStale || account.serial !== snapshot.account.serial) return false
        if (verdict._tag === "Void") yield* Reading.loadEntries(sql, book, verdict.ended)
        yield* Reading.loadSpending(sql, book, [...book.entries.values()].flatMap(Book.scopesOf))
        const told = verdict._tag === "Told" ? verdict : { placed: [], absent: [] }
        const settle = (keys: ReadonlyArray<string>, event: "proved-placed" | "proved-absent") => {
          for (const key of keys) {
            const entry = book.entries.get(key)
            if (entry !== undefined) Moves.decide(book, entry, { event, order: null, note: verdict.why })
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
          forget(book, verdict.ended)
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
      return typed(Effect.map(Reading.loadAccounts(sql, book, [id]), () => Book.accountOf(book, id, host)))
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
      transact((book) =>
        Effect.gen(function* () {
          yield* loadDoubtful(book, [id])
          const doubts = [...book.entries.values()].filter(
            ({ by, deadline }) => by === "abandoned" && deadline > book.now
          )
          const rows =
            yield* sql`SELECT key FROM smmkit_journal_entry WHERE account = ${id} AND state = 'sending'`
          return rows.length + doubts.length
        })
      ),
    resume: (id, by, point) =>
      onAccount(id, "", (book, account) =>
        Effect.gen(function* () {
          if (!isHeldBy(account, by, book.now)) return Option.none()
          const rows =
            yield* sql`SELECT key FROM smmkit_journal_entry WHERE account = ${id} AND state = 'sending'`
          const after = Book.putAccount(book, { ...account, quiet: null })
          if (point === undefined || rows.length > 0) return Option.none()
          yield* loadDoubtful(book, [id])
          const doubts = [...book.entries.values()].filter(
            ({ account, state }) => account === id && state === "in-doubt"
          )
          return Option.some({ account: after, point, doubts })
        })
      ),
    conclude,
    unwatch: (keys) =>
      transact((book) =>
        Effect.gen(function* () {
          yield* Reading.loadEntries(sql, book, keys)
          yield* Reading.loadSpending(sql, book, [...book.entries.values()].flatMap(Book.scopesOf))
          forget(book, keys)
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

/** The last word of evidence on a doubt stands behind what was known before, and replaces the word before it. */
const withWhy = (note: string, why: string): string => {
  const [known = ""] = note.split(mark)
  return `${known.replace(/; $/, "")}${known === "" ? "" : "; "}${mark}${why}`
}

const mark = "evidence: "
