/** What `npx` takes for the command line beside a package that does nothing, both of them known to it already. */
import { execFile } from "node:child_process"
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { promisify } from "node:util"
import { alternate } from "../harness/alternate.js"
import { type Figure, row } from "../harness/figure.js"
import { smmkit } from "./cli.js"

const execute = promisify(execFile)

const libsql = new URL("../../../cli/node_modules/libsql/package.json", import.meta.url)

const settings = { npm_config_audit: "false", npm_config_fund: "false", npm_config_update_notifier: "false" }

/** A folder with two packages, and npm's own memory. */
const makeDesk = async () => {
  const folder = await mkdtemp(join(tmpdir(), "smmkit-npx-"))
  const env = { ...process.env, ...settings, npm_config_cache: join(folder, "cache") }
  const pack = async (name: string, dependencies: Readonly<Record<string, string>>, from?: string) => {
    const source = join(folder, name)
    await mkdir(join(source, "dist"), { recursive: true })
    if (from === undefined) await writeFile(join(source, "dist", "bin.js"), "#!/usr/bin/env node\n")
    else await cp(from, join(source, "dist"), { recursive: true, filter: (path) => !path.includes("types") })
    const bin = { [name]: "./dist/bin.js" }
    const about = { name, version: "1.0.0", type: "module", bin, files: ["dist"], dependencies }
    await writeFile(join(source, "package.json"), JSON.stringify(about))
    await execute("npm", ["pack", "--pack-destination", folder], { cwd: source, env })
  }
  const npx = (name: string) => () =>
    execute(
      "npx",
      ["--yes", "--prefer-offline", `--package=${join(folder, `${name}-1.0.0.tgz`)}`, "--", name],
      {
        cwd: folder,
        env
      }
    )
  return { pack, npx, leave: () => rm(folder, { recursive: true }) }
}

export const npx: Figure = {
  id: "npx",
  measure: async (whole) => {
    const desk = await makeDesk()
    // What the program stands on is asked of a registry, so only the whole measurement does that.
    const { version } = JSON.parse(await readFile(libsql, "utf8"))
    await desk.pack("smmkit", whole ? { libsql: version } : {}, dirname(smmkit))
    await desk.pack("empty", {})
    const pair = await alternate(
      { smmkit: desk.npx("smmkit"), limit: desk.npx("empty") },
      whole ? { rounds: 11, warmUp: 2 } : { rounds: 1, warmUp: 0 }
    )
    await desk.leave()
    return [row("`npx @smmkit/cli`, warm, against `npx` of an empty package", 2, pair, "wall", null)]
  }
}
