/** Where a panel's address and key come from: the program, a profile or variables, and never from two of them. */
import { InvalidOption } from "@smmkit/core/Options"
import type { RateLimit } from "@smmkit/core/PanelConfig"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { PanelOptions } from "../Options.js"
import { type Accounts, unusable } from "./accounts/accounts.js"

/** A panel account, and what a profile says of it. */
export interface Source {
  readonly url: string
  readonly key: string
  readonly name: string | undefined
  readonly rateLimit: RateLimit | undefined
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

/** What names a panel beside a profile. */
const beside = (others: Readonly<Record<string, string | undefined>>): ReadonlyArray<string> =>
  Object.entries(others).flatMap(([name, value]) => (value === undefined ? [] : [name]))

const clash = (profile: string, names: ReadonlyArray<string>): InvalidOption =>
  unusable(
    `leave out one of them: the profile ${JSON.stringify(profile)} and ${names.join(" and ")} both name a panel`
  )

const accounts = Effect.promise((): Promise<Accounts> => import("#accounts"))

const ofProfile = (profile: string): Effect.Effect<Source, InvalidOption> =>
  Effect.map(
    Effect.flatMap(accounts, ({ named }) => named(profile)),
    ({ name, url, key, limit }) => ({
      url,
      key: Redacted.value(key),
      name,
      rateLimit: limit && { limit: limit.calls, interval: limit.seconds * 1000 }
    })
  )

/** What can be told at once: a profile, and an address or a key beside it. */
export const clashOf = ({ url, key, profile }: PanelOptions): InvalidOption | undefined => {
  const names = beside({ url, key })
  return profile === undefined || names.length === 0 ? undefined : clash(profile, names)
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
      const names = beside({ url, key, SMMKIT_URL, SMMKIT_KEY })
      return yield* names.length === 0 ? ofProfile(profile) : clash(profile, names)
    }
    const address = url ?? SMMKIT_URL
    const secret = key ?? SMMKIT_KEY
    if (address === undefined) return yield* missing("url", "SMMKIT_URL")
    if (secret === undefined) return yield* missing("key", "SMMKIT_KEY")
    return { url: address, key: secret, name: undefined, rateLimit: undefined }
  })
