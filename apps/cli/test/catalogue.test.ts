import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, beforeEach, describe, it } from "@effect/vitest"
import { smmkit, temporary } from "./smmkit.js"
import { catalogue, key, type Stub, stub } from "./stub.js"

const order = ["--service", "1", "--link", "https://example.com/p/1", "--quantity", "100"]

describe("the catalogue", () => {
  let panel: Stub
  let cache: string
  const run = async (...args: ReadonlyArray<string>) => {
    const before = panel.calls.length
    const { code, stderr } = await smmkit(args, { env: { ...panel.env, XDG_CACHE_HOME: cache } })
    assert.strictEqual(code, 0, stderr)
    return panel.calls.slice(before).map(({ action }) => action)
  }
  const files = () => readdirSync(join(cache, "smmkit")).map((name) => join(cache, "smmkit", name))

  beforeEach(async () => {
    panel = await stub(({ action }) => (action === "services" ? catalogue : `{"order": 7}`))
    cache = temporary()
    return () => panel.close()
  })

  it("is read once for quotes and orders, and again with --fresh", async () => {
    assert.deepStrictEqual(await run("quote", ...order), ["services"])
    assert.deepStrictEqual(await run("quote", ...order), [])
    assert.deepStrictEqual(await run("add", "--yes", ...order), ["add"])
    assert.deepStrictEqual(await run("quote", ...order, "--fresh"), ["services"])
    assert.deepStrictEqual(await run("services"), ["services"])
  })

  it("is kept for its owner only, under a name that tells nothing", async () => {
    await run("services")
    const [file = ""] = files()
    assert.lengthOf(files(), 1)
    assert.strictEqual(statSync(file).mode & 0o777, 0o600)
    assert.strictEqual(statSync(join(cache, "smmkit")).mode & 0o777, 0o700)
    assert.match(file, /\/[0-9a-f]{64}\.json$/)
    assert.notInclude(readFileSync(file, "utf8") + file, key)
  })

  it("is another one for another account", async () => {
    await run("quote", ...order)
    const env = { ...panel.env, XDG_CACHE_HOME: cache, SMMKIT_KEY: "another-fake-key" }
    await smmkit(["quote", ...order], { env })
    assert.lengthOf(files(), 2)
    assert.lengthOf(panel.calls, 2)
  })

  it("is read anew where what was kept is corrupt, old, from the future or no file", async () => {
    await run("quote", ...order)
    const [file = ""] = files()
    const kept = JSON.parse(readFileSync(file, "utf8"))
    const spoil: ReadonlyArray<() => void> = [
      () => writeFileSync(file, "{"),
      () => writeFileSync(file, ""),
      () => writeFileSync(file, JSON.stringify({ ...kept, services: [{ service: 1 }] })),
      () => writeFileSync(file, JSON.stringify({ ...kept, readAt: kept.readAt - 16 * 60_000 })),
      () => writeFileSync(file, JSON.stringify({ ...kept, readAt: kept.readAt + 3_600_000 }))
    ]
    for (const [at, damage] of spoil.entries()) {
      damage()
      assert.deepStrictEqual(await run("quote", ...order), ["services"], `damage ${at}`)
    }
    rmSync(file)
    mkdirSync(file)
    assert.deepStrictEqual(await run("quote", ...order), ["services"])
  })

  it("is not kept where there is no home, least of all in the folder of the moment", async () => {
    const cwd = temporary()
    for (const home of ["", "relative"]) {
      const env = { ...panel.env, HOME: home, XDG_CACHE_HOME: "" }
      assert.strictEqual((await smmkit(["quote", ...order], { env, cwd })).code, 0)
    }
    assert.isEmpty(readdirSync(cwd))
    assert.lengthOf(panel.calls, 2)
  })

  it("is not kept where the folder cannot be written, which is no failure", async () => {
    writeFileSync(join(cache, "smmkit"), "in the way")
    assert.deepStrictEqual(await run("quote", ...order), ["services"])
    assert.deepStrictEqual(await run("quote", ...order), ["services"])
  })
})
