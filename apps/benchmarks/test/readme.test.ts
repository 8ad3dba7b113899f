import { readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import { Schema } from "effect"
import { Results } from "../src/results.js"
import { table, tableIn, withTable } from "../src/table.js"

const results = Schema.decodeSync(Schema.parseJson(Results))(
  readFileSync(new URL("../results.json", import.meta.url), "utf8")
)
const readme = readFileSync(new URL("../../../README.md", import.meta.url), "utf8")

describe("the figures of the README", () => {
  it("are the ones that were measured", () => {
    assert.strictEqual(tableIn(readme), table(results))
  })

  it("are found to differ when they do", () => {
    const [first, ...others] = results.figures
    assert(first !== undefined)
    const changed = { ...results, figures: [{ ...first, value: first.value + 1 }, ...others] }
    assert.notStrictEqual(tableIn(readme), table(changed))
    assert.strictEqual(tableIn(withTable(readme, changed)), table(changed))
  })

  it("show no machine's names or paths", () => {
    assert.notMatch(JSON.stringify(results), /\/(?:home|root|work|tmp|Users)\//)
  })
})
