/** The journal as an option: on a file and on PostgreSQL, each key once, whoever gives up and whoever asks again. */
import { rmSync, writeFileSync } from "node:fs"
import type { Socket } from "node:net"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Scope } from "effect"
import { tunnel } from "../../journal/test/tunnel.js"
import {
  createPanel,
  InvalidArgument,
  InvalidOption,
  KeyConflict,
  NotSent,
  OrderWithheld,
  OutcomeUnknown,
  StoreError
} from "../src/index.js"
import { file, places } from "./places.js"
import { json, moment, onSpend, scene, spent } from "./server.js"
import { order, rejection, world } from "./world.js"

for (const { name, place, isMissing } of places) {
  describe.skipIf(isMissing)(`a journal on ${name}`, () => {
    it("places an order under a key once, whoever asks again", async () => {
      await using place_ = await world()
      const journal = await place()
      const one = place_.panel({ journal })
      const other = place_.panel({ journal })
      const first = await one.orders.placeOnce("invoice-1", order)
      assert.strictEqual(first.order, "23501")
      assert.deepStrictEqual(JSON.parse(JSON.stringify(first)), first)
      assert.strictEqual((await one.orders.placeOnce("invoice-1", order)).order, first.order)
      assert.strictEqual((await other.orders.placeOnce("invoice-1", order)).order, first.order)
      const conflict = await rejection(other.orders.placeOnce("invoice-1", { ...order, quantity: 200 }))
      assert.ok(conflict instanceof KeyConflict)
      assert.strictEqual(conflict.field, "quantity")
      const { byAction } = await Effect.runPromise(place_.sandbox.calls)
      assert.strictEqual(byAction["add"], 1)
    })

    it("sends a refill and a cancel once, and holds back what would go over a limit", async () => {
      await using place_ = await world({ rejected: 0, refillWait: 0 })
      const { sandbox } = place_
      const panel = place_.panel({ journal: { place: await place(), limits: { perOrder: "1.00" } } })
      const [done = ""] = await Effect.runPromise(
        sandbox.seed({ service: "1", age: "2 days", state: "Completed" })
      )
      await Effect.runPromise(sandbox.lose(done, 10))
      const refills = await Promise.all([panel.refills.request(done), panel.refills.request(done)])
      assert.deepStrictEqual(refills, [{ refill: "1" }, { refill: "1" }])
      const placed = await panel.orders.place(order)
      await panel.orders.cancel(placed.order)
      const [cancelled] = await panel.orders.cancelMany([placed.order])
      assert.strictEqual(cancelled?.ok, true)
      const withheld = await rejection(panel.orders.place({ ...order, quantity: 10_000 }))
      assert.ok(withheld instanceof OrderWithheld)
      assert.strictEqual(withheld.reason, "limit")
      const { byAction } = await Effect.runPromise(sandbox.calls)
      assert.deepStrictEqual([byAction["refill"], byAction["cancel"], byAction["add"]], [1, 1, 1])
    })
  })
}

describe("an order under a key", () => {
  it("whose answer came after it was given up is found under its key, and not sent again", async () => {
    const asked = moment()
    const given = moment()
    const onRequest = onSpend((socket) => {
      asked.tell()
      void given.told.then(() => socket.end(json({ order: 77 })))
    })
    await using place = await scene({ onRequest }, {}, "a journal")
    const controller = new AbortController()
    const { signal } = controller
    const calling = rejection(place.panel.orders.placeOnce("invoice-1", order, { signal }))
    await asked.told
    controller.abort()
    assert.ok((await calling) instanceof OutcomeUnknown)
    given.tell()
    await place.heard
    // What it logs comes right before what it writes.
    for (;;) {
      const again = await place.panel.orders.placeOnce("invoice-1", order).catch((error: unknown) => error)
      if (again instanceof OutcomeUnknown) continue
      assert.strictEqual(typeof again === "object" && again !== null && "order" in again && again.order, "77")
      break
    }
    assert.strictEqual(spent(place.received).length, 1)
  })

  it("that is asked for again in the turn in which the first was given up is sent once", async () => {
    let last = 76
    const onRequest = onSpend((socket) => {
      last += 1
      socket.end(json({ order: last }))
    })
    await using place = await scene({ onRequest }, {}, "a journal")
    for (const key of ["a", "b", "c"]) {
      const controller = new AbortController()
      const { signal } = controller
      const calling = rejection(place.panel.orders.placeOnce(key, order, { signal }))
      controller.abort()
      const again = place.panel.orders.placeOnce(key, order)
      assert.ok((await calling) instanceof NotSent)
      assert.strictEqual((await again).order, String(last))
    }
    assert.strictEqual(spent(place.received).length, 3)
  })

  it("that is asked for again while the journal still takes back what was given up is sent once", async () => {
    let last = 76
    const onRequest = onSpend((socket) => {
      last += 1
      socket.end(json({ order: last }))
    })
    await using place = await scene({ onRequest }, {}, "a journal")
    await place.panel.orders.placeOnce("first", order)
    for (let ticks = 0; ticks < 6; ticks++) {
      const controller = new AbortController()
      const { signal } = controller
      const calling = rejection(place.panel.orders.placeOnce(`after ${ticks}`, order, { signal }))
      for (let tick = 0; tick < ticks; tick++) await new Promise((resolve) => process.nextTick(resolve))
      controller.abort()
      assert.ok((await calling) instanceof NotSent)
      const again = await place.panel.orders.placeOnce(`after ${ticks}`, order)
      assert.strictEqual(again.order, String(last))
    }
    assert.strictEqual(spent(place.received).length, 7)
  })

  it("for which two wait goes on when one of them leaves, and that one is told that it may be placed", async () => {
    const asked = moment()
    const given = moment()
    const onRequest = onSpend((socket) => {
      asked.tell()
      void given.told.then(() => socket.end(json({ order: 77 })))
    })
    await using place = await scene({ onRequest }, {}, "a journal")
    const controllers = [new AbortController(), new AbortController()]
    const [first, second] = controllers.map(({ signal }) =>
      place.panel.orders.placeOnce("invoice-1", order, { signal })
    )
    const third = place.panel.orders.placeOnce("invoice-1", order)
    const left = [first, second].map((one) => rejection(one ?? Promise.resolve()))
    controllers[1]?.abort()
    await asked.told
    controllers[0]?.abort()
    for (const error of await Promise.all(left)) assert.ok(error instanceof OutcomeUnknown)
    given.tell()
    assert.strictEqual((await third).order, "77")
    assert.strictEqual(spent(place.received).length, 1)
  })
})

