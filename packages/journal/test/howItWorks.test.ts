import { readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"

const here = import.meta.dirname

const document = readFileSync(join(here, "../docs/how-it-works.md"), "utf8")

describe("how-it-works.md", () => {
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
