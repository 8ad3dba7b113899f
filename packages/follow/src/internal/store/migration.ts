/** Bringing the tables of follow to this version, after the journal's. */
import type { Migration } from "@smmkit/journal/Migration"
import { statements } from "./fileStatements.js"
import { functions } from "./serverFunctions.js"
import { tables } from "./tables.js"
import { triggers } from "./triggers.js"

export const migration: Migration = {
  table: "smmkit_follow_migration",
  steps: [
    {
      statements: (dialect) => [
        ...tables(dialect),
        ...(dialect === "pg" ? functions : statements),
        ...triggers(dialect)
      ],
      breaks: true
    }
  ]
}
