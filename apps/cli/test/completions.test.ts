import { spawnSync } from "node:child_process"
import { assert, describe, it } from "@effect/vitest"
import { commands } from "../src/Commands.js"
import { completions } from "../src/commands/completions.js"
import { other, smmkit } from "./smmkit.js"

/** What bash offers after these words. */
const offered = async (...words: ReadonlyArray<string>): Promise<Array<string>> => {
  const list = ["smmkit", ...words].map((word) => `'${word}'`).join(" ")
  const program = `${completions.bash}
COMP_WORDS=(${list}); COMP_CWORD=${words.length}; _smmkit; printf '%s\\n' "\${COMPREPLY[@]}"`
  const { stdout, stderr } = await other("bash", ["-c", program], {})
  assert.strictEqual(stderr, "")
  return stdout.split("\n").filter(Boolean)
}

const syntax = { bash: ["bash", "-n"], zsh: ["zsh", "-n"], fish: ["fish", "-n"] } as const

describe("completions", () => {
  it("of bash are the commands, those of a group, and the options of each", async () => {
    assert.includeMembers(await offered(""), ["add", "journal", "sandbox", "help"])
    assert.deepStrictEqual(await offered("ser"), ["services"])
    assert.includeMembers(await offered("journal", "s"), ["show", "settle"])
    assert.includeMembers(await offered("add", "--li"), ["--link"])
    assert.deepStrictEqual(await offered("journal", "export", "--form"), ["--format"])
    assert.deepStrictEqual(await offered("balance", "x"), [])
  })

  for (const [shell, text] of Object.entries(completions)) {
    it(`of ${shell} know every command and option`, async () => {
      for (const { name, options } of commands) {
        assert.include(text, name.split(" ").at(-1) ?? name)
        for (const option of options) {
          assert.include(text, shell === "fish" ? `-l ${option.name}` : `--${option.name}`)
        }
      }
      assert.strictEqual((await smmkit(["completions", shell])).stdout, text)
    })
  }

  for (const [shell, [program, ...args]] of Object.entries(syntax)) {
    const isThere = spawnSync(program, ["-c", ":"]).status === 0
    it.runIf(isThere)(`of ${shell} are understood by it`, async () => {
      const text = (await smmkit(["completions", shell])).stdout
      assert.strictEqual((await other(program, args, { stdin: text })).stderr, "")
    })
  }

  it("of a shell that is not known are refused, naming those that are", async () => {
    const { code, stderr } = await smmkit(["completions", "tcsh"])
    assert.strictEqual(code, 2)
    assert.include(stderr, "bash, zsh, fish")
  })
})
