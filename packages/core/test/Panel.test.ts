import { assert, describe, it } from "@effect/vitest"
import { Context, Effect, Fiber, Layer, Redacted, TestClock } from "effect"
import {
  AddOrder,
  Balance,
  Panel,
  PanelClient,
  type PanelConfig,
  Services,
  type Transport
} from "../src/index.js"
import * as Scripted from "./scripted.js"
import { order } from "./spending.js"

const hostOf = (call: Transport.RawCall) => call.url.slice("https://".length).split("/")[0] ?? ""

/** One transport for all; each panel answers with its own numbers. */
const answering = () =>
  Scripted.make((call) =>
    hostOf(call) === "one.example"
      ? Scripted.json({ order: 1, balance: "1", currency: "ONE" })
      : Scripted.json({ order: 2, balance: "2", currency: "TWO" })
  )

const options = (name: string): PanelConfig.Options => ({
  url: `https://${name}.example/api`,
  key: Redacted.make(`key-${name}`)
})

const panel = (name: string, more: Partial<PanelConfig.Options> = {}) =>
  Panel.layer({ ...options(name), batchWindow: 0, ...more })

const balance = Effect.map(
  Effect.flatMap(Balance.Balance, ({ get }) => get),
  ({ currency }) => currency._tag === "Some" && currency.value
)

class Both extends Context.Tag("test/Both")<
  Both,
  { readonly one: AddOrder.AddOrder.Service; readonly two: AddOrder.AddOrder.Service }
>() {}

class One extends Context.Tag("test/One")<One, Balance.Balance.Service>() {}
class Catalogue extends Context.Tag("test/Catalogue")<Catalogue, Services.Services.Service>() {}
class Three extends Context.Tag("test/Three")<Three, Balance.Balance.Service>() {}
class Two extends Context.Tag("test/Two")<Two, Balance.Balance.Service>() {}

describe("two panels in one program", () => {
  it.effect("each get the calls of the parts that they are provided to", () =>
    Effect.gen(function* () {
      const scripted = answering()
      const both = Effect.all([
        Effect.provide(balance, panel("one")),
        Effect.provide(balance, panel("two")),
        Effect.provide(balance, panel("one"))
      ])
      assert.deepStrictEqual(yield* Effect.provide(both, scripted.transport), ["ONE", "TWO", "ONE"])
      assert.deepStrictEqual(scripted.calls.map(hostOf), ["one.example", "two.example", "one.example"])
    })
  )

  it.effect("stay apart in one graph of layers, too", () =>
    Effect.gen(function* () {
      const scripted = answering()
      const one = Layer.effect(One, Balance.Balance).pipe(Layer.provide(panel("one")))
      const two = Layer.effect(Two, Balance.Balance).pipe(Layer.provide(panel("two")))
      const program = Effect.gen(function* () {
        const first = yield* Effect.flatMap(One, ({ get }) => get)
        const second = yield* Effect.flatMap(Two, ({ get }) => get)
        return [first.currency, second.currency].map((word) => word._tag === "Some" && word.value)
      })
      const layer = Layer.merge(one, two).pipe(Layer.provide(scripted.transport))
      assert.deepStrictEqual(yield* Effect.provide(program, layer), ["ONE", "TWO"])
      assert.deepStrictEqual(
        scripted.calls.map((call) => [hostOf(call), Redacted.value(call.key)]),
        [
          ["one.example", "key-one"],
          ["two.example", "key-two"]
        ]
      )
    })
  )

  it.effect("stay apart in one graph of layers that is put together by hand", () =>
    Effect.gen(function* () {
      const scripted = answering()
      const client = (name: string) => PanelClient.layer({ ...options(name), batchWindow: 0 })
      const one = Layer.effect(One, Balance.Balance).pipe(Layer.provide(Balance.layer(client("one"))))
      const two = Layer.effect(Two, Balance.Balance).pipe(Layer.provide(Panel.layerClient(client("two"))))
      const three = Layer.effect(Three, Balance.Balance).pipe(Layer.provide(Balance.layer(client("two"))))
      const program = Effect.all([
        Effect.flatMap(One, ({ get }) => get),
        Effect.flatMap(Two, ({ get }) => get),
        Effect.flatMap(Three, ({ get }) => get)
      ])
      const layer = Layer.mergeAll(one, two, three).pipe(Layer.provide(scripted.transport))
      yield* Effect.provide(program, layer)
      assert.deepStrictEqual(scripted.calls.map(hostOf), ["one.example", "two.example", "two.example"])
    })
  )

  it.effect("place an order where it belongs when built inside another layer", () =>
    Effect.gen(function* () {
      const scripted = answering()
      const layer = Layer.scoped(
        Both,
        Effect.gen(function* () {
          const one = yield* Layer.build(panel("one"))
          const two = yield* Layer.build(panel("two"))
          return { one: Context.get(one, AddOrder.AddOrder), two: Context.get(two, AddOrder.AddOrder) }
        })
      )
      const program = Effect.flatMap(Both, ({ one, two }) => Effect.all([one.place(order), two.place(order)]))
      const [first, second] = yield* Effect.provide(program, Layer.provide(layer, scripted.transport))
      assert.deepStrictEqual([first.order, second.order], ["1", "2"])
    })
  )

  it.effect("do not share a rate limit or a concurrency bound", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make((call) =>
        hostOf(call) === "one.example" ? Effect.never : Scripted.json({ balance: "2", currency: "TWO" })
      )
      const both = Effect.all(
        [
          Effect.provide(balance, panel("one", { concurrency: 1 })),
          Effect.provide(balance, panel("two", { concurrency: 1 }))
        ],
        { concurrency: 2, mode: "either" }
      )
      const fiber = yield* Effect.fork(Effect.provide(both, scripted.transport))
      yield* TestClock.adjust("1 hour")
      assert.deepStrictEqual(
        (yield* Fiber.join(fiber)).map(({ _tag }) => _tag),
        ["Left", "Right"]
      )
    })
  )
})

