import { join } from "node:path"
import { describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { Sqlite } from "../src/index.js"
import { StoreContract } from "../src/testing/index.js"
import { database, isInstalled, store } from "./postgres.js"
import { folder } from "./world.js"

describe("a store on SQLite", () => {
  const place = Effect.sync(() => ({ connect: Sqlite.layer(join(folder(), "journal.db")) }))
  for (const { name, effect } of StoreContract.suite(place)) it.effect(name, () => effect)
})

describe("a store on PostgreSQL", () => {
  const place = Effect.map(isInstalled ? database : Effect.succeed(""), (url) => ({
    connect: store(url, { clock: "program" })
  }))
  for (const { name, effect } of StoreContract.suite(place)) {
    it.effect.skipIf(!isInstalled)(name, () => effect)
  }
})
