/**
 * Transactions of the store.
 *
 * SQLite has one writer, so there a transaction is alone. On PostgreSQL one that changes entries first locks
 * the rows of their accounts, in one order, then the rows of the entries, in one order: so two of them never wait
 * for each other, and those of different accounts do not meet at all.
 */
import { type SqlClient, TransactionConnection } from "@effect/sql/SqlClient"
import type { Connection } from "@effect/sql/SqlConnection"
import type { SqlError } from "@effect/sql/SqlError"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import * as Predicate from "effect/Predicate"
import { StoreError } from "../../JournalError.js"
import type { Alarm } from "../alarms.js"
import { escaped } from "../book/escaping.js"
import { lockWait } from "../metrics.js"
import { givesUp, held, statementTime } from "./connection.js"
import { json, literal, takesSeveral, together, whole } from "./messages.js"
import { typed } from "./sqlFailure.js"

export interface Transactions {
  /** Changes entries of accounts. The server's time is as of the locks. */
  readonly change: <A, E>(
    accounts: Iterable<string>,
    work: (serverTime: number | undefined) => Effect.Effect<A, E>
  ) => Effect.Effect<A, StoreError>
  /** Statements that need no transaction, each with a time-out on both sides. */
  readonly ask: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, StoreError, R>
  /** A write that need not outlive a crash of the server by itself. */
  readonly askLightly: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, StoreError, R>
  /** One call of a server's function as a transaction of its own, in one message. PostgreSQL only. */
  readonly call: (
    name: string,
    values: ReadonlyArray<unknown>,
    now: number | null
  ) => Effect.Effect<unknown, StoreError>
}

/**
 * What holds for each transaction, whatever the session is set to. Above READ COMMITTED a statement would not
 * see what was committed while it waited for a lock. A connection can break without the server's noticing, so
 * the server ends a transaction that does not go on, sooner than this side gives it up: a commit that was not
 * answered by then has begun, or will never come.
 */
const settings = [
  "SET TRANSACTION ISOLATION LEVEL READ COMMITTED",
  `SET LOCAL statement_timeout = ${Duration.toMillis(statementTime)}`,
  "SET LOCAL lock_timeout = 5000",
  "SET LOCAL idle_in_transaction_session_timeout = 6000",
  "SET LOCAL synchronous_commit = on"
]

const lightly = [...settings, "SET LOCAL synchronous_commit = off"]

const time = "SELECT (extract(epoch from clock_timestamp()) * 1000)::float8 AS now"

const locked = (accounts: ReadonlyArray<string>) =>
  `SELECT id FROM smmkit_journal_account WHERE id IN (${accounts.map((id) => literal(escaped(id))).join(", ")})
    ORDER BY id FOR UPDATE`

const say = (connection: Connection, words: string) => connection.executeUnprepared(words, [], undefined)

const provided = <A, E, R>(effect: Effect.Effect<A, E, R>, connection: Connection) =>
  Effect.provideService(effect, TransactionConnection, [connection, 0])

const misunderstood = () =>
  new StoreError({ reason: "unreadable", detail: "the driver's answer to several statements" })

const timeOf = (rows: ReadonlyArray<unknown> | undefined) => {
  const [row] = rows ?? []
  const now = Predicate.hasProperty(row, "now") ? Number(row.now) : Number.NaN
  return Number.isFinite(now) ? Effect.succeed(now) : misunderstood()
}

/** Each statement in a message of its own with its settings, which is one transaction then. */
const bounded = (connection: Connection, before: ReadonlyArray<string>): Connection => {
  const execute: Connection["execute"] = (sql, params, transform) =>
    Effect.flatMap(together(connection, [...before, whole(sql, params)]), (lists) => {
      const rows = lists?.length === before.length + 1 ? lists.at(-1) : undefined
      if (rows === undefined) return Effect.dieMessage("the driver's answer to several statements")
      const objects = rows.filter(Predicate.isRecord)
      return Effect.succeed(transform === undefined ? objects : transform(objects))
    })
  return {
    execute,
    executeRaw: (...args) => connection.executeRaw(...args),
    executeValues: (...args) => connection.executeValues(...args),
    executeUnprepared: execute,
    executeStream: (...args) => connection.executeStream(...args)
  }
}

