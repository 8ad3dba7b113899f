/** The examples of a package, run as their reader would: each prints what it promises. */
import { execFile } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { transform } from "esbuild"
import { assert, beforeAll, describe, inject, it } from "vitest"

interface Example {
  /** Its types are stripped, and it lies beside what it imports. */
  readonly program: string
  readonly folder: string
  readonly mark: string
}

/** One process for all: most of what such a program does is to load what it imports. The next begins where nothing is left of the last. */
const runner = `
const examples = JSON.parse(process.argv[1])
process.on("beforeExit", async () => {
  const next = examples.shift()
  if (next === undefined) return
  process.chdir(next.folder)
  console.log(next.mark)
  await import(next.program)
})`

const prepared = async (path: string, nth: number): Promise<Example> => {
  const program = `${path}.run.mjs`
  writeFileSync(program, (await transform(readFileSync(path, "utf8"), { loader: "ts" })).code)
  return { program, folder: mkdtempSync(join(inject("folder"), "example-")), mark: `example ${nth}:` }
}

/** What each of them prints, in their order. */
const run = async (paths: ReadonlyArray<string>): Promise<ReadonlyArray<string>> => {
  const examples = await Promise.all(paths.map(prepared))
  const said = await new Promise<string>((resolve, reject) => {
    const args = ["--input-type=module", "-e", runner, JSON.stringify(examples)]
    execFile(process.execPath, args, (error, stdout, stderr) => {
      for (const { program } of examples) rmSync(program)
      if (error === null) resolve(stdout)
      else reject(new Error(`${stdout}\n${stderr}`))
    })
  })
  return examples.map(({ mark }, nth) => {
    const [, after = ""] = said.split(`${mark}\n`)
    return after.split(examples[nth + 1]?.mark ?? "\0")[0] ?? ""
  })
}

/** Those without a number stand beside what only the rehearsal installs. `test` is the address of the test. */
export const examplesOf = (test: string): ReadonlyArray<string> => {
  const folder = fileURLToPath(new URL("../examples/", test))
  return readdirSync(folder).flatMap((name) => (/^\d.*\.ts$/.test(name) ? [join(folder, name)] : []))
}

/** `printed` has the lines that each prints, by its file's name. */
export const promised = (test: string, printed: Readonly<Record<string, ReadonlyArray<string>>>): void => {
  describe("the examples", () => {
    const paths = examplesOf(test)
    let said: ReadonlyArray<string> = []
    beforeAll(async () => {
      said = await run(paths)
    })

    for (const [nth, path] of paths.entries()) {
      const name = path.slice(path.lastIndexOf("/") + 1)
      it(`${name} prints what it promises`, () => {
        for (const line of printed[name] ?? ["nothing is promised for it"]) assert.include(said[nth], line)
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
