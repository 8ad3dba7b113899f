/** The account that a profile names, from a file that all programs of smmkit read alike. */
import { homedir } from "node:os"
import * as Path from "node:path"
import * as AccountsFile from "@smmkit/journal/AccountsFile"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import { UsageError } from "./Failure.js"
import type { Invocation } from "./Parse.js"
import { closest } from "./Suggest.js"
import { quote } from "./Text.js"

const text = (name: string) => Effect.orDie(Config.withDefault(Config.string(name), ""))

/** The name of the profile that is asked for, if one is. */
export const named = (invocation: Invocation): Effect.Effect<string | undefined> =>
  Effect.map(text("SMMKIT_PROFILE"), (variable) => invocation.value("profile") ?? (variable || undefined))

/** The user's folder for settings, by the platform's convention. */
const folder = (xdg: string, roaming: string): string => {
  if (process.platform === "win32") return roaming || Path.join(homedir(), "AppData", "Roaming")
  if (process.platform === "darwin") return Path.join(homedir(), "Library", "Application Support")
  // By its standard a relative path is to be ignored.
  return Path.isAbsolute(xdg) ? xdg : Path.join(homedir(), ".config")
}

const file = Effect.gen(function* () {
  const given = yield* text("SMMKIT_ACCOUNTS_FILE")
  const standard = folder(yield* text("XDG_CONFIG_HOME"), yield* text("APPDATA"))
  return given || Path.join(standard, "smmkit", "accounts.json")
})

/** The account of that name. `set` are the variables that name a panel as well: address and key come from one place. */
export const account = (name: string, set: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const path = yield* file
    if (set.length > 0) {
      return yield* new UsageError({
        message: `The profile ${quote(name)} and ${set.join(" and ")} both name a panel: leave out one of them`
      })
    }
    const accounts = yield* Effect.mapError(
      AccountsFile.read(path),
      ({ message }) => new UsageError({ message })
    )
    const found = accounts.find((one) => one.name === name)
    if (found !== undefined) return found
    const names = accounts.map((one) => one.name)
    const remedy = closest(name, names) ?? `its names are ${names.map(quote).join(", ")}`
    return yield* new UsageError({ message: `${path} has no account ${quote(name)}: ${remedy}` })
  })
