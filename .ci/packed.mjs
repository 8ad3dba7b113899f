/**
 * Looks at the packages as npm will serve them: packs each, holds the tarball against publint and
 * attw, and imports every export of it in an empty project that has only what the README says to install.
 */
import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { publint } from "publint"
import { formatMessage } from "publint/utils"
import { pack, pnpm, published, run } from "./release/pack.mjs"
import { tsc } from "./workspace.mjs"

const work = mkdtempSync(join(tmpdir(), "smmkit-packed-"))
const catalog = readFileSync("pnpm-workspace.yaml", "utf8")
const pinned = (name) => new RegExp(`^  "?${name}"?: (.*)$`, "m").exec(catalog)?.[1]

const packed = await pack(published(), work)

let complaints = 0
const complain = (text) => {
  complaints += 1
  console.error(text)
}

for (const { tarball, manifest, files } of packed) {
  const bytes = readFileSync(tarball)
  const { messages, pkg } = await publint({
    strict: true,
    pack: { tarball: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) }
  })
  for (const message of messages) complain(`${manifest.name}: publint: ${formatMessage(message, pkg)}`)
  const built = files.filter((file) => file.endsWith(".tsbuildinfo"))
  if (built.length > 0) complain(`${manifest.name}: the tarball holds what only the compiler needs: ${built}`)
  const wanted = ["AGENTS.md", "LICENSE", "README.md", "package.json"]
  for (const file of wanted)
    if (!files.includes(file)) complain(`${manifest.name}: the tarball lacks ${file}`)
  const protocols = JSON.stringify(manifest).match(/"(?:workspace|catalog|link|file):[^"]*"/g) ?? []
  for (const one of protocols) complain(`${manifest.name}: the manifest still says ${one}`)
  if (manifest.bin !== undefined) continue
  const attw = spawnSync("node_modules/.bin/attw", [tarball, "--profile", "esm-only", "--no-color"], {
    encoding: "utf8"
  })
  if (attw.status !== 0) complain(`${manifest.name}: attw:\n${attw.stdout}${attw.stderr}`)
}

/** The names that a package may be imported by. */
const entriesOf = ({ manifest, files }) =>
  Object.entries(manifest.exports ?? {}).flatMap(([path, target]) => {
    if (target === null || path === "./package.json") return []
    if (!path.includes("*")) return [path]
    const [before, after] = target.default.replace("./", "").split("*")
    return files
      .filter(
        (file) => file.startsWith(before) && file.endsWith(after) && !file.slice(before.length).includes("/")
      )
      .map((file) => path.replace("*", file.slice(before.length, file.length - after.length)))
  })

const project = join(work, "empty")
mkdirSync(project)
const peers = Object.fromEntries(
  packed
    .flatMap(({ manifest }) => Object.keys(manifest.peerDependencies ?? {}))
    .filter((name) => !name.startsWith("@smmkit/"))
    .map((name) => [name, pinned(name)])
)
const tarballs = Object.fromEntries(packed.map(({ manifest, tarball }) => [manifest.name, `file:${tarball}`]))
writeFileSync(
  join(project, "package.json"),
  JSON.stringify({
    private: true,
    type: "module",
    dependencies: { ...peers, ...tarballs },
    pnpm: { overrides: tarballs }
  })
)
run([...pnpm, "install", "--prefer-offline", "--loglevel=error", "--ignore-workspace", "--ignore-scripts"], {
  cwd: project
})

