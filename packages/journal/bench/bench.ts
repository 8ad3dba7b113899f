/** How fast the journal is, against what the same store can do at all. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { SqlClient } from "@effect/sql"
import { PgClient } from "@effect/sql-pg"
import { Identifiers, type Order, Panel, PanelClient, PanelConfig, Transport } from "@smmkit/core"
import { Journal, Sqlite, Store } from "@smmkit/journal"
import { BigDecimal, Duration, Effect, Layer, Redacted } from "effect"
import { instantPanel } from "../crash/instantPanel.js"

export interface Report {
  readonly store: "sqlite" | "postgres"
  readonly concurrency: number
  /** How many journals of other accounts stand on the same store, and are only heard of. */
  readonly idle: number
  /** Each insert a commit of its own that outlives a power cut. */
  readonly insertsPerSecond: number
  /** Each placement two of them: its intent before, its outcome after the call. */
  readonly placementsPerSecond: number
  readonly ratio: number
}

const order = (at: number): Order.Order => ({
  type: "Default",
  service: Identifiers.ServiceId.make("1"),
  link: `https://example.com/p/${at}`,
  quantity: 100
})

/** It tells its catalogue, and nothing else is asked of it. */
const catalogue = Layer.succeed(Transport.Transport, {
  send: () =>
    Effect.succeed({
      status: 200,
      body: JSON.stringify([
        {
          service: 1,
          name: "Followers",
          type: "Default",
          category: "First",
          rate: "0.90",
          min: 1,
          max: 10000
        }
      ])
    })
})

const most = BigDecimal.unsafeFromString("1000000")

/** With a limit of each kind, which every order is counted against. */
const journalOf = (account: string) =>
  Journal.layer({ account, limits: { perOrder: most, perRun: most, perDay: most } }).pipe(
    Layer.provide(instantPanel),
    Layer.provide(Panel.layerClient(Layer.scoped(PanelClient.PanelClient, PanelClient.make))),
    Layer.provide(
      Layer.orDie(
        PanelConfig.layer({ url: "https://panel.example/api/v2", key: Redacted.make(`fake-key-${account}`) })
      )
    ),
    Layer.provide(catalogue)
  )

const journal = journalOf("busy")

/** How many of an effect are done a second. */
const rate = <E, R>(count: number, concurrency: number, one: (at: number) => Effect.Effect<unknown, E, R>) =>
  Effect.map(
    Effect.timed(
      Effect.forEach(
        Array.from({ length: count }, (_, at) => at),
        one,
        { concurrency, discard: true }
      )
    ),
    ([time]) => Math.round(count / Duration.toSeconds(time))
  )

const body = "x".repeat(600)

/** How often inserts and placements take turns: what a round loses to a busy machine, both lose. */
const rounds = 5

/**
 * How much longer than a round of many at once the round is before the first one that counts: by then V8 has compiled
 * what is run often, also where a round of one at a time is short.
 */
const warmUp = 2

const median = (values: ReadonlyArray<number>): number =>
  values.toSorted((one, other) => one - other)[values.length >> 1] ?? Number.NaN

const measure = (store: Report["store"], count: number, concurrency: number, idle = 0) =>
  Effect.gen(function* () {
    const ofRound = Math.ceil(concurrency === 1 ? count / 8 : count)
    const sql = yield* SqlClient.SqlClient
    const { placeOnce } = yield* Journal.Journal
    yield* sql`CREATE TABLE IF NOT EXISTS bare (id TEXT PRIMARY KEY, body TEXT NOT NULL)`
    const one = (round: number, count: number) => {
      const run = `${concurrency}-${idle}-${round}-${Math.random()}`
      return Effect.all({
        inserts: rate(
          count,
          concurrency,
          (at) => sql`INSERT INTO bare ${sql.insert({ id: `${run}-${at}`, body })}`
        ),
        placements: rate(count, concurrency, (at) => placeOnce(`${run}-${at}`, order(at)))
      })
    }
    yield* one(0, warmUp * count)
    const done = yield* Effect.forEach(
      Array.from({ length: rounds }, (_, at) => at + 1),
      (round) => one(round, ofRound)
    )
    const report: Report = {
      store,
      concurrency,
      idle,
      insertsPerSecond: median(done.map(({ inserts }) => inserts)),
      placementsPerSecond: median(done.map(({ placements }) => placements)),
      ratio: Math.round(median(done.map(({ inserts, placements }) => placements / inserts)) * 100) / 100
    }
    return report
  })

/** Journals of so many accounts beside the one that is measured, each with beats of its own. */
const withIdle = <A, E, R>(idle: number, effect: Effect.Effect<A, E, R>) =>
  Effect.scoped(
    Effect.zipRight(
      Effect.forEach(
        Array.from({ length: idle }, (_, at) => `idle-${at}`),
        (account) => Layer.build(Layer.fresh(journalOf(account))),
        { concurrency: 8, discard: true }
      ),
      effect
    )
  )

const measureAll = (
  store: Report["store"],
  client: Layer.Layer<SqlClient.SqlClient, unknown>,
  { count, idle }: { readonly count: number; readonly idle: number }
) =>
  Effect.gen(function* () {
    const reports = yield* Effect.forEach([1, 32, 128], (concurrency) => measure(store, count, concurrency))
    if (store === "sqlite") return reports
    return [...reports, yield* withIdle(idle, measure(store, count, 32, idle))]
  }).pipe(
    Effect.provide(journal.pipe(Layer.provideMerge(Store.layer()), Layer.provideMerge(client))),
    Effect.runPromise
  )

/** Measures on SQLite, and on PostgreSQL where its address is given. */
export const bench = async ({
  postgres,
  count = 3000,
  idle = 500
}: {
  readonly postgres?: string | undefined
  /** How many inserts and placements a round has. */
  readonly count?: number | undefined
  readonly idle?: number | undefined
}): Promise<ReadonlyArray<Report>> => {
  const folder = mkdtempSync(join(tmpdir(), "smmkit-bench-"))
  try {
    const sqlite = await measureAll("sqlite", Sqlite.layerClient(join(folder, "journal.db")), { count, idle })
    if (postgres === undefined) return sqlite
    const client = PgClient.layer({ url: Redacted.make(postgres), maxConnections: 10 })
    return [...sqlite, ...(await measureAll("postgres", client, { count, idle }))]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