const onServer = (sql: SqlClient, several: boolean, alarm: Alarm | undefined): Transactions => {
  /** A transaction from its begin to its commit. Where it cannot be rolled back, its connection is ended. */
  const transaction = <A, E>(work: (connection: Connection) => Effect.Effect<A, E>) =>
    held(
      sql,
      (connection, end) =>
        Effect.uninterruptibleMask((restore) =>
          restore(work(connection)).pipe(
            Effect.zipLeft(say(connection, "COMMIT")),
            Effect.onError(() => Effect.catchAllCause(say(connection, "ROLLBACK"), () => end))
          )
        ),
      alarm
    )

  /** The rows of the last statement. */
  const inOrder = (
    connection: Connection,
    statements: ReadonlyArray<string>
  ): Effect.Effect<ReadonlyArray<unknown>, SqlError | StoreError> =>
    several
      ? Effect.flatMap(together(connection, statements), (lists) =>
          lists?.length === statements.length ? Effect.succeed(lists.at(-1) ?? []) : misunderstood()
        )
      : Effect.map(
          Effect.forEach(statements, (statement) => say(connection, statement)),
          (lists) => lists.at(-1) ?? []
        )

  const plainly =
    (before: ReadonlyArray<string>) =>
    <A, E, R>(effect: Effect.Effect<A, E, R>) =>
      typed(
        held(sql, (connection) => provided(effect, several ? bounded(connection, before) : connection), alarm)
      )

  return {
    change: (accounts, work) => {
      const ids = [...new Set(accounts)]
      const begin = ["BEGIN", ...settings, ...(ids.length === 0 ? [] : [locked(ids)]), time]
      return typed(
        transaction((connection) =>
          waited(inOrder(connection, begin)).pipe(
            Effect.flatMap(timeOf),
            Effect.flatMap((now) => provided(work(now), connection))
          )
        )
      )
    },
    ask: plainly(settings),
    askLightly: plainly(lightly),
    call: (name, values, now) => {
      const call = `SELECT ${name}(${values.map(json).join(", ")}, ${literal(now)}::bigint)::text AS result`
      const rows = several
        ? held(sql, (connection) => inOrder(connection, [...settings, call]), alarm)
        : transaction((connection) => inOrder(connection, ["BEGIN", ...settings, call]))
      return typed(
        Effect.flatMap(rows, ([row]) => {
          if (!Predicate.hasProperty(row, "result") || !Predicate.isString(row.result)) return misunderstood()
          const result: unknown = JSON.parse(row.result)
          // The server itself knows best how long it waited.
          if (Predicate.hasProperty(result, "waited") && Predicate.isNumber(result.waited)) {
            lockWait.unsafeUpdate(result.waited, [])
          }
          return Effect.succeed(result)
        })
      )
    }
  }
}

/** What takes the locks of a transaction, and how long that was waited for. */
const waited = <A, E>(locking: Effect.Effect<A, E>): Effect.Effect<A, E> =>
  Effect.flatMap(Effect.timed(locking), ([time, result]) =>
    Effect.as(Metric.update(lockWait, Duration.toMillis(time)), result)
  )

const inFile = (sql: SqlClient): Transactions => {
  // Takes the write lock, whatever kind of transaction the driver begins, and counts.
  const lock = sql`UPDATE smmkit_journal_store SET commits = commits + 1 WHERE id = 1`
  return {
    change: (_, work) =>
      typed(
        sql.withTransaction(
          Effect.zipRight(
            waited(lock),
            Effect.suspend(() => work(undefined))
          )
        )
      ),
    ask: typed,
    askLightly: typed,
    call: () => Effect.dieMessage("SQLite has no functions of its own")
  }
}

/** What is asked of a driver's connection once, before anything depends on it. */
const examined = (sql: SqlClient): Effect.Effect<boolean, SqlError | StoreError> =>
  Effect.gen(function* () {
    const gives = yield* givesUp(sql)
    const detail = "a connection of this driver cannot be ended, so a silent server would be waited for"
    if (gives === "changed") {
      return yield* new StoreError({ reason: "other", detail, remedy: "use @effect/sql-pg 0.53" })
    }
    if (gives === "no") yield* Effect.logWarning(detail)
    return yield* held(sql, takesSeveral)
  })

/** With an alarm for the time of each statement, where there is one; else each has a timer of its own. */
export const make = (sql: SqlClient, alarm?: Alarm | undefined): Effect.Effect<Transactions, StoreError> =>
  sql.onDialectOrElse({
    pg: () => typed(Effect.map(examined(sql), (several) => onServer(sql, several, alarm))),
    orElse: () => Effect.succeed(inFile(sql))
  })
