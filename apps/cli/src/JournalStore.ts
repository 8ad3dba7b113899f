/** The journal's store, which `SMMKIT_JOURNAL` names. */
import type { SqlClient } from "@effect/sql/SqlClient"
import type { StoreError } from "@smmkit/journal/JournalError"
import * as Place from "@smmkit/journal/Place"
import type { Store } from "@smmkit/journal/Store"
import type { ConfigError } from "effect/ConfigError"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { UsageError } from "./Failure.js"

const unusable = (error: ConfigError) =>
  new UsageError({
    message: `SMMKIT_JOURNAL is not usable: ${"message" in error ? error.message : String(error)}`
  })

export const layer: Layer.Layer<Store | SqlClient, UsageError | StoreError> = Layer.unwrapEffect(
  Effect.mapBoth(Place.config, { onFailure: unusable, onSuccess: Place.layerWithClient })
)
