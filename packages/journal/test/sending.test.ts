import { assert, describe, it } from "@effect/vitest"
import { Identifiers, type Order, Transport } from "@smmkit/core"
import { Sandbox, SandboxTransport } from "@smmkit/sandbox"
import {
  Clock,
  Context,
  Deferred,
  Duration,
  Effect,
  Exit,
  Fiber,
  Layer,
  Option,
  Stream,
  TestClock
} from "effect"
import { Journal, type JournalConfig, JournalError, Store } from "../src/index.js"
import { another, booked, order, own, panelOptions, passing, world } from "./world.js"

/** Where a process can stop between its intent and the panel. */
type Place = "intent" | "queue" | "connecting"

/** A journal whose process stops once, for so long, at a place; and what was asked of its wire. */
const stopping = (place: Place, pause: Duration.DurationInput, options: JournalConfig.Options = {}) =>
  Effect.gen(function* () {
    const store = yield* Store.Store
    const sandbox = yield* Sandbox.Sandbox
    const wire = SandboxTransport.make(sandbox)
    let isOver = false
    const once = (here: Place) =>
      Effect.suspend(() => {
        if (here !== place || isOver) return Effect.void
        isOver = true
        return TestClock.adjust(pause)
      })
    let isFirst = true
    const slow: Transport.Transport.Service = {
      ...wire,
      // Core waits here for its turn; the gate is asked only when the connection stands.
      send: (call) => {
        const isAdd = call.params.some(([name, value]) => name === "action" && value === "add")
        if (!isAdd || !isFirst) return wire.send(call)
        isFirst = false
        return Effect.zipRight(Effect.zipRight(once("queue"), once("connecting")), wire.send(call))
      }
    }
    return Journal.layerPanel(panelOptions, options).pipe(
      Layer.provide(Layer.succeed(Transport.Transport, slow)),
      Layer.provide(
        Layer.succeed(Store.Store, {
          ...store,
          intend: (one) => Effect.zipLeft(store.intend(one), once("intent"))
        })
      )
    )
  })

const refused = (one: Order.Order) =>
  Effect.flatMap(Journal.Journal, ({ placeOnce }) => Effect.exit(placeOnce("k", one)))

describe("a process that was stopped", () => {
  for (const place of ["intent", "queue", "connecting"] as const) {
    it.effect(`at its ${place} for longer than its lease does not send`, () =>
      Effect.gen(function* () {
        const layer = yield* stopping(place, "1 minutes")
        const exit = yield* Effect.provide(refused(order(100)), layer)
        assert.isTrue(Exit.isFailure(exit))
        assert.strictEqual(yield* booked, 0)
        const { find } = yield* Store.Store
        assert.strictEqual(Option.getOrThrow(yield* find(own("k"))).state, "not-placed")
      }).pipe(Effect.provide(world()))
    )
  }

  it.effect("and was judged, ruled absent and replaced meanwhile sends nothing beside its successor", () =>
    Effect.gen(function* () {
      const store = yield* Store.Store
      const sandbox = yield* Sandbox.Sandbox
      const wire = SandboxTransport.make(sandbox)
      const arrived = yield* Deferred.make<void>()
      const goOn = yield* Deferred.make<void>()
      const slow: Transport.Transport.Service = {
        ...wire,
        send: (call) =>
          Effect.zipRight(
            Effect.zipRight(Deferred.succeed(arrived, undefined), Deferred.await(goOn)),
            wire.send(call)
          )
      }
      let isStopped = false
      const stopped = Journal.layerPanel(panelOptions, {}).pipe(
        Layer.provide(Layer.succeed(Transport.Transport, slow)),
        Layer.provide(
          Layer.succeed(Store.Store, {
            ...store,
            beat: (...args) => Effect.suspend(() => (isStopped ? Effect.never : store.beat(...args)))
          })
        )
      )
      const { placeOnce } = Context.get(yield* Layer.build(stopped), Journal.Journal)
      const caller = yield* Effect.fork(Effect.exit(placeOnce("k", order(100))))
      yield* Deferred.await(arrived)
      isStopped = true
      yield* TestClock.adjust("16 seconds")
      const { resolve, placeOnce: place, get } = yield* Journal.Journal
      yield* resolve("k", { placed: false, early: true })
      assert.strictEqual((yield* place("k", order(100))).state, "placed")
      yield* Deferred.succeed(goOn, undefined)
      yield* Fiber.join(caller)
      assert.strictEqual(yield* booked, 1)
      assert.strictEqual(Option.getOrThrow(yield* get("k")).attempts, 2)
    }).pipe(Effect.provide(world()), Effect.scoped)
  )
})

