/**
 * `npm run release`: publishes each version that the registry does not have yet. Which registry and as whom is
 * npm's own configuration; flags, such as `--provenance`, are handed on to `npm publish`.
 */
import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { readJson } from "../workspace.mjs"
import { isPlaceholder, published, repository, start, unpack } from "./pack.mjs"

if (isPlaceholder) {
  console.error(
    `the repository's address is still the placeholder ${repository}: set "repository" in package.json`
  )
  process.exit(1)
}
const work = mkdtempSync(join(tmpdir(), "smmkit-release-"))
process.on("exit", () => rmSync(work, { recursive: true, force: true }))

/** Which of these packages the registry has in their version: npm says in one go what of them it could install. */
const thereOf = (manifests) => {
  const folder = join(work, "asked")
  mkdirSync(folder)
  const dependencies = Object.fromEntries(manifests.map(({ name, version }) => [name, version]))
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies }))
  const { stdout, stderr } = spawnSync("npm", ["outdated", "--json"], { cwd: folder, encoding: "utf8" })
  const { error, ...there } = JSON.parse(stdout)
  if (error !== undefined) throw new Error(`npm cannot ask the registry:\n${stderr}`)
  return new Set(Object.keys(there))
}

const dirs = published()
const manifests = dirs.map((dir) => readJson(join(dir, "package.json")))
const idOf = ({ name, version }) => `${name}@${version}`
const there = thereOf(manifests)
for (const manifest of manifests.filter(({ name }) => there.has(name)))
  console.log(`${idOf(manifest)} is published already`)
const missing = dirs.filter((_, at) => !there.has(manifests[at].name))
// All are made before the first is published: what cannot be made leaves nothing half released.
const made = missing.length === 0 ? [] : await unpack(missing, work)
if (made.length > 0) {
  // As workspaces, which one npm publishes in their order: those that others stand on come first.
  const workspaces = made.map(({ folder }) => basename(folder))
  writeFileSync(join(work, "package.json"), JSON.stringify({ private: true, workspaces }))
  const flags = ["--access", "public", ...process.argv.slice(2)]
  await start(["npm", "publish", "--workspaces", ...flags], { cwd: work })
}
for (const { manifest } of made) console.log(`published ${idOf(manifest)}`)
