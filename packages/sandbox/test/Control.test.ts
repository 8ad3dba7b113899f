import { assert, describe, it } from "@effect/vitest"
import { Sandbox, SandboxOptions } from "@smmkit/sandbox"
import { BigDecimal, Duration, Effect, Either, FastCheck, TestClock } from "effect"
import * as Agenda from "../src/internal/agenda.js"
import { share } from "../src/internal/amounts.js"
import { ask, link } from "./harness.js"

/** A panel that keeps all decimals. */
const exactly = { decimals: undefined, rounding: "half-up" } as const

const add = { action: "add", service: "1", link: link(), quantity: "100" }

describe("the accounts", () => {
  it.effect("are apart from each other, and may have several keys", () =>
    Effect.gen(function* () {
      const { accounts, ledger, bookings } = yield* Sandbox.Sandbox
      yield* accounts.create({ name: "other", key: "other-key", balance: "5" })
      yield* accounts.addKey("other", "third-key")
      yield* ask({ ...add, key: "third-key" })
      assert.deepStrictEqual(yield* ask({ action: "balance", key: "other-key" }), {
        balance: "4.921",
        currency: "USD"
      })
      assert.deepStrictEqual(yield* ask({ action: "balance" }), { balance: "1000", currency: "USD" })
      assert.deepStrictEqual(
        (yield* ledger.entries("other")).map(({ reason }) => reason),
        ["deposit", "charge"]
      )
      assert.deepStrictEqual(
        (yield* bookings).map(({ account, order, form }) => [account, order, form]),
        [["other", "23501", { service: "1", link: link(), quantity: "100" }]]
      )
    }).pipe(Effect.provide(Sandbox.layer()))
  )

  it.effect("can be disabled and enabled, and have their funds set by an entry in the book", () =>
    Effect.gen(function* () {
      const { accounts, ledger } = yield* Sandbox.Sandbox
      yield* accounts.setEnabled("main", false)
      assert.deepStrictEqual(yield* ask(add), { error: "Your account is not active" })
      yield* accounts.setEnabled("main", true)
      yield* accounts.setFunds("main", "0.05")
      yield* accounts.setFunds("main", BigDecimal.unsafeFromString("12.5"))
      yield* accounts.spend("main", "2.5")
      yield* accounts.spend("main", "-1")
      assert.deepStrictEqual(
        (yield* ledger.entries()).map(({ reason, amount, balance }) => [
          reason,
          BigDecimal.format(amount),
          BigDecimal.format(balance)
        ]),
        [
          ["deposit", "1000", "1000"],
          ["withdrawal", "-999.95", "0.05"],
          ["deposit", "12.45", "12.5"],
          ["stranger", "-2.5", "10"],
          ["goodwill", "1", "11"]
        ]
      )
      assert.isTrue(yield* ledger.isBalanced)
    }).pipe(Effect.provide(Sandbox.layer()))
  )

  it.effect("are not made twice, nor looked for in vain without a word", () =>
    Effect.gen(function* () {
      const { accounts, change } = yield* Sandbox.Sandbox
      const failures = [
        accounts.create({ name: "main", key: "k" }),
        accounts.create({ name: "other", key: "sandbox-key" }),
        accounts.create({ name: "other", key: "k", balance: "1e3" }),
        accounts.addKey("other", "k"),
        accounts.addKey("main", "sandbox-key"),
        accounts.setFunds("other", "1"),
        change("23501", { state: "Completed" })
      ]
      const errors = yield* Effect.forEach(failures, Effect.flip)
      assert.deepStrictEqual(
        errors.map(({ field }) => field),
        ["account", "key", "balance", "account", "key", "account", "order"]
      )
    }).pipe(Effect.provide(Sandbox.layer()))
  )
})

/** Options as from a program without types. */
const untyped = (options: Readonly<Record<string, unknown>>): SandboxOptions.Options =>
  Object.fromEntries(Object.entries(options))

