import { SqlClient } from "@effect/sql"
import { assert, describe, it } from "@effect/vitest"
import { Identifiers, type Order } from "@smmkit/core"
import { type Mishap, Sandbox, SandboxTransport } from "@smmkit/sandbox"
import { Clock, Effect, Fiber, Layer, Option, Stream, TestClock } from "effect"
import { Journal } from "../src/index.js"
import { booked, journal, order, panelOptions, passing, sandbox, sqlite, stored, world } from "./world.js"

const script = (action: "add" | "status", ...steps: ReadonlyArray<Mishap.Step>) =>
  Effect.flatMap(Sandbox.Sandbox, ({ faults }) => faults.script(steps, action))

const link = (at: number) => `https://example.com/p/${at}`

const place = (key: string, one: Order.Order) =>
  Effect.flatMap(Journal.Journal, ({ placeOnce }) => Effect.either(passing(placeOnce(key, one))))

const settle = (key: string) => passing(Effect.flatMap(Journal.Journal, (journal) => journal.settle(key)))

const settlingTime = TestClock.adjust("20 minutes")

const plain = { lease: "4 minutes" } as const
const exclusive = { ...plain, exclusive: true } as const

/** A panel that takes one ID a call, as its journal knows. */
const oneByOne = Journal.layerPanel({ ...panelOptions, manyForm: "one-by-one" }, plain).pipe(
  Layer.provide(SandboxTransport.layer),
  Layer.provideMerge(sandbox({ manyForm: "one-by-one" })),
  Layer.provideMerge(sqlite())
)

/** An order before, one whose answer is lost by such a fault, and one long after. */
const around = (fault: Mishap.Step) =>
  Effect.gen(function* () {
    yield* place("before", order(100, link(1)))
    yield* TestClock.adjust("1 seconds")
    yield* script("add", fault)
    yield* place("doubt", order(200, link(2)))
    yield* settlingTime
    yield* place("after", order(100, link(3)))
  })

const calls = (action: string) =>
  Effect.flatMap(Sandbox.Sandbox, ({ calls }) => Effect.map(calls, ({ byAction }) => byAction[action] ?? 0))

