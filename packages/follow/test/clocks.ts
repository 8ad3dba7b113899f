/** Machines' clocks that are wrong. */
import { Clock, Effect } from "effect"

/** The same clock, as a machine shows it that goes before or behind; what waits by it waits as long as ever. */
export const shifted = (clock: Clock.Clock, by: () => number): Clock.Clock => ({
  [Clock.ClockTypeId]: Clock.ClockTypeId,
  unsafeCurrentTimeMillis: () => clock.unsafeCurrentTimeMillis() + by(),
  currentTimeMillis: Effect.map(clock.currentTimeMillis, (now) => now + by()),
  unsafeCurrentTimeNanos: () => clock.unsafeCurrentTimeNanos(),
  currentTimeNanos: clock.currentTimeNanos,
  sleep: (duration) => clock.sleep(duration)
})
