/** Many accounts in one process: of all sizes, coming and going, and a great many with nothing to do. */
import { describe, expect, it } from "@effect/vitest"
import { Account, Store } from "@smmkit/journal"
import { Sandbox, SandboxTransport } from "@smmkit/sandbox"
import { Effect, Exit, Layer, Redacted, Scope } from "effect"
import { Follow, FollowStore, StoreClock, Sweep } from "../src/index.js"
import { counted } from "./counted.js"
import { file, panel, sandbox, tick } from "./world.js"

/** How many orders the largest account has, and how many accounts have nothing to do. */
const most = Number(process.env["SMMKIT_ORDERS"] ?? 300)
const idle = Number(process.env["SMMKIT_ACCOUNTS"] ?? 100)

const named = (nth: number) => ({
  name: `account-${nth}`,
  panel: { ...panel, key: Redacted.make(`key-${nth}`) }
})

/** A process that looks after accounts, each in a scope of its own, on a store that counts its statements. */
const world = (counts: { statements: number }) =>
  Layer.unwrapEffect(
    Effect.map(file, ({ client }) => {
      const stores = Layer.merge(FollowStore.layer, Store.layer({ clock: "program" })).pipe(
        Layer.provide(StoreClock.layerProgram),
        Layer.provide(Layer.provide(counted(counts), client))
      )
      return Follow.layerService().pipe(
        Layer.provideMerge(Sweep.layerPulse()),
        Layer.provideMerge(Layer.mergeAll(stores, SandboxTransport.layer)),
        Layer.provideMerge(sandbox()),
        Layer.orDie
      )
    })
  )

/** Has an account looked after until its scope is closed. */
const lookAfter = (nth: number) =>
  Effect.gen(function* () {
    const scope = yield* Scope.make()
    const { account, run } = yield* Scope.extend(Sweep.make(named(nth)), scope)
    yield* Effect.forkIn(run, scope)
    return { account, end: Effect.fork(Scope.close(scope, Exit.void)) }
  })

/** Follows orders that the panel has had all along. */
const fill = (nth: number, account: string, count: number) =>
  Effect.gen(function* () {
    const box = yield* Sandbox.Sandbox
    const { watch } = yield* Follow.Follow
    yield* Effect.ignore(box.accounts.create({ name: `account-${nth}`, key: `key-${nth}` }))
    const orders = yield* box.seed({ count, account: `account-${nth}`, service: "1", quantity: 1000 })
    yield* watch(orders.map((order) => ({ account, order, service: "1", units: 1000 })))
  })

/** Accounts of which something has been due for longer than a moment. */
const late = Effect.gen(function* () {
  const { lag } = yield* Follow.Follow
  const { now } = yield* FollowStore.FollowStore
  const before = (yield* now) - 3000
  return (yield* lag).filter(({ since }) => since !== null && since < before).map(({ name }) => name)
})

describe("many accounts", () => {
  it.effect("of all sizes are looked after at once, while some come and others go", () =>
    Effect.gen(function* () {
      const sizes = Array.from({ length: 30 }, (_, nth) => Math.round(3 * (most / 3) ** (nth / 29)))
      expect([sizes[0], sizes[29]]).toEqual([3, most])
      const start = (nth: number, count: number) =>
        Effect.tap(lookAfter(nth), ({ account }) => fill(nth, account, count))
      const early = yield* Effect.forEach(sizes.slice(0, 20), (count, nth) => start(nth, count))
      yield* tick(5)
      // Those go, and come again, while others come.
      yield* Effect.forEach(early.slice(0, 10), ({ end }) => end)
      yield* Effect.forEach(sizes.slice(20), (count, nth) => start(nth + 20, count))
      yield* tick(5)
      yield* Effect.forEach(early.slice(0, 10), (_, nth) => lookAfter(nth))
      const rounds = Math.ceil(most / 100)
      yield* tick(5 + rounds)
      const { lag } = yield* Follow.Follow
      const all = yield* lag
      expect(all.map(({ open }) => open).sort((a, b) => a - b)).toEqual(sizes)
      expect(all.filter(({ attended }) => !attended)).toEqual([])
      expect(yield* late).toEqual([])
    }).pipe(Effect.provide(world({ statements: 0 })))
  )

  it.effect("wait for no other one, into which a great many orders come at once", () =>
    Effect.gen(function* () {
      const others = yield* Effect.forEach(Array.from({ length: 5 }), (_, nth) => lookAfter(nth))
      yield* Effect.forEach(others, ({ account }, nth) => fill(nth, account, 50))
      const { account } = yield* lookAfter(5)
      yield* tick(10)
      yield* fill(5, account, 10 * most)
      for (let second = 0; second < 12; second++) {
        yield* tick(1)
        expect((yield* late).filter((name) => name !== "account-5")).toEqual([])
      }
      // Those are far from done meanwhile.
      expect(yield* late).toEqual(["account-5"])
    }).pipe(Effect.provide(world({ statements: 0 })))
  )

  it.effect("with nothing due cost fewer than five statements a second together", () => {
    const counts = { statements: 0 }
    return Effect.gen(function* () {
      yield* Effect.forEach(Array.from({ length: idle }), (_, nth) => lookAfter(nth))
      yield* tick(5)
      const before = counts.statements
      yield* tick(60)
      expect((counts.statements - before) / 60).toBeLessThan(5)
      expect(counts.statements - before).toBeGreaterThan(0)
    }).pipe(Effect.provide(world(counts)))
  })

  it.scoped("whose key is another one is not looked after before the journal has adopted that", () =>
    Effect.gen(function* () {
      const { account } = yield* Sweep.make(named(1))
      const other = { ...named(1), panel: named(2).panel }
      const error = yield* Effect.flip(Sweep.make(other))
      expect(error).toMatchObject({ _tag: "InvalidOption" })
      expect(error.message).toContain("another API key")
      const { adopt } = yield* Store.Store
      yield* adopt(account, Account.credential({ url: SandboxTransport.url, key: other.panel.key }))
      expect((yield* Sweep.make(other)).name).toBe("account-1")
    }).pipe(Effect.provide(world({ statements: 0 })))
  )
})
