/** What the scripts know of the workspace: its folders, as `pnpm-workspace.yaml` lists them, those first that others stand on. */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"

export const readJson = (file) => JSON.parse(readFileSync(file, "utf8"))

/** Each folder of the workspace with its manifest. */
export const folders = () =>
  readFileSync("pnpm-workspace.yaml", "utf8")
    .split(/^catalog:/m)[0]
    .split("\n")
    .flatMap((line) => /^ {2}- (.*)$/.exec(line)?.[1] ?? [])
    .flatMap((glob) =>
      glob.endsWith("/*")
        ? readdirSync(glob.slice(0, -2)).map((name) => `${glob.slice(0, -1)}${name}`)
        : [glob]
    )
    .filter((dir) => existsSync(join(dir, "package.json")))
    .map((dir) => ({ dir, manifest: readJson(join(dir, "package.json")) }))

/** Most of the tests wait for processes, sockets and disks: two cores are busy once so many suites run at a time. */
export const atOnce = 4

const here = createRequire(import.meta.url)
const binary = createRequire(here.resolve("@effect/tsgo/package.json")).resolve(
  `@effect/tsgo-${process.platform}-${process.arch}/package.json`
)

/** The native compiler itself: its package's command is made for editors, and wants TypeScript 7 beside it. */
export const tsc = join(dirname(binary), "lib", process.platform === "win32" ? "tsc.exe" : "tsc")
