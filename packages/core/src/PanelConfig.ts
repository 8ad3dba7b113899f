/**
 * Which panel, with which key, and how patiently.
 *
 * @since 0.1.0
 */
import * as Config from "effect/Config"
import type * as ConfigError from "effect/ConfigError"
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Predicate from "effect/Predicate"
import * as Record from "effect/Record"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type { Phrase } from "./Call.js"
import * as Dialect from "./Dialect.js"
import { checkKey, checkNewAddress } from "./internal/credentials.js"
import { tried } from "./internal/look.js"
import type { Limit } from "./internal/rateLimit.js"
import { Meaning } from "./Meaning.js"
import * as Check from "./Options.js"

/**
 * One limit as panels state them: so many calls in such a time, of all actions or of these together.
 *
 * @since 0.1.0
 * @category models
 */
export interface RateLimit {
  readonly limit: number
  readonly interval: Duration.DurationInput
  /** The actions it counts, by their names on the wire. Default: all. */
  readonly actions?: ReadonlyArray<string> | undefined
}

/**
 * What is to be said about a panel. All but the address and the key have defaults that suit a panel
 * of which nothing is known.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** The API's address, used exactly as given: HTTPS (or HTTP on loopback), no user info, no query. */
  readonly url: string
  readonly key: Redacted.Redacted<string>
  /** The time for one operation, its waits and retries included. Default: 30 seconds. */
  readonly timeout?: Duration.DurationInput | undefined
  /** How often a call is sent again, where that is safe. Default: 3. */
  readonly retries?: number | undefined
  /** The first wait before a call is sent again; each further one is twice as long. Default: 500 ms. */
  readonly retryDelay?: Duration.DurationInput | undefined
  /** How many calls may be under way at once. Default: 8. */
  readonly concurrency?: number | undefined
  /**
   * How many calls the panel allows in which time, all limits that it states: for all actions, or together
   * for those that are named. Default: no limit.
   */
  readonly rateLimit?: RateLimit | ReadonlyArray<RateLimit> | undefined
  /** How the panel takes many IDs. Default: `orders`. */
  readonly manyForm?: Dialect.ManyForm | undefined
  /** Where the panel does not speak as documented. Default: nowhere. */
  readonly dialect?: Dialect.Options | undefined
  /**
   * What the panel means by texts of its own: each text (compared without regard to case, spaces and the
   * full stop) or pattern with a meaning. Where one matches it goes before what smmkit knows, but it never
   * makes anything be sent again, or an order count as refused that may stand. Default: none.
   */
  readonly phrases?: ReadonlyArray<Phrase> | undefined
  /**
   * How long IDs asked one by one, or of a slow stream, wait for others to share one call. Default: no time
   * of the clock, but as long as others keep on coming, within some turns of the event loop.
   */
  readonly batchWindow?: Duration.DurationInput | undefined
  /** How long a catalogue that was read stays good. Default: 15 minutes. */
  readonly catalogueTimeToLive?: Duration.DurationInput | undefined
  /** How long `follow` waits between two looks at an order. Default: 30 seconds. */
  readonly followInterval?: Duration.DurationInput | undefined
  /**
   * How large an answer may be, in bytes: to any action, or by the action's name. Default: 1 MiB for `add` and
   * `balance`, 16 MiB for what can ask for many, 64 MiB for `services` and for actions that are not documented.
   */
  readonly maxBodyBytes?: number | Readonly<Record<string, number>> | undefined
}

/**
 * `Options` with the defaults filled in and everything checked.
 *
 * @example
 * import { PanelConfig } from "@smmkit/core"
 * import { Duration, Effect, Redacted } from "effect"
 *
 * const timeout = await Effect.runPromise(
 *   PanelConfig.PanelConfig.pipe(
 *     Effect.map((config) => Duration.toSeconds(config.timeout)),
 *     Effect.provide(PanelConfig.layer({ url: "https://panel.example/api/v2", key: Redacted.make("fake-key") }))
 *   )
 * )
 *
 * assert.strictEqual(timeout, 30)
 *
 * @since 0.1.0
 * @category tags
 */
export class PanelConfig extends Context.Tag("@smmkit/core/PanelConfig")<
  PanelConfig,
  PanelConfig.Service
>() {}

/**
 * @since 0.1.0
 */
