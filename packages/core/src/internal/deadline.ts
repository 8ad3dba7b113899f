/** The time of a call: how much it has, how much of it has passed, and who sees to it that it ends. */
import * as Cause from "effect/Cause"
import type * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as FiberId from "effect/FiberId"
import type * as Scope from "effect/Scope"
import type { Deadline } from "../Call.js"
import { Interrupted } from "../Transport.js"

/**
 * The milliseconds since it was made. The wall clock may be set back, and the monotonic one stands still while
 * a machine sleeps; what has passed is the greater of the two, and never less than nothing.
 */
export const stopwatch = (clock: Clock.Clock): (() => number) => {
  const wall = clock.unsafeCurrentTimeMillis()
  const monotonic = clock.unsafeCurrentTimeNanos()
  return () =>
    Math.max(
      clock.unsafeCurrentTimeMillis() - wall,
      Number(clock.unsafeCurrentTimeNanos() - monotonic) / 1e6,
      0
    )
}

/** The milliseconds from now to a deadline, but no more than there are at most. */
export const allowed = (deadline: Deadline | undefined, most: Duration.Duration, now: number): number => {
  if (deadline === undefined) return Duration.toMillis(most)
  const given = DateTime.isDateTime(deadline) ? deadline.epochMillis - now : Duration.toMillis(deadline)
  return Math.min(given, Duration.toMillis(most))
}

/** The options with a deadline as what is left of it, for calls that begin one after the other. */
export const remaining = <O extends { readonly deadline?: Deadline | undefined }>(
  clock: Clock.Clock,
  options: O | undefined
): (() => O | undefined) => {
  if (options?.deadline === undefined || DateTime.isDateTime(options.deadline)) return () => options
  const given = Duration.toMillis(options.deadline)
  const passed = stopwatch(clock)
  return () => ({ ...options, deadline: Math.max(given - passed(), 0) })
}

/** A read that others may share, waited for until the deadline. */
export const inTime = <A, E>(
  read: Effect.Effect<A, E>,
  deadline: Deadline,
  most: Duration.Duration
): Effect.Effect<A, E | Interrupted> =>
  Effect.clockWith((clock) =>
    Effect.timeoutFail(read, {
      duration: Math.max(allowed(deadline, most, clock.unsafeCurrentTimeMillis()), 0),
      onTimeout: () => new Interrupted({ reason: "timeout", detail: "" })
    })
  )

/** What came of an attempt that had been given up. */
export type Late<A, E> = Either.Either<A, E>

/** How an attempt is watched over. */
export interface Watch<A, E> {
  readonly milliseconds: number
  /** Of what goes on though it was given up. */
  readonly abandoned: Set<Fiber.RuntimeFiber<unknown>>
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

const stop = (fiber: Fiber.RuntimeFiber<unknown>): void => fiber.unsafeInterruptAsFork(FiberId.none)

/** What goes on though it was given up; it is interrupted with the scope, which does not wait for it. */
export const abandoned: Effect.Effect<
  Set<Fiber.RuntimeFiber<unknown>>,
  never,
  Scope.Scope
> = Effect.acquireRelease(
  Effect.sync(() => new Set<Fiber.RuntimeFiber<unknown>>()),
  (fibers) =>
    Effect.suspend(() => {
      for (const fiber of fibers) stop(fiber)
      return Effect.yieldNow()
    })
)

/**
 * Ends what waits for its turn when the time is over, and what was handed over a little later. The attempt
 * runs in a fiber of its own, which is not waited for: part of it may not be interruptible.
 */
export const within = <A, E>(attempt: Effect.Effect<A, E>, watch: Watch<A, E>): Effect.Effect<A, E> =>
  Effect.uninterruptibleMask((restore) => {
    const { isHandedOver } = watch
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

    return Effect.gen(function* () {
      const working = yield* Effect.forkDaemon(work)
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
        watch.abandoned.add(working)
        const ending = Effect.raceFirst(Fiber.await(working), Effect.sleep(patience))
        const end = Effect.sync(() => {
          watch.abandoned.delete(working)
          stop(working)
        })
        yield* Effect.forkDaemon(Effect.interruptible(Effect.ensuring(ending, end)))
      } else {
        stop(working)
      }
      return yield* Effect.fail(error)
    })
  })
