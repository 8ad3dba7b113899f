import { execFile } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import ts from "typescript"
import { assert, describe, inject, it } from "vitest"

const folder = fileURLToPath(new URL("../examples/", import.meta.url))
// Those without a number stand beside what only the rehearsal installs.
const examples = readdirSync(folder).filter((name) => /^\d.*\.ts$/.test(name))

const printed: Readonly<Record<string, ReadonlyArray<string>>> = {
  "01-place-and-follow.ts": ["placed order 23501", "Completed, 0 to go"],
  "02-events-and-refunds.ts": ["event 1, invoice-1042: Completed"]
}

const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 }

/** Runs an example as its reader would, with its types stripped, in a folder of its own. */
const run = (name: string) =>
  new Promise<string>((resolve, reject) => {
    const program = `${folder}${name}.run.mjs`
    writeFileSync(
      program,
      ts.transpileModule(readFileSync(folder + name, "utf8"), { compilerOptions }).outputText
    )
    const cwd = mkdtempSync(join(inject("folder"), "example-"))
    execFile(process.execPath, [program], { cwd }, (error, stdout, stderr) => {
      rmSync(program)
      if (error === null) resolve(stdout)
      else reject(new Error(stderr))
    })
  })

describe.concurrent("the examples", () => {
  for (const name of examples) {
    it(`${name} prints what it promises`, async () => {
      const text = await run(name)
      for (const line of printed[name] ?? ["nothing is promised for it"]) assert.include(text, line)
    })
  }
})