describe("the options", () => {
  it("are checked, each with a remedy", () => {
    const wrong: ReadonlyArray<readonly [string, SandboxOptions.Options]> = [
      ["seed", { seed: 1.5 }],
      ["services", { services: 0 }],
      ["services", { services: 20_001 }],
      ["balance", { balance: "many" }],
      ["speed", { speed: 0 }],
      ["speed", { speed: Number.POSITIVE_INFINITY }],
      ["speed", { speed: 1_000_001 }],
      ["mayOwe", untyped({ mayOwe: "yes" })],
      ["pace", untyped({ pace: null })],
      ["limits", { limits: [{ calls: 1, window: "1 minute", action: "gremlins" }] }],
      ["limits", untyped({ limits: [{ calls: 1, window: "1 minute", per: "day" }] })],
      ["partial", { partial: 2 }],
      ["rejected", { rejected: -1 }],
      ["decimals", { decimals: -1 }],
      ["key", { key: " " }],
      ["mishaps", { mishaps: { html: 1.5 } }]
    ]
    for (const [field, options] of wrong) {
      const error = Either.getOrThrow(Either.flip(SandboxOptions.check(options)))
      assert.strictEqual(error.field, field)
      assert.include(error.message, "give")
    }
    const shown: ReadonlyArray<readonly [string, SandboxOptions.Options]> = [
      ["instead of 0", { ids: { start: 0 } }],
      ["instead of -1", { refillIds: { gap: -1 } }],
      ['instead of "soon"', untyped({ others: "soon" })],
      ['instead of "a lot"', untyped({ drop: "a lot" })]
    ]
    for (const [value, options] of shown) {
      assert.include(Either.getOrThrow(Either.flip(SandboxOptions.check(options))).message, value)
    }
    const gremlins = SandboxOptions.check(untyped({ mishaps: { gremlins: 1 } }))
    assert.strictEqual(Either.getOrThrow(Either.flip(gremlins)).field, "mishaps")
    assert.isTrue(Either.isRight(SandboxOptions.check({ speed: 1_000_000 })))
  })

  it.effect("number by the clock, so that a later sandbox never gives an earlier one's IDs", () =>
    Effect.gen(function* () {
      const given: Array<bigint> = []
      for (let start = 0; start < 3; start++) {
        yield* TestClock.adjust("1 second")
        const sandbox = yield* Sandbox.make({ ...(yield* SandboxOptions.numberedByClock), refillWait: 0 })
        const [order = "0"] = yield* sandbox.seed({ service: "1", state: "Completed", count: 999 })
        yield* sandbox.handle({ key: sandbox.key, action: "refill", order })
        const ids = [...(yield* sandbox.orders()).map(({ order }) => BigInt(order))]
        assert.isTrue(ids.every((id) => given.every((before) => id > before)))
        given.push(...ids)
        assert.deepStrictEqual(
          (yield* sandbox.refills).map(({ refill }) => refill),
          [String((start + 1) * 1_000_000)]
        )
      }
    })
  )
})

describe("inside", () => {
  it.prop(
    "what is due happens in order of time, and of planning at one time",
    [FastCheck.array(FastCheck.nat({ max: 50 })), FastCheck.nat({ max: 60 })],
    ([times, now]) => {
      const agenda = Agenda.make()
      const happened: Array<readonly [number, number]> = []
      for (const [turn, time] of times.entries()) {
        agenda.plan(time, (at) => {
          assert.strictEqual(at, time)
          happened.push([time, turn])
        })
      }
      agenda.settle(now)
      const expected = times
        .map((time, turn) => [time, turn] as const)
        .filter(([time]) => time <= now)
        .sort(([a, first], [b, second]) => a - b || first - second)
      assert.deepStrictEqual(happened, expected)
      agenda.settle(100)
      assert.strictEqual(happened.length, times.length)
    }
  )

  it.prop(
    "a share is exact where it can be, never more than the whole, and all of it for all",
    [
      FastCheck.bigInt({ min: 0n, max: 10n ** 12n }),
      FastCheck.nat({ max: 6 }),
      FastCheck.nat({ max: 1000 }),
      FastCheck.integer({ min: 1, max: 1000 })
    ],
    ([value, scale, part, whole]) => {
      const amount = BigDecimal.make(value, scale)
      const some = share(amount, part, whole, exactly)
      assert.isTrue(BigDecimal.lessThanOrEqualTo(some, amount))
      if (part >= whole) assert.isTrue(BigDecimal.equals(some, amount))
      const each = share(BigDecimal.multiply(amount, BigDecimal.make(BigInt(whole), 0)), part, whole, exactly)
      const exact = BigDecimal.multiply(amount, BigDecimal.make(BigInt(Math.min(part, whole)), 0))
      assert.isTrue(BigDecimal.equals(each, exact))
    }
  )

  it.effect("a clock that is set back does not take the panel back with it", () =>
    Effect.gen(function* () {
      const { orders } = yield* Sandbox.Sandbox
      yield* ask(add)
      yield* TestClock.setTime(Duration.toMillis("1 day"))
      const [before] = yield* orders()
      yield* TestClock.setTime(0)
      const [after] = yield* orders()
      assert.deepStrictEqual([before?.state, after?.state], ["Completed", "Completed"])
    }).pipe(Effect.provide(Sandbox.layer({ partial: 0 })))
  )
})
