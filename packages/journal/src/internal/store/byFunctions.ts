/** Batches by the functions of a PostgreSQL server: what they are given, and what is made of their answers. */
import { formatAmount } from "@smmkit/core/Money"
import * as BigDecimal from "effect/BigDecimal"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import type { JournalEntry } from "../../JournalEntry.js"
import { StoreError } from "../../JournalError.js"
import { exceeded } from "../../Limits.js"
import type { Intended, Intent, Report } from "../../StoreMessage.js"
import * as Book from "../book/book.js"
import * as Reading from "../book/bookReading.js"
import { wordOf } from "../book/charges.js"
import * as EntryRow from "../book/entryRow.js"
import { escaped, unescaped } from "../book/escaping.js"
import * as Intending from "../book/intending.js"
import * as Reporting from "../book/reporting.js"
import { isContested } from "../sql/sqlFailure.js"
import { entriesOf, type Intend, isDuplicate, type Tell, type Tools, toldOf, unreadable } from "./batch.js"

/** What is null in a row is left out of it: a third less is written, sent and taken apart. */
const amount = (value: BigDecimal.BigDecimal | undefined | null) =>
  value === undefined || value === null ? undefined : formatAmount(value)

const text = (value: string | null) => (value === null ? undefined : escaped(value))

const distinctAccounts = (intents: ReadonlyArray<{ readonly account: string; readonly host?: string }>) => [
  ...new Map(
    intents.map(({ account, host = "" }) => [account, { id: escaped(account), host: escaped(host) }])
  ).values()
]

const Sums = Schema.Record({ key: Schema.String, value: Schema.String })
const Limit = Schema.NullOr(Schema.String)

