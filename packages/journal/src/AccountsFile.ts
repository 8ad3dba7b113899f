/**
 * A file that lists panel accounts, which every program of smmkit reads alike: a JSON list of objects with `name`,
 * `url` and `key`, or `keyFile` in place of the key, and perhaps what is to be said of the panel: its `limit`, how it
 * keeps its `books`, its `manyForm` and `dialect`, and the refill `terms` of its services. The name is the account's
 * name in the journal.
 *
 * A file with keys is refused where others than its owner may read or write it, and a key file where others may
 * write it (not on Windows, which keeps rights elsewhere).
 *
 * @since 0.1.0
 */
import * as Path from "node:path"
import * as Dialect from "@smmkit/core/Dialect"
import { ServiceId } from "@smmkit/core/Identifiers"
import * as Arr from "effect/Array"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import { ArrayFormatter, type ParseError } from "effect/ParseResult"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { aName, isName } from "./internal/checks.js"
import { openAtOnce } from "./internal/plainFile.js"
import { type Books, booksChecks } from "./Refund.js"
import * as UserFolder from "./UserFolder.js"

/** A part of the list, and what would be right there: nothing else is said of what is written. */
const said = <A, I>(schema: Schema.Schema<A, I>, remedy: string) =>
  schema.annotations({ message: () => ({ message: remedy, override: true }) })

const name = said(
  Schema.Trimmed.pipe(Schema.filter(isName)),
  `give a name of ${aName}, with no space before or after it`
)

const limit = said(
  Schema.Struct({ calls: Schema.Int.pipe(Schema.positive()), seconds: Schema.Positive }),
  'give how many calls the panel allows in how many seconds, such as { "calls": 60, "seconds": 60 }'
)

const { decimals } = booksChecks

const books = said(
  Schema.Struct({
    decimals: Schema.optional(Schema.Number.pipe(Schema.filter((value) => Either.isRight(decimals(value))))),
    rounding: Schema.optional(Schema.Literal("down", "half-up"))
  }),
  'give how many decimals the panel keeps, and how it rounds, such as { "decimals": 2, "rounding": "down" }'
)

const manyForm = Schema.Literal(...Dialect.manyForms)
const manyForms = Dialect.manyForms.map((form) => JSON.stringify(form)).join(", ")

const dialect = said(
  Schema.Struct({
    body: Schema.optional(Schema.Literal("form", "json")),
    key: Schema.optional(Schema.Literal("body", "X-Api-Key", "Bearer")),
    names: Schema.optional(Schema.Record({ key: Schema.String, value: Schema.String })),
    manyForm: Schema.optional(
      Schema.Struct({
        status: Schema.optionalWith(manyForm, { exact: true }),
        refill: Schema.optionalWith(manyForm, { exact: true }),
        refill_status: Schema.optionalWith(manyForm, { exact: true }),
        cancel: Schema.optionalWith(manyForm, { exact: true })
      })
    ),
    harmless: Schema.optional(Schema.Array(Schema.String))
  }).pipe(Schema.filter((options) => Either.isRight(Dialect.make(options)))),
  'give where the panel does not speak as documented, such as { "body": "json", "key": "Bearer" }, in the words of the dialect'
)

const term = Schema.Union(Schema.Int.pipe(Schema.positive()), Schema.Literal("lifetime", "none"))

const terms = said(
  Schema.Record({ key: ServiceId, value: term }),
  'give by the ID of a service for how many days it is refilled, "lifetime" or "none", such as { "101": 30 }'
)

const Entry = Schema.Struct({
  name,
  url: Schema.NonEmptyTrimmedString,
  key: Schema.optional(Schema.NonEmptyString),
  keyFile: Schema.optional(Schema.NonEmptyString),
  limit: Schema.optional(limit),
  books: Schema.optional(books),
  manyForm: Schema.optional(said(manyForm, `give one of ${manyForms}`)),
  dialect: Schema.optional(dialect),
  terms: Schema.optional(terms)
}).pipe(Schema.filter(({ key, keyFile }) => (key === undefined) !== (keyFile === undefined)))

const Written = Schema.Array(Entry)

/**
 * For how long a service is refilled: so many days, as long as it is sold, or not at all.
 *
 * @since 0.1.0
 * @category models
 */
export type Term = typeof term.Type

/**
 * One account of the list, with what it says of the panel.
 *
 * @since 0.1.0
 * @category models
 */
