/**
 * What a panel means by its refusal, whatever words, language or number it puts it in.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import * as Meanings from "./internal/meanings.js"

/**
 * The names for what a refusal means, grouped by the error that carries them: `AccountRefusal`,
 * `NotFound`, `RequestRefusal`, `RateLimited`, `PanelUnavailable`.
 *
 * @example
 * import { Meaning } from "@smmkit/core"
 *
 * assert.ok(Meaning.Meaning.literals.includes("insufficient-funds"))
 *
 * @since 0.1.0
 * @category schemas
 */
export const Meaning = Schema.Literal(
  ...Meanings.accountRefusal,
  ...Meanings.notFound,
  ...Meanings.requestRefusal,
  ...Meanings.rateLimited,
  ...Meanings.panelUnavailable
)

/**
 * One of the names for what a refusal means.
 *
 * @since 0.1.0
 * @category models
 */
export type Meaning = typeof Meaning.Type
