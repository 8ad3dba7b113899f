/** Where the journal is kept: what `SMMKIT_JOURNAL` names, or else a file in the user's state folder. */
import { homedir } from "node:os"
import * as Path from "node:path"
import { StoreError } from "@smmkit/journal/JournalError"
import * as Store from "@smmkit/journal/Store"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { UsageError } from "./Failure.js"
import { text } from "./Session.js"

/** The user's folder for what must last, by the platform's convention. */
const stateFolder = (xdg: string, local: string): string => {
  if (process.platform === "win32") return local === "" ? Path.join(homedir(), "AppData", "Local") : local
  if (process.platform === "darwin") return Path.join(homedir(), "Library", "Application Support")
  // By its standard a relative path is to be ignored.
  return Path.isAbsolute(xdg) ? xdg : Path.join(homedir(), ".local", "state")
}

const defaultFile = Effect.gen(function* () {
  const xdg = yield* text("XDG_STATE_HOME")
  const local = yield* text("LOCALAPPDATA")
  const folder = yield* Effect.try({
    try: () => stateFolder(xdg, local),
    catch: () =>
      new UsageError({
        message: "You have no home folder to keep the journal in: set SMMKIT_JOURNAL to a file"
      })
  })
  return Path.join(folder, "smmkit", "journal.db")
})

/** A driver is loaded only where it is needed; one that cannot be loaded is a store that fails. */
const load = <A>(driver: () => Promise<A>): Effect.Effect<A, StoreError> =>
  Effect.tryPromise({
    try: driver,
    catch: (cause) =>
      new StoreError({
        reason: "other",
        detail: `its driver cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`
      })
  })

const inFile = (path: string): Effect.Effect<Layer.Layer<Store.Store, StoreError>, StoreError> =>
  Effect.map(
    load(() => import("@smmkit/journal/Sqlite")),
    ({ layer }) => layer(path)
  )

const inPostgres = (url: string): Effect.Effect<Layer.Layer<Store.Store, StoreError>, StoreError> =>
  Effect.map(
    load(() => import("@effect/sql-pg/PgClient")),
    (PgClient) =>
      Layer.provide(
        Store.layer(),
        Layer.mapError(PgClient.layer({ url: Redacted.make(url), applicationName: "smmkit" }), Store.error)
      )
  )

const unusable = (remedy: string) =>
  // Of the value nothing is repeated, as there may be a password in it.
  new UsageError({ message: `SMMKIT_JOURNAL is not usable: ${remedy}` })

const isPostgres = /^postgres(?:ql)?:\/\//i

export const layer: Layer.Layer<Store.Store, UsageError | StoreError> = Layer.unwrapEffect(
  Effect.gen(function* () {
    const given = yield* text("SMMKIT_JOURNAL")
    if (isPostgres.test(given)) {
      return URL.canParse(given)
        ? yield* inPostgres(given)
        : yield* unusable("give a whole address, such as postgres://user@db.example/smmkit")
    }
    if (/^[a-z][a-z0-9+.-]+:\/\//i.test(given)) {
      return yield* unusable("give the path of a file, or an address that begins with postgres://")
    }
    if (given === ":memory:") return yield* unusable("give the path of a file, as the journal has to last")
    return yield* inFile(given === "" ? yield* defaultFile : Path.resolve(given))
  })
)
