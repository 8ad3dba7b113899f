/** How the promises of a store are put down. */
import type * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import type { StoreError } from "../../JournalError.js"
import type * as Store from "../../Store.js"

/**
 * A place for a store, to which several processes can connect.
 *
 * @since 0.1.0
 * @category models
 */
export interface Place {
  readonly connect: Layer.Layer<Store.Store, StoreError>
}

type Body = (store: Store.Store.Service, place: Place) => Effect.Effect<void, unknown>

/** A list of promises, and what puts one down in it. */
export const listed = () => {
  const promises: Array<readonly [name: string, body: Body]> = []
  return { promises, promise: (name: string, body: Body) => void promises.push([name, body]) }
}
