/**
 * Intents and outcomes, many at once: on SQLite by the moves in one transaction, on PostgreSQL by the server's
 * functions, and by the moves where these leave something to them.
 */
import type { SqlClient } from "@effect/sql/SqlClient"
import { formatAmount } from "@smmkit/core/Money"
import * as Arr from "effect/Array"
import * as BigDecimal from "effect/BigDecimal"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import type { JournalEntry } from "../JournalEntry.js"
import { StoreError } from "../JournalError.js"
import { exceeded } from "../Limits.js"
import type { Intended, Intent, Ref, Report } from "../StoreModel.js"
import * as Batcher from "./batcher.js"
import * as Book from "./book.js"
import * as Reading from "./bookReading.js"
import * as Writing from "./bookWriting.js"
import { wordOf } from "./charges.js"
import * as EntryRow from "./entryRow.js"
import { escaped, unescaped } from "./escaping.js"
import * as Moves from "./moves.js"
import * as Recent from "./recent.js"
import type { Mark, Standing } from "./standing.js"
import type { Transactions } from "./transaction.js"

export interface Tools {
  readonly sql: SqlClient
  readonly transactions: Transactions
  readonly standing: Standing
  /** The time of a transaction, and what a function is to take for it; null for the server's own. */
  readonly timeOf: (serverTime: number | undefined) => Effect.Effect<number>
  readonly given: Effect.Effect<number | null>
}

type Answers<A> = Effect.Effect<ReadonlyArray<Either.Either<A, StoreError>>, StoreError>

type Intend = (intents: ReadonlyArray<Intent>) => Answers<Intended>
type Tell = (reports: ReadonlyArray<Report>) => Answers<JournalEntry | undefined>

export interface Batches {
  readonly intend: (intent: Intent) => Effect.Effect<Intended, StoreError>
  readonly report: (report: Report) => Effect.Effect<JournalEntry | undefined, StoreError>
}

const isDuplicate = ({ outcome }: Report) =>
  outcome._tag === "Refused" &&
  outcome.error._tag === "RequestRefusal" &&
  outcome.error.meaning === "duplicate-active"

const accountsOf = (refs: ReadonlyArray<{ readonly account: string }>) => refs.map(({ account }) => account)

const unreadable = (why: string) => new StoreError({ reason: "unreadable", detail: why })

/** The entries that are told of: written, or found as they are. */
const entriesOf = (intended: ReadonlyArray<Either.Either<Intended, StoreError>>) =>
  intended.flatMap((one) =>
    Either.isRight(one) && (one.right._tag === "Intended" || one.right._tag === "Held")
      ? [one.right.entry]
      : []
  )

const toldOf = (one: Either.Either<JournalEntry | undefined, StoreError>) =>
  Either.isRight(one) && one.right !== undefined ? [one.right] : []

