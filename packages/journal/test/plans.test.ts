import { join } from "node:path"
import { SqlClient, Statement } from "@effect/sql"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Option, Stream } from "effect"
import { Sqlite, Store } from "../src/index.js"
import { answered, change, intent, lost, ref } from "../src/testing/samples.js"
import { client, database, isInstalled } from "./postgres.js"
import { folder } from "./world.js"

/** How a database goes about a statement, line by line. */
const planOf = (sql: SqlClient.SqlClient, text: string, values: ReadonlyArray<unknown>) =>
  sql.onDialectOrElse({
    pg: () =>
      sql.withTransaction(
        // A table as small as this one it would read as a whole.
        Effect.zipRight(
          sql`SET LOCAL enable_seqscan = off`,
          Effect.map(sql.unsafe<Record<string, string>>(`EXPLAIN ${text}`, values), (rows) =>
            rows.flatMap((row) => Object.values(row))
          )
        )
      ),
    orElse: () =>
      Effect.map(sql.unsafe<{ detail: string }>(`EXPLAIN QUERY PLAN ${text}`, values), (rows) =>
        rows.map(({ detail }) => detail)
      )
  })

/** How the database goes about each statement of an effect. */
const plansOf = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const sql = (yield* SqlClient.SqlClient).withoutTransforms()
    const asked: Array<readonly [text: string, values: ReadonlyArray<unknown>]> = []
    const watching: Statement.Statement.Transformer = (statement) =>
      Effect.sync(() => {
        const [text, values] = statement.compile()
        if (/^\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH)\b/i.test(text)) asked.push([text, values])
        return statement
      })
    yield* Effect.locally(effect, Statement.currentTransformer, Option.some(watching))
    return (yield* Effect.forEach(asked, ([text, values]) => planOf(sql, text, values))).flat()
  })

/** What is done often: listing, looking, judging, and what settling asks the store for. */
const everyday = Effect.gen(function* () {
  const store = yield* Store.Store
  const account = "account-1"
  for (const [at, key] of ["a", "b", "c"].entries()) {
    yield* store.intend(intent(key))
    yield* key === "c" ? store.report(lost(key)) : store.report(answered(key, `${at + 1}`))
  }
  yield* store.intend(change("refill", "1", 1))
  return yield* plansOf(
    Effect.gen(function* () {
      yield* Stream.runDrain(store.entries({ account }))
      yield* Stream.runDrain(store.entries({ account, actions: ["add"], states: ["in-doubt"] }))
      yield* Stream.runDrain(store.entries({ account, states: ["placed"], watched: true }))
      yield* store.find(ref("a"))
      yield* store.findMany(account, ["a", "b"])
      yield* store.judge
      yield* store.underWay(account)
      yield* store.tallies
      yield* store.newest(account, 5)
      yield* store.parents(account, 5)
      yield* store.around(account, { before: 1, after: 2 })
      yield* store.held(account, ["1", "2"])
      yield* store.held(account, ["1", "2"], "refill")
      yield* store.nameless(account)
      yield* store.series(account, "refill", ["1", "2"])
      yield* store.quieten(account, "panel.example", "me", 1000)
      yield* store.resume(account, "me", undefined)
    })
  )
})

describe("nothing that is done often looks through all entries, however many there are", () => {
  it.effect("on SQLite", () =>
    Effect.gen(function* () {
      const plans = yield* everyday
      assert.isAbove(plans.length, 10)
      const scans = plans.filter((plan) =>
        /^SCAN (?:e|smmkit_journal_(?:entry|tombstone|history))$/.test(plan)
      )
      assert.deepStrictEqual(scans, [])
      for (const index of ["doubt", "watched", "parent", "order", "refill", "refused"]) {
        assert.isTrue(
          plans.some((plan) => plan.includes(`smmkit_journal_entry_${index}`)),
          index
        )
      }
    }).pipe(
      Effect.provide(Layer.provideMerge(Store.layer(), Sqlite.layerClient(join(folder(), "journal.db"))))
    )
  )

  it.live.skipIf(!isInstalled)("on PostgreSQL", () =>
    Effect.gen(function* () {
      const plans = yield* Effect.provide(
        everyday,
        Layer.provideMerge(Store.layer(), client(yield* database))
      )
      assert.isAbove(plans.length, 10)
      const scans = plans.filter((plan) =>
        /Seq Scan on smmkit_journal_(?:entry|tombstone|history)/.test(plan)
      )
      assert.deepStrictEqual(scans, [])
    })
  )
})
