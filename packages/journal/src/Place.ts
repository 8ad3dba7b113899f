/**
 * Where the journal is kept, by its name: the path of an SQLite file, or the address of a PostgreSQL
 * database. The driver is loaded only for the kind of store that is named; that for PostgreSQL is yours
 * to install (`@effect/sql-pg`).
 *
 * @since 0.1.0
 */
import * as Path from "node:path"
import type { SqlClient } from "@effect/sql/SqlClient"
import * as Config from "effect/Config"
import * as ConfigError from "effect/ConfigError"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Identity from "./internal/identity.js"
import { inTime } from "./internal/sql/connection.js"
import { InvalidJournalConfig, StoreError } from "./JournalError.js"
import * as Store from "./Store.js"
import * as UserFolder from "./UserFolder.js"

/**
 * A file for one machine, or a database for several. The address may hold a password, so it is redacted.
 *
 * @since 0.1.0
 * @category models
 */
export type Place =
  | { readonly _tag: "File"; readonly path: string }
  | {
      readonly _tag: "Postgres"
      readonly url: Redacted.Redacted
      /** The file of this machine that remembers the last commits; see `Store.Options`. Default: none. */
      readonly witness?: string | undefined
    }

const isPostgres = /^postgres(?:ql)?:/i
const isAddress = /^[a-z][a-z0-9+.-]+:\/\//i
// `sqlite:orders.db` and the like; a single letter is a drive.
const hasScheme = /^[a-z][a-z0-9+.-]+:/i

// Of the text nothing is repeated, as there may be a password in it.
const unusable = (remedy: string) => Either.left(new InvalidJournalConfig({ field: "place", remedy }))

/**
 * The place that a text names: an address where it begins with `postgres://`, else a path. A journal has
 * to last, so it is not kept in memory.
 *
 * @example
 * import { Place } from "@smmkit/journal"
 * import { Either } from "effect"
 *
 * const place = Either.getOrThrow(Place.parse("postgres://me:fake-password@db.example/smmkit"))
 *
 * assert.strictEqual(place._tag, "Postgres")
 * assert.ok(!JSON.stringify(place).includes("fake-password"))
 * assert.ok(Either.isLeft(Place.parse("mysql://db.example/smmkit")))
 *
 * @since 0.1.0
 * @category constructors
 */
export const parse = (text: string): Either.Either<Place, InvalidJournalConfig> => {
  if (isPostgres.test(text)) {
    return isAddress.test(text) && URL.canParse(text)
      ? Either.right({ _tag: "Postgres", url: Redacted.make(text) })
      : unusable("give a whole address, such as postgres://user@db.example/smmkit")
  }
  if (hasScheme.test(text)) {
    return unusable("give the path of a file, or an address that begins with postgres://")
  }
  if (text.startsWith("~")) return unusable("give the whole path of a file, as ~ is the shell's to replace")
  if (text === "" || text === ":memory:") {
    return unusable("give the path of a file, as the journal has to last")
  }
  return Either.right({ _tag: "File", path: Path.resolve(text) })
}

const variable = "SMMKIT_JOURNAL"

const invalid = (message: string) => ConfigError.InvalidData([variable], message)

/**
 * The place that `SMMKIT_JOURNAL` names; `None` where it names none.
 *
 * @example
 * import { Place } from "@smmkit/journal"
 * import { ConfigProvider, Effect, Option } from "effect"
 *
 * const nothing = Effect.withConfigProvider(Place.named, ConfigProvider.fromMap(new Map()))
 *
 * assert.ok(Option.isNone(Effect.runSync(nothing)))
 *
 * @since 0.1.0
 * @category config
 */
export const named: Config.Config<Option.Option<Place>> = Config.mapOrFail(
  Config.option(Config.nonEmptyString(variable)),
  Option.match({
    onNone: () => Either.right(Option.none()),
    onSome: (text) =>
      Either.mapBoth(parse(text), { onLeft: ({ remedy }) => invalid(remedy), onRight: Option.some })
  })
)

/** A database with the witness of this machine beside the usual file, where there is one. */
const witnessed = (place: Place, usual: string | undefined): Place => {
  if (place._tag === "File" || usual === undefined) return place
  const { host, pathname } = new URL(Redacted.value(place.url))
  const name = `witness-${Identity.digest(host, pathname).slice(0, 16)}`
  return { ...place, witness: Path.join(Path.dirname(usual), name) }
}

