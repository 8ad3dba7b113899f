import { fileURLToPath } from "node:url"
import { defineConfig } from "vite"

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** Builds the page into files of its own: no script or style stands inside the HTML, as its policy demands. */
export default defineConfig({
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
