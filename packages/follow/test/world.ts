import { mkdtempSync } from "node:fs"
import { join } from "node:path"
import type { SqlClient } from "@effect/sql"
import { Sqlite } from "@smmkit/journal"
import { Effect, Layer } from "effect"
import { inject } from "vitest"
import { client, database, isInstalled } from "../../journal/test/postgres.js"

export { isInstalled }

/** A folder of its own, which goes with the others when the run is over. */
export const folder = (): string => mkdtempSync(join(inject("folder"), "follow-"))

/** A database of its own: each client that is built on it is one more process. */
export interface Place {
  readonly client: Layer.Layer<SqlClient.SqlClient>
}

export const file: Effect.Effect<Place> = Effect.sync(() => ({
  client: Layer.orDie(Sqlite.layerClient(join(folder(), "journal.db")))
}))

export const server: Effect.Effect<Place> = Effect.map(
  isInstalled ? database : Effect.succeed(""),
  (url) => ({ client: Layer.orDie(client(url)) })
)
