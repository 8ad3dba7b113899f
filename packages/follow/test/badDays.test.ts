/** Days on which the store cannot be written, from amid a sweep on: nothing is lost or told twice, and all goes on by itself. */
import { spawnSync } from "node:child_process"
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { SqlClient } from "@effect/sql"
import { assert, describe, it } from "@effect/vitest"
import { Money } from "@smmkit/core"
import { Sqlite, Store } from "@smmkit/journal"
import { Sandbox } from "@smmkit/sandbox"
import {
  BigDecimal,
  type Clock,
  Duration,
  Effect,
  Fiber,
  Layer,
  Logger,
  Metric,
  MetricState,
  Schedule,
  type Scope,
  Stream
} from "effect"
import { asAdmin, client } from "../../journal/test/databases.js"
import { Follow, type FollowEvent, FollowStore, StoreClock, Sweep } from "../src/index.js"
import { shifted } from "./clocks.js"
import { account, database, folder, follow, happened, isInstalled, panel, sandbox } from "./world.js"

interface Day {
  readonly name: string
  /** Happens between a claim and what is written of it, again and again until a round has failed of it. */
  readonly breaks: Effect.Effect<unknown, unknown>
  readonly mends: Effect.Effect<unknown, unknown>
}

interface Setting {
  readonly client: Layer.Layer<SqlClient.SqlClient>
  readonly days: Effect.Effect<ReadonlyArray<Day>, unknown, SqlClient.SqlClient | Scope.Scope>
}

const onFile: Effect.Effect<Setting> = Effect.sync(() => {
  const path = join(folder(), "store", "journal.db")
  const place = dirname(path)
  return {
    client: Layer.orDie(Sqlite.layerClient(path)),
    // A setting of a connection, which is opened anew after a failure.
    days: Effect.map(SqlClient.SqlClient, (sql) => [
      {
        name: "gone",
        breaks: Effect.try(() => renameSync(place, `${place}-away`)),
        mends: Effect.try(() => renameSync(`${place}-away`, place))
      },
      { name: "read-only", breaks: sql`PRAGMA query_only = ON`, mends: Effect.void },
      { name: "full", breaks: sql`PRAGMA max_page_count = 1`, mends: Effect.void }
    ])
  }
})

const say = (...words: ReadonlyArray<string>) =>
  asAdmin(Effect.flatMap(SqlClient.SqlClient, (sql) => Effect.forEach(words, (word) => sql.unsafe(word))))

/** A small file system of the server's, where this user may make one: the log of events goes there. */
const smallDisk = (sql: SqlClient.SqlClient, name: string) =>
  Effect.gen(function* () {
    const path = join(folder(), "disk")
    mkdirSync(path)
    const mount = ["-t", "tmpfs", "-o", "size=256k,mode=700,uid=postgres", "tmpfs", path]
    if (process.getuid?.() !== 0 || spawnSync("mount", mount).status !== 0) return []
    const space = `disk_${process.pid}`
    // The server writes what it has changed sooner or later, so nothing may be left there once the disk is gone.
    yield* Effect.addFinalizer(() =>
      say(`DROP DATABASE ${name} WITH (FORCE)`, `DROP TABLESPACE IF EXISTS ${space}`).pipe(
        Effect.ensuring(Effect.sync(() => spawnSync("umount", ["-l", path])))
      )
    )
    spawnSync("chmod", ["a+x", dirname(path), dirname(dirname(path))])
    yield* sql.unsafe(`CREATE TABLESPACE ${space} LOCATION '${path}'`)
    yield* sql.unsafe(`ALTER TABLE smmkit_follow_event SET TABLESPACE ${space}`)
    const ballast = join(path, "ballast")
    return [
      {
        name: "full",
        breaks: Effect.try(() => writeFileSync(ballast, Buffer.alloc(1 << 20))),
        mends: Effect.sync(() => rmSync(ballast, { force: true }))
      }
    ]
  })

