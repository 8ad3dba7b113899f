/** Transactions that no other transaction of a journal overlaps, in this process or another. */
import { type SqlClient, TransactionConnection } from "@effect/sql/SqlClient"
import type { Connection } from "@effect/sql/SqlConnection"
import type { SqlError } from "@effect/sql/SqlError"
import type { Statement } from "@effect/sql/Statement"
import * as Effect from "effect/Effect"
import type { StoreError } from "../JournalError.js"
import { held } from "./connection.js"
import { typed } from "./sqlFailure.js"

/**
 * The lock on PostgreSQL, and the server's time as of when it was got: the columns are made from left to
 * right. What is read has to be asked by a later statement, which sees what the one before has written.
 *
 * A connection can break without the server's noticing, which would keep the lock for hours. So the server ends
 * a transaction that does not go on, and sooner than this side gives it up: a commit that was not answered by
 * then has begun, or will never come.
 */
export const lockAndTime = (sql: SqlClient): Statement<{ readonly now: number }> =>
  sql`SELECT set_config('lock_timeout', '5s', true),
    set_config('idle_in_transaction_session_timeout', '6s', true),
    set_config('synchronous_commit', 'on', true), pg_advisory_xact_lock(7301902513),
    (extract(epoch from clock_timestamp()) * 1000)::float8 AS now`

type Restore = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>

const say = (connection: Connection, words: string) => connection.executeUnprepared(words, [], undefined)

/** A transaction on a server, from its begin to its commit. Where it cannot be rolled back, its connection is ended. */
export const onServer = <A, E, R>(
  sql: SqlClient,
  work: (connection: Connection, restore: Restore) => Effect.Effect<A, E, R>
): Effect.Effect<A, E | SqlError | StoreError, R> =>
  held(sql, (connection, end) =>
    Effect.uninterruptibleMask((restore) =>
      Effect.onError(work(connection, restore), () =>
        Effect.catchAllCause(say(connection, "ROLLBACK"), () => end)
      )
    )
  )

/** One transaction that no other one overlaps. */
export const exclusively =
  (sql: SqlClient) =>
  <A, E, R>(
    effect: (serverTime: number | undefined) => Effect.Effect<A, E, R>
  ): Effect.Effect<A, StoreError, R> => {
    const locked = Effect.flatMap(lockAndTime(sql), ([row]) => effect(row?.now))
    // Changes nothing, but takes the write lock, whatever kind of transaction the driver begins.
    const writing = Effect.zipRight(
      sql`DELETE FROM smmkit_journal_migration WHERE id = -1`,
      Effect.suspend(() => effect(undefined))
    )
    return typed(
      sql.onDialectOrElse({
        pg: () =>
          onServer(sql, (connection, restore) =>
            say(connection, "BEGIN").pipe(
              Effect.zipRight(restore(Effect.provideService(locked, TransactionConnection, [connection, 0]))),
              Effect.zipLeft(say(connection, "COMMIT"))
            )
          ),
        orElse: () => sql.withTransaction(writing)
      })
    )
  }
