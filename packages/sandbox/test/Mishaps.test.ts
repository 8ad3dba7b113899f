/** What mishaps are bound to, how they are drawn, and what is refused when they are set. */
import { assert, describe, it } from "@effect/vitest"
import { type Exchange, type Mishap, Sandbox } from "@smmkit/sandbox"
import { DateTime, Effect, FastCheck } from "effect"
import { link, panel, pass } from "./harness.js"

const say = (form: Exchange.Form) =>
  Effect.flatMap(Sandbox.Sandbox, (sandbox) => sandbox.handle({ key: sandbox.key, ...form }))

const body = (form: Exchange.Form) =>
  Effect.map(say(form), (exchange) => (exchange._tag === "Answered" ? exchange.reply.body : exchange._tag))

const add = (at: number) => say({ action: "add", service: "1", link: link(at), quantity: "100" })
const balance = { action: "balance" }

const faults = Effect.map(Sandbox.Sandbox, (sandbox) => sandbox.faults)
const firedOn = (action: string) =>
  Effect.flatMap(faults, ({ fired }) =>
    Effect.map(fired, (all) =>
      all.filter((one) => one.action === action).map(({ mishaps }) => mishaps.join())
    )
  )

describe("a mishap", () => {
  it.effect("of one order changes what is said of that order, and of no other", () =>
    Effect.gen(function* () {
      const { add: befall } = yield* faults
      yield* add(1)
      yield* add(2)
      yield* befall({ mishap: "nonsense", order: "23502" })
      const many = yield* body({ action: "status", orders: "23501,23502" })
      assert.match(many, /"23501":\{[^}]*"status":"Pending"/)
      assert.match(many, /"23502":\{[^}]*"status":\[\]/)
      assert.include(yield* body({ action: "status", order: "23501" }), "Pending")
      assert.include(yield* body({ action: "status", order: "23502" }), '"status":[]')
    }).pipe(Effect.provide(panel()))
  )

  it.effect("of one account of thirty is none of the others, and ends with its time", () =>
    Effect.gen(function* () {
      const { accounts } = yield* Sandbox.Sandbox
      const { during } = yield* faults
      const names = Array.from({ length: 30 }, (_, at) => `a${at}`)
      yield* Effect.forEach(names, (name) => accounts.create({ name, key: `${name}-key`, balance: "1" }))
      yield* during("10 minutes", { mishap: "refused", account: "a7" })
      const down = Effect.map(
        Effect.forEach(names, (name) => body({ ...balance, key: `${name}-key` })),
        (answers) => names.filter((_, at) => answers[at] === "Refused")
      )
      assert.deepStrictEqual(yield* down, ["a7"])
      yield* pass("9 minutes")
      assert.deepStrictEqual(yield* down, ["a7"])
      yield* pass("1 minutes")
      assert.deepStrictEqual(yield* down, [])
    }).pipe(Effect.provide(panel()))
  )

  it.effect("of one key leaves the account's other keys alone; until a time, and then no more", () =>
    Effect.gen(function* () {
      const { accounts } = yield* Sandbox.Sandbox
      const { add: befall } = yield* faults
      yield* accounts.addKey("main", "second-key")
      yield* befall({ mishap: "maintenance", key: "second-key", until: DateTime.unsafeMake(60_000) })
      assert.include(yield* body({ ...balance, key: "second-key" }), "Maintenance")
      assert.notInclude(yield* body(balance), "Maintenance")
      yield* pass("1 minutes")
      assert.notInclude(yield* body({ ...balance, key: "second-key" }), "Maintenance")
    }).pipe(Effect.provide(panel()))
  )

  it.effect("on a script of what is bound comes before that of all; both say what is left over", () =>
    Effect.gen(function* () {
      const { script, left, clear } = yield* faults
      yield* script(["null", "empty-list"])
      yield* script(["html", "none", "html"], { action: "balance", account: "main" })
      assert.deepStrictEqual([yield* left(), yield* left({ action: "balance", account: "main" })], [2, 3])
      assert.include(yield* body(balance), "502")
      assert.strictEqual(yield* body({ action: "status", order: "7" }), "null")
      assert.include(yield* body(balance), '"balance"')
      assert.deepStrictEqual([yield* left(), yield* left({ action: "balance", account: "main" })], [1, 1])
      assert.strictEqual(yield* left("add"), 0)
      yield* clear
      assert.strictEqual(yield* left(), 0)
    }).pipe(Effect.provide(panel()))
  )

  it.effect("that had no effect is not told", () =>
    Effect.gen(function* () {
      const { accounts } = yield* Sandbox.Sandbox
      const { script } = yield* faults
      yield* script([["zero-id", "slow"]])
      yield* say({ action: "add", service: "999" })
      assert.deepStrictEqual(yield* firedOn("add"), ["slow"])
      yield* script([{ mishap: "slow", after: 0 }], "services")
      yield* say({ action: "services" })
      assert.deepStrictEqual(yield* firedOn("services"), [])
      yield* accounts.setFunds("main", "0")
    }).pipe(Effect.provide(panel()))
  )

  it.effect("is told of the newest calls only, as many as a log keeps", () =>
    Effect.gen(function* () {
      const { add: befall, fired } = yield* faults
      yield* befall({ mishap: "slow" })
      for (let at = 0; at < 5; at++) yield* say(balance)
      assert.deepStrictEqual(
        (yield* fired).map(({ call }) => call),
        [3, 4, 5]
      )
    }).pipe(Effect.provide(panel({ logSize: 3 })))
  )
})

