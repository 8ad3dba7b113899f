/**
 * How every package checks the options that it is given, and the one error that tells of a wrong one.
 * A check gives the value where it can be worked with, else what would be right: nothing that a program
 * or a stranger wrote into an option becomes a defect, or a surprise an hour later.
 *
 * @since 0.1.0
 */
import * as Duration from "effect/Duration"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import { shown, tried } from "./internal/look.js"

/**
 * An option that cannot be worked with: whose it is, which one, what it held and what would be right. What
 * an option with a secret held is left out.
 *
 * @example
 * import { Options } from "@smmkit/core"
 *
 * const error = new Options.InvalidOption({
 *   of: "panel",
 *   field: "retries",
 *   value: "-1",
 *   remedy: "give a whole number from 0"
 * })
 *
 * assert.strictEqual(error.message, "The panel's retries is not usable: give a whole number from 0 instead of -1")
 *
 * @since 0.1.0
 * @category errors
 */
export class InvalidOption extends Schema.TaggedError<InvalidOption>("@smmkit/core/InvalidOption")(
  "InvalidOption",
  {
    /** Whose option it is, in words: `panel`, `Node transport`. */
    of: Schema.String,
    field: Schema.String,
    /** What it held, shortened; empty where that may be a secret. */
    value: Schema.String,
    remedy: Schema.String
  }
) {
  override get message(): string {
    const instead = this.value === "" ? "" : ` instead of ${this.value}`
    return `The ${this.of}'s ${this.field} is not usable: ${this.remedy}${instead}`
  }
}

/**
 * What a value is checked with: the value to work with, or what would be right.
 *
 * @since 0.1.0
 * @category models
 */
export type Check<A> = (value: unknown) => Either.Either<A, string>

/**
 * The checker of one owner's options. Give it the option's name, what it holds, and the check; `isSecret`
 * keeps what it holds out of the error.
 *
 * @example
 * import { Options } from "@smmkit/core"
 * import { Either } from "effect"
 *
 * const check = Options.checker("shop")
 * const workers = check("workers", 0, Options.whole({ least: 1, most: 64 }))
 *
 * assert.ok(Either.isLeft(workers))
 * assert.strictEqual(
 *   workers.left.message,
 *   "The shop's workers is not usable: give a whole number from 1 to 64 instead of 0"
 * )
 *
 * @since 0.1.0
 * @category constructors
 */
export const checker =
  (of: string) =>
  <A>(
    field: string,
    value: unknown,
    check: Check<A>,
    { isSecret = false }: { readonly isSecret?: boolean } = {}
  ): Either.Either<A, InvalidOption> =>
    Either.mapLeft(
      tried(
        () => check(value),
        () => Either.left("give a value that can be read")
      ),
      (remedy) => new InvalidOption({ of, field, value: isSecret ? "" : shown(value), remedy })
    )

/**
 * A check by a type guard, for which this remedy is said.
 *
 * @example
 * import { Options } from "@smmkit/core"
 * import { Either, Predicate } from "effect"
 *
 * const check = Options.is(Predicate.isBoolean, "give true or false")
 *
 * assert.deepStrictEqual(check("yes"), Either.left("give true or false"))
 *
 * @since 0.1.0
 * @category checks
 */
export const is =
  <A>(guard: (value: unknown) => value is A, remedy: string): Check<A> =>
  (value) =>
    guard(value) ? Either.right(value) : Either.left(remedy)

/**
 * A check that gives a copy of an object, each field of which was looked at once: what follows reads what was
 * checked, and no getter surprises it.
 *
 * @example
 * import { Options } from "@smmkit/core"
 * import { Either } from "effect"
 *
 * const check = Options.copy("give an object, which may be empty")
 *
 * assert.deepStrictEqual(check({ workers: 8 }), Either.right({ workers: 8 }))
 * assert.deepStrictEqual(check([]), Either.left("give an object, which may be empty"))
 *
 * @since 0.1.0
 * @category checks
 */
export const copy =
  (remedy: string) =>
  <A extends object>(given: A): Either.Either<A, string> =>
    tried(
      () => (Predicate.isRecord(given) ? Either.right({ ...given }) : Either.left(remedy)),
      () => Either.left(remedy)
    )

/**
 * Checks for an object of these names only: an option that is misspelt would change nothing, and nobody would know.
 *
 * @example
 * import { Options } from "@smmkit/core"
 * import { Either } from "effect"
 *
 * const check = Options.only(["decimals", "rounding"])
 *
 * assert.deepStrictEqual(check({ decimals: 2 }), Either.right({ decimals: 2 }))
 * assert.deepStrictEqual(check({ decimal: 2 }), Either.left('it has no "decimal", only decimals, rounding'))
 *
 * @since 0.1.0
 * @category checks
 */
export const only =
  (names: ReadonlyArray<string>): Check<Readonly<Record<string, unknown>>> =>
  (value) => {
    if (!Predicate.isRecord(value)) return Either.left(`give an object of ${names.join(", ")}`)
    const other = Object.keys(value).find((name) => !names.includes(name))
    return other === undefined
      ? Either.right(value)
      : Either.left(`it has no ${JSON.stringify(other)}, only ${names.join(", ")}`)
  }

