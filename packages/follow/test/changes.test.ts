/** Refills and cancels of orders that are followed. */
import { assert, describe, it } from "@effect/vitest"
import { Journal } from "@smmkit/journal"
import { Sandbox } from "@smmkit/sandbox"
import { Effect, Layer, Option, TestClock } from "effect"
import { FollowChange, FollowStore, RefillPolicy } from "../src/index.js"
import { judged } from "../src/internal/judging/numbering.js"
import {
  file,
  happened,
  isInstalled,
  order,
  type Place,
  panel,
  pass,
  placing,
  refusing,
  sandbox,
  seeded,
  server,
  stores,
  tick,
  world
} from "./world.js"

const names = Effect.map(happened, (events) => events.map(({ name }) => name))

/** A panel that lets refill within the hour: each day that passes is hundreds of steps of the clock. */
const quick = { partial: 0, refillWait: "1 hour" } as const

/** An order that is over, by its ID. */
const completedOf = Effect.fnUntraced(function* (key: string, link: string) {
  const entry = yield* placing(
    Effect.flatMap(Journal.Journal, ({ placeOnce }) => placeOnce(key, order(1000, link)))
  )
  const id = entry.order ?? assert.fail("no order")
  const { change } = yield* Sandbox.Sandbox
  yield* change(id, { state: "In progress", remains: 600 })
  yield* pass(10)
  yield* change(id, { state: "Completed" })
  yield* pass(70)
  return id
})
const completed = completedOf("invoice-1042", "https://example.com/p/1")

/** Lets every refill end so. */
const endRefills = (state: string) =>
  Effect.gen(function* () {
    const sandbox = yield* Sandbox.Sandbox
    for (const { refill } of yield* sandbox.refills) yield* sandbox.changeRefill(refill, state)
  })

const calls = (action: string) =>
  Effect.flatMap(Sandbox.Sandbox, (sandbox) =>
    Effect.map(sandbox.calls, ({ byAction }) => byAction[action] ?? 0)
  )

