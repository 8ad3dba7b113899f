/** Several statements in one message to a PostgreSQL server, as each message is a journey. */
import type { Connection } from "@effect/sql/SqlConnection"
import { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"

/**
 * A value as SQL. In an `E` string nothing but quotation marks and backslashes has a meaning, whatever the
 * server is set to. A NUL would end the statement; PostgreSQL takes none in a parameter either.
 */
export const literal = (value: unknown): string => {
  if (value === null) return "NULL"
  if (Predicate.isString(value) && !value.includes("\0")) return `E'${value.replace(/['\\]/g, "$&$&")}'`
  if (Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value))) return `(${value})`
  throw new SqlError({ cause: new Error("a value that cannot be written as SQL") })
}

/**
 * A value as JSON. Between dollars nothing has a meaning but their end, so a long text need not be gone through for
 * quotation marks; one that might end them goes the long way.
 */
export const json = (value: unknown): string => {
  const text = JSON.stringify(value)
  return `${text.includes("$smmkit") ? literal(text) : `$smmkit$${text}$smmkit$`}::json`
}

/** A statement without parameters: only such can share a message with others. */
export const whole = (text: string, values: ReadonlyArray<unknown>): string =>
  text.replace(/\$(\d+)/g, (_, number) => literal(values[Number(number) - 1]))

type Rows = ReadonlyArray<unknown>

/** The rows of each statement, where the driver gives them apart. */
const apart = (answer: unknown): ReadonlyArray<Rows> | undefined =>
  Array.isArray(answer) && answer.every(Array.isArray) ? answer : undefined

/** The rows of each statement of a message. Without a BEGIN among them the message is one transaction. */
export const together = (
  connection: Connection,
  statements: ReadonlyArray<string>
): Effect.Effect<ReadonlyArray<Rows> | undefined, SqlError> =>
  Effect.map(connection.executeUnprepared(statements.join(";\n"), [], undefined), apart)

/** Whether the driver takes several statements at once, and tells their rows apart. */
export const takesSeveral = (connection: Connection): Effect.Effect<boolean> =>
  together(connection, ["SELECT 1 AS one", "SELECT 'kind' AS kind"]).pipe(
    Effect.map((rows) => rows?.length === 2 && rows.every(({ length }) => length === 1)),
    Effect.catchAllCause(() => Effect.succeed(false))
  )
