/**
 * What a panel means by its refusal, whatever words, language or number it puts it in.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * The names for what a refusal means, by the error that carries them.
 *
 * @example
 * import { Meaning } from "@smmkit/core"
 *
 * assert.deepStrictEqual(Meaning.byError.RateLimited, ["rate-limited"])
 *
 * @since 0.1.0
 * @category constants
 */
export const byError = {
  AccountRefusal: ["bad-key", "account-disabled", "insufficient-funds"],
  NotFound: ["bad-service", "order-not-found", "refill-not-found"],
  RequestRefusal: [
    "service-disabled",
    "bad-link",
    "quantity-low",
    "quantity-high",
    "quantity-range",
    "missing-parameter",
    "bad-comments",
    "bad-dripfeed",
    "min-above-max",
    "duplicate-active",
    "quota",
    "refill-unavailable",
    "refill-too-early",
    "refill-already",
    "refill-failed",
    "cancel-impossible",
    "cancel-already",
    "bad-action",
    "wrong-address",
    "bad-request"
  ],
  RateLimited: ["rate-limited"],
  PanelUnavailable: ["maintenance", "server-error", "blocked"]
} as const

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
  ...byError.AccountRefusal,
  ...byError.NotFound,
  ...byError.RequestRefusal,
  ...byError.RateLimited,
  ...byError.PanelUnavailable
)

/**
 * One of the names for what a refusal means.
 *
 * @since 0.1.0
 * @category models
 */
export type Meaning = typeof Meaning.Type
