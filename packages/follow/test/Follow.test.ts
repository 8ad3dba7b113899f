import { describe, expect, it } from "@effect/vitest"
import { Journal } from "@smmkit/journal"
import { Effect, Fiber, Layer, Stream } from "effect"
import { Follow, FollowStore } from "../src/index.js"
import { file, follow, happened, order, pass, placing, sandbox, stores, world } from "./world.js"

describe("an order that the journal has placed", () => {
  it.effect("is followed to its end by itself", () =>
    Effect.gen(function* () {
      yield* placing(
        Effect.flatMap(Journal.Journal, ({ placeOnce }) => placeOnce("invoice-1042", order(1000)))
      )
      yield* pass(24 * 60)
      const events = yield* happened
      expect(events.map(({ name, key, number }) => [name, key, number])).toEqual([
        ["Started", "invoice-1042", 1],
        ["Completed", "invoice-1042", 2]
      ])
    }).pipe(Effect.provide(world(undefined, { partial: 0 })))
  )
})

describe("events", () => {
  it.scoped("are told once to who listens, though some come in while the log is read", () =>
    Effect.gen(function* () {
      const { client } = yield* file
      const base = yield* Layer.build(Layer.merge(sandbox({ partial: 0 }), stores({ client })))
      yield* Effect.gen(function* () {
        let looks = 0
        // As it was before the last event came in.
        const late = Layer.effect(
          FollowStore.FollowStore,
          Effect.map(FollowStore.FollowStore, (store) => ({
            ...store,
            ends: Effect.map(store.ends, (ends) => {
              looks += 1
              return looks > 1 ? ends : new Map([...ends].map(([account, end]) => [account, end - 1]))
            })
          }))
        )
        yield* placing(Effect.flatMap(Journal.Journal, ({ placeOnce }) => placeOnce("k", order(1000))))
        yield* Effect.provide(pass(24 * 60), follow())
        const heard: Array<number> = []
        yield* Effect.gen(function* () {
          const { events } = yield* Follow.Follow
          const listener = yield* Effect.fork(
            Stream.runForEach(events(), ({ number }) => Effect.sync(() => heard.push(number)))
          )
          yield* Effect.repeat(pass(5), { until: () => looks > 2 })
          yield* Fiber.interrupt(listener)
        }).pipe(Effect.provide(Layer.provide(follow(), late)))
        expect(heard).toEqual([1, 2])
      }).pipe(Effect.provide(base))
    })
  )
})
