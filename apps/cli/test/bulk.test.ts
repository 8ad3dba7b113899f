import { execFileSync } from "node:child_process"
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import type { ServerResponse } from "node:http"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { all, type Ended, type How, type Started, smmkit, start, temporary } from "./smmkit.js"
import { type Behaviour, except, type Form, type Stub, stub } from "./stub.js"

const link = (at: number) => `https://example.com/p/${at}`
const row = (at: number, quantity = 100) => `1,${link(at)},${quantity}`
const rows = (count: number) => Array.from({ length: count }, (_, at) => row(at + 1))

/** A file of orders beside a journal of its own, and a panel to place them on. */
const desk = async (
  onAdd: (count: number, form: Form) => ReturnType<Behaviour> = (id) => `{"order":${id}}`
) => {
  const folder = temporary()
  let count = 0
  const panel: Stub = await stub(
    except("add", (form) => {
      count += 1
      return onAdd(count, form)
    })
  )
  const env = { ...panel.env, SMMKIT_JOURNAL: join(folder, "state", "journal.db") }
  const how: How = { cwd: folder, env }
  return {
    folder,
    panel,
    links: () => panel.calls.filter(({ action }) => action === "add").map((form) => form["link"] ?? ""),
    write: (lines: ReadonlyArray<string>, head = "service,link,quantity") =>
      writeFileSync(join(folder, "orders.csv"), [head, ...lines].join("\n")),
    results: () => readFileSync(join(folder, "orders.results.csv"), "utf8"),
    start: (more: How = {}): Started => start(["bulk", "orders.csv", "--yes"], { ...how, ...more }),
    run: (...options: ReadonlyArray<string>): Promise<Ended> =>
      smmkit(["bulk", "orders.csv", ...options], how)
  }
}

const summaryOf = ({ stdout, stderr, code }: Ended, expected: number): Readonly<Record<string, unknown>> => {
  assert.strictEqual(code, expected, stderr)
  return JSON.parse(stdout)
}

const sorted = (links: ReadonlyArray<string>) => [...links].sort()

