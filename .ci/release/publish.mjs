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
    const id = `${manifest.name}@${manifest.version}`
    return { dir, id, manifest, isDone: await isThere(manifest) }
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
/** Those that stand on others of these come after them, those that do not beside each other. */
const waves = []
for (const one of all) {
  const own = { ...one.manifest.dependencies, ...one.manifest.peerDependencies }
  const below = waves.findLastIndex((wave) => wave.some(({ manifest }) => manifest.name in own))
  waves[below + 1] = [...(waves[below + 1] ?? []), one]
}
for (const wave of waves) {
  await Promise.all(
    wave.map(async ({ dir, id, isDone }) => {
      if (!isDone)
        await start(["npm", "publish", tarballs.get(dir), "--access", "public", ...process.argv.slice(2)])
      console.log(isDone ? `${id} is published already` : `published ${id}`)
    })
  )
}
rmSync(work, { recursive: true, force: true })
