/**
 * What Effect's own language service has to say of the sources: floating effects, layers that leak, and such.
 * Projects with the same options are looked at as one, as each further program reads all of Effect's types again.
 */
import { spawnSync } from "node:child_process"
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"

const read = (file) => JSON.parse(readFileSync(file, "utf8"))

const projects = read("tsconfig.json")
  .references.map(({ path }) => (path.endsWith(".json") ? path : join(path, "tsconfig.json")))
  .filter((project) => !project.endsWith("test.json"))

/** What decides how a file is understood, as opposed to where its output goes. */
const environmentOf = ({ compilerOptions: { lib, module, moduleResolution, jsx, jsxImportSource } }) =>
  JSON.stringify({ lib, module, moduleResolution, jsx, jsxImportSource })

const groups = new Map()
for (const project of projects) {
  const environment = environmentOf(read(project))
  groups.set(environment, [...(groups.get(environment) ?? []), project])
}

mkdirSync("node_modules/.cache", { recursive: true })
let failed = 0
for (const [environment, members] of groups) {
  const types = members.flatMap((project) => read(project).compilerOptions.types ?? [])
  const project = "node_modules/.cache/diagnostics.json"
  const config = {
    extends: resolve("tsconfig.base.json"),
    compilerOptions: {
      ...JSON.parse(environment),
      composite: false,
      incremental: false,
      noEmit: true,
      types: [...new Set(types)]
    },
    include: members.flatMap((member) => read(member).include.map((glob) => resolve(dirname(member), glob)))
  }
  writeFileSync(project, JSON.stringify(config))
  const { status, stdout, stderr } = spawnSync(
    "node_modules/.bin/effect-language-service",
    ["diagnostics", "--project", project],
    { encoding: "utf8", maxBuffer: 2 ** 28 }
  )
  if (status === 0 && stdout.includes("0 errors, 0 warnings")) continue
  failed += 1
  console.error(`${members.join(", ")}:\n${stdout}${stderr}`)
}
if (failed > 0) process.exit(1)
console.log(`${projects.length} projects without a complaint`)
