import { fileURLToPath } from "node:url"
import { build } from "vite"

const here = (path) => fileURLToPath(new URL(path, import.meta.url))

/** Builds the page into files of its own: no script or style stands inside the HTML, as its policy demands. */
await build({
  configFile: false,
  root: here("page"),
  logLevel: "warn",
  build: {
    outDir: here("dist/page"),
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: false
  },
  esbuild: { jsx: "automatic", jsxImportSource: "preact", legalComments: "none" }
})
