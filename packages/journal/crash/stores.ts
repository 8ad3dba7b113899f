/** The store that an address names: a file, or a PostgreSQL database. */
import { type JournalError, Place, type Store } from "@smmkit/journal"
import { Effect, Layer } from "effect"

export const storeAt = (address: string): Layer.Layer<Store.Store, JournalError.StoreError> =>
  Layer.unwrapEffect(Effect.map(Effect.orDie(Place.parse(address)), Place.layer))