/** By the moves, whatever the database. */
const byMoves = ({ sql, transactions, timeOf, standing }: Tools) => {
  const recent = Recent.make()

  const transact = <A, E>(accounts: ReadonlyArray<string>, work: (book: Book.Book) => Effect.Effect<A, E>) =>
    transactions.change(accounts, (serverTime) =>
      Effect.gen(function* () {
        const book = Book.open(yield* timeOf(serverTime), recent)
        yield* Reading.loadAccounts(sql, book, accounts)
        const result = yield* work(book)
        yield* Writing.save(sql, book)
        return result
      })
    )

  /** The limits that hold for an intent, by what is in the book. */
  const limitsOf = (book: Book.Book, intent: Intent) =>
    Moves.lower(Book.accountOf(book, intent.account, intent.host).limits, intent.limits)

  const loadForIntents = (book: Book.Book, intents: ReadonlyArray<Intent>) =>
    Effect.gen(function* () {
      yield* Reading.loadEntries(sql, book, intents)
      const unknown = intents.filter((intent) => !book.entries.has(Book.entryId(intent)))
      yield* Reading.loadTombstones(sql, book, unknown)
      const fresh = intents.filter((intent) => intent.fresh)
      const equals = fresh.map(({ account, fingerprints: [fingerprint] }) => ({ account, fingerprint }))
      yield* Reading.loadEquals(sql, book, equals)
      const day = Moves.dayOf(book.now)
      const scopes = intents.flatMap(({ account, run }) => Book.scopesOf({ account, day, run }))
      yield* Reading.loadSpending(sql, book, scopes)
      const limited = intents.filter((intent) => Moves.counts(limitsOf(book, intent)))
      for (const { account, run } of limited) {
        const [byDay, byRun] = Book.scopesOf({ account, day, run })
        if (book.unpriced.has(Book.scopeId(byRun))) continue
        yield* Reading.loadUnpriced(sql, book, byDay, sql`e.day = ${day}`)
        yield* Reading.loadUnpriced(sql, book, byRun, sql`e.run = ${escaped(run)}`)
      }
    })

  const loadForReports = (book: Book.Book, reports: ReadonlyArray<Report>) =>
    Effect.gen(function* () {
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

  /** Outcomes and intents together, as one sync of the disk does for both; intents only where the store is sound. */
  const write = (intents: ReadonlyArray<Intent>, reports: ReadonlyArray<Report>) => {
    let mark: Mark | undefined
    const written = transact(accountsOf([...intents, ...reports]), (book) =>
      Effect.gen(function* () {
        mark = yield* intents.length > 0
          ? standing.guard
          : Effect.orElseSucceed(standing.guard, () => undefined)
        yield* loadForReports(book, reports)
        yield* loadForIntents(book, intents)
        const reported = reports.map((report): Either.Either<JournalEntry | undefined, StoreError> => {
          const why = book.unreadable.get(Book.entryId(report))
          return why === undefined ? Either.right(Moves.report(book, report)) : Either.left(unreadable(why))
        })
        const intended = intents.map((intent): Either.Either<Intended, StoreError> => {
          const move = Moves.intend(book, intent)
          return move._tag === "Unreadable" ? Either.left(unreadable(move.why)) : Either.right(move)
        })
        return { intended, reported }
      })
    )
    return Effect.tap(standing.guarded(written), ({ intended, reported }) =>
      standing.told([...entriesOf(intended), ...reported.flatMap((one) => toldOf(one))], mark)
    )
  }

  const report: Tell = (reports) => Effect.map(write([], reports), ({ reported }) => reported)
  return { write, report }
}

type Write =
  | { readonly _tag: "Intend"; readonly intent: Intent }
  | { readonly _tag: "Report"; readonly report: Report }

type Written =
  | { readonly _tag: "Intended"; readonly intended: Intended }
  | { readonly _tag: "Reported"; readonly entry: JournalEntry | undefined }

/** One queue for both on SQLite, which has one writer. */
const inOneQueue = ({ write }: ReturnType<typeof byMoves>): Effect.Effect<Batches, never, Scope.Scope> => {
  const all = (writes: ReadonlyArray<Write>) => {
    const intents = writes.flatMap((one) => (one._tag === "Intend" ? [one.intent] : []))
    const reports = writes.flatMap((one) => (one._tag === "Report" ? [one.report] : []))
    return Effect.map(write(intents, reports), ({ intended, reported }) => {
      const [next, told] = [intended[Symbol.iterator](), reported[Symbol.iterator]()]
      return writes.map(
        ({ _tag }): Either.Either<Written, StoreError> =>
          _tag === "Intend"
            ? Either.map(next.next().value ?? missing, (intended) => ({ _tag: "Intended", intended }))
            : Either.map(told.next().value ?? missing, (entry) => ({ _tag: "Reported", entry }))
      )
    })
  }
  return Effect.map(Batcher.make(all), (submit) => ({
    intend: (intent) =>
      Effect.flatMap(submit({ _tag: "Intend", intent }), (written) =>
        written._tag === "Intended"
          ? Effect.succeed(written.intended)
          : Effect.dieMessage("an intent was reported")
      ),
    report: (report) =>
      Effect.flatMap(submit({ _tag: "Report", report }), (written) =>
        written._tag === "Reported"
          ? Effect.succeed(written.entry)
          : Effect.dieMessage("a report was intended")
      )
  }))
}

const missing = Either.left(new StoreError({ reason: "other", detail: "a write gave no result" }))

/** As far as each key comes once, as a function takes it, and the rest: so all keep the order that they were asked in. */
const apart = <A extends Ref>(refs: ReadonlyArray<A>): readonly [ReadonlyArray<A>, ReadonlyArray<A>] => {
  const seen = new Set<string>()
  return Arr.span(refs, (ref) => {
    const id = Book.entryId(ref)
    const isFirst = !seen.has(id)
    seen.add(id)
    return isFirst
  })
}

const oneByOne =
  <A extends Ref, B>(write: (refs: ReadonlyArray<A>) => Answers<B>) =>
  (refs: ReadonlyArray<A>): Answers<B> =>
    Effect.gen(function* () {
      const answers = new Map<A, Either.Either<B, StoreError>>()
      let rest = refs
      while (rest.length > 0) {
        const [first, others] = apart(rest)
        const given = yield* write(first)
        for (const [at, ref] of first.entries()) answers.set(ref, given[at] ?? missing)
        rest = others
      }
      return refs.map((ref) => answers.get(ref) ?? missing)
    })

const amount = (value: BigDecimal.BigDecimal | undefined | null) =>
  value === undefined || value === null ? null : formatAmount(value)

const text = (value: string | null) => (value === null ? null : escaped(value))

const distinctAccounts = (intents: ReadonlyArray<{ readonly account: string; readonly host?: string }>) => [
  ...new Map(
    intents.map(({ account, host = "" }) => [account, { id: escaped(account), host: escaped(host) }])
  ).values()
]

const Sums = Schema.Record({ key: Schema.String, value: Schema.String })
const Limit = Schema.NullOr(Schema.String)

const Answer = Schema.Union(
  Schema.Struct({ ord: Schema.Number, tag: Schema.Literal("Held", "Conflict", "Quiet", "Rivalled") }),
  Schema.Struct({ ord: Schema.Number, tag: Schema.Literal("Twin"), key: Schema.String }),
  Schema.Struct({ ord: Schema.Number, tag: Schema.Literal("Unpriced"), keys: Schema.Array(Schema.String) }),
  Schema.Struct({
    ord: Schema.Number,
    tag: Schema.Literal("Limited"),
    run: Sums,
    day: Sums,
    perOrder: Limit,
    perRun: Limit,
    perDay: Limit
  })
)

const decodeIntended = Schema.decodeUnknown(
  Schema.Struct({
    now: Schema.Number,
    day: Schema.String,
    answers: Schema.Array(Answer),
    written: Schema.Record({
      key: Schema.String,
      value: Schema.Tuple(Schema.Number, Schema.Number, Schema.Number, Schema.Number)
    })
  })
)

const decodeReported = Schema.decodeUnknown(
  Schema.Struct({
    written: Schema.Record({ key: Schema.String, value: Schema.Tuple(Schema.Number, Schema.Number) })
  })
)

const misunderstood = () => unreadable("the answer of the server's function")

const sumsOf = (sums: typeof Sums.Type) =>
  Object.entries(sums).map(([currency, amount]) => ({
    amount: BigDecimal.unsafeFromString(amount),
    currency: currency === "" ? Option.none() : Option.some(unescaped(currency))
  }))

const limitOf = (text: string | null) => (text === null ? undefined : BigDecimal.unsafeFromString(text))

/** Two reports of one order's ID at once, which the moves tell apart. */
const isContested = ({ detail }: StoreError) => detail.startsWith("23505")

const kinds = { Answered: "answered", Refused: "refused", Unsent: "unsent", Lost: "lost" } as const

/** By the server's functions. */
const byFunctions = (tools: Tools, moves: { readonly report: Tell }) => {
  const { sql, transactions, given, standing } = tools
  /** What was written last, so that an outcome's entry need not be fetched. */
  const known = new Map<string, JournalEntry>()
  const keep = (entry: JournalEntry) => {
    const id = Book.entryId(entry)
    known.delete(id)
    known.set(id, entry)
    const [oldest] = known.size > 4000 ? known.keys() : []
    if (oldest !== undefined) known.delete(oldest)
    return entry
  }

  const intentRow = (intent: Intent, ord: number) => ({
    ord,
    account: escaped(intent.account),
    action: intent.action,
    key: escaped(intent.key),
    subject: text(intent.subject),
    fingerprint: intent.fingerprints[0],
    fingerprints: intent.fingerprints,
    fresh: intent.fresh,
    request: JSON.stringify(intent.request),
    host: escaped(intent.host),
    price: amount(intent.price?.amount),
    at_most: amount(intent.atMost),
    currency: text(intent.price === undefined ? null : wordOf(intent.price)),
    units: intent.units,
    request_id: text(intent.requestId),
    attempt: escaped(intent.attempt),
    owner: escaped(intent.owner),
    time_limit: Math.round(intent.timeLimit),
    run: escaped(intent.run),
    per_order: amount(intent.limits.perOrder),
    per_run: amount(intent.limits.perRun),
    per_day: amount(intent.limits.perDay)
  })

  const outcomeRow = ({ account, action, key, attempt, outcome }: Report, ord: number) => {
    const charge = outcome._tag === "Answered" ? outcome.charge : null
    return {
      ord,
      account: escaped(account),
      action,
      key: escaped(key),
      attempt: escaped(attempt),
      kind: kinds[outcome._tag],
      order_id: outcome._tag === "Answered" ? escaped(outcome.order) : null,
      charge: amount(charge?.amount),
      currency: text(charge === null ? null : wordOf(charge)),
      error: outcome._tag === "Answered" ? null : EntryRow.errorText(outcome.error),
      note: outcome._tag === "Answered" ? "" : escaped(outcome.note)
    }
  }

  const limited = (intent: Intent, answer: Extract<typeof Answer.Type, { readonly tag: "Limited" }>) => {
    const limits = {
      perOrder: limitOf(answer.perOrder),
      perRun: limitOf(answer.perRun),
      perDay: limitOf(answer.perDay)
    }
    const price =
      intent.price ??
      (intent.atMost === undefined ? undefined : { amount: intent.atMost, currency: Option.none() })
    const detail = exceeded(limits, price, { run: sumsOf(answer.run), day: sumsOf(answer.day) })
    return Option.getOrElse(detail, () => "a spending limit")
  }

  /** What the store has under the keys of those that were held back. */
  const lookUp = (intents: ReadonlyArray<Intent>) => {
    const book = Book.open(0)
    if (intents.length === 0) return Effect.succeed(book)
    return transactions.ask(
      Effect.gen(function* () {
        yield* Reading.loadEntries(sql, book, intents, "looking")
        yield* Reading.loadTombstones(sql, book, intents)
        return book
      })
    )
  }

  const heldIn = (book: Book.Book, intent: Intent, tag: "Held" | "Conflict") => {
    const id = Book.entryId(intent)
    const why = book.unreadable.get(id)
    if (why !== undefined) return Either.left(unreadable(why))
    const gone = book.tombstones.get(id)
    const entry = book.entries.get(id) ?? (gone === undefined ? undefined : Moves.revived(gone))
    return entry === undefined
      ? Either.left(new StoreError({ reason: "locked", detail: "the entry was just changed" }))
      : Either.right<Intended>({ _tag: tag, entry })
  }

  const answerOf = (
    intent: Intent,
    answer: typeof Answer.Type,
    book: Book.Book
  ): Either.Either<Intended, StoreError> => {
    switch (answer.tag) {
      case "Held":
      case "Conflict":
        return heldIn(book, intent, answer.tag)
      case "Twin":
        return Either.right({ _tag: "Twin", key: unescaped(answer.key) })
      case "Unpriced":
        return Either.right({ _tag: "Unpriced", keys: answer.keys.map(unescaped) })
      case "Limited":
        return Either.right({ _tag: "Limited", detail: limited(intent, answer) })
      default:
        return Either.right({ _tag: answer.tag })
    }
  }

  const ask = (intents: ReadonlyArray<Intent>) =>
    Effect.gen(function* () {
      const batch = {
        known: standing.known() ?? null,
        accounts: distinctAccounts(intents),
        intents: intents.map(intentRow)
      }
      const raw = yield* transactions.call("smmkit_journal_intend_1", batch, yield* given)
      return Predicate.hasProperty(raw, "changed") ? yield* standing.unchecked : raw
    })

  const intend: Intend = (intents) =>
    Effect.gen(function* () {
      const raw = yield* standing.guarded(ask(intents))
      const { now, answers, written } = yield* Effect.mapError(decodeIntended(raw), misunderstood)
      const byOrd = new Map(answers.map((answer) => [answer.ord, answer]))
      const isHeld = (_: Intent, ord: number) => {
        const tag = byOrd.get(ord)?.tag
        return tag === "Held" || tag === "Conflict"
      }
      const book = yield* lookUp(intents.filter(isHeld))
      return intents.map((intent, ord): Either.Either<Intended, StoreError> => {
        const answer = byOrd.get(ord)
        if (answer !== undefined) return answerOf(intent, answer, book)
        const row = written[escaped(intent.attempt)]
        // Another one wrote under this key amid the function.
        if (row === undefined) {
          return Either.left(new StoreError({ reason: "locked", detail: "the entry was just changed" }))
        }
        const [created, attempts, line, version] = row
        const entry = { ...Moves.sending(intent, now), created, attempts, line, version }
        return Either.right({ _tag: "Intended", entry: keep(entry) })
      })
    }).pipe(Effect.tap((intended) => standing.told(entriesOf(intended), undefined)))

  /** The entry after an outcome that the server wrote, if what it was before is known here. */
  const after = (report: Report, updated: number, version: number): JournalEntry | undefined => {
    const before = known.get(Book.entryId(report))
    if (before === undefined || before.version + 1 !== version) return undefined
    const book = Book.open(updated)
    book.entries.set(Book.entryId(report), before)
    for (const scope of Book.scopesOf(before)) {
      book.spending.set(Book.scopeId(scope), { scope, sums: [], stored: [] })
    }
    const entry = Moves.report(book, report)
    return entry === undefined ? undefined : keep(entry)
  }

  const fetched = (reports: ReadonlyArray<Report>) => {
    const book = Book.open(0)
    if (reports.length === 0) return Effect.succeed(book)
    return transactions.ask(Effect.as(Reading.loadEntries(sql, book, reports, "looking"), book))
  }

  const report: Tell = (reports) =>
    Effect.gen(function* () {
      const everyday = reports.filter((report) => !isDuplicate(report))
      const giving = everyday.filter(({ outcome: { _tag } }) => _tag === "Refused" || _tag === "Unsent")
      const batch = { accounts: distinctAccounts(giving), outcomes: everyday.map(outcomeRow) }
      const raw =
        everyday.length === 0
          ? { written: {} }
          : yield* Effect.catchIf(
              transactions.call("smmkit_journal_report_1", batch, yield* given),
              isContested,
              () => Effect.succeed({ written: {} })
            )
      const { written } = yield* Effect.mapError(decodeReported(raw), misunderstood)
      const done = new Map<Report, JournalEntry | undefined>()
      for (const [ord, one] of everyday.entries()) {
        const row = written[String(ord)]
        if (row !== undefined) done.set(one, after(one, ...row))
      }
      const book = yield* fetched(everyday.filter((one) => done.has(one) && done.get(one) === undefined))
      const rest = reports.filter((one) => !done.has(one))
      const moved = rest.length === 0 ? [] : yield* moves.report(rest)
      return reports.map((one) => {
        if (!done.has(one)) return moved[rest.indexOf(one)] ?? Either.right(undefined)
        const id = Book.entryId(one)
        const entry = done.get(one) ?? book.entries.get(id)
        const why = book.unreadable.get(id)
        return why === undefined ? Either.right(entry) : Either.left(unreadable(why))
      })
    }).pipe(Effect.tap((reported) => standing.told(reported.flatMap(toldOf), undefined)))

  return { intend, report }
}

export const make = (tools: Tools): Effect.Effect<Batches, never, Scope.Scope> => {
  const moves = byMoves(tools)
  return tools.sql.onDialectOrElse({
    pg: () => {
      const { intend, report } = byFunctions(tools, moves)
      // Two queues, so that intents are written while outcomes are.
      return Effect.all({
        intend: Batcher.make(oneByOne(intend)),
        report: Batcher.make(oneByOne(report))
      })
    },
    orElse: () => inOneQueue(moves)
  })
}
