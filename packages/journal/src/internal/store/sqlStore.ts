/** The store on a SqlClient, put together from its parts. */
import * as SqlClient from "@effect/sql/SqlClient"
import * as Chunk from "effect/Chunk"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { JournalEntry } from "../../JournalEntry.js"
import { CannotResolve, type StoreError, UnknownKey } from "../../JournalError.js"
import type { Ref } from "../../StoreMessage.js"
import type { Options, Store } from "../../StoreModel.js"
import * as Alarms from "../alarms.js"
import * as Book from "../book/book.js"
import * as Reading from "../book/bookReading.js"
import * as Writing from "../book/bookWriting.js"
import * as Credentials from "../book/credentials.js"
import * as Deciding from "../book/deciding.js"
import * as EntryRow from "../book/entryRow.js"
import { escaped, unescaped } from "../book/escaping.js"
import * as Bulks from "../bulk/batches.js"
import * as Quiet from "../evidence/quiet.js"
import * as Surroundings from "../evidence/surroundings.js"
import * as OutcomeSpool from "../placing/outcomeSpool.js"
import { statementTime } from "../sql/connection.js"
import { migrate } from "../sql/migrations.js"
import { placeOnServer } from "../sql/serverFunctions.js"
import { outside, storeError, typed } from "../sql/sqlFailure.js"
import * as Transaction from "../sql/transaction.js"
import * as Archive from "./archive.js"
import * as Batcher from "./batcher.js"
import * as Batches from "./batches.js"
import * as Direct from "./direct.js"
import { judge } from "./judging.js"
import { prompt } from "./prompt.js"
import { make as makeStanding, type Standing } from "./standing.js"
import * as Tallies from "./tallies.js"
import * as Witness from "./witness.js"

const page = 500

/** The least text that comes after all that begin with the same bytes; keys begin with no such character. */
const start = { account: "", action: "", key: "" }

/** The path of an SQLite file; undefined where the store is in memory, or on a server. */
const fileOf = (sql: SqlClient.SqlClient): Effect.Effect<string | undefined, StoreError> =>
  sql.onDialectOrElse({
    pg: () => Effect.succeed(undefined),
    orElse: () =>
      typed(
        Effect.map(
          sql<{ name: string; file: string }>`PRAGMA database_list`,
          (rows) => rows.find(({ name }) => name === "main")?.file || undefined
        )
      )
  })

