/** What `createPanel` is told, checked at once, but for what the environment says, which is read at the first call. */
import * as Money from "@smmkit/core/Money"
import * as Options from "@smmkit/core/Options"
import * as PanelConfig from "@smmkit/core/PanelConfig"
import type { Books } from "@smmkit/journal/Refund"
import * as BigDecimal from "effect/BigDecimal"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import type { JournalOptions, Logger, PanelOptions } from "../Options.js"
import * as Source from "./source.js"

const names = [
  "url",
  "key",
  "profile",
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

/** Milliseconds, as every time of this package is. */
export const milliseconds = ({
  least,
  endless = false
}: {
  readonly least: number
  readonly endless?: boolean
}): Options.Check<number> =>
  Options.is(
    (value): value is number =>
      typeof value === "number" && value >= least && (endless || Number.isFinite(value)),
    `give a number of milliseconds, ${least} or more`
  )

/** An amount that is to be reckoned with as a limit or a price. */
export const notNegative = (remedy: string): Options.Check<Money.Money["amount"]> => {
  const check = Options.decoded(Money.AmountJson, remedy)
  return (value) =>
    Either.filterOrLeft(
      check(value),
      (amount) => !BigDecimal.isNegative(amount),
      () => remedy
    )
}

const isText = (value: unknown): value is string => typeof value === "string" && value !== ""

const isProfile = (value: unknown): value is string | undefined => value === undefined || isText(value)

const isJournal = (value: unknown): value is JournalOptions | undefined =>
  value === undefined || (Predicate.isRecord(value) && isText(value["place"]))

const journalRemedy =
  "give the path of an SQLite file, the address of a PostgreSQL database, or an object with one of them as `place`"

/** Each field looked at once: what a getter says, or is written there later, is not what was checked. */
const copied = (value: unknown): unknown => (Predicate.isRecord(value) ? { ...value } : value)

const journalOf: Options.Check<JournalOptions | undefined> = (given) => {
  const options = copied(typeof given === "string" ? { place: given } : given)
  if (Predicate.isRecord(options)) {
    for (const name of ["limits", "books"]) options[name] = copied(options[name])
  }
  return isJournal(options) ? Either.right(options) : Either.left(journalRemedy)
}

const times = {
  timeout: milliseconds({ least: 1 }),
  retryDelay: milliseconds({ least: 0 }),
  catalogueTimeToLive: milliseconds({ least: 0, endless: true })
}

/** What stands in for what only the environment knows. */
const placeholder = { url: "https://panel.invalid/api/v2", key: "placeholder" }

/** A panel, with the name of its account and how it keeps its books where a profile says so. */
export interface Described {
  readonly options: PanelConfig.Options
  readonly account: string | undefined
  readonly books: Books | undefined
}

export interface Checked {
  /** What is said of the panel, with what the environment says, which is read until all of it can be worked with. */
  readonly panel: Effect.Effect<Described, Options.InvalidOption>
  readonly logger: Logger | undefined
  readonly fetch: typeof globalThis.fetch | undefined
  readonly journal: JournalOptions | undefined
}

const foreign = (name: string, known = names): Options.InvalidOption =>
  new Options.InvalidOption({
    of: "panel",
    field: name,
    value: "",
    remedy: `there is no such option; there are ${known.join(", ")}`
  })

/** What options that are objects, or lists of them, are made of. */
const parts = {
  rateLimit: ["limit", "interval", "actions"],
  dialect: ["body", "key", "names", "manyForm", "harmless"]
}

const misspeltIn = (options: object): Options.InvalidOption | undefined => {
  for (const [name, known] of Object.entries(parts)) {
    for (const one of [Reflect.get(options, name)].flat()) {
      const field = Predicate.isRecord(one)
        ? Object.keys(one).find((field) => !known.includes(field))
        : undefined
      if (field !== undefined) return foreign(`${name}.${field}`, known)
    }
  }
  return undefined
}

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
    const { url, key, profile, logger, fetch, journal, ...others } = given
    if (typeof key === "string") conceals(key)
    const name = Object.keys(given).find((name) => !names.includes(name))
    if (name !== undefined) return yield* Either.left(foreign(name))
    yield* check("profile", profile, Options.is(isProfile, "give the name of an account"))
    const clash = Source.clashOf(given)
    if (clash !== undefined) return yield* Either.left(clash)
    const panelOf = ({ url, key, rateLimit, manyForm, dialect }: Omit<Source.Source, "name">) => {
      const options = {
        ...others,
        url,
        key: Redacted.make(key),
        rateLimit: others.rateLimit ?? rateLimit,
        dialect: others.dialect ?? dialect,
        manyForm
      }
      return Either.map(PanelConfig.make(options), (): PanelConfig.Options => options)
    }
    for (const [name, time] of Object.entries(times)) {
      const given: unknown = Reflect.get(others, name)
      // Null says nothing, as it does to the packages below.
      if (Predicate.isNotNullable(given)) yield* check(name, given, time)
    }
    yield* panelOf({
      url: url === undefined ? placeholder.url : url,
      key: key === undefined ? placeholder.key : key,
      rateLimit: undefined
    })
    const misspelt = misspeltIn(others)
    if (misspelt !== undefined) return yield* Either.left(misspelt)
    const kept = yield* check("journal", journal, journalOf, { isSecret: true })
    let known: Described | undefined
    return {
      panel: Effect.gen(function* () {
        if (known !== undefined) return known
        const source = yield* Source.make({ url, key, profile })
        conceals(source.key)
        known = { options: yield* panelOf(source), account: source.name, books: source.books }
        return known
      }),
      logger: yield* check(
        "logger",
        logger,
        Options.is(isLogger, "give an object with functions such as console")
      ),
      fetch: yield* check("fetch", fetch, Options.is(isFetch, "give a function like the global fetch")),
      journal: kept
    }
  })

/** Programs without types may give anything. */
const isObject = (options: unknown): options is object => Predicate.isRecord(options)
