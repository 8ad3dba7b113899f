/**
 * Follows orders in two databases: few of them, and many. In both the same few are due, again and again, for so many
 * rounds; then, among the many, statements are counted, and with all of them due a sweep takes turns with the limit.
 * Prints what it found as JSON.
 */
import { SqlClient } from "@effect/sql"
import { Identifiers } from "@smmkit/core"
import { type FollowModel, FollowStore } from "@smmkit/follow"
import { Effect, Runtime, Schema } from "effect"
import * as Bare from "../clients/bareLooks.js"
import { counted, type Database, gauge, layer, standing, sweep } from "../clients/looks.js"
import { alternate, median, medianOf, ratio } from "../harness/alternate.js"
import { countingWay } from "../harness/wire.js"

/** A file, or the address of a database of a PostgreSQL server. */
const Place = Schema.Union(Schema.Struct({ file: Schema.String }), Schema.Struct({ url: Schema.String }))

const Task = Schema.parseJson(
  Schema.Struct({
    few: Place,
    many: Place,
    panel: Schema.String,
    /** How many orders are followed, how many of them are due again and again, and how often. */
    orders: Schema.Number,
    busy: Schema.Number,
    rounds: Schema.Number,
    /** How many rounds of a hundred looks are measured against the limit at once, and how often. */
    batch: Schema.Number,
    turns: Schema.Number
  })
)

const task = Schema.decodeUnknownSync(Task)(process.argv[2])

const perCall = 100
const start = Date.UTC(2027, 0, 1)
/** When those are due that are not due again and again: after all rounds. */
const later = start + 3650 * 86_400_000

/** So many orders, as they are told to a store. */
const births = (account: string, count: number): ReadonlyArray<FollowModel.Birth> =>
  Array.from({ length: count }, (_, at) => ({
    account,
    order: Identifiers.OrderId.make(String(at + 1)),
    key: null,
    parent: null,
    service: "1",
    price: null,
    currency: null,
    units: whole,
    runs: null,
    placed: start,
    term: null
  }))

/** How many units the panel says there are of each. */
const whole = 1_000_000_000

/** The others, with higher IDs, under way as the panel has them, in one statement: telling a store of a million takes longer than all that is measured. */
const others = (account: string, orders: number) =>
  Effect.flatMap(SqlClient.SqlClient, (sql) => {
    const [first, last] = [task.busy + 1, orders]
    const from = sql.onDialectOrElse({
      pg: () => `generate_series(${first}, ${last}) AS t (n)`,
      orElse: () =>
        `(WITH RECURSIVE t (n) AS (SELECT ${first} UNION ALL SELECT n + 1 FROM t WHERE n < ${last}) SELECT n FROM t)`
    })
    const begun = { at: start, remains: whole, after: start }
    const facts = JSON.stringify({ remains: whole, begun, moved: start, looks: 1, looked: start })
    return sql.unsafe(`INSERT INTO smmkit_follow_order (account, order_id, service, units, placed, due, state, facts)
      SELECT '${account}', CAST(n AS TEXT), '1', ${whole}, ${start}, ${later}, 'In progress', '${facts}' FROM ${from}`)
  })

/** What is held once garbage is gone, if the program may ask for that. */
const held = Effect.sync(() => {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
})

/** How often a PostgreSQL has read the whole table of orders. On SQLite the plans tell, which never change. */
const scans = Effect.flatMap(SqlClient.SqlClient, (sql) =>
  sql.onDialectOrElse({
    pg: () =>
      Effect.map(
        Effect.zipRight(
          sql`SELECT pg_stat_force_next_flush()`,
          sql<{
            scans: string
          }>`SELECT seq_scan AS scans FROM pg_stat_user_tables WHERE relname = 'smmkit_follow_order'`
        ),
        ([row]) => Number(row?.scans ?? 0)
      ),
    orElse: () => Effect.succeed(0)
  })
)

const clock = standing()

