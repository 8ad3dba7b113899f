/**
 * What Effect's own language service has to say of the sources: floating effects, layers that leak, and such.
 * It speaks as part of the native compiler, in a fraction of the time that it takes on the one written in
 * TypeScript, and so the sources are checked by the next TypeScript, too.
 */
import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"

const here = createRequire(import.meta.url)
/** The compiler itself: the package's command is made for editors, and wants TypeScript 7 beside it. */
const binary = createRequire(here.resolve("@effect/tsgo/package.json")).resolve(
  `@effect/tsgo-${process.platform}-${process.arch}/package.json`
)
const compiler = join(dirname(binary), "lib", process.platform === "win32" ? "tsc.exe" : "tsc")

const projects = JSON.parse(readFileSync("tsconfig.json", "utf8"))
  .references.map(({ path }) => path)
  .filter((path) => !path.endsWith("test.json"))

const alone = ["--composite", "false", "--incremental", "false", "--noEmit", "--pretty", "false"]
let failed = 0
for (const project of projects) {
  const { status, stdout, stderr } = spawnSync(compiler, ["-p", project, ...alone], {
    encoding: "utf8",
    maxBuffer: 2 ** 28
  })
  // A warning and a suggestion end with 0, too.
  if (status === 0 && stdout === "") continue
  failed += 1
  console.error(`${project}:\n${stdout}${stderr}`)
}
if (failed > 0) process.exit(1)
console.log(`${projects.length} projects without a complaint`)
