/**
 * Programs that tests start again and again, each made one file: to find and link hundreds of modules takes
 * several times as long as all that such a program then does. They are made of the sources of their own package,
 * and of other packages as they are compiled.
 */
import { fileURLToPath } from "node:url"
import { build } from "esbuild"

/** A native module is left where it is, and found there from wherever the bundle lies. */
const native = {
  name: "native",
  setup: ({ onResolve, resolve }) => {
    onResolve({ filter: /^libsql$/ }, async ({ path, resolveDir, kind, pluginData }) =>
      pluginData === native
        ? undefined
        : { path: (await resolve(path, { resolveDir, kind, pluginData: native })).path, external: true }
    )
  }
}

/** Bundles the entries, named as they are from the package's folder, into a folder that Git does not track. */
export const bundle = async (packageUrl, entryPoints, outdir) => {
  await build({
    absWorkingDir: fileURLToPath(packageUrl),
    entryPoints,
    outdir,
    bundle: true,
    splitting: true,
    // What is short is read sooner.
    minify: true,
    format: "esm",
    platform: "node",
    target: "node20.18",
    external: ["pg-native"],
    plugins: [native],
    // What is CommonJS asks for Node's modules by `require`.
    banner: {
      js: `import { createRequire as nodeRequire } from "node:module"; const require = nodeRequire(import.meta.url);`
    },
    logLevel: "warning"
  })
}
