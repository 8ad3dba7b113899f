/** Bundles the program, so that it starts fast and its package needs no other. `tsc -b` checks the types. */
import { chmod, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { basename, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"
import { notices } from "../../.ci/notices.mjs"

const here = dirname(fileURLToPath(import.meta.url))
const dist = join(here, "dist")
const { version } = JSON.parse(await readFile(join(here, "package.json"), "utf8"))

/**
 * Of undici the adapter uses its client alone, over HTTP/1.1; the package's entry would load fetch,
 * WebSockets, caches and HTTP/2 as well, at a third of the whole start.
 */
const undiciClient = {
  name: "undici-client",
  setup: (build) => {
    build.onResolve({ filter: /^undici$/ }, async ({ importer, resolveDir, pluginData }) => {
      if (pluginData === "whole") return undefined
      const whole = await build.resolve("undici", {
        resolveDir,
        importer,
        kind: "import-statement",
        pluginData: "whole"
      })
      return { path: dirname(whole.path), namespace: "undici-client" }
    })
    build.onLoad({ filter: /.*/, namespace: "undici-client" }, ({ path }) => ({
      contents: `export { default as Client } from "./lib/dispatcher/client.js"`,
      resolveDir: path
    }))
    build.onLoad({ filter: /undici\/lib\/dispatcher\/client-h2\.js$/ }, () => ({
      contents: `module.exports = () => { throw new Error("HTTP/2 was never offered") }`
    }))
  }
}

/**
 * Of a package's index only the modules that are named are taken: esbuild keeps all of what an index exports
 * as a namespace, and loads all of it.
 */
const modules = {
  name: "modules",
  setup: (build) => {
    build.onLoad({ filter: /\/apps\/cli\/src\/.*\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8")
      const indexed = /^import (type )?\{([^}]*)\} from "(effect|@effect\/\w+|@smmkit\/[\w-]+)"$/gm
      const contents = source.replace(indexed, (_, onlyTypes, names, from) =>
        names
          .split(",")
          .map((name) => name.trim())
          .filter((name) => name !== "" && onlyTypes === undefined && !name.startsWith("type "))
          .map((name) => name.split(" as "))
          .map(([name, own = name]) => `import * as ${own} from "${from}/${name}"`)
          .join(";")
      )
      return { contents, loader: "ts" }
    })
  }
}

const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: { bin: "src/bin.ts" },
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.18",
  minify: true,
  legalComments: "linked",
  metafile: true,
  // A native module with a package for each platform; and what `pg` asks for only where it is installed.
  external: ["libsql", "pg-native"],
  define: { SMMKIT_VERSION: JSON.stringify(version) },
  // undici is CommonJS and asks for Node's modules by `require`.
  banner: {
    js: `import { createRequire as nodeRequire } from "node:module"; const require = nodeRequire(import.meta.url);`
  },
  plugins: [modules, undiciClient],
  logLevel: "warning"
})
await chmod(join(dist, "bin.js"), 0o755)
// Chunks are named after what is in them, so those of an earlier build would stay.
const written = new Set(Object.keys(metafile.outputs).map((path) => basename(path)))
for (const name of await readdir(dist)) {
  if (/\.(?:js|txt)$/.test(name) && !written.has(name)) await rm(join(dist, name))
}
await writeFile(
  join(dist, "third-party-notices.txt"),
  await notices("smmkit", here, Object.keys(metafile.inputs))
)

// The demo is not published: it stays beside its sources and uses the workspace's packages as they are.
await build({
  absWorkingDir: here,
  entryPoints: { demo: "demo/demo.ts" },
  outdir: "demo/dist",
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20.18",
  packages: "external",
  logLevel: "warning"
})
