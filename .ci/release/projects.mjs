/** Projects outside of the workspace, as people have them: what installs them, compiles them and gives them a panel. */
import { spawn } from "node:child_process"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { start } from "./pack.mjs"

const npx = (name, ...args) => ["npx", "--yes", "--prefer-offline", `--package=${name}`, ...args]

/** How each manager installs what a manifest names, from a cold start. */
export const managers = {
  npm: ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error"],
  pnpm: npx("pnpm@10.34.9", "pnpm", "install", "--loglevel=error", "--ignore-workspace"),
  yarn1: npx("yarn@1.22.22", "yarn", "install", "--silent", "--non-interactive", "--no-progress"),
  yarn4: npx("@yarnpkg/cli-dist@4.18.1", "yarn", "install")
}

/** Installs these by a manager, in a folder that is made. */
export const install = async ({ folder, manager, dependencies, env }) => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module", dependencies }))
  // What was published a minute ago is what this is about.
  writeFileSync(
    join(folder, ".yarnrc.yml"),
    "nodeLinker: node-modules\nenableTelemetry: false\nnpmMinimalAgeGate: 0\n"
  )
  await start(managers[manager], { cwd: folder, env })
}

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
  NodeNext: { module: "NodeNext", moduleResolution: "NodeNext" },
  Bundler: { module: "ESNext", moduleResolution: "Bundler", noEmit: true }
}

/** Compiles what a folder holds into its `out`; `more` are compiler options. */
export const compile = async ({ folder, env, resolution = "NodeNext", more = {} }) => {
  const name = `tsconfig.${resolution}.json`
  const options = { ...compilerOptions, ...resolutions[resolution], ...more }
  writeFileSync(join(folder, name), JSON.stringify({ compilerOptions: options, include: ["*.ts"] }))
  await start(["node_modules/.bin/tsc", "-p", name], { cwd: folder, env })
}

/** A panel in a process of its own, from the command line that was installed; gives its address and key. */
export const startPanel = (cwd, env) =>
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
      if (url !== undefined && key !== undefined)
        resolve({ variables: { SMMKIT_URL: url, SMMKIT_KEY: key }, stop: () => child.kill() })
    }
    child.stdout.on("data", listen)
    child.stderr.on("data", listen)
    child.on("close", () => reject(new Error(`the panel ended:\n${said}`)))
  })
