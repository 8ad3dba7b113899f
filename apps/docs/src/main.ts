/** Builds the site, and serves it on this machine; with `build`, builds it alone. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { preview } from "vite"
import { build } from "vitepress"
import { assemble } from "./assemble.js"
import type { Section } from "./pages.js"

const app = fileURLToPath(new URL("../", import.meta.url))
const folder = join(app, "dist/pages")

const { home, sections, complaints } = assemble()
if (complaints.length > 0) {
  console.error(complaints.join("\n"))
  process.exit(1)
}

rmSync(folder, { recursive: true, force: true })
for (const { path, text } of [home, ...sections.flatMap(({ pages }) => pages)]) {
  const file = join(folder, `${path}.md`)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
const isReference = ({ pages: [first] }: Section) => first?.path.startsWith("reference/") === true
const bar = (shown: ReadonlyArray<Section>) =>
  shown.map(({ title, pages, isCollapsed }) => ({
    text: title,
    collapsed: isCollapsed,
    items: pages.map((page) => ({ text: page.title, link: `/${page.path}`.replace(/index$/, "") }))
  }))
const sidebar = {
  "/reference/": bar(sections.filter(isReference)),
  "/": bar(sections.filter((section) => !isReference(section)))
}
writeFileSync(join(folder, "sidebar.json"), JSON.stringify(sidebar))
await build(app)

if (process.argv[2] !== "build") {
  const server = await preview({
    root: app,
    configFile: false,
    appType: "mpa",
    build: { outDir: "dist/site" },
    preview: { host: "127.0.0.1", port: Number(process.env["PORT"] ?? 4173) }
  })
  server.printUrls()
}
