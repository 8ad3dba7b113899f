/** The folders of the workspace, as `pnpm-workspace.yaml` lists them, those first that others stand on. */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

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