describe("an order that its last caller has left", () => {
  it.effect("is tried again for one who comes while that is written down", () =>
    Effect.gen(function* () {
      const store = yield* Store.Store
      const wire = SandboxTransport.make(yield* Sandbox.Sandbox)
      const arrived = yield* Deferred.make<void>()
      const goOn = yield* Deferred.make<void>()
      const taken = yield* Deferred.make<void>()
      const joined = yield* Deferred.make<void>()
      const isAdd = ({ params }: Transport.RawCall) =>
        params.some(([name, value]) => name === "action" && value === "add")
      const slow: Transport.Transport.Service = {
        ...wire,
        send: (call) =>
          isAdd(call)
            ? Effect.zipRight(
                Effect.zipRight(Deferred.succeed(arrived, undefined), Deferred.await(goOn)),
                wire.send(call)
              )
            : wire.send(call)
      }
      const layer = Journal.layerPanel(panelOptions, {}).pipe(
        Layer.provide(Layer.succeed(Transport.Transport, slow)),
        Layer.provide(
          Layer.succeed(Store.Store, {
            ...store,
            report: (one) =>
              Effect.zipRight(
                Effect.zipRight(Deferred.succeed(taken, undefined), Deferred.await(joined)),
                store.report(one)
              )
          })
        )
      )
      const { placeOnce } = Context.get(yield* Layer.build(layer), Journal.Journal)
      const first = yield* Effect.fork(placeOnce("k", order(100)))
      yield* Deferred.await(arrived)
      yield* Fiber.interrupt(first)
      yield* Deferred.succeed(goOn, undefined)
      yield* Deferred.await(taken)
      const second = yield* Effect.fork(placeOnce("k", order(100)))
      yield* Effect.yieldNow()
      yield* Deferred.succeed(joined, undefined)
      assert.strictEqual((yield* passing(Fiber.join(second))).state, "placed")
      assert.strictEqual(yield* booked, 1)
    }).pipe(Effect.provide(world()), Effect.scoped)
  )
})

describe("a lease", () => {
  it.effect("that cannot last from the leave to the end of a call is refused, with the one that can", () =>
    Effect.gen(function* () {
      const sandbox = yield* Sandbox.Sandbox
      const { asksWhenConnected: _, ...wire } = SandboxTransport.make(sandbox)
      const layer = Journal.layerPanel(panelOptions, { lease: "15 seconds" }).pipe(
        Layer.provide(Layer.succeed(Transport.Transport, wire))
      )
      const error = yield* Effect.flip(Effect.scoped(Layer.build(layer)))
      assert.strictEqual(error._tag, "InvalidJournalConfig")
      assert.include(error.message, "16000 ms")
    }).pipe(Effect.provide(world()))
  )
})

describe("a call's deadline", () => {
  it.effect("ends the call, and the entry's own follows it", () =>
    Effect.gen(function* () {
      const { faults } = yield* Sandbox.Sandbox
      yield* faults.script(["dropped-after"], "add")
      const { placeOnce, get, now } = yield* Journal.Journal
      yield* Effect.flip(placeOnce("k", order(100), { deadline: "3 seconds" }))
      const entry = Option.getOrThrow(yield* get("k"))
      assert.isAtMost(entry.deadline, (yield* now) + 5000)
      const late = yield* Effect.flip(placeOnce("late", order(200), { deadline: 0 }))
      assert.strictEqual(late._tag, "NotSent")
    }).pipe(Effect.provide(world()))
  )

  it.effect("is handed to the transport, which ends no later", () =>
    Effect.gen(function* () {
      const sandbox = yield* Sandbox.Sandbox
      const wire = SandboxTransport.make(sandbox)
      const asked: Array<number> = []
      const layer = Journal.layerPanel(panelOptions, {}).pipe(
        Layer.provide(
          Layer.succeed(Transport.Transport, {
            ...wire,
            send: (call) => {
              if (call.spends) asked.push(Duration.toMillis(call.timeout))
              return wire.send(call)
            }
          })
        )
      )
      yield* Effect.gen(function* () {
        const { placeOnce } = yield* Journal.Journal
        yield* placeOnce("a", order(100))
        yield* placeOnce("b", order(200), { deadline: "4 seconds" })
      }).pipe(Effect.provide(layer))
      assert.deepStrictEqual(asked, [10_000, 4000])
    }).pipe(Effect.provide(world()))
  )
})

