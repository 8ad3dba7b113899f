/**
 * The catalogue on disk, since some panels allow ten readings an hour. A file that is missing, old,
 * corrupt or cannot be written is no failure: then the panel is asked.
 */
import { hash } from "node:crypto"
import * as Fs from "node:fs"
import * as Path from "node:path"
import { PanelConfig, Services } from "@smmkit/core"
import { UserFolder } from "@smmkit/journal"
import { Effect, Layer, Redacted, Schema } from "effect"
import { client } from "./Session.js"

/** The file of one account on one panel. Its name gives neither away. There may be no place for it. */
const place = Effect.gen(function* () {
  const { url, key } = yield* PanelConfig.PanelConfig
  const name = hash("sha256", `${url}\0${Redacted.value(key)}`)
  return yield* Effect.orDie(UserFolder.file("cache", `${name}.json`))
})

const Kept = Schema.parseJson(Schema.Struct({ readAt: Schema.Number, services: Services.Answer }))

const load = (path: string) =>
  // Anything but a file of its own, a pipe for one, would be waited for.
  Effect.try(() => (Fs.lstatSync(path).isFile() ? Fs.readFileSync(path, "utf8") : "")).pipe(
    Effect.flatMap(Schema.decode(Kept)),
    Effect.option
  )

/** Written aside and renamed, so that nobody ever reads a half; readable by its owner only. */
const save = (path: string) => (text: string) =>
  Effect.try(() => {
    Fs.mkdirSync(Path.dirname(path), { recursive: true, mode: 0o700 })
    const aside = `${path}.${process.pid}.tmp`
    try {
      Fs.writeFileSync(aside, text, { mode: 0o600, flag: "wx" })
      Fs.renameSync(aside, path)
    } finally {
      Fs.rmSync(aside, { force: true })
    }
  })

/** The catalogue as a service: the one that was kept or, where there is none or `fresh` is asked, the panel's. */
export const layer = (fresh: boolean) =>
  Layer.effect(
    Services.Services,
    Effect.gen(function* () {
      const path = yield* place
      if (path === undefined) return yield* Services.make
      return yield* Services.makeKept({
        load: fresh ? Effect.succeedNone : load(path),
        save: (catalogue) => Effect.ignore(Effect.flatMap(Schema.encode(Kept)(catalogue), save(path)))
      })
    })
  ).pipe(Layer.provide(client))
