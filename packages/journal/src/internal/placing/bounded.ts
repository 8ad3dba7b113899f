/** A bound in time for many effects that may not end by themselves. */
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FiberId from "effect/FiberId"
import * as Runtime from "effect/Runtime"
import type * as Scope from "effect/Scope"
import * as Pledge from "../sql/pledge.js"
import * as Alarms from "./alarms.js"

/** Fails an effect that takes too long. That is interrupted then, and not waited for. */
export type Bounded = <A, E>(effect: Effect.Effect<A, E>, late: E) => Effect.Effect<A, E>

export const make = (longest: Duration.Duration): Effect.Effect<Bounded, never, Scope.Scope> =>
  Effect.gen(function* () {
    const alarm = yield* Alarms.make(longest)
    const start = Runtime.runFork(yield* Effect.runtime<never>())

    return <A, E>(effect: Effect.Effect<A, E>, late: E) =>
      Effect.suspend(() => {
        const done = Pledge.make<A, E>()
        // With what this was made with, not with what its caller has: to hand that over costs more than all else.
        const worker = start(effect)
        const giveUp = Effect.sync(() => {
          done.tell(Exit.fail(late))
          worker.unsafeInterruptAsFork(FiberId.none)
        })
        return Effect.flatMap(alarm(giveUp), (cancel) => {
          worker.addObserver((exit) => {
            cancel()
            done.tell(exit)
          })
          return done.heard
        })
      })
  })
