import { assert, describe, it } from "@effect/vitest"
import { Sandbox } from "@smmkit/sandbox"
import { Effect } from "effect"
import { ask, find, link, panel, pass } from "./harness.js"

const error = (words: string) => ({ error: words })

/** A good order of the first service, with some fields changed or taken out. */
const add = (changes: Readonly<Record<string, string | undefined>>) =>
  ask(
    Object.fromEntries(
      Object.entries({ action: "add", service: "1", link: link(), quantity: "100", ...changes }).filter(
        (entry): entry is [string, string] => entry[1] !== undefined
      )
    )
  )

const keys = (answer: unknown) => Object.keys(typeof answer === "object" && answer !== null ? answer : {})

const missing = error("There are missing required parameters. Please check your API Manual")

describe("a call is refused in the canonical words", () => {
  it.effect("for its key", () =>
    Effect.gen(function* () {
      const sandbox = yield* Sandbox.Sandbox
      assert.deepStrictEqual(yield* ask({ action: "balance", key: "other-key" }), error("Invalid API key"))
      assert.deepStrictEqual(yield* ask({ action: "balance", key: "" }), error("Incorrect request"))
      yield* sandbox.accounts.setEnabled("main", false)
      assert.deepStrictEqual(yield* ask({ action: "balance" }), error("Your account is not active"))
    }).pipe(Effect.provide(panel()))
  )

  it.effect("for its action", () =>
    Effect.gen(function* () {
      for (const action of ["", "Balance", "toString", "orders"])
        assert.deepStrictEqual(yield* ask({ action }), error("Incorrect request"))
    }).pipe(Effect.provide(panel()))
  )

  it.effect("for the fields of the order", () =>
    Effect.gen(function* () {
      const low = error("Quantity less than minimal 50")
      assert.deepStrictEqual(yield* add({ service: "999" }), error("Incorrect service ID"))
      assert.deepStrictEqual(yield* add({ service: undefined }), error("Incorrect service ID"))
      assert.deepStrictEqual(yield* add({ link: undefined }), missing)
      assert.deepStrictEqual(yield* add({ link: " " }), missing)
      assert.deepStrictEqual(yield* add({ link: "no link" }), error("Bad link"))
      assert.deepStrictEqual(yield* add({ quantity: undefined }), missing)
      assert.deepStrictEqual(yield* add({ quantity: "49" }), low)
      assert.deepStrictEqual(yield* add({ quantity: "-1" }), low)
      assert.deepStrictEqual(yield* add({ quantity: "many" }), low)
      assert.deepStrictEqual(yield* add({ quantity: "10001" }), error("Quantity more than maximum 10000"))
    }).pipe(Effect.provide(panel()))
  )

  it.effect("for drip-feed that is incomplete, not offered, or without end", () =>
    Effect.gen(function* () {
      const sandbox = yield* Sandbox.Sandbox
      const without = find(sandbox, { dripfeed: false })
      const runs = { runs: "2", interval: "60" }
      assert.deepStrictEqual(yield* add({ runs: "2" }), error("Dripfeed runs and interval are required"))
      assert.deepStrictEqual(
        yield* add({ ...runs, service: without.id, quantity: String(without.min) }),
        error("This services does not support Dripfeed feature!")
      )
      assert.deepStrictEqual(yield* add({ ...runs, runs: "1000000" }), error("Invalid dripfeed runs"))
    }).pipe(Effect.provide(panel()))
  )

  it.effect("for fields of other types", () =>
    Effect.gen(function* () {
      const sandbox = yield* Sandbox.Sandbox
      const comments = find(sandbox, { type: "Custom Comments" }).id
      const subscriptions = find(sandbox, { type: "Subscriptions" }).id
      assert.deepStrictEqual(
        yield* add({ service: comments, comments: " \n " }),
        error("Comments are required (one comment per line).")
      )
      assert.deepStrictEqual(
        yield* add({ service: comments, comments: "one\ntwo" }),
        error("Quantity less than minimal 5")
      )
      assert.deepStrictEqual(yield* add({ service: find(sandbox, { type: "Poll" }).id }), missing)
      const order = { service: subscriptions, username: "someone", delay: "0" }
      assert.deepStrictEqual(
        yield* add({ ...order, min: "100", max: "50" }),
        error("Minimum more than maximum")
      )
      assert.deepStrictEqual(
        yield* add({ ...order, min: "1", max: "50" }),
        error("Quantity less than minimal 20")
      )
      assert.deepStrictEqual(yield* add({ ...order, min: "50" }), missing)
    }).pipe(Effect.provide(panel()))
  )

  it.effect("for lack of money, and nothing is booked", () =>
    Effect.gen(function* () {
      const sandbox = yield* Sandbox.Sandbox
      assert.deepStrictEqual(yield* add({}), error("Not enough funds on balance"))
      assert.deepStrictEqual(yield* sandbox.bookings, [])
      assert.strictEqual((yield* sandbox.ledger.entries()).length, 1)
    }).pipe(Effect.provide(panel({ balance: "0.01" })))
  )

  it.effect("for a link that has an active order, where the panel minds, until that order is over", () =>
    Effect.gen(function* () {
      const words = "You have active order with this link. Please wait until order being completed."
      assert.deepStrictEqual(yield* add({}), { order: 23501 })
      assert.deepStrictEqual(yield* add({}), error(words))
      assert.deepStrictEqual(yield* add({ link: link("other") }), { order: 23502 })
      yield* pass("1 day")
      assert.deepStrictEqual(yield* add({}), { order: 23503 })
    }).pipe(Effect.provide(panel({ refuseDuplicates: true })))
  )

  it.effect("for IDs that are unknown, too many, or another account's", () =>
    Effect.gen(function* () {
      const sandbox = yield* Sandbox.Sandbox
      yield* sandbox.accounts.create({ name: "other", key: "other-key", balance: "10" })
      yield* add({})
      const bad = error("Incorrect order ID")
      const many = Array.from({ length: 101 }, (_, at) => String(at + 1)).join(",")
      assert.deepStrictEqual(yield* ask({ action: "status", order: "1" }), bad)
      assert.deepStrictEqual(yield* ask({ action: "status" }), bad)
      assert.deepStrictEqual(yield* ask({ action: "status", order: "23501", key: "other-key" }), bad)
      assert.deepStrictEqual(yield* ask({ action: "status", orders: many }), error("Maximum 100 orders"))
      assert.deepStrictEqual(yield* ask({ action: "refill", orders: many }), error("Maximum 100 orders"))
      assert.deepStrictEqual(yield* ask({ action: "cancel", orders: many }), error("Maximum 100 orders"))
      assert.deepStrictEqual(
        yield* ask({ action: "refill_status", refills: many }),
        error("Maximum 100 refills")
      )
      assert.deepStrictEqual(yield* ask({ action: "cancel", orders: "" }), bad)
      assert.deepStrictEqual(yield* ask({ action: "refill", order: "1" }), bad)
      assert.deepStrictEqual(yield* ask({ action: "refill_status", refill: "1" }), error("Refill not found"))
    }).pipe(Effect.provide(panel()))
  )
})

