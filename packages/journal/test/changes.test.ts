import { assert, describe, it } from "@effect/vitest"
import { Identifiers, Refill } from "@smmkit/core"
import { type Mishap, Sandbox } from "@smmkit/sandbox"
import { BigDecimal, Effect, Either, TestClock } from "effect"
import { Journal } from "../src/index.js"
import { another, order, world } from "./world.js"

const script = (action: "refill" | "cancel", ...steps: ReadonlyArray<Mishap.Step>) =>
  Effect.flatMap(Sandbox.Sandbox, ({ faults }) => faults.script(steps, action))

const calls = (action: string) =>
  Effect.flatMap(Sandbox.Sandbox, ({ calls }) => Effect.map(calls, ({ byAction }) => byAction[action] ?? 0))

/** A panel that refills soon after an order was completed. */
const refillable = () => world({}, { refillWait: "10 seconds", rejected: 0 })

const refills = Effect.flatMap(Sandbox.Sandbox, ({ refills }) => refills)

const nothing = BigDecimal.make(0n, 0)

const id = Identifiers.OrderId.make

const placed = (key: string) =>
  Effect.gen(function* () {
    const { placeOnce } = yield* Journal.Journal
    const entry = yield* placeOnce(key, order(100, `https://example.com/${key}`))
    return entry.order ?? id("none")
  })

/** An order that was delivered and has lost a part of it since. */
const dropped = (key: string) =>
  Effect.gen(function* () {
    const order = yield* placed(key)
    const sandbox = yield* Sandbox.Sandbox
    yield* Effect.orDie(sandbox.change(order, { state: "Completed" }))
    yield* TestClock.adjust("20 seconds")
    yield* Effect.orDie(sandbox.lose(order, 20))
    return order
  })

describe("the refill of an order", () => {
  it.effect("is asked for once, however often and by whomever it is wanted", () =>
    Effect.gen(function* () {
      const order = yield* dropped("k")
      const { refillOnce } = yield* Journal.Journal
      const all = yield* Effect.all(
        Array.from({ length: 5 }, () => refillOnce(order)),
        { concurrency: "unbounded" }
      )
      const other = yield* another()
      const later = yield* other.refillOnce(order)
      const [only, ...others] = yield* refills
      assert.isEmpty(others)
      assert.deepStrictEqual(
        [...new Set<string | null>([...all, later].map((entry) => entry.order))],
        [only?.refill ?? ""]
      )
      assert.strictEqual(yield* calls("refill"), 1)
      assert.deepStrictEqual([later.action, later.subject, later.state], ["refill", order, "placed"])
    }).pipe(Effect.scoped, Effect.provide(refillable()))
  )

  it.effect("is asked for again when the panel says that the one before has ended, and not before", () =>
    Effect.gen(function* () {
      const order = yield* dropped("k")
      const sandbox = yield* Sandbox.Sandbox
      const { refillOnce, changes } = yield* Journal.Journal
      const first = yield* refillOnce(order)
      const early = yield* Effect.flip(refillOnce(order, { nth: 2 }))
      assert.deepInclude(early, { _tag: "OrderWithheld", reason: "doubt" })
      yield* Effect.orDie(sandbox.changeRefill(first.order ?? "", "Completed"))
      yield* TestClock.adjust("20 seconds")
      yield* Effect.orDie(sandbox.lose(order, 20))
      const second = yield* refillOnce(order)
      assert.notStrictEqual(second.order, first.order)
      assert.strictEqual((yield* refillOnce(order, { nth: 1 })).order, first.order)
      assert.strictEqual((yield* refillOnce(order, { nth: 2 })).order, second.order)
      assert.deepStrictEqual(
        (yield* changes("refill", order)).map((entry) => entry.order),
        [first.order, second.order]
      )
      assert.strictEqual(yield* calls("refill"), 2)
    }).pipe(Effect.provide(refillable()))
  )

  it.effect("is not asked for beside one that is in doubt", () =>
    Effect.gen(function* () {
      const order = yield* dropped("k")
      const { refillOnce, changes } = yield* Journal.Journal
      yield* script("refill", "dropped-after")
      assert.strictEqual((yield* Effect.flip(refillOnce(order)))._tag, "OutcomeUnknown")
      assert.strictEqual((yield* Effect.flip(refillOnce(order)))._tag, "OutcomeUnknown")
      assert.strictEqual(
        (yield* Effect.flip(refillOnce(order, { nth: 2, ended: true })))._tag,
        "OrderWithheld"
      )
      assert.strictEqual(yield* calls("refill"), 1)
      assert.deepStrictEqual(
        (yield* changes("refill", order)).map(({ state }) => state),
        ["in-doubt"]
      )
    }).pipe(Effect.provide(refillable()))
  )

  it.effect("that was refused may be asked for again, under the same number", () =>
    Effect.gen(function* () {
      const order = yield* placed("k")
      const { refillOnce, changes } = yield* Journal.Journal
      assert.strictEqual((yield* Effect.flip(refillOnce(order)))._tag, "RequestRefusal")
      const skipped = yield* Effect.flip(refillOnce(order, { nth: 2, ended: true }))
      assert.strictEqual(skipped._tag, "InvalidOrder")
      const sandbox = yield* Sandbox.Sandbox
      yield* Effect.orDie(sandbox.change(order, { state: "Completed" }))
      yield* TestClock.adjust("20 seconds")
      yield* Effect.orDie(sandbox.lose(order, 20))
      assert.strictEqual((yield* refillOnce(order)).attempts, 2)
      assert.strictEqual((yield* changes("refill", order)).length, 1)
    }).pipe(Effect.provide(refillable()))
  )

  it.effect("is still known when its entry was archived", () =>
    Effect.gen(function* () {
      const order = yield* dropped("k")
      const { refillOnce, changes, erase } = yield* Journal.Journal
      const first = yield* refillOnce(order)
      yield* erase(first.key, "refill")
      assert.strictEqual((yield* refillOnce(order)).order, first.order)
      assert.strictEqual((yield* changes("refill", order)).length, 1)
      assert.strictEqual(yield* calls("refill"), 1)
    }).pipe(Effect.provide(refillable()))
  )

  it.effect("counts under no limit, and waits for no price", () =>
    Effect.gen(function* () {
      const order = yield* dropped("k")
      const { setLimits, refillOnce, spent } = yield* Journal.Journal
      const before = yield* spent()
      yield* setLimits({ perOrder: nothing, perDay: nothing })
      assert.strictEqual((yield* refillOnce(order)).state, "placed")
      assert.deepStrictEqual((yield* spent()).run, before.run)
    }).pipe(Effect.provide(refillable()))
  )

  it.effect("goes through the journal where a program asks core's action for it", () =>
    Effect.gen(function* () {
      const order = yield* dropped("k")
      const { request } = yield* Refill.Refill
      const [one, other] = [yield* request(order), yield* request(order)]
      assert.strictEqual(one.refill, other.refill)
      assert.strictEqual(yield* calls("refill"), 1)
    }).pipe(Effect.provide(refillable()))
  )
})

