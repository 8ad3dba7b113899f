/**
 * Identifiers are branded text. Panels send them as numbers, as numeric text and as opaque text, some
 * of them past what a number can hold; as text they all survive, and one kind is not taken for another.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { shown } from "./internal/look.js"
import { readId } from "./internal/wire.js"

const identifier = Schema.String.pipe(
  Schema.filter((text) => readId(text) === text, {
    message: (issue) =>
      `${shown(issue.actual)} is no ID: expected 1 to 255 characters without spaces and commas, and no word for nothing such as "0" or "null"`,
    arbitrary: () => (fc) =>
      fc.oneof(fc.stringMatching(/^[1-9]\d{0,19}$/), fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,19}$/))
  })
)

/**
 * The ID of a service in a panel's catalogue (`service` in the protocol).
 *
 * @example
 * import { Identifiers } from "@smmkit/core"
 *
 * assert.strictEqual(Identifiers.ServiceId.make("42"), "42")
 *
 * @since 0.1.0
 * @category schemas
 */
export const ServiceId = identifier.pipe(Schema.brand("@smmkit/core/ServiceId"))

/**
 * @since 0.1.0
 * @category models
 */
export type ServiceId = typeof ServiceId.Type

/**
 * The ID of an order (`order` in the protocol).
 *
 * @example
 * import { Identifiers } from "@smmkit/core"
 *
 * assert.strictEqual(Identifiers.OrderId.make("b76VJizQKZ"), "b76VJizQKZ")
 * assert.throws(() => Identifiers.OrderId.make("1,2"))
 *
 * @since 0.1.0
 * @category schemas
 */
export const OrderId = identifier.pipe(Schema.brand("@smmkit/core/OrderId"))

/**
 * @since 0.1.0
 * @category models
 */
export type OrderId = typeof OrderId.Type

/**
 * The ID of a refill (`refill` in the protocol).
 *
 * @example
 * import { Identifiers } from "@smmkit/core"
 *
 * assert.strictEqual(Identifiers.RefillId.make("12345"), "12345")
 *
 * @since 0.1.0
 * @category schemas
 */
export const RefillId = identifier.pipe(Schema.brand("@smmkit/core/RefillId"))

/**
 * @since 0.1.0
 * @category models
 */
export type RefillId = typeof RefillId.Type
