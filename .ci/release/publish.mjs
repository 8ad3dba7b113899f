/**
 * `npm run release`: publishes each version that the registry does not have yet. Which registry and as whom is
 * npm's own configuration; flags, such as `--provenance`, are handed on to `npm publish`.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { readJson } from "../workspace.mjs"
import { isPlaceholder, pack, published, repository, start } from "./pack.mjs"

if (isPlaceholder) {
  console.error(
    `the repository's address is still the placeholder ${repository}: set "repository" in package.json`
  )
  process.exit(1)
}
const work = mkdtempSync(join(tmpdir(), "smmkit-release-"))
const isThere = ({ name, version }) =>
  start(["npm", "view", `${name}@${version}`, "version"]).then(
    (said) => said.trim() === version,
    () => false
  )

const all = await Promise.all(
  published().map(async (dir) => {
    const manifest = readJson(join(dir, "package.json"))
    return { dir, id: `${manifest.name}@${manifest.version}`, isDone: await isThere(manifest) }
  })
)
// All are packed before the first is published: what cannot be packed leaves nothing half released.
const missing = all.filter(({ isDone }) => !isDone)
const tarballs = new Map(
  (
    await pack(
      missing.map(({ dir }) => dir),
      work
    )
  ).map(({ dir, tarball }) => [dir, tarball])
)
for (const { dir, id, isDone } of all) {
  if (!isDone)
    await start(["npm", "publish", tarballs.get(dir), "--access", "public", ...process.argv.slice(2)])
  console.log(isDone ? `${id} is published already` : `published ${id}`)
}
rmSync(work, { recursive: true, force: true })
