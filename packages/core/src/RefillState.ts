/**
 * The state of a refill, as the panel tells it.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { fold } from "./internal/wire.js"
import { Unknown } from "./OrderState.js"

/**
 * The states that this version knows. Only `Completed` means done; `Rejected`, `Canceled` and `Error`
 * mean that it will not happen.
 *
 * @example
 * import { RefillState } from "@smmkit/core"
 * import { Schema } from "effect"
 *
 * assert.ok(Schema.is(RefillState.Known)("Rejected"))
 *
 * @since 0.1.0
 * @category schemas
 */
export const Known = Schema.Literal(
  "Pending",
  "Approved",
  "Processing",
  "In progress",
  "Completed",
  "Rejected",
  "Canceled",
  "Error"
)

/**
 * A known state, or the panel's own word.
 *
 * @example
 * import { RefillState } from "@smmkit/core"
 * import { Schema } from "effect"
 *
 * assert.ok(Schema.is(RefillState.RefillState)("Completed"))
 *
 * @since 0.1.0
 * @category schemas
 */
export const RefillState = Schema.Union(Known, Unknown)

/**
 * @since 0.1.0
 * @category models
 */
export type RefillState = typeof RefillState.Type

const spellings = new Map([
  ...Known.literals.map((state) => [fold(state), state] as const),
  ["cancelled", "Canceled"] as const
])

/**
 * A state in any spelling; a word that is no spelling of a known state stays as it is.
 *
 * @example
 * import { RefillState } from "@smmkit/core"
 * import { Schema } from "effect"
 *
 * assert.strictEqual(Schema.decodeUnknownSync(RefillState.FromWire)("cancelled"), "Canceled")
 *
 * @since 0.1.0
 * @category schemas
 */
export const FromWire = Schema.transform(Schema.String, Schema.typeSchema(RefillState), {
  strict: false,
  decode: (word) => spellings.get(fold(word)) ?? word.trim(),
  encode: (state) => state
})
