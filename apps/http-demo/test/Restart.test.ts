import * as Net from "node:net"
import { assert, describe, it } from "@effect/vitest"
import { at, bearing, folder, get, host, key, order, panel, place, serve, start, until } from "./harness.js"
import { heldPanel, service, stubPanel } from "./stubPanel.js"

describe("the server as a process", () => {
  it("places one order for one key, also when it is killed amid fifty requests and started again", async () => {
    await using shop = await panel()
    using files = folder()
    const env = { SMMKIT_URL: shop.url, SMMKIT_KEY: key, SMMKIT_JOURNAL: files.path("journal.sqlite") }
    // The panel books the order and does not come to say so: the server is killed while all of them wait.
    await shop.run((sandbox) => sandbox.faults.script([{ mishap: "slow", after: "1 hour" }], "add"))
    await using first = await start(env)
    const fifty = Array.from({ length: 50 }, () => place(first.url, "k").catch(() => undefined))
    await until(async () => (await shop.run((sandbox) => sandbox.bookings)).length > 0)
    assert.strictEqual(await first.kill("SIGKILL"), "SIGKILL")
    await Promise.all(fifty)
    await using second = await host(env)
    const again = await Promise.all(Array.from({ length: 50 }, () => place(second.url, "k")))
    assert.lengthOf(await shop.run((sandbox) => sandbox.bookings), 1)
    for (const { status, body } of again) {
      assert.strictEqual(status, 504)
      assert.strictEqual(at(body, "_tag"), "OutcomeUnknown")
    }
    const doubts = await get(`${second.url}/api/doubts`)
    assert.strictEqual(at(doubts.body, "total"), 1)
  })

  it("gives the first answer again after it was killed, and knows what happened to orders and what is given back", async () => {
    await using shop = await panel({ speed: 0.001 })
    using files = folder()
    const env = { SMMKIT_URL: shop.url, SMMKIT_KEY: key, SMMKIT_JOURNAL: files.path("journal.sqlite") }
    await using first = await start(env)
    const answers = await Promise.all(Array.from({ length: 50 }, () => place(first.url, "k")))
    const id = String(at(answers[0]?.body, "order"))
    const life = get(`${first.url}/api/events?orders=${id}`)
    await shop.run((sandbox) => sandbox.change(id, { state: "Partial", remains: 40 }))
    assert.match(String((await life).body), /id: 1\nevent: happened\ndata: .*"event":"Partial"/)
    const tells = async (url: string) => [
      at((await get(`${url}/api/orders/${id}`)).body, "history"),
      at((await get(`${url}/api/orders/${id}`)).body, "standing", "due", "amount"),
      at((await get(`${url}/api/spending?days=2`)).body, "total")
    ]
    const before = await tells(first.url)
    assert.strictEqual(at(before, 0, 0, "event"), "Partial")
    assert.deepStrictEqual(before.slice(1), ["0.0316", "0.0474"])
    await first.kill("SIGKILL")
    await using second = await host(env)
    assert.deepStrictEqual(await tells(second.url), before)
    const told = await get(`${second.url}/api/events?orders=${id}`, { "last-event-id": "1" })
    assert.notMatch(String(told.body), /event: happened/)
    assert.match(String(told.body), /event: status\ndata: .*"state":"Partial"/)
    const again = await place(second.url, "k")
    assert.strictEqual(again.status, 201)
    assert.strictEqual(at(again.body, "order"), id)
    assert.lengthOf(await shop.run((sandbox) => sandbox.bookings), 1)
    assert.strictEqual(at((await get(`${second.url}/api/orders`)).body, "orders", 0, "order"), id)
  })

  it("says what a key has come to, also where the catalogue cannot be read any more", async () => {
    let isOpen = true
    await using shop = await stubPanel(async (fields) => {
      if (fields.get("action") === "add") return { order: 7 }
      return isOpen && fields.get("action") === "services" ? [service] : { error: "Maintenance" }
    })
    using files = folder()
    const env = { SMMKIT_URL: shop.url, SMMKIT_KEY: key, SMMKIT_JOURNAL: files.path("journal.sqlite") }
    const first = await host(env)
    assert.strictEqual((await place(first.url, "a")).status, 201)
    await first[Symbol.asyncDispose]()
    isOpen = false
    await using second = await host(env)
    const [again, other] = [await place(second.url, "a"), await place(second.url, "b")]
    assert.deepStrictEqual([again.status, other.status], [503, 503])
    assert.deepStrictEqual([at(again.body, "state"), at(again.body, "processed")], ["placed", "yes"])
    assert.deepStrictEqual([at(other.body, "state"), at(other.body, "processed")], [undefined, "no"])
  })

  it("ends its live streams and exits with 0 when it is told to stop, and waits for nobody who has asked nothing", async () => {
    await using shop = await panel({ speed: 0.001 })
    using files = folder()
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      const journal = files.path(`${signal}.sqlite`)
      await using server = await start({ SMMKIT_URL: shop.url, SMMKIT_KEY: key, SMMKIT_JOURNAL: journal })
      const { body } = await place(server.url, "k")
      const { port, hostname } = new URL(server.url)
      // As a browser does, to be quick later.
      const socket = Net.connect({ port: Number(port), host: hostname })
      let heard = ""
      socket.setEncoding("latin1").on("data", (text: string) => {
        heard += text
      })
      const closed = new Promise((resolve) => socket.once("close", resolve))
      await new Promise((resolve) => socket.once("connect", resolve))
      const events = `${server.url}/api/events?orders=${at(body, "order")}`
      const stream = await fetch(events, { headers: bearing(events) })
      const text = stream.text()
      const exit = server.kill(signal)
      // An end without `end`: a browser comes again, to the next server.
      assert.notMatch(await text, /event: end/)
      await closed
      assert.strictEqual(await exit, 0)
      // Whoever is waited for in vain is told 408 in the end.
      assert.strictEqual(heard, "")
    }
  })

  it("lets an order that is under way finish before it stops, and begins nothing new meanwhile", async () => {
    await using shop = await heldPanel()
    using files = folder()
    const env = { SMMKIT_URL: shop.url, SMMKIT_KEY: key, SMMKIT_JOURNAL: files.path("journal.sqlite") }
    await using server = await start(env)
    assert.strictEqual((await get(`${server.url}/readyz`)).body, "ready\n")
    const answer = place(server.url, "k")
    await shop.asked()
    const exit = server.kill("SIGTERM")
    await until(async () => (await get(`${server.url}/readyz`)).status === 503)
    const ready = await get(`${server.url}/readyz`)
    assert.strictEqual(ready.status, 503)
    assert.strictEqual(ready.headers.get("content-type"), "application/problem+json")
    assert.strictEqual(ready.headers.get("connection"), "close")
    assert.strictEqual((await get(`${server.url}/healthz`)).status, 200)
    const late = await place(server.url, "late")
    assert.strictEqual(late.status, 503)
    assert.strictEqual(at(late.body, "_tag"), "Stopping")
    assert.strictEqual(at(late.body, "processed"), "no")
    assert.strictEqual(at(late.body, "retryable"), true)
    // Whoever is impatient does not cut off what is under way.
    server.process.kill("SIGTERM")
    server.process.kill("SIGINT")
    assert.strictEqual((await get(`${server.url}/healthz`)).status, 200)
    shop.release()
    assert.strictEqual((await answer).status, 201)
    assert.strictEqual(await exit, 0)
  })

  it("waits for the panel's word on an order and a cancel, though whoever asked has gone away", async () => {
    await using shop = await heldPanel()
    await using server = await serve(shop.url)
    const leave = async (path: string, body?: unknown): Promise<void> => {
      shop.hold()
      const gone = new AbortController()
      const headers = { "content-type": "application/json", "idempotency-key": "gone" }
      const answer = fetch(`${server.url}${path}`, {
        method: "POST",
        headers: body === undefined ? {} : headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: gone.signal
      }).catch(() => undefined)
      await shop.asked()
      const { over } = shop.calls()
      gone.abort()
      assert.isUndefined(await answer)
      // That the sender has gone is on its way before these, so the server has heard of it after them.
      for (let nth = 0; nth < 5; nth++)
        await fetch(`${server.url}/healthz`, { headers: { connection: "close" } })
      shop.release()
      await until(async () => shop.calls().over > over)
      assert.strictEqual(shop.calls().cut, 0, path)
    }
    await leave("/api/orders", order)
    await until(async () => {
      const { body } = await get(`${server.url}/api/orders`)
      return at(body, "orders", 0, "state") === "placed"
    })
    await leave("/api/orders/1/cancellations")
  })
})
