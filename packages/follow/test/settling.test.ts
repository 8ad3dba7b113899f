/** A line is settled once, whoever does it and however many do. */
import { SqlClient } from "@effect/sql"
import { assert, describe, it } from "@effect/vitest"
import { Money } from "@smmkit/core"
import { BigDecimal, Chunk, Effect, Either, Layer, Stream } from "effect"
import { Follow, FollowEvent, FollowStore } from "../src/index.js"
import { account, birth, looked, mustClaim, order } from "../src/testing/kit.js"
import { file, isInstalled, type Place, server, shared, stores } from "./world.js"

const amount = Money.make(BigDecimal.unsafeFromString("0.09"), "USD")

const settled = (place: Effect.Effect<Place>) =>
  Effect.gen(function* () {
    const at = yield* place
    yield* Effect.gen(function* () {
      const store = yield* FollowStore.FollowStore
      yield* store.watch([birth("7")])
      const claim = yield* mustClaim(store)
      const line = { line: 1, amount, total: amount, reason: "Partial" }
      const written = claim.orders.map(({ row }) => ({
        ...looked(row, claim.now, { lines: 1, booked: amount.amount }, [new FollowEvent.RefundDue(line)]),
        lines: [line]
      }))
      yield* store.write({ account, stamp: claim.stamp, written })

      // Each in a process of its own.
      const settle = (how: string) =>
        Effect.flatMap(Follow.Follow, (follow) =>
          follow.settleRefund({ account, order: order("7"), line: 1 }, how)
        ).pipe(Effect.provide(shared), Effect.provide(stores(at)), Effect.either)
      const names = ["Ana", "Ben", "Cem", "Dee"]
      const results = yield* Effect.forEach(names, settle, { concurrency: "unbounded" })
      const won = names.filter((_, nth) => results.slice(nth, nth + 1).some(Either.isRight))
      assert.lengthOf(won, 1)
      const follow = yield* Follow.Follow
      const late = yield* settle("late")
      const lines = yield* Stream.runCollect(follow.refunds())
      const [{ settled: settlement } = assert.fail("no line")] = lines
      for (const result of [...results, late].filter(Either.isLeft)) {
        const { left: error } = result
        assert.ok(error._tag === "AlreadySettled", error.message)
        assert.deepStrictEqual([error.how, error.at], [won[0], settlement?.at])
        assert.include(error.message, won[0] ?? "")
      }
      const events = yield* Stream.runCollect(follow.events({ live: false }))
      assert.deepStrictEqual(
        Chunk.toReadonlyArray(events).map(({ name }) => name),
        ["RefundDue", "RefundSettled"]
      )
      assert.lengthOf(Chunk.toReadonlyArray(yield* Stream.runCollect(follow.refunds({ open: true }))), 0)
    }).pipe(Effect.provide(shared), Effect.provide(stores(at)))
  })

/** A row as a later version has written it, and a line of it that is open. */
const unread = (place: Effect.Effect<Place>) =>
  Effect.gen(function* () {
    const store = yield* FollowStore.FollowStore
    const follow = yield* Follow.Follow
    const sql = yield* SqlClient.SqlClient
    yield* store.watch([birth("7")])
    const claim = yield* mustClaim(store)
    const lines = [{ line: 1, amount, total: amount, reason: "Partial" }]
    const written = claim.orders.map(({ row }) => ({ ...looked(row, claim.now, { lines: 1 }), lines }))
    yield* store.write({ account, stamp: claim.stamp, written })
    const [before] = yield* sql<{ facts: string }>`SELECT facts FROM smmkit_follow_order`
    yield* sql`UPDATE smmkit_follow_order SET facts = '{"waiting":"what is not known here"}'`
    const ref = { account, order: order("7"), line: 1 }
    const error = yield* Effect.flip(follow.settleRefund(ref, "by hand"))
    assert.deepInclude(error, { _tag: "StoreError", reason: "unreadable" })
    assert.strictEqual(Chunk.size(yield* Stream.runCollect(follow.refunds({ open: true }))), 1)
    yield* sql`UPDATE smmkit_follow_order SET facts = ${before?.facts}`
    assert.strictEqual((yield* follow.settleRefund(ref, "by hand")).settled?.how, "by hand")
  }).pipe(Effect.provide(shared), Effect.provide(Layer.unwrapEffect(Effect.map(place, stores))))

describe("a line of an order that cannot be read", () => {
  it.live("is not settled, and nobody is told that it is, on SQLite", () => unread(file))
  it.live.skipIf(!isInstalled)("is not settled, and nobody is told that it is, on PostgreSQL", () =>
    unread(server)
  )
})

describe("a line that several settle at once", () => {
  it.live("is settled by one, and all others hear by whom and when, on SQLite", () => settled(file))

  it.live.skipIf(!isInstalled)("is settled by one, and all others hear by whom and when, on PostgreSQL", () =>
    settled(server)
  )
})
