/** Batches by the moves, in a transaction, whatever the database. */
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type { JournalEntry } from "../../JournalEntry.js"
import type { StoreError } from "../../JournalError.js"
import type { Intended, Intent, Report } from "../../StoreMessage.js"
import * as Book from "../book/book.js"
import * as Reading from "../book/bookReading.js"
import * as Writing from "../book/bookWriting.js"
import { escaped } from "../book/escaping.js"
import * as Intending from "../book/intending.js"
import * as Recent from "../book/recent.js"
import * as Reporting from "../book/reporting.js"
import * as Steps from "../book/steps.js"
import { entriesOf, isDuplicate, missing, type Tell, type Tools, toldOf, unreadable } from "./batch.js"
import type { Mark } from "./standing.js"

const accountsOf = (refs: ReadonlyArray<{ readonly account: string }>) => refs.map(({ account }) => account)

export const byMoves = ({ sql, transactions, timeOf, standing }: Tools) => {
  const recent = Recent.make()

  const worked = Effect.fnUntraced(function* <A, E>(
    serverTime: number | undefined,
    accounts: ReadonlyArray<string>,
    work: (book: Book.Book) => Effect.Effect<A, E>
  ) {
    const book = Book.open(yield* timeOf(serverTime), recent)
    yield* Reading.loadAccounts(sql, book, accounts)
    const result = yield* work(book)
    yield* Writing.save(sql, book)
    return result
  })

  const transact = <A, E>(accounts: ReadonlyArray<string>, work: (book: Book.Book) => Effect.Effect<A, E>) =>
    transactions.change(accounts, (serverTime) => worked(serverTime, accounts, work))

  /** The limits that hold for an intent, by what is in the book. */
  const limitsOf = (book: Book.Book, intent: Intent) =>
    Intending.lower(Book.accountOf(book, intent.account, intent.host).limits, intent.limits)

  const loadForIntents = Effect.fnUntraced(function* (book: Book.Book, intents: ReadonlyArray<Intent>) {
    yield* Reading.loadEntries(sql, book, intents)
    const unknown = intents.filter((intent) => !book.entries.has(Book.entryId(intent)))
    yield* Reading.loadTombstones(sql, book, unknown)
    const fresh = intents.filter((intent) => intent.fresh)
    const equals = fresh.map(({ account, fingerprints: [fingerprint] }) => ({ account, fingerprint }))
    yield* Reading.loadEquals(sql, book, equals)
    if (intents.length > 0) yield* Reading.loadAhead(sql, book, accountsOf(intents))
    for (const intent of intents) {
      if (intent.apart !== null) yield* Reading.loadApart(sql, book, intent)
    }
    const day = Steps.dayOf(book.now)
    const scopes = intents.flatMap(({ account, run }) => Book.scopesOf({ account, day, run }))
    yield* Reading.loadSpending(sql, book, scopes)
    const limited = intents.filter((intent) => Intending.counts(limitsOf(book, intent)))
    for (const { account, run } of limited) {
      const [byDay, byRun] = Book.scopesOf({ account, day, run })
      if (book.unpriced.has(Book.scopeId(byRun))) continue
      yield* Reading.loadUnpriced(sql, book, byDay, sql`e.day = ${day}`)
      yield* Reading.loadUnpriced(sql, book, byRun, sql`e.run = ${escaped(run)}`)
    }
  })

  const loadForReports = Effect.fnUntraced(function* (book: Book.Book, reports: ReadonlyArray<Report>) {
    yield* Reading.loadEntries(sql, book, reports)
    const orders = reports.flatMap(({ account, action, outcome }) =>
      outcome._tag === "Answered" ? [{ account, action, order: outcome.order }] : []
    )
    yield* Reading.loadHolders(sql, book, orders)
    for (const account of new Set(accountsOf(reports.filter(isDuplicate)))) {
      yield* Reading.loadOpen(sql, book, account, "in-doubt")
    }
    yield* Reading.loadSpending(sql, book, [...book.entries.values()].flatMap(Book.scopesOf))
  })

  const moved = Effect.fnUntraced(function* (
    book: Book.Book,
    intents: ReadonlyArray<Intent>,
    reports: ReadonlyArray<Report>
  ) {
    const mark: Mark | undefined = yield* intents.length > 0
      ? standing.guard
      : Effect.orElseSucceed(standing.guard, () => undefined)
    yield* loadForReports(book, reports)
    yield* loadForIntents(book, intents)
    const reported = reports.map((report): Either.Either<JournalEntry | undefined, StoreError> => {
      const why = book.unreadable.get(Book.entryId(report))
      return why === undefined ? Either.right(Reporting.report(book, report)) : Either.left(unreadable(why))
    })
    const intended = intents.map((intent): Either.Either<Intended, StoreError> => {
      const move = Intending.intend(book, intent)
      return move._tag === "Unreadable" ? Either.left(unreadable(move.why)) : Either.right(move)
    })
    return { intended, reported, mark }
  })

  /** Outcomes and intents together, as one sync of the disk does for both; intents only where the store is sound. */
  const together = (intents: ReadonlyArray<Intent>, reports: ReadonlyArray<Report>) => {
    const written = transact(accountsOf([...intents, ...reports]), (book) => moved(book, intents, reports))
    return Effect.tap(standing.guarded(written), ({ intended, reported, mark }) =>
      standing.told([...entriesOf(intended), ...reported.flatMap((one) => toldOf(one))], mark)
    )
  }

  /** Account by account, each of which fails by itself. */
  const apart = Effect.fnUntraced(function* (intents: ReadonlyArray<Intent>, reports: ReadonlyArray<Report>) {
    const intended = new Map<Intent, Either.Either<Intended, StoreError>>()
    const reported = new Map<Report, Either.Either<JournalEntry | undefined, StoreError>>()
    for (const account of new Set(accountsOf([...intents, ...reports]))) {
      const isOf = (ref: { readonly account: string }) => ref.account === account
      const [own, told] = [intents.filter(isOf), reports.filter(isOf)]
      const written = yield* Effect.either(together(own, told))
      const failure = Either.isLeft(written) ? Either.left(written.left) : missing
      const done = Either.getOrElse(written, () => ({ intended: [], reported: [] }))
      for (const [at, intent] of own.entries()) intended.set(intent, done.intended[at] ?? failure)
      for (const [at, report] of told.entries()) reported.set(report, done.reported[at] ?? failure)
    }
    return {
      intended: intents.map((intent) => intended.get(intent) ?? missing),
      reported: reports.map((report) => reported.get(report) ?? missing)
    }
  })

  /** What cannot be read of one account harms no other: nothing was written then, and each is asked for by itself. */
  const write = (intents: ReadonlyArray<Intent>, reports: ReadonlyArray<Report>) =>
    Effect.catchIf(
      together(intents, reports),
      ({ reason }) => reason === "unreadable" && new Set(accountsOf([...intents, ...reports])).size > 1,
      () => apart(intents, reports)
    )

  const report: Tell = (reports) => Effect.map(write([], reports), ({ reported }) => reported)
  return { write, report }
}
