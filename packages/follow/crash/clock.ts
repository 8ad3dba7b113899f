/** A time that runs faster than life, the same for all processes of the machine: the second looks do not take minutes. */
import * as StoreClock from "@smmkit/follow/StoreClock"
import { Clock, Effect, Layer } from "effect"

const speed = 60

export const fast = (start: number): Layer.Layer<StoreClock.StoreClock> =>
  Layer.succeed(StoreClock.StoreClock, {
    now: Effect.map(Clock.currentTimeMillis, (now) => Math.floor(start + (now - start) * speed))
  })
