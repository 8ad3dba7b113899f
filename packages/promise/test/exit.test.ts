/** A program that forgets `close` and `await using` still exits, and does so at once. */
import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { assert, describe, it } from "@effect/vitest"
import { file, places } from "./places.js"
import { world } from "./world.js"

const index = fileURLToPath(new URL("../dist/index.js", import.meta.url))

interface Ended {
  readonly said: string
  readonly code: number | null
}

/** Runs a program, and tells how it ended. */
const run = (program: string, env: Readonly<Record<string, string>>) =>
  new Promise<Ended>((resolve) => {
    const child = execFile(
      process.execPath,
      ["--input-type=module", "-e", program],
      { env: { PATH: process.env["PATH"] ?? "", ...env } },
      (_, stdout, stderr) => resolve({ said: stdout + stderr, code: child.exitCode })
    )
  })

/** Knows of each module that is loaded from here on whether it is the journal's, and whether one is native. */
const watching = `
import { Session } from "node:inspector"
const session = new Session()
session.connect()
const loaded = []
session.on("Debugger.scriptParsed", ({ params: { url } }) => loaded.push(url))
session.post("Debugger.enable")
const ofJournal = /\\/packages\\/(?:journal|follow)\\/|\\/node_modules\\/(?:libsql|pg|pg-pool|@effect\\/sql(?:-pg)?)\\//
const known = () => ({
  core: loaded.some((url) => url.includes("/packages/core/")),
  journal: loaded.some((url) => ofJournal.test(url)),
  native: process.report.getReport().sharedObjects.some((path) => path.endsWith(".node"))
})
const { createPanel } = await import(${JSON.stringify(index)})
`

// Each call is made, and its connection may be kept for another; nothing is closed.
const used = (options: string, following = "") => `{
  const panel = createPanel(${options})
  await panel.balance()
  const { order } = await panel.orders.place({ service: "1", link: "https://example.com/p/1", quantity: 100 })
  for await (const { status } of panel.orders.follow(order, { every: 1000 })) break
  ${following}
  console.log(JSON.stringify(known()))
}
`

const events = `await panel.orders.hurry(order)
  for await (const event of panel.events()) break`

// That it exits is told by the moment at which nothing is left to do, and not by a clock.
const waiting = `
const slow = createPanel({ url: process.env.SLOW_URL, retryDelay: 1100, timeout: 60000 })
await slow.balance()
void slow.balance().then(({ amount }) => console.log(amount))
process.once("beforeExit", () => console.log("nothing is left"))
`

describe("a program that closes nothing", () => {
  // In one process, as most of what it does is to load what it imports.
  it("over any transport and journal lives on for a call that waits, exits, and loads no more than it uses", async () => {
    await using place = await world({ speed: 1_000_000 })
    await using slow = await world({ limits: [{ calls: 1, window: "1 second" }] })
    const [, server] = places
    const env = {
      SMMKIT_URL: place.url,
      SMMKIT_KEY: place.key,
      SLOW_URL: slow.url,
      FILE: file(),
      DATABASE: server.isMissing ? "" : await server.place()
    }
    const parts = [
      { program: used("{}"), journal: false, native: false },
      { program: used("{ fetch: globalThis.fetch }"), journal: false, native: false },
      ...(server.isMissing
        ? []
        : [{ program: used("{ journal: process.env.DATABASE }", events), journal: true, native: false }]),
      { program: used("{ journal: process.env.FILE }", events), journal: true, native: true }
    ]
    const ended = await run([watching, ...parts.map(({ program }) => program), waiting].join(""), env)
    const lines = parts.map(({ journal, native }) => JSON.stringify({ core: true, journal, native }))
    assert.deepStrictEqual(ended, {
      said: [...lines, "1000", "nothing is left", ""].join("\n"),
      code: 0
    })
  })
})
