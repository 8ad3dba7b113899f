/** The name of an account that two take at the same moment. */
import { SqlClient } from "@effect/sql"
import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Fiber } from "effect"
import { Store } from "../src/index.js"
import * as Postgres from "./postgres.js"

const onServer = Postgres.isInstalled ? it.live : it.live.skip

const host = "panel.example"
const who = (digest: string) => ({ name: undefined, digest, keyDigest: digest, host })

/** Until somebody waits for what another one has written and not committed; within a transaction that is never news. */
const waitedFor = (database: string) =>
  Postgres.asAdmin(
    Effect.repeat(
      Effect.flatMap(
        SqlClient.SqlClient,
        (sql) => sql<{ count: number }>`SELECT count(*)::int AS count FROM pg_stat_activity
          WHERE datname = ${database} AND wait_event_type = 'Lock'`
      ),
      { until: ([row]) => (row?.count ?? 0) > 0 }
    )
  )

/** Does it while another one is about to give an account this name, and has done so when it goes on. */
const beside = <A, E, R>(url: string, id: string, effect: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const isWritten = yield* Deferred.make<void>()
    // Not of the transaction, of which the store would be no part.
    const doing = yield* Effect.fork(Effect.zipRight(Deferred.await(isWritten), effect))
    yield* sql.withTransaction(
      Effect.gen(function* () {
        yield* sql`INSERT INTO smmkit_journal_credential (digest, key_digest, account, added)
          VALUES (${id}, ${id}, ${id}, 1)`
        yield* sql`INSERT INTO smmkit_journal_account (id, name, host) VALUES (${id}, ${host}, ${host})`
        yield* Deferred.succeed(isWritten, undefined)
        yield* waitedFor(url.split("/").at(-1) ?? "")
      })
    )
    return yield* Fiber.join(doing)
  }).pipe(Effect.provide(Postgres.client(url)))

describe("a name that another one takes at the same moment", () => {
  onServer("is that one's: of who comes in with another key, and of who gives it to an account", () =>
    Effect.gen(function* () {
      const [coming, giving] = [yield* Postgres.database, yield* Postgres.database]
      const entered = yield* Effect.gen(function* () {
        const { enter } = yield* Store.Store
        return yield* beside(coming, "first", enter(who("second")))
      }).pipe(Effect.provide(Postgres.store(coming)))
      assert.deepInclude(entered, { _tag: "Stranger" })
      const isGiven = yield* Effect.gen(function* () {
        const { enter, rename } = yield* Store.Store
        yield* enter({ ...who("second"), name: "other" })
        return yield* beside(giving, "first", rename("second", host))
      }).pipe(Effect.provide(Postgres.store(giving)))
      assert.isFalse(isGiven)
    })
  )
})
