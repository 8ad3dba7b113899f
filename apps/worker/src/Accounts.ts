/** The accounts that the cluster follows, from a file or a variable; every runner is told the same. */

import * as FollowConfig from "@smmkit/follow/FollowConfig"
import * as AccountsFile from "@smmkit/journal/AccountsFile"
import * as Config from "effect/Config"
import * as ConfigError from "effect/ConfigError"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"

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

const often = "2 seconds"

/**
 * All accounts, at once and whenever they change. What cannot be read later leaves them as they are; an account that
 * has not changed is the same object.
 */
export const accounts = ({ text, file }: Config.Config.Success<typeof config>) =>
  Effect.gen(function* () {
    const known = new Map<string, FollowConfig.Options>()
    const written = Option.match(file, {
      onSome: AccountsFile.read,
      onNone: () => AccountsFile.parse(Option.match(text, { onSome: Redacted.value, onNone: () => "[]" }))
    })
    const read = Effect.map(written, (accounts) =>
      accounts.map((account) => {
        const id = JSON.stringify([account, Redacted.value(account.key)])
        const options = known.get(id) ?? FollowConfig.ofAccount(account)
        known.set(id, options)
        return options
      })
    )
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
