import { chmodSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { smmkit, temporary } from "./smmkit.js"
import { type Stub, stub } from "./stub.js"

const balance = () => `{"balance":"5.00","currency":"USD"}`

describe("a profile", () => {
  let panel: Stub
  let file: string
  beforeAll(async () => {
    panel = await stub((form) =>
      form["action"] === "balance" ? balance() : `{"error":"${form["key"]} may not do that"}`
    )
    file = join(temporary(), "accounts.json")
    writeFileSync(
      file,
      JSON.stringify([
        { name: "main", url: panel.url, key: "fake-main-key" },
        { name: "second", url: panel.url, keyFile: "second.key" }
      ])
    )
    chmodSync(file, 0o600)
    writeFileSync(join(file, "../second.key"), "fake-second-key\n")
  })
  afterAll(() => panel.close())

  const run = (args: ReadonlyArray<string>, env: Readonly<Record<string, string>> = {}) =>
    smmkit(args, { env: { SMMKIT_ACCOUNTS_FILE: file, ...env } })

  it("names the panel, by an option or the environment, its key in the file or beside it", async () => {
    assert.strictEqual((await run(["balance", "--profile", "main"])).stdout, "5.00 USD\n")
    assert.strictEqual((await run(["balance"], { SMMKIT_PROFILE: "second" })).stdout, "5.00 USD\n")
    assert.deepStrictEqual(
      panel.calls.map(({ key }) => key),
      ["fake-main-key", "fake-second-key"]
    )
  })

  it("keeps its key out of all that is told", async () => {
    const { stdout, stderr } = await run(["status", "1", "--profile", "main", "--json"])
    assert.notInclude(stdout + stderr, "fake-main-key")
    assert.include(stdout, "may not do that")
  })

  it("and the environment never name a panel both", async () => {
    const { code, stderr } = await run(["balance", "--profile", "main"], { SMMKIT_URL: panel.url })
    assert.strictEqual(code, 2)
    assert.include(stderr, `the profile "main" and SMMKIT_URL both name a panel`)
  })

  it("keeps to its limit, whichever command calls", async () => {
    const limited = join(temporary(), "limited.json")
    const limit = { calls: 1, seconds: 600 }
    writeFileSync(limited, JSON.stringify([{ name: "slow", url: panel.url, key: "fake-slow-key", limit }]))
    chmodSync(limited, 0o600)
    const slow = (...args: ReadonlyArray<string>) =>
      run([...args, "--profile", "slow"], { SMMKIT_ACCOUNTS_FILE: limited, SMMKIT_JOURNAL: `${limited}.db` })
    assert.strictEqual((await slow("balance")).stdout, "5.00 USD\n")
    const { code, stderr } = await slow("status", "1")
    assert.strictEqual(code, 5)
    assert.include(stderr, "no room for another call")
    assert.lengthOf(
      panel.calls.filter(({ key }) => key === "fake-slow-key"),
      1
    )
  })

  it("that is not in the file is told so, with what was meant", async () => {
    assert.include(
      (await run(["balance", "--profile", "maim"])).stderr,
      `no account "maim"; its names are "main", "second"`
    )
    writeFileSync(join(file, "../second.key"), "fake-second-key\n\n")
    const pasted = await run(["balance", "--profile", "second"])
    assert.include(pasted.stderr, `The key of "second" is not usable`)
    const none = await run(["balance", "--profile", "other"], { SMMKIT_ACCOUNTS_FILE: "/no/such/file" })
    assert.strictEqual(none.code, 2)
    assert.include(none.stderr, "/no/such/file cannot be used: it cannot be read (ENOENT)")
  })
})