const entries = packed.flatMap((one) =>
  entriesOf(one).map((path) => `${one.manifest.name}${path === "." ? "" : path.slice(1)}`)
)
writeFileSync(join(project, "imports.mjs"), entries.map((name) => `await import("${name}")`).join("\n"))
run(["node", "imports.mjs"], { cwd: project })
// No public declaration may need a module that `exports` hides: a library on top would get an error or a silent `any`.
for (const { manifest, files } of packed) {
  for (const file of files.filter((file) => /^dist\/(?:testing\/)?[^/]+\.d\.ts$/.test(file))) {
    const text = readFileSync(join(project, "node_modules", manifest.name, file), "utf8")
    if (/(?:from|import\() ?"\.\.?\/internal\//.test(text))
      complain(`${manifest.name}: ${file} names what is internal`)
  }
}
// What brings Effect as a dependency of its own stands beside any other, or none, as long as no declaration names it.
for (const { manifest, files } of packed.filter(
  ({ manifest }) => "effect" in (manifest.dependencies ?? {})
)) {
  for (const file of files.filter((file) => file.endsWith(".d.ts"))) {
    const text = readFileSync(join(project, "node_modules", manifest.name, file), "utf8")
    const named = [...text.matchAll(/(?:from|import\() ?["'](effect|@effect|@smmkit\/[a-z-]+)\b/g)]
    if (named.some(([, name]) => name !== manifest.name))
      complain(`${manifest.name}: ${file} names types of Effect, or of a package that does`)
  }
}
const library = entries.filter((name) => /^@smmkit\/[a-z-]+\/[A-Z]/.test(name))
writeFileSync(
  join(project, "library.ts"),
  `${library.map((name, at) => `import * as M${at} from "${name}"`).join("\n")}
import * as Schema from "effect/Schema"
import { Answer } from "@smmkit/core/OrderStatus"
${library.map((_, at) => `export const m${at} = M${at}`).join("\n")}
export const Charge = Schema.Struct({ charge: Answer.fields.charge })
export const sent: typeof Answer.Encoded = { status: "Partial", charge: "0.50" }
// @ts-expect-error what panels send is no silent any
export const wrong: typeof Answer.Encoded = { status: "Partial", charge: {} }
`
)
writeFileSync(
  join(project, "plain.ts"),
  `import { createPanel, isSmmkitError, type Order, OutcomeUnknown } from "@smmkit/promise"
import { startSandbox } from "@smmkit/promise/sandbox"
export const place = async (order: Order): Promise<string> => {
  await using sandbox = await startSandbox()
  await using panel = createPanel(sandbox)
  try {
    return (await panel.orders.place(order, { signal: new AbortController().signal })).order
  } catch (error) {
    if (error instanceof OutcomeUnknown) return error.request["link"] ?? ""
    return isSmmkitError(error) && error.code === "InvalidOrder" ? error.field : ""
  }
}
// @ts-expect-error a wrong field does not compile
export const wrong: Order = { service: "1", link: "a", quantity: 1, coments: [] }
`
)
writeFileSync(
  join(project, "tsconfig.json"),
  JSON.stringify({
    compilerOptions: {
      strict: true,
      exactOptionalPropertyTypes: true,
      target: "ES2022",
      module: "NodeNext",
      declaration: true,
      skipLibCheck: false,
      types: [],
      outDir: "out"
    },
    files: ["library.ts", "plain.ts"]
  })
)
const compiled = spawnSync(tsc, ["-p", "tsconfig.json", "--pretty", "false"], {
  cwd: project,
  encoding: "utf8"
})
if (compiled.error !== undefined) throw compiled.error
// What is wrong inside of a dependency is not ours to mend.
const ours = compiled.stdout.split("\n").filter((line) => /(?:library|plain)\.ts|@smmkit/.test(line))
for (const line of ours) complain(`a library on top: ${line}`)

for (const { manifest } of packed.filter(({ manifest }) => manifest.bin !== undefined)) {
  for (const name of Object.keys(manifest.bin)) {
    const version = run([`node_modules/.bin/${name}`, "--version"], { cwd: project }).trim()
    if (!version.includes(manifest.version))
      complain(`${name} --version says ${version}, not ${manifest.version}`)
  }
}

rmSync(work, { recursive: true, force: true })
if (complaints > 0) process.exit(1)
console.log(`${packed.length} tarballs are sound; ${entries.length} exports import in an empty project`)
