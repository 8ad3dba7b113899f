import { assert, describe, it } from "@effect/vitest"
import { commands, groups } from "../src/Commands.js"
import { help } from "../src/Help.js"
import { width } from "../src/Text.js"

describe("the help", () => {
  it("fits its terminal, but for a word that is wider", () => {
    for (const columns of [60, 80, 100, 160, 200]) {
      for (const topic of [undefined, ...groups, ...commands]) {
        const wide = help(topic, (_, text) => text, columns)
          .split("\n")
          .filter((line) => width(line) > columns && line.trim().includes(" "))
        assert.deepStrictEqual(wide, [], `${topic?.name} in ${columns} columns`)
      }
    }
  })

  it("breaks an example so that it can be pasted", () => {
    const add = commands.find(({ name }) => name === "add")
    const text = help(add, (_, text) => text, 60)
    for (const example of add?.examples ?? []) {
      assert.include(text.replace(/ \\\n +/g, " "), example)
    }
    assert.include(text, " \\\n    --")
  })
})
