/**
 * Where the journal is kept: durable entries on any SqlClient of SQLite or PostgreSQL.
 *
 * Each method is one transaction, as if no other overlapped it, whatever process runs it; what it answers is
 * durable. It ends in bounded time, too: a server that gives no answer is given up,
 * and whether it has written is not known then.
 *
 * @since 0.1.0
 */

import type * as SqlClient from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import * as Layer from "effect/Layer"
import { storeError } from "./internal/sql/sqlFailure.js"
import { make } from "./internal/store/sqlStore.js"
import type { StoreError } from "./JournalError.js"
import { type Options, Store } from "./StoreModel.js"

export * from "./StoreMessage.js"
export * from "./StoreModel.js"

/**
 * A driver's failure as the store's error, for layers that connect to a database.
 *
 * @example
 * import { SqlError } from "@effect/sql"
 * import { Store } from "@smmkit/journal"
 *
 * const failure = new SqlError.SqlError({ cause: Object.assign(new Error("gone"), { code: "ECONNREFUSED" }) })
 *
 * assert.strictEqual(Store.error(failure).reason, "unreachable")
 *
 * @since 0.1.0
 * @category errors
 */
export const error: (failure: SqlError) => StoreError = storeError

/**
 * A store on any SqlClient of SQLite or PostgreSQL; its tables are made, or brought up to date, first.
 *
 * @example
 * import { PgClient } from "@effect/sql-pg"
 * import { Store } from "@smmkit/journal"
 * import { Config, Layer } from "effect"
 *
 * // The address comes from the environment, redacted, as it may hold a password.
 * const client = PgClient.layerConfig({
 *   url: Config.redacted("DATABASE_URL"),
 *   connectTimeout: Config.succeed("5 seconds")
 * })
 *
 * export const store = Layer.provide(Store.layer(), client)
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options: Options = {}): Layer.Layer<Store, StoreError, SqlClient.SqlClient> =>
  Layer.scoped(Store, make(options))
