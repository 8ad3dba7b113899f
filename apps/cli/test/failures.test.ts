import { createServer, type ServerResponse } from "node:http"
import { assert, describe, it } from "@effect/vitest"
import { all, type Ended, smmkit } from "./smmkit.js"
import { type Behaviour, catalogue, except, key, type Reply, type Stub, stub } from "./stub.js"

const reset = (response: ServerResponse): void => {
  response.socket?.resetAndDestroy()
}
const silent = (): void => {}
const half = (response: ServerResponse): void => {
  response.writeHead(200, { "content-length": "100" })
  response.write('{"order"')
  setImmediate(() => response.socket?.destroy())
}
const html: Reply = { headers: { "content-type": "text/html" }, body: "<html><body>Welcome</body></html>" }
const redirect: Reply = { status: 302, headers: { location: "https://elsewhere.example/api" }, body: "" }
const busy: Reply = { status: 429, headers: { "retry-after": "60" }, body: "" }
// Asked to wait for longer than it has, a command gives up at once.
const later = { "retry-after": "3600" }
const down: Reply = { status: 503, headers: later, body: "<html>down</html>" }
const error = (text: string): string => JSON.stringify({ error: text })

interface Expected {
  readonly code: number
  readonly tag: string
  readonly meaning?: string
  readonly processed: "no" | "maybe" | "yes"
  readonly retryable: boolean
  readonly fault: string
}

interface Case {
  readonly name: string
  readonly args: string
  readonly on: Behaviour
  readonly expected: Expected
  /** Whether the failure is of single IDs, which standard output tells as well. */
  readonly isArray?: true
}

const order = "--service 1 --link https://example.com/p/1 --quantity 100 --yes"
/** Enough for a loaded machine to connect, where nothing ends the command sooner. */
const quick = "--timeout 5"

const refused = (code: number, tag: string, meaning: string | undefined, fault: string): Expected => ({
  code,
  tag,
  ...(meaning === undefined ? {} : { meaning }),
  processed: "no",
  retryable: false,
  fault
})
const unknown = (fault: string, meaning?: string): Expected => ({
  code: 6,
  tag: "OutcomeUnknown",
  ...(meaning === undefined ? {} : { meaning }),
  processed: "maybe",
  retryable: false,
  fault
})
const unreadable: Expected = {
  code: 7,
  tag: "UnexpectedAnswer",
  processed: "maybe",
  retryable: false,
  fault: "panel"
}
const interrupted: Expected = {
  code: 5,
  tag: "Interrupted",
  processed: "maybe",
  retryable: true,
  fault: "network"
}
const limited: Expected = {
  code: 5,
  tag: "RateLimited",
  meaning: "rate-limited",
  processed: "no",
  retryable: true,
  fault: "caller"
}

const adds: ReadonlyArray<readonly [string, Behaviour, Expected]> = [
  [
    "funds",
    () => error("Not enough funds on balance"),
    refused(4, "AccountRefusal", "insufficient-funds", "account")
  ],
  ["key", () => error("Invalid API key"), refused(4, "AccountRefusal", "bad-key", "account")],
  [
    "duplicate",
    () => error("You have active order with this link. Please wait until order being completed."),
    refused(3, "RequestRefusal", "duplicate-active", "caller")
  ],
  ["service", () => error("Incorrect service ID"), refused(3, "NotFound", "bad-service", "caller")],
  ["strange words", () => error("Zut alors"), refused(3, "UnclassifiedRefusal", undefined, "panel")],
  ["rate limit", () => busy, limited],
  ["HTML", () => html, unknown("panel")],
  ["redirect", () => redirect, unknown("panel")],
  ["5xx", () => down, unknown("panel")],
  ["empty", () => "", unknown("panel")],
  ["no ID", () => `{"order": null}`, unknown("panel")],
  ["ID of zero", () => `{"order": 0}`, unknown("panel")],
  ["ID beside an error", () => `{"order": 5, "error": "Bad link"}`, unknown("panel", "bad-link")],
  ["reset", () => reset, unknown("network")],
  ["half an answer", () => half, unknown("network")],
  ["silence", () => silent, unknown("network")]
]

const reads: ReadonlyArray<readonly [string, Behaviour, Expected]> = [
  ["key", () => error("Invalid API key"), refused(4, "AccountRefusal", "bad-key", "account")],
  ["rate limit", () => busy, limited],
  ["HTML", () => html, unreadable],
  ["redirect", () => redirect, unreadable],
  ["nonsense", () => `{"ok": "sure"}`, unreadable],
  [
    "5xx",
    () => down,
    { code: 5, tag: "PanelUnavailable", processed: "maybe", retryable: true, fault: "panel" }
  ],
  [
    "maintenance",
    () => ({ headers: later, body: error("Maintenance") }),
    {
      code: 5,
      tag: "PanelUnavailable",
      meaning: "maintenance",
      processed: "no",
      retryable: true,
      fault: "panel"
    }
  ],
  ["reset", () => reset, interrupted],
  ["silence", () => silent, interrupted]
]

const changes: ReadonlyArray<readonly [string, Behaviour, Expected]> = [
  // Which of the two orders is wrong is not told, so it is the whole question that was refused.
  ["refusal", () => error("Incorrect order ID"), refused(3, "UnclassifiedRefusal", undefined, "panel")],
  ["HTML", () => html, unknown("panel")],
  ["redirect", () => redirect, unknown("panel")],
  ["5xx", () => down, unknown("panel")],
  ["silence", () => silent, unknown("network")],
  ["rate limit", () => busy, limited]
]

/** All others end by the panel's answer, however long the machine takes to bring it. */
const timeout = (name: string): string => (name === "silence" ? ` ${quick}` : "")