describe("a refill", () => {
  it.effect("is asked for once, and followed to its end", () =>
    Effect.gen(function* () {
      const id = yield* completed
      const ask = placing(FollowChange.refill(id))
      const [first, again] = [yield* ask, yield* ask]
      assert.deepStrictEqual([first.state, again.order, yield* calls("refill")], ["placed", first.order, 1])
      yield* endRefills("Completed")
      yield* pass(60)
      assert.deepStrictEqual(yield* names, ["Started", "Completed", "RefillStarted", "RefillEnded"])
      const row = Option.getOrThrow(
        yield* Effect.flatMap(FollowStore.FollowStore, (s) => s.get(first.account, id))
      )
      assert.deepStrictEqual([row.refill?.state, row.refillDue], ["Completed", null])
    }).pipe(Effect.provide(world(undefined, quick)))
  )

  it.effect.each([
    ["refuses", { body: `{"error":"Incorrect order ID"}` }],
    ["refuses in words that nobody knows", { body: `{"error":"Kode isi ulang itu salah"}` }],
    ["fails", { status: 500, body: "" }]
  ] as const)("is followed though the panel %s each call that is about an older one as well", ([, said]) => {
    const cleared = { id: "none" }
    return Effect.gen(function* () {
      const [old, other] = [yield* completed, yield* completedOf("invoice-1043", "https://example.com/p/2")]
      const first = yield* placing(FollowChange.refill(old))
      yield* placing(FollowChange.refill(other))
      cleared.id = `${first.order}`
      yield* endRefills("Completed")
      yield* pass(60)
      const ended = (yield* happened).filter(({ name }) => name === "RefillEnded")
      assert.deepStrictEqual(
        ended.map(({ order }) => order),
        [other]
      )
    }).pipe(Effect.provide(world(undefined, quick, refusing(cleared, said))))
  })

  it.effect("that the panel gives up is told", () =>
    Effect.gen(function* () {
      yield* placing(FollowChange.refill(yield* completed))
      yield* endRefills("Error")
      yield* pass(60)
      assert.deepStrictEqual((yield* names).slice(-2), ["RefillStarted", "RefillRefused"])
    }).pipe(Effect.provide(world(undefined, quick)))
  )

  it.effect("that a panel calls an error once is followed on", () => {
    const failing = { id: "none" }
    return Effect.gen(function* () {
      const { order: refill } = yield* placing(FollowChange.refill(yield* completed))
      failing.id = `${refill}`
      yield* tick(90)
      failing.id = "none"
      yield* pass(5)
      yield* endRefills("Completed")
      yield* pass(60)
      assert.deepStrictEqual((yield* names).slice(-2), ["RefillStarted", "RefillEnded"])
    }).pipe(Effect.provide(world(undefined, quick, refusing(failing, { body: `{"status":"error"}` }))))
  })

  it.effect("that the panel refuses is told, and fails", () =>
    Effect.gen(function* () {
      const entry = yield* placing(
        Effect.flatMap(Journal.Journal, ({ placeOnce }) => placeOnce("invoice-1042", order(1000)))
      )
      yield* pass(10)
      const id = entry.order ?? assert.fail("no order")
      const error = yield* Effect.flip(placing(FollowChange.refill(id)))
      assert.strictEqual(error._tag, "RequestRefusal")
      assert.include(yield* names, "RefillRefused")
    }).pipe(Effect.provide(world(undefined, { partial: 0 })))
  )

  it.effect("is looked at in its turn where orders are due all the time", () =>
    Effect.gen(function* () {
      yield* placing(FollowChange.refill(yield* completed))
      yield* seeded(200)
      const before = yield* calls("status")
      yield* TestClock.adjust("10 seconds").pipe(Effect.repeatN(45))
      // Every call is used.
      assert.isAtLeast((yield* calls("status")) - before, 20)
      assert.isTrue((yield* names).includes("RefillStarted"))
    }).pipe(Effect.provide(world({ accounts: [{ panel, limit: { calls: 3, per: "1 minute" } }] }, quick)))
  )

  it.effect("is withheld where the policy says so, and nothing is sent", () =>
    Effect.gen(function* () {
      const id = yield* completed
      const error = yield* Effect.flip(placing(FollowChange.refill(id, { policy: "within the term" })))
      assert.strictEqual(error._tag, "RefillWithheld")
      assert.strictEqual(yield* calls("refill"), 0)
      const within = { policy: "within the term", term: { _tag: "Days", days: 30 } } as const
      assert.strictEqual((yield* placing(FollowChange.refill(id, within))).state, "placed")
    }).pipe(Effect.provide(world(undefined, quick)))
  )
})

describe("a refill that the panel took", () => {
  const known = Effect.gen(function* () {
    const entry = yield* placing(
      Effect.flatMap(Journal.Journal, ({ placeOnce }) => placeOnce("invoice-1042", order(1000)))
    )
    const id = entry.order ?? assert.fail("no order")
    yield* TestClock.adjust("3 days")
    const store = yield* FollowStore.FollowStore
    // Whoever looks at the order just now knows nothing of the refill.
    const claim = Option.getOrThrow(
      yield* store.claim({ account: entry.account, of: "orders", most: 1, lease: 60_000 })
    )
    const refill = yield* placing(FollowChange.refill(id))
    const written = claim.orders.map(({ row }) => ({ ...judged(row, []), lot: null, at: claim.now }))
    yield* store.write({ account: claim.account, stamp: claim.stamp, written })
    const row = Option.getOrThrow(yield* store.get(entry.account, id))
    assert.deepStrictEqual([row.refill?.id, row.refill?.state], [refill.order, null])
    assert.isNotNull(row.refillDue)
    assert.isAtMost(row.due ?? Number.POSITIVE_INFINITY, refill.updated)
  })

  const at = (place: Effect.Effect<Place>) =>
    Layer.unwrapEffect(Effect.map(place, (one) => Layer.merge(sandbox({ partial: 0 }), stores(one))))

  it.effect("is known in that transaction, on SQLite", () => Effect.provide(known, at(file)))

  it.effect("or may have taken is not asked for again", () =>
    Effect.gen(function* () {
      const entry = yield* placing(
        Effect.flatMap(Journal.Journal, ({ placeOnce }) => placeOnce("invoice-1042", order(1000)))
      )
      const id = entry.order ?? assert.fail("no order")
      yield* TestClock.adjust("3 days")
      const sandbox = yield* Sandbox.Sandbox
      yield* sandbox.faults.script(["dropped-after"], "refill")
      const tries = yield* Effect.forEach([1, 2, 3], () => Effect.flip(placing(FollowChange.refill(id))))
      assert.deepStrictEqual(
        tries.map(({ _tag }) => _tag),
        ["OutcomeUnknown", "OutcomeUnknown", "OutcomeUnknown"]
      )
      assert.deepStrictEqual([yield* calls("refill"), (yield* sandbox.refills).length], [1, 1])
    }).pipe(Effect.provide(at(file)))
  )

  it.effect.skipIf(!isInstalled)("is known in that transaction, on PostgreSQL", () =>
    Effect.provide(known, at(server))
  )
})