export interface Account {
  readonly name: string
  readonly url: string
  readonly key: Redacted.Redacted
  /** How many calls the panel allows in so many seconds. */
  readonly limit: { readonly calls: number; readonly seconds: number } | undefined
  /** How the panel keeps its books. */
  readonly books: Books | undefined
  /** How the panel takes many IDs, and where else it does not speak as documented. */
  readonly manyForm: Dialect.ManyForm | undefined
  readonly dialect: Dialect.Options | undefined
  /** For how long services are refilled, by their IDs. */
  readonly terms: Readonly<Record<string, Term>> | undefined
}

/**
 * An account of which a list may say nothing more than the address and the key, as the environment says no more.
 *
 * @since 0.1.0
 * @category models
 */
export type Unlisted = Pick<Account, "url" | "key"> & Partial<Account>

/**
 * The list cannot be used. The message names the file and what would be right, and never what is written there.
 *
 * @example
 * import { AccountsFile } from "@smmkit/journal"
 *
 * const error = new AccountsFile.UnusableAccounts({ file: "accounts.json", remedy: "give a JSON list" })
 *
 * assert.strictEqual(error.message, "accounts.json cannot be used: give a JSON list")
 *
 * @since 0.1.0
 * @category errors
 */
export class UnusableAccounts extends Schema.TaggedError<UnusableAccounts>(
  "@smmkit/journal/UnusableAccounts"
)("UnusableAccounts", { file: Schema.String, remedy: Schema.String }) {
  readonly processed = "no"
  readonly retryable = false
  readonly fault = "caller"

  override get message(): string {
    return `${this.file} cannot be used: ${this.remedy}`
  }
}

const form = "give a JSON list of objects with name, url, and key or keyFile"

const decode = Schema.decodeUnknownEither(Schema.parseJson(Written), { onExcessProperty: "error" })

const othersMayRead = 0o077
const othersMayWrite = 0o022

/** A file's text, if nobody but its owner has the rights. */
const textOf = (file: string, rights: number): Effect.Effect<string, UnusableAccounts> => {
  const unusable = (remedy: string) => new UnusableAccounts({ file, remedy })
  return Effect.tryPromise({
    try: async () => {
      const handle = await openAtOnce(file)
      try {
        // Of the file that is read, not of what stands under its name a moment later.
        const stat = await handle.stat()
        if (!stat.isFile()) return Either.left(unusable("it is no file"))
        if (process.platform === "win32" || (stat.mode & rights) === 0)
          return Either.right(await handle.readFile("utf8"))
        return Either.left(
          unusable(
            rights === othersMayRead
              ? `others may read or change it, and it holds keys: chmod 600 ${file}`
              : `others may change it: chmod go-w ${file}`
          )
        )
      } finally {
        await handle.close()
      }
    },
    catch: (error) =>
      unusable(`it cannot be read (${error instanceof Error && "code" in error ? error.code : "unknown"})`)
  }).pipe(Effect.flatten)
}

/** A key from a file may end in one line end, as editors and commands leave it. */
const keyIn = (file: string) => Effect.map(textOf(file, othersMayWrite), (text) => text.replace(/\r?\n$/, ""))

const accountOf =
  (folder: string) =>
  ({ key, keyFile, ...said }: typeof Entry.Type): Effect.Effect<Account, UnusableAccounts> =>
    Effect.map(
      keyFile === undefined ? Effect.succeed(key ?? "") : keyIn(Path.resolve(folder, keyFile)),
      (key) => ({
        name: said.name,
        url: said.url,
        key: Redacted.make(key),
        limit: said.limit,
        books: said.books,
        manyForm: said.manyForm,
        dialect: said.dialect,
        terms: said.terms
      })
    )

/** The names that the format has: what else is written may be a key in the wrong place, and is not repeated. */
const words = new Set<PropertyKey>([...Object.keys(Entry.from.fields), "calls", "seconds"])

/** Where something is wrong, as far as that can be told, and what would be right there. */
const remedyOf = (error: ParseError): string => {
  const [issue] = ArrayFormatter.formatErrorSync(error)
  const place = Arr.takeWhile(issue?.path ?? [], (part) => typeof part === "number" || words.has(part))
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
    .join("")
  const own = issue?.message.startsWith("give ") ? issue.message : form
  return place === "" ? form : `at ${place}, ${own}`
}

