/** What `createPanel` is told, checked at once, but for what the environment says, which is read at the first call. */
import * as Options from "@smmkit/core/Options"
import * as PanelConfig from "@smmkit/core/PanelConfig"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import type { JournalOptions, Logger, PanelOptions } from "../Options.js"

const names = [
  "url",
  "key",
  "timeout",
  "retries",
  "retryDelay",
  "concurrency",
  "rateLimit",
  "dialect",
  "catalogueTimeToLive",
  "logger",
  "fetch",
  "journal"
]

const check = Options.checker("panel")

const isLogger = (value: unknown): value is Logger | undefined =>
  value === undefined ||
  (Predicate.isObject(value) &&
    (["debug", "info", "warn", "error"] as const).every((level) => {
      const method: unknown = Predicate.hasProperty(value, level) ? value[level] : undefined
      return method === undefined || typeof method === "function"
    }))

const isFetch = (value: unknown): value is typeof globalThis.fetch | undefined =>
  value === undefined || typeof value === "function"

const isText = (value: unknown): value is string => typeof value === "string" && value !== ""

const isJournal = (value: unknown): value is string | JournalOptions | undefined =>
  value === undefined || isText(value) || (Predicate.isRecord(value) && isText(value["place"]))

const journalRemedy =
  "give the path of an SQLite file, the address of a PostgreSQL database, or an object with one of them as `place`"

/** What stands in for what only the environment knows. */
const placeholder = { url: "https://panel.invalid/api/v2", key: "placeholder" }

export interface Checked {
  /** What is said of the panel, with what the environment says, which is read until all of it can be worked with. */
  readonly panel: Effect.Effect<PanelConfig.Options, Options.InvalidOption>
  readonly logger: Logger | undefined
  readonly fetch: typeof globalThis.fetch | undefined
  readonly journal: JournalOptions | undefined
}

const missing = (field: string, variable: string): Options.InvalidOption =>
  new Options.InvalidOption({
    of: "panel",
    field,
    value: "",
    remedy: `give \`${field}\` to createPanel, or set ${variable}`
  })

/** A variable of the environment. */
const variable = (name: string): Effect.Effect<string | undefined> =>
  Effect.orElseSucceed(Config.nonEmptyString(name), () => undefined)

const foreign = (name: string): Options.InvalidOption =>
  new Options.InvalidOption({
    of: "panel",
    field: name,
    value: "",
    remedy: `there is no such option; there are ${names.join(", ")}`
  })

const noObject = new Options.InvalidOption({
  of: "panel",
  field: "options",
  value: "",
  remedy: `give an object with ${names.join(", ")}`
})

/** Checks the options; `conceals` is told each key that is to be kept out of all texts. */
export const make = (
  given: PanelOptions,
  conceals: (key: string) => void
): Either.Either<Checked, Options.InvalidOption> =>
  Either.gen(function* () {
    if (!isObject(given)) return yield* Either.left(noObject)
    const { url, key, logger, fetch, journal, ...others } = given
    if (typeof key === "string") conceals(key)
    const name = Object.keys(given).find((name) => !names.includes(name))
    if (name !== undefined) return yield* Either.left(foreign(name))
    const panelOf = (url: string, key: string) => {
      const options: PanelConfig.Options = { ...others, url, key: Redacted.make(key) }
      return Either.map(PanelConfig.make(options), () => options)
    }
    yield* panelOf(url ?? placeholder.url, key ?? placeholder.key)
    const place = yield* check("journal", journal, Options.is(isJournal, journalRemedy), { isSecret: true })
    let known: PanelConfig.Options | undefined
    return {
      panel: Effect.gen(function* () {
        if (known !== undefined) return known
        const address = url ?? (yield* variable("SMMKIT_URL"))
        const secret = key ?? (yield* variable("SMMKIT_KEY"))
        if (address === undefined) return yield* missing("url", "SMMKIT_URL")
        if (secret === undefined) return yield* missing("key", "SMMKIT_KEY")
        conceals(secret)
        known = yield* panelOf(address, secret)
        return known
      }),
      logger: yield* check(
        "logger",
        logger,
        Options.is(isLogger, "give an object with functions such as console")
      ),
      fetch: yield* check("fetch", fetch, Options.is(isFetch, "give a function like the global fetch")),
      journal: typeof place === "string" ? { place } : place
    }
  })

/** Programs without types may give anything. */
const isObject = (options: unknown): options is object => Predicate.isRecord(options)