describe("many refills", () => {
  it.effect("take one call, and each has an outcome of its own", () =>
    Effect.gen(function* () {
      const orders = yield* Effect.forEach(["a", "b", "c"], dropped)
      const unknown = id("999999")
      const { refillMany, refillOnce } = yield* Journal.Journal
      const [first = unknown] = orders
      yield* refillOnce(first)
      const answers = yield* refillMany([...orders, unknown, first])
      assert.strictEqual(yield* calls("refill"), 2)
      assert.deepStrictEqual(
        answers.map(({ id, result }) => [id, Either.isRight(result)]),
        [...orders.map((id) => [id, true]), [unknown, false], [first, true]]
      )
      assert.strictEqual((yield* refills).length, 3)
      yield* refillMany(orders)
      assert.strictEqual(yield* calls("refill"), 2)
    }).pipe(Effect.provide(refillable()))
  )

  it.effect("are all in doubt where the answer is lost, and none is asked for again", () =>
    Effect.gen(function* () {
      const orders = yield* Effect.forEach(["a", "b"], dropped)
      const { refillMany } = yield* Journal.Journal
      yield* script("refill", "dropped-after")
      for (const _ of [1, 2]) {
        const answers = yield* refillMany(orders)
        assert.deepStrictEqual(
          answers.map(({ result }) => Either.isLeft(result) && result.left._tag),
          ["OutcomeUnknown", "OutcomeUnknown"]
        )
      }
      assert.strictEqual(yield* calls("refill"), 1)
      assert.strictEqual((yield* refills).length, 2)
    }).pipe(Effect.provide(refillable()))
  )
})

describe("the cancel of an order", () => {
  it.effect("is asked for once, and its entry has the order's ID", () =>
    Effect.gen(function* () {
      const order = yield* placed("k")
      const { cancelOnce, cancelMany } = yield* Journal.Journal
      const entry = yield* cancelOnce(order)
      assert.deepStrictEqual([entry.state, entry.order, entry.subject], ["placed", order, order])
      yield* cancelOnce(order)
      const [answer] = yield* cancelMany([order])
      assert.isTrue(answer !== undefined && Either.isRight(answer.result))
      assert.strictEqual(yield* calls("cancel"), 1)
    }).pipe(Effect.provide(refillable()))
  )

  it.effect("may be asked for again only when the order has ended, or a caller knows better", () =>
    Effect.gen(function* () {
      const order = yield* placed("k")
      const { hold } = yield* Sandbox.Sandbox
      yield* Effect.orDie(hold(order))
      const { cancelOnce } = yield* Journal.Journal
      yield* cancelOnce(order)
      assert.strictEqual((yield* Effect.flip(cancelOnce(order, { nth: 2 })))._tag, "OrderWithheld")
      const exit = yield* Effect.either(cancelOnce(order, { nth: 2, ended: true }))
      assert.strictEqual(yield* calls("cancel"), 2)
      assert.isTrue(Either.isRight(exit) || exit.left._tag === "RequestRefusal")
    }).pipe(Effect.provide(refillable()))
  )
})

