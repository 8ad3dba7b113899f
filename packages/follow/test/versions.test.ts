/** A later version that has widened the tables, and this one, on the same store at the same time. */
import { SqlClient } from "@effect/sql"
import { assert, describe, it } from "@effect/vitest"
import { Store } from "@smmkit/journal"
import { Effect, Layer } from "effect"
import { FollowStore } from "../src/index.js"
import { account, birth, hour, mustClaim, order, place, reportOf } from "../src/testing/kit.js"
import { file, isInstalled, type Place, server } from "./world.js"

/** What a later version does to the tables, and says of that. */
const widened = [
  ...["account", "order", "event", "line"].map(
    (table) => `ALTER TABLE smmkit_follow_${table} ADD COLUMN later TEXT`
  ),
  "ALTER TABLE smmkit_journal_entry ADD COLUMN later TEXT",
  "CREATE INDEX smmkit_follow_order_later ON smmkit_follow_order (later)",
  "INSERT INTO smmkit_follow_migration (id, breaks) VALUES (2, 0)"
]

const sideBySide = (at: Effect.Effect<Place>) =>
  Effect.gen(function* () {
    const { client } = yield* at
    // Two processes of this version: one from before, and one that starts when the other version is there.
    const open = Effect.gen(function* () {
      const context = yield* Layer.build(
        Layer.provideMerge(Layer.fresh(Layer.merge(FollowStore.layer, Store.layer())), client)
      )
      return yield* Effect.all([FollowStore.FollowStore, Store.Store, SqlClient.SqlClient]).pipe(
        Effect.provide(context)
      )
    })
    const [early, journal, sql] = yield* open
    yield* early.watch([birth("1"), birth("2")])
    const claim = yield* mustClaim(early)
    for (const statement of widened) yield* sql.unsafe(statement)
    const [late] = yield* open

    // What the other version has written beside stays as it is, and what was claimed before counts.
    yield* sql`UPDATE smmkit_follow_order SET later = 'kept'`
    yield* sql`UPDATE smmkit_follow_account SET later = 'kept'`
    yield* early.write(reportOf(claim, { due: claim.now }))
    const again = yield* mustClaim(late)
    yield* early.write(reportOf(claim))
    yield* late.write(reportOf(again, { due: claim.now + hour }))
    assert.deepStrictEqual(
      (yield* late.events(account, 0, 10)).events.map(({ order, n }) => [order, n]),
      [
        ["1", 1],
        ["2", 1],
        ["1", 2],
        ["2", 2]
      ]
    )
    assert.deepStrictEqual(yield* sql`SELECT DISTINCT later FROM smmkit_follow_order`, [{ later: "kept" }])
    assert.deepStrictEqual(yield* sql`SELECT DISTINCT later FROM smmkit_follow_account`, [{ later: "kept" }])

    // What this version's journal places is followed, also by the triggers of the other one, which stand beside.
    yield* place(journal, "k", "7")
    assert.deepInclude((yield* late.get(account, order("7"))).pipe(Effect.runSync), { key: "k", units: 100 })

    // An event that only the other version knows is not passed over: whoever cannot read it stops there.
    yield* sql`UPDATE smmkit_follow_event SET what = '{"_tag":"Teleported"}' WHERE number = 3`
    assert.strictEqual((yield* late.events(account, 0, 2)).events.length, 2)
    assert.deepInclude(yield* Effect.flip(late.events(account, 2, 10)), { reason: "unreadable" })

    // A version that says that it breaks this one keeps it out; who is in goes on.
    yield* sql`INSERT INTO smmkit_follow_migration (id, breaks) VALUES (3, 1)`
    assert.deepInclude(yield* Effect.flip(open), { reason: "newer" })
    assert.strictEqual((yield* early.lag).length, 1)
  })

describe("a later version that has widened the tables", () => {
  it.scopedLive("works beside this one, and neither loses what the other has written, on SQLite", () =>
    sideBySide(file)
  )
  it.scopedLive.skipIf(!isInstalled)(
    "works beside this one, and neither loses what the other has written, on PostgreSQL",
    () => sideBySide(server)
  )
})
