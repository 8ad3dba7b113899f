import { randomUUID } from "node:crypto"
import { SqlClient } from "@effect/sql"
import { PgClient } from "@effect/sql-pg"
import { Effect, Layer, Redacted } from "effect"
import { inject } from "vitest"
import { Store } from "../src/index.js"

export const server = inject("postgres")
export const isInstalled = server !== ""

export const client = (url: string) => PgClient.layer({ url: Redacted.make(url) })

/** The address of a fresh database. */
export const database = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const name = `journal_${randomUUID().replaceAll("-", "")}`
  yield* sql`CREATE DATABASE ${sql(name)}`
  return server.replace(/\/postgres$/, `/${name}`)
}).pipe(Effect.provide(client(server)), Effect.orDie)

export const store = (url: string, options?: Store.Options) =>
  Layer.provide(Store.layer(options), Layer.mapError(client(url), Store.error))

/** Two users who are let in with the password "fake-password", or over TLS, only. */
export const makeUsers = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`CREATE ROLE with_password LOGIN SUPERUSER PASSWORD 'fake-password'`
  yield* sql`CREATE ROLE with_tls LOGIN`
}).pipe(Effect.provide(client(server)), Effect.orDie)