const settle = (key: string, action: "refill" | "cancel") =>
  Effect.flatMap(Journal.Journal, ({ settle }) => settle(key, action))

/** A refill before, one whose answer is lost by such a fault, and one long after. */
const around = (fault: Mishap.Step) =>
  Effect.gen(function* () {
    const [before, doubt, after] = yield* Effect.all([dropped("a"), dropped("b"), dropped("c")])
    const { refillOnce } = yield* Journal.Journal
    yield* refillOnce(before)
    yield* TestClock.adjust("1 seconds")
    yield* script("refill", fault)
    yield* Effect.flip(refillOnce(doubt))
    yield* TestClock.adjust("20 minutes")
    yield* refillOnce(after)
    return doubt
  })

const exclusive = () => world({ exclusive: true }, { refillWait: "10 seconds", rejected: 0 })

describe("a refill in doubt", () => {
  it.effect("is settled by the panel's own word that one is running", () =>
    Effect.gen(function* () {
      const order = yield* dropped("k")
      const { refillOnce } = yield* Journal.Journal
      const sandbox = yield* Sandbox.Sandbox
      yield* script("refill", "dropped-after")
      yield* Effect.flip(refillOnce(order))
      assert.strictEqual((yield* settle(`${order}#1`, "refill")).state, "in-doubt")
      yield* Effect.orDie(sandbox.change(order, { state: "Refilling" }))
      assert.deepInclude(yield* settle(`${order}#1`, "refill"), { state: "placed", by: "proved-placed" })
    }).pipe(Effect.provide(refillable()))
  )

  it.effect("is not taken for running where it may be the one before that runs", () =>
    Effect.gen(function* () {
      const order = yield* dropped("k")
      const { refillOnce } = yield* Journal.Journal
      const sandbox = yield* Sandbox.Sandbox
      yield* refillOnce(order)
      yield* script("refill", "dropped-before")
      yield* Effect.flip(refillOnce(order, { nth: 2, ended: true }))
      yield* Effect.orDie(sandbox.change(order, { state: "Refilling" }))
      const entry = yield* settle(`${order}#2`, "refill")
      assert.strictEqual(entry.state, "in-doubt")
      // The IDs have the last word.
      assert.include(entry.note, "no refill was placed after")
    }).pipe(Effect.provide(refillable()))
  )

  it.effect("was not taken where every ID between two known refills is refused", () =>
    Effect.gen(function* () {
      const order = yield* around("dropped-before")
      assert.deepInclude(yield* settle(`${order}#1`, "refill"), { state: "not-placed", by: "proved-absent" })
      const { refillOnce } = yield* Journal.Journal
      assert.strictEqual((yield* refillOnce(order)).attempts, 2)
      assert.strictEqual((yield* refills).length, 3)
    }).pipe(Effect.provide(refillable()))
  )

  it.effect("is the only one between two known refills that is nobody's, on an exclusive account", () =>
    Effect.gen(function* () {
      const order = yield* around("dropped-after")
      const entry = yield* settle(`${order}#1`, "refill")
      assert.deepInclude(entry, { state: "placed", by: "proved-placed" })
      assert.strictEqual(entry.order, String((yield* refills)[1]?.refill))
    }).pipe(Effect.provide(exclusive()))
  )

  it.effect("stays for a person where the account may be used by others, or nothing is known around it", () =>
    Effect.gen(function* () {
      const order = yield* around("dropped-after")
      const { settleAll, resolve, refillOnce } = yield* Journal.Journal
      yield* settleAll
      const entry = yield* settle(`${order}#1`, "refill")
      assert.strictEqual(entry.state, "in-doubt")
      assert.include(entry.note, "not declared exclusive")
      yield* resolve(`${order}#1`, { placed: true }, "refill")
      assert.strictEqual((yield* refillOnce(order)).state, "placed")
      assert.strictEqual((yield* refills).length, 3)
    }).pipe(Effect.provide(refillable()))
  )
})

describe("a cancel in doubt", () => {
  for (const [state, expected] of [
    ["Canceled", "placed"],
    ["Partial", "placed"],
    ["Completed", "not-placed"],
    ["In progress", "in-doubt"]
  ] as const) {
    it.effect(`is ${expected} where its order is ${state}`, () =>
      Effect.gen(function* () {
        const order = yield* placed("k")
        const sandbox = yield* Sandbox.Sandbox
        const { cancelOnce, settleAll, changes } = yield* Journal.Journal
        yield* script("cancel", "dropped-after")
        yield* Effect.flip(cancelOnce(order))
        yield* Effect.orDie(sandbox.change(order, { state }))
        yield* TestClock.adjust("1 minutes")
        if (state === "In progress") yield* Effect.orDie(sandbox.change(order, { state }))
        yield* settleAll
        const [entry] = yield* changes("cancel", order)
        assert.strictEqual(entry?.state, expected)
      }).pipe(Effect.provide(refillable()))
    )
  }
})