/** An empty one would be asked for again. */
const catalogue = [{ service: 1, name: "Likes", type: "Default", category: "c", rate: "1", min: 1, max: 10 }]

describe("a panel", () => {
  it.effect("shares one client among its actions, which is built once", () =>
    Effect.gen(function* () {
      const layer = panel("one", { concurrency: 1 })
      const times: Array<number> = []
      const scripted = Scripted.make((call) => {
        times.push(call.params.length)
        return Effect.delay(
          Effect.succeed(
            Scripted.formOf(call)["action"] === "services"
              ? Scripted.json(catalogue)
              : Scripted.json({ balance: "1", currency: "ONE" })
          ),
          "10 seconds"
        )
      })
      const program = Effect.all([balance, Effect.flatMap(Services.Services, ({ list }) => list)], {
        concurrency: 2
      })
      const fiber = yield* Effect.fork(Effect.provide(program, Layer.provide(layer, scripted.transport)))
      yield* TestClock.adjust("5 seconds")
      // The bound of one holds for both actions together.
      assert.strictEqual(scripted.calls.length, 1)
      yield* TestClock.adjust("1 minute")
      yield* Fiber.join(fiber)
      assert.strictEqual(scripted.calls.length, 2)
    })
  )

  it.effect("is built once where one graph of layers names it twice", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make([Scripted.json(catalogue)])
      const shared = panel("one")
      const one = Layer.effect(Catalogue, Services.Services).pipe(Layer.provide(shared))
      const program = Effect.all([
        Effect.flatMap(Catalogue, ({ list }) => list),
        Effect.flatMap(Services.Services, ({ list }) => list)
      ])
      yield* Effect.provide(program, Layer.merge(one, shared).pipe(Layer.provide(scripted.transport)))
      assert.strictEqual(scripted.calls.length, 1)
    })
  )

  it.effect("makes no call of its own accord", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make([])
      yield* Effect.scoped(Layer.build(scripted.panel()))
      yield* TestClock.adjust("10 days")
      assert.strictEqual(scripted.calls.length, 0)
    })
  )

  it.effect("is not built with an option that cannot be worked with", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(
        Effect.scoped(Layer.build(Scripted.make([]).panel({ url: "nowhere" })))
      )
      assert.strictEqual(error._tag, "InvalidOption")
    })
  )
})

describe("a panel as a value", () => {
  it.effect("fits a map, one for each row of a table", () =>
    Effect.gen(function* () {
      const scripted = answering()
      const panels = new Map(
        yield* Effect.forEach(["one", "two"], (name) =>
          Effect.map(Panel.make(options(name)), (made) => [name, made] as const)
        ).pipe(Effect.provide(scripted.transport))
      )
      yield* Effect.forEach(["two", "one"], (name) => panels.get(name)?.addOrder.place(order) ?? Effect.void)
      assert.deepStrictEqual(scripted.calls.map(hostOf), ["two.example", "one.example"])
    }).pipe(Effect.scoped)
  )

  it.effect("is a context for programs that name an action", () =>
    Effect.gen(function* () {
      const scripted = answering()
      const two = yield* Effect.provide(Panel.make(options("two")), scripted.transport)
      assert.strictEqual(yield* Effect.provide(balance, Panel.toContext(two)), "TWO")
    }).pipe(Effect.scoped)
  )
})

describe("two actions over one client", () => {
  it.effect("share its rate limit", () =>
    Effect.gen(function* () {
      const scripted = answering()
      const client = PanelClient.layer({ ...options("one"), rateLimit: { limit: 1, interval: "1 hour" } })
      const layer = Layer.merge(Balance.layer(client), AddOrder.layer(client))
      const program = Effect.gen(function* () {
        yield* balance
        const { place } = yield* AddOrder.AddOrder
        const placed = yield* Effect.fork(Effect.flip(place(order)))
        yield* TestClock.adjust("31 seconds")
        return yield* Fiber.join(placed)
      })
      const error = yield* Effect.provide(program, Layer.provide(layer, scripted.transport))
      assert.strictEqual(error._tag, "NotSent")
      assert.strictEqual(scripted.calls.length, 1)
    })
  )
})
