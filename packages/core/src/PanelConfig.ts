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
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as Dialect from "./Dialect.js"
import { checkNewAddress } from "./internal/address.js"
import { checkKey } from "./internal/key.js"
import * as Check from "./internal/options.js"

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
  /** How many calls the panel allows in which time. Default: no limit. */
  readonly rateLimit?: { readonly limit: number; readonly interval: Duration.DurationInput } | undefined
  /** How the panel takes many IDs. Default: `orders`. */
  readonly manyForm?: Dialect.ManyForm | undefined
  /** Where the panel does not speak as documented. Default: nowhere. */
  readonly dialect?: Dialect.Options | undefined
  /** How long IDs asked one by one, or of a slow stream, wait for others to share one call. Default: 10 ms. */
  readonly batchWindow?: Duration.DurationInput | undefined
  /** How long a catalogue that was read stays good. Default: 15 minutes. */
  readonly catalogueTimeToLive?: Duration.DurationInput | undefined
  /** How long `follow` waits between two looks at an order. Default: 30 seconds. */
  readonly followInterval?: Duration.DurationInput | undefined
  /** How large an answer may be, in bytes. Default: 64 MiB. */
  readonly maxBodyBytes?: number | undefined
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
    readonly rateLimit: { readonly limit: number; readonly interval: Duration.Duration } | undefined
    readonly dialect: Dialect.Dialect
    readonly batchWindow: Duration.Duration
    readonly catalogueTimeToLive: Duration.Duration
    readonly followInterval: Duration.Duration
    readonly maxBodyBytes: number
  }
}

/**
 * An option that cannot be worked with. Its message shows neither the key nor what an address may hide.
 *
 * @example
 * import { PanelConfig } from "@smmkit/core"
 *
 * const error = new PanelConfig.InvalidPanelConfig({ field: "key", remedy: "give the API key" })
 *
 * assert.strictEqual(error.message, "The panel's key is not usable: give the API key")
 *
 * @since 0.1.0
 * @category errors
 */
export class InvalidPanelConfig extends Schema.TaggedError<InvalidPanelConfig>(
  "@smmkit/core/InvalidPanelConfig"
)("InvalidPanelConfig", { field: Schema.String, remedy: Schema.String }) {
  override get message(): string {
    return `The panel's ${this.field} is not usable: ${this.remedy}`
  }
}

/** An option that is checked, under its name. */
const named = <A>(field: keyof Options, checked: Either.Either<A, string>) =>
  Either.mapLeft(checked, (remedy) => new InvalidPanelConfig({ field, remedy }))

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
export const make = (options: Options): Either.Either<PanelConfig.Service, InvalidPanelConfig> =>
  Either.gen(function* () {
    const { url, key, rateLimit } = options
    return {
      url,
      host: yield* named("url", checkNewAddress(url)),
      key: yield* named("key", checkKey(key)),
      timeout: yield* named("timeout", Check.time(options.timeout ?? "30 seconds")),
      retries: yield* named("retries", Check.whole(options.retries ?? 3, 0)),
      retryDelay: yield* named("retryDelay", Check.time(options.retryDelay ?? "500 millis", { none: true })),
      concurrency: yield* named("concurrency", Check.whole(options.concurrency ?? 8, 1)),
      rateLimit: rateLimit && {
        limit: yield* named("rateLimit", Check.whole(rateLimit.limit, 1)),
        interval: yield* named("rateLimit", Check.time(rateLimit.interval))
      },
      dialect: yield* named(
        "dialect",
        Dialect.make(
          options.dialect,
          yield* named("manyForm", Check.oneOf(options.manyForm ?? "orders", Dialect.manyForms))
        )
      ),
      batchWindow: yield* named(
        "batchWindow",
        Check.time(options.batchWindow ?? "10 millis", { none: true })
      ),
      catalogueTimeToLive: yield* named(
        "catalogueTimeToLive",
        Check.time(options.catalogueTimeToLive ?? "15 minutes", { none: true, endless: true })
      ),
      followInterval: yield* named("followInterval", Check.time(options.followInterval ?? "30 seconds")),
      maxBodyBytes: yield* named("maxBodyBytes", Check.whole(options.maxBodyBytes ?? 64 * 1024 * 1024, 1))
    }
  })

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
export const layer = (options: Options): Layer.Layer<PanelConfig, InvalidPanelConfig> =>
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
): Layer.Layer<PanelConfig, InvalidPanelConfig | ConfigError.ConfigError> =>
  Layer.effect(PanelConfig, Effect.flatMap(Config.unwrap(options), make))