const Answer = Schema.Union(
  Schema.Struct({
    ord: Schema.Number,
    tag: Schema.Literal("Held", "Conflict", "Quiet", "Equal", "Rivalled")
  }),
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

/** Rows of so many numbers, by name: looked at as they are, as a schema would make each of them anew. */
const Rows = <Row extends ReadonlyArray<number>>(length: Row["length"]) => {
  const isRow = (row: unknown): row is Row =>
    Array.isArray(row) && row.length === length && row.every(Predicate.isNumber)
  return Schema.declare(
    (rows: unknown): rows is Readonly<Record<string, Row>> =>
      Predicate.isRecord(rows) && Object.values(rows).every(isRow)
  )
}

const decodeIntended = Schema.decodeUnknown(
  Schema.Struct({
    now: Schema.Number,
    answers: Schema.Array(Answer),
    /** By attempt. */
    written: Rows<readonly [created: number, attempts: number, line: number, version: number]>(4)
  })
)

const decodeReported = Schema.decodeUnknown(
  Schema.Struct({
    /** By their place in the batch. */
    written: Rows<readonly [updated: number, version: number]>(2)
  })
)

const misunderstood = () => unreadable("the answer of the server's function")

const sumsOf = (sums: typeof Sums.Type) =>
  Object.entries(sums).map(([currency, amount]) => ({
    amount: BigDecimal.unsafeFromString(amount),
    currency: currency === "" ? Option.none() : Option.some(unescaped(currency))
  }))

const limitOf = (text: string | null) => (text === null ? undefined : BigDecimal.unsafeFromString(text))

type LimitColumns = Readonly<Record<"per_order" | "per_run" | "per_day", string | undefined>>

const kinds = { Answered: "answered", Refused: "refused", Unsent: "unsent", Lost: "lost" } as const

/** Intents that wait for their outcomes: more than these are fetched once more. */
const mostKnown = 4000

export const byFunctions = (tools: Tools, moves: { readonly report: Tell }) => {
  const { sql, transactions, given, standing } = tools
  /** What was written and has no outcome yet, so that an outcome's entry need not be fetched. */
  const known = new Map<string, JournalEntry>()
  const keep = (entry: JournalEntry) => {
    known.set(entry.attempt, entry)
    if (known.size > mostKnown) {
      const [oldest] = known.keys()
      if (oldest !== undefined) known.delete(oldest)
    }
    return entry
  }

  /** Limits in their columns, for as long as the same hold, as they do for all orders of a journal. */
  let written: { readonly limits: Intent["limits"]; readonly columns: LimitColumns } | undefined
  const limitColumns = (limits: Intent["limits"]): LimitColumns => {
    if (written?.limits !== limits) {
      const { perOrder, perRun, perDay } = limits
      const columns = { per_order: amount(perOrder), per_run: amount(perRun), per_day: amount(perDay) }
      written = { limits, columns }
    }
    return written.columns
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
    apart: intent.apart ?? undefined,
    request: JSON.stringify(intent.request),
    host: escaped(intent.host),
    price: amount(intent.price?.amount),
    at_most: amount(intent.atMost),
    currency: text(intent.price === undefined ? null : wordOf(intent.price)),
    units: intent.units ?? undefined,
    request_id: text(intent.requestId),
    attempt: escaped(intent.attempt),
    owner: escaped(intent.owner),
    time_limit: Math.round(intent.timeLimit),
    run: escaped(intent.run),
    ...limitColumns(intent.limits)
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
      order_id: outcome._tag === "Answered" ? escaped(outcome.order) : undefined,
      charge: amount(charge?.amount),
      currency: text(charge === null ? null : wordOf(charge)),
      error: outcome._tag === "Answered" ? undefined : (EntryRow.errorText(outcome.error) ?? undefined),
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
      Effect.as(
        Effect.zipRight(
          Reading.loadEntries(sql, book, intents, "looking"),
          Reading.loadTombstones(sql, book, intents)
        ),
        book
      )
    )
  }

  const heldIn = (book: Book.Book, intent: Intent, tag: "Held" | "Conflict") => {
    const id = Book.entryId(intent)
    const why = book.unreadable.get(id)
    if (why !== undefined) return Either.left(unreadable(why))
    const gone = book.tombstones.get(id)
    const entry = book.entries.get(id) ?? (gone === undefined ? undefined : Intending.revived(gone))
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

  const ask = Effect.fnUntraced(function* (intents: ReadonlyArray<Intent>) {
    const values = [standing.known() ?? null, distinctAccounts(intents), intents.map(intentRow)]
    const raw = yield* transactions.call("smmkit_journal_intend_1", values, yield* given)
    return Predicate.hasProperty(raw, "changed") ? yield* standing.unchecked : raw
  })

  const intend: Intend = Effect.fnUntraced(
    function* (intents: ReadonlyArray<Intent>) {
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
        const entry = { ...Intending.sending(intent, now), created, attempts, line, version }
        return Either.right({ _tag: "Intended", entry: keep(entry) })
      })
    },
    Effect.tap((intended) => standing.told(entriesOf(intended), undefined))
  )

  /** The entry after an outcome that the server wrote, if what it was before is known here. */
  const after = (
    { attempt, outcome }: Report,
    updated: number,
    version: number
  ): JournalEntry | undefined => {
    const before = known.get(attempt)
    known.delete(attempt)
    if (before === undefined || before.version + 1 !== version) return undefined
    const entry = Reporting.after(before, outcome, updated)
    return entry === undefined ? undefined : { ...entry, version }
  }

  const fetched = (reports: ReadonlyArray<Report>) => {
    const book = Book.open(0)
    if (reports.length === 0) return Effect.succeed(book)
    return transactions.ask(Effect.as(Reading.loadEntries(sql, book, reports, "looking"), book))
  }

  const report: Tell = Effect.fnUntraced(
    function* (reports: ReadonlyArray<Report>) {
      const everyday = reports.filter((report) => !isDuplicate(report))
      const giving = everyday.filter(({ outcome: { _tag } }) => _tag === "Refused" || _tag === "Unsent")
      const values = [distinctAccounts(giving), everyday.map(outcomeRow)]
      const raw =
        everyday.length === 0
          ? { written: {} }
          : yield* Effect.catchIf(
              transactions.call("smmkit_journal_report_1", values, yield* given),
              // Two reports of one order's ID at once, which the moves tell apart.
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
    },
    Effect.tap((reported) => standing.told(reported.flatMap(toldOf), undefined))
  )

  return { intend, report }
}
