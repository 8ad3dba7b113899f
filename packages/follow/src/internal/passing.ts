/** How much time passes, in milliseconds, by the clock that nobody sets. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"

const nanos = 1_000_000

export const passing: Effect.Effect<number> = Effect.map(Clock.currentTimeNanos, (now) => Number(now) / nanos)
