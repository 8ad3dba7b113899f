import { SqlClient } from "@effect/sql"
import { describe, expect, it } from "@effect/vitest"
import { Identifiers } from "@smmkit/core"
import { Sandbox } from "@smmkit/sandbox"
import { Effect, Option, Stream } from "effect"
import { Follow } from "../src/index.js"
import { account, happened, panel, pass, refusing, seeded, tick, world } from "./world.js"

const limit = (calls: number) => ({ accounts: [{ panel, limit: { calls, per: "1 minute" as const } }] })

/** The most calls of the key that any minute holds. */
const busiestMinute = Effect.flatMap(Sandbox.Sandbox, ({ logs, key }) =>
  Effect.map(logs.calls({ key }), (calls) => {
    const times = calls.map(({ time }) => time)
    return Math.max(
      0,
      ...times.map((start) => times.filter((time) => time >= start && time < start + 60_000).length)
    )
  })
)

const statusCalls = Effect.flatMap(Sandbox.Sandbox, ({ calls }) =>
  Effect.map(calls, ({ byAction }) => byAction["status"] ?? 0)
)

/** How long orders that the panel knows no more are looked at; `SMMKIT_HOURS=24` has it a day. */
const hours = Number(process.env["SMMKIT_HOURS"] ?? 2)

