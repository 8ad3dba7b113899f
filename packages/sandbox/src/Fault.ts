/**
 * Faults on demand: what networks, machinery and panels do to a call on a bad day, each under a name.
 *
 * @since 0.1.0
 */
import type * as Duration from "effect/Duration"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import { all } from "./internal/faults/all.js"
import type { Definition } from "./internal/faults/fault.js"

/**
 * The name of a fault.
 *
 * @since 0.1.0
 * @category models
 */
export type Name = keyof typeof all

const isName = (name: string): name is Name => Object.hasOwn(all, name)

/**
 * The name of a fault.
 *
 * @example
 * import { Fault } from "@smmkit/sandbox"
 * import { Schema } from "effect"
 *
 * assert.ok(Schema.is(Fault.Name)("dropped-after"))
 * assert.strictEqual(Schema.is(Fault.Name)("gremlins"), false)
 *
 * @since 0.1.0
 * @category schemas
 */
export const Name: Schema.Schema<Name, string> = Schema.String.pipe(
  Schema.filter(isName, { message: ({ actual }) => `there is no fault ${JSON.stringify(actual)}` })
)

/**
 * The names of all faults, in the order in which the README lists them.
 *
 * @example
 * import { Fault } from "@smmkit/sandbox"
 *
 * assert.ok(Fault.names.includes("half-body"))
 *
 * @since 0.1.0
 * @category models
 */
export const names: ReadonlyArray<Name> = Object.keys(all).filter(isName)

const definitions: Readonly<Record<Name, Definition>> = all

/**
 * What a fault does, in a sentence, and which actions it can befall.
 *
 * @example
 * import { Fault } from "@smmkit/sandbox"
 *
 * assert.strictEqual(
 *   Fault.describe("dropped-after").says,
 *   "The panel does what it was asked; the connection is cut before it answers"
 * )
 *
 * @since 0.1.0
 * @category combinators
 */
export const describe = (
  name: Name
): { readonly says: string; readonly on: ReadonlyArray<string> | "all" } => {
  const { says, on = "all" } = definitions[name]
  return { says, on }
}

/**
 * Faults by chance: of each the chance, from 0 to 1, that it befalls a call.
 *
 * @since 0.1.0
 * @category models
 */
export type Rates = { readonly [name in Name]?: number | undefined }

/**
 * What befalls one call on a script: nothing, a fault, or several together, those named first outermost.
 * `after` is for the faults that wait (`slow`, `booked-late`, `rate-limited`).
 *
 * @since 0.1.0
 * @category models
 */
export type Step =
  | "none"
  | Name
  | ReadonlyArray<Name>
  | { readonly fault: Name | ReadonlyArray<Name>; readonly after: Duration.DurationInput }

/**
 * Reads a rate as it is written on a command line.
 *
 * @example
 * import { Fault } from "@smmkit/sandbox"
 * import { Either } from "effect"
 *
 * assert.deepStrictEqual(Fault.parseRate("dropped-after=0.2"), Either.right(["dropped-after", 0.2]))
 * assert.ok(Either.isLeft(Fault.parseRate("dropped-after=2")))
 *
 * @since 0.1.0
 * @category combinators
 */
export const parseRate = (text: string): Either.Either<readonly [name: Name, rate: number], string> => {
  const at = text.indexOf("=")
  const [name, rate] = at === -1 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)]
  if (!isName(name)) return Either.left(`there is no fault ${JSON.stringify(name)}`)
  return /^(?:0|1|0?\.\d{1,15}|1\.0{1,15})$/.test(rate)
    ? Either.right([name, Number(rate)])
    : Either.left(
        `the rate of ${name} is ${JSON.stringify(rate)}: give a chance from 0 to 1, such as ${name}=0.2`
      )
}
