/**
 * What comes back when one call asks about many IDs.
 *
 * @since 0.1.0
 */
import type * as Either from "effect/Either"

/**
 * The answer about one ID of many: what the panel says of it, or why that is not known. One bad ID
 * leaves the others unharmed.
 *
 * @since 0.1.0
 * @category models
 */
export interface Answered<Id, A, E> {
  readonly id: Id
  readonly result: Either.Either<A, E>
}
