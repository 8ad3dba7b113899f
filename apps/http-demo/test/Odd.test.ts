import { assert, describe, it } from "@effect/vitest"
import * as BigDecimal from "effect/BigDecimal"
import { at, get, order, panel, place, post, serve } from "./harness.js"
import { service, stubPanel } from "./stubPanel.js"

const smallest = `0.${"0".repeat(45)}1`
const longest = `0.${"0".repeat(39)}1`
const row = (id: number, rate: unknown) => ({ ...service, service: id, rate, refill: true })

/** Everything that the page reads can be read. */
const readable = async (url: string): Promise<void> => {
  for (const path of ["services", "orders", "spending", "doubts", "about"]) {
    const { status, body } = await get(`${url}/api/${path}`)
    assert.strictEqual(status, 200, `${path}: ${JSON.stringify(body)}`)
  }
}

describe("a panel's odd numbers", () => {
  it("in one row of the catalogue close neither the catalogue nor the orders", async () => {
    const rates = [
      smallest,
      longest,
      "9".repeat(31),
      "9".repeat(30),
      "1e-40",
      "-1",
      "",
      "free",
      "1,5",
      0.1 + 0.2
    ]
    await using shop = await panel({ catalogue: rates.map((rate, at) => row(at + 1, rate)), speed: 0.001 })
    await using server = await serve(shop.url)
    const { body } = await get(`${server.url}/api/services`)
    assert.strictEqual(at(body, "total"), rates.length)
    for (const [nth] of rates.entries()) {
      const wanted = { ...order, service: String(nth + 1), link: `https://example.com/odd/${nth}` }
      const quote = await post(`${server.url}/api/quotes`, wanted)
      assert.strictEqual(quote.status, 200, JSON.stringify(quote.body))
      const placed = await place(server.url, `odd-${nth}`, wanted)
      // Whatever the panel makes of such a rate: what it took is not said to be undone.
      if (placed.status !== 201)
        assert.notStrictEqual(at(placed.body, "_tag"), "InvalidRequest", JSON.stringify(placed.body))
      const booked = (await shop.run((sandbox) => sandbox.bookings)).some(
        ({ form }) => form["link"] === wanted.link
      )
      if (booked) assert.strictEqual(placed.status, 201, JSON.stringify(placed.body))
    }
    await readable(server.url)
  })

  it("of a charge leave the order placed", async () => {
    const charges = [smallest, longest, "9".repeat(41), "1e-46", "NaN", "", "-0.00000", 1e21]
    let nth = 0
    await using shop = await stubPanel((fields) => {
      if (fields.get("action") === "services") return [service]
      if (fields.get("action") === "balance") return { balance: "10", currency: "USD" }
      const charge = charges[nth % charges.length]
      if (fields.get("action") === "add") return { order: 777 + nth++, charge }
      return { status: "In progress", charge, start_count: "1e30", remains: "-5", currency: "USD" }
    })
    await using server = await serve(shop.url)
    for (const [nth, charge] of charges.entries()) {
      const placed = await place(server.url, `charge-${nth}`, {
        ...order,
        link: `https://example.com/c/${nth}`
      })
      assert.strictEqual(placed.status, 201, `${charge}: ${JSON.stringify(placed.body)}`)
      assert.strictEqual((await get(`${server.url}/api/orders/${777 + nth}`)).status, 200, String(charge))
    }
    await readable(server.url)
  })

  it("of a balance are the panel's fault, and no quote fails for them", async () => {
    const balances = ["9".repeat(41), smallest, longest, "twelve", null]
    for (const balance of balances) {
      await using shop = await stubPanel((fields) =>
        fields.get("action") === "services" ? [service] : { balance, currency: "USD" }
      )
      await using server = await serve(shop.url)
      const { status, body } = await get(`${server.url}/api/balance`)
      if (status !== 200) {
        assert.strictEqual(status, 502, JSON.stringify(body))
        assert.strictEqual(at(body, "fault"), "panel")
      }
      assert.strictEqual((await post(`${server.url}/api/quotes`, order)).status, 200, String(balance))
    }
    await using shop = await panel({ balance: BigDecimal.make(10n ** 29n, 40) })
    await using server = await serve(shop.url)
    assert.strictEqual((await post(`${server.url}/api/quotes`, order)).status, 200)
    assert.strictEqual((await get(`${server.url}/api/balance`)).status, 200)
  })

  it("of a state go out to whoever listens, and the stream goes on to the order's end", async () => {
    const states: ReadonlyArray<object> = [
      { status: "Pending", charge: longest, start_count: "0", remains: "100" },
      { status: "In progress", charge: "9".repeat(60), start_count: 1e300, remains: "1.5" },
      { status: {}, charge: [], start_count: {}, remains: "x" },
      { status: "Completed", charge: smallest, start_count: "-1", remains: "-30" }
    ]
    let nth = 0
    await using shop = await stubPanel((fields) => {
      if (fields.get("action") === "services") return [service]
      return states[Math.min(nth++, states.length - 1)]
    })
    await using server = await serve(shop.url)
    const text = await (await fetch(`${server.url}/api/events?orders=1`)).text()
    assert.match(text, /"event":"Started"/)
    assert.match(text, /event: trouble/)
    assert.match(text, /"state":"Completed"/)
    assert.isTrue(text.endsWith("event: end\ndata: {}\n\n"))
  })
})
