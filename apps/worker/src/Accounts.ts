/** The accounts that the cluster follows, from a file or a variable; every runner is told the same. */

import type { PlatformError } from "@effect/platform/Error"
import * as FileSystem from "@effect/platform/FileSystem"
import type * as FollowConfig from "@smmkit/follow/FollowConfig"
import * as Config from "effect/Config"
import * as ConfigError from "effect/ConfigError"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import type { ParseError } from "effect/ParseResult"
import * as Redacted from "effect/Redacted"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"

const common = {
  /** What the account is called in the journal, and in the cluster. */
  name: Schema.NonEmptyString,
  url: Schema.NonEmptyString,
  /** How many calls the panel allows in so many seconds. */
  limit: Schema.optional(Schema.Struct({ calls: Schema.Int, seconds: Schema.Positive }))
}

/** An account as it is written down: with its key, or with the file that holds it. */
const Account = Schema.Union(
  Schema.Struct({ ...common, key: Schema.NonEmptyString }),
  Schema.Struct({ ...common, keyFile: Schema.NonEmptyString })
)
type Account = typeof Account.Type

const decode = Schema.decodeUnknown(Schema.parseJson(Schema.Array(Account)), { onExcessProperty: "error" })

/** Where they are written down. */
export const config = Config.all({
  text: Config.option(Config.redacted("SMMKIT_ACCOUNTS")),
  file: Config.option(Config.nonEmptyString("SMMKIT_ACCOUNTS_FILE"))
}).pipe(
  Config.mapOrFail(({ text, file }) =>
    Option.isSome(file) !== Option.isSome(text)
      ? Either.right({ text, file })
      : Either.left(
          ConfigError.InvalidData(
            ["SMMKIT_ACCOUNTS"],
            "set it to a JSON list of accounts, or SMMKIT_ACCOUNTS_FILE to a file with one, and not both"
          )
        )
  )
)

export class InvalidAccounts extends Schema.TaggedError<InvalidAccounts>()("InvalidAccounts", {
  detail: Schema.String
}) {
  override get message(): string {
    return `The list of accounts cannot be used: ${this.detail}`
  }
}

/** What is wrong, without what was written: that may hold keys. */
const invalid = (error: ParseError | PlatformError): InvalidAccounts =>
  new InvalidAccounts({
    detail:
      error._tag === "ParseError"
        ? "give a JSON list of objects with name, url, key or keyFile, and perhaps limit with calls and seconds"
        : error.message
  })

const keyOf = (account: Account) =>
  "key" in account
    ? Effect.succeed(account.key)
    : Effect.flatMap(FileSystem.FileSystem, (files) =>
        Effect.map(files.readFileString(account.keyFile), (text) => text.trim())
      )

const optionsOf = ({ name, url, limit }: Account, key: string): FollowConfig.Options => ({
  name,
  panel: { url, key: Redacted.make(key) },
  limit: limit && { calls: limit.calls, per: limit.seconds * 1000 }
})

const often = "2 seconds"

/**
 * All accounts, at once and whenever they change. What cannot be read later leaves them as they are; an account that
 * has not changed is the same object.
 */
export const accounts = ({ text, file }: Config.Config.Success<typeof config>) =>
  Effect.gen(function* () {
    const files = yield* FileSystem.FileSystem
    const known = new Map<string, FollowConfig.Options>()
    const written = Option.match(file, {
      onSome: (path) => files.readFileString(path),
      onNone: () => Effect.succeed(Option.match(text, { onSome: Redacted.value, onNone: () => "[]" }))
    })
    const read = Effect.gen(function* () {
      const list = yield* decode(yield* written)
      return yield* Effect.forEach(list, (account) =>
        Effect.map(keyOf(account), (key) => {
          const id = JSON.stringify([account, key])
          const options = known.get(id) ?? optionsOf(account, key)
          known.set(id, options)
          return options
        })
      )
    }).pipe(Effect.mapError(invalid), Effect.provideService(FileSystem.FileSystem, files))
    const first = yield* read
    const later = Stream.repeatEffectWithSchedule(
      Effect.option(Effect.tapError(read, (error) => Effect.logError(error.message))),
      Schedule.spaced(often)
    ).pipe(Stream.filterMap((list) => list))
    return Stream.concat(Stream.succeed(first), Option.isSome(file) ? later : Stream.empty).pipe(
      Stream.changesWith(
        (one, other) => one.length === other.length && one.every((account, at) => account === other[at])
      )
    )
  })
