/** What Effect's own language service has to say of each project: floating effects, layers that leak, and such. */
import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"

const { references } = JSON.parse(readFileSync("tsconfig.json", "utf8"))
const projects = references
  .map(({ path }) => (path.endsWith(".json") ? path : join(path, "tsconfig.json")))
  .filter((project) => !project.endsWith("test.json"))

let failed = 0
for (const project of projects) {
  const { status, stdout, stderr } = spawnSync(
    "node_modules/.bin/effect-language-service",
    ["diagnostics", "--project", project],
    { encoding: "utf8" }
  )
  if (status === 0 && stdout.includes("0 errors, 0 warnings")) continue
  failed += 1
  console.error(`${project}:\n${stdout}${stderr}`)
}
if (failed > 0) process.exit(1)
console.log(`${projects.length} projects without a complaint`)
