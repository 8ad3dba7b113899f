/** Where a panel's address and key come from: the program, a profile or variables, and never from two of them. */
import { InvalidOption } from "@smmkit/core/Options"
import * as PanelConfig from "@smmkit/core/PanelConfig"
import type { Books } from "@smmkit/journal/Refund"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import type { PanelOptions } from "../Options.js"
import type { Accounts } from "./accounts/accounts.js"

/** A panel account, and what a profile says of it. */
export interface Source {
  readonly url: string
  readonly key: string
  readonly name: string | undefined
  readonly rateLimit: PanelConfig.RateLimit | undefined
  readonly manyForm?: PanelConfig.Options["manyForm"]
  readonly dialect?: PanelConfig.Options["dialect"]
  readonly books?: Books | undefined
}

const missing = (field: string, variable: string): InvalidOption =>
  new InvalidOption({
    of: "panel",
    field,
    value: "",
    remedy: `give \`${field}\` to createPanel, or set ${variable}, or name an account with SMMKIT_PROFILE`
  })

/** A variable of the environment. */
const variable = (name: string): Effect.Effect<string | undefined> =>
  Effect.orElseSucceed(Config.nonEmptyString(name), () => undefined)

const accounts = Effect.promise((): Promise<Accounts> => import("#accounts"))

const ofProfile = (profile: string): Effect.Effect<Source, InvalidOption> =>
  Effect.map(
    Effect.flatMap(accounts, ({ named }) => named(profile)),
    ({ name, url, key, limit, manyForm, dialect, books }) => ({
      url,
      manyForm,
      dialect,
      books,
      key: Redacted.value(key),
      name,
      rateLimit: limit && { limit: limit.calls, interval: limit.seconds * 1000 }
    })
  )

/** What can be told at once: a profile, and an address or a key beside it. */
export const clashOf = ({ url, key, profile }: PanelOptions): InvalidOption | undefined => {
  if (profile === undefined) return undefined
  return Option.getOrUndefined(Either.getLeft(PanelConfig.profile(profile, { url, key })))
}

export const make = ({
  url,
  key,
  profile: given
}: Pick<PanelOptions, "url" | "key" | "profile">): Effect.Effect<Source, InvalidOption> =>
  Effect.gen(function* () {
    // What a program says in full is all that counts.
    if (url !== undefined && key !== undefined) return { url, key, name: undefined, rateLimit: undefined }
    const [SMMKIT_URL, SMMKIT_KEY, usual] = yield* Effect.all([
      variable("SMMKIT_URL"),
      variable("SMMKIT_KEY"),
      variable("SMMKIT_PROFILE")
    ])
    const profile = given ?? usual
    if (profile !== undefined) {
      return yield* ofProfile(yield* PanelConfig.profile(profile, { url, key, SMMKIT_URL, SMMKIT_KEY }))
    }
    const address = url ?? SMMKIT_URL
    const secret = key ?? SMMKIT_KEY
    if (address === undefined) return yield* missing("url", "SMMKIT_URL")
    if (secret === undefined) return yield* missing("key", "SMMKIT_KEY")
    return { url: address, key: secret, name: undefined, rateLimit: undefined }
  })
