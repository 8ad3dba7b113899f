/** The IDs that a panel gives, and what it takes for one of its own. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { actions, link, panel, pass, say } from "./harness.js"

const add = (name: string | number, fields: Readonly<Record<string, string>> = {}) =>
  say({ action: "add", service: "1", link: link(name), quantity: "100", ...fields })

const booked = Effect.flatMap(actions, ({ sandbox }) =>
  Effect.map(sandbox.bookings, (all) => all.map(({ order }) => order))
)

describe("ranges of IDs", () => {
  for (const start of [
    [100, 103, 90],
    [100, 100],
    [100, "101", 100]
  ]) {
    it.effect(`from ${start.join(", ")} on never give one ID twice`, () =>
      Effect.gen(function* () {
        const { sandbox } = yield* actions
        const groups = Array.from({ length: 10 }, () =>
          ["1", "2", "3"].map((service) => ({ service }))
        ).flat()
        const ids = yield* sandbox.seed(groups)
        assert.strictEqual(new Set(ids).size, 30)
        assert.deepStrictEqual(yield* sandbox.ledger.disagreements, [])
      }).pipe(Effect.provide(panel({ ids: { start, gap: 1 } })))
    )
  }
})

describe("an ID in another spelling", () => {
  it.effect("is none of the panel's, and none of another customer's either", () =>
    Effect.gen(function* () {
      yield* add(1)
      const refused = `{"error":"Incorrect order ID"}`
      for (const order of ["0070", " 70x", "+70", "7e1", "70.0"]) {
        assert.strictEqual(yield* say({ action: "status", order }), refused)
      }
    }).pipe(Effect.provide(panel({ ids: { start: 70 }, foreign: "answered" })))
  )

  it.effect("is unknown where IDs are opaque: of texts for one number one is right", () =>
    Effect.gen(function* () {
      yield* add(1)
      const [order = ""] = yield* booked
      assert.include(yield* say({ action: "status", order }), "Pending")
      for (const odd of [`${order}_0`, `${order}_00`, order.toUpperCase()]) {
        assert.include(yield* say({ action: "status", order: odd }), "Incorrect order ID")
      }
    }).pipe(Effect.provide(panel({ ids: { opaque: true }, foreign: "answered" })))
  )
})

describe("IDs among those of other customers", () => {
  it.effect("grow, and those between are answered about where all are, and only in a status", () =>
    Effect.gen(function* () {
      for (let nth = 0; nth < 8; nth++) {
        yield* add(nth)
        yield* pass("17 minutes")
      }
      const ids = (yield* booked).map(Number)
      assert.deepStrictEqual(
        ids,
        ids.toSorted((one, other) => one - other)
      )
      const [first = 0, second = 0] = ids
      assert.isAtLeast(second - first, 4)
      const order = String(first + 1)
      assert.include(yield* say({ action: "status", order }), "Completed")
      for (const fields of [
        { action: "cancel", orders: order },
        { action: "refill", order }
      ]) {
        assert.include(yield* say(fields), "Incorrect order ID")
      }
      assert.include(yield* say({ action: "status", order: "10000" }), "Incorrect order ID")
    }).pipe(Effect.provide(panel({ ids: { start: 70, gap: 3 }, others: "5 minutes", foreign: "answered" })))
  )
})

describe("a request_id", () => {
  it.effect("is one order for a time, and another one after it", () =>
    Effect.gen(function* () {
      const first = yield* add(1, { request_id: "abc" })
      yield* pass("59 minutes")
      assert.strictEqual(yield* add(1, { request_id: "abc" }), first)
      yield* pass("1 minute")
      assert.notStrictEqual(yield* add(1, { request_id: "abc" }), first)
      assert.strictEqual((yield* booked).length, 2)
    }).pipe(Effect.provide(panel({ requestIds: "1 hour" })))
  )

  it.effect("that is empty is none, and that of a refused order neither", () =>
    Effect.gen(function* () {
      yield* add(1, { request_id: "" })
      yield* add(2, { request_id: "" })
      assert.include(yield* add(3, { request_id: "abc", quantity: "1" }), "less than minimal")
      yield* add(3, { request_id: "abc" })
      assert.strictEqual((yield* booked).length, 3)
    }).pipe(Effect.provide(panel({ requestIds: "1 hour" })))
  )

  it.effect("is the account's: the same one of another account is another order", () =>
    Effect.gen(function* () {
      const { sandbox } = yield* actions
      yield* sandbox.accounts.create({ name: "other", key: "other-key", balance: "10" })
      const first = yield* add(1, { request_id: "abc" })
      yield* sandbox.accounts.replaceKey("main", sandbox.key, "new-key")
      assert.strictEqual(yield* add(1, { request_id: "abc", key: "new-key" }), first)
      assert.notStrictEqual(yield* add(1, { request_id: "abc", key: "other-key" }), first)
    }).pipe(Effect.provide(panel({ requestIds: "1 hour" })))
  )
})