describe("an answer that comes after its call was given up", () => {
  const calls: ReadonlyArray<
    readonly [action: "add" | "refill", (journal: Journal.Journal.Service) => Effect.Effect<unknown, unknown>]
  > = [
    ["add", ({ placeOnce }) => placeOnce("k", order(100))],
    ["refill", ({ refillMany }) => refillMany([Identifiers.OrderId.make("23501")])]
  ]
  for (const [action, ask] of calls) {
    for (const [what, body, state] of [
      ["", { add: '{"order":4711}', refill: '{"refill":4711}' }, "placed"],
      [
        "in its note, where it contradicts itself",
        {
          add: '{"order":4711,"error":"Not enough funds on balance"}',
          refill: '{"refill":4711,"error":"Incorrect order ID"}'
        },
        "in-doubt"
      ]
    ] as const) {
      it.effect(`is written down: ${action} ${what}`, () =>
        Effect.gen(function* () {
          const { keepsTime: _, ...wire } = SandboxTransport.make(yield* Sandbox.Sandbox)
          const goOn = yield* Deferred.make<void>()
          const send = (call: Transport.RawCall) =>
            call.spends
              ? Effect.uninterruptible(Effect.as(Deferred.await(goOn), { status: 200, body: body[action] }))
              : wire.send(call)
          const layer = Journal.layerPanel(panelOptions, {}).pipe(
            Layer.provide(Layer.succeed(Transport.Transport, { ...wire, send, asksGate: undefined }))
          )
          const journal = Context.get(yield* Layer.build(layer), Journal.Journal)
          yield* passing(Effect.exit(ask(journal)))
          const { entries } = yield* Store.Store
          const entry = Effect.map(Stream.runCollect(entries()), (all) => Array.from(all)[0])
          const before = yield* entry
          assert.strictEqual(before?.state, "in-doubt")
          assert.notInclude(before?.note, "4711")
          yield* Deferred.succeed(goOn, undefined)
          // A step of the clock lets everything else go on, a store that is waited for included.
          const after = yield* Effect.repeat(Effect.zipRight(TestClock.adjust("1 seconds"), entry), {
            until: (entry) => JSON.stringify(entry).includes("4711")
          })
          assert.strictEqual(after?.state, state)
        }).pipe(Effect.provide(world()), Effect.scoped)
      )
    }
  }
})

describe("a verdict of absence", () => {
  it.effect("waits for the deadline and the settling time, unless it is said to be early", () =>
    Effect.gen(function* () {
      const { faults } = yield* Sandbox.Sandbox
      yield* faults.script(["dropped-after", "dropped-before"], "add")
      const { placeOnce, resolve } = yield* Journal.Journal
      yield* Effect.flip(placeOnce("k", order(100)))
      yield* Effect.flip(placeOnce("early", order(200)))
      const error = yield* Effect.flip(resolve("k", { placed: false }))
      assert.strictEqual(error._tag, "CannotResolve")
      assert.strictEqual((yield* resolve("early", { placed: false, early: true })).state, "not-placed")
      yield* TestClock.adjust("20 minutes")
      assert.strictEqual((yield* resolve("k", { placed: false })).state, "not-placed")
    }).pipe(Effect.provide(world()))
  )

  it.effect("goes by the time that this process has watched, where the store's clock jumps", () =>
    Effect.gen(function* () {
      const store = yield* Store.Store
      let ahead = 0
      const jumping = Layer.succeed(Store.Store, {
        ...store,
        now: Effect.map(store.now, (now) => now + ahead)
      })
      const { faults } = yield* Sandbox.Sandbox
      yield* faults.script(["dropped-after"], "add")
      yield* Effect.gen(function* () {
        const { placeOnce, resolve } = yield* Journal.Journal
        yield* Effect.flip(placeOnce("k", order(100)))
        ahead = 86_400_000
        assert.strictEqual((yield* Effect.flip(resolve("k", { placed: false })))._tag, "CannotResolve")
      }).pipe(
        Effect.provide(
          Journal.layerPanel(panelOptions).pipe(Layer.provide(SandboxTransport.layer), Layer.provide(jumping))
        )
      )
    }).pipe(Effect.provide(world()))
  )
})

describe("a repeated request_id", () => {
  it.effect("is not sent when the panel may have forgotten it", () =>
    Effect.gen(function* () {
      const { faults } = yield* Sandbox.Sandbox
      yield* faults.script(["dropped-after"], "add")
      const { placeOnce, settle } = yield* Journal.Journal
      yield* Effect.flip(placeOnce("k", order(100)))
      yield* TestClock.adjust("2 minutes")
      assert.strictEqual((yield* settle("k")).state, "in-doubt")
      assert.strictEqual(yield* booked, 1)
    }).pipe(Effect.provide(world({ honoursRequestId: "1 minutes" })))
  )

  it.effect(
    "is not sent where the clock was set back, which does not tell how long ago it was sent first",
    () =>
      Effect.gen(function* () {
        const { faults, calls } = yield* Sandbox.Sandbox
        yield* TestClock.adjust("10 hours")
        yield* faults.script(["dropped-after"], "add")
        const first = yield* Journal.Journal
        yield* Effect.flip(first.placeOnce("k", order(100)))
        yield* TestClock.adjust("20 minutes")
        yield* TestClock.setTime((yield* Clock.currentTimeMillis) - 3_600_000)
        const { settle } = yield* another({ honoursRequestId: "10 minutes" })
        assert.strictEqual((yield* settle("k")).state, "in-doubt")
        assert.strictEqual((yield* calls).byAction["add"], 1)
      }).pipe(Effect.scoped, Effect.provide(world({ honoursRequestId: "10 minutes" })))
  )
})

