/**
 * Group commit: what is asked for while one transaction is being written goes into the next one
 * together, so that many durable writes share one sync of the disk.
 */
import * as Cause from "effect/Cause"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as FiberId from "effect/FiberId"
import type * as Scope from "effect/Scope"
import type { StoreError } from "../JournalError.js"

/** One write: `apply` runs with the others of its batch, `done` hands out what it gave. */
interface Item<Op, A> {
  readonly op: Op
  readonly done: Deferred.Deferred<A, StoreError>
}

const most = 256

/** Lets every fiber that can run do so first, so that what they write next can join the batch. */
const pause = Effect.async<void>((resume) => {
  setImmediate(() => resume(Effect.void))
})

export const make = <Op, A>(
  write: (ops: ReadonlyArray<Op>) => Effect.Effect<ReadonlyArray<A>, StoreError>
): Effect.Effect<(op: Op) => Effect.Effect<A, StoreError>, never, Scope.Scope> =>
  Effect.map(Effect.scope, (scope) => {
    let waiting: Array<Item<Op, A>> = []
    let running = false

    const flush: Effect.Effect<void> = Effect.suspend(() => {
      const batch = waiting.slice(0, most)
      waiting = waiting.slice(most)
      if (batch.length === 0) {
        running = false
        return Effect.void
      }
      return write(batch.map(({ op }) => op)).pipe(
        Effect.matchCauseEffect({
          onFailure: (cause) =>
            Effect.forEach(batch, ({ done }) => Deferred.failCause(done, cause), { discard: true }),
          onSuccess: (results) =>
            Effect.forEach(
              batch,
              ({ done }, at) => {
                const result = results[at]
                return result === undefined
                  ? Deferred.failCause(done, Cause.die("a write gave no result"))
                  : Deferred.succeed(done, result)
              },
              { discard: true }
            )
        }),
        Effect.zipRight(pause),
        Effect.zipRight(flush)
      )
    })

    return (op) =>
      Effect.suspend(() => {
        const item: Item<Op, A> = { op, done: Deferred.unsafeMake(FiberId.none) }
        waiting.push(item)
        if (running) return Deferred.await(item.done)
        running = true
        return pause.pipe(
          Effect.zipRight(flush),
          Effect.forkIn(scope),
          Effect.zipRight(Deferred.await(item.done))
        )
      })
  })
