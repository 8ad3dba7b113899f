/** A bound in time for many effects, with one timer for all, as each would cost more than what it is for. */
import * as Clock from "effect/Clock"
import type * as Duration from "effect/Duration"
import { toMillis } from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as FiberId from "effect/FiberId"
import * as Runtime from "effect/Runtime"
import type * as Scope from "effect/Scope"
import * as Pledge from "./pledge.js"

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

    const start = Runtime.runFork(yield* Effect.runtime<never>())

    return <A, E>(effect: Effect.Effect<A, E>, late: E) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) => {
        const done = Pledge.make<A, E>()
        // With what this was made with, not with what its caller has: to hand that over costs more than all else.
        const worker = start(effect)
        const one: Pending = {
          due: now + toMillis(longest),
          giveUp: Effect.sync(() => {
            done.tell(Exit.fail(late))
            worker.unsafeInterruptAsFork(FiberId.none)
          })
        }
        pending.add(one)
        worker.addObserver((exit) => {
          pending.delete(one)
          done.tell(exit)
        })
        if (timer !== undefined) return done.heard
        return Effect.flatMap(Effect.forkDaemon(Effect.interruptible(watch)), (watching) => {
          timer = watching
          return done.heard
        })
      })
  })
