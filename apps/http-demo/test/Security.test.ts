import * as Fs from "node:fs"
import * as Http from "node:http"
import { assert, describe, it } from "@effect/vitest"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { at, folder, get, host, key, order, panel, post, serve } from "./harness.js"

const token = "fake-token-of-the-demo-1234"
const locked = { token: Option.some(Redacted.make(token)) }

/** A request with headers that fetch does not let through. */
const raw = (
  url: string,
  options: Http.RequestOptions,
  body = ""
): Promise<{ readonly status: number; readonly body: unknown; readonly headers: Http.IncomingHttpHeaders }> =>
  new Promise((resolve, reject) => {
    const request = Http.request(url, options, (response) => {
      let text = ""
      response.on("data", (chunk: Buffer) => {
        text += chunk.toString()
      })
      response.on("end", () => {
        const parsed: unknown = text === "" ? null : JSON.parse(text)
        resolve({ status: response.statusCode ?? 0, body: parsed, headers: response.headers })
      })
    })
    request.on("error", reject)
    request.end(body)
  })

const json = { "content-type": "application/json", "idempotency-key": "k1" }
const body = JSON.stringify(order)

describe("a server on loopback", () => {
  it("goes by the names of loopback only, whatever a rebound name resolves to", async () => {
    await using shop = await panel()
    await using server = await serve(shop.url)
    for (const host of [
      "evil.example",
      "127.0.0.1.evil.example",
      "localhost.evil.example:3000",
      "evil@127.0.0.1",
      "127.0.0.999",
      "127.1"
    ]) {
      const answer = await raw(`${server.url}/api/balance`, { headers: { host } })
      assert.strictEqual(answer.status, 421, host)
      assert.strictEqual(at(answer.body, "_tag"), "ForeignHost")
    }
    for (const host of ["localhost", "LOCALHOST:80", "127.0.0.1:9", "[::1]:3000"]) {
      assert.strictEqual((await raw(`${server.url}/api/balance`, { headers: { host } })).status, 200, host)
    }
  })

  it("takes nothing from another site's page", async () => {
    await using shop = await panel()
    await using server = await serve(shop.url)
    const foreign = [
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: "http://127.0.0.1:1" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" }
    ]
    for (const headers of foreign) {
      const answer = await raw(
        `${server.url}/api/orders`,
        { method: "POST", headers: { ...json, ...headers } },
        body
      )
      assert.strictEqual(answer.status, 403)
      assert.strictEqual(at(answer.body, "_tag"), "ForeignOrigin")
    }
    const calls = await shop.run((sandbox) => sandbox.bookings)
    assert.isEmpty(calls)
    // Other spellings of a path come to the same.
    for (const path of ["/api/balance", "//api/balance", "/API/balance", "/%61pi/balance", "/metrics"]) {
      const headers = { origin: "https://evil.example" }
      assert.strictEqual((await raw(`${server.url}${path}`, { headers })).status, 403, path)
    }
    const own = { ...json, origin: server.url, "sec-fetch-site": "same-origin" }
    assert.strictEqual(
      (await raw(`${server.url}/api/orders`, { method: "POST", headers: own }, body)).status,
      201
    )
  })

  it("says on every answer what the page may do", async () => {
    await using shop = await panel()
    await using server = await serve(shop.url)
    const page = await fetch(server.url)
    const policy = page.headers.get("content-security-policy") ?? ""
    assert.match(policy, /default-src 'none'; script-src 'self'; style-src 'self';/)
    assert.notMatch(policy, /unsafe|\*/)
    const docs = await fetch(`${server.url}/docs`)
    assert.match(
      docs.headers.get("content-security-policy") ?? "",
      /script-src 'sha256-[^;]+; style-src 'sha256-/
    )
    assert.notMatch(docs.headers.get("content-security-policy") ?? "", /unsafe/)
    for (const path of ["/", "/api/balance", "/nothing", "/healthz"]) {
      const { headers } = await fetch(`${server.url}${path}`)
      assert.strictEqual(headers.get("x-content-type-options"), "nosniff")
      assert.isNotNull(headers.get("content-security-policy"))
      assert.isNull(headers.get("access-control-allow-origin"))
    }
  })

  it("never shows the panel's key", async () => {
    await using shop = await panel()
    await using server = await serve(shop.url)
    await shop.run((sandbox) => sandbox.faults.setTraits(["key-in-error"]))
    const paths = [
      "/",
      "/api/balance",
      "/api/about",
      "/metrics",
      "/openapi.json",
      "/api/orders/1",
      "/api/orders"
    ]
    for (const path of paths) assert.notInclude(await (await fetch(`${server.url}${path}`)).text(), key)
  })
})

