/**
 * All that a call has to do with time: how much it has, and how much of it has passed; when it is sent again, and how
 * long a panel asks to wait before that; and who sees to it that it ends.
 */
import * as Cause from "effect/Cause"
import type * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Fiber from "effect/Fiber"
import * as Schedule from "effect/Schedule"
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

/** How often and how patiently a call is repeated; see `PanelConfig.Options`. */
export interface Patience {
  readonly times: number
  readonly base: Duration.Duration
}

/**
 * Repeats what fails with an error that allows it. As `Effect.retry`, but for the schedule, which is
 * made only once something failed: nearly every call succeeds at once.
 */
export const retry = <A, E, Out>(
  attempt: Effect.Effect<A, E>,
  again: (error: E) => boolean,
  schedule: () => Schedule.Schedule<Out, E>
): Effect.Effect<A, E> =>
  Effect.catchAll(attempt, (error) =>
    again(error)
      ? Effect.flatMap(Schedule.driver(schedule()), (driver) => {
          const next = (error: E): Effect.Effect<A, E> =>
            Effect.matchEffect(driver.next(error), {
              onFailure: () => Effect.fail(error),
              onSuccess: () =>
                Effect.catchAll(attempt, (error) => (again(error) ? next(error) : Effect.fail(error)))
            })
          return next(error)
        })
      : Effect.fail(error)
  )

/** The wait that a panel asked for, in milliseconds. */
const asked = (error: object): number =>
  "retryAfter" in error && typeof error.retryAfter === "number" ? error.retryAfter : 0

/**
 * Exponential backoff with jitter, stretched to what the panel asked for, and given up at once where
 * the wait would outlast what is left of the time: then the last error is worth more than the wait.
 */
export const schedule = <E extends object>({ times, base }: Patience, left: () => number) =>
  Schedule.exponential(base).pipe(
    Schedule.jittered,
    Schedule.intersect(Schedule.recurs(times)),
    Schedule.intersect(Schedule.identity<E>()),
    Schedule.modifyDelay(([, error], delay) =>
      // Whole milliseconds: a clock that is asked for nanoseconds counts in nothing smaller.
      Duration.millis(Math.max(Math.round(Duration.toMillis(delay)), asked(error)))
    ),
    Schedule.delays,
    Schedule.whileOutput((delay) => Duration.toMillis(delay) < left())
  )

// A panel that asks for more than a day is not waited for anyway.
const longestWait = 24 * 60 * 60 * 1000

// All forms that HTTP has had begin with the day, and hold the time.
const httpDate = /^(?:mon|tue|wed|thu|fri|sat|sun).*\d:\d/i

/** The wait of one value, in milliseconds; not a number where it makes no sense. */
const waitOf = (text: string, now: number): number => {
  if (/^\d{1,9}(?:\.\d+)?$/.test(text)) return Number(text) * 1000
  // A date that names no zone, as HTTP's oldest form does not, is in UTC all the same.
  const inZone = /[a-z]$| [+-]\d{4}$/i.test(text) ? text : `${text} GMT`
  return httpDate.test(text) ? Date.parse(inZone) - now : Number.NaN
}

/**
 * The wait that a `Retry-After` header asks for, seconds or an HTTP date, in milliseconds; null where it is absent or makes
 * no sense. One that stands several times comes as a list, of which the longest counts; a date holds a comma, too.
 */
export const retryAfter = (header: string | undefined, now: number): number | null => {
  if (header === undefined) return null
  const waits = header
    .split(/,(?! *\d\d?[ -][a-z])/i)
    .map((text) => waitOf(text.trim(), now))
    .filter(Number.isFinite)
  return waits.length === 0 ? null : Math.min(Math.max(...waits, 0), longestWait)
}

/** What came of an attempt that had been given up. */
export type Late<A, E> = Either.Either<A, E>

