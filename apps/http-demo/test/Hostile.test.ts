import * as Net from "node:net"
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { at, get, type Panel, panel, type Server, serve } from "./harness.js"

const collect = (): number => {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

/** Sends bytes as they are, and gives what comes back until the server hangs up. */
const send = (url: string, bytes: string | Buffer | ReadonlyArray<string>): Promise<string> =>
  new Promise((resolve, reject) => {
    const { port, hostname } = new URL(url)
    const socket = Net.connect({ port: Number(port), host: hostname })
    let text = ""
    socket.setEncoding("latin1")
    socket.on("data", (chunk: string) => {
      text += chunk
    })
    // A server that has answered and hung up may reset what is still being sent.
    socket.on("error", (error) => (text === "" ? reject(error) : undefined))
    socket.on("close", () => resolve(text))
    for (const part of typeof bytes === "string" || Buffer.isBuffer(bytes) ? [bytes] : bytes)
      socket.write(part)
  })

const json = "content-type: application/json"
const host = "host: localhost"
const close = "connection: close"
const keyed = "idempotency-key: hostile"

const request = (start: string, headers: ReadonlyArray<string>, body = ""): string =>
  `${start} HTTP/1.1\r\n${[host, close, ...headers].join("\r\n")}\r\n\r\n${body}`

const withBody = (path: string, body: string, headers: ReadonlyArray<string> = [json, keyed]): string =>
  request(`POST ${path}`, [...headers, `content-length: ${Buffer.byteLength(body)}`], body)

/** Chunks of a body that has this many bytes in all. */
const chunks = (bytes: number): string => {
  const size = 10_000
  return `${`${size.toString(16)}\r\n${"1".repeat(size)}\r\n`.repeat(bytes / size)}0\r\n\r\n`
}

const deep = (levels: number): string => `${"[".repeat(levels)}${"]".repeat(levels)}`

const bodies = [
  "",
  "{",
  "null",
  "[]",
  "1",
  '"text"',
  "{}",
  '{"service":null}',
  '{"service":{}}',
  '{"service":"0"}',
  '{"service":"1,2"}',
  '{"service":1}',
  '{"service":"1","link":["\\n"]}',
  '{"service":"1","link":{"a":1},"quantity":100}',
  '{"service":"1","link":"https://example.com/1","quantity":-5}',
  '{"service":"1","link":"https://example.com/1","quantity":1e400}',
  '{"service":"1","link":"https://example.com/1","quantity":"1; DROP TABLE"}',
  '{"service":"1","link":"https://example.com/1","quantity":0.5}',
  '{"service":"1","link":"","quantity":100}',
  '{"service":"1","link":"https://example.com/1\\r\\nkey: x","quantity":100}',
  '{"service":"1","link":"https://example.com/1","quantity":100,"key":"stolen"}',
  '{"service":"1","link":"https://example.com/1","quantity":100,"action":"balance"}',
  '{"service":"1","link":"https://example.com/1","quantity":100,"extra":{"key":"stolen"}}',
  '{"service":"1","link":"https://example.com/1","quantity":100,"extra":{"action":"balance"}}',
  '{"service":"1","link":"https://example.com/1","quantity":100,"__proto__":{"admin":true}}',
  '{"service":"1","link":"https://example.com/1","quantity":100,"constructor":{"prototype":{}}}',
  '{"service":"1","link":"https://example.com/1","quantity":100,"price":"NaN"}',
  '{"service":"1","link":"https://example.com/1","quantity":100,"price":1}',
  '{"service":"1","link":"https://example.com/1","quantity":100,"runs":3}',
  '{"service":"1","link":"https://example.com/1","quantity":100,"unknown":1}',
  `{"service":"1","link":"https://example.com/1","quantity":"${"9".repeat(400)}"}`,
  `{"service":"${"1".repeat(300)}"}`,
  `{"service":"1","link":${deep(20_000)}}`,
  deep(50_000),
  `{"service":"1","link":"${"a".repeat(60_000)}","quantity":100}`,
  `[${"0,".repeat(50_000)}0]`,
  "\u0000\u0001\u0002",
  "﻿{}",
  "a=1&b=2"
]

const verdicts = [
  '{"verdict":"maybe"}',
  '{"verdict":"placed"}',
  '{"verdict":"placed","order":"0"}',
  '{"verdict":1}'
]

const paths = [
  "/..%2f..%2fetc%2fpasswd",
  "/assets/../../package.json",
  "/assets/%2e%2e/%2e%2e/package.json",
  "/%00",
  "/%zz",
  "/%c0%ae%c0%ae/",
  "//evil.example/api",
  "/api/services?limit=-1",
  "/api/services?limit=1e9",
  "/api/services?limit=99999999999999999999",
  "/api/services?offset=x",
  "/api/services?sort=random",
  `/api/services?search=${"a".repeat(500)}`,
  "/api/services?limit=1&limit=2",
  "/api/services/1,2",
  "/api/orders?limit=0",
  "/api/orders/0",
  "/api/orders/1,2",
  "/api/orders/a%20b/events",
  "/api/events",
  "/api/events?orders=",
  "/api/events?orders=0",
  `/api/events?orders=${Array.from({ length: 101 }, (_, at) => at + 1).join(",")}`,
  "/api/spending?days=0",
  "/api/spending?days=1000",
  "/api/nothing",
  "/api/orders/999999",
  "/.env",
  "/openapi.json/x"
]

const raws: ReadonlyArray<string> = [
  "\r\n\r\n\r\nGARBAGE\r\n\r\n",
  "GET\r\n\r\n",
  "GET / HTTP/9.9\r\n\r\n",
  `GET / HTTP/1.1\r\n${close}\r\n\r\n`,
  request("GET /", ["bad header: x", "no colon here"]),
  request("GET /", [`x-long: ${"a".repeat(20_000)}`]),
  request(
    "GET /",
    Array.from({ length: 3000 }, (_, at) => `x-${at}: ${at}`)
  ),
  `GET /${"a".repeat(30_000)} HTTP/1.1\r\n${host}\r\n\r\n`,
  request("FROB /", []),
  request("TRACE /", []),
  request("OPTIONS /api/orders", ["origin: https://evil.example"]),
  request("PUT /api/orders", [json, "content-length: 2"], "{}"),
  request("DELETE /api/orders/1", []),
  request("PATCH /api/services", []),
  request("GET /api/balance", ["content-length: 5"], "hello"),
  request("POST /api/orders", [json, keyed, "expect: 200-maybe", "content-length: 2"], "{}"),
  request("POST /api/orders", [json, keyed, "content-length: x"], "{}"),
  request("POST /api/orders", [json, keyed, "content-length: 2", "content-length: 3"], "{}"),
  request("POST /api/orders", [json, keyed, "content-length: 2", "transfer-encoding: chunked"], "{}"),
  request("POST /api/orders", [json, keyed, "transfer-encoding: chunked"], "zz\r\n{}\r\n0\r\n\r\n"),
  request("POST /api/orders", [json, keyed, "transfer-encoding: gzip, chunked"], "2\r\n{}\r\n0\r\n\r\n"),
  request("POST /api/orders", [json, keyed, "transfer-encoding: identity"], "{}"),
  request("POST /api/orders", [json, keyed, "content-length: 999999999"], "{"),
  withBody("/api/orders", "{}", [json, "content-encoding: gzip", keyed]),
  withBody("/api/orders", "{}", ["content-type: text/plain", keyed]),
  withBody("/api/orders", "{}", ["content-type: application/xml", keyed]),
  withBody("/api/orders", "{}", ["content-type: application/json; charset=utf-16", keyed]),
  withBody("/api/orders", "{}", ["content-type: multipart/form-data; boundary=x", keyed]),
  withBody("/api/orders", "{}", [keyed]),
  withBody("/api/orders", '{"service":"1","link":"https://example.com/1","quantity":100}', [json]),
  withBody("/api/orders", '{"service":"1","link":"https://example.com/1","quantity":100}', [
    json,
    "idempotency-key: a b"
  ]),
  withBody("/api/orders", '{"service":"1","link":"https://example.com/1","quantity":100}', [
    json,
    `idempotency-key: ${"k".repeat(300)}`
  ]),
  withBody("/api/orders", "a".repeat(300_000)),
  // A size that nobody has announced is counted as it comes.
  request("POST /api/orders", [json, keyed, "transfer-encoding: chunked"], chunks(300_000))
]

const badUtf8 = Buffer.concat([
  Buffer.from(request("POST /api/orders", [json, keyed, "content-length: 14"])),
  Buffer.from('{"service":"'),
  Buffer.from([0xc3, 0x28])
])

const cases: ReadonlyArray<string | Buffer> = [
  ...raws,
  badUtf8,
  ...paths.map((path) => request(`GET ${path}`, [])),
  ...bodies.flatMap((body) =>
    ["/api/orders", "/api/quotes", "/api/session"].map((path) => withBody(path, body))
  ),
  ...verdicts.map((body) => withBody("/api/doubts/k/verdict", body)),
  ...["/api/orders/0/refills", "/api/orders/1%2C2/cancellations", "/api/orders/9999/refills"].map((path) =>
    withBody(path, "", [])
  )
]

/** A problem document, or node's bare answer to what is no HTTP. */
const isProblem = (text: string): boolean => {
  const [head = "", body = ""] = text.split("\r\n\r\n", 2)
  if (/^HTTP\/1\.1 4(?:00|08|13|17|31) /.test(head) && body.replace(/^0$/m, "").trim() === "")
    return !/content-type/i.test(head)
  if (!/content-type: application\/problem\+json/i.test(head)) return false
  const problem: unknown = JSON.parse(body)
  return typeof at(problem, "_tag") === "string" && at(problem, "processed") === "no"
}

/** How many requests there are at least; `SMMKIT_REQUESTS=1000` sends more. */
const requests = Number(process.env["SMMKIT_REQUESTS"] ?? cases.length)

describe("hostile input", () => {
  let shop: Panel
  let server: Server
  beforeAll(async () => {
    shop = await panel()
    server = await serve(shop.url, { limits: { headersTimeout: 600, requestTimeout: 1000 } })
  })
  afterAll(async () => {
    await server[Symbol.asyncDispose]()
    await shop[Symbol.asyncDispose]()
  })

  it("is answered with a problem document of the 4xx kind, again and again, and memory stays", async () => {
    const round = async (): Promise<void> => {
      for (let from = 0; from < cases.length; from += 60) {
        const part = cases.slice(from, from + 60)
        const texts = await Promise.all(part.map((bytes) => send(server.url, bytes)))
        texts.forEach((text, nth) => {
          const [, status = ""] = /^HTTP\/1\.1 (\d{3})/.exec(text) ?? []
          const about = `${String(part[nth]).slice(0, 300)}\n→ ${text.slice(0, 900)}`
          assert.match(status, /^4\d\d$/, about)
          assert.isTrue(isProblem(text), about)
        })
      }
    }
    await round()
    const before = collect()
    const rounds = Math.ceil(requests / cases.length)
    for (let nth = 0; nth < rounds; nth++) await round()
    assert.isBelow(collect() - before, 4 * 1024 * 1024)
    assert.isEmpty(await shop.run((sandbox) => sandbox.bookings))
    assert.strictEqual((await get(`${server.url}/api/balance`)).status, 200)
  })

  it("in slow motion is cut off with 408", async () => {
    const slow = [
      "GET / HTTP/1.1\r\nhost: localhost\r\n",
      request("POST /api/orders", [json, keyed, "content-length: 100"], "{"),
      request("POST /api/orders", [json, keyed, "transfer-encoding: chunked"], "5\r\n{")
    ]
    const texts = await Promise.all(slow.map((bytes) => send(server.url, bytes)))
    for (const text of texts) {
      assert.match(text, /^HTTP\/1\.1 408 /)
      assert.isTrue(isProblem(text))
    }
  })
})
