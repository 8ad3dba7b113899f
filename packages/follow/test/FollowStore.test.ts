import { describe, it } from "@effect/vitest"
import { Store } from "@smmkit/journal"
import { Effect, Layer } from "effect"
import { FollowStore, StoreClock } from "../src/index.js"
import { FollowStoreContract } from "../src/testing/index.js"
import { file, isInstalled, type Place, server } from "./world.js"

const connected = ({ client }: Place) => ({
  connect: Layer.merge(FollowStore.layer, Store.layer({ clock: "program" })).pipe(
    Layer.provide(StoreClock.layerProgram),
    Layer.provide(client)
  )
})

describe("a follow store on SQLite", () => {
  for (const { name, effect } of FollowStoreContract.suite(Effect.map(file, connected)))
    it.effect(name, () => effect)
})

describe("a follow store on PostgreSQL", () => {
  for (const { name, effect } of FollowStoreContract.suite(Effect.map(server, connected)))
    it.effect.skipIf(!isInstalled)(name, () => effect)
})