describe("the forms of many IDs", () => {
  const status = (form: Readonly<Record<string, string>>) => ask({ action: "status", ...form })
  const isOrder = (answer: unknown) => typeof answer === "object" && answer !== null && "charge" in answer

  it.effect("as documented: a lone `order` takes no list", () =>
    Effect.gen(function* () {
      yield* add({})
      yield* add({})
      assert.deepStrictEqual(keys(yield* status({ orders: "23502, 23501,7" })), ["7", "23501", "23502"])
      assert.isTrue(isOrder(yield* status({ order: "23501" })))
      assert.deepStrictEqual(yield* status({ order: "23501,23502" }), error("Incorrect order ID"))
    }).pipe(Effect.provide(panel()))
  )

  it.effect("`order`: the list stands in the singular field", () =>
    Effect.gen(function* () {
      yield* add({})
      yield* add({})
      assert.deepStrictEqual(keys(yield* status({ order: "23501,23502" })), ["23501", "23502"])
      assert.isTrue(isOrder(yield* status({ order: "23501" })))
      assert.deepStrictEqual(yield* status({ orders: "23501" }), error("Incorrect order ID"))
      assert.deepStrictEqual(yield* ask({ action: "cancel", order: "23501" }), [{ order: 23501, cancel: 1 }])
    }).pipe(Effect.provide(panel({ manyForm: "order" })))
  )

  it.effect("`one-by-one`: there is no list", () =>
    Effect.gen(function* () {
      yield* add({})
      assert.isTrue(isOrder(yield* status({ order: "23501" })))
      assert.deepStrictEqual(yield* status({ order: "23501,23502" }), error("Incorrect order ID"))
      assert.deepStrictEqual(yield* ask({ action: "cancel", orders: "23501" }), [{ order: 23501, cancel: 1 }])
    }).pipe(Effect.provide(panel({ manyForm: "one-by-one" })))
  )
})

describe("the price", () => {
  it.effect("is exact, or rounded half up to so many decimals as the panel says", () =>
    Effect.gen(function* () {
      const price = (decimals: number | undefined) =>
        Effect.gen(function* () {
          const sandbox = yield* Sandbox.Sandbox
          yield* add({ quantity: "333" })
          const [booking] = yield* sandbox.bookings
          return String(booking?.price)
        }).pipe(Effect.provide(panel({ decimals })))
      assert.strictEqual(yield* price(undefined), "BigDecimal(0.26307)")
      assert.strictEqual(yield* price(3), "BigDecimal(0.263)")
      assert.strictEqual(yield* price(2), "BigDecimal(0.26)")
    })
  )
})
