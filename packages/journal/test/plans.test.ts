import { join } from "node:path"
import { SqlClient, Statement } from "@effect/sql"
import { assert, it } from "@effect/vitest"
import { Effect, Layer, Option, Stream } from "effect"
import { Sqlite, Store } from "../src/index.js"
import { answered, intent, lost, ref } from "../src/testing/samples.js"
import { folder } from "./world.js"

/** How the database goes about each statement of an effect. */
const plansOf = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const asked: Array<readonly [text: string, values: ReadonlyArray<unknown>]> = []
    const watching: Statement.Statement.Transformer = (statement) =>
      Effect.sync(() => {
        asked.push(statement.compile())
        return statement
      })
    yield* Effect.locally(effect, Statement.currentTransformer, Option.some(watching))
    const plans = yield* Effect.forEach(asked, ([text, values]) =>
      sql.unsafe<{ detail: string }>(`EXPLAIN QUERY PLAN ${text}`, values)
    )
    return plans.flat().map(({ detail }) => detail)
  })

it.effect("nothing that is done often looks through all entries, however many there are", () =>
  Effect.gen(function* () {
    const store = yield* Store.Store
    for (const [at, key] of ["a", "b", "c"].entries()) {
      yield* store.intend(intent(key))
      yield* key === "c" ? store.report(lost(key)) : store.report(answered(key, `${at + 1}`))
    }
    const account = "account-1"
    const plans = yield* plansOf(
      Effect.gen(function* () {
        yield* Stream.runDrain(store.entries({ account }))
        yield* Stream.runDrain(store.entries({ account, states: ["in-doubt"] }))
        yield* Stream.runDrain(store.entries({ account, states: ["placed"], watched: true }))
        yield* store.find(ref("a"))
        yield* store.findMany(account, ["a", "b"])
        yield* store.judge
        yield* store.underWay(account)
        yield* store.newest(account, 5)
        yield* store.parents(account, 5)
        yield* store.quieten(account, "panel.example", "me", 1000)
        yield* store.resume(account, "me", undefined)
      })
    )
    assert.isAbove(plans.length, 10)
    const scans = plans.filter((plan) => /^SCAN (?:e|smmkit_journal_(?:entry|tombstone|history))$/.test(plan))
    assert.deepStrictEqual(scans, [])
    assert.isTrue(plans.some((plan) => plan.includes("smmkit_journal_entry_doubt")))
    assert.isTrue(plans.some((plan) => plan.includes("smmkit_journal_entry_watched")))
    assert.isTrue(plans.some((plan) => plan.includes("smmkit_journal_entry_parent")))
  }).pipe(Effect.provide(Layer.provideMerge(Store.layer(), Sqlite.layerClient(join(folder(), "journal.db")))))
)