const cases: ReadonlyArray<Case> = [
  ...adds.map(([name, on, expected]) => ({
    name: `add: ${name}`,
    args: `add ${order}${timeout(name)}`,
    on: except("add", on),
    expected
  })),
  ...reads.map(([name, on, expected]) => ({
    name: `balance: ${name}`,
    args: `balance${timeout(name)}`,
    on: except("balance", on),
    expected
  })),
  ...reads.map(([name, on, expected]) => ({
    name: `services: ${name}`,
    args: `services${timeout(name)}`,
    on: except("services", on),
    expected
  })),
  ...reads.map(([name, on, expected]) => ({
    name: `status: ${name}`,
    args: `status 1 2${timeout(name)}`,
    on: except("status", on),
    expected,
    isArray: true as const
  })),
  ...changes.map(([name, on, expected]) => ({
    name: `refill: ${name}`,
    args: `refill 1 2${timeout(name)}`,
    on: except("refill", on),
    expected,
    isArray: true as const
  })),
  ...changes.map(([name, on, expected]) => ({
    name: `cancel: ${name}`,
    args: `cancel 1 2${timeout(name)}`,
    on: except("cancel", on),
    expected,
    isArray: true as const
  })),
  {
    name: "refill-status: nothing there",
    args: "refill-status 1",
    on: except("refill_status", () => error("Refill not found")),
    expected: refused(3, "NotFound", "refill-not-found", "caller"),
    isArray: true
  },
  {
    name: "add: a catalogue that cannot be read is no order",
    args: `add --fresh ${order}`,
    on: () => html,
    expected: { ...unreadable, processed: "no" }
  },
  {
    name: "add: a catalogue that does not come is no order",
    args: `add --fresh ${order} ${quick}`,
    on: () => silent,
    expected: { ...interrupted, processed: "no" }
  }
]

const run = async ({ args, on }: Case): Promise<{ readonly ended: Ended; readonly panel: Stub }> => {
  const panel = await stub(on)
  const ended = await smmkit([...args.split(" "), "--json"], { env: panel.env })
  panel.close()
  return { ended, panel }
}

describe("a call that fails", async () => {
  const results = await all(cases, run)

  cases.forEach(({ name, expected, isArray }, at) => {
    it(`is told by its code and in JSON: ${name}`, () => {
      const { ended, panel } = results[at] ?? assert.fail()
      const { code, stdout, stderr } = ended
      assert.strictEqual(code, expected.code, stderr)
      const { error } = JSON.parse(stderr)
      assert.deepStrictEqual(Object.keys(error), [
        "_tag",
        "meaning",
        "message",
        "processed",
        "retryable",
        "fault"
      ])
      const { message, ...facts } = error
      assert.deepStrictEqual(facts, {
        _tag: expected.tag,
        meaning: expected.meaning ?? null,
        processed: expected.processed,
        retryable: expected.retryable,
        fault: expected.fault
      })
      assert.isNotEmpty(message)
      if (isArray === true) {
        const rows: ReadonlyArray<{ readonly error: { readonly _tag: string } }> = JSON.parse(stdout)
        assert.lengthOf(rows, panel.calls[0]?.["action"] === "refill_status" ? 1 : 2)
        for (const row of rows) assert.strictEqual(row.error._tag, expected.tag)
      } else {
        assert.strictEqual(stdout, "")
      }
      assert.notInclude(stdout + stderr, key)
    })
  })

  it("sends no order twice", () => {
    for (const { panel } of results) {
      assert.isAtMost(panel.calls.filter(({ action }) => action === "add").length, 1)
    }
  })

  it("is told in words without --json, with what to do next", async () => {
    const panel = await stub(except("add", () => silent))
    const { code, stdout, stderr } = await smmkit(`add ${order} ${quick}`.split(" "), { env: panel.env })
    panel.close()
    assert.strictEqual(code, 6)
    assert.strictEqual(stdout, "")
    assert.include(stderr, "It is not known whether the add was done")
    assert.include(stderr, "Check first")
  })

  it("says that nothing was sent where nothing listens", async () => {
    const panel = await stub(() => catalogue)
    panel.close()
    const { code, stderr } = await smmkit(["balance", "--json"], { env: panel.env })
    assert.strictEqual(code, 5)
    assert.deepInclude(JSON.parse(stderr).error, {
      _tag: "NotSent",
      processed: "no",
      retryable: true,
      fault: "network"
    })
  })
})

describe("a proxy that refuses", () => {
  it("means that nothing was sent, and its password is never told", async () => {
    const proxy = createServer()
    proxy.on("connect", (request, socket) => {
      seen.push(`${request.url} ${request.headers["proxy-authorization"]}`)
      socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")
    })
    const seen: Array<string> = []
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve))
    const address = proxy.address()
    const port = typeof address === "object" ? address?.port : 0
    const env = {
      SMMKIT_URL: "https://panel.example/api/v2",
      SMMKIT_KEY: "fake-key",
      HTTPS_PROXY: `me:geheim@127.0.0.1:${port}`
    }
    for (const args of [
      ["balance", "--json"],
      ["cancel", "1"],
      ["cancel", "1", "--json"]
    ]) {
      const { code, stdout, stderr } = await smmkit(args, { env })
      assert.strictEqual(code, 2, stderr)
      if (args.includes("--json")) assert.include(stderr, `"processed":"no"`)
      assert.notMatch(stdout + stderr, /geheim|bWU6Z2VoZWlt/)
    }
    proxy.close()
    assert.deepStrictEqual(
      new Set(seen),
      new Set([`panel.example:443 Basic ${Buffer.from("me:geheim").toString("base64")}`])
    )
  })
})
