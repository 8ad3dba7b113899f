import { cpSync, readdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { bin, type Ended, smmkit, temporary } from "./smmkit.js"
import { key } from "./stub.js"

/** A copy of the program, of which one part is broken. */
const broken = (part: string): string => {
  const folder = temporary()
  cpSync(dirname(bin), folder, { recursive: true })
  writeFileSync(join(folder, "package.json"), `{"type":"module"}`)
  for (const name of readdirSync(folder)) {
    if (name.startsWith(`${part}-`))
      writeFileSync(join(folder, name), `throw new Error("broken, and says ${key}")`)
  }
  return join(folder, "bin.js")
}

describe("a defect of smmkit", () => {
  for (const part of ["balance", "Cli"]) {
    const program = broken(part)
    const run = (args: ReadonlyArray<string>, env: Readonly<Record<string, string>> = {}): Promise<Ended> =>
      smmkit(args, { program, env: { SMMKIT_URL: "https://panel.example/api", SMMKIT_KEY: key, ...env } })

    it(`in ${part} is told without a trace, and without the key`, async () => {
      const { code, stdout, stderr } = await run(["balance"])
      assert.strictEqual(code, 70)
      assert.strictEqual(stdout, "")
      assert.include(stderr, "broken, and says <redacted>")
      assert.include(stderr, "mistake in smmkit")
      assert.notMatch(stderr, /\n\s+at /)
    })

    it(`in ${part} is one JSON document with --json`, async () => {
      const { code, stdout, stderr } = await run(["balance", "--json"])
      assert.strictEqual(code, 70)
      assert.strictEqual(stdout, "")
      const { message, ...facts } = JSON.parse(stderr).error
      assert.include(message, "broken")
      assert.notInclude(message, key)
      assert.deepStrictEqual(facts, {
        _tag: "Defect",
        meaning: null,
        processed: "maybe",
        retryable: false,
        fault: "local"
      })
    })

    it(`in ${part} is traced where SMMKIT_DEBUG asks for it`, async () => {
      const { code, stderr } = await run(["balance"], { SMMKIT_DEBUG: "1" })
      assert.strictEqual(code, 70)
      assert.match(stderr, /\n\s*at /)
      assert.notInclude(stderr, key)
    })
  }
})
