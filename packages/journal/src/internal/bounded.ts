/** A bound in time for many effects, with one timer for all, as each would cost more than what it is for. */
import * as Clock from "effect/Clock"
import * as Deferred from "effect/Deferred"
import type * as Duration from "effect/Duration"
import { toMillis } from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as FiberId from "effect/FiberId"
import type * as Scope from "effect/Scope"

/** Fails an effect that takes too long. That is interrupted then, and not waited for. */
export type Bounded = <A, E>(effect: Effect.Effect<A, E>, late: E) => Effect.Effect<A, E>

interface Pending {
  readonly due: number
  readonly giveUp: Effect.Effect<unknown>
}

/** It works until the scope ends, also for what is still waited for then. */
export const make = (longest: Duration.Duration): Effect.Effect<Bounded, never, Scope.Scope> =>
  Effect.gen(function* () {
    /** The first is the oldest. */
    const pending = new Set<Pending>()
    let timer: Fiber.RuntimeFiber<void> | undefined

    const watch: Effect.Effect<void> = Effect.gen(function* () {
      const [oldest] = pending
      if (oldest === undefined) {
        timer = undefined
        return
      }
      const left = oldest.due - (yield* Clock.currentTimeMillis)
      if (left > 0) yield* Effect.sleep(left)
      else {
        pending.delete(oldest)
        yield* oldest.giveUp
      }
      return yield* watch
    })

    yield* Effect.addFinalizer(() => (timer === undefined ? Effect.void : Fiber.interrupt(timer)))

    return <A, E>(effect: Effect.Effect<A, E>, late: E) =>
      Effect.gen(function* () {
        const done = Deferred.unsafeMake<A, E>(FiberId.none)
        const worker = yield* Effect.forkDaemon(Effect.interruptible(Effect.intoDeferred(effect, done)))
        const one: Pending = {
          due: (yield* Clock.currentTimeMillis) + toMillis(longest),
          giveUp: Effect.zipRight(
            Deferred.fail(done, late),
            Effect.sync(() => worker.unsafeInterruptAsFork(FiberId.none))
          )
        }
        pending.add(one)
        if (timer === undefined) timer = yield* Effect.forkDaemon(Effect.interruptible(watch))
        return yield* Effect.ensuring(
          Deferred.await(done),
          Effect.sync(() => pending.delete(one))
        )
      })
  })
