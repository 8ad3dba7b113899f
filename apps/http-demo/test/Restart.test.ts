import { assert, describe, it } from "@effect/vitest"
import { at, folder, get, key, order, panel, place, start, until } from "./harness.js"

describe("the server as a process", () => {
  it("places one order for one key, also when it is killed amid fifty requests and started again", async () => {
    await using shop = await panel()
    using files = folder()
    const env = { SMMKIT_URL: shop.url, SMMKIT_KEY: key, SMMKIT_JOURNAL: files.path("journal.sqlite") }
    // The panel books the order and is slow to say so: the server is killed while all of them wait.
    await shop.run((sandbox) => sandbox.faults.script(["slow"], "add"))
    await using first = await start(env)
    const fifty = Array.from({ length: 50 }, () => place(first.url, "k").catch(() => undefined))
    await until(async () => (await shop.run((sandbox) => sandbox.bookings)).length > 0)
    assert.strictEqual(await first.kill("SIGKILL"), "SIGKILL")
    await Promise.all(fifty)
    await using second = await start(env)
    const again = await Promise.all(Array.from({ length: 50 }, () => place(second.url, "k")))
    assert.lengthOf(await shop.run((sandbox) => sandbox.bookings), 1)
    for (const { status, body } of again) {
      assert.strictEqual(status, 504)
      assert.strictEqual(at(body, "_tag"), "OutcomeUnknown")
    }
    const doubts = await get(`${second.url}/api/doubts`)
    assert.strictEqual(at(doubts.body, "total"), 1)
  })

  it("gives the first answer again after a restart", async () => {
    await using shop = await panel()
    using files = folder()
    const env = { SMMKIT_URL: shop.url, SMMKIT_KEY: key, SMMKIT_JOURNAL: files.path("journal.sqlite") }
    await using first = await start(env)
    const answers = await Promise.all(Array.from({ length: 50 }, () => place(first.url, "k")))
    const id = String(at(answers[0]?.body, "order"))
    await first.kill("SIGKILL")
    await using second = await start(env)
    const again = await place(second.url, "k")
    assert.strictEqual(again.status, 201)
    assert.strictEqual(at(again.body, "order"), id)
    assert.lengthOf(await shop.run((sandbox) => sandbox.bookings), 1)
    const orders = await get(`${second.url}/api/orders`)
    assert.strictEqual(at(orders.body, "orders", 0, "order"), id)
  })

  it("ends its live streams and exits with 0 when it is told to stop", async () => {
    await using server = await start({})
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      await using one = signal === "SIGTERM" ? server : await start({})
      const { body } = await place(one.url, "k", { ...order, quantity: 5000 })
      const stream = await fetch(`${one.url}/api/orders/${at(body, "order")}/events`)
      const text = stream.text()
      const exit = one.kill(signal)
      // An end without `end`: a browser comes again, to the next server.
      assert.notMatch(await text, /event: end/)
      assert.strictEqual(await exit, 0)
    }
  })

  it("lets an order that is under way finish before it stops", async () => {
    await using shop = await panel()
    using files = folder()
    const env = { SMMKIT_URL: shop.url, SMMKIT_KEY: key, SMMKIT_JOURNAL: files.path("journal.sqlite") }
    await shop.run((sandbox) => sandbox.faults.script([{ fault: "slow", after: "1 second" }], "add"))
    await using server = await start(env)
    const answer = place(server.url, "k")
    await until(async () => (await shop.run((sandbox) => sandbox.bookings)).length > 0)
    const exit = server.kill("SIGTERM")
    assert.strictEqual((await answer).status, 201)
    assert.strictEqual(await exit, 0)
  })
})
