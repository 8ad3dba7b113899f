import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, assert, describe, it } from "@effect/vitest"
import { bin, smmkit, temporary } from "./smmkit.js"
import { type Behaviour, catalogue, except, type Stub, stub } from "./stub.js"

const python = spawnSync("python3", ["-c", "import pty"], { stdio: "ignore" }).status === 0
if (!python && process.env["CI"] !== undefined) {
  throw new Error("python3 is missing, by which the terminal is tested")
}

const script = fileURLToPath(new URL("./terminal.py", import.meta.url))
const host = fileURLToPath(new URL("./host.mjs", import.meta.url))
const order = ["add", "--service", "1", "--link", "https://example.com/p/1", "--quantity", "100"]

interface Shown {
  readonly code: number
  readonly shown: string
}

interface Session {
  /** What is typed where; a function does something first. */
  readonly steps?: ReadonlyArray<readonly [expected: string, typed: string | (() => Promise<string>)]>
  readonly env?: Readonly<Record<string, string>>
  /** A file that standard output goes to. */
  readonly stdout?: string
}

/** A terminal on which one command runs after the other in one process; a new one where that process has ended. */
const screens: Array<ChildProcess> = []
afterAll(() => {
  for (const { stdin } of screens) stdin?.end()
})

const onScreen = (job: object, steps: NonNullable<Session["steps"]>): Promise<Shown> =>
  new Promise((resolve) => {
    const screen =
      screens.pop() ??
      spawn("python3", [script, process.execPath, host, "terminal"], {
        stdio: ["pipe", "pipe", "inherit", "ipc"]
      })
    let shown = ""
    let at = 0
    const next = [...steps]
    const end = (code: number) => {
      screen.removeAllListeners("close")
      screen.stdout?.removeAllListeners("data")
      resolve({ code, shown })
    }
    screen.on("close", (code) => end((code ?? 0) > 127 ? (code ?? 0) - 256 : (code ?? 0)))
    screen.stdout?.setEncoding("utf8").on("data", (text: string) => {
      shown += text
      for (let [step] = next; step !== undefined && shown.includes(step[0], at); [step] = next) {
        next.shift()
        at = shown.indexOf(step[0], at) + step[0].length
        const [, typed] = step
        if (typeof typed === "string") screen.stdin?.write(typed)
        else void typed().then((text) => screen.stdin?.write(text))
      }
      const ended = /<<ended (\d+)>>$/.exec(shown)
      if (ended === null) return
      shown = shown.slice(0, ended.index)
      // After the end of the input nothing more can be typed.
      if (steps.some(([, typed]) => typed === endOfInput)) screen.stdin?.end()
      else screens.push(screen)
      end(Number(ended[1]))
    })
    screen.send(job)
  })

/** What a terminal makes an interrupt of, and an end of the input. */
const interrupt = "\u0003"
const endOfInput = "\u0004"

const terminal = async (
  behave: Behaviour,
  words: ReadonlyArray<string>,
  { steps = [], env = {}, stdout = "" }: Session = {}
): Promise<Shown & { readonly panel: Stub }> => {
  const panel = await stub(behave)
  const cache = temporary()
  const usual = { TERM: "xterm", HOME: cache, XDG_CACHE_HOME: cache, ...panel.env }
  const shown = await onScreen({ words, env: { ...usual, ...env }, stdout, program: bin }, steps)
  panel.close()
  return { ...shown, panel }
}

const placed: Behaviour = except("add", () => `{"order": 23501}`)
/** A file with one order. */
const orders = (): string => {
  const file = join(temporary(), "orders.csv")
  writeFileSync(file, "service,link,quantity\n1,https://example.com/p/1,100\n")
  return file
}

const adds = (panel: Stub) => panel.calls.filter(({ action }) => action === "add").length