/** How an attempt is watched over. */
export interface Watch<A, E> {
  readonly milliseconds: number
  readonly keep: Keep
  readonly isHandedOver: () => boolean
  /** Whether its answer still counts after it was given up. */
  readonly isWorthWaiting: () => boolean
  /** Tells the attempt that it is over, and gives the error that this amounts to. */
  readonly giveUp: () => E
  readonly late: (late: Late<A, E>) => Effect.Effect<void>
}

// A transport keeps its own deadline, since only it knows how far it got. One that does not is given up
// this much later, so that no operation hangs.
const grace = Duration.seconds(1)

// How long it is left alone then: an answer may still tell what became of the money.
const patience = Duration.minutes(15)

const stop = (fiber: Fiber.RuntimeFiber<unknown>): void => fiber.unsafeInterruptAsFork(fiber.id())

/** Lets go on what was given up, and ends it some day. */
export type Keep = (fiber: Fiber.RuntimeFiber<unknown>) => Effect.Effect<unknown>

/** What goes on though it was given up does so when the scope is closed, too, but then for `most` at most. */
export const keeping = (most: Duration.Duration): Effect.Effect<Keep, never, Scope.Scope> =>
  Effect.map(
    Effect.acquireRelease(Effect.makeLatch(), ({ open }) => open),
    (closed) => (fiber) => {
      const over = Effect.raceFirst(Effect.sleep(patience), closed.whenOpen(Effect.sleep(most)))
      const ending = Effect.raceFirst(Fiber.await(fiber), over)
      const end = Effect.sync(() => stop(fiber))
      return Effect.forkDaemon(Effect.interruptible(Effect.ensuring(ending, end)))
    }
  )

/**
 * Ends what waits for its turn when the time is over, and what was handed over a little later. The attempt
 * runs in a fiber of its own, which is not waited for: part of it may not be interruptible. Nor is it interrupted
 * by whoever gives it up, its caller included, where its answer counts: Effect drops what an interrupted fiber comes to.
 */
export const within = <A, E>(attempt: Effect.Effect<A, E>, watch: Watch<A, E>): Effect.Effect<A, E> =>
  Effect.uninterruptibleMask((restore) => {
    const { isHandedOver } = watch
    const ended = Effect.unsafeMakeLatch()
    // Kept here and not by the fiber: what is left of that one stays in memory for long.
    let outcome: Late<A, E> | undefined
    let isGivenUp = false

    // Who interrupts the attempt, if not its caller, has not undone it: that is no outcome.
    const end = (known: Late<A, E> | undefined) => {
      if (isGivenUp && known !== undefined) return watch.late(known)
      outcome = known
      return ended.open
    }
    const work = Effect.matchCauseEffect(Effect.interruptible(attempt), {
      onFailure: (cause) => end(Cause.isFailType(cause) ? Either.left(cause.error) : undefined),
      onSuccess: (answer) => end(Either.right(answer))
    })
    const timer = Effect.delay(
      Effect.when(Effect.sleep(grace), isHandedOver),
      Math.max(watch.milliseconds, 0)
    )

    const timed = Effect.fork(Effect.interruptible(Effect.zipRight(timer, ended.open)))
    // No generator: one that is made for each call keeps what the call has in hand until the next full collection.
    return Effect.flatMap(Effect.zip(Effect.forkDaemon(work), timed), ([working, timing]) => {
      const giveUp = Effect.suspend((): Effect.Effect<unknown> => {
        isGivenUp = true
        if (outcome !== undefined) return Effect.forkDaemon(watch.late(outcome))
        return watch.isWorthWaiting() ? watch.keep(working) : Effect.sync(() => stop(working))
      })
      const waited = Effect.onInterrupt(restore(ended.await), () => {
        stop(timing)
        watch.giveUp()
        return giveUp
      })
      const told = Effect.suspend(() => {
        stop(timing)
        const known = outcome
        outcome = undefined
        return known ?? Effect.zipRight(giveUp, Effect.fail(watch.giveUp()))
      })
      return Effect.zipRight(waited, told)
    })
  })
