/**
 * What can be said about a sandbox before it starts.
 *
 * @since 0.1.0
 */
import * as Dialect from "@smmkit/core/Dialect"
import * as Check from "@smmkit/core/Options"
import * as BigDecimal from "effect/BigDecimal"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import * as Habits from "./internal/habits.js"
import * as Kinds from "./internal/kinds.js"
import { wrongRates } from "./internal/mishaps.js"
import type { Amount, Options, Settings } from "./SandboxSettings.js"
import * as Trait from "./Trait.js"

export type * from "./SandboxSettings.js"

/**
 * Numbers from a base that the clock gives, in microseconds: a sandbox that starts later never gives the IDs
 * of one that was before. For programs that keep IDs longer than the sandbox lives.
 *
 * @example
 * import { SandboxOptions } from "@smmkit/sandbox"
 * import { Effect } from "effect"
 *
 * const { ids } = Effect.runSync(SandboxOptions.numberedByClock)
 *
 * assert.ok(Number(ids.start) > 1_700_000_000_000_000)
 *
 * @since 0.1.0
 * @category constructors
 */
export const numberedByClock: Effect.Effect<{
  readonly ids: { readonly start: number }
  readonly refillIds: { readonly start: number }
}> = Effect.map(Clock.currentTimeMillis, (now) => ({
  ids: { start: now * 1000 },
  refillIds: { start: now * 1000 }
}))

/**
 * The sandbox, not a panel's refusal: an instruction of the test that cannot be followed. An option that
 * cannot be worked with is an `InvalidOption`.
 *
 * @example
 * import { Sandbox } from "@smmkit/sandbox"
 * import { Effect } from "effect"
 *
 * const program = Effect.flatMap(Sandbox.Sandbox, ({ accounts }) => accounts.setFunds("nobody", "1"))
 * const error = Effect.runSync(Effect.flip(Effect.provide(program, Sandbox.layer())))
 *
 * assert.strictEqual(error._tag, "SandboxError")
 *
 * @since 0.1.0
 * @category errors
 */
export class SandboxError extends Schema.TaggedError<SandboxError>("@smmkit/sandbox/SandboxError")(
  "SandboxError",
  { field: Schema.String, remedy: Schema.String }
) {
  override get message(): string {
    return `The sandbox's ${this.field} is not usable: ${this.remedy}`
  }
}

/** The key of a sandbox that was told none. */
const defaultKey = "sandbox-key"
const mostServices = 20_000
const mostSpeed = 1_000_000

const amountText = /^-?\d{1,30}(?:\.\d{1,30})?$/

/**
 * Reads an amount; `field` is what an error calls it.
 *
 * @example
 * import { SandboxOptions } from "@smmkit/sandbox"
 * import { Either } from "effect"
 *
 * assert.ok(Either.isRight(SandboxOptions.amount("balance", "12.50")))
 * assert.ok(Either.isLeft(SandboxOptions.amount("balance", "1e3")))
 *
 * @since 0.1.0
 * @category combinators
 */
export const amount = (field: string, value: Amount): Either.Either<BigDecimal.BigDecimal, SandboxError> => {
  if (typeof value !== "string") return Either.right(value)
  const read = amountText.test(value) ? BigDecimal.fromString(value) : Option.none()
  return Either.fromOption(
    read,
    () => new SandboxError({ field, remedy: "give an amount in plain digits, such as 12.50" })
  )
}

const checkOption = Check.checker("sandbox")

const isNumber = (value: unknown): value is number => typeof value === "number"

const chance = Check.is(
  (value): value is number => isNumber(value) && value >= 0 && value <= 1,
  "give a chance from 0 to 1"
)
const pace = Check.is(
  (value): value is number => isNumber(value) && value > 0 && value <= mostSpeed,
  `give a number above 0, at most ${mostSpeed}`
)
const word = (remedy: string) =>
  Check.is((value): value is string => typeof value === "string" && value.trim() !== "", remedy)
const anyNumber = Check.is((value): value is number => Number.isSafeInteger(value), "give a whole number")
const wait = Check.time({ none: true })

/** What is found wrong by other means than a check of one value. */
const sound = <A>(field: string, value: A, problem: string | undefined) =>
  checkOption(field, value, () => (problem === undefined ? Either.right(value) : Either.left(problem)))

/** What an option holds, by its name with those of the options around it: `ids.start`. */
const valueAt = (options: unknown, field: string): unknown =>
  field
    .split(".")
    .reduce((inside, name) => (Predicate.hasProperty(inside, name) ? inside[name] : undefined), options)

/**
 * Checks options and fills in the defaults.
 *
 * @example
 * import { SandboxOptions } from "@smmkit/sandbox"
 * import { Either } from "effect"
 *
 * assert.ok(Either.isLeft(SandboxOptions.check({ services: 0 })))
 *
 * @since 0.1.0
 * @category constructors
 */
export const check = (given: Options = {}): Either.Either<Settings, Check.InvalidOption> =>
  Either.gen(function* () {
    const options = yield* checkOption("options", given, () =>
      Check.copy("give an object, which may be empty")(given)
    )
    const odd = Kinds.wrong(options)
    if (odd !== undefined) {
      return yield* checkOption(odd.field, valueAt(options, odd.field), () => Either.left(odd.remedy))
    }
    const { decimals, traits = [], mishaps = {}, balance = "1000" } = options
    const speed = yield* checkOption("speed", options.speed ?? 1, pace)
    const passed = (field: string, value: Duration.DurationInput) =>
      Either.map(checkOption(field, value, wait), (time) => Math.round(Duration.toMillis(time) / speed))
    const habits = Habits.read(options)
    if ("problem" in habits) {
      const { problem, remedy } = habits
      return yield* checkOption(problem, valueAt(options, problem), () => Either.left(remedy))
    }
    return {
      ...habits,
      seed: yield* checkOption("seed", options.seed ?? 1, anyNumber),
      services: yield* checkOption(
        "services",
        options.services ?? 60,
        Check.whole({ least: 1, most: mostServices })
      ),
      balance: yield* checkOption("balance", balance, () =>
        Either.mapLeft(amount("balance", balance), ({ remedy }) => remedy)
      ),
      currency: yield* checkOption(
        "currency",
        options.currency ?? "USD",
        word("give a currency such as USD")
      ),
      key: yield* checkOption("key", options.key ?? defaultKey, word("give a key that is not empty"), {
        isSecret: true
      }),
      speed,
      partial: yield* checkOption("partial", options.partial ?? 0.05, chance),
      rejected: yield* checkOption("rejected", options.rejected ?? 0.05, chance),
      refillWait: yield* passed("refillWait", options.refillWait ?? "24 hours"),
      cancelWait: yield* passed("cancelWait", options.cancelWait ?? "1 minute"),
      decimals:
        decimals === undefined
          ? undefined
          : yield* checkOption("decimals", decimals, Check.whole({ least: 0, most: 20 })),
      refuseDuplicates: yield* checkOption("refuseDuplicates", options.refuseDuplicates ?? false, Check.flag),
      dialect: yield* checkOption("dialect", options.dialect ?? {}, () =>
        Dialect.make(options.dialect, options.manyForm)
      ),
      traits: yield* sound("traits", traits, Trait.problem(traits)),
      mishaps: yield* sound("mishaps", mishaps, wrongRates(mishaps))
    }
  })