/**
 * A guard for lists all of whose entries pass another. It ends at the first that does not, and sees holes as
 * entries, so that a list of four billion of them takes no time.
 *
 * @example
 * import { Options } from "@smmkit/core"
 * import { Predicate } from "effect"
 *
 * const areTexts = Options.isListOf(Predicate.isString)
 *
 * assert.ok(areTexts(["a", "b"]))
 * assert.ok(!areTexts(new Array(5)))
 *
 * @since 0.1.0
 * @category guards
 */
export const isListOf =
  <A>(guard: (value: unknown) => value is A) =>
  (value: unknown): value is ReadonlyArray<A> => {
    if (!Array.isArray(value)) return false
    const entries: ReadonlyArray<unknown> = value
    return tried(
      () => {
        for (const entry of entries) if (!guard(entry)) return false
        return true
      },
      () => false
    )
  }

/**
 * A check by a schema: for an ID or an amount that a stranger typed, where `make` would throw.
 *
 * @example
 * import { Identifiers, Options } from "@smmkit/core"
 * import { Either } from "effect"
 *
 * const check = Options.decoded(Identifiers.ServiceId, "give the ID of a service")
 *
 * assert.deepStrictEqual(check(""), Either.left("give the ID of a service"))
 *
 * @since 0.1.0
 * @category checks
 */
export const decoded = <A, I>(schema: Schema.Schema<A, I>, remedy: string): Check<A> => {
  const decode = Schema.decodeUnknownEither(schema)
  return (value) => Either.mapLeft(decode(value), () => remedy)
}

/**
 * Yes or no.
 *
 * @example
 * import { Options } from "@smmkit/core"
 * import { Either } from "effect"
 *
 * assert.deepStrictEqual(Options.flag("yes"), Either.left("give true or false"))
 *
 * @since 0.1.0
 * @category checks
 */
export const flag: Check<boolean> = /* @__PURE__ */ is(Predicate.isBoolean, "give true or false")

/**
 * A whole number within bounds, the bounds included.
 *
 * @example
 * import { Options } from "@smmkit/core"
 * import { Either } from "effect"
 *
 * assert.deepStrictEqual(Options.whole({ least: 1 })(8), Either.right(8))
 * assert.deepStrictEqual(Options.whole({ least: 1 })(Number.NaN), Either.left("give a whole number from 1"))
 *
 * @since 0.1.0
 * @category checks
 */
export const whole = ({ least, most }: { readonly least: number; readonly most?: number }): Check<number> =>
  is(
    (value): value is number =>
      typeof value === "number" &&
      Number.isSafeInteger(value) &&
      value >= least &&
      value <= (most ?? Number.MAX_SAFE_INTEGER),
    `give a whole number from ${least}${most === undefined ? "" : ` to ${most}`}`
  )

/**
 * One of some words.
 *
 * @example
 * import { Options } from "@smmkit/core"
 * import { Either } from "effect"
 *
 * assert.deepStrictEqual(Options.oneOf(["orders", "order"])("both"), Either.left("give one of orders, order"))
 *
 * @since 0.1.0
 * @category checks
 */
export const oneOf = <A extends string>(words: ReadonlyArray<A>): Check<A> =>
  is((value): value is A => words.some((word) => word === value), `give one of ${words.join(", ")}`)

/**
 * The longest time that a timer of JavaScript runs, 24.8 days; one that is told to run longer ends at once.
 *
 * @example
 * import { Options } from "@smmkit/core"
 * import { Duration } from "effect"
 *
 * assert.strictEqual(Duration.toMillis(Options.longestTimer), 2_147_483_647)
 *
 * @since 0.1.0
 * @category constants
 */
export const longestTimer: Duration.Duration = /* @__PURE__ */ Duration.millis(2 ** 31 - 1)

/**
 * A time that ends: longer than none unless `none` may be, no longer than `most`; `endless` takes
 * `Duration.infinity`, too.
 *
 * @example
 * import { Options } from "@smmkit/core"
 * import { Duration, Either } from "effect"
 *
 * assert.deepStrictEqual(Options.time()("3 seconds"), Either.right(Duration.seconds(3)))
 * assert.deepStrictEqual(
 *   Options.time({ most: Options.longestTimer })("30 days"),
 *   Either.left('give a time such as "10 seconds", longer than none, at most 24d 20h 31m 23s 647ms')
 * )
 *
 * @since 0.1.0
 * @category checks
 */
export const time = ({
  none = false,
  endless = false,
  most
}: {
  readonly none?: boolean
  readonly endless?: boolean
  readonly most?: Duration.Duration
} = {}): Check<Duration.Duration> => {
  const isWithin = (duration: Duration.Duration): boolean =>
    (none || Duration.greaterThan(duration, Duration.zero)) &&
    (endless || Duration.isFinite(duration)) &&
    (most === undefined || Duration.lessThanOrEqualTo(duration, most))
  const atMost = most === undefined ? "" : `, at most ${Duration.format(most)}`
  const remedy = `give a time such as "10 seconds"${none ? "" : ", longer than none"}${atMost}`
  return (value) =>
    Option.match(Option.filter(duration(value), isWithin), {
      onNone: () => Either.left(remedy),
      onSome: Either.right
    })
}

/** `Duration` takes what is no number, or below zero, for no time at all. */
const duration = (value: unknown): Option.Option<Duration.Duration> => {
  const isNegative = typeof value === "string" && value.trimStart().startsWith("-")
  const isTime = typeof value === "number" ? value >= 0 : !isNegative
  return isTime ? Duration.decodeUnknown(value) : Option.none()
}
