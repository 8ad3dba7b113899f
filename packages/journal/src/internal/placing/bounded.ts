/** A bound in time for many effects that may not end by themselves. */
import * as Cause from "effect/Cause"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FiberId from "effect/FiberId"
import * as Option from "effect/Option"
import * as Runtime from "effect/Runtime"
import type * as Scope from "effect/Scope"
import * as Alarms from "../alarms.js"

/** Fails an effect that takes too long. That is interrupted then, and not waited for. A defect fails it as well. */
export type Bounded = <A, E>(
  effect: Effect.Effect<A, E>,
  late: E,
  died: (defect: unknown) => E
) => Effect.Effect<A, E>

export const make = (longest: Duration.Duration): Effect.Effect<Bounded, never, Scope.Scope> =>
  Effect.gen(function* () {
    const alarm = yield* Alarms.make(longest)
    // With what this was made with, not with what its caller has: to hand that over costs more than all else.
    const start = Runtime.runFork(yield* Effect.runtime<never>())

    return <A, E>(effect: Effect.Effect<A, E>, late: E, died: (defect: unknown) => E) =>
      // Nothing is to be done where who waits leaves, and to say so would cost as much as the fiber.
      Effect.async<A, E>((resume) => {
        const worker = start(effect)
        const cancel = alarm(
          Effect.sync(() => {
            resume(Exit.fail(late))
            worker.unsafeInterruptAsFork(FiberId.none)
          })
        )
        worker.addObserver((exit) => {
          cancel()
          const defect = Exit.isFailure(exit) ? Cause.dieOption(exit.cause) : Option.none()
          resume(Option.isNone(defect) ? exit : Exit.fail(died(defect.value)))
        })
      })
  })
