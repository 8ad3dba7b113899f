import { spawnSync } from "node:child_process"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { commands } from "../src/Commands.js"
import { completions } from "../src/commands/completions.js"
import { other, smmkit, temporary } from "./smmkit.js"

/** What bash offers after these words. */
const offered = async (...words: ReadonlyArray<string>): Promise<Array<string>> => {
  const list = ["smmkit", ...words].map((word) => `'${word}'`).join(" ")
  const program = `${completions.bash}
COMP_WORDS=(${list}); COMP_CWORD=${words.length}; _smmkit; printf '%s\\n' "\${COMPREPLY[@]}"`
  const { stdout, stderr } = await other("bash", ["-c", program], {})
  assert.strictEqual(stderr, "")
  return stdout.split("\n").filter(Boolean)
}

/** What each other shell says once it has read its file. */
const loaded = {
  zsh: ["zsh", "-fc", '. "$1"; print $_comps[smmkit]', "zsh"],
  fish: [
    "fish",
    "--no-config",
    "-c",
    "source $argv[1]; for line in 'journal sh' 'help cat' 'completions z'; complete -C \"smmkit $line\"; end"
  ]
} as const
const expected = {
  zsh: /_bash_complete -o default -F _smmkit/,
  fish: /^show\t.*\n(.*\n)*zsh\tof zsh/
} as const

describe("completions", () => {
  it("of bash are the commands, those of a group, and the options of each", async () => {
    assert.includeMembers(await offered(""), ["add", "journal", "sandbox", "help"])
    assert.deepStrictEqual(await offered("ser"), ["services"])
    assert.includeMembers(await offered("journal", "s"), ["show", "settle"])
    assert.includeMembers(await offered("help", "journal", "s"), ["show", "settle"])
    assert.includeMembers(await offered("add", "--li"), ["--link"])
    assert.deepStrictEqual(await offered("journal", "export", "--form"), ["--format"])
    assert.deepStrictEqual(await offered("completions", ""), ["bash", "zsh", "fish"])
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

  for (const shell of ["zsh", "fish"] as const) {
    const [program, ...args] = loaded[shell]
    const isThere = spawnSync(program, ["-c", ":"]).status === 0
    it.runIf(isThere)(`of ${shell} are loaded by it`, async () => {
      const file = join(temporary(), "completions")
      writeFileSync(file, completions[shell])
      const { stdout, stderr } = await other(program, [...args, file], {})
      assert.strictEqual(stderr, "")
      assert.match(stdout, expected[shell])
    })
  }

  it("of a shell that is not known are refused, naming those that are", async () => {
    const { code, stderr } = await smmkit(["completions", "tcsh"])
    assert.strictEqual(code, 2)
    assert.include(stderr, "bash, zsh, fish")
  })
})
