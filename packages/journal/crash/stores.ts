/** The store that an address names: a file, or a PostgreSQL database. */
import { PgClient } from "@effect/sql-pg"
import { type JournalError, Sqlite, Store } from "@smmkit/journal"
import { Layer, Redacted } from "effect"

const isPostgres = (address: string) => /^postgres(ql)?:\/\//.test(address)

export const storeAt = (address: string): Layer.Layer<Store.Store, JournalError.StoreError> =>
  isPostgres(address)
    ? Layer.provide(
        Store.layer(),
        Layer.mapError(PgClient.layer({ url: Redacted.make(address) }), Store.error)
      )
    : Sqlite.layer(address)
