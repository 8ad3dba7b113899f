import { copyFileSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from "node:fs"
import type { ServerResponse } from "node:http"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { type Ended, smmkit, start, temporary } from "./smmkit.js"
import { type Behaviour, except, type Form, stub } from "./stub.js"

const link = (at: number) => `https://example.com/p/${at}`
const file = (...rows: ReadonlyArray<readonly [at: number, quantity: number]>) =>
  ["service,link,quantity", ...rows.map(([at, quantity]) => `1,${link(at)},${quantity}`), ""].join("\n")
const many = (count: number, quantity = 100) =>
  file(...Array.from({ length: count }, (_, at) => [at + 1, quantity] as const))

const desk = async (onAdd: (id: number, form: Form) => ReturnType<Behaviour> = (id) => `{"order":${id}}`) => {
  const folder = temporary()
  let count = 0
  const panel = await stub(
    except("add", (form) => {
      count += 1
      return onAdd(count, form)
    })
  )
  const env = { ...panel.env, SMMKIT_JOURNAL: join(folder, "state", "journal.db") }
  const sent = () => panel.calls.filter(({ action }) => action === "add")
  return {
    folder,
    panel,
    sent,
    path: (name: string) => join(folder, name),
    write: (name: string, text: string) => writeFileSync(join(folder, name), text),
    start: (...words: ReadonlyArray<string>) => start(words, { cwd: folder, env }),
    run: (...words: ReadonlyArray<string>) => smmkit(words, { cwd: folder, env })
  }
}

const json = ({ stdout }: Ended): Readonly<Record<string, unknown>> => JSON.parse(stdout)

describe("smmkit bulk", () => {
  it("buys what it has shown although the file is saved meanwhile, and says that it differs", async () => {
    let save = () => {}
    const { panel, sent, write, run } = await desk((id) => {
      if (id === 1) save()
      return `{"order":${id}}`
    })
    write("orders.csv", many(30))
    save = () => write("orders.csv", many(60, 500))
    const { code, stdout } = await run("bulk", "orders.csv", "--yes")
    panel.close()
    assert.strictEqual(code, 0)
    assert.include(stdout, "The file differs by now")
    assert.lengthOf(sent(), 30)
    assert.isTrue(sent().every(({ quantity }) => quantity === "100"))
  })

  it("does not buy again under another name, or a link twice, with --yes alone", async () => {
    const { panel, sent, path, write, run } = await desk()
    write("a.csv", many(3))
    assert.strictEqual((await run("bulk", "a.csv", "--yes")).code, 0)
    copyFileSync(path("a.csv"), path("b.csv"))
    const held = await run("bulk", "b.csv", "--yes")
    assert.strictEqual(held.code, 2)
    assert.include(held.stderr, "3 equal orders placed in the last 30 days")
    assert.include(held.stderr, "--again")
    write("c.csv", file([7, 100], [7, 200]))
    const twice = await run("bulk", "c.csv", "--yes")
    assert.strictEqual(twice.code, 2)
    assert.include(twice.stderr, "1 has the service and the link of a row before")
    assert.deepInclude(json(await run("bulk", "c.csv", "--dry-run", "--json")), { equalEachOther: 1 })
    assert.lengthOf(sent(), 3)
    assert.strictEqual((await run("bulk", "b.csv", "--yes", "--again")).code, 0)
    panel.close()
    assert.lengthOf(sent(), 6)
  })

  it("goes on with --yes alone where a run with --again was stopped", async () => {
    let funds = 3
    const { panel, sent, write, run } = await desk((id) => {
      funds -= 1
      return funds < 0 ? `{"error":"Not enough funds"}` : `{"order":${id}}`
    })
    write("orders.csv", file([1, 100], [1, 100], [2, 100], [2, 100], [3, 100], [3, 100]))
    assert.strictEqual((await run("bulk", "orders.csv", "--yes", "--again")).code, 4)
    funds = 100
    const { code, stderr } = await run("bulk", "orders.csv", "--yes")
    panel.close()
    assert.strictEqual(code, 0, stderr)
    assert.lengthOf(new Set(sent().map((form) => form["link"])), 3)
  })

  it("tells on Ctrl-C of all that was placed, with the sum, when the calls under way have ended", async () => {
    const open: Array<() => void> = []
    let tell = () => {}
    const full = new Promise<void>((resolve) => {
      tell = resolve
    })
    const { panel, sent, write, start } = await desk((id) => (response: ServerResponse) => {
      if (id <= 8) {
        response.end(`{"order":${id}}`)
        return
      }
      open.push(() => response.end(`{"order":${id}}`))
      if (open.length === 8) tell()
    })
    write("orders.csv", many(60))
    const command = start("bulk", "orders.csv", "--yes")
    await full
    command.kill("SIGINT")
    await command.says("Waiting for the panel's answer")
    for (const answer of open) answer()
    const { code, stdout, stderr } = await command.ended
    panel.close()
    assert.strictEqual(code, 130, stderr)
    assert.include(stdout, `Placed: ${sent().length} of 60 rows, ${60 - sent().length} not sent\n`)
    assert.include(stdout, `Spent in this run: ${(sent().length * 0.09).toFixed(5)}`)
    assert.include(stderr, `${sent().length} of 60 new rows`)
  })

  it("never writes its results over a file that is none", async () => {
    const { panel, sent, path, write, run } = await desk()
    write("orders.csv", many(2))
    symlinkSync(path("orders.csv"), path("orders.results.csv"))
    const { code, stderr } = await run("bulk", "orders.csv", "--yes")
    write("orders2.csv", many(2))
    write("orders2.results.csv", "my own notes")
    const other = await run("bulk", "orders2.csv", "--dry-run")
    write("orders3.csv", many(2))
    symlinkSync(path("no such folder/results.csv"), path("orders3.results.csv"))
    const nowhere = await run("bulk", "orders3.csv", "--yes")
    panel.close()
    assert.strictEqual(nowhere.code, 2)
    assert.include(nowhere.stderr, "orders3.results.csv")
    assert.strictEqual(readlinkSync(path("orders3.results.csv")), path("no such folder/results.csv"))
    assert.strictEqual(code, 2)
    assert.include(stderr, "orders.results.csv")
    assert.strictEqual(other.code, 2)
    assert.strictEqual(readFileSync(path("orders.csv"), "utf8"), many(2))
    assert.strictEqual(readFileSync(path("orders2.results.csv"), "utf8"), "my own notes")
    assert.isEmpty(sent())
  })

  it("refuses a file name that is too long for a batch before it asks", async () => {
    const { panel, sent, write, run } = await desk()
    const name = `${"x".repeat(210)}.csv`
    write(name, many(1))
    const { code, stderr } = await run("bulk", name, "--dry-run")
    panel.close()
    assert.strictEqual(code, 2)
    assert.include(stderr, "batch name")
    assert.isEmpty(sent())
  })
})