describe("the second order of a double", () => {
  it.effect("is an entry that counts, and is told of", () =>
    Effect.gen(function* () {
      const { faults } = yield* Sandbox.Sandbox
      yield* faults.script(["dropped-after"], "add")
      const store = yield* Store.Store
      const journal = yield* Journal.Journal
      yield* Effect.flip(journal.placeOnce("k", order(100)))
      const first = Option.getOrThrow(yield* journal.get("k"))
      yield* journal.resolve("k", { placed: false, early: true })
      yield* journal.placeOnce("k", order(100))
      assert.deepStrictEqual(yield* journal.doubles, [])
      const late = { ...own("k"), attempt: first.attempt }
      const { bookings } = yield* Sandbox.Sandbox
      const [lost] = yield* bookings
      assert.isDefined(lost)
      yield* store.report({ ...late, outcome: { _tag: "Answered", order: lost.order, charge: null } })
      const entry = Option.getOrThrow(yield* journal.get(`double:${lost.order}`))
      assert.deepStrictEqual([entry.by, entry.state], ["doubled", "placed"])
      yield* journal.refund(entry.key)
    }).pipe(Effect.provide(world()))
  )
})

/** A store that gives up its first write of a kind, as its server gave no answer; there it arrives when it is let. */
const delaying = (kind: "intend" | "probe") =>
  Effect.map(Store.Store, (store) => {
    let arrival: Effect.Effect<unknown, unknown> | undefined
    const given = <A>(write: Effect.Effect<A, JournalError.StoreError>) => {
      if (arrival !== undefined) return write
      arrival = write
      return new JournalError.StoreError({
        reason: "unreachable",
        detail: "the server gave no answer in time"
      })
    }
    const late: Store.Store.Service =
      kind === "intend"
        ? { ...store, intend: (intent) => given(store.intend(intent)) }
        : { ...store, probe: (...args) => given(store.probe(...args)) }
    return { store: late, arrive: Effect.suspend(() => arrival ?? Effect.void) }
  })

const onStore = (store: Store.Store.Service, options: JournalConfig.Options = {}) =>
  Effect.map(
    Layer.build(
      Layer.provide(
        Layer.provide(Journal.layerPanel(panelOptions, options), SandboxTransport.layer),
        Layer.succeed(Store.Store, store)
      )
    ),
    Context.get(Journal.Journal)
  )

describe("what a store was given up with, and arrives there later", () => {
  it.effect("holds its key back for no longer than a moment", () =>
    Effect.gen(function* () {
      const { store, arrive } = yield* delaying("intend")
      const { placeOnce, get } = yield* onStore(store)
      assert.strictEqual((yield* Effect.flip(placeOnce("k", order(100))))._tag, "OrderWithheld")
      yield* TestClock.adjust("20 seconds")
      assert.isTrue(Option.isNone(yield* get("k")))
      yield* arrive
      yield* TestClock.adjust("20 seconds")
      assert.strictEqual(Option.getOrThrow(yield* get("k")).state, "not-placed")
      assert.strictEqual((yield* placeOnce("k", order(100))).state, "placed")
      assert.strictEqual(yield* booked, 1)
    }).pipe(Effect.scoped, Effect.provide(world()))
  )

  it.effect("leaves a doubt in doubt that was to be asked about by its request_id", () =>
    Effect.gen(function* () {
      const { faults } = yield* Sandbox.Sandbox
      yield* faults.script(["dropped-after"], "add")
      const { store, arrive } = yield* delaying("probe")
      const { placeOnce, settle, get } = yield* onStore(store, { honoursRequestId: "1 hours" })
      yield* Effect.flip(placeOnce("k", order(100)))
      yield* Effect.flip(settle("k"))
      yield* arrive
      yield* TestClock.adjust("20 seconds")
      assert.strictEqual(Option.getOrThrow(yield* get("k")).state, "in-doubt")
      assert.strictEqual((yield* settle("k")).state, "placed")
      assert.strictEqual(yield* booked, 1)
    }).pipe(Effect.scoped, Effect.provide(world({}, { requestIds: "1 hours" })))
  )
})
