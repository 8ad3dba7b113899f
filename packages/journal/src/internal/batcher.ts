/**
 * Group commit: what is asked for while one transaction is being written goes into the next one
 * together, so that many durable writes share one sync of the disk.
 */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import type * as Either from "effect/Either"
import * as Exit from "effect/Exit"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import { StoreError } from "../JournalError.js"
import { isSilent } from "./connection.js"
import { batchSize } from "./metrics.js"
import * as Pledge from "./pledge.js"

/** One write, and what it gave. */
interface Item<Op, A> {
  readonly op: Op
  readonly written: Pledge.Pledge<A, StoreError>
}

const most = 256

/** Lets every fiber that can run do so first, so that what they write next can join the batch. */
const pause = Effect.async<void>((resume) => {
  setImmediate(() => resume(Effect.void))
})

const closed = Cause.fail(new StoreError({ reason: "other", detail: "it was closed meanwhile" }))

const noResult = Exit.die("a write gave no result")

/** Those who wait would wait as long again for a server that is silent, so they are told at once. */
const concernsAll = (cause: Cause.Cause<StoreError>) => Option.exists(Cause.failureOption(cause), isSilent)

export const make = <Op, A>(
  write: (ops: ReadonlyArray<Op>) => Effect.Effect<ReadonlyArray<Either.Either<A, StoreError>>, StoreError>
): Effect.Effect<(op: Op) => Effect.Effect<A, StoreError>, never, Scope.Scope> =>
  Effect.map(Effect.scope, (scope) => {
    let waiting: Array<Item<Op, A>> = []
    let batch: ReadonlyArray<Item<Op, A>> = []
    let running = false

    const failAll = (items: ReadonlyArray<Item<Op, A>>, cause: Cause.Cause<StoreError>) => {
      for (const { written } of items) written.tell(Exit.failCause(cause))
    }

    const failEverything = (cause: Cause.Cause<StoreError>) => {
      const all = [...batch, ...waiting]
      waiting = []
      failAll(all, cause)
    }

    const tellAll = (results: ReadonlyArray<Either.Either<A, StoreError>>) => {
      for (const [at, { written }] of batch.entries()) {
        const result = results[at]
        written.tell(result === undefined ? noResult : Exit.fromEither(result))
      }
    }

    const flush: Effect.Effect<void> = Effect.suspend(() => {
      batch = waiting.slice(0, most)
      waiting = waiting.slice(most)
      if (batch.length === 0) {
        running = false
        return Effect.void
      }
      return Effect.zipRight(Metric.update(batchSize, batch.length), write(batch.map(({ op }) => op))).pipe(
        Effect.matchCause({
          onFailure: (cause) => (concernsAll(cause) ? failEverything(cause) : failAll(batch, cause)),
          onSuccess: tellAll
        }),
        Effect.zipRight(pause),
        Effect.zipRight(flush)
      )
    })

    // It ends with the store, even where that is closed before it could begin; then all are told.
    const begin = Effect.zipRight(pause, flush).pipe(
      Effect.interruptible,
      Effect.onInterrupt(() =>
        Effect.sync(() => {
          running = false
          failEverything(closed)
        })
      ),
      Effect.forkIn(scope),
      Effect.uninterruptible
    )

    return (op) =>
      Effect.suspend(() => {
        const item: Item<Op, A> = { op, written: Pledge.make() }
        waiting.push(item)
        if (running) return item.written.heard
        running = true
        return Effect.zipRight(begin, item.written.heard)
      })
  })
