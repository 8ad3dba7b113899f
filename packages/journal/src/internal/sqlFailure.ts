/** From what a driver failed with to the one error of the store. */

import type { SqlClient } from "@effect/sql/SqlClient"
import { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import { StoreError } from "../JournalError.js"

type Reason = StoreError["reason"]

/** Codes of SQLite, PostgreSQL and the platform; the longest beginning that matches decides. */
const reasons: ReadonlyArray<readonly [beginning: string, reason: Reason]> = [
  ["SQLITE_BUSY", "locked"],
  ["SQLITE_LOCKED", "locked"],
  ["SQLITE_PROTOCOL", "locked"],
  ["SQLITE_FULL", "full"],
  ["SQLITE_READONLY", "read-only"],
  ["SQLITE_CANTOPEN", "read-only"],
  ["SQLITE_PERM", "read-only"],
  ["SQLITE_AUTH", "denied"],
  ["SQLITE_CORRUPT", "corrupt"],
  ["SQLITE_NOTADB", "corrupt"],
  ["ENOSPC", "full"],
  ["EDQUOT", "full"],
  ["EFBIG", "full"],
  ["EACCES", "read-only"],
  ["EPERM", "read-only"],
  ["EROFS", "read-only"],
  ["EISDIR", "read-only"],
  ["ENOTDIR", "read-only"],
  ["ENOENT", "read-only"],
  ["55P03", "locked"],
  ["40", "locked"],
  ["53100", "full"],
  ["53", "unreachable"],
  ["25006", "read-only"],
  ["42501", "denied"],
  ["28", "denied"],
  ["3D000", "denied"],
  ["XX", "corrupt"],
  ["57", "unreachable"],
  ["08", "unreachable"],
  ["ECONN", "unreachable"],
  ["EPIPE", "unreachable"],
  ["ENOTFOUND", "unreachable"],
  ["EAI_AGAIN", "unreachable"],
  ["EHOSTUNREACH", "unreachable"],
  ["ENETUNREACH", "unreachable"],
  ["ETIMEDOUT", "unreachable"]
]

const words: ReadonlyArray<readonly [RegExp, Reason]> = [
  [/Unable to open/i, "read-only"],
  [/disk is full/i, "full"],
  [
    /Connection terminated|Connection error|connection timeout|timeout exceeded|not queryable|ECONN/i,
    "unreachable"
  ]
]

const deepest = 5

/** The codes and messages of a failure and its causes, the outermost first. */
const chain = (failure: unknown): ReadonlyArray<{ readonly code: string; readonly message: string }> => {
  const found: Array<{ code: string; message: string }> = []
  let next = failure
  for (let depth = 0; depth < deepest && Predicate.isObject(next); depth++) {
    const code = Predicate.hasProperty(next, "code") && Predicate.isString(next.code) ? next.code : ""
    const message =
      Predicate.hasProperty(next, "message") && Predicate.isString(next.message) ? next.message : ""
    found.push({ code, message })
    const errors = Predicate.hasProperty(next, "errors") && Array.isArray(next.errors) ? next.errors : []
    next = Predicate.hasProperty(next, "cause") ? next.cause : errors[0]
  }
  return found
}

const reasonOf = (code: string, message: string): Reason | undefined =>
  (code === "" ? undefined : reasons.find(([beginning]) => code.startsWith(beginning))?.[1]) ??
  words.find(([word]) => word.test(message))?.[1]

const longestDetail = 200

/** A connection address can hold a password, so none is ever quoted. */
const withoutAddresses = (text: string) => text.replace(/\b[a-z][a-z0-9+.-]*:\/\/\S+/gi, "(address)")

export const storeError = (failure: unknown): StoreError => {
  if (failure instanceof StoreError) return failure
  const links = chain(failure)
  const reason = links.flatMap(({ code, message }) => reasonOf(code, message) ?? [])[0] ?? "other"
  const deepestLink = links.at(-1)
  const said = [deepestLink?.code ?? "", deepestLink?.message ?? ""].filter((part) => part !== "").join(": ")
  return new StoreError({ reason, detail: withoutAddresses(said).slice(0, longestDetail) })
}

const isFailure = (failure: unknown) => failure instanceof SqlError || failure instanceof StoreError

/** Turns the driver's error into the store's. A commit or a rollback that fails comes as a defect. */
export const typed = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, StoreError, R> =>
  effect.pipe(
    Effect.mapError(storeError),
    Effect.catchAllDefect((defect) =>
      isFailure(defect) ? Effect.fail(storeError(defect)) : Effect.die(defect)
    )
  )

/**
 * One transaction that no other transaction of a journal overlaps, in this process or another. On
 * PostgreSQL the lock brings the server's time along, as of when it was got.
 */
export const exclusively =
  (sql: SqlClient) =>
  <A, E, R>(
    effect: (serverTime: number | undefined) => Effect.Effect<A, E, R>
  ): Effect.Effect<A, StoreError, R> => {
    const lock = sql.onDialectOrElse({
      // The columns are made from left to right, so the time is that after the wait for the lock.
      pg: () =>
        Effect.map(
          sql<{ now: number }>`SELECT set_config('lock_timeout', '5s', true),
            set_config('synchronous_commit', 'on', true), pg_advisory_xact_lock(7301902513),
            (extract(epoch from clock_timestamp()) * 1000)::float8 AS now`,
          ([row]) => row?.now
        ),
      // Changes nothing, but takes the write lock, whatever kind of transaction the driver begins.
      orElse: () => Effect.as(sql`DELETE FROM smmkit_journal_migration WHERE id = -1`, undefined)
    })
    return typed(sql.withTransaction(Effect.flatMap(lock, effect)))
  }
