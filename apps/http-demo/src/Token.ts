/**
 * The token of a server that a real panel stands behind: any program of this machine could spend from the account
 * else. It is kept beside the journal, for its owner only.
 */
import { randomBytes } from "node:crypto"
import * as Fs from "node:fs/promises"
import * as Path from "node:path"
import * as Place from "@smmkit/journal/Place"
import * as UserFolder from "@smmkit/journal/UserFolder"
import * as Config from "effect/Config"
import * as ConfigError from "effect/ConfigError"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Redacted from "effect/Redacted"

const variable = "SMMKIT_DEMO_TOKEN"
/** What no guess comes near, and every header carries. */
const isToken = (text: string): boolean => /^[\x21-\x7e]{24,1000}$/.test(text)

/** The token that the environment gives. */
export const given = Config.option(
  Config.mapOrFail(Config.redacted(Config.nonEmptyString(variable)), (token) =>
    isToken(Redacted.value(token))
      ? Either.right(token)
      : Either.left(ConfigError.InvalidData([variable], "give 24 to 1000 visible ASCII characters"))
  )
)

/** The file in which it is kept; of a database's journal, in the folder that journals are kept in by default. */
export const file = Effect.gen(function* () {
  const place = yield* Place.config
  const journal = place._tag === "File" ? place.path : yield* UserFolder.file("state", "journal.db")
  return `${journal ?? ""}.demo-token`
})

/** What is there, or undefined: a file that others may read keeps no secret, and is made anew. */
const readOwn = async (path: string): Promise<string | undefined> => {
  const file = await Fs.lstat(path).catch(() => undefined)
  if (file === undefined) return undefined
  const isPrivate = process.platform === "win32" || (file.mode & 0o077) === 0
  const text = file.isFile() && isPrivate ? (await Fs.readFile(path, "utf8")).trim() : ""
  if (isToken(text)) return text
  await Fs.rm(path)
  return undefined
}

const readOrMake = async (path: string): Promise<string> => {
  const known = await readOwn(path)
  if (known !== undefined) return known
  await Fs.mkdir(Path.dirname(path), { recursive: true, mode: 0o700 })
  const made = randomBytes(24).toString("base64url")
  // Whole or not at all, and never over another's: two servers may start at the same moment.
  const draft = `${path}.${process.pid}`
  await Fs.writeFile(draft, `${made}\n`, { mode: 0o600, flag: "wx" })
  await Fs.link(draft, path).catch(() => undefined)
  await Fs.rm(draft)
  return (await readOwn(path)) ?? made
}

export const kept = (path: string): Effect.Effect<Redacted.Redacted<string>, ConfigError.ConfigError> =>
  Effect.tryPromise({
    try: () => readOrMake(path),
    catch: (cause) =>
      ConfigError.InvalidData([variable], `set it, as none can be kept in ${path}: ${String(cause)}`)
  }).pipe(Effect.map(Redacted.make))
