/**
 * The journal in a file: an embedded SQLite, for one machine.
 *
 * @since 0.1.0
 */
import * as Fs from "node:fs"
import * as Path from "node:path"
import * as SqlClient from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Libsql from "./internal/sql/libsqlClient.js"
import { storeError, typed } from "./internal/sql/sqlFailure.js"
import { StoreError } from "./JournalError.js"
import * as Store from "./Store.js"

const inMemory = ":memory:"

/** Makes a folder and those it lies in. Node's own recursion does not end where a file system refuses every name. */
const makeFolder = (path: string, depth = 32): void => {
  if (Fs.existsSync(path) || depth === 0) return
  makeFolder(Path.dirname(path), depth - 1)
  try {
    Fs.mkdirSync(path, { mode: 0o700 })
  } catch (failure) {
    // Another process may have made it in between.
    if (!Fs.existsSync(path)) throw failure
  }
}

/** Makes the file, readable and writable by its owner only; SQLite gives its side files the same mode. */
const prepare = (path: string): Effect.Effect<void, StoreError> =>
  path === inMemory
    ? Effect.void
    : Effect.try({
        try: () => {
          makeFolder(Path.dirname(path))
          const file = Fs.openSync(path, Fs.constants.O_CREAT | Fs.constants.O_RDWR, 0o600)
          try {
            const stats = Fs.fstatSync(file)
            // A device is everybody's, and keeps nothing.
            if (!stats.isFile()) throw new StoreError({ reason: "corrupt", detail: "no regular file" })
            if ((stats.mode & 0o077) !== 0) Fs.fchmodSync(file, 0o600)
          } finally {
            Fs.closeSync(file)
          }
        },
        catch: storeError
      })

/**
 * A SqlClient on an SQLite file, whose commits outlive a power cut (WAL, `synchronous=FULL`). The file
 * and its folder are made where they do not exist, for their owner only.
 *
 * @example
 * import { SqlClient } from "@effect/sql"
 * import { Sqlite } from "@smmkit/journal"
 * import { Effect } from "effect"
 *
 * const rows = await Effect.flatMap(SqlClient.SqlClient, (sql) => sql`SELECT 1 + 1 AS sum`).pipe(
 *   Effect.provide(Sqlite.layerClient(":memory:")),
 *   Effect.runPromise
 * )
 *
 * assert.deepStrictEqual(rows, [{ sum: 2 }])
 *
 * @since 0.1.0
 * @category layers
 */
export const layerClient = (path: string): Layer.Layer<SqlClient.SqlClient, StoreError> =>
  Layer.scoped(SqlClient.SqlClient, Effect.zipRight(prepare(path), typed(Libsql.make(path))))

/**
 * A store in an SQLite file.
 *
 * @example
 * import { Sqlite, Store } from "@smmkit/journal"
 * import { Effect, Option } from "effect"
 *
 * const entry = await Effect.flatMap(Store.Store, (store) => store.find({ account: "a", action: "add", key: "campaign-7" })).pipe(
 *   Effect.provide(Sqlite.layer(":memory:")),
 *   Effect.runPromise
 * )
 *
 * assert.ok(Option.isNone(entry))
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (path: string): Layer.Layer<Store.Store, StoreError> =>
  Layer.provide(Store.layer(), layerClient(path))
