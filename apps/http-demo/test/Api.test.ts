import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { at, get, order, type Panel, panel, place, post, type Server, serve } from "./harness.js"

describe("the API", () => {
  let shop: Panel
  let server: Server
  beforeAll(async () => {
    shop = await panel({ speed: 1000, partial: 0, refillWait: "1 second", rejected: 0 })
    server = await serve(shop.url)
  })
  afterAll(async () => {
    await server[Symbol.asyncDispose]()
    await shop[Symbol.asyncDispose]()
  })

  it("finds services by words, category, type and price, a page at a time", async () => {
    const found = await get(`${server.url}/api/services?search=instagram+comments&sort=cheapest&limit=2`)
    assert.strictEqual(found.status, 200)
    assert.lengthOf(Object.values(at(found.body, "services") ?? {}), 2)
    const [first, second] = [0, 1].map((row) => Number(at(found.body, "services", row, "rate")))
    assert.isAtMost(first ?? Number.NaN, second ?? Number.NaN)
    const typed = await get(`${server.url}/api/services?type=Subscriptions`)
    assert.strictEqual(at(typed.body, "services", 0, "type"), "Subscriptions")
    assert.deepStrictEqual(at(found.body, "services", 0, "currency"), null)
    const one = await get(`${server.url}/api/services?search=1&limit=1`)
    assert.strictEqual(at(one.body, "services", 0, "service"), "1")
    const none = await post(`${server.url}/api/quotes`, { ...order, service: "999999" })
    assert.strictEqual(none.status, 404)
    assert.strictEqual(at(none.body, "meaning"), "bad-service")
  })

  it("gives the pages of a list one after the other, and says what of a query is wrong", async () => {
    const list = `${server.url}/api/services?category=TikTok+-+Followers&sort=name`
    const whole = await get(list)
    const [total, rows] = [at(whole.body, "total"), Object.values(at(whole.body, "services") ?? {})]
    assert.isAbove(rows.length, 1)
    assert.strictEqual(total, rows.length)
    for (const [offset, row] of rows.entries()) {
      const { body } = await get(`${list}&offset=${offset}&limit=1`)
      assert.deepStrictEqual(body, { total, services: [row] })
    }
    assert.deepStrictEqual((await get(`${list}&offset=${total}`)).body, { total, services: [] })
    const wrong = await get(`${server.url}/api/services?sort=best`)
    assert.strictEqual(wrong.status, 400)
    assert.strictEqual(at(wrong.body, "field"), "sort")
    assert.strictEqual(at(wrong.body, "detail"), "sort: give panel, cheapest, dearest, name")
    const key = await place(server.url, "a b")
    assert.strictEqual(at(key.body, "detail"), "idempotency-key: give 1 to 255 visible ASCII characters")
  })

  it("says what a path may be asked", async () => {
    const wrong = await fetch(`${server.url}/api/orders`, { method: "DELETE" })
    assert.strictEqual(wrong.status, 405)
    assert.strictEqual(wrong.headers.get("allow"), "GET, HEAD, POST")
    for (const path of ["/", "/docs", "/openapi.json", "/favicon.svg"]) {
      const { status } = await fetch(`${server.url}${path}`, { method: "DELETE" })
      assert.strictEqual(status, 405, path)
    }
    const twice = await get(`${server.url}/api/services?limit=1&limit=2`)
    assert.strictEqual(twice.status, 400)
    assert.strictEqual(at(twice.body, "detail"), "limit: give it once")
    const head = await fetch(`${server.url}/api/balance`, { method: "HEAD" })
    assert.strictEqual(head.status, 200)
    assert.strictEqual(await head.text(), "")
  })

  it("quotes the exact price and what the balance would be", async () => {
    const quote = await post(`${server.url}/api/quotes`, { ...order, quantity: "333" })
    const { body } = await get(`${server.url}/api/services?search=1&limit=1`)
    assert.strictEqual(at(body, "services", 0, "rate"), "0.79")
    assert.deepStrictEqual(quote.body, { amount: "0.26307", currency: "USD", balanceAfter: "999.73693" })
  })

  it("says that a subscription has no price beforehand", async () => {
    const { body } = await get(`${server.url}/api/services?type=Subscriptions&limit=1`)
    const [service, min] = ["service", "min"].map((field) => at(body, "services", 0, field))
    const quote = await post(`${server.url}/api/quotes`, {
      service,
      username: "ann",
      min,
      max: min,
      delay: 0
    })
    assert.deepStrictEqual(quote.body, { amount: null, currency: "USD", balanceAfter: null })
  })

  it("names the field, the value and the remedy of an order that is wrong", async () => {
    const wrong = await place(server.url, "wrong-1", { ...order, quantity: 3 })
    assert.strictEqual(wrong.status, 422)
    assert.strictEqual(wrong.headers.get("content-type"), "application/problem+json")
    assert.strictEqual(at(wrong.body, "_tag"), "InvalidOrder")
    assert.strictEqual(at(wrong.body, "field"), "quantity")
    assert.strictEqual(at(wrong.body, "value"), "3")
    assert.match(String(at(wrong.body, "remedy")), /at least 50/)
    const foreign = await place(server.url, "wrong-2", { ...order, comments: ["Nice"] })
    assert.strictEqual(at(foreign.body, "field"), "comments")
    const calls = await shop.run((sandbox) => sandbox.bookings)
    assert.isEmpty(calls)
  })

  it("places one order for fifty equal requests at once", async () => {
    const body = { ...order, link: "https://example.com/p/fifty" }
    const answers = await Promise.all(Array.from({ length: 50 }, () => place(server.url, "fifty", body)))
    assert.deepStrictEqual([...new Set(answers.map(({ status }) => status))], [201])
    assert.lengthOf([...new Set(answers.map((answer) => at(answer.body, "order")))], 1)
    const bookings = await shop.run((sandbox) => sandbox.bookings)
    assert.lengthOf(
      bookings.filter(({ form }) => form["link"] === body.link),
      1
    )
  })

  it("refuses a key that stands for another order", async () => {
    await place(server.url, "taken", order)
    const other = await place(server.url, "taken", { ...order, quantity: 200 })
    assert.strictEqual(other.status, 422)
    assert.strictEqual(at(other.body, "_tag"), "KeyConflict")
    assert.strictEqual(at(other.body, "processed"), "no")
  })

  it("holds back a click for an order equal to one placed lately, until it is wanted again; keys are not asked", async () => {
    const body = { ...order, link: "https://example.com/p/click" }
    const first = await place(server.url, "click-1", { ...body, click: "once" })
    assert.strictEqual(first.status, 201)
    const second = await place(server.url, "click-2", { ...body, click: "once" })
    assert.strictEqual(second.status, 409)
    assert.strictEqual(at(second.body, "_tag"), "EqualOrder")
    assert.strictEqual(at(second.body, "processed"), "no")
    assert.strictEqual(at(second.body, "equal", "order"), at(first.body, "order"))
    const same = await place(server.url, "click-1", { ...body, click: "once" })
    assert.strictEqual(at(same.body, "order"), at(first.body, "order"))
    assert.strictEqual((await place(server.url, "click-2", { ...body, click: "again" })).status, 201)
    assert.strictEqual((await place(server.url, "program", body)).status, 201)
    const both = { ...order, link: "https://example.com/p/at-once", click: "once" }
    const answers = await Promise.all(["tab-1", "tab-2"].map((key) => place(server.url, key, both)))
    assert.sameMembers(
      answers.map(({ status }) => status),
      [201, 409]
    )
  })

  it("does nothing that is meant for another account, as by a page of the server that was here before", async () => {
    const body = { ...order, link: "https://example.com/p/elsewhere" }
    const key = { "idempotency-key": "elsewhere" }
    const paths = ["orders", "orders/23501/refills", "orders/23501/cancellations", "doubts/some/verdict"]
    const before = await shop.run(({ calls }) => calls)
    for (const path of paths) {
      const headers = { ...key, "smmkit-account": "another" }
      const other = await post(`${server.url}/api/${path}`, body, headers)
      assert.strictEqual(other.status, 409, path)
      assert.strictEqual(at(other.body, "_tag"), "OtherAccount")
      assert.strictEqual(at(other.body, "processed"), "no")
    }
    assert.deepStrictEqual(await shop.run(({ calls }) => calls), before)
    const account = String(at((await get(`${server.url}/api/about`)).body, "account"))
    const own = await post(`${server.url}/api/orders`, body, { ...key, "smmkit-account": account })
    assert.strictEqual(own.status, 201)
  })

  it("orders nothing where the price has risen above what was agreed", async () => {
    const risen = await place(server.url, "risen", { ...order, quantity: 100, price: "0.05" })
    assert.strictEqual(risen.status, 409)
    assert.strictEqual(at(risen.body, "_tag"), "OrderWithheld")
  })

  it("follows an order to its end, refills it, and refuses to cancel what is done", async () => {
    const placed = await place(server.url, "follow", { ...order, link: "https://example.com/p/follow" })
    const id = String(at(placed.body, "order"))
    const events = await (await fetch(`${server.url}/api/events?orders=${id}`)).text()
    assert.match(events, /"state":"Completed"/)
    assert.isTrue(events.endsWith("event: end\ndata: {}\n\n"))
    const detail = await get(`${server.url}/api/orders/${id}`)
    assert.strictEqual(at(detail.body, "status", "status"), "Completed")
    assert.strictEqual(at(detail.body, "standing", "key"), "follow")
    const refill = await post(`${server.url}/api/orders/${id}/refills`)
    assert.strictEqual(refill.status, 201)
    assert.strictEqual(at(refill.body, "order"), id)
    const cancel = await post(`${server.url}/api/orders/${id}/cancellations`)
    assert.strictEqual(cancel.status, 409)
    assert.strictEqual(at(cancel.body, "meaning"), "cancel-impossible")
    assert.strictEqual(at(cancel.body, "fault"), "caller")
  })

  it("answers the panel's refusals as problems with their meaning", async () => {
    const poor = await place(server.url, "poor", {
      service: "1",
      link: "https://example.com/p/2",
      quantity: 10000
    })
    assert.strictEqual(poor.status, 201)
    await shop.run((sandbox) => sandbox.accounts.setFunds("main", "0.01"))
    const refused = await place(server.url, "broke", { ...order, link: "https://example.com/p/3" })
    await shop.run((sandbox) => sandbox.accounts.setFunds("main", "1000"))
    assert.strictEqual(refused.status, 402)
    assert.strictEqual(at(refused.body, "meaning"), "insufficient-funds")
    assert.strictEqual(at(refused.body, "fault"), "account")
    const again = await place(server.url, "broke", { ...order, link: "https://example.com/p/3" })
    assert.strictEqual(again.status, 201)
  })

  it("keeps an order whose answer was lost in doubt, and takes a person's verdict", async () => {
    await shop.run((sandbox) => sandbox.faults.script(["dropped-after"], "add"))
    const lost = await place(server.url, "lost", { ...order, link: "https://example.com/p/lost" })
    assert.strictEqual(lost.status, 504)
    assert.strictEqual(at(lost.body, "_tag"), "OutcomeUnknown")
    assert.strictEqual(at(lost.body, "processed"), "maybe")
    assert.strictEqual(at(lost.body, "key"), "lost")
    const doubts = await get(`${server.url}/api/doubts`)
    assert.strictEqual(at(doubts.body, "orders", 0, "key"), "lost")
    const again = await place(server.url, "lost", { ...order, link: "https://example.com/p/lost" })
    assert.strictEqual(at(again.body, "_tag"), "OutcomeUnknown")
    const bookings = await shop.run((sandbox) => sandbox.bookings)
    const booked = bookings.filter(({ form }) => form["link"] === "https://example.com/p/lost")
    assert.lengthOf(booked, 1)
    const verdict = await post(`${server.url}/api/doubts/lost/verdict`, {
      verdict: "placed",
      order: booked[0]?.order
    })
    assert.strictEqual(at(verdict.body, "state"), "placed")
    const none = await post(`${server.url}/api/doubts/nobody/verdict`, { verdict: "not-placed" })
    assert.strictEqual(none.status, 404)
  })

  it("orders again under a key of which a person says that it was not placed", async () => {
    const body = { ...order, link: "https://example.com/p/never" }
    await shop.run((sandbox) => sandbox.faults.script(["dropped-before"], "add"))
    const lost = await place(server.url, "never", body)
    assert.strictEqual(at(lost.body, "_tag"), "OutcomeUnknown")
    const address = `${server.url}/api/doubts/never/verdict`
    assert.strictEqual((await post(address, { verdict: "not-placed" })).status, 409)
    const verdict = await post(address, { verdict: "not-placed", early: true })
    assert.strictEqual(at(verdict.body, "state"), "not-placed")
    const twice = await post(`${server.url}/api/doubts/never/verdict`, { verdict: "placed", order: "1" })
    assert.strictEqual(twice.status, 409)
    assert.strictEqual((await place(server.url, "never", body)).status, 201)
    const bookings = await shop.run((sandbox) => sandbox.bookings)
    assert.lengthOf(
      bookings.filter(({ form }) => form["link"] === body.link),
      1
    )
  })

  it("takes a verdict on a key as long as keys may be", async () => {
    const key = "k".repeat(255)
    await shop.run((sandbox) => sandbox.faults.script(["dropped-after"], "add"))
    const link = "https://example.com/p/long"
    assert.strictEqual((await place(server.url, key, { ...order, link })).status, 504)
    const [booked] = (await shop.run((sandbox) => sandbox.bookings)).filter(
      ({ form }) => form["link"] === link
    )
    const verdict = { verdict: "placed", order: booked?.order }
    const answer = await post(`${server.url}/api/doubts/${key}/verdict`, verdict)
    assert.deepStrictEqual([answer.status, at(answer.body, "state")], [200, "placed"])
  })

  it("lets the balance prove what became of a lost order", async () => {
    await using quiet = await panel({ speed: 0.001 })
    await using other = await serve(quiet.url)
    await quiet.run((sandbox) => sandbox.faults.script(["dropped-after"], "add"))
    const lost = await place(other.url, "proved", { ...order, link: "https://example.com/p/proved" })
    assert.strictEqual(at(lost.body, "_tag"), "OutcomeUnknown")
    const verdict = await post(`${other.url}/api/doubts/proved/verdict`, { verdict: "evidence" })
    assert.strictEqual(verdict.status, 200)
    assert.strictEqual(at(verdict.body, "state"), "placed", JSON.stringify(verdict.body))
  })

  it("lists orders newest first and sums what was spent exactly", async () => {
    const { body } = await get(`${server.url}/api/orders?limit=3`)
    assert.lengthOf(Object.values(at(body, "orders") ?? {}), 3)
    const spending = await get(`${server.url}/api/spending?days=2`)
    const total = String(at(spending.body, "total"))
    const bookings = await shop.run((sandbox) => sandbox.bookings)
    const spent = bookings.reduce((sum, { price }) => sum + price.value * 10n ** BigInt(10 - price.scale), 0n)
    const [whole = "", decimals = ""] = total.split(".")
    assert.strictEqual(BigInt(whole + decimals.padEnd(10, "0")), spent)
  })

  it("tells Prometheus what it did", async () => {
    const { body } = await get(`${server.url}/metrics`)
    assert.match(String(body), /smmkit_http_requests_total\{.*method="POST".*status="201".*\} \d+/)
    assert.match(String(body), /# TYPE smmkit_calls_total counter/)
    for (const line of String(body).trim().split("\n")) {
      assert.match(line, /^(?:# (?:HELP|TYPE) \S+ .*|[a-zA-Z_:][\w:]*(?:\{.*\})? (?:[\d.eE+-]+|\+Inf))$/)
    }
  })
})
