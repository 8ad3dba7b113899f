/**
 * How many calls may begin in which time.
 *
 * Effect's `RateLimiter` lets twice as many through at times (a full bucket and its refill, or the ends
 * of two windows), which a panel refuses or even punishes.
 */
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"

/** Lets an effect begin when fewer than `limit` others have begun within the `interval` before it. */
export type RateLimit = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>

export const make = (options: {
  readonly limit: number
  readonly interval: Duration.Duration
}): Effect.Effect<RateLimit, never, Scope.Scope> =>
  Effect.gen(function* () {
    const scope = yield* Effect.scope
    const free = yield* Effect.makeSemaphore(options.limit)
    const release = free
      .release(1)
      .pipe(Effect.delay(options.interval), Effect.interruptible, Effect.forkIn(scope))
    const take = Effect.uninterruptibleMask((restore) => Effect.zipRight(restore(free.take(1)), release))
    return (effect) => Effect.zipRight(take, effect)
  })
