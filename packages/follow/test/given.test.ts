/** What a program without types may give a call: each part that is none is told by its name, and nothing comes of it. */
import { assert, describe, it } from "@effect/vitest"
import { Identifiers, Money } from "@smmkit/core"
import { BigDecimal, Effect, Option, Stream } from "effect"
import { Follow, FollowStore } from "../src/index.js"
import { type Called, call, failureOf, fine, given, inside, isAbout, wrongly } from "./calls.js"
import { account, world } from "./world.js"

const order = Identifiers.OrderId.make("7")
const price = Money.make(BigDecimal.unsafeFromString("0.9"), "USD")

const called = Effect.gen(function* () {
  const follow = yield* Follow.Follow
  const id = yield* account
  const watched = { account: id, order, service: "1", price, units: 3, placed: 0 }
  const line = { account: id, order, line: 1 }
  const number = { account: id, number: 0 }
  const events = (options: unknown) => call(follow.events, options)
  const past = (fields: object) => events({ live: false, ...fields })
  const orderCalls = { get: follow.get, history: follow.history, now: follow.now }
  const accountCalls = { pause: follow.pause, resume: follow.resume }
  const nameCalls = { cursor: follow.cursor, forget: follow.forget }
  const all: ReadonlyArray<Called> = [
    { call: "watch", field: "orders", fine: fine.none, with: (value) => call(follow.watch, value) },
    {
      call: "watch",
      field: "orders[1]",
      fine: fine.none,
      with: (value) => call(follow.watch, [watched, value])
    },
    ...inside(
      "watch",
      (field) => call(follow.watch, [{ ...watched, ...field }]),
      {
        account: fine.text,
        order: fine.id,
        service: fine.maybeId,
        price: fine.nothing,
        units: fine.maybeCount,
        runs: fine.maybeCount,
        placed: fine.maybeCount,
        term: fine.maybeCount,
        unit: fine.none
      },
      "orders[0]."
    ),
    {
      call: "unwatch",
      field: "account",
      fine: fine.text,
      with: (value) => call(follow.unwatch, value, [order])
    },
    { call: "unwatch", field: "orders", fine: fine.none, with: (value) => call(follow.unwatch, id, value) },
    {
      call: "unwatch",
      field: "orders[0]",
      fine: fine.id,
      with: (value) => call(follow.unwatch, id, [value])
    },
    ...Object.entries(orderCalls).flatMap(
      ([name, f]): ReadonlyArray<Called> => [
        { call: name, field: "account", fine: fine.text, with: (value) => call(f, value, order) },
        { call: name, field: "order", fine: fine.id, with: (value) => call(f, id, value) }
      ]
    ),
    ...Object.entries(accountCalls).map(
      ([name, f]): Called => ({
        call: name,
        field: "account",
        // What is no account's ID is a slip of the pen.
        fine: fine.none,
        with: (value) => call(f, value)
      })
    ),
    ...Object.entries(nameCalls).map(
      ([name, f]): Called => ({ call: name, field: "name", fine: fine.text, with: (value) => call(f, value) })
    ),
    { call: "orders", field: "filter", fine: fine.object, with: (value) => call(follow.orders, value) },
    ...inside("orders", (field) => call(follow.orders, field), {
      account: [...fine.text, "nothing"],
      states: ["nothing"],
      open: fine.flag
    }),
    { call: "refunds", field: "filter", fine: fine.object, with: (value) => call(follow.refunds, value) },
    ...inside("refunds", (field) => call(follow.refunds, field), {
      account: [...fine.text, "nothing"],
      order: fine.maybeId,
      open: fine.flag
    }),
    { call: "events", field: "options", fine: fine.object, with: events },
    ...inside("events", past, { account: [...fine.text, "nothing"], after: fine.record }),
    {
      call: "events",
      field: `after.${id}`,
      fine: fine.count,
      with: (value) => past({ after: { [id]: value } })
    },
    { call: "advance", field: "name", fine: fine.text, with: (value) => call(follow.advance, value, number) },
    {
      call: "advance",
      field: "event",
      fine: fine.none,
      with: (value) => call(follow.advance, "billing", value)
    },
    ...inside(
      "advance",
      (field) => call(follow.advance, "billing", { ...number, ...field }),
      { account: fine.text, number: fine.count },
      "event."
    ),
    {
      call: "settleRefund",
      field: "line",
      fine: fine.none,
      with: (value) => call(follow.settleRefund, value, "paid")
    },
    ...inside(
      "settleRefund",
      (field) => call(follow.settleRefund, { ...line, ...field }, "paid"),
      { account: fine.text, order: fine.id, line: fine.count },
      "line."
    ),
    {
      call: "settleRefund",
      field: "how",
      fine: fine.text,
      with: (value) => call(follow.settleRefund, line, value)
    }
  ]
  return all
})

