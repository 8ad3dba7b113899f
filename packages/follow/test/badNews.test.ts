/** Clocks that are set back, and panels that answer nonsense about one order: what else there is goes on. */
import { describe, expect, it } from "@effect/vitest"
import { Money } from "@smmkit/core"
import { Transport } from "@smmkit/core/Transport"
import { Store } from "@smmkit/journal"
import { Sandbox, SandboxTransport } from "@smmkit/sandbox"
import { type Clock, Effect, Layer, Option, Stream } from "effect"
import { Follow, FollowStore, StoreClock } from "../src/index.js"
import { shifted } from "./clocks.js"
import { account, file, follow, happened, panel, pass, sandbox, stored, world } from "./world.js"

/** A clock that can be set. */
const settable = (clock: Clock.Clock) => {
  let by = 0
  return {
    clock: shifted(clock, () => by),
    setBack: (hours: number) =>
      Effect.sync(() => {
        by -= hours * 3_600_000
      })
  }
}

const begun = { state: "In progress", remains: 600 }
const cutShort = { state: "Partial", remains: 400 }
const told = ["Started", "Partial", "RefundDue"]

/** Orders under way that stay as they are, followed with what they cost. */
const held = (count: number, service = "1") =>
  Effect.gen(function* () {
    const box = yield* Sandbox.Sandbox
    const { watch } = yield* Follow.Follow
    const id = yield* account
    const orders = yield* box.seed({ count, service: "1", quantity: 1000 })
    for (const order of orders) {
      yield* Effect.zipRight(box.change(order, begun), box.hold(order))
      const price = Money.make((yield* box.order(order)).total, "USD")
      yield* watch([{ account: id, order, service, units: 1000, price }])
    }
    return orders
  })

const changeAll = (orders: ReadonlyArray<string>, change: typeof begun) =>
  Effect.flatMap(Sandbox.Sandbox, (box) =>
    Effect.forEach(orders, (order) => Effect.zipRight(box.change(order, change), box.hold(order)))
  )

const namesOf = (order: string | undefined) =>
  Effect.map(happened, (events) => events.filter((one) => one.order === order).map(({ name }) => name))

describe("a clock that is set back", () => {
  it.scoped("of a machine changes nothing, where the store has its own", () =>
    Effect.gen(function* () {
      const { clock, setBack } = settable(yield* Effect.clock)
      const machine = yield* Effect.withClock(Layer.build(follow({ every: "1 minute" })), clock)
      yield* Effect.gen(function* () {
        const orders = yield* held(3)
        yield* pass(10)
        yield* setBack(3)
        yield* changeAll(orders, cutShort)
        yield* pass(60)
        for (const order of orders) expect(yield* namesOf(order)).toEqual(told)
        const { lag } = yield* Follow.Follow
        expect((yield* lag)[0]?.attended).toBe(true)
      }).pipe(Effect.provide(machine))
    }).pipe(Effect.provide(Layer.merge(stored(file), sandbox({ partial: 0 }))))
  )

  it.scoped(
    "of the store has looks made as much later, or when they are asked for, and nothing told twice",
    () =>
      Effect.gen(function* () {
        const { clock, setBack } = settable(yield* Effect.clock)
        const { client } = yield* file
        const parts = follow().pipe(
          Layer.provideMerge(Layer.merge(FollowStore.layer, Store.layer({ clock: "program" }))),
          Layer.provide(Layer.succeed(StoreClock.StoreClock, { now: clock.currentTimeMillis })),
          Layer.provide(client),
          Layer.orDie
        )
        const machine = yield* Effect.withClock(Layer.build(parts), clock)
        yield* Effect.gen(function* () {
          // The time before it is set back must have been reached.
          yield* pass(70)
          const orders = yield* held(3)
          yield* pass(10)
          yield* setBack(1)
          yield* changeAll(orders, cutShort)
          // Calls may be made soon: of looks, and of what is placed.
          yield* pass(10)
          const { now } = yield* Follow.Follow
          const store = yield* FollowStore.FollowStore
          const id = yield* account
          expect(Option.isSome(yield* store.pace({ account: id, taken: false, longest: 5000 }))).toBe(true)
          const [first] = orders
          if (first !== undefined) yield* now(id, first)
          yield* pass(20)
          expect(yield* namesOf(first)).toEqual(told)
          // The others once the time of their next look has come again.
          yield* pass(120)
          for (const order of orders) expect(yield* namesOf(order)).toEqual(told)
        }).pipe(Effect.provide(machine))
      }).pipe(Effect.provide(sandbox({ partial: 0 })))
  )
})

describe("an order", () => {
  /** What the panel writes about one order is nothing that an order could be. */
  const garbled = (order: { id: string | null }) =>
    Layer.effect(
      Transport,
      Effect.map(Transport, (transport) => ({
        ...transport,
        send: (call) =>
          Effect.map(transport.send(call), (reply) =>
            order.id === null
              ? reply
              : {
                  ...reply,
                  body: reply.body.replace(
                    new RegExp(`"${order.id}":\\{[^}]*\\}`),
                    `"${order.id}":{"status":["?"],"charge":{},"remains":"many","start_count":-0.5}`
                  )
                }
          )
      }))
    ).pipe(Layer.provide(SandboxTransport.layer))

  it.effect(
    "about which a panel answers nonsense is shown, and the others go on, also one of no catalogue",
    () => {
      const garbledOrder: { id: string | null } = { id: null }
      const parts = Layer.unwrapEffect(
        Effect.map(file, (place) =>
          Follow.layer({ accounts: [{ panel }], every: "5 minutes" }).pipe(
            Layer.provide(garbled(garbledOrder)),
            Layer.provideMerge(stored(Effect.succeed(place))),
            Layer.orDie
          )
        )
      )
      return Effect.gen(function* () {
        const orders = yield* held(20)
        const [absent] = yield* held(1, "999999")
        const [bad] = orders
        garbledOrder.id = bad ?? null
        yield* pass(10)
        yield* changeAll([...orders, ...(absent === undefined ? [] : [absent])], cutShort)
        yield* pass(120)
        expect(yield* namesOf(bad)).toEqual([])
        for (const order of [...orders.slice(1), absent]) expect(yield* namesOf(order)).toEqual(told)
        const { lag, get } = yield* Follow.Follow
        expect((yield* lag)[0]).toMatchObject({ failing: 1, suspect: null })
        const shown = bad === undefined ? Option.none() : yield* get(yield* account, bad)
        expect(Option.getOrThrow(shown)).toMatchObject({
          looks: 0,
          problem: expect.stringContaining("status")
        })
        // In all that time, it was asked for less and less often.
        expect(Option.getOrThrow(shown).failures).toBeLessThan(9)
        garbledOrder.id = null
        yield* pass(180)
        expect(yield* namesOf(bad)).toEqual(["Partial", "RefundDue"])
        expect((yield* lag)[0]?.failing).toBe(0)
      }).pipe(Effect.provide(parts), Effect.provide(sandbox({ partial: 0 })))
    }
  )
})

describe("a place in the log", () => {
  it.effect("is an error where it is of an account that the store does not know", () =>
    Effect.gen(function* () {
      const { events } = yield* Follow.Follow
      const read = (after: Readonly<Record<string, number>>) =>
        Stream.runCount(events({ after, live: false }))
      expect(yield* read({ [yield* account]: 0, absent: 0 })).toBe(0)
      const error = yield* Effect.flip(read({ absent: 3 }))
      expect(error).toMatchObject({ _tag: "InvalidCursor", account: "absent", number: 3, reason: "ahead" })
    }).pipe(Effect.provide(world()))
  )
})
