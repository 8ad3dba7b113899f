/** A followed account whose rounds are measured: how long its claims take, and how many statements it needs. */
import { type SqlClient, Statement } from "@effect/sql"
import { PgClient } from "@effect/sql-pg"
import { NodeTransport } from "@smmkit/adapter-node"
import { FollowStore, StoreClock, Sweep } from "@smmkit/follow"
import { Sqlite, Store } from "@smmkit/journal"
import { Effect, Layer, Option, Redacted } from "effect"

export type Database = { readonly file: string } | { readonly url: string }

export const client = (database: Database): Layer.Layer<SqlClient.SqlClient, unknown> =>
  "file" in database
    ? Sqlite.layerClient(database.file)
    : PgClient.layer({ url: Redacted.make(database.url) })

/** A time that stands still, and is what it is set to. */
export const standing = () => {
  let now = 0
  return {
    layer: Layer.succeed(StoreClock.StoreClock, { now: Effect.sync(() => now) }),
    set: (time: number) =>
      Effect.sync(() => {
        now = time
      })
  }
}

export type Standing = ReturnType<typeof standing>

/** Tells how long each claim takes, in milliseconds, and lets a sweep make so many looks. */
export const gauge = () => {
  const claims: Array<number> = []
  let left = 0
  let done = () => {}
  return {
    claims,
    layer: Layer.effect(
      FollowStore.FollowStore,
      Effect.map(FollowStore.FollowStore, (store) => ({
        ...store,
        claim: (ask: Parameters<typeof store.claim>[0]) =>
          Effect.suspend(() => {
            const start = performance.now()
            return Effect.tap(store.claim(ask), () =>
              Effect.sync(() => {
                claims.push(performance.now() - start)
              })
            )
          }),
        write: (report: Parameters<typeof store.write>[0]) =>
          Effect.tap(store.write(report), () =>
            Effect.sync(() => {
              left -= report.written.length
              if (left <= 0) done()
            })
          )
      }))
    ),
    /** Has a sweep go on until it has written so many looks; what it has claimed beside them is given back. */
    looks: (count: number, sweep: Sweep.Sweep) =>
      Effect.raceFirst(
        sweep.run,
        Effect.async<void>((resume) => {
          left = count
          done = () => resume(Effect.void)
        })
      )
  }
}

export type Gauge = ReturnType<typeof gauge>

/** What a sweep stands on. */
export const layer = (database: Database, clock: Standing, gauge: Gauge) =>
  Layer.mergeAll(
    Store.layer(),
    Layer.provideMerge(
      Sweep.layerPulse({ every: "10 minutes" }),
      Layer.provide(gauge.layer, FollowStore.layer)
    ),
    NodeTransport.layer
  ).pipe(Layer.provide(clock.layer), Layer.provideMerge(client(database)))

/** A sweep at a panel that allows more calls than can be made. */
export const sweep = (panel: string) =>
  Sweep.make({
    panel: { url: panel, key: Redacted.make("fake-key") },
    limit: { calls: 1_000_000_000, per: "1 second" }
  })

/** An effect, and how many statements it has its client make. */
export const counted = <A extends object, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.suspend(() => {
    let statements = 0
    const counting: Statement.Statement.Transformer = (statement) =>
      Effect.sync(() => {
        statements += 1
        return statement
      })
    return Effect.map(
      Effect.locally(effect, Statement.currentTransformer, Option.some(counting)),
      (result) => ({ ...result, statements })
    )
  })
