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
import * as Schema from "effect/Schema"
import type { Pacing, Row } from "./Catalogue.js"
import * as Habits from "./internal/habits.js"
import type { Limit } from "./internal/limits.js"
import { wrongRates } from "./internal/mishaps.js"
import type { Numbered } from "./internal/numbers.js"
import type * as Mishap from "./Mishap.js"
import * as Trait from "./Trait.js"

/**
 * An exact amount, or a text of plain digits such as `"12.50"`.
 *
 * @since 0.1.0
 * @category models
 */
export type Amount = BigDecimal.BigDecimal | string

/**
 * What IDs are given: from where on, and with how many left out between two of ours at most, which are
 * other customers'. Several starts are ranges, one for each of the panel's servers, over which the services
 * are spread. Opaque IDs are texts of which none tells which came first.
 *
 * @since 0.1.0
 * @category models
 */
export interface Numbering {
  readonly start?: number | bigint | string | ReadonlyArray<number | bigint | string> | undefined
  readonly gap?: number | undefined
  readonly opaque?: boolean | undefined
}

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
 * So many calls in a window of time: of one action or of all, of each key or of the whole panel. What is
 * more is answered with HTTP 429 and Retry-After, or with a refusal and HTTP 200.
 *
 * @since 0.1.0
 * @category models
 */
export interface CallLimit {
  readonly calls: number
  readonly window: Duration.DurationInput
  readonly action?: string | undefined
  readonly per?: "key" | "panel" | undefined
  readonly answer?: "429" | "200" | undefined
}

/**
 * Everything has a default: an account with 1000 USD and the key `sandbox-key`, sixty services, life's
 * own speed, no faults.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** What all chance comes from: the catalogue, the fate of orders, faults by chance. Default: 1. */
  readonly seed?: number | undefined
  /** How many services the catalogue has, from 1 to 20,000. Default: 60. */
  readonly services?: number | undefined
  /** What the account holds at first. Default: 1000. */
  readonly balance?: Amount | undefined
  /** Default: `USD`. */
  readonly currency?: string | undefined
  /** The API key of the account. It opens nothing but the sandbox. Default: `sandbox-key`. */
  readonly key?: string | undefined
  /** How many times faster than life delivery and waiting periods pass, up to 1,000,000. Default: 1. */
  readonly speed?: number | undefined
  /** The chance, from 0 to 1, that an order ends Partial. Default: 0.05. */
  readonly partial?: number | undefined
  /** The chance, from 0 to 1, that a refill is rejected. Default: 0.05. */
  readonly rejected?: number | undefined
  /** How long after an order's end, or its last refill, a refill can be asked for. Default: 24 hours. */
  readonly refillWait?: Duration.DurationInput | undefined
  /** How long after a cancel was asked for it takes effect. Default: 1 minute. */
  readonly cancelWait?: Duration.DurationInput | undefined
  /** How many decimals the panel keeps of charges and refunds. Default: they are exact. */
  readonly decimals?: number | undefined
  /** How it rounds to that many; the last of several parts takes the remainder. Default: `half-up`. */
  readonly rounding?: "down" | "half-up" | undefined
  /** Whether accounts may owe: then orders and strangers spend more than there is. Default: false. */
  readonly mayOwe?: boolean | undefined
  /** What IDs orders get. Default: numbers from 23501 on, without gaps. */
  readonly ids?: Numbering | undefined
  /** What IDs refills get. Default: numbers from 1 on, without gaps. */
  readonly refillIds?: Numbering | undefined
  /** How often another customer orders, whose order then takes an ID. Default: never. */
  readonly others?: Duration.DurationInput | undefined
  /** Whether the panel answers about orders of other accounts and customers. Default: `refused`. */
  readonly foreign?: "refused" | "answered" | undefined
  /** How long a repeated `request_id` gets the order that it made. Default: not at all. */
  readonly requestIds?: Duration.DurationInput | undefined
  /** How services deliver. Default: `steady`. */
  readonly pace?: Pacing | undefined
  /** What part of an order that can be refilled is lost again in the 30 days after its end. Default: 0. */
  readonly drop?: number | undefined
  /** What is sold, as the panel writes it. Default: a catalogue is made up, of so many `services`. */
  readonly catalogue?: ReadonlyArray<Row> | undefined
  /** How often it may be called. Default: as often as one likes. */
  readonly limits?: ReadonlyArray<CallLimit> | undefined
  /** How many entries each log keeps. Default: 100,000. */
  readonly logSize?: number | undefined
  /**
   * Whether a second order for the same service and link is refused while the first one is active. Real
   * panels let each service decide. Default: false.
   */
  readonly refuseDuplicates?: boolean | undefined
  /**
   * How the panel takes many IDs: in `orders` and `refills` as documented, as a comma list in `order`
   * and `refill`, or not at all. Default: `orders`.
   */
  readonly manyForm?: Dialect.ManyForm | undefined
  /** How the panel wants requests to be written. Default: as documented, form or JSON. */
  readonly dialect?: Dialect.Options | undefined
  /** How the panel writes, as `["turkish", "bom"]`. Default: canonically. */
  readonly traits?: ReadonlyArray<Trait.Name> | undefined
  /** Mishaps by chance, as `{ "dropped-after": 0.2 }`. Default: none. */
  readonly mishaps?: Mishap.Rates | undefined
}

/**
 * `Options` with the defaults filled in and everything checked.
 *
 * @since 0.1.0
 * @category models
 */
export interface Settings {
  readonly seed: number
  readonly services: number
  readonly balance: BigDecimal.BigDecimal
  readonly currency: string
  readonly key: string
  readonly speed: number
  readonly partial: number
  readonly rejected: number
  /** In milliseconds, the speed already reckoned in; `cancelWait` likewise. */
  readonly refillWait: number
  readonly cancelWait: number
  readonly decimals: number | undefined
  readonly rounding: "down" | "half-up"
  readonly mayOwe: boolean
  readonly ids: Numbered
  readonly refillIds: Numbered
  /** In milliseconds, 0 where there are none; `requestIds` likewise. */
  readonly others: number
  readonly foreign: "refused" | "answered"
  readonly requestIds: number
  readonly pace: Pacing
  readonly drop: number
  readonly catalogue: ReadonlyArray<Row> | undefined
  readonly limits: ReadonlyArray<Limit>
  readonly logSize: number
  readonly refuseDuplicates: boolean
  readonly dialect: Dialect.Dialect
  readonly traits: ReadonlyArray<Trait.Name>
  readonly mishaps: Mishap.Rates
}

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
export const check = (options: Options = {}): Either.Either<Settings, Check.InvalidOption> =>
  Either.gen(function* () {
    const { decimals, traits = [], mishaps = {}, balance = "1000" } = options
    const speed = yield* checkOption("speed", options.speed ?? 1, pace)
    const passed = (field: string, value: Duration.DurationInput) =>
      Either.map(checkOption(field, value, wait), (time) => Math.round(Duration.toMillis(time) / speed))
    const habits = Habits.read(options)
    if ("problem" in habits) return yield* checkOption(habits.problem, "", () => Either.left(habits.remedy))
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
