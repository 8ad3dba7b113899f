/** Takes in what was placed before follow came, and goes on however often the store fails. */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import { FollowStore } from "../../FollowStore.js"
import { Pulse } from "../../Pulse.js"

const pause = Duration.millis(50)

export const takeIn: Effect.Effect<void, never, FollowStore | Pulse> = Effect.gen(function* () {
  const store = yield* FollowStore
  const pulse = yield* Pulse
  const page = Effect.retry(
    Effect.tapError(store.takeIn, (error) =>
      Effect.logWarning(`orders that were placed before cannot be taken in: ${error.message}`)
    ),
    Schedule.spaced("10 seconds")
  )
  yield* Effect.repeat(Effect.zipLeft(page, Effect.sleep(pause)), { while: (more) => more })
  yield* pulse.wake
}).pipe(Effect.orDie)
