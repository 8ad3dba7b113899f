/**
 * `npm run rehearsal`: three releases in a row to a registry on loopback, from a copy of this repository and an
 * empty home, and then projects outside of it that install what was released and use it.
 */
import assert from "node:assert/strict"
import { spawn } from "node:child_process"
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { readJson } from "../workspace.mjs"
import { isRefused } from "./consumers.mjs"
import * as Copy from "./copy.mjs"
import { published, run } from "./pack.mjs"
import { managersOf } from "./projects.mjs"
import * as Registry from "./registry.mjs"
import { useReleased } from "./uses.mjs"

const started = Date.now()
const say = (text) => console.log(`[${((Date.now() - started) / 1000).toFixed(0)} s] ${text}`)

const work = mkdtempSync(join(tmpdir(), "smmkit-rehearsal-"))
const home = join(work, "home")
mkdirSync(home)
const upstream = run(["npm", "config", "get", "registry"]).trim()
const { HTTP_PROXY, HTTPS_PROXY, NO_PROXY, NODE_EXTRA_CA_CERTS, PATH } = process.env
/** Nothing of this machine's user, but how its programs reach the network. */
const env = {
  ...{ HTTP_PROXY, HTTPS_PROXY, NO_PROXY, NODE_EXTRA_CA_CERTS, PATH },
  HOME: home,
  CI: "true",
  npm_config_registry: upstream,
  npm_config_cache: join(home, "npm"),
  YARN_CACHE_FOLDER: join(home, "yarn")
}
const copy = { folder: join(work, "repository"), env }
Copy.makeCopy(copy.folder)
const [registry] = await Promise.all([Registry.start(join(work, "registry"), env), Copy.move(copy)])
process.on("exit", registry.stop)
say("the registry is up")

// Our names come from the rehearsal's registry, and all else from where npm is configured to get it.
const { host } = new URL(registry.url)
writeFileSync(join(home, ".npmrc"), `@smmkit:registry=${registry.url}\n//${host}/:_authToken=fake-token\n`)
writeFileSync(
  join(home, ".yarnrc.yml"),
  JSON.stringify({
    nodeLinker: "node-modules",
    enableTelemetry: false,
    enableImmutableInstalls: false,
    npmRegistryServer: upstream,
    // What was published a minute ago is what this is about.
    npmScopes: { smmkit: { npmRegistryServer: registry.url, npmMinimalAgeGate: 0 } },
    // The other managers heed the variables.
    httpsProxy: HTTPS_PROXY,
    // The registry that is somebody's own may lie in a network without TLS.
    unsafeHttpWhitelist: ["127.0.0.1", new URL(upstream).hostname]
  })
)
Copy.nameRepository(copy)
const release = async (changeset) => {
  await Copy.move(copy, changeset)
  return Copy.publish(copy, registry.url)
}

say("first release")
const first = await Copy.publish(copy, registry.url)
const names = Object.keys(first)
assert.deepEqual(new Set(Object.values(first)), new Set(["0.1.0"]), "the first release is 0.1.0 of all")

const readmes = ["README.md", ...published().map((dir) => join(dir, "README.md"))].map((file) =>
  resolve(file)
)
/** What the READMEs' install lines name, all of them together; of ours, the first release, as others follow meanwhile. */
const installed = Object.fromEntries(
  readmes
    .flatMap((readme) => [...readFileSync(readme, "utf8").matchAll(/^npm install (?!-g)(.*)$/gm)])
    .flatMap(([, line]) => line.split("#")[0].trim().split(/\s+/))
    .filter((word) => !word.startsWith("--"))
    .map((word) => /^(@?[^@]+)(?:@(.*))?$/.exec(word).slice(1))
    .map(([name, range]) => [name, range ?? first[name] ?? "latest"])
)

/** Nothing of ours fights with a test runner over peers. */
const besideVitest = async (vitest) => {
  const isFight = await isRefused(join(work, `vitest-${vitest}`), { ...installed, vitest }, env)
  assert.ok(!isFight, `the READMEs' install lines end in ERESOLVE beside vitest ${vitest}`)
  say(`${Object.keys(installed).length} packages of the READMEs' install lines stand beside vitest ${vitest}`)
}
// One after the other: the second finds in npm's cache what the first has asked for.
const runners = besideVitest("4").then(() => besideVitest("5"))

say("a patch of core")
const patched = await release(`---\n"@smmkit/core": patch\n---\n\nA fix.\n`)
const bundlers = ["@smmkit/cli", "@smmkit/promise"]
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
  const { peerDependencies: peers = {} } = await Copy.viewed(registry.url, name, broken[name])
  if ("@smmkit/core" in peers)
    assert.equal(peers["@smmkit/core"], "^0.2.0", `the line that ${name} stands on`)
}

const catalog = readFileSync("pnpm-workspace.yaml", "utf8")
const pinned = (names) =>
  Object.fromEntries(
    names.map((name) => [name, new RegExp(`^ {2}"?${name}"?: (.*)$`, "m").exec(catalog)?.[1]])
  )
const peers = published()
  .flatMap((dir) => Object.keys(readJson(join(dir, "package.json")).peerDependencies ?? {}))
  .filter((name) => !name.startsWith("@smmkit/"))

/** npm refuses lines of ours that do not fit each other. */
const linesDoNotMix = async () => {
  const lines = { "@smmkit/core": "0.2.0", "@smmkit/adapter-node": "0.1.0" }
  const mixed = { ...pinned(["effect", "@effect/platform"]), ...lines }
  assert.ok(await isRefused(join(work, "mixed"), mixed, env), "npm installs a mix of two lines")
  say("lines do not mix")
}

say("projects of all managers")
const uses = useReleased({
  work,
  commands: managersOf(registry.tool),
  dependencies: { ...pinned(peers), ...broken },
  nodeTypes: pinned(["@types/node"]),
  readmes,
  env,
  say
})
await Promise.all([runners, linesDoNotMix(), uses])
registry.stop()
say(`${names.length} packages were released three times, and every manager's projects use them`)
// The disk needs half a minute for so many files, in which nobody has to wait.
spawn("rm", ["-rf", work], { detached: true, stdio: "ignore" }).unref()
