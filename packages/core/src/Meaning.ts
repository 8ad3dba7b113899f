/**
 * What a panel means by its refusal, whatever words, language or number it puts it in.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * The names for what a refusal means, grouped by what it speaks of: the account, the order, the refill,
 * the cancel, the call itself.
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
  "bad-key",
  "account-disabled",
  "insufficient-funds",
  "bad-service",
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
  "order-not-found",
  "refill-unavailable",
  "refill-too-early",
  "refill-already",
  "refill-not-found",
  "refill-failed",
  "cancel-impossible",
  "cancel-already",
  "rate-limited",
  "bad-action",
  "maintenance",
  "wrong-address",
  "bad-request",
  "blocked",
  "server-error"
)

/**
 * One of the names for what a refusal means.
 *
 * @since 0.1.0
 * @category models
 */
export type Meaning = typeof Meaning.Type
