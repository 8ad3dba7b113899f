/** The journal's store, which `SMMKIT_JOURNAL` names. */
import type { SqlClient } from "@effect/sql/SqlClient"
import type { StoreError } from "@smmkit/journal/JournalError"
import * as Place from "@smmkit/journal/Place"
import type { Store } from "@smmkit/journal/Store"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { type UsageError, variableError } from "./Failure.js"

export const layer: Layer.Layer<Store | SqlClient, UsageError | StoreError> = Layer.unwrapEffect(
  Effect.mapBoth(Place.config, { onFailure: variableError, onSuccess: Place.layerWithClient })
)
