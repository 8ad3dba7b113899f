/**
 * How a panel always writes: the dialects, spellings and omissions that were met, each under a name. What
 * goes wrong now and then is a `Mishap`.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import type { Action } from "./Exchange.js"
import type { Definition } from "./internal/faults/trait.js"
import { traits } from "./internal/faults/traits.js"

/**
 * The name of a trait.
 *
 * @since 0.1.0
 * @category models
 */
export type Name =
  | "snake-types"
  | "singular-types"
  | "absent-types"
  | "absent-flags"
  | "flags-as-text"
  | "canceling-flag"
  | "grouped-thousands"
  | "limits-as-numbers"
  | "extra-fields"
  | "descriptions"
  | "wrapped-list"
  | "list-in-msg"
  | "numbered-list"
  | "unknown-as-pending"
  | "lower-case-states"
  | "snake-states"
  | "joined-states"
  | "unknown-states"
  | "unknown-start-count"
  | "unknown-remains"
  | "negative-remains"
  | "filler-zeros"
  | "start-counter"
  | "no-currency"
  | "stored-charge"
  | "no-charge"
  | "bare-parents"
  | "order-beside"
  | "balance-in-cents"
  | "balance-copies"
  | "balance-sign"
  | "local-balance"
  | "bare-balance"
  | "opaque-id"
  | "extra-answer-fields"
  | "code-beside"
  | "status-beside"
  | "order-id-name"
  | "id-in-data"
  | "id-in-list"
  | "created-201"
  | "success-text"
  | "refill-without-id"
  | "wrong-answer"
  | "cancel-true"
  | "cancel-request-id"
  | "cancel-holds-id"
  | "canceled-flag"
  | "cancel-ok"
  | "canceled-list"
  | "whole-refusal"
  | "all-unknown"
  | "missing-unknown"
  | "multiples-only"
  | "turkish"
  | "indonesian"
  | "vietnamese"
  | "sentences"
  | "terse"
  | "formulas"
  | "error-keys"
  | "misworded-maximum"
  | "key-in-error"
  | "error-beside-order"
  | "bare-error"
  | "map-for-list"
  | "single-object"
  | "list-for-one"
  | "flat-single"
  | "list-without-ids"
  | "wrapped-data"
  | "wrapped-result"
  | "error-beside-balance"
  | "nested-refusal"
  | "error-in-message"
  | "http-errors"
  | "text-as-numbers"
  | "numbers-as-text"
  | "control-sequences"
  | "capitalised"
  | "pretty-printed"
  | "form-error"
  | "plain-error"
  | "html-content-type"
  | "php-warning"
  | "bom"

/** The type above holds all of the table's names: one that it lacks does not compile below. */
const isName = (name: string): name is keyof typeof traits => Object.hasOwn(traits, name)

/**
 * The name of a trait.
 *
 * @example
 * import { Trait } from "@smmkit/sandbox"
 * import { Schema } from "effect"
 *
 * assert.ok(Schema.is(Trait.Name)("turkish"))
 * assert.strictEqual(Schema.is(Trait.Name)("dropped-after"), false)
 *
 * @since 0.1.0
 * @category schemas
 */
export const Name: Schema.Schema<Name, string> = Schema.String.pipe(
  Schema.filter(isName, { message: ({ actual }) => `there is no trait ${JSON.stringify(actual)}` })
)

/**
 * The names of all traits, in the order in which they are put on an answer.
 *
 * @example
 * import { Trait } from "@smmkit/sandbox"
 *
 * assert.ok(Trait.names.includes("bom"))
 *
 * @since 0.1.0
 * @category models
 */
export const names: ReadonlyArray<Name> = Object.keys(traits).filter(isName)

const definitions: Readonly<Record<Name, Definition>> = traits

/**
 * What a trait is, in a sentence, and which actions' answers it changes.
 *
 * @example
 * import { Trait } from "@smmkit/sandbox"
 *
 * assert.strictEqual(Trait.describe("bom").says, "A byte order mark stands before the JSON")
 *
 * @since 0.1.0
 * @category combinators
 */
export const describe = (
  name: Name
): { readonly says: string; readonly on: ReadonlyArray<Action> | "all" } => {
  const { says, on = "all" } = definitions[name]
  return { says, on }
}

/**
 * Whether no panel can have both traits, as both say how one part of the answers is written.
 *
 * @example
 * import { Trait } from "@smmkit/sandbox"
 *
 * assert.strictEqual(Trait.exclude("turkish", "vietnamese"), true)
 * assert.strictEqual(Trait.exclude("turkish", "bom"), false)
 *
 * @since 0.1.0
 * @category combinators
 */
export const exclude = (one: Name, other: Name): boolean => {
  const claims = definitions[other].claims ?? []
  return one !== other && (definitions[one].claims ?? []).some((claim) => claims.includes(claim))
}

/**
 * What is wrong with a list of traits, in words: a name that does not exist, or two that exclude each other.
 *
 * @example
 * import { Trait } from "@smmkit/sandbox"
 *
 * assert.strictEqual(Trait.problem(["turkish", "bom"]), undefined)
 * assert.strictEqual(Trait.problem(["turkish", "vietnamese"]), "turkish and vietnamese exclude each other")
 *
 * @since 0.1.0
 * @category combinators
 */
export const problem = (chosen: ReadonlyArray<string>): string | undefined => {
  const stray = chosen.find((name) => !isName(name))
  if (stray !== undefined) return `there is no trait ${JSON.stringify(stray)}`
  const known = chosen.filter(isName)
  for (const [at, one] of known.entries()) {
    const other = known.slice(at + 1).find((other) => exclude(one, other))
    if (other !== undefined) return `${one} and ${other} exclude each other`
  }
  return undefined
}
