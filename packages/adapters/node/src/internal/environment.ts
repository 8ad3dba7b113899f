/** Variables that name a proxy. */
import * as Config from "effect/Config"
import * as ConfigError from "effect/ConfigError"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"

const notUsable = "give the address of an HTTP proxy, such as http://proxy.example:3128"

/**
 * A variable that holds a proxy's address, perhaps without a scheme. What is wrong with it never repeats it, as
 * a password may stand in it.
 */
export const proxy = (name: string) =>
  Config.withDefault(Config.string(name), "").pipe(
    Config.mapOrFail((text) => {
      if (text === "") return Either.right(Option.none())
      const address = text.includes("://") ? text : `http://${text}`
      const url = URL.canParse(address) ? new URL(address) : undefined
      return url !== undefined && /^https?:$/.test(url.protocol)
        ? Either.right(Option.some(Redacted.make(url)))
        : Either.left(ConfigError.InvalidData([name], notUsable))
    })
  )

/** The first of the variables that says something. */
export const first = (names: ReadonlyArray<string>) =>
  Config.map(
    Config.all(names.map((name) => Config.withDefault(Config.string(name), ""))),
    (texts) => texts.find((text) => text !== "") ?? ""
  )
