/**
 * Counts how often each of millions of texts was seen, in constant memory: on disk, in a file of its own
 * that is removed in the end. Nothing in it has to outlive the process.
 */
import * as Fs from "node:fs"
import * as Os from "node:os"
import * as Path from "node:path"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import type * as Scope from "effect/Scope"
import Database from "libsql"
import type { StoreError } from "../../JournalError.js"
import { storeError } from "../sqlFailure.js"

export interface RowCounter {
  /** For each text, the how-manieth of its kind it is. */
  readonly count: (texts: ReadonlyArray<string>) => Effect.Effect<ReadonlyArray<number>, StoreError>
}

const open = (folder: string) => {
  const db = new Database(Path.join(folder, "rows.db"))
  db.prepare("PRAGMA journal_mode = OFF").all([])
  db.exec("PRAGMA synchronous = OFF")
  db.exec("PRAGMA cache_size = -16384")
  db.exec("CREATE TABLE seen (text TEXT NOT NULL PRIMARY KEY, times INTEGER NOT NULL) WITHOUT ROWID")
  // Where the system allows it the file goes now, so that a killed process leaves nothing behind.
  if (process.platform !== "win32") Fs.rmSync(folder, { recursive: true, force: true })
  const statement = db.prepare(
    "INSERT INTO seen VALUES (?, 1) ON CONFLICT (text) DO UPDATE SET times = times + 1 RETURNING times"
  )
  return { db, folder, statement }
}

export const make: Effect.Effect<RowCounter, StoreError, Scope.Scope> = Effect.map(
  Effect.acquireRelease(
    Effect.try({
      try: () => open(Fs.mkdtempSync(Path.join(Os.tmpdir(), "smmkit-bulk-"))),
      catch: storeError
    }),
    ({ db, folder }) =>
      Effect.sync(() => {
        db.close()
        Fs.rmSync(folder, { recursive: true, force: true })
      })
  ),
  ({ db, statement }) => ({
    count: (texts) =>
      Effect.try({
        try: () => {
          db.exec("BEGIN")
          const times = texts.map((text) => {
            const row = statement.get([text])
            return Predicate.hasProperty(row, "times") && Predicate.isNumber(row.times) ? row.times : 1
          })
          db.exec("COMMIT")
          return times
        },
        catch: storeError
      })
  })
)