describe("what a program without types gives a call", () => {
  it.effect("is told by its name where it is none, and nothing comes of it", () =>
    Effect.gen(function* () {
      const all = yield* called
      const store = yield* FollowStore.FollowStore
      const accounts = Effect.map(store.lag, (all) =>
        all.map(({ account, open, paused }) => [account, open, paused])
      )
      const before = yield* accounts
      for (const { call, field, what, value, with: asked } of wrongly(all)) {
        const name = `${call}, ${what} as ${field}`
        const error = failureOf(name, yield* Effect.exit(asked(value)))
        assert.deepInclude(error, { _tag: "InvalidOption", of: `${call} call` }, name)
        assert.ok(isAbout(field, error), `${name}: ${error["field"]}`)
        assert.isNotEmpty(error["remedy"], name)
      }
      assert.deepStrictEqual(yield* accounts, before)
      assert.deepStrictEqual([...(yield* store.cursor("late"))], [[yield* account, 0]])
      // All else is as good as what a program with types gives.
      for (const one of all.filter(({ field }) => field !== "options"))
        for (const [what, value] of given.filter(([what]) => one.fine.includes(what))) {
          const name = `${one.call}, ${what} as ${one.field}`
          const { _tag } = failureOf(name, yield* Effect.exit(one.with(value)))
          assert.include([undefined, "UnknownOrder", "UnknownLine", "InvalidCursor"], _tag, name)
        }
    }).pipe(Effect.provide(world()))
  )
})

describe("a call", () => {
  it.effect("that names an account, or gives a time that is to come, is told what would be right", () =>
    Effect.gen(function* () {
      const follow = yield* Follow.Follow
      const [{ account: id, name } = assert.fail("no account")] = yield* follow.lag
      assert.notStrictEqual(id, name)
      const wrong = [
        follow.watch([{ account: name, order }]),
        follow.unwatch(name, [order]),
        follow.pause(name),
        follow.resume(name),
        Stream.runDrain(follow.events({ account: name }))
      ]
      for (const asked of wrong) {
        const error = yield* Effect.flip(asked)
        assert.ok(error._tag === "InvalidOption" && error.field === "account", error.message)
        assert.include(error.message, id)
      }
      for (const asked of [follow.pause("no account"), follow.resume("no account")]) {
        const error = yield* Effect.flip(asked)
        assert.ok(error._tag === "InvalidOption" && error.field === "account", error.message)
        assert.include(error.message, "of this store")
      }
      // A century in microseconds.
      const placed = 3_155_760_000_000_000
      const error = yield* Effect.flip(
        follow.watch([
          { account: id, order },
          { account: id, order, placed }
        ])
      )
      assert.ok(error._tag === "InvalidOption" && error.field === "orders[1].placed", error.message)
      assert.strictEqual((yield* follow.lag).length, 1)
      assert.deepStrictEqual([...(yield* Stream.runCollect(follow.orders()))], [])
      // A machine's clock that goes before.
      yield* follow.watch([{ account: id, order, placed: 60_000 }])
      assert.strictEqual(Option.getOrThrow(yield* follow.get(id, order)).placed, 0)
    }).pipe(Effect.provide(world()))
  )
})
