import { join } from "node:path"
import { Effect } from "effect"
import { Sqlite } from "../src/index.js"
import { database, isInstalled, store } from "./postgres.js"
import { suite } from "./StoreContract.js"
import { folder } from "./world.js"

suite(
  "a store on SQLite",
  Effect.sync(() => ({ connect: Sqlite.layer(join(folder(), "journal.db")) }))
)

suite(
  isInstalled ? "a store on PostgreSQL" : "a store on PostgreSQL (not installed here)",
  Effect.map(isInstalled ? database : Effect.succeed(""), (url) => ({
    connect: store(url, { clock: "program" })
  })),
  !isInstalled
)
