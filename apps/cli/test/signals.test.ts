import type { ServerResponse } from "node:http"
import { assert, describe, it } from "@effect/vitest"
import { bin, other, smmkit, start } from "./smmkit.js"
import { except, stub } from "./stub.js"

const silent = () => (): void => {}
const order = ["add", "--yes", "--service", "1", "--link", "https://example.com/p/1", "--quantity", "100"]

describe("a signal", () => {
  it("amid an order ends with the advice to check first", async () => {
    const panel = await stub(except("add", silent))
    // What was sent is waited for, if not longer than the panel is given.
    const command = start([...order, "--json", "--timeout", "5"], { env: panel.env })
    await panel.next("add")
    command.kill("SIGINT")
    const { code, stdout, stderr } = await command.ended
    panel.close()
    assert.strictEqual(code, 130)
    assert.strictEqual(stdout, "")
    const { error } = JSON.parse(stderr)
    assert.deepInclude(error, {
      _tag: "Aborted",
      meaning: null,
      processed: "maybe",
      retryable: false,
      fault: "caller"
    })
    assert.match(error.message, /check first/i)
    assert.lengthOf(
      panel.calls.filter(({ action }) => action === "add"),
      1
    )
  })

  it("amid refills and cancels likewise", async () => {
    const interrupted = async (command: string) => {
      const panel = await stub(silent)
      const running = start([command, "1", "2", "--timeout", "5"], { env: panel.env })
      await panel.next(command)
      running.kill("SIGINT")
      const { code, stdout, stderr } = await running.ended
      panel.close()
      assert.strictEqual(code, 130)
      assert.strictEqual(stdout, "")
      assert.match(stderr, /check first/i)
    }
    await Promise.all(["refill", "cancel"].map(interrupted))
  })

  it("amid a read, or before the order went out, says that nothing was sent", async () => {
    for (const [args, action] of [
      [["balance"], "balance"],
      [order, "services"]
    ] as const) {
      const panel = await stub(silent)
      const command = start([...args, "--json"], { env: panel.env })
      await panel.next(action)
      command.kill("SIGTERM")
      const { code, stderr } = await command.ended
      panel.close()
      assert.strictEqual(code, 130)
      assert.deepInclude(JSON.parse(stderr).error, { processed: "no", retryable: true })
    }
  })

  it("ends --watch without an answer in JSON", async () => {
    const panel = await stub(() => `{"status":"In progress"}`)
    const command = start(["status", "7", "--watch", "--json"], { env: panel.env })
    await panel.next("status")
    command.kill("SIGINT")
    const { code, stdout } = await command.ended
    panel.close()
    assert.strictEqual(code, 130)
    assert.strictEqual(stdout, "")
  })
})

describe("a signal amid an order whose answer still comes", () => {
  it("ends with the order that was placed", async () => {
    const held: Array<ServerResponse> = []
    const panel = await stub(except("add", () => (response) => held.push(response)))
    const command = start(order, { env: panel.env })
    await panel.next("add")
    command.kill("SIGINT")
    await command.says("Waiting for the panel's answer")
    for (const response of held) response.end(`{"order":23501}`)
    const { code, stdout, stderr } = await command.ended
    panel.close()
    assert.strictEqual(code, 130)
    assert.strictEqual(stdout, "")
    assert.include(stderr, "Order 23501 was placed.")
  })

  it("sends it no more where the answer says that it was not taken, and that it may come again", async () => {
    let hear = (): void => {}
    const heard = new Promise<void>((resolve) => {
      hear = resolve
    })
    const panel = await stub(
      except("add", () => (response) => {
        // It has been heard when its connection is closed.
        response.socket?.once("close", hear)
        response.writeHead(200, { connection: "close" }).end(`{"error":"Too many requests"}`)
      })
    )
    const command = start([...order, "--json"], { env: panel.env })
    await heard
    command.kill("SIGINT")
    const { code, stderr } = await command.ended
    panel.close()
    assert.strictEqual(code, 130)
    assert.deepInclude(JSON.parse(stderr).error, { processed: "no", retryable: true })
    assert.lengthOf(
      panel.calls.filter(({ action }) => action === "add"),
      1
    )
  })
})

describe("smmkit sandbox", () => {
  const url = /^export SMMKIT_URL=(http:\/\/127\.0\.0\.1:\d+\/api\/v2)\nexport SMMKIT_KEY=(\S+)\n$/

  it("prints what to paste, answers, and stops when asked to", async () => {
    for (const [signal, code] of [
      ["SIGINT", 130],
      ["SIGTERM", 0]
    ] as const) {
      const sandbox = start([
        "sandbox",
        "--services",
        "20",
        "--seed",
        "5",
        "--speed",
        "100",
        "--fault",
        "slow=0"
      ])
      await sandbox.says("SMMKIT_KEY=")
      const again = start(["sandbox", "--port", "0", "--json"], { env: { SMMKIT_KEY: "sandbox-key" } })
      await again.says("}")
      again.kill("SIGTERM")
      const { url: address, key } = JSON.parse((await again.ended).stdout)
      assert.match(`export SMMKIT_URL=${address}\nexport SMMKIT_KEY=${key}\n`, url)
      sandbox.kill(signal)
      const ended = await sandbox.ended
      assert.match(ended.stdout, url)
      assert.strictEqual(ended.stderr, "")
      assert.strictEqual(ended.code, code)
    }
  })

  it("can be used with the lines as they are, the same seed making the same catalogue", async () => {
    const sandboxes = [
      ["--seed", "5"],
      ["--seed", "5"],
      ["--seed", "6"]
    ].map((args) => start(["sandbox", "--services", "20", ...args]))
    const texts = await Promise.all(
      sandboxes.map(async (sandbox, nth) => {
        const lines = (await sandbox.says("SMMKIT_KEY=")).trim().split("\n")
        const env = Object.fromEntries(lines.map((line) => line.replace("export ", "").split("=")))
        // By one shell, as it is pasted; the others are asked in the same words.
        const { stdout } = await (nth === 0
          ? other(
              "/bin/sh",
              ["-c", `${lines.join("\n")}\nexec ${process.execPath} ${bin} services --json`],
              {}
            )
          : smmkit(["services", "--json"], { env }))
        await sandbox.says("services  answered")
        sandbox.kill("SIGTERM")
        return stdout
      })
    )
    assert.lengthOf(JSON.parse(texts[0] ?? ""), 20)
    assert.strictEqual(texts[0], texts[1])
    assert.notStrictEqual(texts[0], texts[2])
  })

  it("names a port that is taken", async () => {
    const panel = await stub(() => "{}")
    const port = new URL(panel.url).port
    const { code, stderr } = await start(["sandbox", "--port", port]).ended
    panel.close()
    assert.strictEqual(code, 2)
    assert.include(stderr, port)
  })
})
