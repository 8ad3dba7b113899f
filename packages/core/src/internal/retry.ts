/** When a call is sent again: how long after, how long a panel asks to wait, and not at all past its deadline. */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"

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
const longest = 24 * 60 * 60 * 1000

// All forms that HTTP has had begin with the day, and hold the time.
const httpDate = /^(?:mon|tue|wed|thu|fri|sat|sun).*\d:\d/i

/** The wait that a `Retry-After` header asks for, seconds or an HTTP date, in milliseconds; null where it is absent or makes no sense. */
export const retryAfter = (header: string | undefined, now: number): number | null => {
  const text = header?.trim() ?? ""
  const seconds = /^\d{1,9}(?:\.\d+)?$/.test(text)
  // A date that names no zone, as HTTP's oldest form does not, is in UTC all the same.
  const inZone = /[a-z]$| [+-]\d{4}$/i.test(text) ? text : `${text} GMT`
  const wait = seconds ? Number(text) * 1000 : httpDate.test(text) ? Date.parse(inZone) - now : Number.NaN
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), longest) : null
}