describe("the IDs around a doubt", () => {
  it.effect("prove that an order was not booked, on an account that others may use as well", () =>
    Effect.gen(function* () {
      yield* around("dropped-before")
      assert.deepInclude(yield* settle("doubt"), { state: "not-placed", by: "proved-absent" })
      assert.strictEqual(yield* calls("status"), 1)
      assert.strictEqual(yield* calls("balance"), 0)
      yield* place("doubt", order(200, link(2)))
      assert.strictEqual(yield* booked, 3)
    }).pipe(Effect.provide(world(plain)))
  )

  it.effect("prove which order it is, with its ID, on an account that is declared exclusive", () =>
    Effect.gen(function* () {
      yield* around("dropped-after")
      const doubt = yield* settle("doubt")
      assert.deepInclude(doubt, { state: "placed", by: "proved-placed" })
      const { bookings } = yield* Sandbox.Sandbox
      assert.strictEqual(doubt.order, (yield* bookings)[1]?.order)
    }).pipe(Effect.provide(world(exclusive)))
  )

  it.effect("take no order for one from before a doubt where the clock was set back after it", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("10 hours")
      yield* script("add", "refused")
      yield* place("refused before", order(100, link(5)))
      yield* place("long before", order(100, link(1)))
      yield* TestClock.adjust("2 hours")
      yield* script("add", "dropped-after", "dropped-before")
      yield* place("doubt", order(200, link(2)))
      yield* place("absent", order(200, link(6)))
      yield* TestClock.setTime((yield* Clock.currentTimeMillis) - 3_600_000)
      yield* place("refused before", order(100, link(5)))
      yield* place("behind", order(100, link(3)))
      yield* TestClock.adjust("2 hours")
      yield* place("after", order(100, link(4)))
      assert.strictEqual((yield* settle("doubt")).state, "in-doubt")
      assert.strictEqual((yield* settle("absent")).state, "in-doubt")
      assert.strictEqual(yield* booked, 5)
    }).pipe(Effect.provide(world({ lease: "20 hours" })))
  )

  it.effect("take no order for one from after a doubt where the clock was set back before it", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("10 hours")
      yield* place("long before", order(100, link(1)))
      yield* TestClock.adjust("2 hours")
      yield* place("before", order(100, link(2)))
      yield* TestClock.setTime((yield* Clock.currentTimeMillis) - 3_600_000)
      yield* script("add", "dropped-after")
      yield* place("doubt", order(200, link(3)))
      yield* settlingTime
      assert.strictEqual((yield* settle("doubt")).state, "in-doubt")
      yield* TestClock.adjust("2 hours")
      yield* place("after", order(100, link(4)))
      assert.include((yield* settle("doubt")).note, "it may be a stranger's")
      assert.strictEqual(yield* booked, 4)
    }).pipe(Effect.provide(world({ lease: "20 hours" })))
  )

  for (const when of ["amid", "before"] as const) {
    it.effect(`take no order for one from before a doubt where the clock was set back ${when} its call`, () =>
      Effect.gen(function* () {
        const setBack = (here: typeof when, time: number) =>
          here === when
            ? Effect.flatMap(Clock.currentTimeMillis, (now) => TestClock.setTime(now - time))
            : Effect.void
        yield* TestClock.adjust("10 hours")
        yield* place("first", order(100, link(1)))
        yield* TestClock.adjust("1 seconds")
        yield* setBack("before", 3_600_000)
        yield* script("add", { mishap: ["slow", "dropped-after"], after: "8 seconds" })
        const call = yield* Effect.fork(place("doubt", order(200, link(2))))
        yield* TestClock.adjust("1 seconds")
        yield* setBack("amid", 3000)
        yield* place("beside", order(100, link(3)))
        yield* passing(Fiber.join(call))
        yield* TestClock.adjust(when === "amid" ? "20 minutes" : "2 hours")
        yield* place("after", order(100, link(4)))
        const doubt = yield* settle("doubt")
        assert.strictEqual(doubt.state, "in-doubt", doubt.note)
        assert.strictEqual(yield* booked, 4)
      }).pipe(Effect.provide(world({ lease: "20 hours" })))
    )
  }

  it.effect("name a candidate for a person where the account is not declared exclusive", () =>
    Effect.gen(function* () {
      yield* around("dropped-after")
      const doubt = yield* settle("doubt")
      assert.strictEqual(doubt.state, "in-doubt")
      const { bookings } = yield* Sandbox.Sandbox
      assert.include(doubt.note, `${(yield* bookings)[1]?.order} (`)
    }).pipe(Effect.provide(world(plain)))
  )

  it.effect("tell nothing before another order was placed, and say that it settles with the next one", () =>
    Effect.gen(function* () {
      yield* place("before", order(100, link(1)))
      yield* TestClock.adjust("1 seconds")
      yield* script("add", "dropped-before")
      yield* place("doubt", order(200, link(2)))
      yield* settlingTime
      const doubt = yield* settle("doubt")
      assert.strictEqual(doubt.state, "in-doubt")
      assert.include(doubt.note, "it settles with the next one")
      assert.strictEqual(yield* calls("status"), 0)
      // An order of the next moment has its ID from after the settling time.
      yield* place("after", order(100, link(3)))
      assert.strictEqual((yield* settle("doubt")).state, "not-placed")
    }).pipe(Effect.provide(world(plain)))
  )

  it.effect("are not fooled by an order that is booked late", () =>
    Effect.gen(function* () {
      yield* around({ mishap: "booked-late", after: "10 minutes" })
      assert.deepInclude(yield* settle("doubt"), { state: "placed", by: "proved-placed" })
      assert.strictEqual(yield* booked, 3)
    }).pipe(Effect.provide(world(exclusive)))
  )

  it.effect(
    "tell nothing where the panel leaves IDs out, or does not show an order in its first minute",
    () =>
      Effect.gen(function* () {
        yield* around("dropped-after")
        for (const fault of ["ids-left-out", "not-yet-shown"] as const) {
          yield* script("status", ...Array.from({ length: 20 }, () => fault))
          const doubt = yield* settle("doubt")
          assert.strictEqual(doubt.state, "in-doubt", fault)
          yield* Effect.flatMap(Sandbox.Sandbox, ({ faults }) => faults.clear)
        }
      }).pipe(Effect.provide(world(plain)))
  )

  it.effect("tell nothing where the panel takes one ID a call", () =>
    Effect.gen(function* () {
      yield* around("dropped-before")
      assert.strictEqual((yield* settle("doubt")).state, "in-doubt")
      assert.strictEqual(yield* calls("status"), 0)
    }).pipe(Effect.provide(oneByOne))
  )

  it.effect("are asked for within bounds, and at once for many doubts", () =>
    Effect.gen(function* () {
      yield* place("before", order(100, link(1)))
      yield* TestClock.adjust("1 seconds")
      yield* script("add", ...Array.from({ length: 30 }, () => "dropped-before" as const))
      yield* Effect.forEach(Array.from({ length: 30 }), (_, at) => place(`k${at}`, order(200, link(10 + at))))
      yield* settlingTime
      yield* place("after", order(100, link(3)))
      const { settleAll, inDoubt } = yield* Journal.Journal
      yield* passing(settleAll)
      assert.strictEqual(yield* calls("status"), 20)
      assert.strictEqual(yield* Stream.runCount(inDoubt), 10)
      assert.deepInclude(yield* passing(settleAll), { _tag: "Told" })
      assert.strictEqual(yield* Stream.runCount(inDoubt), 0)
    }).pipe(Effect.provide(world(plain)))
  )

  it.effect("settle nothing of a key that is on its way once more", () =>
    Effect.gen(function* () {
      yield* around("dropped-before")
      const { get, resolve, placeOnce } = yield* Journal.Journal
      const [doubt] = [Option.getOrThrow(yield* get("doubt"))]
      yield* resolve("doubt", { placed: false, early: true })
      yield* script("add", "dropped-after")
      yield* Effect.either(placeOnce("doubt", order(200, link(2))))
      const again = Option.getOrThrow(yield* get("doubt"))
      assert.notStrictEqual(again.attempt, doubt.attempt)
      assert.strictEqual((yield* settle("doubt")).state, "in-doubt")
    }).pipe(Effect.provide(world(plain)))
  )

  it.effect("take the child of a drip-feed for no stranger", () =>
    Effect.gen(function* () {
      const { catalogue } = yield* Sandbox.Sandbox
      const offer = catalogue.find(({ dripfeed }) => dripfeed)
      const service = offer?.service.service ?? Identifiers.ServiceId.make("1")
      const drip: Order.Order = {
        type: "Default",
        service,
        link: link(9),
        quantity: 100,
        runs: 5,
        interval: 10
      }
      yield* place("drip", drip)
      yield* around("dropped-before")
      const doubt = yield* settle("doubt")
      assert.notStrictEqual(doubt.state, "placed")
    }).pipe(Effect.provide(world(exclusive)))
  )

  it.effect("take the child of a drip-feed that is in doubt itself for no other order", () =>
    Effect.gen(function* () {
      const { catalogue } = yield* Sandbox.Sandbox
      const offer = catalogue.find(({ dripfeed }) => dripfeed)
      const service = offer?.service.service ?? Identifiers.ServiceId.make("1")
      yield* place("first", { ...order(100, link(1)), service })
      yield* TestClock.adjust("1 seconds")
      yield* script("add", "dropped-after", "none", "dropped-before")
      yield* place("drip", { type: "Default", service, link: link(2), quantity: 100, runs: 10, interval: 60 })
      yield* TestClock.adjust("105 minutes")
      yield* place("before", { ...order(100, link(3)), service })
      yield* TestClock.adjust("1 seconds")
      // What it costs is what the third run of the drip-feed costs, which comes while it is in doubt.
      yield* place("doubt", { ...order(100, link(4)), service })
      yield* settlingTime
      yield* place("after", { ...order(100, link(5)), service })
      const doubt = yield* settle("doubt")
      assert.deepInclude(doubt, { state: "not-placed", by: "proved-absent" })
      assert.include(doubt.note, "may be that of")
    }).pipe(Effect.provide(world({ ...exclusive, lease: "20 hours" }, { others: "10 seconds" })))
  )

  const subscription = (left: Effect.Effect<unknown, unknown, Journal.Journal | SqlClient.SqlClient>) =>
    Effect.gen(function* () {
      const sandbox = yield* Sandbox.Sandbox
      const offer = sandbox.catalogue.find(({ service }) => service.type === "Subscriptions")
      yield* place("subscription", {
        type: "Subscriptions",
        service: offer?.service.service ?? Identifiers.ServiceId.make("1"),
        username: "someone",
        min: 100,
        max: 200,
        delay: 0
      })
      yield* left
      yield* around("dropped-before")
      const children = (yield* sandbox.orders()).filter(({ parent }) => Option.isSome(parent))
      assert.isNotEmpty(children)
      assert.deepInclude(yield* settle("doubt"), { state: "not-placed", by: "proved-absent" })
    }).pipe(
      Effect.provide(
        journal(exclusive).pipe(Layer.provideMerge(sandbox({ speed: 60 })), Layer.provideMerge(stored()))
      )
    )

  it.effect("take the child of a subscription for no stranger", () => subscription(Effect.void))

  it.effect("take the child of a subscription whose particulars were erased for no stranger", () =>
    subscription(Effect.flatMap(Journal.Journal, ({ erase }) => erase("subscription")))
  )

  const older = Effect.flatMap(
    SqlClient.SqlClient,
    (sql) => sql`UPDATE smmkit_journal_entry
    SET updated = updated - 90 * 86400000, watched = 0 WHERE key = 'subscription'`
  )

  it.effect("take the child of a subscription of old for no stranger, whatever was archived or erased", () =>
    subscription(
      Effect.gen(function* () {
        const { archive, erase } = yield* Journal.Journal
        yield* older
        assert.strictEqual(yield* archive("60 days"), 0)
        assert.strictEqual(yield* erase("subscription"), true)
        assert.strictEqual(yield* archive("60 days"), 0)
      })
    )
  )

  const orders = { service: "1", link: link(8), quantity: "200" }

  for (const [what, panel, stranger] of [
    ["a stranger orders on our key", {}, true],
    ["each server has a range of its own", { ids: { start: [100, 9000] } }, false],
    ["IDs are opaque", { ids: { opaque: true } }, false],
    ["the orders of others are shown", { others: "1 minutes", foreign: "answered" }, false]
  ] as const) {
    it.effect(`never say that an order was not booked where ${what}`, () =>
      Effect.gen(function* () {
        yield* place("before", order(100, link(1)))
        yield* TestClock.adjust("1 seconds")
        yield* script("add", "dropped-after")
        // Another service is delivered by another server.
        yield* place("doubt", { ...order(200, link(2)), service: Identifiers.ServiceId.make("2") })
        const { accounts } = yield* Sandbox.Sandbox
        if (stranger) yield* Effect.orDie(accounts.strangerOrders("main", orders))
        yield* settlingTime
        yield* place("after", order(100, link(3)))
        yield* TestClock.adjust("2 minutes")
        assert.strictEqual((yield* settle("doubt")).state, "in-doubt")
      }).pipe(Effect.provide(world(plain, panel)))
    )
  }

  for (const [what, panel] of [
    ["leaves numbers out", { ids: { gap: 7 } }],
    ["numbers past 2^53", { ids: { start: "9007199254740993" } }],
    ["numbers the orders of others between ours", { others: "30 seconds" }]
  ] as const) {
    it.effect(`tell on a panel that ${what}`, () =>
      Effect.gen(function* () {
        yield* around("dropped-before")
        assert.strictEqual((yield* settle("doubt")).state, "not-placed")
      }).pipe(Effect.provide(world(plain, panel)))
    )
  }

  it.effect("take no order of a stranger on our key for ours, at whatever price", () =>
    Effect.gen(function* () {
      yield* place("before", order(100, link(1)))
      yield* TestClock.adjust("1 seconds")
      yield* script("add", "dropped-before")
      yield* place("doubt", order(200, link(2)))
      const { accounts } = yield* Sandbox.Sandbox
      yield* Effect.orDie(accounts.strangerOrders("main", orders))
      yield* settlingTime
      yield* place("after", order(100, link(3)))
      const doubt = yield* settle("doubt")
      assert.strictEqual(doubt.state, "in-doubt")
      assert.include(doubt.note, "may be a stranger's")
    }).pipe(Effect.provide(world(plain)))
  )
})