/** Rounds of what is due; when there are none, the time goes on by an hour from the next one, so that most are. */
const steady = Effect.gen(function* () {
  const { account, round } = yield* sweep(task.panel)
  const store = yield* FollowStore.FollowStore
  const once = Effect.gen(function* () {
    const looks = yield* round("orders")
    if (looks > 0) return looks
    const [agenda] = (yield* store.agenda([account])).agendas
    yield* clock.set((agenda?.due ?? 0) + 3_600_000)
    return yield* round("orders")
  })
  return { account, once }
})

/** Rounds until so many hundreds were looked at; tells how many orders were. */
const times = (hundreds: number, one: Effect.Effect<number, unknown>) =>
  Effect.iterate(0, {
    while: (looks) => looks < hundreds * perCall,
    body: (looks) => Effect.map(one, (more) => looks + more)
  })

/** What a claim takes, and what is held, early on and when all rounds are done. */
const wear = (database: Database, orders: number) => {
  const measured = gauge()
  const { claims } = measured
  return Effect.scoped(
    Effect.gen(function* () {
      const { account, once } = yield* steady
      const store = yield* FollowStore.FollowStore
      if (orders > task.busy) yield* others(account, orders)
      yield* clock.set(start)
      yield* store.watch(births(account, task.busy))
      const needed = (task.busy * task.rounds) / perCall
      const before = yield* scans
      yield* times(needed / 10, once)
      const [early, some] = [yield* held, claims.length]
      yield* times(needed - needed / 10, once)
      const late = yield* held
      return {
        fresh: median(claims.slice(0, some)),
        worn: median(claims.slice(-some)),
        memory: late / early,
        held: late,
        scans: (yield* scans) - before
      }
    })
  ).pipe(Effect.provide(layer(database, clock, measured)))
}

/** How many statements a hundred looks take: on the wire, or by the client of a file. */
const statements = (database: Database) =>
  Effect.gen(function* () {
    const way = "url" in database ? yield* Effect.promise(() => countingWay(database.url)) : undefined
    const count = yield* Effect.scoped(
      Effect.gen(function* () {
        const { once } = yield* steady
        yield* once
        const before = way?.statements() ?? 0
        const { looks, statements } = yield* counted(
          Effect.map(times(task.batch, once), (looks) => ({ looks }))
        )
        const made = way === undefined ? statements : way.statements() - before
        return (made * perCall) / looks
      })
    ).pipe(Effect.provide(layer(way ?? database, clock, gauge())))
    way?.close()
    return count
  })

/** With all orders due, a sweep as it runs and the limit, in turns. */
const compare = (database: Database) => {
  const measured = gauge()
  return Effect.scoped(
    Effect.gen(function* () {
      yield* Bare.fill(task.orders)
      const bare = yield* Bare.make(task.panel)
      const own = yield* sweep(task.panel)
      yield* clock.set(2 * later)
      const run = Runtime.runPromise(yield* Effect.runtime())
      return yield* Effect.promise(() =>
        alternate(
          {
            smmkit: () => run(measured.looks(task.batch * perCall, own)),
            limit: () => run(times(task.batch, bare))
          },
          { rounds: task.turns, warmUp: 1 }
        )
      )
    })
  ).pipe(Effect.provide(layer(database, clock, measured)))
}

const program = Effect.gen(function* () {
  const few = yield* wear(task.few, task.busy)
  const many = yield* wear(task.many, task.orders)
  const made = yield* statements(task.many)
  const pair = yield* compare(task.many)
  const perSecond = (kind: "smmkit" | "limit") => (task.batch * perCall * 1000) / medianOf(pair[kind], "wall")
  return {
    few,
    many,
    statements: made,
    looks: { ratio: 1 / ratio(pair, "wall"), smmkit: perSecond("smmkit"), limit: perSecond("limit") }
  }
})

console.log(JSON.stringify(await Effect.runPromise(program)))
process.exit(0)
