import { join } from "node:path"
import { SqlClient } from "@effect/sql"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Logger } from "effect"
import { client, isInstalled } from "./postgres.js"
import { onServer, place, program, server, untilTaken } from "./standing.js"
import { tunnel } from "./tunnel.js"
import { booked, folder, sandbox } from "./world.js"

/** Two servers, the other of which takes over what the first one writes, and a way that leads to the one in use. */
const cluster = Effect.gen(function* () {
  const primary = yield* server
  const replica = yield* Effect.acquireRelease(Effect.promise(primary.replica), ({ remove }) =>
    Effect.promise(remove)
  )
  const way = yield* tunnel(primary.url)
  const onReplica = (sql: string) => Effect.promise(() => replica.query(sql))
  return {
    stop: Effect.promise(primary.stop),
    kill: Effect.promise(primary.kill),
    onReplica,
    /** A fresh database on both, by the way, and as it is on the replica. */
    database: (name: string) =>
      Effect.as(
        Effect.promise(() => primary.database(name)),
        { url: new URL(name, way.url).href, copy: new URL(name, replica.url).href }
      ),
    /** Waits until the replica has all that is written by now. */
    arrived: Effect.flatMap(
      Effect.promise(() => primary.query("SELECT pg_current_wal_lsn()")),
      (written) =>
        Effect.repeat(onReplica(`SELECT pg_last_wal_replay_lsn() >= '${written}'`), {
          until: (has) => has === "t"
        })
    ),
    /** From now on nothing arrives at the replica: what has arrived, it would still take over when it is promoted. */
    part: Effect.gen(function* () {
      yield* onReplica("ALTER SYSTEM SET primary_conninfo = ''")
      yield* onReplica("SELECT pg_reload_conf()")
      yield* Effect.repeat(onReplica("SELECT count(*) FROM pg_stat_wal_receiver"), {
        until: (count) => count === "0"
      })
    }),
    promote: Effect.gen(function* () {
      assert.strictEqual(yield* onReplica("SELECT pg_promote()"), "t")
      way.lead(replica.url)
    })
  }
})

/** What a store holds, and why it is withheld. */
const contents = (url: string) =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const entries = yield* sql<{ key: string }>`SELECT key FROM smmkit_journal_entry ORDER BY key`
    const [row] = yield* sql<{ withheld: string }>`SELECT withheld FROM smmkit_journal_store`
    return { keys: entries.map(({ key }) => key), withheld: row?.withheld }
  }).pipe(Effect.provide(client(url)))

describe.skipIf(!isInstalled)("a failover to a replica", () => {
  it.live(
    "that lags is not gone on with, by who lives or by whose witness remembers, until a person says so",
    () =>
      Effect.gen(function* () {
        const { database, arrived, part, kill, promote } = yield* cluster
        const witness = join(folder(), "witness")
        const [lived, kept] = [yield* database("lived"), yield* database("kept")]
        const one = yield* program(onServer(lived.url))
        assert.strictEqual(yield* place(one, "a"), "placed")
        yield* Effect.scoped(
          Effect.gen(function* () {
            const ended = yield* program(onServer(kept.url, witness))
            assert.strictEqual(yield* place(ended, "c"), "placed")
            yield* arrived
            yield* part
            assert.strictEqual(yield* place(ended, "d"), "placed")
          })
        )
        assert.strictEqual(yield* place(one, "b"), "placed")
        yield* kill
        yield* promote
        assert.deepStrictEqual((yield* contents(lived.copy)).keys, ["a"])
        assert.deepStrictEqual(yield* contents(kept.copy), { keys: ["c"], withheld: "" })

        const asked = untilTaken(place(one, "b"))
        assert.strictEqual(yield* asked, "forgotten")
        const later = yield* program(onServer(kept.url, witness))
        assert.strictEqual(yield* place(later, "d"), "forgotten")
        const why = (key: string) => `it does not hold the entry add "${key}" as it was told of`
        assert.deepStrictEqual(yield* contents(lived.copy), { keys: ["a"], withheld: why("b") })
        assert.deepStrictEqual(yield* contents(kept.copy), { keys: ["c"], withheld: why("d") })
        // Nor does one go on that remembers nothing, or with a key that is new.
        assert.strictEqual(yield* place(yield* program(onServer(lived.url)), "b"), "forgotten")
        assert.strictEqual(yield* place(one, "e"), "forgotten")
        assert.strictEqual(yield* booked, 4)

        yield* one.acceptStore
        assert.strictEqual(yield* place(one, "e"), "placed")
        assert.strictEqual(yield* place(later, "f"), "forgotten")
        yield* later.acceptStore
        assert.strictEqual(yield* place(later, "f"), "placed")
        assert.strictEqual(yield* booked, 6)
      }).pipe(Effect.provide(sandbox()), Effect.scoped)
  )

  it.live("that has all is gone on with, and told in the log", () => {
    const said: Array<string> = []
    const logger = Logger.make(({ message }) => void said.push(String(message)))
    return Effect.gen(function* () {
      const { database, arrived, stop, promote, onReplica } = yield* cluster
      const { url } = yield* database("journal")
      const witness = join(folder(), "witness")
      const one = yield* program(onServer(url, witness))
      assert.strictEqual(yield* place(one, "a"), "placed")
      assert.strictEqual(yield* place(one, "b"), "placed")
      yield* arrived
      yield* stop
      yield* promote
      const placed = untilTaken(place(one, "c"))
      assert.strictEqual(yield* placed, "placed")
      assert.strictEqual(yield* place(one, "a"), "placed")
      assert.strictEqual(yield* place(yield* program(onServer(url, witness)), "b"), "placed")
      assert.strictEqual(yield* booked, 3)
      const system = yield* onReplica("SELECT system_identifier FROM pg_control_system()")
      assert.deepStrictEqual(
        said.filter((line) => line.includes("at another place")),
        [
          `the journal's store is at another place than before (${system}/00000001, now ${system}/00000002), and holds what was written last`
        ]
      )
    }).pipe(
      Effect.provide(Layer.merge(sandbox(), Logger.replace(Logger.defaultLogger, logger))),
      Effect.scoped
    )
  })
})