describe("smmkit bulk", () => {
  it("places each row once, however often it is run and wherever the row stands", async () => {
    const { folder, panel, links, write, results, run } = await desk()
    write([...rows(4), row(4)])
    const dry = summaryOf(await run("--dry-run", "--json"), 0)
    assert.deepInclude(dry, { rows: 5, new: 5, placed: 0, unsent: 5, cost: "0.45000", spent: "0" })
    assert.isEmpty(links())
    const told = await run("--yes", "--again")
    assert.strictEqual(told.code, 0, told.stderr)
    assert.include(told.stderr, "5 rows; to be placed now: 5 for 0.45000")
    assert.include(told.stdout, "Placed: 5 of 5 rows")
    assert.deepStrictEqual(sorted(links()), [1, 2, 3, 4, 4].map(link))
    assert.strictEqual(statSync(join(folder, "orders.results.csv")).mode & 0o777, 0o600)
    assert.strictEqual(statSync(join(folder, "state", "journal.db")).mode & 0o777, 0o600)
    assert.match(results(), /^row,key,state,order,price,reason\r\n2,bulk:orders:\w+:1,placed,\d,0.09000,\r\n/)
    // One row more, one less, and all in another order.
    write([row(9), row(4), row(3), row(4), row(2)])
    const again = summaryOf(await run("--yes", "--json"), 0)
    panel.close()
    assert.deepStrictEqual(again, {
      rows: 5,
      new: 1,
      bad: 0,
      placed: 5,
      refused: 0,
      inDoubt: 0,
      unsent: 0,
      cost: "0.09000",
      unpriced: 0,
      spent: "0.09000",
      doubtful: "0",
      equalEarlier: 0,
      equalEachOther: 0,
      oddLinks: 0,
      inputChanged: false,
      currency: null,
      resultFile: "orders.results.csv"
    })
    assert.deepStrictEqual(links().slice(5), [link(9)])
  })

  it("counts the links that deserve a word before money is spent", async () => {
    const { panel, links, write, run } = await desk()
    write([row(1), row(2).replace(link(2), "spotify:track:1"), row(3).replace(link(3), "tg:example")])
    assert.deepInclude(summaryOf(await run("--dry-run", "--json"), 0), { oddLinks: 2 })
    const { stdout } = await run("--dry-run")
    panel.close()
    assert.include(stdout, "2 may have a wrong link: it is no address of the web")
    assert.isEmpty(links())
  })

  it("asks before it pays, and sends nothing where nobody can be asked", async () => {
    const { panel, links, write, run } = await desk()
    write(rows(1))
    const { code, stdout, stderr } = await run()
    panel.close()
    assert.strictEqual(code, 2)
    assert.strictEqual(stdout, "")
    assert.include(stderr, "--yes")
    assert.isEmpty(links())
  })

  it("tells all bad rows at once, and sends nothing unless they are to be skipped", async () => {
    const { panel, links, write, results, run } = await desk()
    write([
      row(1),
      row(2, 5),
      "99,https://example.com/p/3,100",
      "1,javascript:alert(1),100",
      "2,https://example.com/p/4,9"
    ])
    const { code, stdout, stderr } = await run("--yes", "--json")
    assert.strictEqual(code, 2)
    assert.strictEqual(stdout, "")
    const { error } = JSON.parse(stderr)
    assert.deepInclude(error, { _tag: "BadRows", processed: "no", retryable: false, fault: "caller" })
    const bad: ReadonlyArray<Readonly<Record<string, unknown>>> = error.rows
    assert.deepStrictEqual(
      bad.map(({ row, field, value }) => [row, field, value]),
      [
        [3, "quantity", "5"],
        [4, "service", "99"],
        [5, "link", "javascript:alert(1)"],
        [6, "quantity", "9"]
      ]
    )
    const words = await run("--yes")
    assert.strictEqual(words.code, 2)
    for (const { row, field, remedy } of bad) {
      const line = words.stderr.split("\n").find((text) => text.includes(`row ${row}: ${field} `))
      assert.include(line, String(remedy))
    }
    assert.isEmpty(links())
    const skipped = summaryOf(await run("--yes", "--skip-bad", "--json"), 8)
    panel.close()
    assert.deepInclude(skipped, { rows: 5, new: 1, bad: 4, placed: 1, unsent: 0 })
    assert.deepStrictEqual(links(), [link(1)])
    // Each of them stands in the result file, whosever rule it broke.
    assert.match(results(), /\r\n3,,bad,,,"?quantity is /)
    assert.include(results(), '\r\n5,,bad,,,"link is ""javascript:alert(1)"": give an address of the web')
    assert.lengthOf(results().trim().split("\r\n"), 6)
  })

  it("goes on after SIGKILL, and sends nothing twice", async () => {
    let victim: Started | undefined
    const { panel, links, write, start, run } = await desk((id) => {
      if (id === 12) victim?.kill("SIGKILL")
      return `{"order":${id}}`
    })
    write(rows(60))
    victim = start({ isOwn: true })
    assert.strictEqual((await victim.ended).signal, "SIGKILL")
    const ended = await run("--yes", "--json")
    panel.close()
    const { placed, inDoubt, unsent } = JSON.parse(ended.stdout)
    assert.strictEqual(placed + inDoubt, 60)
    assert.strictEqual(unsent, 0)
    assert.isAtLeast(inDoubt, 1)
    assert.strictEqual(ended.code, 8)
    assert.lengthOf(new Set(links()), links().length)
    assert.isAtLeast(links().length, placed)
  })

  it("ends on Ctrl-C when what was sent is answered, and says how to go on", async () => {
    let first: ServerResponse | undefined
    let tell = () => {}
    const sent = new Promise<void>((resolve) => {
      tell = resolve
    })
    const { panel, links, write, start, run } = await desk((id) => {
      if (id > 1) return `{"order":${id}}`
      return (response) => {
        first = response
        tell()
      }
    })
    write(rows(40))
    const command = start()
    await sent
    command.kill("SIGINT")
    await command.says("Waiting for the panel's answer")
    first?.end(`{"order":1}`)
    const { code, stderr } = await command.ended
    assert.strictEqual(code, 130)
    assert.match(stderr, /Interrupted\. \d+ of 40 new rows .* Run the same command again/)
    const summary = summaryOf(await run("--yes", "--json"), 0)
    panel.close()
    assert.deepInclude(summary, { placed: 40, inDoubt: 0 })
    assert.deepStrictEqual(sorted(links()), sorted(Array.from({ length: 40 }, (_, at) => link(at + 1))))
  })

  it("stops where the account needs attention, with the rest unsent, and goes on later", async () => {
    let funds = 0
    const { panel, links, write, run } = await desk((id) =>
      funds === 0 ? `{"error":"Not enough funds"}` : `{"order":${id}}`
    )
    write(rows(40))
    const { code, stdout, stderr } = await run("--yes", "--json")
    assert.strictEqual(code, 4)
    assert.deepInclude(JSON.parse(stderr).error, { _tag: "BulkStopped", processed: "no", fault: "account" })
    const { refused, unsent, placed } = JSON.parse(stdout)
    assert.strictEqual(placed, 0)
    assert.strictEqual(refused + unsent, 40)
    assert.isBelow(links().length, 40)
    funds = 1
    assert.deepInclude(summaryOf(await run("--yes", "--json"), 0), { placed: 40 })
    panel.close()
  })

  it("tells that orders were placed, or may have been, where its output cannot be told", async () => {
    const lost: Behaviour = () => (response) => {
      response.destroy()
    }
    for (const [onAdd, processed, said, how] of [
      [undefined, "yes", "Orders placed: 2", { isDeaf: true }],
      [lost, "maybe", "in doubt: 2", { stdout: "/dev/full" }]
    ] as const) {
      const { panel, write, folder } = await desk(onAdd && (() => onAdd({})))
      write(rows(2))
      const { code, stderr } = await smmkit(["bulk", join(folder, "orders.csv"), "--yes", "--json"], {
        env: panel.env,
        ...how
      })
      panel.close()
      assert.strictEqual(code, 6, stderr)
      assert.deepInclude(JSON.parse(stderr).error, { _tag: "OutputFailed", processed })
      assert.include(stderr, said)
    }
  })

  it("leaves what was refused by the caller's fault, unless asked to try again", async () => {
    const { panel, links, write, run } = await desk((id, form) =>
      id < 3 && form["link"] === link(2) ? `{"error":"Bad link"}` : `{"order":${id}}`
    )
    write(rows(2))
    assert.deepInclude(summaryOf(await run("--yes", "--json"), 8), {
      placed: 1,
      refused: 1,
      spent: "0.09000"
    })
    assert.deepInclude(summaryOf(await run("--yes", "--json"), 8), { new: 0, placed: 1, refused: 1 })
    assert.lengthOf(links(), 2)
    assert.deepInclude(summaryOf(await run("--yes", "--retry-refused", "--json"), 0), { new: 1, placed: 2 })
    panel.close()
    assert.lengthOf(links(), 3)
  })

  it("holds back what would go over a limit, earlier runs included", async () => {
    const { panel, links, write, run } = await desk()
    write([...rows(3), row(4, 1000)])
    const first = summaryOf(await run("--yes", "--max-total", "0.20", "--max-order", "0.5", "--json"), 8)
    assert.deepInclude(first, { placed: 2, unsent: 2, spent: "0.18000" })
    assert.deepInclude(summaryOf(await run("--yes", "--max-total", "0.20", "--json"), 8), { placed: 2 })
    assert.deepInclude(summaryOf(await run("--yes", "--max-day", "0.27", "--json"), 8), { placed: 3 })
    panel.close()
    assert.lengthOf(links(), 3)
  })

  it("keeps batches apart by their names, and takes a panel's own columns", async () => {
    const { panel, links, write, run } = await desk()
    write(["1,https://example.com/p/1,100,7"], "service,link,quantity,note")
    const bad = await run("--yes")
    assert.strictEqual(bad.code, 2)
    assert.include(bad.stderr, "note")
    for (const batch of ["a", "b", "a"]) {
      const ended = await run("--yes", "--again", "--extra-column", "note", "--batch", batch)
      assert.strictEqual(ended.code, 0, ended.stderr)
    }
    panel.close()
    assert.lengthOf(links(), 2)
    assert.strictEqual(panel.calls.find(({ action }) => action === "add")?.["note"], "7")
  })

  it("names what is wrong with its input", async () => {
    const { folder, panel, write, links } = await desk()
    const how = { cwd: folder, env: panel.env }
    mkdirSync(join(folder, "folder"))
    execFileSync("mkfifo", [join(folder, "pipe.csv")])
    writeFileSync(join(folder, "latin.csv"), Buffer.from("service,link\n1,\xe9", "latin1"))
    writeFileSync(join(folder, "quote.csv"), 'service,link\n1,"x\n')
    writeFileSync(join(folder, "empty.csv"), "")
    mkdirSync(join(folder, "taken.results.csv"))
    writeFileSync(join(folder, "taken.csv"), `service,link,quantity\n${row(1)}\n`)
    write(rows(1))
    const cases: ReadonlyArray<readonly [args: ReadonlyArray<string>, ...names: ReadonlyArray<string>]> = [
      [["bulk", "--yes"], "FILE.csv"],
      [["bulk", "--yes", "orders.csv", "more.csv"], "more.csv"],
      [["bulk", "--yes", "absent.csv"], "absent.csv", "no such file"],
      [["bulk", "--yes", "folder"], "folder"],
      [["bulk", "--yes", "taken.csv"], "taken.results.csv"],
      [["bulk", "--yes", "pipe.csv"], "pipe.csv", "no file"],
      [["bulk", "--yes", "latin.csv"], "latin.csv", "UTF-8"],
      [["bulk", "--yes", "quote.csv"], "quote.csv", "quot"],
      [["bulk", "--yes", "empty.csv"], "empty.csv", "service"],
      [["bulk", "--yes", "orders.csv", "--max-total", "much"], "--max-total", "much"],
      [["bulk", "--yes", "orders.csv", "--max-order", "-1"], "--max-order", "-1"],
      [["bulk", "--yes", "orders.csv", "--batch", ""], "batch name"],
      [["bulk", "--yes", "orders.csv", "--verdict", "x"], "--verdict"]
    ]
    await all(cases, async ([args, ...names]) => {
      const { code, stdout, stderr } = await smmkit([...args, "--json"], how)
      assert.strictEqual(code, 2, stderr)
      assert.strictEqual(stdout, "")
      const { message } = JSON.parse(stderr).error
      for (const name of names) assert.include(message, name)
    })
    panel.close()
    assert.isEmpty(links())
  })
})
