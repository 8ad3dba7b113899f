import { randomUUID } from "node:crypto"
import { SqlClient } from "@effect/sql"
import { PgClient } from "@effect/sql-pg"
import { Effect, Layer, ManagedRuntime, Redacted } from "effect"
import { inject } from "vitest"
import { Store } from "../src/index.js"

export const server = inject("postgres")
export const isInstalled = server !== ""

export const client = (url: string) => PgClient.layer({ url: Redacted.make(url) })

export const store = (url: string, options?: Store.Options) =>
  Layer.provide(Store.layer(options), Layer.mapError(client(url), Store.error))

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

/** One that has the journal's tables, which the others are copies of: to make them takes longer than most tests. */
const template = Effect.runSync(
  Effect.cached(
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      const name = newName()
      yield* sql`CREATE DATABASE ${sql(name)}`
      yield* Effect.provide(Effect.void, store(urlOf(name)))
      return name
    })
  )
)

/** The address of a fresh database that has the journal's tables, and nothing in them. */
export const database = asAdmin(
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const name = newName()
    yield* sql`CREATE DATABASE ${sql(name)} TEMPLATE ${sql(yield* template)}`
    return urlOf(name)
  })
)

/** Two users who are let in with the password "fake-password", or over TLS, only. */
export const makeUsers = asAdmin(
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    yield* sql`CREATE ROLE with_password LOGIN SUPERUSER PASSWORD 'fake-password'`
    yield* sql`CREATE ROLE with_tls LOGIN`
  })
)