const onServer: Effect.Effect<Setting> = Effect.map(database, (url) => {
  const name = url.split("/").at(-1) ?? ""
  const cutOff = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`
  const letIn = `ALTER DATABASE ${name} ALLOW_CONNECTIONS`
  const readOnly = `ALTER DATABASE ${name} SET default_transaction_read_only`
  return {
    client: Layer.orDie(client(url)),
    days: Effect.gen(function* () {
      const full = yield* smallDisk(yield* SqlClient.SqlClient, name)
      return [
        // One that is cut off would else be back with its next statement.
        { name: "gone", breaks: say(`${letIn} false`, cutOff), mends: say(`${letIn} true`) },
        {
          name: "read-only",
          breaks: say(`${readOnly} = on`, cutOff),
          mends: say(`${readOnly} = off`, cutOff)
        },
        ...full
      ]
    })
  }
})

/** The panel's orders that a day has news of, and what is to be told of them after their beginning. */
const news: ReadonlyArray<{
  readonly shown: { readonly state: string; readonly remains?: number }
  readonly told: ReadonlyArray<string>
}> = [
  { shown: { state: "Completed", remains: 0 }, told: ["Started", "Completed"] },
  { shown: { state: "Partial", remains: 400 }, told: ["Started", "Partial", "RefundDue"] },
  { shown: { state: "Canceled" }, told: ["Started", "Canceled", "RefundDue"] }
]

/** Of each news so many a day: more than a page of what is told. */
const each = 10

const failures = Effect.map(Metric.snapshot, (pairs) =>
  pairs
    .filter(({ metricKey }) => metricKey.name === "smmkit_follow_failures_total")
    .reduce(
      (sum, { metricState }) =>
        sum + (MetricState.isCounterState(metricState) ? Number(metricState.count) : 0),
      0
    )
)

/** The store's time, which passes when it is told to. */
interface Time {
  now: number
}

const byHand = (time: Time) => Layer.succeed(StoreClock.StoreClock, { now: Effect.sync(() => time.now) })

/** A sweep that has failed again and again waits for minutes, which shows no more than a moment does. */
const hurried = Effect.map(
  Effect.clock,
  (clock): Clock.Clock => ({
    ...shifted(clock, () => 0),
    sleep: (time) => clock.sleep(Duration.min(time, "500 millis"))
  })
)

const story = (setting: Setting, time: Time) =>
  Effect.gen(function* () {
    const box = yield* Sandbox.Sandbox
    const service = yield* Follow.Follow
    const sql = yield* SqlClient.SqlClient
    let today: Effect.Effect<unknown, unknown> = Effect.void
    const breaking = Layer.effect(
      FollowStore.FollowStore,
      Effect.map(FollowStore.FollowStore, ({ write, ...store }) => ({
        ...store,
        write: (report: FollowStore.Report) =>
          Effect.zipRight(
            Effect.suspend(() => Effect.ignore(today)),
            write(report)
          )
      }))
    )
    const said: Array<string> = []
    const listening = Logger.replace(
      Logger.defaultLogger,
      Logger.make(({ message }) => said.push(String(message)))
    )
    yield* Layer.build(
      follow({ accounts: [{ panel, limit: { calls: 60_000, per: "1 minute" } }], every: "200 millis" }).pipe(
        Layer.provide(breaking),
        Layer.provide(FollowStore.layer),
        Layer.provide(byHand(time)),
        Layer.provide(listening)
      )
    ).pipe(Effect.withClock(yield* hurried))
    const days = yield* setting.days
    const id = yield* account
    const orders = yield* box.seed({ count: days.length * news.length * each, service: "1", quantity: 1000 })
    for (const order of orders) {
      yield* Effect.zipRight(box.change(order, { state: "In progress", remains: 600 }), box.hold(order))
      const price = Money.make((yield* box.order(order)).total, "USD")
      yield* service.watch([{ account: id, order, service: "1", units: 1000, price }])
    }

    /** Orders that are not believed to be as the panel has them. */
    const open = Effect.gen(function* () {
      const rows = yield* Stream.runCollect(service.orders())
      const believed = new Map(
        [...rows].map(({ order, state, booked }) => [order, `${state} ${BigDecimal.format(booked.amount)}`])
      )
      const views = yield* box.orders()
      return views.flatMap(({ order, state, refunded, owed }) => {
        const own = BigDecimal.normalize(BigDecimal.sum(refunded, owed))
        return believed.get(order) === `${state} ${BigDecimal.format(own)}` ? [] : [order]
      })
    })
    let waited = 0
    let patience = 5
    /**
     * Has everything looked at while something is not believed yet. Time passes once nobody is looking, or is thought to
     * for too long: what one holds that has failed is free then, and for one that is slow it is longer each time.
     */
    const look = Effect.gen(function* () {
      const orders = yield* open
      yield* sql`UPDATE smmkit_follow_order SET due = ${time.now} WHERE due > ${time.now} AND leased <= ${time.now}`
      const [row] = yield* sql<{ held: number | string }>`
        SELECT count(*) AS held FROM smmkit_follow_order WHERE leased > ${time.now}`
      waited += 1
      const isHeld = Number(row?.held) > 0
      if (isHeld && waited < patience) return orders.length
      time.now += 61_000
      waited = 0
      if (isHeld) patience *= 2
      return orders.length
    }).pipe(
      // On such a day, this cannot be asked either.
      Effect.orElseSucceed(() => orders.length),
      Effect.zipLeft(Effect.sleep("200 millis"))
    )
    const allBelieved = Effect.suspend(() => {
      patience = 5
      return Effect.repeat(look, { until: (open) => open === 0 })
    })
    yield* allBelieved

    const heard: Array<string> = []
    let place = 0
    const read = Stream.runForEach(
      Stream.suspend(() => service.events({ after: { [id]: place } })),
      (event) =>
        Effect.sync(() => {
          heard.push(event.id)
          place = event.number
        })
    )
    // Whatever it meets, it goes on where it was.
    const reader = yield* Effect.fork(Effect.retry(read, Schedule.spaced("100 millis")))
    for (const [nth, { name, breaks, mends }] of days.entries()) {
      const before = yield* failures
      const beforeSaid = said.length
      today = breaks
      const own = orders.slice(nth * news.length * each, (nth + 1) * news.length * each)
      for (const [at, order] of own.entries()) {
        const { shown } = news[at % news.length] ?? assert.fail(name)
        yield* Effect.zipRight(box.change(order, shown), box.hold(order))
      }
      yield* Effect.repeat(Effect.zipRight(look, failures), { until: (now) => now > before })
      today = Effect.void
      yield* mends
      yield* allBelieved
      assert.match(said.slice(beforeSaid).join("\n"), /a round of the account .* failed/, name)
    }

    const told = yield* happened
    yield* Effect.repeat(Effect.sleep("50 millis"), { until: () => heard.length >= told.length })
    yield* Fiber.interrupt(reader)
    assert.deepStrictEqual(
      heard,
      told.map((event) => event.id)
    )
    assert.deepStrictEqual(
      told.map(({ number }) => number),
      told.map((_, at) => at + 1)
    )
    const names = (order: string) =>
      told.filter((event: FollowEvent.FollowEvent) => event.order === order).map(({ name }) => name)
    for (const [at, order] of orders.entries())
      assert.deepStrictEqual(names(order), news[at % news.length]?.told, order)
    const [lag] = yield* service.lag
    assert.deepInclude(lag, { failing: 0, suspect: null, problem: null })
  })

/** Who reads and asks, beside the sweep, by the same time. */
const told = (setting: Effect.Effect<Setting>) =>
  Effect.flatMap(setting, (setting) => {
    const time = { now: Date.UTC(2030, 0, 1) }
    return Effect.scoped(story(setting, time)).pipe(
      Effect.provide(
        Layer.provide(Follow.layerService(), Sweep.layerPulse({ every: "200 millis" })).pipe(
          Layer.provideMerge(Layer.merge(FollowStore.layer, Store.layer())),
          Layer.provide(byHand(time)),
          Layer.provideMerge(Layer.merge(setting.client, sandbox({ partial: 0 })))
        )
      )
    )
  })

/** However slow the machine is. */
const patience = 600_000

describe("a store that is gone, read-only or full amid a sweep", () => {
  it.live(
    "fails rounds, which is counted and told, and nothing else, on SQLite",
    () => told(onFile),
    patience
  )
  it.live.skipIf(!isInstalled)(
    "fails rounds, which is counted and told, and nothing else, on PostgreSQL",
    () => told(onServer),
    patience
  )
})
