/** A copy of this repository, in which versions may move, and what is released from it. */
import assert from "node:assert/strict"
import { spawnSync } from "node:child_process"
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { readJson } from "../workspace.mjs"
import { published, run, start } from "./pack.mjs"

/** Copies what is tracked and what was built. What is installed is linked: its own links into the workspace are relative. */
export const makeCopy = (folder) => {
  const tracked = run(["git", "ls-files", "-co", "--exclude-standard"]).trim().split("\n")
  const made = published().flatMap((dir) => [join(dir, "dist"), join(dir, "node_modules")])
  for (const path of [...tracked, ...made].filter((path) => existsSync(path))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    cpSync(path, join(folder, path), { recursive: true, preserveTimestamps: true, verbatimSymlinks: true })
  }
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"))
  // Changesets ask git when a changeset came.
  run(["git", "init", "--quiet", "--initial-branch=main"], { cwd: folder })
}

/** What a fork does first, and what keeps a copy that nobody owns from being published. */
export const nameRepository = ({ folder, env }) => {
  const refused = spawnSync("node", [".ci/release/publish.mjs"], { cwd: folder, env, encoding: "utf8" })
  assert.match(refused.stderr, /placeholder/)
  assert.equal(refused.status, 1)
  const root = readFileSync(join(folder, "package.json"), "utf8")
  writeFileSync(join(folder, "package.json"), root.replace("/OWNER/", "/example/"))
}

/** The manifest of a version, as a registry has it. */
export const viewed = async (registry, name, version) => {
  const answer = await fetch(`${registry}/${encodeURIComponent(name)}`)
  return (await answer.json()).versions?.[version]
}

/** What npm's page of a package is made of. */
const shown = ["description", "keywords", "repository", "homepage", "bugs", "author", "license"]

const inCopy = ({ folder, env }, ...command) => start(["node", ...command], { cwd: folder, env })

/** Takes up a changeset in a copy: versions move, and with them what carries its version in its bundle. */
export const move = async (copy, changeset) => {
  if (changeset !== undefined) writeFileSync(join(copy.folder, ".changeset/rehearsed.md"), changeset)
  await inCopy(copy, ".ci/release/version.mjs")
  await inCopy(copy, "apps/cli/build.mjs")
}

/** Publishes from a copy what has moved; gives the versions that stand after it. */
export const publish = async (copy, registry) => {
  process.stdout.write(await inCopy(copy, ".ci/release/publish.mjs"))
  const now = published().map((dir) => readJson(join(copy.folder, dir, "package.json")))
  for (const { name, version } of now) {
    const manifest = await viewed(registry, name, version)
    assert.equal(manifest?.version, version, `${name}@${version} is published`)
    for (const field of shown)
      assert.ok(manifest[field]?.length !== 0 && manifest[field], `${name}: ${field}`)
    assert.match(manifest.repository.url, /example\/smmkit/, `${name} says where it is from`)
  }
  return Object.fromEntries(now.map(({ name, version }) => [name, version]))
}