export declare namespace PanelConfig {
  /**
   * @since 0.1.0
   * @category models
   */
  export interface Service {
    readonly url: string
    /** The address's host and port, by which spans and metrics name the panel. */
    readonly host: string
    readonly key: Redacted.Redacted<string>
    readonly timeout: Duration.Duration
    readonly retries: number
    readonly retryDelay: Duration.Duration
    readonly concurrency: number
    readonly rateLimits: ReadonlyArray<{
      readonly limit: number
      readonly interval: Duration.Duration
      /** Undefined for all of them. */
      readonly actions: ReadonlyArray<string> | undefined
    }>
    readonly dialect: Dialect.Dialect
    readonly phrases: ReadonlyArray<Phrase>
    readonly batchWindow: Duration.Duration | undefined
    readonly catalogueTimeToLive: Duration.Duration
    readonly followInterval: Duration.Duration
    /** How large the answer to an action may be. */
    readonly maxBodyBytes: (action: string) => number
  }
}

const mebibyte = 1024 * 1024

/** The longest text that JavaScript holds: a longer body could be kept by nobody. */
const longestBody = 2 ** 29 - 24

/** How large an answer may be where nothing is said: a few fields, many IDs, a catalogue or what nobody knows. */
const usualBodies: Readonly<Record<string, number>> = {
  add: mebibyte,
  balance: mebibyte,
  status: 16 * mebibyte,
  refill: 16 * mebibyte,
  refill_status: 16 * mebibyte,
  cancel: 16 * mebibyte
}

const bytes = Check.whole({ least: 1, most: longestBody })

/** How large the answer to an action may be. */
const checkBodies: Check.Check<(action: string) => number> = (given = {}) => {
  if (!Predicate.isRecord(given)) return Either.map(bytes(given), (all) => () => all)
  return Either.map(Either.all(Record.map(given, bytes)), (own) => {
    const of = new Map([...Object.entries(usualBodies), ...Object.entries(own)])
    return (action) => of.get(action) ?? 64 * mebibyte
  })
}

/** Actions by name. */
const areTexts = Check.isListOf(Predicate.isString)

const someActions = Check.is(
  (value): value is ReadonlyArray<string> => areTexts(value) && value.length > 0,
  "give the names of one action or several, or none of them for all"
)

const checkLimit: Check.Check<Limit> = (value) =>
  Either.gen(function* () {
    const { limit, interval, actions } = Predicate.isRecord(value) ? value : {}
    return {
      limit: yield* Check.whole({ least: 1 })(limit),
      interval: yield* Check.time()(interval),
      actions: actions === undefined ? undefined : yield* someActions(actions)
    }
  })

const checkLimits: Check.Check<ReadonlyArray<Limit>> = (value = []) =>
  Either.gen(function* () {
    const limits: Array<Limit> = []
    for (const limit of Array.isArray(value) ? value : [value]) limits.push(yield* checkLimit(limit))
    return limits
  })

const isPhrase = (value: unknown): value is Phrase =>
  Predicate.isRecord(value) &&
  (Predicate.isString(value["text"]) ? value["text"].trim() !== "" : value["text"] instanceof RegExp) &&
  Schema.is(Meaning)(value["meaning"])

const checkPhrases = Check.is(
  Check.isListOf(isPhrase),
  'give a list of { text, meaning }, with a text or a pattern and one of the meanings, such as "bad-link"'
)

const check = Check.checker("panel")

/**
 * Checks options and fills in the defaults.
 *
 * @example
 * import { PanelConfig } from "@smmkit/core"
 * import { Either, Redacted } from "effect"
 *
 * const config = PanelConfig.make({ url: "http://panel.example/api/v2", key: Redacted.make("fake-key") })
 *
 * assert.ok(Either.isLeft(config)) // not HTTPS
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (given: Options): Either.Either<PanelConfig.Service, Check.InvalidOption> =>
  Either.gen(function* () {
    const options = yield* check("options", given, () => Check.copy("give an object with url and key")(given))
    const { url, key } = options
    const hidden = { isSecret: true }
    const manyForm = yield* check("manyForm", options.manyForm ?? "orders", Check.oneOf(Dialect.manyForms))
    return {
      url,
      host: yield* check("url", url, checkNewAddress, hidden),
      key: yield* check("key", key, checkKey, hidden),
      timeout: yield* check("timeout", options.timeout ?? "30 seconds", Check.time()),
      retries: yield* check("retries", options.retries ?? 3, Check.whole({ least: 0 })),
      retryDelay: yield* check("retryDelay", options.retryDelay ?? "500 millis", Check.time({ none: true })),
      concurrency: yield* check("concurrency", options.concurrency ?? 8, Check.whole({ least: 1 })),
      rateLimits: yield* check("rateLimit", options.rateLimit, checkLimits),
      dialect: yield* check("dialect", options.dialect, () => Dialect.make(options.dialect, manyForm)),
      phrases: yield* check("phrases", options.phrases ?? [], checkPhrases),
      batchWindow:
        options.batchWindow === undefined
          ? undefined
          : yield* check("batchWindow", options.batchWindow, Check.time({ none: true })),
      catalogueTimeToLive: yield* check(
        "catalogueTimeToLive",
        options.catalogueTimeToLive ?? "15 minutes",
        Check.time({ none: true, endless: true })
      ),
      followInterval: yield* check("followInterval", options.followInterval ?? "30 seconds", Check.time()),
      maxBodyBytes: yield* check("maxBodyBytes", options.maxBodyBytes, checkBodies)
    }
  })

/**
 * The name of a profile, where it alone names the panel: an address and a key come from one place. `others` is what
 * else might name it, by what it is called; what is undefined says nothing.
 *
 * @example
 * import { PanelConfig } from "@smmkit/core"
 * import { Either } from "effect"
 *
 * const profile = PanelConfig.profile("main", { SMMKIT_URL: "https://panel.example/api/v2", SMMKIT_KEY: undefined })
 *
 * assert.ok(Either.isLeft(profile))
 * assert.ok(profile.left.message.includes('the profile "main" and SMMKIT_URL both name a panel'))
 *
 * @since 0.1.0
 * @category constructors
 */