/** An order that may be cancelled, by its ID. */
const cancellable = Effect.gen(function* () {
  const service = yield* Effect.map(
    Sandbox.Sandbox,
    ({ catalogue }) =>
      catalogue.find(({ service: { type, cancel } }) => type === "Default" && Option.contains(cancel, true))
        ?.service.service ?? assert.fail("no such service")
  )
  const entry = yield* placing(
    Effect.flatMap(Journal.Journal, ({ placeOnce }) =>
      placeOnce("invoice-1042", {
        type: "Default",
        service,
        link: "https://example.com/p/1",
        quantity: 1000
      })
    )
  )
  return entry.order ?? assert.fail("no order")
})

describe("a cancel", () => {
  it.effect("is asked for once, and what becomes of the order is told", () =>
    Effect.gen(function* () {
      const id = yield* cancellable
      const ask = placing(FollowChange.cancel(id))
      yield* ask
      yield* ask
      yield* pass(60)
      assert.strictEqual(yield* calls("cancel"), 1)
      assert.match((yield* names).join(), /Canceled|Partial/)
    }).pipe(Effect.provide(world(undefined, { partial: 0 })))
  )

  it.effect("that the panel may have taken is not asked for again", () =>
    Effect.gen(function* () {
      const id = yield* cancellable
      const { faults } = yield* Sandbox.Sandbox
      yield* faults.script(["dropped-after"], "cancel")
      const tries = yield* Effect.forEach([1, 2, 3], () => Effect.flip(placing(FollowChange.cancel(id))))
      assert.deepStrictEqual(
        tries.map(({ _tag }) => _tag),
        ["OutcomeUnknown", "OutcomeUnknown", "OutcomeUnknown"]
      )
      assert.strictEqual(yield* calls("cancel"), 1)
    }).pipe(Effect.provide(world(undefined, { partial: 0 })))
  )
})

describe("a policy", () => {
  const day = 24 * 60 * 60_000
  const done = { state: "Completed", ended: 0 } as const
  const isAllowed = (...[policy, order, term, now]: Parameters<typeof RefillPolicy.objection>) =>
    Option.isNone(RefillPolicy.objection(policy, order, term, now))

  it("takes nothing for a term that is not known", () => {
    assert.isFalse(isAllowed("within the term", done, { _tag: "Unknown" }, day))
    assert.isFalse(isAllowed("within the term", done, { _tag: "None" }, day))
    assert.isTrue(isAllowed("within the term", done, { _tag: "Lifetime" }, 4000 * day))
    assert.isFalse(isAllowed("within the term", { state: "Partial", ended: 0 }, { _tag: "Lifetime" }, day))
    assert.isFalse(
      isAllowed("within the term", { state: "In progress", ended: null }, { _tag: "Lifetime" }, day)
    )
  })

  it("may be to ask always, or never", () => {
    assert.isTrue(isAllowed("ask", { state: null, ended: null }, { _tag: "None" }, day))
    assert.isFalse(isAllowed("never", done, { _tag: "Lifetime" }, day))
  })
})
