/** The store on a SqlClient. What differs between the two dialects is the clock and the lock. */
import * as SqlClient from "@effect/sql/SqlClient"
import * as Chunk from "effect/Chunk"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { JournalEntry } from "../JournalEntry.js"
import { CannotResolve, type StoreError, UnknownKey } from "../JournalError.js"
import type { Intended, Intent, Report, Store } from "../Store.js"
import * as Batcher from "./batcher.js"
import * as Book from "./book.js"
import * as Reading from "./bookReading.js"
import * as Writing from "./bookWriting.js"
import * as Batches from "./bulk/batches.js"
import { plainly } from "./connection.js"
import * as Quiet from "./evidence/quiet.js"
import { exclusively } from "./exclusive.js"
import * as Identity from "./identity.js"
import { judge } from "./judging.js"
import { migrate } from "./migrations.js"
import * as Moves from "./moves.js"
import * as Recent from "./recent.js"
import { outside, typed } from "./sqlFailure.js"
import * as Transaction from "./transaction.js"

type Write =
  | { readonly _tag: "Intend"; readonly intent: Intent }
  | { readonly _tag: "Report"; readonly report: Report }
type Written =
  | { readonly _tag: "Intended"; readonly intended: Intended }
  | { readonly _tag: "Reported"; readonly entry: JournalEntry | undefined }

const page = 500

const isDuplicateRefusal = ({ outcome }: Report) =>
  outcome._tag === "Refused" &&
  outcome.error._tag === "RequestRefusal" &&
  outcome.error.meaning === "duplicate-active"

