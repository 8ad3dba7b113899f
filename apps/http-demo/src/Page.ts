/** The page's files, found once: nothing that a request says ever becomes a path. */
import * as Fs from "node:fs"
import * as Path from "node:path"
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Effect from "effect/Effect"

const notBuilt = `<!doctype html><html lang="en"><title>smmkit</title>
<p>The page is not built yet: run <code>npm run build</code>.`

/** The files of a folder by the paths under which they are asked for. */
export const files = (folder: string): ReadonlyMap<`/${string}`, string> =>
  new Map(
    (Fs.existsSync(folder) ? Fs.readdirSync(folder, { recursive: true, withFileTypes: true }) : [])
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = Path.join(entry.parentPath, entry.name)
        const name = Path.relative(folder, path).split(Path.sep).join("/")
        return [name === "index.html" ? "/" : `/${name}`, path]
      })
  )

export const layer = (found: ReadonlyMap<`/${string}`, string>) =>
  HttpApiBuilder.Router.use((router) =>
    Effect.gen(function* () {
      if (!found.has("/")) yield* router.get("/", Effect.succeed(HttpServerResponse.html(notBuilt)))
      for (const [name, path] of found) {
        // What is named by its content never changes.
        const cache = name.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache"
        yield* router.get(name, HttpServerResponse.file(path, { headers: { "cache-control": cache } }))
      }
    })
  )
