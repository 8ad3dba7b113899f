/**
 * Where a person's programs keep files, by each platform's convention: what must last, what is set, and what can be
 * had again.
 *
 * @since 0.1.0
 */
import * as Os from "node:os"
import * as Path from "node:path"
import * as Config from "effect/Config"

/**
 * What must last (`state`), what is set (`settings`), or what can be had again (`cache`).
 *
 * @since 0.1.0
 * @category models
 */
export type Kind = "state" | "settings" | "cache"

const conventions = {
  state: {
    win32: ["LOCALAPPDATA", "AppData/Local"],
    darwin: ["", "Library/Application Support"],
    other: ["XDG_STATE_HOME", ".local/state"]
  },
  settings: {
    win32: ["APPDATA", "AppData/Roaming"],
    darwin: ["", "Library/Application Support"],
    other: ["XDG_CONFIG_HOME", ".config"]
  },
  cache: {
    win32: ["LOCALAPPDATA", "AppData/Local"],
    darwin: ["", "Library/Caches"],
    other: ["XDG_CACHE_HOME", ".cache"]
  }
} as const

const home = (): string => {
  try {
    return Os.homedir()
  } catch {
    return ""
  }
}

/**
 * The path of a file in smmkit's folder of that kind. There is none without a home folder: a relative path would be
 * another one in each working directory.
 *
 * @example
 * import { UserFolder } from "@smmkit/journal"
 * import { ConfigProvider, Effect } from "effect"
 *
 * const env = ConfigProvider.fromMap(new Map([["XDG_STATE_HOME", "/var/lib"]]))
 *
 * const path = Effect.runSync(Effect.withConfigProvider(UserFolder.file("state", "journal.db"), env))
 *
 * if (process.platform === "linux") assert.strictEqual(path, "/var/lib/smmkit/journal.db")
 *
 * @since 0.1.0
 * @category config
 */
export const file = (kind: Kind, name: string): Config.Config<string | undefined> => {
  const { win32, darwin, other } = conventions[kind]
  const { platform } = process
  const [variable, usual] = platform === "win32" ? win32 : platform === "darwin" ? darwin : other
  const given = variable === "" ? Config.succeed("") : Config.withDefault(Config.string(variable), "")
  return Config.map(given, (given) => {
    // By the standard a relative path is to be ignored.
    const folder = Path.isAbsolute(given) ? given : Path.join(home(), usual)
    return Path.isAbsolute(folder) ? Path.join(folder, "smmkit", name) : undefined
  })
}
