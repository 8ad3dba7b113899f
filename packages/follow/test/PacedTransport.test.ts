import { afterAll, describe, it } from "@effect/vitest"
import { NodeTransport } from "@smmkit/adapter-node"
import { TransportContract } from "@smmkit/core/testing"
import { Sqlite, Store } from "@smmkit/journal"
import { Effect, Layer, ManagedRuntime, Redacted } from "effect"
import { FollowStore, PacedTransport } from "../src/index.js"
import { panel } from "./world.js"

/** A limit that nothing here comes to. */
const limit = { calls: 1_000_000, per: "1 minute" } as const

/** One store for all cases. */
const stores = ManagedRuntime.make(
  Layer.provide(Layer.merge(Store.layer(), FollowStore.layer), Sqlite.layerClient(":memory:"))
)

let accounts = 0

/** Each case has an account of its own: the panel of one asks for a rest of two minutes, which would be everybody's. */
const layer = Layer.suspend(() => {
  accounts += 1
  const key = Redacted.make(`key-${accounts}`)
  return PacedTransport.layer({ panel: { ...panel, key }, name: `case-${accounts}`, limit })
}).pipe(
  Layer.provide(Layer.effectContext(Effect.map(stores.runtimeEffect, ({ context }) => context))),
  Layer.provide(NodeTransport.layer)
)

/** What waiting for a turn could break; `SMMKIT_CONTRACT=whole` for all that a transport promises. */
const ofTurns = /\btime\b|deadline|once|gate|interrupted|own reply|429/
const isWhole = process.env["SMMKIT_CONTRACT"] === "whole"

describe("a transport within an account's budget", () => {
  afterAll(() => stores.dispose())
  const suite = TransportContract.suite({
    layer,
    promises: { delivery: "exact", freshConnections: true, alwaysChecksCertificates: true }
  })
  for (const { name, effect } of suite.filter(({ name }) => isWhole || ofTurns.test(name)))
    it.effect(name, () => effect)
})
