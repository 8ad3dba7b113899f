/**
 * `node bundle.mjs FOLDER`: makes of the compiled package in a folder what npm is to get. All that it stands on and that
 * wants Effect of who installs it is put into it, and Effect alone stays a dependency: where another Effect stands
 * beside it, pnpm hands that to some of those that want one, whatever this package brings.
 */
import assert from "node:assert/strict"
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"
import { notices } from "../../.ci/notices.mjs"

const here = fileURLToPath(new URL(".", import.meta.url))
const folder = resolve(process.argv[2])
const { name, exports, imports, dependencies } = JSON.parse(readFileSync(join(here, "package.json"), "utf8"))

/** Every file that is loaded by a name, from outside or by what a runtime is like. */
const targets = (value) =>
  typeof value === "string"
    ? [value]
    : Object.entries(value).flatMap(([key, one]) => (key === "types" ? [] : targets(one)))
const entries = new Set([...targets(exports), ...targets(imports)].filter((path) => path.endsWith(".js")))

for (const file of readdirSync(join(folder, "dist"), { recursive: true }).filter((file) =>
  /\.js(?:\.map)?$/.test(file)
))
  rmSync(join(folder, "dist", file))

const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: [...entries],
  outbase: "dist",
  outdir: join(folder, "dist"),
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "neutral",
  target: "es2022",
  // Which file a name of ours stands for is the runtime's to say.
  external: ["#*", "node:*", ...Object.keys(dependencies).flatMap((name) => [name, `${name}/*`])],
  legalComments: "linked",
  metafile: true,
  logLevel: "warning"
})
// A file that is imported for nothing has no effects, as the manifest says; bundlers warn of each such line.
for (const path of Object.keys(metafile.outputs).map((path) => join(here, path))) {
  const text = readFileSync(path, "utf8")
  writeFileSync(path, text.replace(/^import "\.[^"]*";\n/gm, ""))
}
const wanted = Object.values(metafile.outputs)
  .flatMap(({ imports }) => imports)
  .filter(({ path, external }) => external && !/^(?:#|node:)/.test(path))
  .map(({ path }) => /^(?:@[^/]+\/)?[^/]+/.exec(path)?.[0])
const named = new Set(Object.keys(dependencies))
assert.deepEqual(
  new Set(wanted),
  named,
  "what is left outside is what the manifest names as its dependencies"
)
writeFileSync(
  join(folder, "dist/third-party-notices.txt"),
  await notices(name, here, Object.keys(metafile.inputs))
)
