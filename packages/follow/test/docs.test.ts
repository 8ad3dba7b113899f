/** The pages name the test of each promise, and those tests are there. */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"

const here = import.meta.dirname

const sources = [here, join(here, "../src/testing"), join(here, "../../../apps/worker/test")].flatMap(
  (folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".ts"))
      .map((name) => readFileSync(join(folder, name), "utf8"))
)

/** Every text in them; what a template fills in may be anything. */
const texts = sources.flatMap((source) =>
  Array.from(source.matchAll(/"((?:[^"\\\n]|\\.)+)"|`([^`]+)`/g), ([, plain, template = ""]) =>
    plain === undefined
      ? new RegExp(`^${template.replace(/[.*+?^()|[\]\\]/g, "\\$&").replace(/\$\{[^}]*\}/g, ".*")}`)
      : plain
  )
)

const isThere = (name: string) =>
  texts.some((text) => (typeof text === "string" ? text.startsWith(name) : text.test(name)))

/** The last cells of the tables that end with tests. */
const promises = (page: string) =>
  readFileSync(join(here, "../docs", page), "utf8")
    .split(/\n\n+/)
    .filter((text) => /^\|.*\|\s*test\b[^|\n]*\|\n/.test(text))
    .flatMap((table) => table.trim().split("\n").slice(2))
    .map((row) => row.split("|").at(-2) ?? "")

describe("the pages of this package", () => {
  for (const [page, rows] of [
    ["how-it-works.md", 20],
    ["operators.md", 12],
    ["webhooks.md", 8],
    ["cluster.md", 4]
  ] as const)
    it(`name a test for every promise, which is there (${page})`, () => {
      const cells = promises(page)
      assert.isAtLeast(cells.length, rows)
      for (const cell of cells) {
        const names = Array.from(cell.matchAll(/"([^"]+ [^"]+)"/g), ([, name = ""]) => name)
        assert.ok(names.length > 0 || /^ *the same\b/.test(cell), cell)
        assert.deepStrictEqual(
          names.filter((name) => !isThere(name)),
          []
        )
      }
    })
})
