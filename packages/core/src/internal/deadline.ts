/** How much time a call has, and how much of it has passed. */
import type * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
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
