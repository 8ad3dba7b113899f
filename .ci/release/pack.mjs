/**
 * Packs packages as npm gets them: no `workspace:` and no `catalog:` in their manifests, the repository's address
 * in them and in each link that would be dead outside of the repository.
 */
import { spawn, spawnSync } from "node:child_process"
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { join, posix } from "node:path"
import { folders, readJson } from "../workspace.mjs"

/** Runs a command to its end and gives what it said. */
export const run = ([command, ...args], options = {}) => {
  const done = spawnSync(command, args, { encoding: "utf8", maxBuffer: 2 ** 28, ...options })
  if (done.status !== 0) {
    throw new Error(`${command} ${args.join(" ")} failed:\n${done.stdout}${done.stderr}`, {
      cause: done.error
    })
  }
  return done.stdout
}

/** The same, beside other work. */
export const start = ([command, ...args], options = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options })
    const said = { stdout: "", stderr: "" }
    for (const name of ["stdout", "stderr"]) {
      child[name].setEncoding("utf8").on("data", (text) => {
        said[name] += text
      })
    }
    child.on("error", reject)
    child.on("close", (code) => {
      if (code === 0) resolve(said.stdout)
      else reject(new Error(`${command} ${args.join(" ")} failed:\n${said.stdout}${said.stderr}`))
    })
  })

/** pnpm itself, which npx finds, and is too slow to find each time. */
export const pnpm = [
  run(["npx", "--yes", "--prefer-offline", "--package=pnpm@10.34.9", "-c", "command -v pnpm"]).trim()
]

/** Where the repository is, and whether that is still the placeholder of a copy that nobody publishes. */
export const { repository, author } = readJson("package.json")
export const isPlaceholder = repository.includes("/OWNER/")

/** The folders of what is published, each after those that it stands on. */
export const published = () =>
  folders()
    .filter(({ manifest }) => manifest.private !== true)
    .map(({ dir }) => dir)

const link = /(\]\()(?!https?:|mailto:|#)([^)\s]+)(\))/g

/** A text of a package with each relative link made one into the repository; `dead` names what leads nowhere. */
const linked = (dir, file, text, dead) => {
  const prose = (part) =>
    part.replace(link, (_, before, target, after) => {
      const [path, anchor] = target.split("#")
      const inRepository = posix.normalize(posix.join(dir, posix.dirname(file), path))
      if (!existsSync(inRepository)) dead.push(`${dir}/${file}: ${target}`)
      return `${before}${repository}/blob/main/${inRepository}${anchor === undefined ? "" : `#${anchor}`}${after}`
    })
  // Between fences stands code, where a call of an element looks like a link.
  return text
    .split(/^(```[\s\S]*?^```)/m)
    .map((part, at) => (at % 2 === 0 ? prose(part) : part))
    .join("")
}

/** Makes of a package as pnpm packs it what npm shows of it: its manifest, the page on how to use it, its links. */
const dress = (dir, folder) => {
  const own = readJson(join(folder, "package.json"))
  const manifest = {
    ...own,
    files: [...own.files, "AGENTS.md"],
    repository: { type: "git", url: `git+${repository}.git`, directory: dir },
    homepage: `${repository}/tree/main/${dir}#readme`,
    bugs: `${repository}/issues`,
    author
  }
  delete manifest.scripts
  delete manifest.devDependencies
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`)
  const dead = []
  // How to use smmkit is the same page in every package.
  copyFileSync("AGENTS.md", join(folder, "AGENTS.md"))
  for (const name of readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".md"))) {
    const file = join(folder, name)
    writeFileSync(file, linked(dir, name, readFileSync(file, "utf8"), dead))
  }
  if (dead.length > 0) throw new Error(`links that lead nowhere:\n${dead.join("\n")}`)
  return manifest
}

/** Makes of the packages of these folders what npm is to get of each, in a folder of its own under `work`. */
export const unpack = async (dirs, work) => {
  // One process for all of them: to start it takes longer than to pack.
  const filters = dirs.flatMap((dir) => ["--filter", `./${dir}`])
  const raw = JSON.parse(
    await start([...pnpm, "--recursive", ...filters, "pack", "--json", "--pack-destination", work])
  )
  const filenames = new Map([raw].flat().map(({ name, filename }) => [name, filename]))
  return Promise.all(
    dirs.map(async (dir, at) => {
      const folder = join(work, String(at))
      mkdirSync(folder)
      const filename = filenames.get(readJson(join(dir, "package.json")).name)
      await start(["tar", "-xf", filename, "-C", folder, "--strip-components=1"])
      const { bin, scripts = {} } = readJson(join(dir, "package.json"))
      // A program was bundled when it was built.
      if (scripts.bundle !== undefined && bin === undefined)
        await start([process.execPath, join(dir, "bundle.mjs"), folder])
      return { dir, folder, manifest: dress(dir, folder) }
    })
  )
}

/** Packs the packages of these folders into another folder; gives of each the tarball, its manifest and its files' names. */
export const pack = async (dirs, destination) => {
  const work = mkdtempSync(join(tmpdir(), "smmkit-pack-"))
  const dressed = await unpack(dirs, work)
  const folders = dressed.map(({ folder }) => folder)
  const tarballs = JSON.parse(
    await start(["npm", "pack", "--json", "--ignore-scripts", "--pack-destination", destination, ...folders])
  )
  rmSync(work, { recursive: true, force: true })
  return dressed.map(({ dir, manifest }, at) => ({
    dir,
    manifest,
    tarball: join(destination, tarballs[at].filename),
    files: tarballs[at].files.map(({ path }) => path)
  }))
}
