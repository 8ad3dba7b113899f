/** The page's files, read once: nothing that a request says ever becomes a path. */
import { createHash } from "node:crypto"
import * as Fs from "node:fs/promises"
import * as Path from "node:path"
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Effect from "effect/Effect"

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml"
}

const notBuilt =
  '<!doctype html><html lang="en"><title>smmkit</title><p>The page is not built yet: run <code>npm run build</code>.'

const file = (name: string, bytes: Uint8Array) => {
  const etag = `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`
  const isNamedByContent = name.startsWith("/assets/")
  const contentType = types[Path.extname(name)] ?? "application/octet-stream"
  // A browser takes over what "not modified" says of a file, so that says the same as the file itself.
  const headers = {
    etag,
    "content-type": contentType,
    "cache-control": isNamedByContent ? "public, max-age=31536000, immutable" : "no-cache"
  }
  const whole = HttpServerResponse.uint8Array(bytes, {
    contentType,
    headers
  })
  return Effect.map(HttpServerRequest.HttpServerRequest, (request) =>
    request.headers["if-none-match"] === etag ? HttpServerResponse.empty({ status: 304, headers }) : whole
  )
}

const read = (folder: string): Effect.Effect<ReadonlyArray<readonly [name: string, bytes: Uint8Array]>> =>
  Effect.promise(async () => {
    const entries = await Fs.readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
    const paths = entries
      .filter((entry) => entry.isFile())
      .map((entry) => Path.join(entry.parentPath, entry.name))
    return Promise.all(
      paths.map(async (path) => {
        const name = `/${Path.relative(folder, path).split(Path.sep).join("/")}`
        return [name, new Uint8Array(await Fs.readFile(path))] as const
      })
    )
  })

export const layer = (folder: string) =>
  HttpApiBuilder.Router.use((router) =>
    Effect.gen(function* () {
      const files = new Map(yield* read(folder))
      const index = files.get("/index.html") ?? new TextEncoder().encode(notBuilt)
      yield* router.get("/", file("/index.html", index))
      for (const [name, bytes] of files) {
        if (name !== "/index.html") yield* router.get(`/${name.slice(1)}`, file(name, bytes))
      }
    })
  )
