import { readdirSync, readFileSync } from "node:fs"
import { afterEach, assert, describe, it, vi } from "@effect/vitest"
import { Fault } from "@smmkit/sandbox"

afterEach(() => {
  vi.restoreAllMocks()
})

const said = async (load: () => Promise<unknown>): Promise<ReadonlyArray<string>> => {
  const log = vi.spyOn(console, "log").mockImplementation(() => {})
  await load()
  return log.mock.calls.map(([line]) => String(line))
}

describe("the examples", () => {
  it("01 places an order", async () => {
    assert.deepStrictEqual(await said(() => import("../examples/01-place-an-order.js")), [
      "placed as order 23501"
    ])
  })

  it("02 follows an order to its end", async () => {
    const lines = await said(() => import("../examples/02-follow-an-order.js"))
    assert.include(lines, "Completed, 0 remain")
    assert.deepStrictEqual(lines.slice(-2), ["deposit 1000", "charge -0.079"])
  })

  it("03 shows what was booked and what was heard", async () => {
    assert.deepStrictEqual(await said(() => import("../examples/03-a-bad-day.js")), [
      "booked 0, heard: OutcomeUnknown, processed: maybe",
      "booked 1, heard: OutcomeUnknown, processed: maybe",
      "booked 1, heard: OutcomeUnknown, processed: maybe",
      "booked 1, heard: order 23503"
    ])
  })

  it("04 serves a panel to any client", async () => {
    const lines = await said(() => import("../examples/04-server.js"))
    assert.match(lines[0] ?? "", /^SMMKIT_URL=http:\/\/127\.0\.0\.1:\d+\/api\/v2\nSMMKIT_KEY=sandbox-key$/)
    assert.strictEqual(lines[1], '{"balance":"1000","currency":"USD"}')
  })
})

describe("the README", () => {
  const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8")
  const readme = read("README.md")

  it("lists every fault with what it does", () => {
    const rows = readme
      .split("\n")
      .filter((line) => line.startsWith("| `"))
      .map((line) => line.replace(/ {2,}/g, " "))
    const expected = Fault.names.map((name) => {
      const { says, on } = Fault.describe(name)
      return `| \`${name}\` | ${on === "all" ? "any" : on.join(", ")} | ${says} |`
    })
    assert.deepStrictEqual(rows, expected)
  })

  it("quotes its program from the examples, and names them all", () => {
    assert.include(readme, read("examples/01-place-an-order.ts").trim())
    for (const file of readdirSync(new URL("../examples/", import.meta.url))) assert.include(readme, file)
  })
})
