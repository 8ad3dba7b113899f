/**
 * Requests as real clients send them, kept byte for byte in `fixtures/requests`, and what they come to; and
 * who may not call.
 */
import { readdirSync, readFileSync } from "node:fs"
import * as Net from "node:net"
import { assert, describe, it } from "@effect/vitest"
import { NodeTransport } from "@smmkit/adapter-node"
import { Balance, type Dialect, Money, OrderStatus, Panel } from "@smmkit/core"
import { Sandbox, type SandboxOptions, SandboxServer } from "@smmkit/sandbox"
import { Effect, Layer, Redacted } from "effect"
import { actions, ask, find, link, orderId, panel } from "./harness.js"

const serving = (options?: SandboxOptions.Options, server?: SandboxServer.Options) =>
  SandboxServer.layer(server).pipe(Layer.provideMerge(Sandbox.layer(options)))

const running = Effect.all({ server: SandboxServer.SandboxServer, sandbox: Sandbox.Sandbox })

/** Sends bytes, and gives back the status and the body of the answer. */
const send = (port: number, bytes: string | Uint8Array) =>
  Effect.promise(
    () =>
      new Promise<{ readonly status: number; readonly body: string }>((resolve, reject) => {
        const socket = Net.connect(port, "127.0.0.1", () => socket.write(bytes))
        let text = ""
        socket.setEncoding("utf8").on("error", reject)
        socket.on("data", (chunk: string) => {
          text += chunk
          const [head = "", body = ""] = text.replace(/^HTTP\/1.1 100.*\r\n\r\n/, "").split("\r\n\r\n")
          const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN)
          if (Buffer.byteLength(body) < length || Number.isNaN(length)) return
          socket.destroy()
          resolve({ status: Number(head.split(" ")[1]), body })
        })
      })
  )

const post = (port: number, type: string, body: string, ...headers: ReadonlyArray<string>) =>
  send(
    port,
    [
      "POST /api/v2 HTTP/1.1",
      `Host: 127.0.0.1:${port}`,
      ...(type === "" ? [] : [`Content-Type: ${type}`]),
      `Content-Length: ${Buffer.byteLength(body)}`,
      ...headers,
      "",
      body
    ].join("\r\n")
  )

const form = "application/x-www-form-urlencoded"
const balance = "key=sandbox-key&action=balance"
const told = '{"balance":"1000","currency":"USD"}'
const incorrect = '{"error":"Incorrect request"}'

const folder = new URL("./fixtures/requests/", import.meta.url)

describe("a request as a client sends it", () => {
  for (const name of readdirSync(folder)) {
    it.live(`${name} is understood`, () =>
      Effect.gen(function* () {
        const { server, sandbox } = yield* running
        const bytes = readFileSync(new URL(name, folder))
        if (bytes.includes("cancel")) {
          yield* ask({ action: "add", service: "1", link: link(1), quantity: "100" })
          yield* ask({ action: "add", service: "1", link: link(2), quantity: "100" })
          const { body } = yield* send(server.port, bytes)
          assert.strictEqual(body, '[{"order":23501,"cancel":1},{"order":23502,"cancel":1}]')
          return
        }
        assert.deepStrictEqual(yield* send(server.port, bytes), { status: 200, body: '{"order":23501}' })
        const [booking] = yield* sandbox.bookings
        assert.deepStrictEqual(booking?.form, {
          service: "1",
          link: "https://example.com/p/1?a=b&c=d",
          quantity: "100"
        })
      }).pipe(Effect.provide(serving()))
    )
  }
})

