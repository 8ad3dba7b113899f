import { SqlClient } from "@effect/sql"
import { Effect, Layer } from "effect"
import { Store } from "../src/index.js"
import { asAdmin, client, copies } from "./databases.js"

export { asAdmin, client, emptyDatabase, isInstalled } from "./databases.js"

export const store = (url: string, options?: Store.Options) =>
  Layer.provide(Store.layer(options), Layer.mapError(client(url), Store.error))

/** The address of a fresh database that has the journal's tables, and nothing in them. */
export const database = copies((client) => Layer.provide(Store.layer(), Layer.mapError(client, Store.error)))

/** Two users who are let in with the password "fake-password", or over TLS, only. */
export const makeUsers = asAdmin(
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    yield* sql`CREATE ROLE with_password LOGIN SUPERUSER PASSWORD 'fake-password'`
    yield* sql`CREATE ROLE with_tls LOGIN`
  })
)
