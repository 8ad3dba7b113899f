/**
 * What goes wrong now and then: what networks, machinery and panels do to a call on a bad day, each under a
 * name. How a panel always writes is a `Trait`.
 *
 * @since 0.1.0
 */
import type * as DateTime from "effect/DateTime"
import type * as Duration from "effect/Duration"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import type { Action } from "./Exchange.js"
import type { Definition } from "./internal/faults/mishap.js"
import { mishaps } from "./internal/faults/mishaps.js"

export { Action } from "./Exchange.js"

/**
 * The name of a mishap.
 *
 * @since 0.1.0
 * @category models
 */
export type Name =
  | "refused"
  | "dropped-before"
  | "dropped-after"
  | "booked-late"
  | "slow"
  | "half-body"
  | "rate-limited"
  | "gateway-error"
  | "html-before"
  | "html"
  | "html-200"
  | "bot-check"
  | "redirect"
  | "stranger-spends"
  | "stranger-orders"
  | "refund-lands"
  | "server-error-before"
  | "server-error-after"
  | "rate-limited-200"
  | "maintenance"
  | "not-created"
  | "done-though-refused"
  | "empty-body"
  | "not-json"
  | "null"
  | "empty-list"
  | "missing-id"
  | "success-without-id"
  | "empty-catalogue"
  | "zero-id"
  | "null-id"
  | "id-beside-error"
  | "row-error"
  | "cancel-ignored"
  | "nonsense"
  | "stale-answer"
  | "ids-left-out"
  | "shown-pending"
  | "not-yet-shown"

/** The type above holds all of the table's names: one that it lacks does not compile below. */
const isName = (name: string): name is keyof typeof mishaps => Object.hasOwn(mishaps, name)

/**
 * The name of a mishap.
 *
 * @example
 * import { Mishap } from "@smmkit/sandbox"
 * import { Schema } from "effect"
 *
 * assert.ok(Schema.is(Mishap.Name)("dropped-after"))
 * assert.strictEqual(Schema.is(Mishap.Name)("gremlins"), false)
 *
 * @since 0.1.0
 * @category schemas
 */
export const Name: Schema.Schema<Name, string> = Schema.String.pipe(
  Schema.filter(isName, { message: ({ actual }) => `there is no mishap ${JSON.stringify(actual)}` })
)

/**
 * The names of all mishaps, in the order in which the README lists them.
 *
 * @example
 * import { Mishap } from "@smmkit/sandbox"
 *
 * assert.ok(Mishap.names.includes("half-body"))
 *
 * @since 0.1.0
 * @category models
 */
export const names: ReadonlyArray<Name> = Object.keys(mishaps).filter(isName)

const definitions: Readonly<Record<Name, Definition>> = mishaps

/**
 * What a mishap does, in a sentence, and which actions it can befall.
 *
 * @example
 * import { Mishap } from "@smmkit/sandbox"
 *
 * assert.strictEqual(
 *   Mishap.describe("dropped-after").says,
 *   "The panel does what it was asked; the connection is cut before it answers"
 * )
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
 * Whether two mishaps cannot both befall one call. Where they would, one of them is drawn.
 *
 * @example
 * import { Mishap } from "@smmkit/sandbox"
 *
 * assert.strictEqual(Mishap.exclude("dropped-before", "html"), true)
 * assert.strictEqual(Mishap.exclude("dropped-before", "stranger-spends"), false)
 *
 * @since 0.1.0
 * @category combinators
 */
export const exclude = (one: Name, other: Name): boolean =>
  definitions[one].claims.some((claim) => definitions[other].claims.includes(claim))

/**
 * Mishaps by chance: of each the chance, from 0 to 1, that it befalls a call.
 *
 * @since 0.1.0
 * @category models
 */
export type Rates = { readonly [name in Name]?: number | undefined }

/**
 * What befalls one call on a script: nothing, a mishap, or several together. `after` is for those that wait
 * (`slow`, `booked-late`, `rate-limited`) or look back (`stale-answer`, `not-yet-shown`).
 *
 * @since 0.1.0
 * @category models
 */
export type Step =
  | "none"
  | Name
  | ReadonlyArray<Name>
  | { readonly mishap: Name | ReadonlyArray<Name>; readonly after: Duration.DurationInput }

/**
 * Which calls are meant: those of an action, an account or a key, or those that ask about an order. What
 * changes an answer then changes only what it says of that order.
 *
 * @since 0.1.0
 * @category models
 */
export interface Where {
  readonly action?: Action | undefined
  readonly account?: string | undefined
  readonly key?: string | undefined
  readonly order?: string | undefined
}

/**
 * Mishaps that befall all calls that are meant, or some of them by chance, for ever or until a time.
 *
 * @since 0.1.0
 * @category models
 */
export interface Rule extends Where {
  readonly mishap: Name | ReadonlyArray<Name>
  /** From 0 to 1. Default: 1. */
  readonly chance?: number | undefined
  readonly after?: Duration.DurationInput | undefined
  /** Default: for ever. */
  readonly until?: DateTime.Utc | undefined
}

/**
 * Reads a rate as it is written on a command line.
 *
 * @example
 * import { Mishap } from "@smmkit/sandbox"
 * import { Either } from "effect"
 *
 * assert.deepStrictEqual(Mishap.parseRate("dropped-after=0.2"), Either.right(["dropped-after", 0.2]))
 * assert.ok(Either.isLeft(Mishap.parseRate("dropped-after=2")))
 *
 * @since 0.1.0
 * @category combinators
 */
export const parseRate = (text: string): Either.Either<readonly [name: Name, rate: number], string> => {
  const at = text.indexOf("=")
  const [name, rate] = at === -1 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)]
  if (!isName(name)) return Either.left(`there is no mishap ${JSON.stringify(name)}`)
  return /^(?:0|1|0?\.\d{1,15}|1\.0{1,15})$/.test(rate)
    ? Either.right([name, Number(rate)])
    : Either.left(
        `the rate of ${name} is ${JSON.stringify(rate)}: give a chance from 0 to 1, such as ${name}=0.2`
      )
}
