/** Projects that install what was published and run the READMEs' programs as they stand. */
import assert from "node:assert/strict"
import { spawn } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join, relative } from "node:path"
import { start } from "./pack.mjs"
import { compile, install, startPanel } from "./projects.mjs"

/** A README's TypeScript blocks that are whole programs: they import what they use, and no other package's. */
const programsOf = (readme) =>
  [...readFileSync(readme, "utf8").matchAll(/^```ts\n([\s\S]*?)^```/gm)]
    .map(([, text]) => text)
    .filter((text) => /^import /m.test(text) && !/from "(?:@hono|express|hono)\b/.test(text))

/**
 * Installs these versions by a manager, in a folder, and runs each README's programs; `beside` does something else with
 * the panel that they had.
 */
export const consume = async ({ folder, manager, dependencies, readmes, env, resolutions, beside }) => {
  await install({ folder, manager, dependencies, env })
  for (const name of Object.keys(dependencies).filter((name) => name.startsWith("@smmkit/"))) {
    for (const file of ["README.md", "CHANGELOG.md", "AGENTS.md", "LICENSE"])
      assert.ok(existsSync(join(folder, "node_modules", name, file)), `${name} has no ${file}`)
  }
  const programs = readmes.flatMap((readme, at) =>
    programsOf(readme).map((text, block) => {
      const name = `program-${at}-${block}`
      writeFileSync(join(folder, `${name}.ts`), text)
      return { name, readme }
    })
  )
  for (const resolution of resolutions) await compile({ folder, env, resolution })
  const panel = await startPanel(folder, env)
  try {
    await Promise.all(
      programs.map(async ({ name, readme }) => {
        const said = await start(["node", join("out", `${name}.js`)], {
          cwd: folder,
          env: { ...env, ...panel.variables, SMMKIT_JOURNAL: join(folder, `${name}.db`) },
          timeout: 60_000
        })
        const last = JSON.stringify(said.trim().split("\n").at(-1))
        console.log(`${manager}: a program of ${relative(process.cwd(), readme)} says ${last}`)
      })
    )
    await beside(panel)
  } finally {
    panel.stop()
  }
}

/** Whether npm refuses to install these together, as their peers do not fit. */
export const isRefused = (folder, dependencies, env) => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies }))
  const args = ["install", "--package-lock-only", "--no-audit", "--no-fund"]
  const child = spawn("npm", args, { cwd: folder, env, stdio: ["ignore", "ignore", "pipe"] })
  let said = ""
  child.stderr.on("data", (text) => {
    said += text
  })
  return new Promise((resolve, reject) => {
    child.on("error", reject)
    child.on("close", (code) => {
      if (code !== 0 && !said.includes("ERESOLVE")) reject(new Error(`npm failed otherwise:\n${said}`))
      else resolve(code !== 0)
    })
  })
}
