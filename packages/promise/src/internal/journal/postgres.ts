/** A store on PostgreSQL whose idle connections do not keep the process alive. */
import type { SqlClient } from "@effect/sql/SqlClient"
import { SqlError } from "@effect/sql/SqlError"
import { PgClient } from "@effect/sql-pg"
import type { StoreError } from "@smmkit/journal/JournalError"
import type { Place } from "@smmkit/journal/Place"
import * as Store from "@smmkit/journal/Store"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import Pg from "pg"

/** How long a connection may take to stand, in milliseconds. */
const connectTimeout = 5000

/** And how long it may take to answer first; a server that fell silent would be waited for without end. */
const firstAnswer = "8 seconds"

const failed = (cause: unknown) => new SqlError({ cause, message: "PgClient: Failed to connect" })

/** A pool that the process need not live on for, which was seen to reach its database. */
const pool = (url: Redacted.Redacted): Effect.Effect<Pg.Pool, SqlError, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.sync(() => {
      const pool = new Pg.Pool({
        connectionString: Redacted.value(url),
        connectionTimeoutMillis: connectTimeout,
        application_name: "smmkit",
        allowExitOnIdle: true
      })
      // A connection that breaks while nobody uses it is replaced at the next use.
      pool.on("error", () => {})
      return pool
    }),
    (pool) => Effect.timeoutOption(Effect.interruptible(Effect.promise(() => pool.end())), "1 second")
  ).pipe(
    Effect.tap((pool) =>
      Effect.tryPromise({ try: () => pool.query("SELECT 1"), catch: failed }).pipe(
        Effect.timeoutFail({
          duration: firstAnswer,
          onTimeout: () => failed(new Error("timeout exceeded before it answered"))
        })
      )
    )
  )

export const layer = ({
  url,
  witness
}: Extract<Place, { readonly _tag: "Postgres" }>): Layer.Layer<Store.Store | SqlClient, StoreError> =>
  Layer.provideMerge(
    Store.layer({ witness }),
    Layer.mapError(PgClient.layerFromPool({ acquire: pool(url), applicationName: "smmkit" }), Store.error)
  )
