/** Projects outside of the workspace that install what was published, as people do, and run the READMEs' programs. */
import { spawn, spawnSync } from "node:child_process"
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join, relative } from "node:path"
import { run } from "./pack.mjs"

const npx = (name, ...args) => ["npx", "--yes", "--prefer-offline", `--package=${name}`, ...args]

/** How each manager installs what a manifest names, from a cold start. */
export const managers = {
  npm: [["npm", "install", "--no-audit", "--no-fund", "--loglevel=error"]],
  pnpm: [npx("pnpm@10.34.9", "pnpm", "install", "--loglevel=error", "--ignore-workspace")],
  yarn1: [npx("yarn@1.22.22", "yarn", "install", "--silent", "--non-interactive", "--no-progress")],
  yarn4: [npx("@yarnpkg/cli-dist@4.18.1", "yarn", "install")]
}

/** A README's TypeScript blocks that are whole programs: they import what they use. */
const programsOf = (readme) =>
  [...readFileSync(readme, "utf8").matchAll(/^```ts\n([\s\S]*?)^```/gm)]
    .map(([, text]) => text)
    .filter((text) => /^import /m.test(text))

const compilerOptions = {
  target: "ES2022",
  lib: ["ES2023", "DOM"],
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  types: ["node"],
  outDir: "out"
}
const resolutions = {
  "tsconfig.json": { module: "NodeNext", moduleResolution: "NodeNext" },
  "tsconfig.bundler.json": { module: "ESNext", moduleResolution: "Bundler", noEmit: true }
}

/** A panel in a process of its own, from the command line that was installed; gives its address and key. */
const startPanel = (cwd, env) =>
  new Promise((resolve, reject) => {
    const child = spawn("node_modules/.bin/smmkit", ["sandbox", "--port", "0", "--speed", "600"], {
      cwd,
      env,
      stdio: ["ignore", "pipe", "pipe"]
    })
    let said = ""
    const listen = (chunk) => {
      said += chunk
      const url = /SMMKIT_URL=(\S+)/.exec(said)?.[1]
      const key = /SMMKIT_KEY=(\S+)/.exec(said)?.[1]
      if (url !== undefined && key !== undefined) resolve({ url, key, stop: () => child.kill() })
    }
    child.stdout.on("data", listen)
    child.stderr.on("data", listen)
    child.on("close", () => reject(new Error(`the panel ended:\n${said}`)))
  })

/** Installs these versions by a manager, in a folder, and runs each README's programs as they stand. */
export const consume = async ({ folder, manager, dependencies, readmes, env, isChecked }) => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module", dependencies }))
  // What was published a minute ago is what this is about.
  writeFileSync(
    join(folder, ".yarnrc.yml"),
    "nodeLinker: node-modules\nenableTelemetry: false\nnpmMinimalAgeGate: 0\n"
  )
  for (const command of managers[manager]) run(command, { cwd: folder, env })
  const programs = readmes.flatMap((readme, at) =>
    programsOf(readme).map((text, block) => {
      const name = `program-${at}-${block}`
      writeFileSync(join(folder, `${name}.ts`), text)
      return { name, readme }
    })
  )
  for (const [name, resolution] of Object.entries(resolutions)) {
    const config = { compilerOptions: { ...compilerOptions, ...resolution }, include: ["*.ts"] }
    writeFileSync(join(folder, name), JSON.stringify(config))
    if (isChecked || name === "tsconfig.json") {
      const checked = isChecked ? [] : ["--skipLibCheck"]
      run(["node_modules/.bin/tsc", "-p", name, ...checked], { cwd: folder, env })
    }
  }
  const panel = await startPanel(folder, env)
  try {
    for (const { name, readme } of programs) {
      const said = run(["node", join("out", `${name}.js`)], {
        cwd: folder,
        env: {
          ...env,
          SMMKIT_URL: panel.url,
          SMMKIT_KEY: panel.key,
          SMMKIT_JOURNAL: join(folder, "orders.db")
        },
        timeout: 60_000
      })
      console.log(
        `${manager}: a program of ${relative(process.cwd(), readme)} says ${JSON.stringify(said.trim().split("\n").at(-1))}`
      )
    }
  } finally {
    panel.stop()
  }
}

/** Whether npm refuses to install these together, as their peers do not fit. */
export const isRefused = (folder, dependencies, env) => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies }))
  const { status, stderr } = spawnSync("npm", ["install", "--package-lock-only", "--no-audit", "--no-fund"], {
    cwd: folder,
    env,
    encoding: "utf8"
  })
  return status !== 0 && stderr.includes("ERESOLVE")
}
