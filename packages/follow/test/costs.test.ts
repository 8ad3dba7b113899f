import { SqlClient } from "@effect/sql"
import { describe, expect, it } from "@effect/vitest"
import { Store } from "@smmkit/journal"
import { Sandbox, SandboxTransport } from "@smmkit/sandbox"
import { Effect, Layer, Stream, TestClock } from "effect"
import { Follow, FollowStore, StoreClock } from "../src/index.js"
import { claimBy, statements } from "../src/internal/store/fileStatements.js"
import { counted } from "./counted.js"
import { file, panel, seeded, stored, tick } from "./world.js"

/** A step of the clock for each call, as whoever sleeps meanwhile sleeps from its end on. */
const steps = (count: number) =>
  Effect.forEach(Array.from({ length: count }), () => TestClock.adjust("120 millis"), { discard: true })

/** Stores whose statements are counted. */
const countedStores = (
  client: Layer.Layer<SqlClient.SqlClient>,
  counts: { statements: number; last?: string }
) =>
  Layer.merge(FollowStore.layer, Store.layer({ clock: "program" })).pipe(
    Layer.provide(StoreClock.layerProgram),
    Layer.provideMerge(Layer.provide(counted(counts), client)),
    Layer.orDie
  )

const costOf = (manyForm: "orders" | "one-by-one", orders: number, calls: number, perMinute = 600) =>
  Effect.gen(function* () {
    const counts = { statements: 0 }
    const { client } = yield* file
    const box = Layer.orDie(Sandbox.layer({ manyForm }))
    const stores = countedStores(client, counts)
    const follow = Follow.layer({
      accounts: [{ panel: { ...panel, manyForm }, limit: { calls: perMinute, per: "1 minute" } }],
      every: "10 minutes"
    }).pipe(Layer.provide(SandboxTransport.layer), Layer.provideMerge(Layer.merge(box, stores)))
    return yield* Effect.gen(function* () {
      yield* seeded(orders)
      const looks = Effect.flatMap(Follow.Follow, (follow) =>
        Effect.map(Stream.runCollect(follow.orders()), (rows) =>
          [...rows].reduce((sum, row) => sum + row.looks, 0)
        )
      )
      // What is done once, or now and then, is done by then.
      yield* steps(calls / 3)
      const before = { looks: yield* looks, statements: counts.statements }
      yield* steps((2 * calls) / 3)
      const statements = counts.statements - before.statements
      const seen = (yield* looks) - before.looks
      expect(seen).toBeGreaterThan(orders / 2)
      return (statements * 100) / seen
    }).pipe(Effect.provide(follow))
  })

describe("following", () => {
  it.effect("asks the database at most four times for a hundred looks", () =>
    Effect.map(costOf("orders", 3000, 36), (statements) => expect(statements).toBeLessThanOrEqual(4))
  )

  it.effect("asks it no more often where the panel is asked about one order at a time", () =>
    Effect.map(costOf("one-by-one", 300, 330), (statements) => expect(statements).toBeLessThanOrEqual(4))
  )

  it.effect("asks it less often still where calls abound, as a claim is for several", () =>
    Effect.map(costOf("orders", 6000, 6, 6000), (statements) => expect(statements).toBeLessThanOrEqual(1.5))
  )

  it.effect("finds the next hundred on SQLite by its index", () =>
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      for (const due of ["due", "refill_due"] as const) {
        const plan = yield* sql.unsafe<{ detail: string }>(`EXPLAIN QUERY PLAN ${claimBy(due)}`, [
          "a",
          0,
          1,
          2
        ])
        expect(plan.filter(({ detail }) => /^SCAN (?!picked$|\(subquery)|TEMP B-TREE/.test(detail))).toEqual(
          []
        )
      }
    }).pipe(Effect.provide(stored(file)))
  )

  it.effect("counts what is behind by indexes alone, account by account", () =>
    Effect.gen(function* () {
      const counts = { statements: 0, last: "" }
      const { client } = yield* file
      yield* Effect.gen(function* () {
        const sql = yield* SqlClient.SqlClient
        const store = yield* FollowStore.FollowStore
        yield* store.lag
        const plan = yield* sql.unsafe<{ detail: string }>(`EXPLAIN QUERY PLAN ${counts.last}`, [0, 0])
        const ways = plan.flatMap(({ detail }) =>
          detail.includes("smmkit_follow_order") ? detail.replace(/.* USING | \(.*/g, "") : []
        )
        expect(ways.sort()).toEqual([
          "COVERING INDEX smmkit_follow_order_due",
          "COVERING INDEX smmkit_follow_order_due",
          "COVERING INDEX smmkit_follow_order_due",
          "INDEX smmkit_follow_order_failing"
        ])
      }).pipe(Effect.provide(countedStores(client, counts)))
    })
  )

  it.effect("writes what was seen on SQLite, each row found by its key", () =>
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      const parts = statements
        .filter((text) => /smmkit_follow_written/.test(text))
        .flatMap((write) => write.slice(write.indexOf("BEGIN") + 5, write.lastIndexOf("END")).split(";\n"))
        .map((part) =>
          part
            .trim()
            .replaceAll(/NEW\.(?:plain|others|rest)/g, "?1")
            .replaceAll(/NEW\.(?:moment|account|stamp)/g, "?2")
        )
        .filter((part) => part !== "")
      expect(parts.length).toBeGreaterThan(6)
      for (const part of parts) {
        const plan = yield* sql.unsafe<{ detail: string }>(`EXPLAIN QUERY PLAN ${part}`, ["{}", 0])
        // What is listed is gone through, and nothing else: not a table, nor all that an account has of one.
        const wide = /SCAN (?!t VIRTUAL|s$|\(subquery)|SEARCH (?!.*smmkit_follow_account).*\(account=\?\)/
        expect(plan.filter(({ detail }) => wide.test(detail))).toEqual([])
      }
    }).pipe(Effect.provide(stored(file)))
  )
})

describe("a round that fails", () => {
  it.effect("ends no sweep, however it fails", () =>
    Effect.gen(function* () {
      let isBroken = true
      const failing = Layer.effect(
        FollowStore.FollowStore,
        Effect.map(FollowStore.FollowStore, (store) => ({
          ...store,
          claim: (ask: Parameters<typeof store.claim>[0]) =>
            Effect.suspend(() => (isBroken ? Effect.die(new Error("a defect")) : store.claim(ask)))
        }))
      )
      const box = Layer.orDie(Sandbox.layer())
      const follow = Follow.layer({ accounts: [{ panel }], every: "1 second" }).pipe(
        Layer.provide(SandboxTransport.layer),
        Layer.provideMerge(Layer.merge(box, Layer.provideMerge(failing, stored(file))))
      )
      yield* Effect.gen(function* () {
        yield* seeded(5)
        yield* tick(60)
        isBroken = false
        yield* tick(120)
        const rows = yield* Stream.runCollect((yield* Follow.Follow).orders())
        expect([...rows].every(({ looks }) => looks > 0)).toBe(true)
      }).pipe(Effect.provide(follow))
    })
  )
})
