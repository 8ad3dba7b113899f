/** Projects outside of the workspace, as people have them: what installs them, compiles them and gives them a panel. */
import { spawn } from "node:child_process"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { pnpm, start } from "./pack.mjs"

/** How each manager installs what a manifest names, from a cold start; `tool` is what the registry's folder has. */
export const managersOf = (tool) => ({
  npm: ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error"],
  pnpm: [...pnpm, "install", "--loglevel=error", "--ignore-workspace"],
  yarn1: [...tool("yarn/bin/yarn.js"), "install", "--silent", "--non-interactive", "--no-progress"],
  yarn4: [...tool("@yarnpkg/cli-dist/bin/yarn.js"), "install"]
})

/** Installs these by a manager's command, in a folder that is made. */
export const install = async ({ folder, command, dependencies, env }) => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module", dependencies }))
  await start(command, { cwd: folder, env })
}

/** How modules may be looked for. */
const nodeNext = { module: "NodeNext", moduleResolution: "NodeNext" }
export const bundler = { module: "ESNext", moduleResolution: "Bundler" }

const compilerOptions = {
  ...nodeNext,
  target: "ES2022",
  lib: ["ES2023", "DOM"],
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  types: ["node"]
}

/** Compiles files of a folder into another one; `more` are compiler options. */
export const compile = async ({ folder, outDir, files = ["*.ts"], more = {}, env }) => {
  const options = { ...compilerOptions, ...more, outDir }
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: options, include: files }))
  await start(["node_modules/.bin/tsc"], { cwd: folder, env })
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
