/** A bound in time for what may not end by itself. */
import * as Cause from "effect/Cause"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FiberId from "effect/FiberId"
import * as Option from "effect/Option"
import * as Runtime from "effect/Runtime"
import type * as Scope from "effect/Scope"
import * as Alarms from "../alarms.js"

/** Begins something that calls back at its end; what is given back gives it up. */
export type Begin<A, E> = (tell: (exit: Exit.Exit<A, E>) => void) => () => void

export interface Bounded {
  /** Fails what takes too long. That is given up then, and not waited for. A defect fails it as well. */
  readonly ended: <A, E>(begin: Begin<A, E>, late: E, died: (defect: unknown) => E) => Effect.Effect<A, E>
  /** Begins an effect in a fiber of its own. */
  readonly inFiber: <A, E>(effect: Effect.Effect<A, E>) => Begin<A, E>
}

export const make = (longest: Duration.Duration): Effect.Effect<Bounded, never, Scope.Scope> =>
  Effect.gen(function* () {
    const alarm = yield* Alarms.make(longest)
    // With what this was made with, not with what its caller has: to hand that over costs more than all else.
    const start = Runtime.runFork(yield* Effect.runtime<never>())

    return {
      // Nothing is to be done where who waits leaves, and to say so would cost as much as a fiber.
      ended: <A, E>(begin: Begin<A, E>, late: E, died: (defect: unknown) => E) =>
        Effect.async<A, E>((resume) => {
          let giveUp = () => {}
          const cancel = alarm(
            Effect.sync(() => {
              resume(Exit.fail(late))
              giveUp()
            })
          )
          giveUp = begin((exit) => {
            cancel()
            const defect = Exit.isFailure(exit) ? Cause.dieOption(exit.cause) : Option.none()
            resume(Option.isNone(defect) ? exit : Exit.fail(died(defect.value)))
          })
        }),
      inFiber:
        <A, E>(effect: Effect.Effect<A, E>): Begin<A, E> =>
        (tell) => {
          const worker = start(effect)
          worker.addObserver(tell)
          return () => worker.unsafeInterruptAsFork(FiberId.none)
        }
    }
  })
