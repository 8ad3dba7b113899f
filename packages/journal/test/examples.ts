/** The examples of a package, run as their reader would: each prints what it promises. */
import { execFile } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import ts from "typescript"
import { assert, describe, inject, it } from "vitest"

const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 }

/** Runs an example with its types stripped, beside what it imports, in a folder of its own. */
const run = (path: string) =>
  new Promise<string>((resolve, reject) => {
    const program = `${path}.run.mjs`
    writeFileSync(program, ts.transpileModule(readFileSync(path, "utf8"), { compilerOptions }).outputText)
    const cwd = mkdtempSync(join(inject("folder"), "example-"))
    execFile(process.execPath, [program], { cwd }, (error, stdout, stderr) => {
      rmSync(program)
      if (error === null) resolve(stdout)
      else reject(new Error(stderr))
    })
  })

/** Those without a number stand beside what only the rehearsal installs. `test` is the address of the test. */
export const examplesOf = (test: string): ReadonlyArray<string> => {
  const folder = fileURLToPath(new URL("../examples/", test))
  return readdirSync(folder).flatMap((name) => (/^\d.*\.ts$/.test(name) ? [join(folder, name)] : []))
}

/** `printed` has the lines that each prints, by its file's name. */
export const promised = (test: string, printed: Readonly<Record<string, ReadonlyArray<string>>>): void => {
  describe.concurrent("the examples", () => {
    for (const path of examplesOf(test)) {
      const name = path.slice(path.lastIndexOf("/") + 1)
      it(`${name} prints what it promises`, async () => {
        const text = await run(path)
        for (const line of printed[name] ?? ["nothing is promised for it"]) assert.include(text, line)
      })
    }
  })
}

/** Whether each program of the README is part of an example, word for word. */
export const quoted = (test: string): void => {
  it("are quoted by the README word for word", () => {
    const readme = readFileSync(new URL("../README.md", test), "utf8")
    const programs = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code ?? "")
    const sources = examplesOf(test).map((path) => readFileSync(path, "utf8"))
    for (const code of programs)
      assert.isTrue(
        sources.some((source) => source.includes(code)),
        code
      )
    assert.isAbove(programs.length, 0)
  })
}
