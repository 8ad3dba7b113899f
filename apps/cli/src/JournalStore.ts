/** The store that `SMMKIT_JOURNAL` names: one for all that stands on it in a command. */
import { Place } from "@smmkit/journal"
import { Effect, Layer } from "effect"
import { variableError } from "./Failure.js"

export const store = Layer.unwrapEffect(
  Effect.mapBoth(Place.config, { onFailure: variableError, onSuccess: Place.layerWithClient })
)
