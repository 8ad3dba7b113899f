/**
 * The books are judged by other means than they are kept by: whatever the panel reckons with is broken in
 * one place at a time, and the books say so.
 */
import { afterEach, assert, describe, it, vi } from "@effect/vitest"
import { type Sandbox, SandboxOptions, type SandboxView } from "@smmkit/sandbox"
import { BigDecimal, Effect, Option, TestClock } from "effect"
import { find, link } from "./harness.js"

const cent = BigDecimal.unsafeFromString("0.01")
const more = (amount: BigDecimal.BigDecimal) => BigDecimal.sum(amount, cent)
const zero = BigDecimal.make(0n, 0)

/** Orders of every kind, ended in every way, on panels that round and panels that do not. */
const judged = (options: SandboxOptions.Options) =>
  Effect.gen(function* () {
    const { open } = yield* Effect.promise(() => import("../src/internal/control.js"))
    const { service } = yield* open(yield* SandboxOptions.check(options))
    return yield* everything(service)
  })

const everything = (sandbox: Sandbox.Sandbox.Service) =>
  Effect.gen(function* () {
    const add = (form: Readonly<Record<string, string>>) =>
      sandbox.handle({ key: sandbox.key, action: "add", ...form })
    const [drip, packaged] = [find(sandbox, { dripfeed: true }), find(sandbox, { type: "Package" })]
    const runs = { service: drip.id, quantity: String(drip.min + 7), runs: "3", interval: "60" }
    const posts = { username: "a", min: "20", max: "90", delay: "0", posts: "3" }
    yield* add({ service: "1", link: link(1), quantity: "77" })
    yield* add({ service: "1", link: link(2), quantity: "133" })
    yield* add({ ...runs, link: link(3) })
    yield* add({ ...runs, link: link(4) })
    yield* add({ service: packaged.id, link: link(5) })
    const commented = find(sandbox, { type: "Custom Comments Package" })
    const comments = Array.from({ length: commented.min + 12 }, (_, at) => `comment ${at}`).join("\n")
    yield* add({ service: commented.id, link: link(6), comments })
    yield* add({ service: find(sandbox, { type: "Subscriptions" }).id, ...posts })
    yield* add({ ...runs, link: link(7) })
    yield* TestClock.adjust("10 minutes")
    const found = [...(yield* sandbox.ledger.disagreements)]
    const change = (nth: number, to: SandboxView.Change) =>
      Effect.flatMap(sandbox.orders({ link: link(nth), top: true }), ([one]) =>
        sandbox.change(one?.order ?? "", to)
      )
    yield* change(2, { state: "Canceled" })
    yield* change(7, { state: "Canceled" })
    // No part of a package is for sale, and the panel says so.
    yield* Effect.either(change(6, { remains: 5 }))
    found.push(...(yield* sandbox.ledger.disagreements))
    const [cancelled] = yield* sandbox.orders({ link: link(4), top: true })
    yield* sandbox.handle({ key: sandbox.key, action: "cancel", orders: cancelled?.order ?? "" })
    yield* TestClock.adjust("4 days")
    return [...found, ...(yield* sandbox.ledger.disagreements)]
  })

/** One thing each that the panel reckons with, and another that is not it. */
const breaks: ReadonlyArray<readonly [module: string, what: string, put: unknown]> = [
  ["amounts", "share", () => cent],
  ["amounts", "rounded", more],
  ["amounts", "nthPart", () => cent],
  ["money", "ruleOf", () => "none"],
  ["money", "ruleOf", () => "remains"],
  ["money", "dueBy", () => zero],
  ["money", "totalOf", () => cent],
  ["money", "dueOf", () => cent],
  ["money", "refundedOf", () => cent],
  ["money", "charge", () => undefined],
  ["money", "owe", () => undefined],
  ["lifecycle", "isEnd", () => false],
  ["lifecycle", "payerOf", (record: unknown) => record],
  ["deliveries", "isPackage", () => false],
  ["families", "unopened", () => cent],
  ["families", "deliveredBy", () => 1],
  ["families", "concludeRun", () => undefined],
  ["orders", "countsOf", () => ({ units: 100, delivered: 99 })]
]

const options: ReadonlyArray<SandboxOptions.Options> = [
  { partial: 1 },
  { partial: 1, decimals: 2, rounding: "down" }
]

describe("the books", () => {
  afterEach(() => {
    vi.doUnmock("@smmkit/core/Quote")
    for (const [module] of breaks) vi.doUnmock(`../src/internal/${module}.js`)
    vi.resetModules()
  })

  it.effect("agree where nothing is broken", () =>
    Effect.gen(function* () {
      for (const one of options) assert.deepStrictEqual(yield* judged(one), [])
    })
  )

  for (const [module, what, put] of breaks) {
    it.effect(`say so where ${module} has another ${what}: ${String(put)}`, () =>
      Effect.gen(function* () {
        const path = `../src/internal/${module}.js`
        vi.doMock(path, async (real) => Object.assign({}, await real(), { [what]: put }))
        let found = 0
        for (const one of options) if (found === 0) found = (yield* judged(one)).length
        assert.isAbove(found, 0)
      })
    )
  }

  for (const [what, put] of [
    ["quote", () => Option.some({ amount: cent })],
    ["quantity", () => Option.some(100)]
  ] as const) {
    it.effect(`say so where core has another ${what}`, () =>
      Effect.gen(function* () {
        vi.doMock("@smmkit/core/Quote", async (real) => Object.assign({}, await real(), { [what]: put }))
        assert.isNotEmpty(yield* judged({ partial: 1 }))
      })
    )
  }
})
