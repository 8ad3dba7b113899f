import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Store } from "@smmkit/journal"
import { Effect, Layer } from "effect"
import { copies, isInstalled } from "../../../packages/journal/test/databases.js"
import { smmkit, temporary } from "./smmkit.js"
import { key as apiKey, except, stub } from "./stub.js"

const order = ["--service", "1", "--link", "https://example.com/p/1", "--quantity", "100"]
const add = ["add", "--yes", ...order]

const database = copies((client) => Layer.provide(Store.layer(), client))

type Row = Readonly<Record<string, unknown>>

/** A panel, and commands that share a journal in a database of their own. */
const desk = async () => {
  let count = 0
  const panel = await stub(
    except("add", () => {
      count += 1
      return `{"order":${count}}`
    })
  )
  const folder = temporary()
  const journal = await Effect.runPromise(database)
  const env = { ...panel.env, SMMKIT_JOURNAL: journal, XDG_CACHE_HOME: folder, XDG_STATE_HOME: folder }
  const run = (...args: ReadonlyArray<string>) => smmkit(args, { cwd: folder, env })
  const json = async (...args: ReadonlyArray<string>) => {
    const { code, stdout, stderr } = await run(...args, "--json")
    assert.strictEqual(code, 0, stderr)
    assert.strictEqual(stderr, "")
    return JSON.parse(stdout)
  }
  return { panel, folder, env, run, json, placed: () => count }
}

describe.skipIf(!isInstalled)(
  `a journal in PostgreSQL${isInstalled ? "" : " (skipped, as PostgreSQL is not installed)"}`,
  () => {
    it("holds what `add` placed, for whoever asks, and places one order for one key", async () => {
      const { panel, env, json, run, placed } = await desk()
      const asked = await Promise.all(
        Array.from({ length: 2 }, () => json(...add, "--idempotency-key", "invoice-1042"))
      )
      for (const answer of asked) assert.deepStrictEqual(answer, { order: "1" })
      assert.deepStrictEqual(await json(...add), { order: "2" })
      assert.strictEqual(placed(), 2)
      const other = await run(...add.with(-1, "200"), "--idempotency-key", "invoice-1042", "--json")
      assert.strictEqual(other.code, 2)
      assert.strictEqual(JSON.parse(other.stderr).error._tag, "KeyConflict")
      const entries: ReadonlyArray<Row> = await json("journal", "list", "--state", "placed")
      assert.sameMembers(
        entries.map(({ order }) => order),
        ["1", "2"]
      )
      assert.include(
        entries.map(({ key }) => key),
        "invoice-1042"
      )
      const table = await run("journal", "list")
      assert.strictEqual(table.code, 0, table.stderr)
      assert.match(table.stdout, /^KEY +STATE +ORDER[\s\S]*invoice-1042 +placed +1 /)
      assert.notInclude(table.stdout + table.stderr, apiKey)
      // Another machine, with no folder in common.
      const elsewhere = await smmkit(["journal", "show", "invoice-1042", "--json"], { env })
      panel.close()
      assert.deepInclude(JSON.parse(elsewhere.stdout), { key: "invoice-1042", state: "placed", order: "1" })
    })

    it("lets two machines place the same file at once, each row once", async () => {
      const { panel, env, json, placed } = await desk()
      const links = Array.from({ length: 20 }, (_, at) => `https://example.com/p/${at + 1}`)
      const file = ["service,link,quantity", ...links.map((link) => `1,${link},100`)].join("\n")
      const machines = [temporary(), temporary()]
      for (const folder of machines) writeFileSync(join(folder, "orders.csv"), file)
      const bulk = ["bulk", "orders.csv", "--yes", "--json"]
      await Promise.all(machines.map((cwd) => smmkit(bulk, { cwd, env })))
      // Whichever came first, a further run finds every row placed and sends nothing.
      for (const cwd of machines) {
        const { code, stdout, stderr } = await smmkit(bulk, { cwd, env })
        assert.strictEqual(code, 0, stderr)
        assert.deepInclude(JSON.parse(stdout), { rows: 20, new: 0, placed: 20, inDoubt: 0, unsent: 0 })
        assert.lengthOf(readFileSync(join(cwd, "orders.results.csv"), "utf8").trim().split("\r\n"), 21)
      }
      assert.strictEqual(placed(), 20)
      const sent = panel.calls.flatMap(({ action, link }) => (action === "add" ? [link ?? ""] : []))
      assert.sameMembers(sent, links)
      assert.lengthOf(await json("journal", "list"), 20)
      panel.close()
    })
  }
)
