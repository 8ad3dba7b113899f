import { SqlClient } from "@effect/sql"
import { assert, describe, it } from "@effect/vitest"
import { Identifiers, type Order } from "@smmkit/core"
import { type Mishap, Sandbox } from "@smmkit/sandbox"
import { Clock, Effect, Fiber, Layer, type Option, Stream, TestClock } from "effect"
import { Journal, Store } from "../src/index.js"
import { intent } from "../src/testing/samples.js"
import { another, booked, journal, order, passing, sandbox, stored, world } from "./world.js"

const script = (action: Mishap.Action, ...steps: ReadonlyArray<Mishap.Step>) =>
  Effect.flatMap(Sandbox.Sandbox, ({ faults }) => faults.script(steps, action))

const place = (key: string, one: Order.Order) =>
  Effect.flatMap(Journal.Journal, ({ placeOnce }) => Effect.either(placeOnce(key, one)))

const settle = (key: string) => passing(Effect.flatMap(Journal.Journal, (journal) => journal.settle(key)))

const settleAll = passing(Effect.flatMap(Journal.Journal, (journal) => journal.settleAll))

const settlingTime = TestClock.adjust("20 minutes")

// A long lease, as each beat of the many minutes that pass here is a durable write.
const exclusive = { exclusive: true, lease: "4 minutes" } as const

/** An order is placed whose answer is lost, and another one refunded, which costs as much: the balance stands as before. */
const isHiddenBy = (id: string) =>
  Effect.gen(function* () {
    const { change } = yield* Sandbox.Sandbox
    yield* script("add", "dropped-after")
    yield* place("doubt", order(300))
    yield* Effect.orDie(change(id, { state: "Canceled" }))
    yield* settlingTime
    assert.strictEqual((yield* settle("doubt")).state, "in-doubt")
  })

