import { existsSync, readFileSync } from "node:fs"
import { createServer } from "node:https"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { certificate } from "@smmkit/core/testing"
import { smmkit, temporary } from "./smmkit.js"
import { catalogue, except, key, type Stub, stub } from "./stub.js"

const link = "https://example.com/p/1"
const order = ["add", "--yes", "--service", "1", "--link", link, "--quantity", "100"]

const on = async (
  behave: Parameters<typeof stub>[0],
  ...[args, how]: Parameters<typeof smmkit>
): Promise<{ readonly ended: Awaited<ReturnType<typeof smmkit>>; readonly panel: Stub }> => {
  const panel = await stub(behave)
  const ended = await smmkit(args, { ...how, env: { ...panel.env, ...how?.env } })
  panel.close()
  return { ended, panel }
}

const isLinux = existsSync("/dev/full")

describe.runIf(isLinux)("an output that fails", () => {
  it("after an order was placed names the order on standard error", async () => {
    for (const json of [["--json"], []]) {
      const { ended } = await on(
        except("add", () => `{"order": 23501}`),
        [...order, ...json],
        { stdout: "/dev/full" }
      )
      assert.strictEqual(ended.code, 6)
      assert.include(ended.stderr, "23501")
      if (json.length > 0) {
        const { error } = JSON.parse(ended.stderr)
        assert.deepInclude(error, {
          _tag: "OutputFailed",
          meaning: null,
          processed: "yes",
          retryable: false,
          fault: "local"
        })
        assert.include(error.message, "23501")
      }
    }
  })

  it("after an order was placed is no quiet end, even if nobody reads any more", async () => {
    const { ended } = await on(
      except("add", () => `{"order": 23501}`),
      order,
      { isDeaf: true }
    )
    assert.strictEqual(ended.code, 6)
    assert.include(ended.stderr, "Order 23501 was placed")
  })

  it("amid a read may be tried again", async () => {
    const { ended } = await on(() => catalogue, ["services", "--json"], { stdout: "/dev/full" })
    assert.strictEqual(ended.code, 5)
    assert.deepInclude(JSON.parse(ended.stderr).error, { processed: "no", retryable: true, fault: "local" })
  })

  it("after refills were asked for names them", async () => {
    const { ended } = await on(
      () => `[{"order":1,"refill":91},{"order":2,"refill":92}]`,
      ["refill", "1", "2"],
      { stdout: "/dev/full" }
    )
    assert.strictEqual(ended.code, 6)
    assert.include(ended.stderr, "order 1 has refill 91")
    assert.include(ended.stderr, "order 2 has refill 92")
  })

  it("after a verdict was noted down says so", async () => {
    const panel = await stub(except("add", () => (response) => response.destroy()))
    const env = { ...panel.env, SMMKIT_JOURNAL: join(temporary(), "journal.db") }
    assert.strictEqual((await smmkit([...order, "--idempotency-key", "a"], { env })).code, 6)
    const verdict = ["journal", "resolve", "a", "--verdict", "not-placed", "--early", "--yes"]
    const { code, stderr } = await smmkit(verdict, { env, stdout: "/dev/full" })
    panel.close()
    assert.strictEqual(code, 6)
    assert.include(stderr, "The verdict was noted down.")
  })

  it("is told of --version and --help as well", async () => {
    for (const args of [["--version"], ["--help"]]) {
      const { code, stderr } = await smmkit(args, { redirect: "> /dev/full" })
      assert.strictEqual(code, 5)
      assert.include(stderr, "cannot be written (ENOSPC)")
      assert.notMatch(stderr, /\n\s+at /)
    }
  })

  it("ends quietly where a pipe is closed", async () => {
    const services = JSON.stringify(
      Array.from({ length: 1000 }, (_, at) => ({
        service: at + 1,
        name: "x".repeat(200),
        type: "Default",
        category: "c",
        rate: "1"
      }))
    )
    const { ended } = await on(() => services, ["services"], { redirect: "| head -n 1" })
    assert.match(ended.stdout, /^SERVICE/)
    assert.strictEqual(ended.stderr, "")
    const { ended: deaf } = await on(() => services, ["services", "--json"], { isDeaf: true })
    assert.strictEqual(deaf.code, 0)
    assert.strictEqual(deaf.stderr, "")
  })
})

const nasty = `\u001b]0;owned\u0007\u001b[2J\u009b31m\u202egnp.exe\u2066\u0000\u007f`