export const make = ({
  clock = "store",
  witness
}: Options): Effect.Effect<Store.Service, StoreError, SqlClient.SqlClient | Scope.Scope> =>
  Effect.gen(function* () {
    const sql = (yield* SqlClient.SqlClient).withoutTransforms()
    yield* sql.onDialectOrElse({
      pg: () => Effect.void,
      orElse: () => typed(sql`PRAGMA synchronous = FULL`)
    })
    const transactions = yield* Transaction.make(sql, yield* Alarms.make(statementTime))
    yield* migrate(sql)
    const { ask } = transactions

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

    /** The time that the server is told, where its own does not count. */
    const given = clock === "program" ? Clock.currentTimeMillis : Effect.succeed(null)

    const transact: Quiet.Tools["transact"] = (accounts, work) =>
      transactions.change(accounts, (serverTime) =>
        Effect.gen(function* () {
          const book = Book.open(yield* timeOf(serverTime))
          yield* Reading.loadAccounts(sql, book, accounts)
          const result = yield* work(book)
          yield* Writing.save(sql, book)
          return result
        })
      )

    const file = yield* fileOf(sql)
    const memory = witness ?? (file === undefined ? undefined : `${file}-witness`)
    const standing: Standing = yield* makeStanding({
      sql,
      transactions,
      file,
      witness: Witness.make(memory)
    })
    const batches = yield* Batches.make({ sql, transactions, standing, timeOf, given })

    /** A transaction on one entry, and what it did where it did not fail. */
    const withEntry = <A, E>(
      ref: Ref,
      order: string | null,
      work: (book: Book.Book, entry: JournalEntry | undefined) => Effect.Effect<A, E>
    ) =>
      transact([ref.account], (book) =>
        Effect.gen(function* () {
          yield* Reading.loadEntries(sql, book, [ref])
          const why = book.unreadable.get(Book.entryId(ref))
          if (why !== undefined) return yield* Reading.unreadable(why)
          const entry = book.entries.get(Book.entryId(ref))
          if (entry !== undefined) {
            yield* Reading.loadSpending(sql, book, Book.scopesOf(entry))
            yield* Reading.loadHolders(sql, book, order === null ? [] : [{ ...ref, order }])
          }
          return yield* Effect.either(work(book, entry))
        })
      ).pipe(Effect.flatten)

    const readAll = (refs: ReadonlyArray<Ref>) => {
      const book = Book.open(0)
      return ask(
        Effect.gen(function* () {
          yield* Reading.loadEntries(sql, book, refs, "looking")
          const missing = refs.filter(
            (ref) => !book.entries.has(Book.entryId(ref)) && !book.unreadable.has(Book.entryId(ref))
          )
          yield* Archive.load(sql, book, missing)
          return book
        })
      )
    }

    const find = (ref: Ref) =>
      Effect.flatMap(readAll([ref]), (book) => {
        const why = book.unreadable.get(Book.entryId(ref))
        return why === undefined
          ? Effect.succeed(Option.fromNullable(book.entries.get(Book.entryId(ref))))
          : Reading.unreadable(why)
      })

    const entries: Store.Service["entries"] = ({ account, states, watched, actions, isWhole = false } = {}) =>
      Stream.paginateChunkEffect(start, (after) => {
        const words = (column: string, words: ReadonlyArray<string>) =>
          sql.literal(`(${words.map((word) => `e.${column} = '${word}'`).join(" OR ")})`)
        const conditions = [
          account === undefined
            ? sql`(e.account, e.action, e.key) > (${after.account}, ${after.action}, ${after.key})`
            : sql`e.account = ${escaped(account)} AND (e.action, e.key) > (${after.action}, ${after.key})`,
          ...(states === undefined ? [] : [words("state", states)]),
          ...(actions === undefined ? [] : [words("action", actions)]),
          ...(watched === undefined ? [] : [sql.literal(`e.watched = ${watched ? 1 : 0}`)])
        ]
        return sql<EntryRow.EntryRow>`SELECT ${Reading.columnsOf(sql)} FROM smmkit_journal_entry e
          WHERE ${sql.and(conditions)} ORDER BY e.account, e.action, e.key LIMIT ${page}`.pipe(
          Effect.flatMap((rows) => {
            const last = rows.length < page ? undefined : rows.at(-1)
            return Effect.map(
              Effect.forEach(rows, isWhole ? read : readable),
              (list) => [Chunk.unsafeFromArray(list.flat()), Option.fromNullable(last)] as const
            )
          }),
          ask
        )
      })

    const store: Store.Service = {
      now: ask(time),
      ready: prompt(standing.guarded(ask(Effect.asVoid(standing.guard)))),
      intend: (intent) => outside(Batcher.submitted(batches.intend, intent)),
      report: (report) => Effect.map(outside(Batcher.submitted(batches.report, report)), Option.fromNullable),
      find,
      findMany: (account, keys, action = "add") =>
        Effect.map(
          readAll(keys.map((key) => ({ account, action, key }))),
          (book) => new Map([...book.entries.values()].map((entry) => [entry.key, entry]))
        ),
      entries,
      spent: (account, scope) => {
        const place = Book.scopeOf(account, scope)
        const book = Book.open(0)
        return ask(Effect.map(Reading.loadSpending(sql, book, [place]), () => Book.sumsOf(book, place)))
      },
      // No lock, and no wait for the disk: a beat that is lost only makes its owner seem older than it is.
      beat: ({ id, machine, pid }, lease) => {
        const beat = (now: number | null) => {
          const expires = sql.onDialectOrElse({
            pg: () =>
              sql`coalesce(${now}::bigint, floor(extract(epoch from clock_timestamp()) * 1000)::bigint) + ${lease}::bigint`,
            orElse: () => sql`${(now ?? 0) + lease}`
          })
          // A server that is another one since is noticed even by who has nothing to send.
          const place = sql.onDialectOrElse({
            pg: () => sql`RETURNING ${sql.literal(placeOnServer)} AS place`,
            orElse: () => sql.literal("")
          })
          return sql<{ place: string }>`INSERT INTO smmkit_journal_owner (id, machine, pid, expires)
            VALUES (${id}, ${machine}, ${pid}, ${expires})
            ON CONFLICT (id) DO UPDATE SET expires = excluded.expires ${place}`
        }
        const now: Effect.Effect<number | null> = sql.onDialectOrElse({
          pg: (): Effect.Effect<number | null> => given,
          orElse: () => Clock.currentTimeMillis
        })
        return Effect.flatMap(transactions.askLightly(Effect.flatMap(now, beat)), ([row]) =>
          row === undefined ? Effect.void : Effect.ignore(standing.look(row.place))
        )
      },
      leave: (owner) => ask(Effect.asVoid(sql`DELETE FROM smmkit_journal_owner WHERE id = ${owner}`)),
      judge: judge({ sql, ask, transact, time }),
      probe: (ref, by, timeLimit) =>
        standing.guarded(
          withEntry(ref, null, (book, entry) =>
            Effect.as(
              Effect.mapError(standing.guard, storeError),
              Option.fromNullable(
                entry === undefined ? undefined : Deciding.probe(book, entry, by, timeLimit)
              )
            )
          )
        ),
      accept: standing.accept,
      ...OutcomeSpool.make(memory === undefined ? undefined : `${memory}-outcomes`),
      decide: (ref, decision) =>
        withEntry(
          ref,
          decision.order,
          (book, entry): Effect.Effect<JournalEntry, UnknownKey | CannotResolve> => {
            if (entry === undefined) return Effect.fail(new UnknownKey({ key: ref.key }))
            const decided = Deciding.decide(book, entry, decision)
            return "remedy" in decided
              ? Effect.fail(new CannotResolve({ key: ref.key, remedy: decided.remedy }))
              : Effect.succeed(decided)
          }
        ),
      learn: (ref, charge) =>
        withEntry(ref, null, (book, entry) =>
          Effect.sync(() =>
            Option.fromNullable(entry === undefined ? undefined : Deciding.learn(book, entry, charge))
          )
        ),
      ...Bulks.make({ sql, ask, transact }),
      ...Tallies.make({ sql, ask, time }),
      ...Credentials.make({ sql, ask, transact }),
      ...Archive.make({ sql, transactions, transact, timeOf }),
      ...Surroundings.make({ sql, ask, transact }),
      ...Quiet.make({ sql, ask, transact })
    }
    return Direct.put(store, batches.report)
  })

/** A row of a list that tells nothing where one of them cannot be read. */
const read = (row: EntryRow.EntryRow) =>
  Either.match(EntryRow.fromRow(row), {
    onLeft: (why) => Reading.unreadable(`${unescaped(row.key)}: ${why}`),
    onRight: (entry) => Effect.succeed([entry])
  })

/** A row of a list; one that cannot be read is left out, and told of. */
const readable = (row: EntryRow.EntryRow) =>
  Either.match(EntryRow.fromRow(row), {
    onLeft: (why) =>
      Effect.as(Effect.logWarning(`an entry of the journal cannot be read: ${row.key}: ${why}`), []),
    onRight: (entry) => Effect.succeed([entry])
  })