describe("the balance", () => {
  it.effect("proves an order booked whose answer was lost, and one that never arrived", () =>
    Effect.gen(function* () {
      yield* place("known", order(100))
      yield* script("add", "dropped-after", "dropped-before")
      yield* place("there", order(200))
      yield* place("absent", order(300))
      const early = yield* settle("absent")
      const there = yield* settle("there")
      assert.deepInclude(there, { state: "placed", by: "proved-placed", order: null })
      assert.strictEqual(early.state, "in-doubt")
      assert.include(early.note, "the balance went from")
      assert.strictEqual(yield* booked, 2)
    }).pipe(Effect.provide(world(exclusive)))
  )

  it.effect("calls an order absent only after the settling time, and then its key is free again", () =>
    Effect.gen(function* () {
      yield* place("known", order(100))
      yield* script("add", "dropped-before")
      yield* place("absent", order(300))
      assert.strictEqual((yield* settle("absent")).state, "in-doubt")
      yield* settlingTime
      assert.deepInclude(yield* settle("absent"), { state: "not-placed", by: "proved-absent" })
      yield* place("absent", order(300))
      assert.strictEqual(yield* booked, 2)
    }).pipe(Effect.provide(world(exclusive)))
  )

  it.effect("tells nothing beside a placed order whose ID nobody has seen, until a person gives it", () =>
    Effect.gen(function* () {
      yield* place("known", order(100))
      yield* script("add", "dropped-after")
      yield* place("nameless", order(200))
      assert.deepInclude(yield* settle("nameless"), { state: "placed", order: null })
      yield* script("add", "dropped-after")
      yield* place("b", order(300))
      const open = yield* settle("b")
      assert.strictEqual(open.state, "in-doubt")
      assert.include(open.note, "the ID of nameless is not known")
      const { bookings } = yield* Sandbox.Sandbox
      const seen = (yield* bookings).find(({ form }) => form["quantity"] === "200")
      const { resolve } = yield* Journal.Journal
      yield* resolve("nameless", { placed: true, order: seen?.order ?? assert.fail() })
      assert.strictEqual((yield* settle("b")).state, "placed")
      assert.strictEqual(yield* booked, 3)
    }).pipe(Effect.provide(world(exclusive)))
  )

  it.effect("is not fooled by an order that is booked late", () =>
    Effect.gen(function* () {
      yield* script("add", { mishap: "booked-late", after: "10 minutes" })
      yield* passing(place("late", order(300)))
      assert.strictEqual((yield* settle("late")).state, "in-doubt")
      yield* settlingTime
      assert.deepInclude(yield* settle("late"), { state: "placed", by: "proved-placed" })
      assert.strictEqual(yield* booked, 1)
    }).pipe(Effect.provide(world(exclusive)))
  )

  it.effect("tells nothing of two doubts of one price of which one was booked", () =>
    Effect.gen(function* () {
      yield* script("add", "dropped-after", "dropped-before")
      yield* place("a", order(300))
      yield* place("b", order(300, "https://example.com/p/2"))
      yield* settlingTime
      assert.include((yield* settle("a")).note, "more than one set")
      assert.strictEqual((yield* settle("b")).state, "in-doubt")
      // Once a person has found one of them, the other is clear.
      const { resolve } = yield* Journal.Journal
      yield* resolve("a", { placed: true, order: Identifiers.OrderId.make("23501") })
      assert.strictEqual((yield* settle("b")).state, "not-placed")
    }).pipe(Effect.provide(world(exclusive)))
  )

  it.effect("counts no more after an unexplained move, until a person allows it", () =>
    Effect.gen(function* () {
      yield* place("known", order(100))
      const { accounts } = yield* Sandbox.Sandbox
      yield* Effect.orDie(accounts.spend("main", "0.001"))
      yield* script("add", "dropped-after")
      yield* place("there", order(200))
      assert.include((yield* settle("there")).note, "no set of the orders in doubt explains")
      yield* settlingTime
      assert.deepInclude(yield* settleAll, { _tag: "Off" })
      const { allowEvidence } = yield* Journal.Journal
      yield* allowEvidence
      yield* settle("there")
      assert.strictEqual((yield* settle("there")).state, "in-doubt")
      yield* script("add", "dropped-after")
      yield* place("another", order(400))
      assert.strictEqual((yield* settle("another")).state, "placed")
    }).pipe(Effect.provide(world(exclusive)))
  )

  it.effect("tells nothing where a stranger, or another journal on the account, spends", () =>
    Effect.gen(function* () {
      yield* place("known", order(100))
      yield* script("add", ["stranger-spends", "dropped-after"])
      yield* place("doubt", order(200))
      yield* settlingTime
      assert.strictEqual((yield* settle("doubt")).state, "in-doubt")
      assert.deepInclude(yield* settleAll, { _tag: "Off" })
    }).pipe(Effect.provide(world(exclusive)))
  )

  it.effect("tells nothing of a time in which an order was refunded that had been erased", () =>
    Effect.gen(function* () {
      yield* place("erased", order(300, "https://example.com/p/2"))
      yield* place("known", order(100))
      const { get, erase } = yield* Journal.Journal
      const id = idOf(yield* get("erased"))
      assert.isTrue(yield* erase("erased"))
      yield* isHiddenBy(id)
    }).pipe(Effect.provide(world(exclusive)))
  )

  it.effect("tells nothing of a time in which an order was refunded that had failed before", () =>
    Effect.gen(function* () {
      yield* place("failed", order(300, "https://example.com/p/2"))
      yield* place("known", order(100))
      const { get } = yield* Journal.Journal
      const { change } = yield* Sandbox.Sandbox
      const id = idOf(yield* get("failed"))
      yield* Effect.orDie(change(id, { state: "Failed" }))
      yield* script("add", "dropped-before")
      yield* place("first", order(300, "https://example.com/p/3"))
      yield* settlingTime
      assert.strictEqual((yield* settle("first")).state, "in-doubt")
      yield* settleAll
      yield* Effect.flatMap(Journal.Journal, ({ resolve }) => resolve("first", { placed: false }))
      yield* settleAll
      yield* isHiddenBy(id)
    }).pipe(Effect.provide(world(exclusive)))
  )

  it.effect("tells nothing of a time in which a journalled order was refunded", () =>
    Effect.gen(function* () {
      yield* place("known", order(1000))
      const { get } = yield* Journal.Journal
      const known = yield* get("known")
      yield* script("add", "dropped-after")
      yield* place("doubt", order(200))
      const { change } = yield* Sandbox.Sandbox
      yield* Effect.orDie(change(idOf(known), { state: "Partial", remains: 200 }))
      yield* settlingTime
      const doubt = yield* settle("doubt")
      assert.strictEqual(doubt.state, "in-doubt")
      assert.include(doubt.note, "is Partial, so money may have come back")
    }).pipe(Effect.provide(world(exclusive)))
  )

  it.effect("tells nothing while a subscription runs", () =>
    Effect.gen(function* () {
      const { catalogue } = yield* Sandbox.Sandbox
      const service = catalogue.find(({ service }) => service.type === "Subscriptions")?.service.service
      const subscription: Order.Order = {
        type: "Subscriptions",
        service: service ?? Identifiers.ServiceId.make("1"),
        username: "someone",
        min: 100,
        max: 200,
        delay: 0
      }
      yield* place("subscription", subscription)
      yield* script("add", "dropped-before")
      yield* place("doubt", order(200))
      yield* settlingTime
      const doubt = yield* settle("doubt")
      assert.strictEqual(doubt.state, "in-doubt")
      assert.include(doubt.note, "subscription")
    }).pipe(Effect.provide(world(exclusive)))
  )

  it.effect("in cents tells nothing that it cannot show", () =>
    Effect.gen(function* () {
      yield* Effect.flatMap(Sandbox.Sandbox, ({ faults }) => faults.setTraits(["balance-in-cents"]))
      yield* script("add", "dropped-after", "dropped-before")
      // Less than a cent each: shown in cents, one set explains the balance as well as another.
      yield* place("a", order(50))
      yield* place("b", order(51))
      yield* settlingTime
      yield* settle("a")
      const { inDoubt } = yield* Journal.Journal
      const states = yield* Stream.runCollect(Stream.map(inDoubt, ({ key }) => key))
      for (const key of ["a", "b"]) {
        const entry = yield* Effect.flatMap(Journal.Journal, ({ get }) => get(key))
        const isTrue = (key === "a") === (stateOf(entry) === "placed")
        assert.isTrue([...states].includes(key) || isTrue)
      }
    }).pipe(Effect.provide(world(exclusive)))
  )

  it.effect("is read once for all doubts, while every other process holds its orders back", () =>
    Effect.gen(function* () {
      const other = yield* another(exclusive)
      yield* script("add", ...Array.from({ length: 5 }, () => "dropped-after" as const))
      yield* Effect.forEach([100, 210, 330, 470, 590], (quantity) => place(`k${quantity}`, order(quantity)))
      const { calls } = yield* Sandbox.Sandbox
      const before = (yield* calls).byAction["balance"] ?? 0
      yield* script("balance", { mishap: "slow", after: "3 seconds" })
      const settling = yield* Effect.fork(Effect.flatMap(Journal.Journal, (journal) => journal.settleAll))
      yield* TestClock.adjust("1 seconds")
      const held = yield* Effect.fork(other.placeOnce("meanwhile", order(700)))
      yield* TestClock.adjust("1 seconds")
      assert.strictEqual(yield* booked, 5)
      assert.deepInclude(yield* passing(Fiber.join(settling)), { _tag: "Told" })
      assert.strictEqual((yield* passing(Fiber.join(held))).state, "placed")
      const { placed } = yield* Journal.Journal
      assert.strictEqual(yield* Stream.runCount(placed), 6)
      assert.strictEqual(((yield* calls).byAction["balance"] ?? 0) - before, 1)
    }).pipe(Effect.provide(world(exclusive)), Effect.scoped)
  )

  it.effect("is no evidence on an account that is not declared exclusive", () =>
    Effect.gen(function* () {
      yield* script("add", "dropped-after")
      yield* place("doubt", order(200))
      assert.strictEqual((yield* settle("doubt")).state, "in-doubt")
      const { calls } = yield* Sandbox.Sandbox
      const { byAction } = yield* calls
      assert.deepStrictEqual([byAction["add"], byAction["balance"]], [1, undefined])
    }).pipe(Effect.provide(world()))
  )

  it.effect("waits for a call of a process that is silent, as it may still be under way", () =>
    Effect.gen(function* () {
      const { account, host } = yield* Journal.Journal
      yield* place("first", order(100))
      const { beat, intend } = yield* Store.Store
      yield* beat({ id: "silent", machine: "elsewhere", pid: 1 }, 1000)
      yield* intend(
        intent("silent", { account, host, price: undefined, owner: "silent", timeLimit: 3_600_000 })
      )
      yield* TestClock.adjust("2 seconds")
      assert.deepInclude(yield* settleAll, { _tag: "Open", why: "a call is still under way" })
    }).pipe(Effect.provide(world({ exclusive: true })))
  )

  it.effect("proves nothing of a doubt whose price has moved since", () =>
    Effect.gen(function* () {
      yield* place("known", order(100))
      yield* script("add", "dropped-before")
      yield* place("doubt", order(200))
      const { services } = yield* Sandbox.Sandbox
      yield* Effect.orDie(services.change("1", { rate: "7.77" }))
      yield* settlingTime
      const doubt = yield* settle("doubt")
      assert.strictEqual(doubt.state, "in-doubt")
      assert.include(doubt.note, "the price of an order in doubt is not known")
    }).pipe(Effect.provide(world(exclusive)))
  )

  it.effect("tells nothing of a time in which an order was charged otherwise than the journal reckons", () =>
    Effect.gen(function* () {
      yield* place("known", order(100))
      const { services } = yield* Sandbox.Sandbox
      yield* Effect.orDie(services.change("1", { rate: "2" }))
      // The catalogue was read a moment ago, so the journal does not know of the new price.
      yield* place("dearer", order(100))
      yield* script("add", "dropped-before")
      yield* place("doubt", { ...order(200), service: Identifiers.ServiceId.make("2") })
      yield* settlingTime
      const doubt = yield* settle("doubt")
      assert.strictEqual(doubt.state, "in-doubt")
      assert.include(doubt.note, "(dearer) was charged 0.2, not ")
    }).pipe(Effect.provide(world(exclusive)))
  )

  it.effect("tells nothing of such a time where the clock was set back since the balance was read", () =>
    Effect.gen(function* () {
      const { services } = yield* Sandbox.Sandbox
      yield* Effect.orDie(services.change("1", { rate: "1" }))
      yield* Effect.orDie(services.change("2", { rate: "1" }))
      yield* TestClock.adjust("10 hours")
      yield* place("known", order(100))
      yield* TestClock.setTime((yield* Clock.currentTimeMillis) - 3_600_000)
      yield* Effect.orDie(services.change("1", { rate: "2" }))
      yield* place("dearer", order(100, "https://example.com/p/2"))
      yield* script("add", "dropped-before")
      yield* place("absent", {
        ...order(100, "https://example.com/p/3"),
        service: Identifiers.ServiceId.make("2")
      })
      yield* settlingTime
      assert.strictEqual((yield* settle("absent")).state, "in-doubt")
      yield* TestClock.adjust("2 hours")
      assert.strictEqual((yield* settle("absent")).state, "in-doubt")
      assert.strictEqual(yield* booked, 2)
    }).pipe(Effect.provide(world({ exclusive: true, lease: "20 hours" })))
  )

  it.effect("holds no order back for longer than a moment while one call is slow", () =>
    Effect.gen(function* () {
      const { placeOnce } = yield* Journal.Journal
      yield* place("known", order(100))
      yield* script("add", "dropped-after", { mishap: "slow", after: "9 seconds" })
      yield* place("doubt", order(200, "https://example.com/p/2"))
      const slow = yield* Effect.fork(placeOnce("slow", order(300, "https://example.com/p/3")))
      yield* TestClock.adjust("100 millis")
      const settling = yield* Effect.fork(Effect.flatMap(Journal.Journal, (journal) => journal.settleAll))
      yield* TestClock.adjust("100 millis")
      const other = yield* Effect.fork(placeOnce("other", order(400, "https://example.com/p/4")))
      yield* TestClock.adjust("5 seconds")
      assert.strictEqual((yield* passing(Fiber.join(other))).state, "placed")
      yield* passing(Fiber.join(slow))
      assert.deepInclude(yield* passing(Fiber.join(settling)), { _tag: "Told" })
    }).pipe(Effect.provide(world(exclusive)))
  )

  it.effect("asks the state of no order where the balance by itself tells nothing", () =>
    Effect.gen(function* () {
      yield* place("known", order(100))
      yield* script("add", "dropped-before", "dropped-after")
      yield* place("a", order(300, "https://example.com/p/2"))
      yield* place("b", order(300, "https://example.com/p/3"))
      assert.include((yield* settle("a")).note, "more than one set")
      const { calls } = yield* Sandbox.Sandbox
      assert.isUndefined((yield* calls).byAction["status"])
    }).pipe(Effect.provide(world(exclusive)))
  )

  it.effect("tells nothing where more orders would have to be looked at than the bound allows", () =>
    Effect.gen(function* () {
      yield* place("known", order(100))
      yield* script("add", "dropped-before")
      yield* place("doubt", order(300, "https://example.com/p/2"))
      yield* settlingTime
      const doubt = yield* settle("doubt")
      assert.strictEqual(doubt.state, "in-doubt")
      assert.include(doubt.note, "more than 0 orders would have to be looked at")
    }).pipe(Effect.provide(world({ ...exclusive, evidence: { calls: 0 } })))
  )

  it.effect(
    "looks at fewer orders once some are too old to be refunded, where they were more than the bound allows",
    () =>
      Effect.gen(function* () {
        yield* place("known", order(100))
        const sql = yield* SqlClient.SqlClient
        yield* sql`UPDATE smmkit_journal_entry SET updated = updated - 31 * 86400000`
        yield* script("add", "dropped-before")
        yield* place("doubt", order(300, "https://example.com/p/2"))
        yield* settlingTime
        assert.include((yield* settle("doubt")).note, "more than 0 orders would have to be looked at")
        assert.strictEqual((yield* settle("doubt")).state, "not-placed")
      }).pipe(
        Effect.provide(
          journal({ ...exclusive, evidence: { calls: 0 } }).pipe(
            Layer.provideMerge(sandbox()),
            Layer.provideMerge(stored())
          )
        )
      )
  )
})

describe("a request_id", () => {
  it.effect("is sent again where the panel honours it, and only an ID ends the doubt", () =>
    Effect.gen(function* () {
      yield* script("add", "dropped-before", "maintenance")
      yield* place("k", order(200))
      const refused = yield* settle("k")
      assert.strictEqual(refused.state, "in-doubt")
      const entry = yield* settle("k")
      assert.strictEqual(entry.state, "placed")
      const { bookings } = yield* Sandbox.Sandbox
      const [booking] = yield* bookings
      assert.strictEqual(booking?.form["request_id"], entry.requestId)
    }).pipe(Effect.provide(world({ honoursRequestId: "1 hours" })))
  )
})

const idOf = (entry: Option.Option<{ readonly order: string | null }>): string =>
  entry._tag === "Some" ? (entry.value.order ?? "") : ""

const stateOf = (entry: Option.Option<{ readonly state: string }>): string =>
  entry._tag === "Some" ? entry.value.state : ""