describe.runIf(python)(`on a terminal${python ? "" : " (skipped, as python3 is missing)"}`, () => {
  it("an order is placed after a yes to its price", async () => {
    const { code, shown, panel } = await terminal(placed, order, { steps: [["[y/N]", "y\n"]] })
    assert.strictEqual(code, 0)
    assert.match(shown, /Price: .*0\.09000/)
    assert.include(shown, "23501")
    assert.isBelow(shown.indexOf("0.09000"), shown.indexOf("[y/N]"))
    assert.strictEqual(adds(panel), 1)
  })

  it("an order equal to one of the last minutes is asked about, and --yes answers that", async () => {
    let count = 0
    const panel = await stub(
      except("add", () => {
        count += 1
        return `{"order": ${23500 + count}}`
      })
    )
    const at = { env: { ...panel.env, SMMKIT_JOURNAL: join(temporary(), "journal.db") } }
    await terminal(placed, [...order, "--yes"], at)
    const no = await terminal(placed, order, { ...at, steps: [["[y/N]", "n\n"]] })
    assert.strictEqual(no.code, 2)
    assert.include(no.shown, "An equal order was placed a minute ago, as order 23501")
    assert.strictEqual(count, 1)
    const yes = await terminal(placed, [...order, "--yes"], at)
    panel.close()
    assert.strictEqual(yes.code, 0, yes.shown)
    assert.strictEqual(count, 2)
  })

  it("is asked about, too, where it was placed while the question stood", async () => {
    let count = 0
    const panel = await stub(
      except("add", () => {
        count += 1
        return `{"order": ${23500 + count}}`
      })
    )
    const env = { ...panel.env, SMMKIT_JOURNAL: join(temporary(), "journal.db") }
    const other = () => smmkit([...order, "--yes"], { env })
    const steps = [
      ["Place this order? [y/N]", async () => ((await other()).code === 0 ? "y\n" : "n\n")],
      ["Place it all the same? [y/N]", "n\n"]
    ] as const
    const { code, shown } = await terminal(placed, order, { env, steps })
    panel.close()
    assert.strictEqual(code, 2)
    assert.include(shown, "An equal order was placed a minute ago, as order 23501")
    assert.strictEqual(count, 1)
  })

  it("Ctrl-C at the question ends without an order", async () => {
    const { code, shown, panel } = await terminal(placed, order, { steps: [["[y/N]", interrupt]] })
    assert.strictEqual(code, 130)
    assert.match(shown, /\n\S*smmkit:.* Nothing was sent/)
    assert.strictEqual(adds(panel), 0)
  })

  it("the question is asked beside an answer in JSON that goes to a file", async () => {
    const file = join(temporary(), "out.json")
    const { code, shown } = await terminal(placed, [...order, "--json"], {
      steps: [["[y/N]", "yes\n"]],
      stdout: file
    })
    assert.strictEqual(code, 0)
    assert.include(shown, "0.09000")
    assert.deepStrictEqual(JSON.parse(readFileSync(file, "utf8")), { order: "23501" })
  })

  it("a bulk is placed after a yes to its cost", async () => {
    const { code, shown, panel } = await terminal(placed, ["bulk", orders()], { steps: [["[y/N]", "y\n"]] })
    assert.strictEqual(code, 0)
    assert.match(shown, /1 row; to be placed now: .*1 for 0\.09000/)
    assert.isBelow(shown.indexOf("0.09000"), shown.indexOf("[y/N]"))
    assert.include(shown, "Placed:")
    assert.strictEqual(adds(panel), 1)
    const no = await terminal(placed, ["bulk", orders()], { steps: [["[y/N]", "n\n"]] })
    assert.strictEqual(no.code, 2)
    assert.strictEqual(adds(no.panel), 0)
  })

  it("a verdict is asked for with all that is known in view", async () => {
    const env = { SMMKIT_JOURNAL: join(temporary(), "journal.db") }
    const lost = except("add", () => (response) => {
      response.destroy()
    })
    // One panel all along, as the journal keeps accounts apart.
    const panel = await stub(lost)
    const at = { env: { ...env, ...panel.env } }
    await terminal(lost, [...order, "--yes", "--idempotency-key", "invoice-1"], at)
    const resolve = ["journal", "resolve", "invoice-1", "--verdict", "not-placed", "--early"]
    const no = await terminal(lost, resolve, { ...at, steps: [["[y/N]", "n\n"]] })
    assert.strictEqual(no.code, 2)
    assert.match(no.shown, /state.* +in-doubt/)
    const yes = await terminal(lost, resolve, { ...at, steps: [["[y/N]", "y\n"]] })
    panel.close()
    assert.strictEqual(yes.code, 0)
    assert.match(yes.shown, /state.* +not-placed/)
  })

  it("--watch redraws its table in place", async () => {
    let looks = 0
    const status: Behaviour = () => {
      looks += 1
      return JSON.stringify({
        status: looks < 3 ? "In progress" : "Completed",
        charge: "1",
        start_count: "1",
        remains: String(30 - 10 * looks),
        currency: "USD"
      })
    }
    const { code, shown } = await terminal(except("status", status), [
      "status",
      "7",
      "--watch",
      "--every",
      "0.01"
    ])
    assert.strictEqual(code, 0)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the movement is looked for
    assert.match(shown, /In progress[\s\S]*\u001b\[2A\u001b\[J[\s\S]*Completed/)
  })

  it("without colours and movement where NO_COLOR or a dumb terminal asks for it", async () => {
    for (const env of [{ NO_COLOR: "1" }, { TERM: "dumb" }]) {
      for (const args of [["--help"], ["services"], ["status", "7", "--watch"]]) {
        const behave: Behaviour = ({ action }) =>
          action === "services" ? catalogue : `{"status":"Completed"}`
        const { code, shown } = await terminal(behave, args, { env })
        assert.strictEqual(code, 0)
        assert.notInclude(shown, "\u001b")
      }
    }
    const { shown } = await terminal(() => catalogue, ["--help"])
    assert.include(shown, "\u001b[1m")
  })

  // Last, as the processes of these two end with them.
  it("nothing is ordered after anything else", async () => {
    for (const typed of ["n\n", "\n", "yeah\n", endOfInput]) {
      const { code, shown, panel } = await terminal(placed, order, { steps: [["[y/N]", typed]] })
      assert.strictEqual(code, 2, JSON.stringify(typed))
      assert.include(shown, "not confirmed")
      assert.strictEqual(adds(panel), 0)
    }
  })

  it("a bulk shows how far it is; Ctrl-C waits for what was sent, and a second one does not", async () => {
    const silent = except("add", () => () => {})
    const { code, shown } = await terminal(silent, ["bulk", orders(), "--yes"], {
      steps: [
        ["[....................] 0/1 done, 0 in doubt, 0 refused, 0 spent", interrupt],
        ["Waiting for the panel's answer", interrupt]
      ]
    })
    assert.strictEqual(code, -2)
    assert.notInclude(shown, "Placed")
  })
})
