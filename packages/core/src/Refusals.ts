/**
 * By which words an action understands what panels refuse with, and what it takes for a proof that nothing was
 * done. A program carries only what its actions can be refused with.
 *
 * @since 0.1.0
 */
import type { Refusals } from "./Call.js"
import * as PanelsNo from "./internal/panelsNo.js"
import { make } from "./internal/refusals/classify.js"
import { accessRules, accessWords } from "./internal/refusals/table.js"
import { understand, understandBy } from "./internal/refusals/understand.js"

export type { Asked, No, Phrase, Refusals, Understood } from "./Call.js"

/**
 * What any call may be refused with: the key, the account, a limit, a panel that is down. It proves nothing, so
 * that with it alone every refusal of a call that spends is `OutcomeUnknown`. `Balance` and `Services` know this.
 *
 * @example
 * import { Refusals } from "@smmkit/core"
 *
 * assert.strictEqual(Refusals.access.understand("balance", "Invalid API key", []).meaning, "bad-key")
 *
 * @since 0.1.0
 * @category constructors
 */
export const access: Refusals = {
  understand: /* @__PURE__ */ understandBy(/* @__PURE__ */ make(accessWords, accessRules)),
  proves: () => undefined
}

/**
 * All that is known: what orders are refused with as well, and when such a refusal proves that nothing was done.
 *
 * @example
 * import { Refusals } from "@smmkit/core"
 *
 * assert.strictEqual(Refusals.all.understand("add", "Not enough funds", []).meaning, "insufficient-funds")
 *
 * @since 0.1.0
 * @category constructors
 */
export const all: Refusals = { understand, proves: PanelsNo.ofAnswer }
