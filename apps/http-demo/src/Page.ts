/** The page's files, found once: nothing that a request says ever becomes a path. */
import * as Fs from "node:fs"
import * as Path from "node:path"
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Effect from "effect/Effect"

/** The files of a folder by the paths under which they are asked for. */
const files = (folder: string): ReadonlyArray<readonly [name: `/${string}`, path: string]> =>
  (Fs.existsSync(folder) ? Fs.readdirSync(folder, { recursive: true, withFileTypes: true }) : [])
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = Path.join(entry.parentPath, entry.name)
      const name = Path.relative(folder, path).split(Path.sep).join("/")
      return [name === "index.html" ? "/" : `/${name}`, path]
    })

export const layer = (folder: string) =>
  HttpApiBuilder.Router.use((router) =>
    Effect.forEach(files(folder), ([name, path]) => {
      // What is named by its content never changes.
      const cache = name.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache"
      return router.get(name, HttpServerResponse.file(path, { headers: { "cache-control": cache } }))
    })
  )