describe("a body", () => {
  const cases: ReadonlyArray<readonly [name: string, type: string, body: string, answer: string]> = [
    [
      "JSON of any letters",
      "Application/JSON; Charset=UTF-8",
      '{"key":"sandbox-key","action":"balance"}',
      told
    ],
    [
      "JSON behind a byte order mark",
      "application/json",
      '\uFEFF{"key":"sandbox-key","action":"balance"}',
      told
    ],
    ["a form of any letters", "APPLICATION/X-WWW-FORM-URLENCODED", balance, told],
    ["a field that comes twice: the last one counts", form, `action=x&${balance}`, told],
    ["text has no fields", "text/plain", balance, incorrect],
    ["nor has what does not say what it is", "", balance, incorrect],
    ["nor has what is not what it says", "application/json", balance, incorrect],
    ["nor has multipart without a boundary", "multipart/form-data", balance, incorrect],
    [
      "nor has what no scalar is",
      "application/json",
      '{"key":["sandbox-key",{}],"action":{"a":"balance"}}',
      incorrect
    ]
  ]
  for (const [name, type, body, answer] of cases) {
    it.live(name, () =>
      Effect.gen(function* () {
        const { server } = yield* running
        assert.deepStrictEqual(yield* post(server.port, type, body), { status: 200, body: answer })
      }).pipe(Effect.provide(serving()))
    )
  }

  const line = "\r\n"
  const part = (head: string, value: string, end = line) => `${head}${end}${end}${value}${end}`
  const named = (name: string, value: string, end = line) =>
    part(`Content-Disposition: form-data; name="${name}"`, value, end)
  const parts = (...all: ReadonlyArray<string>) =>
    `${all.map((one) => `--XX${line}${one}`).join("")}--XX--${line}`
  const both = [named("key", "sandbox-key"), named("action", "balance")] as const
  const multipart = "multipart/form-data; boundary=XX"
  const multiparts: ReadonlyArray<readonly [name: string, type: string, body: string]> = [
    ["a boundary in quotes", 'multipart/form-data; boundary="XX"', parts(...both)],
    ["a boundary without a blank before it", "Multipart/Form-Data;BOUNDARY=XX;charset=utf-8", parts(...both)],
    [
      "a boundary of odd signs",
      'multipart/form-data; boundary="a+b(c)?"',
      parts(...both).replaceAll("XX", "a+b(c)?")
    ],
    ["something before the first part and after the last", multipart, `before${line}${parts(...both)}after`],
    ["an empty line first", multipart, `${line}${parts(...both)}`],
    ["no line end at last", multipart, parts(...both).trimEnd()],
    [
      "no last delimiter",
      multipart,
      parts(...both)
        .replace(`--XX--${line}`, "")
        .trimEnd()
    ],
    ["bare line ends", multipart, parts(...both).replaceAll(line, "\n")],
    ["blanks behind a delimiter", multipart, parts(...both).replaceAll(`XX${line}`, `XX \t${line}`)],
    [
      "parts that say more of themselves",
      multipart,
      parts(
        part(
          'Content-Type: text/plain; charset=UTF-8\r\ncontent-disposition:form-data;name="key"',
          "sandbox-key"
        ),
        part(
          "Content-Disposition: form-data; name=action\r\nContent-Length: 7\r\nContent-Transfer-Encoding: 8bit",
          "balance"
        )
      )
    ],
    [
      "files, empty ones too, which are no fields",
      multipart,
      parts(
        part('Content-Disposition: form-data; filename="a; name=key"; name="key"', "x"),
        part(
          'Content-Disposition: form-data; name="action"; filename=""\r\nContent-Type: application/octet-stream',
          ""
        ),
        ...both,
        part("Content-Disposition: form-data; name=\"key\"; filename*=utf-8''a.txt", "x"),
        part("Content-Disposition: form-data", "nameless"),
        "no head at all"
      )
    ]
  ]
  for (const [name, type, body] of multiparts) {
    it.live(`of many parts may have ${name}`, () =>
      Effect.gen(function* () {
        const { server } = yield* running
        assert.deepStrictEqual(yield* post(server.port, type, body), { status: 200, body: told })
      }).pipe(Effect.provide(serving()))
    )
  }

  it.live("of many parts keeps what they hold to the byte, delimiters that are none too", () =>
    Effect.gen(function* () {
      const { server, sandbox } = yield* running
      const { id } = find(sandbox, { type: "Custom Comments" })
      const comments = ["--XXX", " --XX", "ça va? 100% + ü", "\u{1F600}", "five"].join("\r\n")
      const order = { key: sandbox.key, action: "add", service: id, link: link(), comments }
      const body = parts(...Object.entries(order).map(([name, value]) => named(name, value)))
      assert.strictEqual((yield* post(server.port, multipart, body)).body, '{"order":23501}')
      const [booking] = yield* sandbox.bookings
      assert.strictEqual(booking?.form["comments"], comments)
    }).pipe(Effect.provide(serving()))
  )

  it.live("may hold more entries than any script reads, and each of them counts", () =>
    Effect.gen(function* () {
      const { server, sandbox } = yield* running
      const { id } = find(sandbox, { type: "Custom Comments" })
      const order = new URLSearchParams({ key: sandbox.key, action: "add", service: id, link: link() })
      const fields = (count: number) => `${order}${"&comments%5B%5D=a+%2B+b".repeat(count)}`
      assert.strictEqual((yield* post(server.port, form, fields(1500))).body, '{"order":23501}')
      const [booking] = yield* sandbox.bookings
      assert.strictEqual(booking?.form["comments"], Array.from({ length: 1500 }, () => "a + b").join("\n"))
      // As many as a body can hold are read in linear time.
      const full = `${order}${"&c[]=".repeat(180_000)}`
      assert.include((yield* post(server.port, form, full)).body, "Comments are required")
    }).pipe(Effect.provide(serving()))
  )

  it.live("is read where the request line names the whole address, whose host then counts", () =>
    Effect.gen(function* () {
      const { server } = yield* running
      const request = (address: string) =>
        send(
          server.port,
          `POST ${address}/api/v2 HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: ${form}\r\nContent-Length: ${balance.length}\r\n\r\n${balance}`
        )
      assert.strictEqual((yield* request(`http://127.0.0.1:${server.port}`)).body, told)
      assert.strictEqual((yield* request("http://panel.example")).status, 421)
    }).pipe(Effect.provide(serving()))
  )

  it.live("of JSON may hold any number: one too large for JavaScript is more than the maximum", () =>
    Effect.gen(function* () {
      const { server } = yield* running
      for (const quantity of ["1e30", "1e400", "9007199254740993", "12345678901234567890.0"]) {
        const order = `"action":"add","service":1,"link":"https://example.com/p/1","quantity":${quantity}`
        const { body } = yield* post(server.port, "application/json", `{"key":"sandbox-key",${order}}`)
        assert.strictEqual(body, '{"error":"Quantity more than maximum 10000"}', quantity)
      }
      const order = '"action":"add","service":1.0,"link":"https://example.com/p/1","quantity":1e2'
      const { body } = yield* post(server.port, "application/json", `{"key":"sandbox-key",${order}}`)
      assert.strictEqual(body, '{"order":23501}')
    }).pipe(Effect.provide(serving()))
  )

  it.live("is joined by the query of a POST, which counts less", () =>
    Effect.gen(function* () {
      const { server } = yield* running
      const body = "action=balance"
      const request = (query: string) =>
        send(
          server.port,
          `POST /api/v2?${query} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: ${form}\r\nContent-Length: ${body.length}\r\n\r\n${body}`
        )
      assert.strictEqual((yield* request("key=sandbox-key&action=services")).body, told)
    }).pipe(Effect.provide(serving()))
  )

  it.live("has lists: by lines in fields of many lines, by commas in others", () =>
    Effect.gen(function* () {
      const { server, sandbox } = yield* running
      const { id } = find(sandbox, { type: "Custom Comments" })
      const comments = ["one, two", "three", "four", "five", "six"]
      const order = { key: sandbox.key, action: "add", service: id, link: link() }
      yield* post(server.port, "application/json", JSON.stringify({ ...order, comments }))
      const fields = comments.map((one) => `comments[]=${encodeURIComponent(one)}`).join("&")
      yield* post(server.port, form, `${new URLSearchParams(order)}&${fields}`)
      const [json, encoded] = yield* sandbox.bookings
      assert.strictEqual(json?.form["comments"], comments.join("\n"))
      assert.deepStrictEqual(encoded?.form, json?.form)
      const ids = [23501, 9007199254740993n, 23502].join(",")
      const asked = `{"key":"${sandbox.key}","action":"status","orders":[${ids}]}`
      const { body } = yield* post(server.port, "application/json", asked)
      assert.match(
        body,
        /^\{"23501":\{"charge".*"9007199254740993":\{"error":"Incorrect order ID"\},"23502":/
      )
      assert.match(
        (yield* post(server.port, form, "key=sandbox-key&action=status&orders%5B0%5D=23501&orders%5B1%5D=7"))
          .body,
        /^\{"7":\{"error".*|^\{"23501":/
      )
    }).pipe(Effect.provide(serving()))
  )
})

describe("what is asked", () => {
  const order = (fields: Readonly<Record<string, string>> = {}) =>
    ask({ action: "add", service: "1", link: link(), quantity: "100", ...fields })
  const bad = { error: "Incorrect order ID" }

  it.effect("an unfit ID is refused in its own row, and the others are done", () =>
    Effect.gen(function* () {
      yield* order()
      assert.deepStrictEqual(yield* ask({ action: "cancel", orders: "0,23501,x y,-1, ,007" }), [
        { order: 0, cancel: bad },
        { order: 23501, cancel: 1 },
        { order: "x y", cancel: bad },
        { order: "-1", cancel: bad },
        { order: "007", cancel: bad }
      ])
      assert.deepStrictEqual(yield* ask({ action: "refill", orders: "0,23501" }), [
        { order: 0, refill: bad },
        { order: 23501, refill: { error: "The order is not completed" } }
      ])
      assert.deepStrictEqual(yield* ask({ action: "refill_status", refills: "0,a b" }), [
        { refill: 0, status: { error: "Refill not found" } },
        { refill: "a b", status: { error: "Refill not found" } }
      ])
    }).pipe(Effect.provide(panel()))
  )

  it.effect("the same ID twice is one row", () =>
    Effect.gen(function* () {
      yield* order()
      const twice = yield* ask({ action: "cancel", orders: "23501,23501, 23501" })
      assert.deepStrictEqual(twice, [{ order: 23501, cancel: 1 }])
      const text = JSON.stringify(yield* ask({ action: "status", orders: "7,7" }))
      assert.strictEqual(text, '{"7":{"error":"Incorrect order ID"}}')
    }).pipe(Effect.provide(panel()))
  )

  it.effect("`orders` counts beside `order`, unless it is empty", () =>
    Effect.gen(function* () {
      yield* order()
      const status = (fields: Readonly<Record<string, string>>) => ask({ action: "status", ...fields })
      assert.deepStrictEqual(yield* status({ order: "23501", orders: "7" }), { 7: bad })
      assert.nestedProperty(yield* status({ order: "23501", orders: "" }), "charge")
      assert.nestedProperty(yield* status({ order: "23501", orders: " " }), "charge")
    }).pipe(Effect.provide(panel()))
  )

  it.effect("a number too large is more than the maximum, in every field", () =>
    Effect.gen(function* () {
      const { sandbox } = yield* actions
      const huge = "9007199254740993"
      const error = (words: string) => ({ error: words })
      assert.deepStrictEqual(yield* order({ quantity: huge }), error("Quantity more than maximum 10000"))
      for (const quantity of ["9".repeat(400), "1e30", "1.5E+300", "+99999999999999999999", "1e400"]) {
        assert.deepStrictEqual(yield* order({ quantity }), error("Quantity more than maximum 10000"))
      }
      const { id } = find(sandbox, { dripfeed: true })
      assert.deepStrictEqual(
        yield* order({ service: id, runs: huge, interval: "60" }),
        error("Invalid dripfeed runs")
      )
      const { id: service, max } = find(sandbox, { type: "Subscriptions" })
      const posts = { action: "add", service, username: "someone", delay: "0", min: "50" }
      assert.deepStrictEqual(yield* ask({ ...posts, max: huge }), error(`Quantity more than maximum ${max}`))
      for (const old_posts of ["1001", "1000000000", huge]) {
        assert.deepStrictEqual(yield* ask({ ...posts, max: "50", old_posts }), error("Invalid old posts"))
      }
      assert.deepStrictEqual(yield* sandbox.bookings, [])
    }).pipe(Effect.provide(panel()))
  )
})

describe("a web page", () => {
  const from = (port: number, ...headers: ReadonlyArray<string>) =>
    Effect.map(post(port, form, balance, ...headers), ({ status }) => status)

  it.live("may not call unless its origin is allowed", () =>
    Effect.gen(function* () {
      const { server, sandbox } = yield* running
      const refused = [
        ["Origin: https://evil.example"],
        ["Origin: null"],
        ["Sec-Fetch-Site: cross-site"],
        ["Sec-Fetch-Site: same-site"],
        ["Origin: http://localhost:5174", "Sec-Fetch-Site: same-site"]
      ]
      for (const headers of refused) assert.strictEqual(yield* from(server.port, ...headers), 403)
      assert.deepStrictEqual((yield* sandbox.calls).total, 0)
      const allowed = [
        [],
        ["Sec-Fetch-Site: none"],
        ["Sec-Fetch-Site: same-origin"],
        ["Origin: http://localhost:5173", "Sec-Fetch-Site: same-site"]
      ]
      for (const headers of allowed) assert.strictEqual(yield* from(server.port, ...headers), 200)
    }).pipe(Effect.provide(serving({}, { origins: ["http://localhost:5173"] })))
  )

  it.live("reaches a server on loopback by none but its names", () =>
    Effect.gen(function* () {
      const { server } = yield* running
      const named = (host: string) =>
        Effect.map(
          send(
            server.port,
            `POST /api/v2 HTTP/1.1\r\nHost: ${host}\r\nContent-Type: ${form}\r\nContent-Length: ${balance.length}\r\n\r\n${balance}`
          ),
          ({ status }) => status
        )
      for (const host of ["evil.example", `rebind.example:${server.port}`, "127.0.0.1.evil.example"])
        assert.strictEqual(yield* named(host), 421)
      for (const host of ["localhost", "127.0.0.1:1", "[::1]:80", "LOCALHOST:8787", "panel.test"])
        assert.strictEqual(yield* named(host), 200)
    }).pipe(Effect.provide(serving({}, { hosts: ["panel.test"] })))
  )

  it.live("is no matter of names where the server listens for others too", () =>
    Effect.gen(function* () {
      const { server } = yield* running
      const request = `POST /api/v2 HTTP/1.1\r\nHost: box.lan\r\nContent-Type: ${form}\r\nContent-Length: ${balance.length}\r\n\r\n${balance}`
      assert.strictEqual((yield* send(server.port, request)).status, 200)
    }).pipe(Effect.provide(serving({}, { host: "0.0.0.0" })))
  )
})

describe("an option of the server that cannot be worked with", () => {
  it.effect("is refused by name, before anything listens", () =>
    Effect.gen(function* () {
      const wrong: ReadonlyArray<readonly [string, SandboxServer.Options]> = [
        ["port", { port: 65_536 }],
        ["port", { port: 1.5 }],
        ["host", { host: "" }],
        ["maxBodyBytes", { maxBodyBytes: 0 }],
        ["origins", { origins: ["localhost:5173"] }],
        ["origins", { origins: ["http://localhost:5173/"] }],
        ["hosts", { hosts: [" "] }]
      ]
      for (const [field, options] of wrong) {
        const error = yield* Effect.flip(SandboxServer.make(options))
        assert.strictEqual(error._tag === "InvalidOption" ? error.field : error.message, field)
      }
    }).pipe(Effect.scoped, Effect.provide(Sandbox.layer()))
  )
})

describe("a defect", () => {
  it.live("is a 500, never silence", () =>
    Effect.gen(function* () {
      const sandbox = yield* Sandbox.Sandbox
      const broken = { ...sandbox, handle: () => Effect.die("a defect") }
      const server = yield* SandboxServer.make().pipe(Effect.provideService(Sandbox.Sandbox, broken))
      const answer = yield* post(server.port, form, balance)
      assert.deepStrictEqual(answer, { status: 500, body: '{"error":"Internal server error"}' })
    }).pipe(Effect.scoped, Effect.provide(Sandbox.layer()))
  )
})

describe("a dialect", () => {
  const dialects: ReadonlyArray<Dialect.Options> = [
    { key: "X-Api-Key" },
    { key: "Bearer", body: "json" },
    { names: { key: "api_key", link: "url", order: "order_id", orders: "ids[]" } },
    { body: "json", manyForm: { status: "order", cancel: "order" } }
  ]
  for (const dialect of dialects) {
    it.live(`${JSON.stringify(dialect)} is spoken on the wire and in process, and no other`, () =>
      Effect.gen(function* () {
        const { server, sandbox } = yield* running
        const program = Effect.gen(function* () {
          const money = yield* Effect.flatMap(Balance.Balance, (balance) => balance.get)
          assert.strictEqual(Money.format(money), "1000 USD")
          const status = yield* OrderStatus.OrderStatus
          return (yield* status.many([orderId(7), orderId(8)])).map(({ result }) => result._tag)
        })
        const options = { url: server.url, key: Redacted.make(sandbox.key), retries: 0 }
        const speaking = (dialect: Dialect.Options) =>
          Effect.provide(
            program,
            Panel.layer({ ...options, dialect }).pipe(Layer.provide(NodeTransport.layer))
          )
        assert.deepStrictEqual(yield* speaking(dialect), ["Left", "Left"])
        if (dialect.manyForm === undefined) assert.isTrue(yield* Effect.isFailure(speaking({})))
      }).pipe(Effect.provide(serving({ dialect })))
    )
  }
})
