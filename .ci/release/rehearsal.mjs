/**
 * `npm run rehearsal`: three releases in a row to a registry on loopback, from a copy of this repository and an
 * empty home, and then projects outside of it that install what was released and use it.
 */
import assert from "node:assert/strict"
import { spawnSync } from "node:child_process"
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join, resolve } from "node:path"
import { readJson } from "../workspace.mjs"
import { besides } from "./beside.mjs"
import { consume, isRefused } from "./consumers.mjs"
import { pnpm, published, run, start } from "./pack.mjs"
import { managers } from "./projects.mjs"
import * as Registry from "./registry.mjs"

const started = Date.now()
const say = (text) => console.log(`[${((Date.now() - started) / 1000).toFixed(0)} s] ${text}`)

const work = mkdtempSync(join(tmpdir(), "smmkit-rehearsal-"))
const home = join(work, "home")
mkdirSync(home)
const copy = join(work, "repository")
const tracked = run(["git", "ls-files", "-co", "--exclude-standard"]).trim().split("\n")
const built = published().map((dir) => join(dir, "dist"))
for (const path of [...tracked, ...built].filter((path) => existsSync(path))) {
  mkdirSync(dirname(join(copy, path)), { recursive: true })
  cpSync(path, join(copy, path), { recursive: true, preserveTimestamps: true })
}
const copied = async () => {
  const options = { cwd: copy }
  await start([...pnpm, "install", "--frozen-lockfile", "--prefer-offline", "--loglevel=error"], options)
  await start(["git", "init", "--quiet", "--initial-branch=main"], options)
}
const upstream = run(["npm", "config", "get", "registry"]).trim()
const [registry] = await Promise.all([Registry.start(join(work, "registry"), upstream), copied()])
process.on("exit", registry.stop)
say("the registry is up")

/** Nothing of this machine's user, and the registry of the rehearsal. */
const env = {
  PATH: process.env.PATH,
  HOME: home,
  CI: "true",
  npm_config_registry: registry.url,
  npm_config_cache: join(home, "npm"),
  YARN_NPM_REGISTRY_SERVER: registry.url,
  YARN_UNSAFE_HTTP_WHITELIST: "127.0.0.1",
  YARN_ENABLE_IMMUTABLE_INSTALLS: "false",
  YARN_CACHE_FOLDER: join(home, "yarn")
}
writeFileSync(join(home, ".npmrc"), `//${new URL(registry.url).host}/:_authToken=fake-token\n`)

const inCopy = (command) => start(command, { cwd: copy, env })

// What a fork does first, and what keeps a copy that nobody owns from being published.
const withPlaceholder = spawnSync("node", [".ci/release/publish.mjs"], { cwd: copy, env, encoding: "utf8" })
assert.match(withPlaceholder.stderr, /placeholder/)
assert.equal(withPlaceholder.status, 1)
const root = readFileSync(join(copy, "package.json"), "utf8")
writeFileSync(join(copy, "package.json"), root.replace("/OWNER/", "/example/"))

const names = published().map((dir) => readJson(join(dir, "package.json")).name)
const versions = () =>
  Object.fromEntries(
    published().map((dir) => {
      const { name, version } = readJson(join(copy, dir, "package.json"))
      return [name, version]
    })
  )
/** The manifest of a version, as the registry has it. */
const viewed = async (name, version) => {
  const answer = await fetch(`${registry.url}/${encodeURIComponent(name)}`)
  return (await answer.json()).versions?.[version]
}

/** What npm's page of a package is made of. */
const shown = ["description", "keywords", "repository", "homepage", "bugs", "author", "license"]

/** Takes up a changeset and publishes what moves; gives the versions that stand after it. */
const release = async (changeset) => {
  if (changeset !== undefined) writeFileSync(join(copy, ".changeset/rehearsed.md"), changeset)
  await inCopy(["node", ".ci/release/version.mjs"])
  await inCopy(["node", "apps/cli/build.mjs"])
  process.stdout.write(await inCopy(["node", ".ci/release/publish.mjs"]))
  const now = versions()
  for (const [name, version] of Object.entries(now)) {
    const manifest = await viewed(name, version)
    assert.equal(manifest?.version, version, `${name}@${version} is published`)
    for (const field of shown)
      assert.ok(manifest[field]?.length !== 0 && manifest[field], `${name}: ${field}`)
    assert.match(manifest.repository.url, /example\/smmkit/, `${name} says where it is from`)
  }
  return now
}

say("first release")
const first = await release()
assert.deepEqual(new Set(Object.values(first)), new Set(["0.1.0"]), "the first release is 0.1.0 of all")

