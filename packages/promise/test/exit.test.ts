/** A program that forgets `close` and `await using` still exits, and does so at once. */
import { execFile } from "node:child_process"
import { randomUUID } from "node:crypto"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { assert, describe, it } from "@effect/vitest"
import { inject } from "vitest"
import { world } from "./world.js"

const index = fileURLToPath(new URL("../dist/index.js", import.meta.url))

interface Ended {
  readonly said: string
  readonly code: number | null
}

/** Runs a program with a panel, and tells how it ended. */
const run = (text: string, env: Readonly<Record<string, string>>, args: ReadonlyArray<string> = []) =>
  new Promise<Ended>((resolve) => {
    const program = `import { createPanel } from ${JSON.stringify(index)}\n${text}`
    const child = execFile(
      process.execPath,
      [...args, "--input-type=module", "-e", program],
      { env: { PATH: process.env["PATH"] ?? "", ...env } },
      (_, stdout, stderr) => resolve({ said: stdout + stderr, code: child.exitCode })
    )
  })

/** Writes down each module that a program loads. */
const watching = (list: string): ReadonlyArray<string> => {
  const loader = `import { appendFileSync } from "node:fs"
    export const load = (url, context, next) => {
      appendFileSync(${JSON.stringify(list)}, url + "\\n")
      return next(url, context)
    }`
  const text = (code: string) => `data:text/javascript,${encodeURIComponent(code)}`
  return [
    "--import",
    text(`import { register } from "node:module"; register(${JSON.stringify(text(loader))})`)
  ]
}

const order = `{ service: "1", link: "https://example.com/p/1", quantity: 100 }`

// Each call is made, and its connection may be kept for another; nothing is closed. That it exits is told by the
// moment at which nothing is left to do, and not by a clock.
const program = (options: string, following: string) => `
const panel = createPanel(${options})
await panel.balance()
await panel.orders.place(${order})
for await (const { status } of panel.orders.follow("23501", { every: 1000 })) break
${following}
const { sharedObjects } = process.report.getReport()
console.log(sharedObjects.some((path) => path.endsWith(".node")))
process.once("beforeExit", () => console.log("nothing is left"))
`

const events = `await panel.orders.hurry("23501")
for await (const event of panel.events()) break
`

const options: ReadonlyArray<readonly [string, string, string]> = [
  ["Node's transport", "{}", ""],
  ["fetch", "{ fetch: globalThis.fetch }", ""],
  ["a journal on a file", `{ journal: process.env.FILE }`, events],
  ["a journal on PostgreSQL", `{ journal: process.env.DATABASE }`, events]
]

const ofJournal = /\/packages\/(?:journal|follow)\/|libsql|sql-pg|\/pg(?:-pool)?\/|@effect\/sql/

describe("a program that closes nothing", () => {
  for (const [name, given, following] of options) {
    it.skipIf(name.endsWith("PostgreSQL") && inject("postgres") === "")(`exits over ${name}`, async () => {
      await using place = await world({ speed: 1_000_000 })
      const list = join(inject("folder"), `${randomUUID()}.txt`)
      const env = {
        SMMKIT_URL: place.url,
        SMMKIT_KEY: place.key,
        FILE: join(inject("folder"), `${randomUUID()}.db`),
        DATABASE: inject("postgres")
      }
      const ended = await run(program(given, following), env, watching(list))
      // Without a journal it loads nothing of that and its drivers, and nothing native.
      const hasJournal = given.includes("journal")
      const isNative = given.includes("FILE")
      assert.deepStrictEqual(ended, { said: `${isNative}\nnothing is left\n`, code: 0 })
      const loaded = readFileSync(list, "utf8").split("\n")
      assert.isAbove(loaded.length, 50)
      assert.strictEqual(
        loaded.some((url) => ofJournal.test(url)),
        hasJournal
      )
    })
  }

  it("lives on for a call that is under way, also while that waits", async () => {
    await using place = await world({ limits: [{ calls: 1, window: "1 second" }] })
    const ended = await run(
      `const panel = createPanel({ retryDelay: 1100, timeout: 60000 })
       await panel.balance()
       void panel.balance().then(({ amount }) => console.log(amount))`,
      { SMMKIT_URL: place.url, SMMKIT_KEY: place.key }
    )
    assert.deepStrictEqual(ended, { said: "1000\n", code: 0 })
  })
})
