/**
 * Keeping a key out of what programs print: a panel may repeat it in any of its texts, and a person may
 * paste it where it does not belong.
 *
 * Errors of this package are redacted already; names and other texts of an answer are left as they came.
 *
 * @since 0.1.0
 */
import type * as Redacted from "effect/Redacted"
import * as Redact from "./internal/redact.js"

/**
 * Makes a function that replaces a key in a text, plain or percent-, JSON- or HTML-encoded, and leaves
 * all else as it is.
 *
 * @example
 * import { Redaction } from "@smmkit/core"
 * import { Redacted } from "effect"
 *
 * const conceal = Redaction.conceal(Redacted.make("fake-key"))
 *
 * assert.strictEqual(conceal("no such key: fake-key"), "no such key: <redacted>")
 *
 * @since 0.1.0
 * @category constructors
 */
export const conceal: (key: Redacted.Redacted<string>) => (text: string) => string = Redact.conceal
