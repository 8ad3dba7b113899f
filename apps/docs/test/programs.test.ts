import { readFileSync, writeFileSync } from "node:fs"
import { format } from "node:util"
import { afterEach, assert, describe, it, vi } from "vitest"
import { list, read } from "../src/repository.js"

const folders = ["recipes", "migration"]

/** The programs that pages show, each with the page that shows it. */
const programs = folders.flatMap((folder) =>
  list(`apps/docs/${folder}`)
    .filter((name) => name.endsWith(".txt"))
    .map((name) => ({ folder, name: name.replace(/\.txt$/, "") }))
)

const pages = folders.flatMap((folder) =>
  list(`apps/docs/${folder}`)
    .filter((name) => name.endsWith(".md"))
    .map((name) => ({ name: `${folder}/${name}`, text: read(`apps/docs/${folder}/${name}`) }))
)

/** What was printed, against what a page shows, where `…` stands for what differs from run to run. */
const isPrinted = (shown: string, printed: string): boolean =>
  new RegExp(
    `^${shown
      .split("…")
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
      .join("[^\\n]*?")}$`
  ).test(printed)

afterEach(() => {
  vi.restoreAllMocks()
})

describe("the programs of the pages", () => {
  for (const { folder, name } of programs) {
    it(`${folder}/${name}.ts prints what its page shows`, async () => {
      const lines: Array<string> = []
      vi.spyOn(console, "log").mockImplementation((...parts: ReadonlyArray<unknown>) => {
        lines.push(format(...parts))
      })
      await import(`../${folder}/${name}.ts`)
      const printed = lines.join("\n")
      const file = new URL(`../${folder}/${name}.txt`, import.meta.url)
      const shown = readFileSync(file, "utf8").trimEnd()
      if (isPrinted(shown, printed)) return
      if (process.env["RECORD"] === undefined) assert.strictEqual(printed, shown)
      else writeFileSync(file, `${printed}\n`)
    })
  }
})

describe("the pages", () => {
  for (const { name, text } of pages) {
    it(`${name} has no code but that of a file`, () => {
      assert.notMatch(text, /^```/m)
    })
  }

  for (const { name, text } of pages.filter(({ name }) => !name.endsWith("/index.md"))) {
    it(`${name} ends in what its programs printed`, () => {
      const included = [...text.matchAll(/^<<< (\S+)$/gm)].map(([, file]) => file ?? "")
      assert.match(included.at(-1) ?? "", /\.txt$/)
      for (const file of included.filter((file) => file.endsWith(".txt"))) {
        assert.include(included, file.replace(/\.txt$/, ".ts"))
      }
    })
  }

  it("show every program", () => {
    const shown = pages.flatMap(({ name, text }) =>
      // What lies elsewhere is another test's.
      [...text.matchAll(/^<<< ([^/\s]+)$/gm)].map(([, file]) => `${name.split("/")[0]}/${file}`)
    )
    const all = folders.flatMap((folder) =>
      list(`apps/docs/${folder}`)
        .filter((name) => !name.endsWith(".md"))
        .map((name) => `${folder}/${name}`)
    )
    assert.sameMembers([...new Set(shown)], all)
  })
})
