import { execFile } from "node:child_process"
import { readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { assert, describe, it } from "vitest"

const folder = fileURLToPath(new URL("../examples/", import.meta.url))
const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8")
const examples = readdirSync(folder).filter((name) => name.endsWith(".ts"))

const printed: Readonly<Record<string, ReadonlyArray<string>>> = {
  "01-follow.ts": ["invoice-1042, order 23501: Completed"],
  "02-consumer.ts": [""],
  "03-order-life.ts": [""]
}

/** Runs an example as its reader would, with its types stripped. */
const run = (name: string) =>
  new Promise<string>((resolve, reject) => {
    const strip = `import { readFileSync, writeFileSync, rmSync } from "node:fs"
      import ts from "typescript"
      const path = process.argv[1], out = path + ".run.mjs"
      const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 }
      writeFileSync(out, ts.transpileModule(readFileSync(path, "utf8"), { compilerOptions }).outputText)
      try { await import(out) } finally { rmSync(out) }`
    execFile(
      process.execPath,
      ["--input-type=module", "-e", strip, folder + name],
      { cwd: folder },
      (error, stdout, stderr) => (error === null ? resolve(stdout) : reject(new Error(stderr)))
    )
  })

describe.concurrent("the examples", () => {
  for (const name of examples) {
    it(`${name} prints what it promises`, async () => {
      const text = await run(name)
      for (const line of printed[name] ?? ["nothing is promised for it"]) assert.include(text, line)
    })
  }

  it("are quoted by the README word for word", () => {
    const quoted = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code ?? "")
    const sources = examples.map((name) => readFileSync(folder + name, "utf8"))
    for (const code of quoted)
      assert.isTrue(
        sources.some((source) => source.includes(code)),
        code
      )
    assert.isAbove(quoted.length, 0)
  })
})
