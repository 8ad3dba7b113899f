/** What people do with what was published: install it, and run the READMEs' programs as they stand. */
import assert from "node:assert/strict"
import { spawn } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { start } from "./pack.mjs"

/** The READMEs' TypeScript blocks that are whole programs: they import what they use, and no web server. */
export const programsOf = (readmes) =>
  readmes.flatMap((readme, at) =>
    [...readFileSync(readme, "utf8").matchAll(/^```ts\n([\s\S]*?)^```/gm)]
      .map(([, text]) => text)
      .filter((text) => /^import /m.test(text) && !/from "(?:@hono|express|hono)\b/.test(text))
      .map((text, block) => ({ name: `program-${at}-${block}`, text }))
  )

/** Each package that is installed in a project brings its pages. */
export const checkPages = (folder, names) => {
  for (const name of names) {
    for (const file of ["README.md", "CHANGELOG.md", "AGENTS.md", "LICENSE"])
      assert.ok(existsSync(join(folder, "node_modules", name, file)), `${name} has no ${file}`)
  }
}

/**
 * Runs the programs one after another in one process, which loads what they import only once, from where their manager has
 * put it; gives what they say.
 */
export const runPrograms = (programs, options) => {
  const imports = programs.map(({ name }) => `await import("./out/${name}.js")`)
  writeFileSync(join(options.cwd, "all.js"), imports.join("\n"))
  return start(["node", "all.js"], options)
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
