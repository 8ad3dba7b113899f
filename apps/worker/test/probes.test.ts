import { assert, describe, it } from "@effect/vitest"
import { Follow, FollowStore, Sweep } from "@smmkit/follow"
import { Sqlite } from "@smmkit/journal"
import { StoreError } from "@smmkit/journal/JournalError"
import { Effect, Layer, TestClock } from "effect"
import * as Probes from "../src/Probes.js"
import { asked, freePort } from "./runners.js"

const stores = Layer.orDie(Layer.provide(FollowStore.layer, Sqlite.layerClient(":memory:")))

describe("the metrics of a runner", () => {
  it.scoped("count what is behind for many who ask, and anew when they ask later", () =>
    Effect.gen(function* () {
      let counts = 0
      let isGone = true
      const follow = Layer.effect(
        Follow.Follow,
        Effect.map(Follow.Follow, (service) => ({
          ...service,
          lag: Effect.suspend(() => {
            counts += 1
            return isGone ? new StoreError({ reason: "unreachable", detail: "gone" }) : service.lag
          })
        }))
      ).pipe(Layer.provide(Layer.provide(Follow.layerService(), Sweep.layerPulse())))
      const port = yield* freePort
      yield* Layer.build(
        Layer.provide(Probes.layer({ host: "127.0.0.1", port }), Layer.provideMerge(follow, stores))
      )
      const metrics = Effect.map(asked(port, "/metrics"), (answer) => answer?.status)
      assert.strictEqual(yield* metrics, 503)
      isGone = false
      // What failed is asked for again at once.
      for (let nth = 0; nth < 3; nth++) assert.strictEqual(yield* metrics, 200)
      assert.strictEqual(counts, 2)
      yield* TestClock.adjust("5 seconds")
      yield* metrics
      assert.strictEqual(counts, 3)
    })
  )
})
