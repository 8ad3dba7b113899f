/**
 * Faults as they are named on a command line: traits by name, mishaps with their rate.
 *
 * @since 0.1.0
 */
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import * as Mishap from "./Mishap.js"
import * as Trait from "./Trait.js"

/**
 * How a panel always writes, and what goes wrong now and then.
 *
 * @since 0.1.0
 * @category models
 */
export interface Faults {
  readonly traits: ReadonlyArray<Trait.Name>
  readonly mishaps: Mishap.Rates
}

/**
 * The names of all faults: the mishaps, which take a rate, and the traits, which take none.
 *
 * @example
 * import { Fault } from "@smmkit/sandbox"
 *
 * assert.ok(Fault.names.includes("turkish") && Fault.names.includes("dropped-after"))
 *
 * @since 0.1.0
 * @category models
 */
export const names: ReadonlyArray<Mishap.Name | Trait.Name> = [...Mishap.names, ...Trait.names]

/**
 * Reads faults as they are written on a command line, or says what is wrong with them.
 *
 * @example
 * import { Fault } from "@smmkit/sandbox"
 * import { Either } from "effect"
 *
 * assert.deepStrictEqual(
 *   Fault.parse(["turkish", "dropped-after=0.2"]),
 *   Either.right({ traits: ["turkish"], mishaps: { "dropped-after": 0.2 } })
 * )
 * assert.ok(Either.isLeft(Fault.parse(["turkish=0.5"])))
 *
 * @since 0.1.0
 * @category combinators
 */
export const parse = (texts: ReadonlyArray<string>): Either.Either<Faults, string> => {
  const traits = texts.filter(Schema.is(Trait.Name))
  const always = texts.find((text) => Schema.is(Trait.Name)(text.slice(0, Math.max(0, text.indexOf("=")))))
  if (always !== undefined) {
    return Either.left(
      `${JSON.stringify(always)} is a trait, which a panel has or has not: give it without a rate`
    )
  }
  const wrong = Trait.problem(traits)
  if (wrong !== undefined) return Either.left(wrong)
  const rates = texts.filter((text) => !Schema.is(Trait.Name)(text)).map(Mishap.parseRate)
  return Either.map(Either.all(rates), (pairs) => ({ traits, mishaps: Object.fromEntries(pairs) }))
}
