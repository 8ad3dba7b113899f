import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"

const here = import.meta.dirname

const document = readFileSync(join(here, "../docs/how-it-works.md"), "utf8")

const filesIn = (folder: string) =>
  readdirSync(join(here, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(join(here, folder, name), "utf8"))

const sources = [".", "../src/testing", "../../../apps/cli/test"].flatMap(filesIn)

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")

/** The names of tests; what a template fills in may be anything, if enough of it stands. */
const names = sources.flatMap((source) =>
  Array.from(source.matchAll(/"((?:[^"\\\n]|\\.)+)"|`((?:[^`\\]|\\.)+)`/g), ([, text = "", template = ""]) =>
    text === "" ? template.split(/\$\{[^}]*\}/) : [text]
  )
    .filter((parts) => parts.join("").length >= 20)
    .map((parts) => new RegExp(`^${parts.map(escaped).join(".+")}$`))
)

const isTest = (name: string) => names.some((pattern) => pattern.test(name))

/** What stands in quotes and is a sentence. */
const quoted = Array.from(document.matchAll(/"([^"\n]+)"/g), ([, name = ""]) => name).filter((name) =>
  name.includes(" ")
)

describe("how-it-works.md", () => {
  it("names tests that exist", () => {
    assert.isAbove(quoted.length, 80)
    assert.deepStrictEqual(
      quoted.filter((name) => !isTest(name)),
      []
    )
  })

  it("names a test in each row of a table of promises", () => {
    const tables = document.split(/\n\n+/).filter((text) => /^\|.*\|\s*test\b[^|\n]*\|\n/.test(text))
    assert.isAbove(tables.length, 4)
    const rows = tables.flatMap((table) => table.trim().split("\n").slice(2))
    assert.deepStrictEqual(
      rows.filter((row) => !/"[^"]+ [^"]+"/.test(row.split("|").at(-2) ?? "")),
      []
    )
  })
})
