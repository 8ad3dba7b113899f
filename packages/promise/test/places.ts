/** Where a journal can be kept, each time a new one. */
import { randomUUID } from "node:crypto"
import { join } from "node:path"
import { SqlClient } from "@effect/sql"
import { PgClient } from "@effect/sql-pg"
import { Effect, Redacted } from "effect"
import { inject } from "vitest"

const folder = inject("folder")
const server = inject("postgres")

export const file = (): string => join(folder, `${randomUUID()}.db`)

/** The address of a fresh database. */
const database = (): Promise<string> =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const name = `promise_${randomUUID().replaceAll("-", "")}`
    yield* sql`CREATE DATABASE ${sql(name)}`
    return server.replace(/\/postgres$/, `/${name}`)
  }).pipe(Effect.provide(PgClient.layer({ url: Redacted.make(server) })), Effect.runPromise)

/** Both kinds; the second is missing where PostgreSQL is not installed. */
export const places = [
  { name: "a file", place: async () => file(), isMissing: false },
  { name: "PostgreSQL", place: database, isMissing: server === "" }
] as const
