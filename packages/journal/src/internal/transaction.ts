/**
 * A transaction that asks one question, works on the answer, and writes what came of it, while no other
 * transaction of a journal overlaps it. On PostgreSQL it takes two journeys to the server, as these are
 * what a placement's time goes into.
 */
import { type SqlClient, TransactionConnection } from "@effect/sql/SqlClient"
import type { Connection } from "@effect/sql/SqlConnection"
import { SqlError } from "@effect/sql/SqlError"
import type { Statement } from "@effect/sql/Statement"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import { StoreError } from "../JournalError.js"
import { held } from "./connection.js"
import { exclusively, lockAndTime, onServer } from "./exclusive.js"
import { typed } from "./sqlFailure.js"

export interface Answer {
  readonly kind: string
  readonly id: string
  readonly body: string
}

export type Transaction = <A, E>(
  question: Statement<Answer>,
  /** What comes of the answer, and the statements that write it. The server's time is as of the lock. */
  work: (
    answers: ReadonlyArray<Answer>,
    serverTime: number | undefined
  ) => Effect.Effect<readonly [result: A, writes: ReadonlyArray<Statement<unknown>>], E | SqlError>
) => Effect.Effect<A, E | StoreError>

const plain =
  (sql: SqlClient): Transaction =>
  (question, work) =>
    exclusively(sql)((serverTime) =>
      Effect.gen(function* () {
        const [result, writes] = yield* work(yield* question, serverTime)
        yield* Effect.all(writes, { discard: true })
        return result
      })
    )

/**
 * A value as SQL. In an `E` string nothing but quotation marks and backslashes has a meaning, whatever the
 * server is set to. A NUL would end the statement; PostgreSQL takes none in a parameter either.
 */
const literal = (value: unknown): string => {
  if (value === null) return "NULL"
  if (Predicate.isString(value) && !value.includes("\0")) return `E'${value.replace(/['\\]/g, "$&$&")}'`
  if (Number.isSafeInteger(value)) return `(${value})`
  throw new SqlError({ cause: new Error("a value that cannot be written as SQL") })
}

/** A statement without parameters: only such can share a journey with others. */
const whole = (statement: Statement<unknown>): string => {
  const [text, values] = statement.compile()
  return text.replace(/\$(\d+)/g, (_, number) => literal(values[Number(number) - 1]))
}

/** The rows of each statement, where the driver gives them apart. */
const apart = (answer: unknown): ReadonlyArray<ReadonlyArray<unknown>> | undefined =>
  Array.isArray(answer) && answer.every(Array.isArray) ? answer : undefined

const together = (connection: Connection, statements: ReadonlyArray<string>) =>
  Effect.map(connection.executeUnprepared(statements.join(";\n"), [], undefined), apart)

const isAnswer = (row: unknown): row is Answer =>
  Predicate.hasProperty(row, "kind") &&
  Predicate.hasProperty(row, "id") &&
  Predicate.hasProperty(row, "body") &&
  [row.kind, row.id, row.body].every(Predicate.isString)

/** An entry that was overlooked would be ordered again, so whatever is not understood is an error. */
const understood = (lists: ReadonlyArray<ReadonlyArray<unknown>> | undefined) => {
  const [, [locked] = [], answers] = lists ?? []
  const now = Predicate.hasProperty(locked, "now") ? Number(locked.now) : Number.NaN
  return lists?.length === 3 && answers?.every(isAnswer) && Number.isFinite(now)
    ? Effect.succeed({ answers, now })
    : new StoreError({ reason: "unreadable", detail: "the driver's answer to several statements" })
}

/**
 * The statements, and their order, are those of `plain`, so one proof holds for both: the lock is got
 * before a later statement reads, and the commit is asked for when all is written. A statement that fails
 * keeps the server from those behind it in the same journey, the commit included.
 */
const inTwoJourneys =
  (sql: SqlClient): Transaction =>
  (question, work) => {
    const transaction = onServer(sql, (connection, restore) =>
      Effect.gen(function* () {
        const begin = ["BEGIN", whole(lockAndTime(sql)), whole(question)]
        const { answers, now } = yield* restore(Effect.flatMap(together(connection, begin), understood))
        const inside = Effect.provideService(work(answers, now), TransactionConnection, [connection, 0])
        const [result, writes] = yield* restore(inside)
        yield* together(connection, [...writes.map(whole), "COMMIT"])
        return result
      })
    )
    return typed(transaction)
  }

/** Whether the driver takes several statements at once, and tells their rows apart. */
const takesSeveral = (sql: SqlClient): Effect.Effect<boolean> =>
  held(sql, (connection) => together(connection, ["SELECT 1 AS one", "SELECT 'kind' AS kind"])).pipe(
    Effect.map((rows) => rows?.length === 2 && rows.every(({ length }) => length === 1)),
    Effect.catchAllCause(() => Effect.succeed(false))
  )

export const make = (sql: SqlClient): Effect.Effect<Transaction> =>
  sql.onDialectOrElse({
    pg: () => Effect.map(takesSeveral(sql), (several) => (several ? inTwoJourneys(sql) : plain(sql))),
    orElse: () => Effect.succeed(plain(sql))
  })
