/**
 * A connection to a server that may fall silent. A network that swallows packets refuses nothing: a statement
 * would wait for hours, and with it whoever wants to hear of an order that is paid for.
 */
import type { SqlClient } from "@effect/sql/SqlClient"
import type { Connection } from "@effect/sql/SqlConnection"
import type { SqlError } from "@effect/sql/SqlError"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as FiberId from "effect/FiberId"
import * as Layer from "effect/Layer"
import * as Predicate from "effect/Predicate"
import * as Runtime from "effect/Runtime"
import * as Scope from "effect/Scope"
import { StoreError } from "../../JournalError.js"
import type { Alarm } from "../alarms.js"

/** How long a statement may take, by this side and by the server, so that neither goes on without the other. */
export const statementTime = Duration.seconds(8)

const silent = () => new StoreError({ reason: "unreachable", detail: "the server gave no answer in time" })

/** Here, in the driver's pool, or in the platform's socket. */
const late = /no answer in time|timeout exceeded|connection timeout|timed out|ETIMEDOUT/i

/** Whether a server was given up as silent, so that what waits for it may as well be told at once. */
export const isSilent = ({ reason, detail }: StoreError): boolean =>
  reason === "unreachable" && late.test(detail)

/** Does something about what takes longer than its time. */
type IfLate = <A, E, R>(
  effect: Effect.Effect<A, E, R>,
  remedy: Effect.Effect<unknown>
) => Effect.Effect<A, E, R>

/** It works beside what cannot be interrupted, as a commit. */
const within =
  (time: Duration.DurationInput): IfLate =>
  (effect, remedy) =>
    Effect.acquireUseRelease(
      Effect.forkDaemon(Effect.interruptible(Effect.delay(remedy, time))),
      () => effect,
      (timer) => Fiber.interruptAsFork(timer, FiberId.none)
    )

/** The same by an alarm that all statements share. */
const by =
  (alarm: Alarm): IfLate =>
  (effect, remedy) =>
    Effect.uninterruptibleMask((restore) => {
      const cancel = alarm(remedy)
      return Effect.flatMap(Effect.exit(restore(effect)), (exit) => {
        cancel()
        return exit
      })
    })

/** What ends a connection of `pg` at once, even while a statement is under way, which then fails. */
const endOf = (connection: Connection): (() => void) | undefined => {
  if (!Predicate.hasProperty(connection, "pg")) return undefined
  const { pg } = connection
  if (!Predicate.hasProperty(pg, "end")) return undefined
  const { end } = pg
  return Predicate.isFunction(end) ? () => void end.call(pg, () => {}) : undefined
}

/** The connection, each statement with a time-out. */
const impatient = (connection: Connection, giveUp: Effect.Effect<void>, ifLate: IfLate): Connection => ({
  execute: (...args) => ifLate(connection.execute(...args), giveUp),
  executeRaw: (...args) => ifLate(connection.executeRaw(...args), giveUp),
  executeValues: (...args) => ifLate(connection.executeValues(...args), giveUp),
  executeUnprepared: (...args) => ifLate(connection.executeUnprepared(...args), giveUp),
  executeStream: (...args) => connection.executeStream(...args)
})

/**
 * Takes a connection from the pool. That cannot be interrupted, so it goes on in a fiber of its own: a
 * connection that comes when nobody waits any more finds its scope closed, and so goes back unused.
 */
const take = (sql: SqlClient, scope: Scope.Scope, ifLate: IfLate) =>
  Effect.flatMap(Effect.runtime<never>(), (runtime) => {
    let giveUp = () => {}
    const arrival = Effect.async<Connection, SqlError | StoreError>((resume) => {
      giveUp = () => resume(silent())
      Runtime.runFork(runtime)(Scope.extend(sql.reserve, scope)).addObserver(resume)
    })
    return ifLate(
      arrival,
      Effect.sync(() => giveUp())
    )
  })

/**
 * Works on a connection of its own. When the server is silent the connection is ended, never given back:
 * a transaction may be open on it. Then all that is asked on it fails, so this ends in bounded time.
 */
export const held = <A, E, R>(
  sql: SqlClient,
  use: (
    connection: Connection,
    end: Effect.Effect<void>,
    /** The same connection for statements that may take longer. */
    patient: (time: Duration.DurationInput) => Connection
  ) => Effect.Effect<A, E, R>,
  /** For all who have as long as a statement may take. */
  alarm?: Alarm | undefined
): Effect.Effect<A, E | SqlError | StoreError, R> => {
  const ifLate = alarm === undefined ? within(statementTime) : by(alarm)
  return Effect.acquireUseRelease(
    Scope.make(),
    (scope) =>
      Effect.flatMap(take(sql, scope, ifLate), (connection) => {
        let isGivenUp = false
        const stop = endOf(connection)
        const end = Effect.sync(() => stop?.())
        const giveUp = Effect.sync(() => {
          isGivenUp = true
          stop?.()
        })
        const held = (ifLate: IfLate) =>
          stop === undefined ? connection : impatient(connection, giveUp, ifLate)
        return Effect.mapError(
          use(held(ifLate), end, (time) => held(within(time))),
          (error) => (isGivenUp ? silent() : error)
        )
      }),
    (scope) => Scope.close(scope, Exit.void)
  )
}

/**
 * What a layer makes, in bounded time. A pool asks its server something before it is one, and that can neither be
 * interrupted nor ends where the server is silent; so it goes on in a fiber of its own: a pool that stands when nobody
 * waits any more finds its scope closed, and so is closed at once.
 */
export const inTime = <A, E, R>(layer: Layer.Layer<A, E, R>): Layer.Layer<A, E | StoreError, R> =>
  Layer.scopedContext(
    Effect.flatMap(Effect.scope, (scope) =>
      Effect.flatMap(Effect.forkDaemon(Layer.buildWithScope(layer, scope)), (opening) =>
        Effect.timeoutFail(Fiber.join(opening), { duration: statementTime, onTimeout: silent })
      )
    )
  )

/**
 * Whether connections can be given up. What is used for it is no part of the driver's interface, so it is looked
 * at once when the store opens: an update must not take the time-outs away in silence.
 */
export const givesUp = (sql: SqlClient): Effect.Effect<"yes" | "no" | "changed", SqlError | StoreError> =>
  Effect.acquireUseRelease(
    Scope.make(),
    (scope) =>
      Effect.map(take(sql, scope, within(statementTime)), (connection) => {
        if (endOf(connection) !== undefined) return "yes"
        return Predicate.hasProperty(connection, "pg") ? "changed" : "no"
      }),
    (scope) => Scope.close(scope, Exit.void)
  )