describe("a sweep", () => {
  /** A claim is for one call, or for four. */
  for (const [calls, orders, seconds] of [
    [100, 100, 120],
    [6000, 400, 30]
  ] as const)
    it.effect(
      `finds the order that breaks a batch by halves, within the budget of ${calls} a minute, and looks at all others`,
      () =>
        Effect.gen(function* () {
          const [bad = order1] = (yield* seeded(orders)).slice(41)
          const sandbox = yield* Sandbox.Sandbox
          yield* sandbox.faults.add({ mishap: "server-error-before", action: "status", order: bad })
          yield* tick(seconds)
          const follow = yield* Follow.Follow
          const rows = yield* Stream.runCollect(follow.orders())
          for (const row of rows) {
            if (row.order === bad) {
              expect(row.looks).toBe(0)
              expect(row.failures).toBeGreaterThan(0)
              expect(row.problem).toContain("out of order")
            } else expect(row.looks).toBeGreaterThan(0)
          }
          const [lag] = yield* follow.lag
          expect(lag).toMatchObject({ failing: 1, suspect: null })
          expect(yield* busiestMinute).toBeLessThanOrEqual(calls)
        }).pipe(Effect.provide(world({ ...limit(calls), every: "1 second" })))
    )

  it.effect("asks no more calls than it has tokens for where one wrong ID has a whole batch refused", () =>
    Effect.gen(function* () {
      yield* seeded(100)
      const follow = yield* Follow.Follow
      yield* follow.watch([{ account: yield* account, order: order1 }])
      yield* tick(60)
      expect(yield* busiestMinute).toBeLessThanOrEqual(20)
      yield* tick(120)
      const rows = yield* Stream.runCollect(follow.orders())
      expect([...rows].filter(({ looks }) => looks === 0)).toEqual([])
    }).pipe(Effect.provide(world({ ...limit(20), every: "1 second" }, { traits: ["whole-refusal"] })))
  )

  it.effect(
    "looks at a new order where the one that was shown last is cleared away, and has its batch refused",
    () => {
      const cleared = { id: "none" }
      return Effect.gen(function* () {
        const [old = order1] = yield* seeded(1)
        yield* pass(30)
        cleared.id = old
        const [fresh = order1] = yield* seeded(1)
        yield* pass(30)
        const names = (yield* happened).map(({ order, name }) => [order, name])
        expect(names).toContainEqual([fresh, "Completed"])
      }).pipe(Effect.provide(world(undefined, { partial: 0 }, refusing(cleared))))
    }
  )

  it.effect("tells of an order that the panel knows no more when a second look says so too", () =>
    Effect.gen(function* () {
      const orders = yield* seeded(20)
      yield* pass(10)
      const sandbox = yield* Sandbox.Sandbox
      yield* sandbox.forget(orders[3] ?? order1)
      yield* pass(hours * 60)
      const gone = (yield* happened).filter(({ name }) => name === "Gone")
      expect(gone.map(({ order }) => order)).toEqual([orders[3]])
    }).pipe(Effect.provide(world()))
  )

  it.effect("calls no order gone where the panel knows most of them no more, but the account suspect", () =>
    Effect.gen(function* () {
      const orders = yield* seeded(20)
      yield* pass(10)
      const sandbox = yield* Sandbox.Sandbox
      yield* Effect.forEach(orders, (order) => sandbox.forget(order))
      const before = yield* statusCalls
      yield* pass(hours * 60)
      expect((yield* happened).filter(({ name }) => name === "Gone")).toEqual([])
      const follow = yield* Follow.Follow
      const [lag] = yield* follow.lag
      expect(lag?.suspect).toContain("orders no more")
      expect((yield* statusCalls) - before).toBeLessThan(hours * 60)
    }).pipe(Effect.provide(world()))
  )

  it.effect("calls none gone either where an order of a suspect account is asked about alone", () =>
    Effect.gen(function* () {
      const [first = order1, ...others] = yield* seeded(2)
      yield* pass(10)
      const { forget } = yield* Sandbox.Sandbox
      const follow = yield* Follow.Follow
      const id = yield* account
      yield* Effect.forEach([first, ...others], (order) => forget(order))
      yield* pass(hours * 60)
      expect((yield* follow.lag)[0]?.suspect).toContain("orders no more")
      yield* follow.unwatch(id, others)
      yield* Effect.repeatN(Effect.zipRight(follow.now(id, first), pass(10)), 5)
      expect((yield* follow.lag)[0]?.suspect).toContain("orders no more")
      expect((yield* happened).filter(({ name }) => name === "Gone")).toEqual([])
    }).pipe(Effect.provide(world()))
  )

  /** Two orders of a panel that is asked about one at a time, which are due at different times. */
  const apart = Effect.gen(function* () {
    const [first = order1] = yield* seeded(1)
    yield* tick(70)
    const [second = order1] = yield* seeded(1)
    yield* tick(100)
    return [first, second] as const
  })
  const oneByOne = world(
    { accounts: [{ panel: { ...panel, manyForm: "one-by-one" } }], every: "10 seconds" },
    { manyForm: "one-by-one" }
  )

  it.effect("calls none gone where a panel that is asked one by one knows no other one either", () =>
    Effect.gen(function* () {
      const { forget } = yield* Sandbox.Sandbox
      yield* Effect.forEach(yield* apart, (order) => forget(order))
      yield* pass(20)
      const follow = yield* Follow.Follow
      expect((yield* follow.lag)[0]?.suspect).toContain("orders no more")
      expect((yield* happened).filter(({ name }) => name === "Gone")).toEqual([])
    }).pipe(Effect.provide(oneByOne))
  )

  it.effect("tells of one that is gone where a panel that is asked one by one shows another one", () =>
    Effect.gen(function* () {
      const { forget } = yield* Sandbox.Sandbox
      const [first] = yield* apart
      yield* forget(first)
      yield* pass(20)
      const follow = yield* Follow.Follow
      expect((yield* follow.lag)[0]?.suspect).toBe(null)
      const gone = (yield* happened).filter(({ name }) => name === "Gone")
      expect(gone.map(({ order }) => order)).toEqual([first])
    }).pipe(Effect.provide(oneByOne))
  )

  it.effect("asks nothing where no row can be read, and goes on with the first that can", () =>
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      yield* seeded(1)
      yield* sql`UPDATE smmkit_follow_order SET facts = '{"waiting":[{}]}'`
      yield* pass(10)
      expect(yield* statusCalls).toBe(0)
      yield* sql`UPDATE smmkit_follow_order SET facts = NULL`
      yield* pass(10)
      expect(yield* statusCalls).toBeGreaterThan(0)
    }).pipe(Effect.provide(world()))
  )

  it.effect("rests where the panel refuses the key, says so, and goes on when it is let in again", () =>
    Effect.gen(function* () {
      yield* seeded(5)
      const sandbox = yield* Sandbox.Sandbox
      yield* sandbox.accounts.replaceKey("main", sandbox.key, "another-key")
      yield* pass(60)
      const follow = yield* Follow.Follow
      expect((yield* follow.lag)[0]?.suspect).toContain("refuses the account")
      expect(yield* statusCalls).toBeLessThan(20)
      yield* sandbox.accounts.replaceKey("main", "another-key", "sandbox-key")
      yield* pass(30)
      expect((yield* follow.lag)[0]?.suspect).toBe(null)
      const rows = yield* Stream.runCollect(follow.orders())
      expect([...rows].filter(({ looks }) => looks === 0)).toEqual([])
    }).pipe(Effect.provide(world()))
  )

  it.effect("waits as long as the panel asks, whoever would look", () =>
    Effect.gen(function* () {
      yield* seeded(5)
      const sandbox = yield* Sandbox.Sandbox
      yield* sandbox.faults.script(["rate-limited"], "status")
      yield* tick(1)
      expect(yield* statusCalls).toBe(1)
      yield* tick(120)
      expect(yield* statusCalls).toBeGreaterThan(1)
    }).pipe(Effect.provide(world({ ...limit(100), every: "1 second" })))
  )

  it.effect("looks at an order at once when it is asked for, and at none while the account is paused", () =>
    Effect.gen(function* () {
      const [first = order1] = yield* seeded(5)
      yield* pass(5)
      const follow = yield* Follow.Follow
      const id = yield* account
      const looks = Effect.map(follow.get(id, first), (row) => Option.getOrThrow(row).looks)
      const before = yield* looks
      yield* follow.now(id, first)
      yield* tick(2)
      expect(yield* looks).toBe(before + 1)
      yield* follow.pause(id)
      yield* follow.now(id, first)
      yield* pass(60)
      expect(yield* looks).toBe(before + 1)
      yield* follow.resume(id)
      yield* pass(5)
      expect(yield* looks).toBeGreaterThan(before + 1)
      const unknown = yield* Effect.flip(follow.now(id, order1))
      expect(unknown._tag).toBe("UnknownOrder")
    }).pipe(Effect.provide(world(limit(100))))
  )
})

const order1 = Identifiers.OrderId.make("1")