export const make = (
  clock: "store" | "program"
): Effect.Effect<Store.Service, StoreError, SqlClient.SqlClient | Scope.Scope> =>
  Effect.gen(function* () {
    const sql = (yield* SqlClient.SqlClient).withoutTransforms()
    yield* sql.onDialectOrElse({
      pg: () => Effect.void,
      orElse: () => typed(sql`PRAGMA synchronous = FULL`)
    })
    yield* migrate(sql)

    /** What needs no transaction. */
    const ask = <A, E, R>(effect: Effect.Effect<A, E, R>) => typed(plainly(sql)(effect))

    const serverTime = sql<{
      now: number
    }>`SELECT (extract(epoch from clock_timestamp()) * 1000)::float8 AS now`
    const time =
      clock === "program"
        ? Clock.currentTimeMillis
        : sql.onDialectOrElse({
            pg: () => Effect.map(serverTime, ([row]) => Math.floor(row?.now ?? 0)),
            orElse: () => Clock.currentTimeMillis
          })

    /** The time by which a transaction goes. */
    const timeOf = (serverTime: number | undefined) =>
      clock === "program" || serverTime === undefined
        ? Clock.currentTimeMillis
        : Effect.succeed(Math.floor(serverTime))

    const recent = Recent.make()

    /** One transaction on a book. */
    const transact = <A, E>(work: (book: Book.Book) => Effect.Effect<A, E>) =>
      exclusively(sql)((serverTime) =>
        Effect.gen(function* () {
          const book = Book.open(yield* timeOf(serverTime), recent)
          const result = yield* work(book)
          yield* Writing.save(sql, book)
          return result
        })
      )

    const loadDoubtful = (book: Book.Book, accounts: Iterable<string>) =>
      Effect.forEach(
        new Set(accounts),
        (account) =>
          Effect.flatMap(
            sql<{
              key: string
            }>`SELECT key FROM smmkit_journal_entry WHERE account = ${account} AND state = 'in-doubt'`,
            (rows) =>
              Reading.loadEntries(
                sql,
                book,
                rows.map(({ key }) => key)
              )
          ),
        { discard: true }
      )

    const intentsOf = (writes: ReadonlyArray<Write>) =>
      writes.flatMap((write) => (write._tag === "Intend" ? [write.intent] : []))
    const reportsOf = (writes: ReadonlyArray<Write>) =>
      writes.flatMap((write) => (write._tag === "Report" ? [write.report] : []))

    const question = (writes: ReadonlyArray<Write>) => {
      const intents = intentsOf(writes)
      const reports = reportsOf(writes)
      return Reading.question(sql, {
        keys: [...intents, ...reports].map(({ key }) => key),
        accounts: intents.map(({ account }) => account),
        orders: reports.flatMap(({ outcome }) => (outcome._tag === "Answered" ? [outcome.order] : []))
      })
    }

    /** What else a batch needs, by what is in the book already. */
    const loadRest = (book: Book.Book, writes: ReadonlyArray<Write>) =>
      Effect.gen(function* () {
        const intents = intentsOf(writes)
        const reports = reportsOf(writes)
        const duplicates = reports
          .filter(isDuplicateRefusal)
          .flatMap(({ key }) => book.entries.get(key)?.account ?? [])
        if (duplicates.length > 0) yield* loadDoubtful(book, duplicates)
        const fresh = intents.filter((intent) => intent.fresh)
        yield* Reading.loadEquals(
          sql,
          book,
          fresh.map(({ account, request }) => Identity.fingerprint(account, request))
        )
        const day = Moves.dayOf(book.now)
        const entries = [...book.entries.values()]
        const isPriced =
          intents.some(({ price }) => price !== undefined) ||
          entries.some((entry) => Book.costOf(entry) !== null) ||
          reports.some(({ outcome }) => outcome._tag === "Answered" && outcome.charge !== null)
        // Without any price nothing is spent that would have to be counted.
        if (isPriced) {
          const scopes = [...intents.map((intent) => ({ ...intent, day })), ...entries].flatMap(Book.scopesOf)
          yield* Reading.loadSpending(sql, book, scopes)
        }
      })

    const transaction = yield* Transaction.make(sql)

    const write = (writes: ReadonlyArray<Write>) =>
      transaction(question(writes), (answers, serverTime) =>
        Effect.gen(function* () {
          const book = Book.open(yield* timeOf(serverTime), recent)
          yield* Reading.putAll(book, answers)
          yield* loadRest(book, writes)
          const written = writes.map(
            (write): Written =>
              write._tag === "Intend"
                ? { _tag: "Intended", intended: Moves.intend(book, write.intent) }
                : { _tag: "Reported", entry: Moves.report(book, write.report) }
          )
          return [written, Writing.statements(sql, book)] as const
        })
      )

    // The batch goes on in a fiber of its own, in the surroundings of whoever asked first.
    const batched = yield* Batcher.make(write)
    const submit = (write: Write) => Effect.zipRight(outside, batched(write))

    const withEntry = <A, E>(
      key: string,
      order: string | null,
      work: (book: Book.Book, entry: JournalEntry | undefined) => Effect.Effect<A, E>
    ) =>
      exclusively(sql)((serverTime) =>
        Effect.gen(function* () {
          const book = Book.open(yield* timeOf(serverTime))
          yield* Reading.loadEntries(sql, book, [key])
          const entry = book.entries.get(key)
          if (entry !== undefined) {
            yield* Reading.loadAccounts(sql, book, [entry.account])
            yield* Reading.loadSpending(sql, book, Book.scopesOf(entry))
            yield* Reading.loadHolders(sql, book, entry.account, order === null ? [] : [order])
          }
          const result = yield* Effect.either(work(book, entry))
          yield* Writing.save(sql, book)
          return result
        })
      ).pipe(Effect.flatten)

    const find = (key: string) =>
      ask(
        Effect.flatMap(
          sql<{ key: string; body: string }>`SELECT key, body FROM smmkit_journal_entry WHERE key = ${key}`,
          ([row]) => (row === undefined ? Effect.succeedNone : Effect.asSome(Reading.readEntry(row)))
        )
      )

    const entries: Store.Service["entries"] = ({ account, states, watched } = {}) =>
      Stream.paginateChunkEffect("", (after) => {
        const conditions = [
          sql`key > ${after}`,
          ...(account === undefined ? [] : [sql`account = ${account}`]),
          ...(states === undefined
            ? []
            : [sql.literal(`(${states.map((state) => `state = '${state}'`).join(" OR ")})`)]),
          ...(watched === undefined ? [] : [sql`watched = ${watched ? 1 : 0}`])
        ]
        return sql<{ key: string; body: string }>`SELECT key, body FROM smmkit_journal_entry
          WHERE ${sql.and(conditions)} ORDER BY key LIMIT ${page}`.pipe(
          Effect.flatMap((rows) => {
            const last = rows.length < page ? undefined : rows.at(-1)
            return Effect.map(
              Effect.forEach(rows, Reading.readEntry),
              (list) => [Chunk.unsafeFromArray(list), Option.fromNullable(last?.key)] as const
            )
          }),
          ask
        )
      })

    return {
      now: ask(time),
      intend: (intent) =>
        Effect.flatMap(submit({ _tag: "Intend", intent }), (written) =>
          written._tag === "Intended"
            ? Effect.succeed(written.intended)
            : Effect.dieMessage("an intent was reported")
        ),
      report: (report) =>
        Effect.flatMap(submit({ _tag: "Report", report }), (written) =>
          written._tag === "Reported"
            ? Effect.succeed(Option.fromNullable(written.entry))
            : Effect.dieMessage("a report was intended")
        ),
      find,
      findMany: (keys) => {
        const book = Book.open(0)
        return ask(Effect.as(Reading.loadEntries(sql, book, keys), book.entries))
      },
      entries,
      spent: (account, scope) => {
        const id = Book.scopeId(account, scope)
        const book = Book.open(0)
        return ask(Effect.map(Reading.loadSpending(sql, book, [id]), () => book.spending.get(id) ?? []))
      },
      beat: (owner, lease) =>
        transact(
          (
            book
          ) => sql`INSERT INTO smmkit_journal_owner ${sql.insert({ ...owner, expires: book.now + lease })}
            ON CONFLICT (id) DO UPDATE SET expires = excluded.expires`
        ).pipe(Effect.asVoid),
      leave: (owner) => ask(Effect.asVoid(sql`DELETE FROM smmkit_journal_owner WHERE id = ${owner}`)),
      judge: transact((book) => judge(sql, book)),
      probe: (key, by, timeLimit) =>
        withEntry(key, null, (book, entry) =>
          Effect.sync(() =>
            Option.fromNullable(entry === undefined ? undefined : Moves.probe(book, entry, by, timeLimit))
          )
        ),
      decide: (key, decision) =>
        withEntry(
          key,
          decision.order,
          (book, entry): Effect.Effect<JournalEntry, UnknownKey | CannotResolve> => {
            if (entry === undefined) return Effect.fail(new UnknownKey({ key }))
            const decided = Moves.decide(book, entry, decision)
            return "remedy" in decided
              ? Effect.fail(new CannotResolve({ key, remedy: decided.remedy }))
              : Effect.succeed(decided)
          }
        ),
      ...Batches.make(sql, { ask, transact }),
      ...Quiet.make(sql, { transact, loadDoubtful, typed: ask })
    }
  })
