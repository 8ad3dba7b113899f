/** Bringing the journal's tables to this version. */
import type { SqlClient } from "@effect/sql/SqlClient"
import type * as Effect from "effect/Effect"
import type { StoreError } from "../../JournalError.js"
import type { Migration } from "../../Migration.js"
import { migrateBy } from "./migrating.js"
import { tables } from "./schema.js"
import { functions } from "./serverFunctions.js"

const migration: Migration = {
  table: "smmkit_journal_migration",
  steps: [
    { statements: (dialect) => [...tables(dialect), ...(dialect === "pg" ? functions : [])], breaks: true }
  ]
}

/** Brings the store to this version. */
export const migrate = (sql: SqlClient): Effect.Effect<void, StoreError> => migrateBy(sql, migration)
