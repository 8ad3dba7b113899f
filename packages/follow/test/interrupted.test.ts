/** A sweep that is told to end, whatever it is doing: what it has claimed is free again. */
import { describe, expect, it } from "@effect/vitest"
import { Sandbox, SandboxTransport } from "@smmkit/sandbox"
import { Deferred, Effect, Fiber, Layer, Option, TestClock } from "effect"
import { FollowStore, Sweep } from "../src/index.js"
import { account, file, panel, sandbox, seeded, shared, stored, tick } from "./world.js"

const many = { panel, limit: { calls: 100, per: "1 minute" } } as const

/** A sweep on a store that may be another one than that of the world. */
const sweep = Effect.provide(
  Sweep.make(many),
  Layer.merge(Sweep.layerPulse({ every: "1 second" }), Layer.orDie(SandboxTransport.layer))
)

/** Who else claims gets all that is due, with no lease to wait for. */
const free = (most: number) =>
  Effect.gen(function* () {
    const store = yield* FollowStore.FollowStore
    const claim = yield* store.claim({ account: yield* account, of: "orders", most, lease: 60_000 })
    return Option.match(claim, { onNone: () => 0, onSome: ({ orders }) => orders.length })
  })

const world = Layer.unwrapEffect(
  Effect.map(file, (place) =>
    Layer.provideMerge(shared, Layer.merge(sandbox(), stored(Effect.succeed(place))))
  )
)

describe("a sweep that is told to end", () => {
  it.scoped("gives back what its store is just claiming", () =>
    Effect.gen(function* () {
      const [claimed, answered] = [yield* Deferred.make<void>(), yield* Deferred.make<void>()]
      const store = yield* FollowStore.FollowStore
      const { run } = yield* Effect.provideService(sweep, FollowStore.FollowStore, {
        ...store,
        // The database has done it, and its answer is on the way.
        claim: (ask) =>
          Effect.zipLeft(
            store.claim(ask),
            Effect.zipRight(Deferred.succeed(claimed, undefined), Deferred.await(answered))
          )
      })
      yield* seeded(50)
      const fiber = yield* Effect.fork(run)
      yield* Deferred.await(claimed)
      const end = yield* Effect.fork(Fiber.interrupt(fiber))
      yield* Effect.yieldNow()
      yield* Deferred.succeed(answered, undefined)
      yield* Fiber.join(end)
      yield* TestClock.adjust("2 seconds")
      expect(yield* free(100)).toBe(50)
    }).pipe(Effect.provide(world))
  )

  it.scoped("gives back all that several calls are under way about", () =>
    Effect.gen(function* () {
      const { faults, calls } = yield* Sandbox.Sandbox
      yield* faults.set({ slow: 1 })
      const { run } = yield* sweep
      yield* seeded(400)
      const fiber = yield* Effect.fork(run)
      yield* tick(3)
      expect((yield* calls).byAction["status"]).toBe(4)
      expect(yield* free(400)).toBe(0)
      yield* Fiber.interrupt(fiber)
      yield* tick(1)
      expect(yield* free(400)).toBe(400)
    }).pipe(Effect.provide(world))
  )
})
