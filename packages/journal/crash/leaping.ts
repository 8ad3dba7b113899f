/** A clock on which time leaps: what a process sees that was stopped, or a machine that slept. */
import { Clock, Effect } from "effect"

export interface Leaping {
  readonly clock: Clock.Clock
  /** Both of its times, the wall's and the one that never jumps by itself, go ahead by so many milliseconds. */
  readonly leap: (milliseconds: number) => void
}

export const makeLeaping = (): Leaping => {
  const real = Clock.make()
  let ahead = 0
  const millis = () => real.unsafeCurrentTimeMillis() + ahead
  const nanos = () => real.unsafeCurrentTimeNanos() + BigInt(ahead) * 1_000_000n
  return {
    clock: {
      [Clock.ClockTypeId]: Clock.ClockTypeId,
      unsafeCurrentTimeMillis: millis,
      unsafeCurrentTimeNanos: nanos,
      currentTimeMillis: Effect.sync(millis),
      currentTimeNanos: Effect.sync(nanos),
      sleep: (duration) => real.sleep(duration)
    },
    leap: (milliseconds) => {
      ahead += milliseconds
    }
  }
}

/** By how much time leaps with each stop: far longer than a lease, and than a call may take. */
export const hour = 3_600_000
