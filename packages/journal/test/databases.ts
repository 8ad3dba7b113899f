/** Databases of the run's server, for the tests of any package: nothing of the journal's sources is loaded for them. */
import { randomUUID } from "node:crypto"
import { SqlClient } from "@effect/sql"
import { PgClient } from "@effect/sql-pg"
import { Effect, Layer, ManagedRuntime, Redacted } from "effect"
import { inject } from "vitest"

export const server = inject("postgres")
export const isInstalled = server !== ""

export const client = (url: string) => PgClient.layer({ url: Redacted.make(url) })

const urlOf = (name: string) => server.replace(/\/postgres$/, `/${name}`)

const newName = () => `journal_${randomUUID().replaceAll("-", "")}`

/** For who makes databases, or speaks of them: one connection for all tests of a process, in real time. */
const admin = ManagedRuntime.make(Layer.orDie(client(server)))

export const asAdmin = <A, E>(effect: Effect.Effect<A, E, SqlClient.SqlClient>): Effect.Effect<A> =>
  Effect.promise(() => admin.runPromise(effect))

/** The address of a fresh database without a table. */
export const emptyDatabase = asAdmin(
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const name = newName()
    yield* sql`CREATE DATABASE ${sql(name)}`
    return urlOf(name)
  })
)

/** Files are copied at half the cost of their rows, where a server knows both. */
const byFiles = Effect.map(
  Effect.flatMap(
    SqlClient.SqlClient,
    (sql) => sql<{ version: string }>`SELECT current_setting($$server_version_num$$) AS version`
  ),
  ([row]) => (Number(row?.version) >= 150_000 ? "STRATEGY file_copy" : "")
)

/**
 * The address of a fresh database that has the tables which a layer makes, and nothing in them. They are made once, and
 * copied: to make them takes longer than most tests.
 */
export const copies = <A, E>(tables: (client: ReturnType<typeof PgClient.layer>) => Layer.Layer<A, E>) => {
  const template = Effect.runSync(
    Effect.cached(
      Effect.gen(function* () {
        const sql = yield* SqlClient.SqlClient
        const name = newName()
        yield* sql`CREATE DATABASE ${sql(name)}`
        yield* Effect.scoped(Layer.build(tables(client(urlOf(name)))))
        return { name, strategy: yield* byFiles }
      })
    )
  )
  return asAdmin(
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      const { name: made, strategy } = yield* template
      const name = newName()
      yield* sql.unsafe(`CREATE DATABASE ${name} TEMPLATE ${made} ${strategy}`)
      return urlOf(name)
    })
  )
}