describe("texts of a panel", () => {
  const services = JSON.stringify([
    {
      service: 1,
      name: `Likes ${nasty} ${key}`,
      type: "Default",
      category: `Cat ${nasty} ${encodeURIComponent(key)}`,
      rate: "1",
      min: 1,
      max: 9,
      desc: nasty
    }
  ])
  const status = JSON.stringify({
    charge: "1",
    start_count: "1",
    status: `Odd ${nasty} ${key}`,
    remains: "1",
    currency: `U${nasty}SD`
  })

  it("are harmless for a terminal, and hold no key", async () => {
    for (const args of [
      ["services"],
      ["services", "--json"],
      ["status", "1"],
      ["status", "1", "--json"],
      ["quote", "--service", "1", "--quantity", "5", "--link", link]
    ]) {
      const { ended } = await on(({ action }) => (action === "services" ? services : status), args)
      const text = ended.stdout + ended.stderr
      assert.strictEqual(ended.code, 0, text)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are looked for
      assert.notMatch(text, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
      assert.notInclude(text, key)
      if (args.length === 1) assert.include(text, "\n1 service;")
      if (args.includes("--json")) {
        const row = JSON.parse(ended.stdout)[0]
        assert.include(row.name ?? row.status, "\u001b]0;owned", "the value itself is what the panel said")
      }
    }
  })

  it("are harmless in an error too", async () => {
    for (const json of [[], ["--json"]]) {
      const { ended } = await on(
        () => JSON.stringify({ error: `Oops ${nasty} key=${key}` }),
        ["balance", ...json]
      )
      assert.strictEqual(ended.code, 3)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are looked for
      assert.notMatch(ended.stderr, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
      assert.notInclude(ended.stderr, key)
      assert.include(ended.stderr, "Oops")
    }
  })

  it("do not hold the key where a person gave it by mistake", async () => {
    const { ended } = await on(() => `{"error":"Incorrect order ID"}`, ["status", key, "--json"])
    assert.notInclude(ended.stdout + ended.stderr, key)
  })

  it("keep an unknown state as the panel's own word", async () => {
    const { ended } = await on(() => `{"status":"Halted by moon","charge":null}`, ["status", "7", "--json"])
    const [{ order, status, ...others }] = JSON.parse(ended.stdout)
    assert.deepStrictEqual([order, status], ["7", "Halted by moon"])
    const unknown = "charge startCount remains currency runs posts expiry orders".split(" ")
    assert.deepStrictEqual(others, Object.fromEntries(unknown.map((name) => [name, null])))
  })
})

describe("NODE_TLS_REJECT_UNAUTHORIZED=0", () => {
  const env = { NODE_TLS_REJECT_UNAUTHORIZED: "0" }

  it("trusts no certificate that is not trusted without it", async () => {
    const calls: Array<string> = []
    const server = createServer({ cert: certificate.cert, key: certificate.key }, (_, response) => {
      calls.push("called")
      response.end(`{"balance":"1","currency":"USD"}`)
    })
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    const address = server.address()
    const port = typeof address === "object" ? address?.port : 0
    const { code, stdout, stderr } = await smmkit(["balance", "--json", "--timeout", "5"], {
      env: { ...env, SMMKIT_URL: `https://127.0.0.1:${port}/api/v2`, SMMKIT_KEY: key }
    })
    server.close()
    assert.strictEqual(code, 5)
    assert.strictEqual(stdout, "")
    assert.deepInclude(JSON.parse(stderr).error, { _tag: "NotSent", processed: "no", retryable: false })
    assert.isEmpty(calls)
  })

  it("leaves standard error free of Node's warning", async () => {
    const { ended } = await on(() => `{"balance":"1","currency":"USD"}`, ["balance", "--json"], { env })
    assert.strictEqual(ended.code, 0)
    assert.strictEqual(ended.stderr, "")
    assert.deepStrictEqual(JSON.parse(ended.stdout), { amount: "1", currency: "USD" })
  })
})

describe("help and version", () => {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"))

  it("are there for every command, without colours in a pipe", async () => {
    for (const command of [
      "services",
      "quote",
      "add",
      "status",
      "refill",
      "refill-status",
      "cancel",
      "balance",
      "sandbox",
      "follow",
      "orders",
      "events"
    ]) {
      const { code, stdout, stderr } = await smmkit([command, "--help"])
      assert.strictEqual(code, 0)
      assert.strictEqual(stderr, "")
      assert.include(stdout, `smmkit ${command}`)
      assert.include(stdout, "--timeout")
      assert.notInclude(stdout, "\u001b")
    }
    const { stdout } = await smmkit(["--help"])
    assert.include(stdout, "SMMKIT_URL")
  })

  it("are one JSON document with --json", async () => {
    assert.deepStrictEqual(JSON.parse((await smmkit(["--version", "--json"])).stdout), { version })
    assert.include(JSON.parse((await smmkit(["--json", "--help"])).stdout).help, "smmkit")
    assert.strictEqual((await smmkit(["--version"])).stdout, `${version}\n`)
    assert.strictEqual((await smmkit(["balance", "--version"])).stdout, `${version}\n`)
  })
})