/**
 * The place that `SMMKIT_JOURNAL` names, by default `smmkit/journal.db` in the user's folder for what
 * programs keep: `XDG_STATE_HOME` or `~/.local/state`, on macOS `~/Library/Application Support`, on
 * Windows `LOCALAPPDATA`.
 *
 * @example
 * import { Place } from "@smmkit/journal"
 * import { ConfigProvider, Effect } from "effect"
 *
 * const env = ConfigProvider.fromMap(new Map([["SMMKIT_JOURNAL", "/var/lib/orders.db"]]))
 *
 * const place = Effect.runSync(Effect.withConfigProvider(Place.config, env))
 *
 * assert.deepStrictEqual(place, { _tag: "File", path: "/var/lib/orders.db" })
 *
 * @since 0.1.0
 * @category config
 */
export const config: Config.Config<Place> = Config.mapOrFail(
  Config.all({ place: named, usual: UserFolder.file("state", "journal.db") }),
  ({ place, usual }) => {
    if (Option.isSome(place)) return Either.right(witnessed(place.value, usual))
    return usual === undefined
      ? Either.left(invalid("you have no home folder to keep the journal in, so name a file"))
      : Either.right({ _tag: "File", path: usual } as const)
  }
)

/** A driver that cannot be loaded is a store that fails. */
const load = <A>(driver: () => Promise<A>, remedy: string): Effect.Effect<A, StoreError> =>
  Effect.tryPromise({
    try: driver,
    catch: (cause) =>
      new StoreError({
        reason: "other",
        detail: `its driver cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`,
        remedy
      })
  })

const inFile = (path: string) =>
  Effect.map(
    load(
      // The driver by itself first: from behind another module its failure ends a process on Node 20, heard of or not.
      () => import("libsql").then(() => import("./Sqlite.js")),
      "install libsql where it is to run, with its optional dependencies, and leave it out of bundles"
    ),
    (Sqlite) => Sqlite.layerClient(path)
  )

const inPostgres = (url: Redacted.Redacted) =>
  Effect.map(
    load(() => import("@effect/sql-pg/PgClient"), "install it beside this package: @effect/sql-pg@0.53"),
    (PgClient) =>
      inTime(
        Layer.mapError(
          PgClient.layer({ url, applicationName: "smmkit", connectTimeout: "5 seconds" }),
          Store.error
        )
      )
  )

const clientOf = (place: Place): Layer.Layer<SqlClient, StoreError> =>
  Layer.unwrapEffect(
    Effect.map(
      place._tag === "File" ? inFile(place.path) : inPostgres(place.url),
      (client): Layer.Layer<SqlClient, StoreError> => client
    )
  )

const storeOf = (place: Place) => Store.layer(place._tag === "File" ? {} : { witness: place.witness })

/**
 * A store at a place, and the client of its database, for what other packages keep there. A file is made where there
 * is none, readable and writable by its owner only.
 *
 * @example
 * import { Place } from "@smmkit/journal"
 *
 * export const store = Place.layerWithClient({ _tag: "File", path: "orders.db" })
 *
 * @since 0.1.0
 * @category layers
 */
export const layerWithClient = (place: Place): Layer.Layer<Store.Store | SqlClient, StoreError> =>
  Layer.provideMerge(storeOf(place), clientOf(place))

/**
 * A store at a place. A file is made where there is none, readable and writable by its owner only.
 *
 * @example
 * import { Place } from "@smmkit/journal"
 * import { Either, Layer } from "effect"
 *
 * // With a panel: `Layer.provide(panel, store)`.
 * const store = Either.map(Place.parse("orders.db"), Place.layer)
 *
 * assert.ok(Either.isRight(store) && Layer.isLayer(store.right))
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (place: Place): Layer.Layer<Store.Store, StoreError> =>
  Layer.provide(storeOf(place), clientOf(place))

/**
 * A store at the place that a `Config` names, by default `SMMKIT_JOURNAL` or else a file in the user's
 * state folder: the one that the `smmkit` command uses, too.
 *
 * @example
 * import { Journal, Place } from "@smmkit/journal"
 * import { SandboxTransport } from "@smmkit/sandbox"
 * import { Layer } from "effect"
 *
 * // Reads SMMKIT_URL, SMMKIT_KEY and SMMKIT_JOURNAL.
 * export const panel = Journal.layerPanelConfig().pipe(
 *   Layer.provide(SandboxTransport.layer),
 *   Layer.provide(Place.layerConfig())
 * )
 *
 * @since 0.1.0
 * @category layers
 */
export const layerConfig = (
  place: Config.Config<Place> = config
): Layer.Layer<Store.Store, StoreError | ConfigError.ConfigError> =>
  Layer.unwrapEffect(Effect.map(place, layer))
