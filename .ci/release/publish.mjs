/**
 * `npm run release`: publishes each version that the registry does not have yet. Which registry and as whom is
 * npm's own configuration; flags, such as `--provenance`, are handed on to `npm publish`.
 */
import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { isPlaceholder, pack, published, repository, run } from "./pack.mjs"

if (isPlaceholder) {
  console.error(
    `the repository's address is still the placeholder ${repository}: set "repository" in package.json`
  )
  process.exit(1)
}
const work = mkdtempSync(join(tmpdir(), "smmkit-release-"))
const isThere = ({ name, version }) =>
  spawnSync("npm", ["view", `${name}@${version}`, "version"], { encoding: "utf8" }).stdout.trim() === version

for (const { tarball, manifest } of published().map((dir) => pack(dir, work))) {
  const id = `${manifest.name}@${manifest.version}`
  if (isThere(manifest)) {
    console.log(`${id} is published already`)
    continue
  }
  run(["npm", "publish", tarball, "--access", "public", ...process.argv.slice(2)])
  console.log(`published ${id}`)
}
rmSync(work, { recursive: true, force: true })