export const profile = (
  name: string,
  others: Readonly<Record<string, unknown>>
): Either.Either<string, Check.InvalidOption> => {
  const said = tried(
    () => Object.keys(others).filter((other) => others[other] !== undefined),
    () => []
  )
  if (said.length === 0) return Either.right(name)
  const both = `the profile ${JSON.stringify(name)} and ${said.join(" and ")} both name a panel`
  const remedy = `${both}: leave out one of them`
  return Either.left(new Check.InvalidOption({ of: "panel", field: "profile", value: "", remedy }))
}

/**
 * A panel's configuration from options.
 *
 * @example
 * import { PanelConfig } from "@smmkit/core"
 * import { Effect, Redacted } from "effect"
 *
 * const layer = PanelConfig.layer({
 *   url: "https://panel.example/api/v2",
 *   key: Redacted.make("fake-key"),
 *   timeout: "10 seconds",
 *   rateLimit: { limit: 60, interval: "1 minute" }
 * })
 * const host = await Effect.runPromise(
 *   PanelConfig.PanelConfig.pipe(Effect.map((config) => config.host), Effect.provide(layer))
 * )
 *
 * assert.strictEqual(host, "panel.example")
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options: Options): Layer.Layer<PanelConfig, Check.InvalidOption> =>
  Layer.effect(PanelConfig, make(options))

/**
 * `SMMKIT_URL` and `SMMKIT_KEY`, as `Panel.layerConfig` reads them.
 *
 * @example
 * import { PanelConfig } from "@smmkit/core"
 * import { ConfigProvider, Effect } from "effect"
 *
 * const provider = ConfigProvider.fromJson({
 *   SMMKIT_URL: "https://panel.example/api/v2",
 *   SMMKIT_KEY: "fake-key"
 * })
 * const options = await Effect.runPromise(Effect.withConfigProvider(PanelConfig.config, provider))
 *
 * assert.strictEqual(options.url, "https://panel.example/api/v2")
 *
 * @since 0.1.0
 * @category config
 */
export const config: Config.Config<Options> = /* @__PURE__ */ Config.all({
  url: /* @__PURE__ */ Config.nonEmptyString("SMMKIT_URL"),
  key: /* @__PURE__ */ Config.redacted("SMMKIT_KEY")
})

/**
 * A panel's configuration from a `Config`, by default `SMMKIT_URL` and `SMMKIT_KEY`.
 *
 * @example
 * import { PanelConfig } from "@smmkit/core"
 * import { ConfigProvider, Effect } from "effect"
 *
 * const provider = ConfigProvider.fromJson({
 *   SMMKIT_URL: "https://panel.example/api/v2",
 *   SMMKIT_KEY: "fake-key"
 * })
 * const host = await Effect.runPromise(
 *   PanelConfig.PanelConfig.pipe(
 *     Effect.map((config) => config.host),
 *     Effect.provide(PanelConfig.layerConfig()),
 *     Effect.withConfigProvider(provider)
 *   )
 * )
 *
 * assert.strictEqual(host, "panel.example")
 *
 * @since 0.1.0
 * @category layers
 */
export const layerConfig = (
  options: Config.Config.Wrap<Options> = config
): Layer.Layer<PanelConfig, Check.InvalidOption | ConfigError.ConfigError> =>
  Layer.effect(PanelConfig, Effect.flatMap(Config.unwrap(options), make))