describe("a store", () => {
  it("that cannot be used sends nothing, harms no read, and is tried again at the next call", async () => {
    const onRequest = (socket: Socket, { body }: { readonly body: string }) =>
      socket.end(json(body.includes("action=balance") ? { balance: "1" } : { order: 77 }))
    const path = file()
    writeFileSync(path, "in the way of a folder")
    await using place = await scene({ onRequest }, { journal: join(path, "orders.db") })
    const error = await rejection(place.panel.orders.placeOnce("a", order))
    assert.ok(error instanceof StoreError)
    assert.strictEqual(error.processed, "no")
    assert.strictEqual((await place.panel.balance()).amount, "1")
    assert.strictEqual(spent(place.received).length, 0)
    rmSync(path)
    assert.strictEqual((await place.panel.orders.placeOnce("a", order)).order, "77")
    rmSync(path, { recursive: true, force: true })
  })

  it.skipIf(places[1].isMissing)(
    "that falls silent before it has answered is told of, and sends nothing",
    async () => {
      const scope = await Effect.runPromise(Scope.make())
      const way = await Effect.runPromise(Scope.extend(tunnel(await places[1].place()), scope))
      await Effect.runPromise(Effect.asVoid(way.cutAt("SELECT 1")))
      await using place = await scene({}, { journal: way.url })
      const error = await rejection(place.panel.orders.place(order))
      assert.ok(error instanceof StoreError)
      assert.deepStrictEqual([error.reason, error.processed], ["unreachable", "no"])
      assert.strictEqual(spent(place.received).length, 0)
      await Effect.runPromise(Scope.close(scope, Exit.void))
    }
  )

  it("whose address cannot be worked with is an InvalidOption, and no password is shown", async () => {
    const options = { url: "https://panel.example/api/v2", key: "fake-key" }
    for (const journal of ["postgres://me:fake-password@", "mysql://me:fake-password@db/x", ":memory:"]) {
      await using panel = createPanel({ ...options, journal })
      const error = await rejection(panel.orders.place(order))
      assert.ok(error instanceof InvalidOption)
      assert.strictEqual(error.field, "journal.place")
      assert.notInclude(JSON.stringify(error), "fake-password")
    }
  })

  for (const [field, journal] of [
    ["journal.limits.perDay", { place: "x.db", limits: { perDay: "-5x" } }],
    ["journal.limits.perDay", { place: "x.db", limits: { perDay: "-5" } }],
    ["journal.limits.perHour", { place: "x.db", limits: { perHour: "5" } }],
    ["journal.acount", { place: "x.db", acount: "a" }],
    ["journal.account", { place: "x.db", account: "" }],
    ["journal.exclusive", { place: "x.db", exclusive: "yes" }],
    ["journal.books", { place: "x.db", books: 2 }],
    ["journal.books.decimal", { place: "x.db", books: { decimal: 2 } }],
    ["journal.books.decimals", { place: "x.db", books: { decimals: "2" } }],
    ["journal.books.rounding", { place: "x.db", books: { decimals: 2, rounding: "up" } }]
  ] as const) {
    it(`names the option that is wrong: ${field}`, async () => {
      const given = { url: "https://panel.example/api/v2", key: "fake-key", journal }
      // @ts-expect-error programs without types may give anything
      await using panel = createPanel(given)
      const error = await rejection(panel.orders.place(order))
      assert.ok(error instanceof InvalidOption)
      assert.strictEqual(error.field, field)
      assert.notInclude(error.message, "BigDecimal")
    })
  }

  it.each([
    ["quote.amount", { quote: { amount: "-1" } }],
    ["quote.currency", { quote: { amount: "1", currency: "" } }],
    ["atMost", { atMost: "-0.01" }]
  ] as const)("names the %s that is wrong", async (field, once) => {
    await using panel = createPanel({ url: "https://panel.example/api/v2", key: "fake-key", journal: "x.db" })
    const error = await rejection(panel.orders.placeOnce("a", order, once))
    assert.ok(error instanceof InvalidArgument, String(error))
    assert.strictEqual(error.field, field)
  })

  it("is needed for a key", async () => {
    await using panel = createPanel({ url: "https://panel.example/api/v2", key: "fake-key" })
    const error = await rejection(panel.orders.placeOnce("a", order))
    assert.ok(error instanceof InvalidOption)
    assert.strictEqual(error.field, "journal")
  })
})
