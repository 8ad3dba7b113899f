import { inspect } from "node:util"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { createPanel, InvalidOption, NotFound, type OrderStatus, PanelClosed } from "../src/index.js"
import { order, rejection, world } from "./world.js"

describe("a panel over a sandbox on a socket", () => {
  it("places an order and tells how it is doing, in values that are plain JSON", async () => {
    await using place = await world()
    const panel = place.panel()
    const placed = await panel.orders.place(order)
    assert.deepStrictEqual(placed, { order: "23501", charge: null, currency: null, chargeText: null })
    const status = await panel.orders.status(placed.order)
    assert.deepStrictEqual(JSON.parse(JSON.stringify(status)), status)
    assert.strictEqual(status.charge, "0.079")
    assert.strictEqual(status.currency, "USD")
    assert.strictEqual(status.orders, null)
  })

  it("takes an ID as a number, too, and an order of another type by its name", async () => {
    await using place = await world()
    const panel = place.panel()
    const comments = (await panel.services.list()).find(({ type }) => type === "Custom Comments")
    const placed = await panel.orders.place({
      type: "Custom Comments",
      service: Number(comments?.service),
      link: "https://example.com/p/1",
      comments: Array.from({ length: comments?.min ?? 10 }, (_, at) => `Well done ${at}`)
    })
    const { status } = await panel.orders.status(Number(placed.order))
    assert.include(["Pending", "Processing", "In progress"], status)
  })

  it("lists its services and tells one, with exact prices as text", async () => {
    await using place = await world({ services: 12 })
    const panel = place.panel()
    const services = await panel.services.list()
    assert.strictEqual(services.length, 12)
    assert.deepStrictEqual(await panel.services.get("1"), services[0])
    assert.match(services[0]?.rate ?? "", /^\d+(?:\.\d+)?$/)
    const missing = await rejection(panel.services.get("999999"))
    assert.ok(missing instanceof NotFound)
    assert.strictEqual(missing.meaning, "bad-service")
  })

  it("tells the balance as an exact text with its currency", async () => {
    await using place = await world({ balance: "12.500000000000000001" })
    assert.deepStrictEqual(await place.panel().balance(), {
      amount: "12.500000000000000001",
      currency: "USD"
    })
  })

  it("answers many IDs one by one, so that a bad one harms no other", async () => {
    await using place = await world()
    const panel = place.panel()
    const placed = await panel.orders.place(order)
    const [first, second] = await panel.orders.statuses([placed.order, "77"])
    assert.ok(first?.ok === true && first.id === placed.order)
    assert.ok(second?.ok === false && second.error instanceof NotFound)
    assert.strictEqual(second.error.meaning, "order-not-found")
    const [cancelled, other] = await panel.orders.cancelMany([placed.order, "77"])
    assert.deepStrictEqual(cancelled, { id: placed.order, ok: true, value: null })
    assert.ok(other?.ok === false && other.error.processed === "no")
  })

  it("asks for refills and tells how they are doing", async () => {
    await using place = await world({ refillWait: 0, rejected: 0 })
    const panel = place.panel()
    const { sandbox } = place
    const [first = "", second = ""] = await Effect.runPromise(
      sandbox.seed({ service: "1", count: 2, age: "2 days", state: "Completed" })
    )
    for (const order of [first, second]) await Effect.runPromise(sandbox.lose(order, 10))
    const { refill } = await panel.refills.request(first)
    assert.strictEqual(refill, "1")
    const [other, unknown] = await panel.refills.requestMany([second, "77"])
    assert.ok(other?.ok === true && unknown?.ok === false)
    assert.ok(unknown.error instanceof NotFound)
    assert.match((await panel.refills.status(refill)).status, /^[A-Z]/)
    const [known, lost] = await panel.refills.statuses([refill, "99"])
    assert.ok(known?.ok === true && lost?.ok === false)
    const again = await rejection(panel.refills.request("77"))
    assert.ok(again instanceof NotFound)
    assert.strictEqual(again.meaning, "order-not-found")
  })

  it("follows an order to its last state, each state once", async () => {
    await using place = await world({ speed: 1_000_000 })
    const panel = place.panel()
    const placed = await panel.orders.place(order)
    const states: Array<OrderStatus["status"]> = []
    for await (const { status } of panel.orders.follow(placed.order, { every: 1000 })) states.push(status)
    assert.include(["Completed", "Partial"], states.at(-1))
    assert.strictEqual(new Set(states).size, states.length)
  })
})

describe("createPanel", () => {
  it("reads nothing before the first call, and then names what is missing", async () => {
    const panel = createPanel()
    const error = await rejection(panel.balance())
    assert.ok(error instanceof InvalidOption)
    assert.strictEqual(error.field, "url")
    assert.match(error.message, /SMMKIT_URL/)
    await panel.close()
  })

  it("takes address and key of the environment, once they are there", async () => {
    await using place = await world({ balance: "5" })
    const panel = createPanel()
    await rejection(panel.balance())
    process.env["SMMKIT_URL"] = place.url
    process.env["SMMKIT_KEY"] = place.key
    try {
      assert.strictEqual((await panel.balance()).amount, "5")
    } finally {
      delete process.env["SMMKIT_URL"]
      delete process.env["SMMKIT_KEY"]
      await panel.close()
    }
  })

  it("keeps the key out of whatever is printed", () => {
    const panel = createPanel({ url: "https://panel.example/api/v2", key: "very-secret-key" })
    const printed = [
      JSON.stringify(panel),
      inspect(panel, { depth: 20, showHidden: true }),
      inspect(panel, { depth: 20, customInspect: false })
    ]
    for (const text of printed) assert.notInclude(text, "very-secret-key")
  })
})

describe("close", () => {
  it("takes no more calls, and may be asked for twice", async () => {
    await using place = await world()
    const panel = place.panel()
    await panel.balance()
    await Promise.all([panel.close(), panel.close()])
    for (const call of [panel.balance(), panel.orders.place(order), panel.orders.placeOnce("a", order)]) {
      const error = await rejection(call)
      assert.ok(error instanceof PanelClosed)
    }
    const calls = await Effect.runPromise(place.sandbox.calls)
    assert.strictEqual(calls.byAction["add"] ?? 0, 0)
  })

  it("is what `await using` calls", async () => {
    await using place = await world()
    let kept: ReturnType<typeof createPanel> | undefined
    {
      await using panel = place.panel()
      await panel.balance()
      kept = panel
    }
    assert.ok((await rejection(kept.balance())) instanceof PanelClosed)
  })
})