/** What a text lists, with no key file read yet. Editors of Windows begin a file with a mark. */
const listed = (text: string, file: string) =>
  Either.mapLeft(
    decode(text.replace(/^\ufeff/, "")),
    (error) => new UnusableAccounts({ file, remedy: remedyOf(error) })
  ).pipe(
    Either.filterOrLeft(
      (written) => new Set(written.map(({ name }) => name)).size === written.length,
      () => new UnusableAccounts({ file, remedy: "give each account a name of its own" })
    )
  )

const accountsOf = (text: string, file: string, folder: string) =>
  Effect.flatMap(listed(text, file), Effect.forEach(accountOf(folder)))

/**
 * The accounts of a text, such as that of a variable. Key files are named from the working directory.
 *
 * @example
 * import { AccountsFile } from "@smmkit/journal"
 * import { Effect } from "effect"
 *
 * const text = `[{ "name": "main", "url": "https://panel.example/api/v2", "key": "fake-key" }]`
 *
 * const [main] = await Effect.runPromise(AccountsFile.parse(text))
 *
 * assert.strictEqual(main?.name, "main")
 *
 * @since 0.1.0
 * @category constructors
 */
export const parse = (
  text: string,
  name = "The list of accounts"
): Effect.Effect<ReadonlyArray<Account>, UnusableAccounts> => accountsOf(text, name, "")

/**
 * The accounts of a file. Key files are named from the file's folder.
 *
 * @example
 * import { AccountsFile } from "@smmkit/journal"
 * import { Effect } from "effect"
 *
 * const error = await Effect.runPromise(Effect.flip(AccountsFile.read("no/such/accounts.json")))
 *
 * assert.strictEqual(error.message, "no/such/accounts.json cannot be used: it cannot be read (ENOENT)")
 *
 * @since 0.1.0
 * @category constructors
 */
export const read = (file: string): Effect.Effect<ReadonlyArray<Account>, UnusableAccounts> =>
  Effect.flatMap(textOf(file, othersMayRead), (text) => accountsOf(text, file, Path.dirname(file)))

/**
 * The file that all programs of smmkit read: the one that `SMMKIT_ACCOUNTS_FILE` names, or else `accounts.json` in the
 * user's folder for settings; there is none without a home folder.
 *
 * @example
 * import { AccountsFile } from "@smmkit/journal"
 * import { ConfigProvider, Effect } from "effect"
 *
 * const env = ConfigProvider.fromMap(new Map([["SMMKIT_ACCOUNTS_FILE", "/etc/smmkit/accounts.json"]]))
 *
 * const file = Effect.runSync(Effect.withConfigProvider(AccountsFile.config, env))
 *
 * assert.strictEqual(file, "/etc/smmkit/accounts.json")
 *
 * @since 0.1.0
 * @category config
 */
export const config: Config.Config<string | undefined> = Config.map(
  Config.all([
    Config.withDefault(Config.string("SMMKIT_ACCOUNTS_FILE"), ""),
    UserFolder.file("settings", "accounts.json")
  ]),
  ([given, usual]) => given || usual
)

const mostNamed = 20

/**
 * The account of a name, in the file that `config` names. Only its own key file is read.
 *
 * @example
 * import { AccountsFile } from "@smmkit/journal"
 * import { ConfigProvider, Effect } from "effect"
 *
 * const env = ConfigProvider.fromMap(new Map([["SMMKIT_ACCOUNTS_FILE", "no/such/accounts.json"]]))
 *
 * const error = await Effect.runPromise(Effect.flip(Effect.withConfigProvider(AccountsFile.named("main"), env)))
 *
 * assert.strictEqual(error.file, "no/such/accounts.json")
 *
 * @since 0.1.0
 * @category constructors
 */
export const named = (name: string): Effect.Effect<Account, UnusableAccounts> =>
  Effect.gen(function* () {
    const file = yield* Effect.orDie(config)
    if (file === undefined) {
      const remedy = "set SMMKIT_ACCOUNTS_FILE, as there is no home folder"
      return yield* new UnusableAccounts({ file: "The file of accounts", remedy })
    }
    const all = yield* Effect.flatMap(textOf(file, othersMayRead), (text) => listed(text, file))
    const found = all.find((one) => one.name === name)
    if (found !== undefined) return yield* accountOf(Path.dirname(file))(found)
    const names = all.slice(0, mostNamed).map((one) => JSON.stringify(one.name))
    const more = all.length > mostNamed ? ["..."] : []
    const remedy = `it has no account ${JSON.stringify(name)}; its names are ${[...names, ...more].join(", ")}`
    return yield* new UnusableAccounts({ file, remedy })
  })
