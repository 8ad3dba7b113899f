/** The examples of each help text, as a shell runs them against a sandbox: each with the IDs that those above printed. */
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { commands } from "../src/Commands.js"
import { type Panel, panel } from "./panel.js"
import { bin, type Ended, other, smmkit, start, temporary } from "./smmkit.js"

const folder = temporary()
const place = (...more: ReadonlyArray<string>) =>
  [
    "add",
    "--service",
    "1",
    "--link",
    "https://example.com/p/1",
    "--quantity",
    "500",
    "--yes",
    ...more
  ] as const

const examplesOf = (...names: ReadonlyArray<string>): ReadonlyArray<string> =>
  names.flatMap((name) => commands.find((one) => one.name === name)?.examples ?? assert.fail(name))

describe("the examples of the help", () => {
  let shop: Panel
  let env: Readonly<Record<string, string>>
  /** What an example says, and what is said here in its place. */
  const printed = new Map<string, string>()

  /** What asks a shell for more than to split words and take the quotes off is given to one. */
  const inBash = (line: string, env: Readonly<Record<string, string>>): Promise<Ended> => {
    const program = `smmkit() { '${process.execPath}' '${bin}' "$@"; }; cd '${folder}'; ${line}`
    return other("bash", ["-c", program], { env })
  }
  const wordsOf = (line: string): ReadonlyArray<string> =>
    (line.match(/'[^']*'|\S+/g) ?? []).slice(1).map((word) => word.replace(/^'(.*)'$/, "$1"))

  const run = async (example: string, own = env): Promise<Ended> => {
    let line = example
    for (const [said, here] of printed) line = line.replaceAll(said, here)
    const ended = await (/[<>$]|^\w+=/.test(line)
      ? inBash(line, own)
      : smmkit(wordsOf(line), { env: own, cwd: folder }))
    assert.strictEqual(ended.code, 0, `${line}\n${ended.stdout}${ended.stderr}`)
    return ended
  }
  const idOf = ({ stdout, stderr }: Ended): string => {
    const [, id = assert.fail(stdout + stderr)] = /order (\w+)/.exec(stdout) ?? []
    return id
  }

  beforeAll(async () => {
    // What is refilled was delivered a while ago.
    shop = await panel({ speed: 600, partial: 0, refillWait: 0 })
    env = {
      ...shop.env,
      HOME: folder,
      XDG_CACHE_HOME: folder,
      XDG_CONFIG_HOME: "",
      SMMKIT_JOURNAL: join(folder, "journal.db")
    }
    mkdirSync(join(folder, ".config/fish/completions"), { recursive: true })
    writeFileSync(join(folder, "comments.txt"), "Nice\nGood\nLovely\nGreat\nWell done\n")
    writeFileSync(join(folder, "orders.csv"), "service,link,quantity\n1,https://example.com/p/2,500\n")
    printed.set("the-new-key", shop.sandbox.key)
  })
  afterAll(() => shop.close())

  it("from the catalogue to orders work", async () => {
    for (const example of examplesOf("services", "quote")) await run(example)
    const [first = "", second = ""] = examplesOf("add")
    printed.set("23501", idOf(await run(first)))
    printed.set("23502", idOf(await run(second)))
    for (const example of examplesOf("bulk")) await run(example)
  })

  it("on the orders that the panel has work", async () => {
    const another = await smmkit(place(), { env })
    const following = start(["follow", "--now"], { env })
    await following.says("NUMBER")
    following.kill("SIGTERM")
    assert.strictEqual((await following.ended).code, 0)
    for (const example of examplesOf("follow").slice(1)) await run(example)
    const [{ number = assert.fail() }] = JSON.parse((await run("smmkit events --json")).stdout)
    for (const example of examplesOf("orders", "events")) await run(example.replace("1042", String(number)))
    printed.set("23502", idOf(another))
    writeFileSync(join(folder, "orders.txt"), `${idOf(another)}\n`)
    for (const example of examplesOf("status")) await run(example)
    await run("smmkit status 23502 --watch")
    for (const example of examplesOf("refill")) {
      const [, refill = assert.fail()] = /\d+ +(\w+)\n/.exec((await run(example)).stdout) ?? []
      printed.set("91", refill)
    }
    for (const example of examplesOf("refill-status", "balance")) await run(example)
  })

  it("on the journal work", async () => {
    for (const example of examplesOf("journal list", "journal show", "journal settle")) await run(example)
    for (const key of ["invoice-1043", "invoice-1044"]) {
      await shop.run(shop.sandbox.faults.script(["dropped-after"], "add"))
      const lost = place("--idempotency-key", key).with(4, `https://example.com/${key}`)
      assert.strictEqual((await smmkit(lost, { env })).code, 6)
      if (key === "invoice-1043") {
        const last = (await shop.run(shop.sandbox.bookings)).at(-1)
        printed.set("23501", String(last?.order ?? assert.fail()))
      }
    }
    const changes = ["resolve", "accept", "adopt", "rename", "export"].map((name) => `journal ${name}`)
    for (const example of examplesOf(...changes)) await run(example)
  })

  it("of cancelling, of the sandbox and of completions work", async () => {
    const slow = await panel({ partial: 0 })
    const own = { ...env, ...slow.env, SMMKIT_JOURNAL: join(folder, "slow.db") }
    for (const said of ["23501", "23502"]) printed.set(said, idOf(await smmkit(place(), { env: own })))
    for (const example of examplesOf("cancel")) await run(example, own)
    await slow.close()
    for (const example of examplesOf("sandbox")) {
      const sandbox = start(example.split(" ").slice(1), { env })
      await sandbox.says("export SMMKIT_KEY=")
      sandbox.kill("SIGTERM")
      assert.strictEqual((await sandbox.ended).code, 0)
    }
    for (const example of examplesOf("completions")) await run(example)
  })

  it("are of all commands", () => {
    for (const { name, examples } of commands) assert.isNotEmpty(examples, name)
  })
})