describe("a server with a token", () => {
  it("lets in whoever bears it, and its cookie, and nobody else", async () => {
    await using shop = await panel()
    await using server = await serve(shop.url, locked)
    const closed = await get(`${server.url}/api/balance`)
    assert.strictEqual(closed.status, 401)
    assert.strictEqual(closed.headers.get("www-authenticate"), "Bearer")
    for (const path of ["/metrics", "/api/orders", "/api/about"]) {
      assert.strictEqual((await get(`${server.url}${path}`)).status, 401, path)
    }
    for (const path of ["/", "/healthz", "/readyz", "/docs", "/openapi.json"]) {
      assert.strictEqual((await get(`${server.url}${path}`)).status, 200, path)
    }
    assert.strictEqual(
      (await get(`${server.url}/api/balance`, { authorization: `Bearer ${token}` })).status,
      200
    )
    assert.strictEqual((await get(`${server.url}/api/balance?token=${token}`)).status, 401)
    const session = await post(`${server.url}/api/session`, { token })
    assert.strictEqual(session.status, 204)
    const cookie = session.headers.get("set-cookie") ?? ""
    assert.match(cookie, /HttpOnly/i)
    assert.match(cookie, /SameSite=Strict/i)
    assert.notInclude(cookie, token)
    const [pair = ""] = cookie.split(";")
    assert.strictEqual((await get(`${server.url}/api/balance`, { cookie: pair })).status, 200)
    const forged = `${pair.slice(0, -1)}${pair.endsWith("A") ? "B" : "A"}`
    assert.strictEqual((await get(`${server.url}/api/balance`, { cookie: forged })).status, 401)
  })

  it("bears only so many wrong guesses", async () => {
    await using shop = await panel()
    await using server = await serve(shop.url, locked)
    const statuses: Array<number> = []
    for (let guess = 0; guess < 12; guess++) {
      statuses.push((await post(`${server.url}/api/session`, { token: `wrong-${guess}` })).status)
    }
    assert.deepStrictEqual([...new Set(statuses)], [401, 429])
    assert.strictEqual(statuses.at(-1), 429)
  })

  it("counts guesses by Bearer alike, and lets in whoever has the token meanwhile", async () => {
    await using shop = await panel()
    await using server = await serve(shop.url, locked)
    const statuses: Array<number> = []
    for (let guess = 0; guess < 12; guess++) {
      const { status } = await get(`${server.url}/api/balance`, { authorization: `Bearer wrong-${guess}` })
      statuses.push(status)
    }
    assert.deepStrictEqual([...new Set(statuses)], [401, 429])
    assert.strictEqual((await post(`${server.url}/api/session`, { token: "wrong" })).status, 429)
    assert.strictEqual((await post(`${server.url}/api/session`, { token })).status, 204)
    assert.strictEqual(
      (await get(`${server.url}/api/balance`, { authorization: `Bearer ${token}` })).status,
      200
    )
  })
})

describe("a server on loopback before a real panel", () => {
  it("lets in who has the token that it printed, and keeps that beside its journal for its owner", async () => {
    await using shop = await panel()
    using files = folder()
    const journal = files.path("journal.sqlite")
    const env = { SMMKIT_URL: shop.url, SMMKIT_KEY: key, SMMKIT_JOURNAL: journal }
    const first = await host(env)
    const kept = Fs.readFileSync(`${journal}.demo-token`, "utf8").trim()
    assert.strictEqual(first.address, `${first.url}/#token=${kept}`)
    assert.strictEqual(Fs.statSync(`${journal}.demo-token`).mode & 0o777, 0o600)
    for (const path of ["/api/balance", "/api/about", "/metrics"])
      assert.strictEqual((await fetch(`${first.url}${path}`)).status, 401, path)
    const session = await fetch(`${first.url}/api/session`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ token: kept })
    })
    assert.include(session.headers.get("set-cookie") ?? "", `smmkit_session_${new URL(first.url).port}=`)
    await first[Symbol.asyncDispose]()
    const second = await host(env)
    assert.strictEqual(second.address, `${second.url}/#token=${kept}`)
    await second[Symbol.asyncDispose]()
    // What others could read is no secret any more.
    Fs.chmodSync(`${journal}.demo-token`, 0o644)
    await using third = await host(env)
    assert.notInclude(third.address, kept)
  })
})
