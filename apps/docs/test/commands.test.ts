/** The commands that a page shows, run as they stand, against a sandbox in the panel's place. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Sandbox, startSandbox } from "@smmkit/promise/sandbox"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { type Ended, smmkit } from "../../cli/test/smmkit.js"
import { startPanel } from "../migration/panel.js"
import { read } from "../src/repository.js"

const folder = mkdtempSync(join(tmpdir(), "smmkit-commands-"))

const blocksOf = (page: string, language: string): ReadonlyArray<string> =>
  [...read(page).matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(
    ([, text]) => text ?? ""
  )

/** The words of each line that calls the CLI, without its comment; the sandbox of this test stands for `smmkit sandbox`. */
const commandsOf = (page: string): ReadonlyArray<ReadonlyArray<string>> =>
  blocksOf(page, "sh")
    .flatMap((block) => block.split("\n"))
    .map((line) =>
      line
        .replace(/\s+#.*$/, "")
        .trim()
        .split(" ")
    )
    .filter(([program, command]) => program === "smmkit" && command !== "sandbox")
    .map(([, ...words]) => words)

/** In a process that has loaded the program already, as all of them are its commands. */
const run = ({ url, key }: Pick<Sandbox, "url" | "key">, words: ReadonlyArray<string>): Promise<Ended> => {
  const own = { HOME: folder, XDG_CACHE_HOME: folder, SMMKIT_JOURNAL: join(folder, "journal.db") }
  return smmkit(words, { cwd: folder, env: { ...own, SMMKIT_URL: url, SMMKIT_KEY: key } })
}

describe("the commands of a page", () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({ speed: 1_000_000 })
    writeFileSync(join(folder, "orders.csv"), blocksOf("apps/cli/README.md", "csv").join(""))
  })
  afterAll(async () => {
    await sandbox.close()
    rmSync(folder, { recursive: true })
  })

  for (const page of ["README.md", "apps/cli/README.md"]) {
    for (const words of commandsOf(page)) {
      it(`${page}: smmkit ${words.join(" ")}`, async () => {
        // On a terminal it asks; here it is answered beforehand.
        const answered = words[0] === "add" || words[0] === "bulk" ? ["--yes"] : []
        const { code, stderr } = await run(sandbox, [...words, ...answered])
        assert.strictEqual(code, 0, stderr)
      })
    }
  }

  it("end in the error that the page shows, where the outcome is not known", async () => {
    const unlucky = await startPanel(["dropped-after"])
    const { code, stdout, stderr } = await run(unlucky, [
      "add",
      "--yes",
      "--json",
      "--service",
      "1",
      "--link",
      "https://example.com/p/1",
      "--quantity",
      "100"
    ])
    await unlucky.close()
    const [, example = ""] = /^`(\{"error".*\})`$/m.exec(read("apps/cli/README.md")) ?? []
    const shown: unknown = JSON.parse(example)
    const said: unknown = JSON.parse((stdout || stderr).replace(/("message": ?)"[^"]*"/, '$1"..."'))
    assert.strictEqual(code, 6)
    assert.deepStrictEqual(said, shown)
  })
})