describe("chance", () => {
  const lost = (seed: number, between: number) =>
    Effect.gen(function* () {
      for (let at = 0; at < 60; at++) {
        for (let nth = 0; nth < between; nth++) yield* say(balance)
        yield* add(at)
      }
      return yield* firedOn("add")
    }).pipe(
      Effect.provide(
        Sandbox.layer({
          seed,
          mishaps: { "dropped-after": 0.3, "dropped-before": 0.3, "stranger-spends": 0.3 }
        })
      )
    )

  it.effect.prop(
    "is drawn for each action by itself: calls of another one change nothing",
    [FastCheck.integer({ min: 0, max: 1000 }), FastCheck.integer({ min: 1, max: 3 })],
    ([seed, between]) =>
      Effect.gen(function* () {
        const fates = yield* lost(seed, 0)
        assert.deepStrictEqual(yield* lost(seed, between), fates)
        assert.isTrue(
          fates.some((names) => names.includes(",")),
          "two peculiarities on one call"
        )
        assert.isTrue(fates.every((names) => !(names.includes("-after") && names.includes("-before"))))
      }),
    { fastCheck: { numRuns: 10 } }
  )

  it.effect("falls on whichever of those that exclude each other, and on every one in time", () =>
    Effect.gen(function* () {
      const { set } = yield* faults
      yield* set({ "dropped-after": 1, "dropped-before": 1, html: 1 })
      for (let at = 0; at < 60; at++) yield* say(balance)
      const counts = new Map<string, number>()
      for (const name of yield* firedOn("balance")) counts.set(name, (counts.get(name) ?? 0) + 1)
      assert.sameMembers([...counts.keys()], ["dropped-after", "dropped-before", "html"])
      assert.isTrue([...counts.values()].every((count) => count >= 5))
    }).pipe(Effect.provide(panel()))
  )
})

describe("what does not exist or cannot be", () => {
  it.effect("is refused when it is set, in words, and nothing is changed", () =>
    Effect.gen(function* () {
      const { set, add: befall, script, during, setTraits, traits } = yield* faults
      // As from a program without types.
      const untyped = (fields: Readonly<Record<string, unknown>>): Mishap.Rule =>
        JSON.parse(JSON.stringify({ mishap: "html", ...fields }))
      const wrong = [
        [set(JSON.parse('{"gremlins":1}')), "gremlins"],
        [set({ html: 1.5 }), "html"],
        [set({ html: Number.NaN }), "html"],
        [befall(untyped({ mishap: "gremlins" })), "gremlins"],
        [befall(untyped({ action: "ad" })), "ad"],
        [befall({ mishap: "html", chance: -1 }), "html"],
        [during("1 minute", untyped({ mishap: ["html", "gnomes"] })), "gnomes"],
        [script(JSON.parse('["none","gremlins"]')), "gremlins"],
        [script(["html"], JSON.parse('"balances"')), "balances"],
        [script(["html", { mishap: "slow", after: Number.POSITIVE_INFINITY }]), "after"],
        [setTraits(JSON.parse('["cyrillic"]')), "cyrillic"],
        [setTraits(["turkish", "indonesian"]), "turkish and indonesian"]
      ] as const
      for (const [setting, named] of wrong) assert.include((yield* Effect.flip(setting)).message, named)
      assert.deepStrictEqual(yield* traits, [])
      assert.include(yield* body(balance), '"balance"')
    }).pipe(Effect.provide(panel()))
  )
})
