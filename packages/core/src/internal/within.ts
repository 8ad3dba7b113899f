/** Keeps the time of an attempt, whatever the transport makes of it. */
import * as Cause from "effect/Cause"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type * as Exit from "effect/Exit"
import type * as Fiber from "effect/Fiber"
import * as FiberId from "effect/FiberId"
import type * as Scope from "effect/Scope"

/** What came of an attempt that had been given up. */
export type Late<A, E> = Either.Either<A, E>

/** How an attempt is watched over. */
export interface Watch<A, E> {
  /** In which the attempt goes on when it has been given up. */
  readonly scope: Scope.Scope
  readonly milliseconds: number
  readonly isHandedOver: () => boolean
  /** Whether its answer still counts after it was given up. */
  readonly isWorthWaiting: boolean
  /** Tells the attempt that it is over, and gives the error that this amounts to. */
  readonly giveUp: () => E
  readonly late: (late: Late<A, E>) => Effect.Effect<void>
}

// A transport keeps its own deadline, since only it knows how far it got. One that does not is given up
// this much later, so that no operation hangs.
const grace = Duration.seconds(1)

// How long it is left alone then: an answer may still tell what became of the money.
const patience = Duration.minutes(15)

/** As an answer or an error, if it came to one. */
const toLate = <A, E>(exit: Exit.Exit<A, E>): Late<A, E> | undefined => {
  if (exit._tag === "Success") return Either.right(exit.value)
  const failure = Cause.failureOption(exit.cause)
  return failure._tag === "Some" ? Either.left(failure.value) : undefined
}

/**
 * Ends what waits for its turn when the time is over, and what was handed over a little later. The attempt
 * runs in a fiber of its own, which is not waited for: part of it may not be interruptible.
 */
export const within = <A, E>(attempt: Effect.Effect<A, E>, watch: Watch<A, E>): Effect.Effect<A, E> =>
  Effect.uninterruptibleMask((restore) => {
    const { scope, isHandedOver } = watch
    const ended = Effect.unsafeMakeLatch()
    // Kept here and not by the fiber: what is left of that one stays in memory for long.
    let outcome: Exit.Exit<A, E> | undefined
    let isGivenUp = false

    const work = Effect.flatMap(Effect.exit(Effect.interruptible(attempt)), (exit) => {
      const late = isGivenUp ? toLate(exit) : undefined
      if (late !== undefined) return watch.late(late)
      outcome = exit
      ended.unsafeOpen()
      return Effect.void
    })
    const timer = Effect.delay(
      Effect.suspend(() => (isHandedOver() ? Effect.sleep(grace) : Effect.void)),
      Math.max(watch.milliseconds, 0)
    )

    const stop = (fiber: Fiber.RuntimeFiber<unknown>) => fiber.unsafeInterruptAsFork(FiberId.none)

    return Effect.gen(function* () {
      const working = yield* Effect.forkIn(work, scope)
      const timing = yield* Effect.fork(Effect.interruptible(Effect.zipRight(timer, ended.open)))
      yield* Effect.onInterrupt(restore(ended.await), () =>
        Effect.sync(() => {
          isGivenUp = true
          stop(timing)
          stop(working)
        })
      )
      stop(timing)
      const known = outcome
      outcome = undefined
      // Who interrupts the attempt, if not its caller, has not undone it.
      if (known !== undefined && (known._tag === "Success" || !Cause.isInterrupted(known.cause))) {
        return yield* known
      }
      isGivenUp = true
      const error = watch.giveUp()
      if (known === undefined && isHandedOver() && watch.isWorthWaiting) {
        const lost = Effect.interruptible(Effect.sleep(patience))
        yield* Effect.forkIn(
          Effect.ensuring(
            lost,
            Effect.sync(() => stop(working))
          ),
          scope
        )
      } else {
        stop(working)
      }
      return yield* Effect.fail(error)
    })
  })
