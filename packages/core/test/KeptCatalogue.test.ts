import { KeyValueStore } from "@effect/platform"
import { SystemError } from "@effect/platform/Error"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Fiber, Layer, Option, TestClock } from "effect"
import { Identifiers, KeptCatalogue, PanelClient, Services } from "../src/index.js"
import * as Scripted from "./scripted.js"

const catalogue = (name: string) =>
  Scripted.json([{ service: 1, name, type: "Default", category: "c", rate: "0.90", min: 1, max: 9 }])

/** One program after another, over one store. */
const program = <A, E>(
  scripted: Scripted.Scripted,
  use: (services: Services.Services.Service) => Effect.Effect<A, E>,
  name = "one",
  url = Scripted.options.url
) => {
  const client = Layer.provide(
    PanelClient.layer({ ...Scripted.options, url, retries: 0, catalogueTimeToLive: "15 minutes" }),
    scripted.transport
  )
  return Effect.provide(Effect.flatMap(Services.Services, use), KeptCatalogue.layer(client, { name }))
}

const names = ({ list }: Services.Services.Service) =>
  Effect.map(list, (services) => services.map(({ name }) => name))

const memory = KeyValueStore.layerMemory

describe("a kept catalogue", () => {
  it.effect("is read once for programs that start one after another, until it is old", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make([catalogue("old"), catalogue("new")])
      assert.deepStrictEqual(yield* program(scripted, names), ["old"])
      yield* TestClock.adjust("14 minutes")
      assert.deepStrictEqual(yield* program(scripted, names), ["old"])
      // It stays good for what is left of its time, and not for as long again.
      const later = (services: Services.Services.Service) =>
        Effect.zipRight(TestClock.adjust("1 minute"), names(services))
      assert.deepStrictEqual(yield* program(scripted, later), ["new"])
      assert.strictEqual(scripted.calls.length, 2)
    }).pipe(Effect.provide(memory))
  )

  it.effect("is another one under another name", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make([catalogue("mine"), catalogue("yours")])
      assert.deepStrictEqual(yield* program(scripted, names), ["mine"])
      assert.deepStrictEqual(yield* program(scripted, names, "two"), ["yours"])
    }).pipe(Effect.provide(memory))
  )

  it.effect("is read again before it is believed that it lacks a service, and when it is invalidated", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make((_, place) => catalogue(String(place)))
      yield* program(scripted, names)
      yield* TestClock.adjust("5 minutes")
      const error = yield* program(scripted, ({ get }) => Effect.flip(get(Identifiers.ServiceId.make("2"))))
      assert.strictEqual(error._tag, "NotFound")
      assert.strictEqual(scripted.calls.length, 2)
      const anew = (services: Services.Services.Service) =>
        Effect.zipRight(services.invalidate, names(services))
      assert.deepStrictEqual(yield* program(scripted, anew), ["2"])
      assert.deepStrictEqual(yield* program(scripted, names), ["2"])
    }).pipe(Effect.provide(memory))
  )

  it.effect("of another panel is not believed, though it stands under the same name", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make([catalogue("mine"), catalogue("yours")])
      assert.deepStrictEqual(yield* program(scripted, names), ["mine"])
      const other = "https://other.example/api/v2"
      assert.deepStrictEqual(yield* program(scripted, names, "one", other), ["yours"])
    }).pipe(Effect.provide(memory))
  )

  it.effect("without a name is an option that cannot be worked with", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(program(Scripted.make([]), names, " "))
      assert.deepInclude(error, { _tag: "InvalidOption", of: "kept catalogue", field: "name" })
    }).pipe(Effect.provide(memory))
  )

  it.effect("is no failure where it is corrupt or of a time to come", () =>
    Effect.gen(function* () {
      const store = yield* KeyValueStore.KeyValueStore
      for (const text of ["", "{", "[]", '{"readAt":0,"services":[5]}', '{"readAt":9e15,"services":[]}']) {
        yield* store.set("one", text)
        assert.deepStrictEqual(yield* program(Scripted.make([catalogue("fresh")]), names), ["fresh"], text)
      }
    }).pipe(Effect.provide(memory))
  )

  it.effect("is no failure where the store fails", () =>
    Effect.gen(function* () {
      const broken = Effect.fail(
        new SystemError({ reason: "Unknown", module: "KeyValueStore", method: "any", description: "broken" })
      )
      const store = KeyValueStore.makeStringOnly({
        get: () => broken,
        set: () => broken,
        remove: () => broken,
        clear: broken,
        size: broken
      })
      const result = program(Scripted.make([catalogue("fresh")]), names)
      assert.deepStrictEqual(yield* Effect.provideService(result, KeyValueStore.KeyValueStore, store), [
        "fresh"
      ])
    })
  )

  it.effect("is no failure where the store never answers", () =>
    Effect.gen(function* () {
      const store = KeyValueStore.makeStringOnly({
        get: () => Effect.never,
        set: () => Effect.never,
        remove: () => Effect.never,
        clear: Effect.never,
        size: Effect.never
      })
      const result = program(Scripted.make([catalogue("fresh")]), names)
      const fiber = yield* Effect.fork(Effect.provideService(result, KeyValueStore.KeyValueStore, store))
      yield* TestClock.adjust("2 minutes")
      const ended = yield* Fiber.poll(fiber)
      assert.deepStrictEqual(Option.map(ended, Exit.getOrElse(String)), Option.some(["fresh"]))
    })
  )
})
