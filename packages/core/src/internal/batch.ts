/**
 * Folds single questions, asked anywhere in the program within a short window, into calls of many.
 *
 * Hand-made, since `RequestResolver.dataLoader` does the same forty times slower for ten thousand callers.
 */
import * as Deferred from "effect/Deferred"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Either from "effect/Either"
import * as FiberId from "effect/FiberId"
import type * as Scope from "effect/Scope"

/** How a full or expired batch is asked. */
export interface Options<Id, A, E> {
  readonly window: Duration.Duration
  readonly most: number
  readonly ask: (ids: ReadonlyArray<Id>) => Effect.Effect<ReadonlyArray<Either.Either<A, E>>>
}

/**
 * The question about one ID. Equal questions of one batch are asked once; a caller that is interrupted
 * leaves the batch and the other callers as they are.
 */
export const make = <Id, A, E>({
  window,
  most,
  ask
}: Options<Id, A, E>): Effect.Effect<(id: Id) => Effect.Effect<A, E>, never, Scope.Scope> =>
  Effect.map(Effect.scope, (scope) => {
    type Batch = Map<Id, Deferred.Deferred<A, E>>
    let open: Batch = new Map()

    const flush = (batch: Batch): Effect.Effect<void> =>
      Effect.suspend(() => {
        if (batch !== open) return Effect.void
        open = new Map()
        const waiting = [...batch.values()]
        return ask([...batch.keys()]).pipe(
          Effect.flatMap((results) =>
            Effect.forEach(results, (result, at) => settle(waiting[at], result), { discard: true })
          ),
          Effect.onExit((exit) =>
            exit._tag === "Failure"
              ? Effect.forEach(waiting, (one) => Deferred.failCause(one, exit.cause), { discard: true })
              : Effect.void
          ),
          Effect.forkIn(scope),
          Effect.asVoid
        )
      })

    const settle = (one: Deferred.Deferred<A, E> | undefined, result: Either.Either<A, E>) =>
      one === undefined ? Effect.void : Deferred.complete(one, result)

    return (id) =>
      Effect.suspend(() => {
        const batch = open
        const asked = batch.get(id)
        if (asked !== undefined) return Deferred.await(asked)
        const one = Deferred.unsafeMake<A, E>(FiberId.none)
        batch.set(id, one)
        const first = batch.size === 1
        const timer = Effect.forkIn(Effect.delay(flush(batch), window), scope)
        const start = batch.size === most ? flush(batch) : first ? timer : Effect.void
        return Effect.zipRight(start, Deferred.await(one))
      })
  })
