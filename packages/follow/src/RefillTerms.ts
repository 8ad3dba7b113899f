/**
 * The term of a service's refills, read from its name: panels state it nowhere else.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { stated } from "./internal/refillTerms/claims.js"
import { outline } from "./internal/refillTerms/outline.js"

/**
 * For how long after the end of an order the panel refills what drops off.
 *
 * - `Days`: for so many days
 * - `Lifetime`: as long as the service is sold; panels often mean a year
 * - `None`: never
 * - `Unknown`: the name does not say, or not for sure
 *
 * @example
 * import { RefillTerms } from "@smmkit/follow"
 * import { Schema } from "effect"
 *
 * const term = Schema.decodeUnknownSync(RefillTerms.RefillTerms)({ _tag: "Days", days: 30 })
 *
 * assert.strictEqual(term._tag, "Days")
 *
 * @since 0.1.0
 * @category schemas
 */
export const RefillTerms = Schema.Union(
  Schema.TaggedStruct("Days", { days: Schema.Int.pipe(Schema.positive()) }),
  Schema.TaggedStruct("Lifetime", {}),
  Schema.TaggedStruct("None", {}),
  Schema.TaggedStruct("Unknown", {})
)

/**
 * @since 0.1.0
 * @category models
 */
export type RefillTerms = typeof RefillTerms.Type

/**
 * The refill term in the name of a service, in the languages that panels are written in. It is `Unknown` unless
 * the name states one term and nothing in it speaks against that term: a crossed-out `R30`, a range, the term of
 * something else that is sold, two terms, or a word right beside the term that is not known here are all unknown.
 *
 * @example
 * import { RefillTerms } from "@smmkit/follow"
 *
 * assert.deepStrictEqual(RefillTerms.parse("Instagram Followers [Refill: 30 Days] 50K/Day"), { _tag: "Days", days: 30 })
 * assert.deepStrictEqual(RefillTerms.parse("Takipçi | Telafisiz | Hızlı"), { _tag: "None" })
 * assert.deepStrictEqual(RefillTerms.parse("Instagram Followers BR30"), { _tag: "Unknown" })
 *
 * @since 0.1.0
 * @category constructors
 */
export const parse = (name: string): RefillTerms => {
  // A catalogue may have none.
  if (typeof name !== "string") return { _tag: "Unknown" }
  const term = crossedOut.test(name) ? null : stated(outline(name.slice(0, longest)))
  if (term === null) return { _tag: "Unknown" }
  if (term === "lifetime") return { _tag: "Lifetime" }
  return term === "none" ? { _tag: "None" } : { _tag: "Days", days: term }
}

/** Lines drawn through letters. */
const crossedOut = /[\u0335-\u0338]/u

/** More of a name than any panel shows. */
const longest = 1000
