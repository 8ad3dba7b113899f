import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import {
  actions,
  ask,
  find,
  link,
  meaning,
  orderId,
  outcomes,
  panel,
  pass,
  refillId,
  say
} from "./harness.js"

describe("a refill", () => {
  it.effect("is taken a day after the order is completed, runs through its states, and then again", () =>
    Effect.gen(function* () {
      const { sandbox, addOrder, refill, refillStatus } = yield* actions
      const { id } = find(sandbox, { refill: true })
      const { order } = yield* addOrder.place({ type: "Default", service: id, link: link(), quantity: 100 })
      const refused = Effect.map(Effect.flip(refill.request(order)), meaning)
      assert.strictEqual(yield* refused, "refill-too-early")
      yield* pass("1 hour")
      assert.strictEqual(yield* refused, "refill-too-early")
      yield* pass("24 hours")
      const answer = yield* refill.request(order)
      assert.strictEqual(answer.refill, "1")
      const states = []
      for (let look = 0; look < 30; look++) {
        states.push((yield* refillStatus.get(answer.refill)).status)
        if (look === 0) assert.strictEqual(yield* refused, "refill-already")
        yield* pass("5 minutes")
      }
      assert.deepStrictEqual([...new Set(states)], ["Pending", "In progress", "Completed"])
      assert.strictEqual(yield* refused, "refill-too-early")
      yield* pass("24 hours")
      assert.strictEqual((yield* refill.request(order)).refill, "2")
    }).pipe(Effect.provide(panel({ partial: 0, rejected: 0 })))
  )

  it.effect("may be rejected", () =>
    Effect.gen(function* () {
      const { sandbox, addOrder, refill, refillStatus } = yield* actions
      const { id } = find(sandbox, { refill: true })
      const { order } = yield* addOrder.place({ type: "Default", service: id, link: link(), quantity: 100 })
      yield* pass("1 hour")
      const answer = yield* refill.request(order)
      yield* pass("1 day")
      assert.strictEqual((yield* refillStatus.get(answer.refill)).status, "Rejected")
    }).pipe(Effect.provide(panel({ partial: 0, rejected: 1, refillWait: 0 })))
  )

  it.effect("is forgotten with its order", () =>
    Effect.gen(function* () {
      const { sandbox, addOrder, refill, refillStatus } = yield* actions
      const { id } = find(sandbox, { refill: true })
      const { order } = yield* addOrder.place({ type: "Default", service: id, link: link(), quantity: 100 })
      yield* pass("1 hour")
      const answer = yield* refill.request(order)
      assert.strictEqual((yield* refillStatus.get(answer.refill)).status, "Pending")
      yield* sandbox.forget(order)
      assert.strictEqual(
        yield* Effect.map(Effect.flip(refillStatus.get(answer.refill)), meaning),
        "refill-not-found"
      )
    }).pipe(Effect.provide(panel({ partial: 0, rejected: 0, refillWait: 0 })))
  )

  it.effect("of many orders answers for each", () =>
    Effect.gen(function* () {
      const { sandbox, addOrder, refill, refillStatus } = yield* actions
      const lasting = find(sandbox, { refill: true })
      const other = find(sandbox, { refill: false })
      const place = (service: typeof lasting, name: string) =>
        addOrder.place({ type: "Default", service: service.id, link: link(name), quantity: service.min })
      const one = yield* place(lasting, "one")
      const two = yield* place(other, "two")
      yield* pass("1 day")
      const three = yield* place(lasting, "three")
      const results = yield* refill.requestMany([one.order, two.order, three.order, orderId(9)])
      assert.deepStrictEqual(
        outcomes(results, (it) => it.refill),
        ["1", "refill-unavailable", "refill-too-early", "order-not-found"]
      )
      assert.deepStrictEqual(yield* ask({ action: "refill_status", refills: "1,2" }), [
        { refill: 1, status: "Pending" },
        { refill: 2, status: { error: "Refill not found" } }
      ])
      yield* pass("1 day")
      assert.strictEqual((yield* refillStatus.get(refillId(1))).status, "Completed")
    }).pipe(Effect.provide(panel({ partial: 0, rejected: 0, refillWait: "1 hour" })))
  )

  it.effect("waits less on a faster panel", () =>
    Effect.gen(function* () {
      const { sandbox, addOrder, refill, refillStatus } = yield* actions
      const { id } = find(sandbox, { refill: true })
      const { order } = yield* addOrder.place({ type: "Default", service: id, link: link(), quantity: 100 })
      yield* pass("30 seconds")
      const answer = yield* refill.request(order)
      yield* pass("5 seconds")
      assert.strictEqual((yield* refillStatus.get(answer.refill)).status, "Completed")
    }).pipe(Effect.provide(panel({ partial: 0, rejected: 0, speed: 10_000 })))
  )

  const day = 24 * 60
  for (const [name, days] of [
    ["Likes R30", 30],
    ["Likes R30D", 30],
    ["Likes (R 60)", 60],
    ["Likes | Refill: 90 Days ♻", 90],
    ["Likes [Refill 1 Year]", 365],
    ["Likes ♻️ 45D", 45],
    ["Likes 30D Auto Refill", 30],
    ["Likes 2 Months Refill", 60]
  ] as const) {
    it.effect(`of ${name} is taken for ${days} days, and no more`, () =>
      Effect.gen(function* () {
        const { sandbox } = yield* actions
        const [order = "", late = ""] = yield* sandbox.seed({ service: "1", state: "Completed", count: 2 })
        yield* pass(`${days * day - 1} minutes`)
        assert.include(yield* say({ action: "refill", order }), '"refill"')
        yield* pass("1 minute")
        assert.include(yield* say({ action: "refill", order: late }), "not eligible")
      }).pipe(
        Effect.provide(
          panel({
            catalogue: [{ service: 1, name, rate: "1", min: 1, max: 100, refill: true, category: "Likes" }]
          })
        )
      )
    )
  }
})
