import { join } from "node:path"
import { SqlClient, Statement } from "@effect/sql"
import { assert, describe, it } from "@effect/vitest"
import { BigDecimal, Effect, Layer, Option, Stream } from "effect"
import { Sqlite, Store } from "../src/index.js"
import { answered, change, intent, lost, ref } from "../src/testing/samples.js"
import { client, database, isInstalled } from "./postgres.js"
import { folder } from "./world.js"

/** How a database goes about a statement, line by line: as it likes, or where its tables are as good as empty. */
const planOf = (sql: SqlClient.SqlClient, text: string, values: ReadonlyArray<unknown>, isEmpty: boolean) =>
  sql.onDialectOrElse({
    pg: () =>
      sql.withTransaction(
        // A table as small as this one it would read as a whole.
        Effect.zipRight(
          Effect.when(sql`SET LOCAL enable_seqscan = off`, () => isEmpty),
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

/** The tables that grow with each order. */
const large = /smmkit_journal_(?:entry|tombstone|history)\b/

/** How the database goes about each statement of an effect about large tables. */
const plansOf = <A, E, R>(effect: Effect.Effect<A, E, R>, isEmpty: boolean) =>
  Effect.gen(function* () {
    const sql = (yield* SqlClient.SqlClient).withoutTransforms()
    const asked: Array<readonly [text: string, values: ReadonlyArray<unknown>]> = []
    const watching: Statement.Statement.Transformer = (statement) =>
      Effect.sync(() => {
        const [text, values] = statement.compile()
        if (/^\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH)\b/i.test(text) && large.test(text))
          asked.push([text, values])
        return statement
      })
    yield* Effect.locally(effect, Statement.currentTransformer, Option.some(watching))
    return (yield* Effect.forEach(asked, ([text, values]) => planOf(sql, text, values, isEmpty))).flat()
  })

const account = "account-1"

/** What is done often: listing, looking, judging, and what settling asks the store for. */
const listingAndSettling = Effect.gen(function* () {
  const store = yield* Store.Store
  yield* Stream.runDrain(store.entries({ account }))
  yield* Stream.runDrain(store.entries({ account, actions: ["add"], states: ["in-doubt"] }))
  yield* Stream.runDrain(store.entries({ account, states: ["placed"], watched: true }))
  yield* store.find(ref("a"))
  yield* store.findMany(account, ["a", "b"])
  yield* store.judge
  yield* store.underWay(account)
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

/** A few entries of an account, one of them in doubt. */
const few = Effect.gen(function* () {
  const store = yield* Store.Store
  for (const [at, key] of ["a", "b", "c"].entries()) {
    yield* store.intend(intent(key))
    yield* key === "c" ? store.report(lost(key)) : store.report(answered(key, `${at + 1}`))
  }
  yield* store.intend(change("refill", "1", 1))
})

const ten = BigDecimal.unsafeFromString("10")

/** An order that is held against all that an order is held against, and its outcome. */
const placing = Effect.gen(function* () {
  const store = yield* Store.Store
  const limits = { perOrder: ten, perRun: ten, perDay: ten }
  yield* store.intend(intent("limited", { limits, fresh: true, apart: 1000 }))
  yield* store.report(answered("limited", "limited"))
})

const everyday = Effect.zipRight(
  few,
  plansOf(
    Effect.flatMap(Store.Store, ({ tallies }) => Effect.zipRight(listingAndSettling, tallies)),
    true
  )
)

/** How many entries another account has: `SMMKIT_PLANS=1000000` shows the same of a million. */
const crowd = Number(process.env["SMMKIT_PLANS"] ?? 20_000)

/** The plans of what is done often for a small account beside a large one, by what the database knows of both. */
const besideMany = Effect.gen(function* () {
  yield* few
  const sql = yield* SqlClient.SqlClient
  yield* sql`INSERT INTO smmkit_journal_entry (account, action, key, state, event, order_id, fingerprint, request, note,
      host, price, created, updated, attempt, attempts, deadline, day, run, line, watched, version)
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${sql.literal(String(crowd))})
    SELECT 'account-2', 'add', 'key-' || i, 'placed', 'answered', 'order-' || i, 'print-' || i, '{"service":"1"}', '',
      'panel.example', CAST('0.09' AS NUMERIC), 1000 + i, 1000 + i, 'attempt-' || i, 1, 1000 + i, '2027-01-01', 'run',
      0, 1, 2 FROM n`
  yield* sql`ANALYZE`
  return yield* plansOf(listingAndSettling, false)
})

/** All orders of an account, by SQLite's index of keys. */
const allOf = /autoindex_smmkit_journal_entry_1 \(account=\?(?: AND action=\?)?\)$/

describe("nothing that is done often looks through all entries, however many there are", () => {
  it.effect("on SQLite", () =>
    Effect.gen(function* () {
      const plans = yield* everyday
      assert.isAbove(plans.length, 10)
      const scans = plans.filter(
        (plan) => /^SCAN (?:e|smmkit_journal_(?:entry|tombstone|history))$/.test(plan) || allOf.test(plan)
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

describe("an order under limits", () => {
  it.effect("is held against the few that matter on SQLite, and not against all of its account", () =>
    Effect.gen(function* () {
      // The store's own fibers write, so it is made where the statements are watched.
      const plans = yield* plansOf(Effect.provide(Effect.zipRight(few, placing), Store.layer()), true)
      const all = plans.filter((plan) => plan === "SCAN e" || allOf.test(plan))
      assert.deepStrictEqual(all, [])
      for (const index of ["equal", "unpriced", "unpriced_run"]) {
        assert.isTrue(
          plans.some((plan) => plan.includes(`smmkit_journal_entry_${index} `)),
          index
        )
      }
    }).pipe(Effect.provide(Sqlite.layerClient(join(folder(), "journal.db"))))
  )
})

/** Reading a table from its beginning to its end. */
const scan = /^SCAN (?:e|smmkit_journal_(?:entry|tombstone|history))$|Seq Scan on smmkit_journal_entry/

describe("listing a small account and settling its doubts beside a large one", () => {
  it.effect("look through no table on SQLite", () =>
    Effect.gen(function* () {
      const plans = yield* besideMany
      assert.isAbove(plans.length, 10)
      assert.deepStrictEqual(
        plans.filter((plan) => scan.test(plan) || allOf.test(plan)),
        []
      )
    }).pipe(
      Effect.provide(Layer.provideMerge(Store.layer(), Sqlite.layerClient(join(folder(), "journal.db"))))
    )
  )

  it.live.skipIf(!isInstalled)("look through no table on PostgreSQL, which chooses freely", () =>
    Effect.gen(function* () {
      const plans = yield* Effect.provide(
        besideMany,
        Layer.provideMerge(Store.layer(), client(yield* database))
      )
      assert.isAbove(plans.length, 10)
      assert.deepStrictEqual(
        plans.filter((plan) => scan.test(plan)),
        []
      )
    })
  )
})
