/**
 * The catalogue on disk, since some panels allow ten readings an hour. A file that is missing, old,
 * corrupt or cannot be written is no failure: then the panel is asked.
 */
import { createHash } from "node:crypto"
import * as Fs from "node:fs"
import { homedir } from "node:os"
import * as Path from "node:path"
import type { ServiceId } from "@smmkit/core/Identifiers"
import { Offer } from "@smmkit/core/Offer"
import type { PanelClient } from "@smmkit/core/PanelClient"
import { PanelConfig } from "@smmkit/core/PanelConfig"
import { NotFound, type ReadError } from "@smmkit/core/PanelError"
import { Services, layer as servicesLayer } from "@smmkit/core/Services"
import * as Clock from "effect/Clock"
import * as Config from "effect/Config"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { client } from "./Session.js"

const lifetime = Duration.toMillis("15 minutes")

/** The user's folder for what can be had again, by the platform's convention. */
const cacheFolder = (xdg: string, local: string): string => {
  if (process.platform === "win32") return local === "" ? Path.join(homedir(), "AppData", "Local") : local
  if (process.platform === "darwin") return Path.join(homedir(), "Library", "Caches")
  // By its standard a relative path is to be ignored.
  return Path.isAbsolute(xdg) ? xdg : Path.join(homedir(), ".cache")
}

const variable = (name: string) => Effect.orDie(Config.withDefault(Config.string(name), ""))

/** The file of one account on one panel. Its name gives neither away. There may be no place for it. */
const file = Effect.gen(function* () {
  const { url, key } = yield* PanelConfig
  const xdg = yield* variable("XDG_CACHE_HOME")
  const local = yield* variable("LOCALAPPDATA")
  const folder = yield* Effect.try(() => cacheFolder(xdg, local))
  // Without a home there is none to keep it in: a relative path would be one of whoever stands where.
  if (!Path.isAbsolute(folder)) return yield* Effect.fail("nowhere" as const)
  const name = createHash("sha256")
    .update(`${url}\0${Redacted.value(key)}`)
    .digest("hex")
  return Path.join(folder, "smmkit", `${name}.json`)
})

const Kept = Schema.Struct({ savedAt: Schema.Number, services: Schema.Array(Schema.Unknown) })

const decodeKept = Schema.decodeOption(Schema.parseJson(Kept))
const decodeService = Schema.decodeUnknownOption(Offer)
const encodeService = Schema.encodeOption(Offer)

const read = (path: string): string => {
  // Anything but a file of its own, a pipe for one, would be waited for.
  if (!Fs.lstatSync(path).isFile()) return ""
  return Fs.readFileSync(path, "utf8")
}

/** Written aside and renamed, so that nobody ever reads a half; readable by its owner only. */
const write = (path: string, text: string): void => {
  Fs.mkdirSync(Path.dirname(path), { recursive: true, mode: 0o700 })
  const aside = `${path}.${process.pid}.tmp`
  try {
    Fs.writeFileSync(aside, text, { mode: 0o600, flag: "wx" })
    Fs.renameSync(aside, path)
  } catch (error) {
    Fs.rmSync(aside, { force: true })
    throw error
  }
}

const keep = (services: ReadonlyArray<Offer>) =>
  Effect.gen(function* () {
    const path = yield* file
    const savedAt = yield* Clock.currentTimeMillis
    const encoded = services.flatMap((service) => Option.toArray(encodeService(service)))
    yield* Effect.try(() => write(path, JSON.stringify({ savedAt, services: encoded })))
  })

/** Reads the catalogue from the panel, and keeps it for `find`. */
export const list: Effect.Effect<ReadonlyArray<Offer>, ReadError, Services | PanelConfig> = Effect.tap(
  Effect.flatMap(Services, ({ list }) => list),
  (services) => Effect.ignore(keep(services))
)

/** The rows of a catalogue that was kept, if there is one and it is not too old. */
const kept = Effect.gen(function* () {
  const path = yield* file
  const now = yield* Clock.currentTimeMillis
  const text = yield* Effect.try(() => read(path))
  const { savedAt, services } = yield* decodeKept(text)
  // A time to come is no time of saving: the clock was turned back since.
  return savedAt <= now && now < savedAt + lifetime ? services : yield* Effect.fail("too old" as const)
})

const isRow = Schema.is(Schema.Struct({ service: Schema.Union(Schema.String, Schema.Number) }))

/** One service, from the catalogue that was kept or, where there is none or `fresh` is asked, from the panel. */
export const find = (
  id: ServiceId,
  fresh: boolean
): Effect.Effect<Option.Option<Offer>, ReadError, Services | PanelConfig> => {
  const anew = Effect.map(list, (services) =>
    Option.fromNullable(services.find(({ service }) => service === id))
  )
  if (fresh) return anew
  const fromKept = Effect.flatMap(kept, (rows) => {
    // One row is needed, so one is decoded; a row that cannot be is as good as no catalogue.
    const row = rows.find((row) => isRow(row) && String(row.service) === id)
    return row === undefined
      ? Effect.succeedNone
      : Effect.mapError(decodeService(row), () => "unreadable" as const).pipe(Effect.asSome)
  })
  return Effect.catchAll(fromKept, () => anew)
}

const decodeServices = Schema.decodeUnknownEither(Schema.Array(Offer))

const notThere = (id: ServiceId) =>
  new NotFound({ meaning: "bad-service", said: `no service ${id} in the catalogue`, status: 200 })

/**
 * The whole catalogue as a service: the one that was kept or, where there is none or `fresh` is asked,
 * the panel's. A command that runs for long reads it anew when it is old.
 */
export const layer = (fresh: boolean): Layer.Layer<Services, never, PanelClient | PanelConfig> =>
  Layer.effect(
    Services,
    Effect.gen(function* () {
      const panel = yield* Services
      const config = yield* PanelConfig
      let isFresh = fresh
      const anew = Effect.zipRight(panel.invalidate, list)
      const read = Effect.suspend(() =>
        isFresh ? anew : Effect.catchAll(Effect.flatMap(kept, decodeServices), () => anew)
      ).pipe(
        Effect.map((services) => {
          isFresh = false
          return { services, byId: new Map(services.map((one) => [one.service, one])) }
        }),
        Effect.provideService(Services, panel),
        Effect.provideService(PanelConfig, config)
      )
      const [cached, forget] = yield* Effect.cachedInvalidateWithTTL(read, lifetime)
      // A failure is not kept.
      const current = Effect.tapError(cached, () => forget)
      const all = Effect.map(current, ({ services }) => services)
      return {
        list: all,
        listWith: () => all,
        get: (id) =>
          Effect.flatMap(current, ({ byId }) =>
            Effect.mapError(Effect.fromNullable(byId.get(id)), () => notThere(id))
          ),
        invalidate: Effect.suspend(() => {
          isFresh = true
          return forget
        })
      }
    })
  ).pipe(Layer.provide(servicesLayer(client)))
