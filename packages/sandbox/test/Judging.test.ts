/**
 * The books are judged by other means than they are kept by: whatever the panel reckons with is broken in
 * one place at a time, and the books say so.
 */
import { afterAll, afterEach, assert, beforeAll, describe, it, vi } from "@effect/vitest"
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

/** One thing that the panel reckons with, and another that is not it. */
interface Break {
  /** Of the sandbox, or one of another package. */
  readonly module: string
  readonly what: string
  readonly put: unknown
}

const breaks: ReadonlyArray<Break> = [
  { module: "amounts", what: "share", put: () => cent },
  { module: "amounts", what: "rounded", put: more },
  { module: "amounts", what: "nthPart", put: () => cent },
  { module: "money", what: "ruleOf", put: () => "none" },
  { module: "money", what: "ruleOf", put: () => "remains" },
  { module: "money", what: "dueBy", put: () => zero },
  { module: "money", what: "totalOf", put: () => cent },
  { module: "money", what: "dueOf", put: () => cent },
  { module: "money", what: "refundedOf", put: () => cent },
  { module: "money", what: "charge", put: () => undefined },
  { module: "money", what: "owe", put: () => undefined },
  { module: "lifecycle", what: "isEnd", put: () => false },
  { module: "lifecycle", what: "payerOf", put: (record: unknown) => record },
  { module: "deliveries", what: "isPackage", put: () => false },
  { module: "families", what: "unopened", put: () => cent },
  { module: "families", what: "deliveredBy", put: () => 1 },
  { module: "families", what: "concludeRun", put: () => undefined },
  { module: "orders", what: "countsOf", put: () => ({ units: 100, delivered: 99 }) },
  { module: "@smmkit/core/Quote", what: "quote", put: () => Option.some({ amount: cent }) },
  { module: "@smmkit/core/Quote", what: "quantity", put: () => Option.some(100) }
]

const options: ReadonlyArray<SandboxOptions.Options> = [
  { partial: 1 },
  { partial: 1, decimals: 2, rounding: "down" }
]

const paths = new Map(
  breaks.map(({ module }) => [module, module.startsWith("@") ? module : `../src/internal/${module}.js`])
)

/** What is broken right now: the modules are loaded once for all that can be. */
let broken: Break | undefined

/** A module of which everything that can be broken is as it is, unless it is. */
const breakable = (module: string) => async (load: () => Promise<Record<string, unknown>>) => {
  const real = await load()
  const replaced = breaks
    .filter((one) => one.module === module)
    .map(({ what }) => {
      const put = (...given: ReadonlyArray<unknown>): unknown => {
        const isBroken = broken?.module === module && broken.what === what
        const used = isBroken ? broken?.put : real[what]
        if (typeof used !== "function") throw new Error(`${module} has no ${what}`)
        return Reflect.apply(used, undefined, given)
      }
      return [what, put]
    })
  return { ...real, ...Object.fromEntries(replaced) }
}

describe("the books", () => {
  beforeAll(() => {
    vi.resetModules()
    for (const [module, path] of paths) vi.doMock(path, breakable(module))
  })

  afterEach(() => {
    broken = undefined
  })

  // The process serves other files, too, and these want the modules as they are.
  afterAll(() => {
    for (const path of paths.values()) vi.doUnmock(path)
    vi.resetModules()
  })

  it.effect("agree where nothing is broken", () =>
    Effect.gen(function* () {
      for (const one of options) assert.deepStrictEqual(yield* judged(one), [])
    })
  )

  for (const one of breaks) {
    it.effect(`say so where ${one.module} has another ${one.what}: ${String(one.put)}`, () =>
      Effect.gen(function* () {
        broken = one
        let found = 0
        for (const each of options) if (found === 0) found = (yield* judged(each)).length
        assert.isAbove(found, 0)
      })
    )
  }
})