const readmes = ["README.md", ...published().map((dir) => join(dir, "README.md"))].map((file) =>
  resolve(file)
)
/** What the READMEs' install lines name, all of them together. */
const installed = Object.fromEntries(
  readmes
    .flatMap((readme) => [...readFileSync(readme, "utf8").matchAll(/^npm install (?!-g)(.*)$/gm)])
    .flatMap(([, line]) => line.split("#")[0].trim().split(/\s+/))
    .filter((word) => !word.startsWith("--"))
    .map((word) => /^(@?[^@]+)(?:@(.*))?$/.exec(word).slice(1))
    .map(([name, range]) => [name, range ?? "latest"])
)

/** Nothing of ours fights with a test runner over peers. */
const besideVitest = async (vitest) => {
  const isFight = await isRefused(join(work, `vitest-${vitest}`), { ...installed, vitest }, env)
  assert.ok(!isFight, `the READMEs' install lines end in ERESOLVE beside vitest ${vitest}`)
  say(`${Object.keys(installed).length} packages of the READMEs' install lines stand beside vitest ${vitest}`)
}
const runners = Promise.all(["4", "5"].map(besideVitest))

say("a patch of core")
const patched = await release(`---\n"@smmkit/core": patch\n---\n\nA fix.\n`)
const bundlers = ["@smmkit/cli"]
for (const name of names) {
  const expected = name === "@smmkit/core" || bundlers.includes(name) ? "0.1.1" : "0.1.0"
  assert.equal(patched[name], expected, `${name} after a patch of core`)
}

say("a breaking release of core")
const broken = await release(`---\n"@smmkit/core": minor\n---\n\nA break.\n`)
for (const name of names) {
  const expected = bundlers.includes(name) ? ["0.1.2", "0.2.0"] : ["0.2.0"]
  assert.ok(expected.includes(broken[name]), `${name} is ${broken[name]} after a break in core`)
}
for (const name of names.filter((name) => !bundlers.includes(name) && name !== "@smmkit/core")) {
  const { peerDependencies: peers = {} } = await viewed(name, broken[name])
  if ("@smmkit/core" in peers)
    assert.equal(peers["@smmkit/core"], "^0.2.0", `the line that ${name} stands on`)
}

const catalog = readFileSync("pnpm-workspace.yaml", "utf8")
const pinned = (name) => new RegExp(`^ {2}"?${name}"?: (.*)$`, "m").exec(catalog)?.[1]
const peers = published()
  .flatMap((dir) => Object.keys(readJson(join(dir, "package.json")).peerDependencies ?? {}))
  .filter((name) => !name.startsWith("@smmkit/"))
const tools = ["typescript", "@types/node"]
const only = (all, names) => Object.fromEntries(names.map((name) => [name, all[name]]))
const dependencies = {
  ...Object.fromEntries([...peers, ...tools].map((name) => [name, pinned(name)])),
  ...broken
}

/** npm refuses lines of ours that do not fit each other. */
const linesDoNotMix = async () => {
  const mixed = { ...dependencies, "@smmkit/core": "0.2.0", "@smmkit/adapter-node": "0.1.0" }
  assert.ok(await isRefused(join(work, "mixed"), mixed, env), "npm installs a mix of two lines")
  say("lines do not mix")
}

const remove = (folder) => start(["rm", "-rf", folder])
/** The projects of one manager are compiled as this repository is, the others' by the newest compiler, which is fast. */
const compilerOf = (manager) => (manager === "npm" ? dependencies.typescript : "7.0.2")
const projectsOf = async (manager) => {
  const typescript = compilerOf(manager)
  const folders = [join(work, manager), join(work, `${manager}-beside`)]
  await consume({
    folder: folders[0],
    manager,
    dependencies: { ...dependencies, typescript },
    readmes,
    env,
    resolutions: manager === "npm" ? ["NodeNext"] : ["NodeNext", "Bundler"],
    beside: (panel) =>
      besides({
        folder: folders[1],
        manager,
        tools: { ...only(dependencies, ["@smmkit/promise", ...tools]), typescript },
        env,
        panel,
        isServing: manager === "pnpm"
      })
  })
  say(`the projects of ${manager} are done`)
  await Promise.all(folders.map(remove))
}
await Promise.all([runners, linesDoNotMix(), ...Object.keys(managers).map(projectsOf)])
registry.stop()
await remove(work)
say(
  `${names.length} packages were released three times, and ${Object.keys(managers).length} managers' projects use them`
)
