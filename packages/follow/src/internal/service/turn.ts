/** Two who take the same order from each other would do so for ever, step by step: who lost waits a moment of chance. */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"

const longest = 100

export const nextTurn: Effect.Effect<void> = Effect.flatMap(Random.nextIntBetween(1, longest), (time) =>
  Effect.sleep(Duration.millis(time))
)
