import { assert, describe, it } from "vitest"
import { assemble } from "../src/assemble.js"
import { guided } from "../src/pages.js"
import { exists, list, read } from "../src/repository.js"

const { sections, complaints } = assemble()
const pages = sections.flatMap((section) => section.pages)

describe("the site", () => {
  it("has no link that leads nowhere, and no anchor that is no heading", () => {
    assert.deepStrictEqual(complaints, [])
  })

  it("has a guide for whatever has a README", () => {
    const folders = ["packages", "packages/adapters", "apps"]
      .flatMap((folder) => list(folder).map((name) => `${folder}/${name}`))
      .filter((folder) => exists(`${folder}/README.md`) && folder !== "apps/docs")
    assert.sameMembers([...guided], folders)
  })

  it("has a page of the reference for every public module", () => {
    const modules = guided
      .filter((folder) => folder.startsWith("packages/"))
      .flatMap((folder) => list(`${folder}/src`).map((name) => `${folder}/dist/${name}`))
      .filter((file) => file.endsWith(".ts") && !file.endsWith("/index.ts"))
      .map((file) => file.replace(/\.ts$/, ".d.ts"))
    // A package without names in its barrel is one page, which holds the sources of all its modules.
    const missing = modules.filter(
      (file) =>
        !pages.some(
          ({ source, text }) =>
            source === file || text.includes(file.replace("/dist/", "/src/").replace(".d.ts", ".ts"))
        )
    )
    assert.isAbove(modules.length, 0)
    assert.deepStrictEqual(missing, [])
  })

  it("says of every public module what it is", () => {
    const contents = pages.find(({ path }) => path === "reference/index")?.text ?? ""
    const modules = contents.split("\n").filter((line) => line.startsWith("- "))
    assert.isAbove(modules.length, 0)
    assert.deepStrictEqual(
      modules.filter((line) => !line.includes("): ")),
      []
    )
  })

  it("has a door whose ways lead to pages, and an index of the recipes that names each", () => {
    const paths = new Set(pages.map(({ path }) => path))
    const ways = [...read("apps/docs/index.md").matchAll(/link: \/([^\s#}]+)/g)].map(([, way]) => way ?? "")
    assert.isAbove(ways.length, 0)
    for (const way of ways) assert.isTrue(paths.has(way.replace(/\/$/, "/index")), way)
    const index = read("apps/docs/recipes/index.md")
    for (const path of paths) {
      const [, recipe] = /^recipes\/(?!index)(.+)$/.exec(path) ?? []
      if (recipe !== undefined) assert.include(index, `(${recipe}.md)`)
    }
  })

  it("has each page in one place", () => {
    assert.strictEqual(new Set(pages.map(({ path }) => path)).size, pages.length)
  })
})
