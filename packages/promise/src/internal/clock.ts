/** A clock whose timers do not keep the process alive: for what goes on in the background all the time. */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"

const longest = 2 ** 31 - 1

const unref = (timer: unknown): void => {
  if (Predicate.hasProperty(timer, "unref") && typeof timer.unref === "function") timer.unref()
}

export const make = (): Clock.Clock => {
  const clock = Clock.make()
  return {
    [Clock.ClockTypeId]: Clock.ClockTypeId,
    currentTimeMillis: clock.currentTimeMillis,
    currentTimeNanos: clock.currentTimeNanos,
    unsafeCurrentTimeMillis: () => clock.unsafeCurrentTimeMillis(),
    unsafeCurrentTimeNanos: () => clock.unsafeCurrentTimeNanos(),
    sleep: (duration) =>
      Effect.async<void>((resume) => {
        const milliseconds = Duration.toMillis(duration)
        if (milliseconds > longest) return
        const timer = setTimeout(() => resume(Effect.void), milliseconds)
        unref(timer)
        return Effect.sync(() => clearTimeout(timer))
      })
  }
}
