/**
 * A file that lists panel accounts, which every program of smmkit reads alike: a JSON list of objects with `name`,
 * `url` and `key`, or `keyFile` in place of the key, and perhaps the panel's `limit`. The name is the account's
 * name in the journal.
 *
 * A file with keys is refused where others than its owner may read or write it, and a key file where others may
 * write it (not on Windows, which keeps rights elsewhere).
 *
 * @since 0.1.0
 */
import * as Path from "node:path"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { openAtOnce } from "./internal/plainFile.js"
import * as UserFolder from "./UserFolder.js"

const common = {
  name: Schema.NonEmptyTrimmedString.pipe(Schema.maxLength(255)),
  url: Schema.NonEmptyTrimmedString,
  limit: Schema.optional(
    Schema.Struct({ calls: Schema.Int.pipe(Schema.positive()), seconds: Schema.Positive })
  )
}

const Written = Schema.Array(
  Schema.Union(
    Schema.Struct({ ...common, key: Schema.NonEmptyString }),
    Schema.Struct({ ...common, keyFile: Schema.NonEmptyString })
  )
)

/**
 * One account of the list. `limit` is how many calls the panel allows in so many seconds.
 *
 * @since 0.1.0
 * @category models
 */
export interface Account {
  readonly name: string
  readonly url: string
  readonly key: Redacted.Redacted
  readonly limit: { readonly calls: number; readonly seconds: number } | undefined
}

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
  (one: (typeof Written.Type)[number]): Effect.Effect<Account, UnusableAccounts> => {
    const { name, url, limit } = one
    const key = "key" in one ? Effect.succeed(one.key) : keyIn(Path.resolve(folder, one.keyFile))
    return Effect.map(key, (key) => ({ name, url, limit, key: Redacted.make(key) }))
  }

/** What a text lists, with no key file read yet. Editors of Windows begin a file with a mark. */
const listed = (text: string, file: string) =>
  Either.mapLeft(
    decode(text.replace(/^\ufeff/, "")),
    () => new UnusableAccounts({ file, remedy: form })
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
