import { assert, describe, it } from "@effect/vitest"
import { AddOrder, Identifiers, Panel, PanelConfig, Transport } from "@smmkit/core"
import { Sandbox, SandboxTransport } from "@smmkit/sandbox"
import {
  BigDecimal,
  Chunk,
  Context,
  Deferred,
  type Duration,
  Effect,
  Either,
  Fiber,
  Layer,
  Option,
  Stream,
  TestClock,
  Tracer
} from "effect"
import { Journal, JournalEntry, JournalError, Store } from "../src/index.js"
import { intent } from "../src/testing/samples.js"
import { another, booked, journal, order, own, panelOptions, passing, sqlite, world } from "./world.js"

const script = (...steps: Parameters<Sandbox.Sandbox.Service["faults"]["script"]>[0]) =>
  Effect.flatMap(Sandbox.Sandbox, ({ faults }) => faults.script(steps, "add"))

/** The panel's own `AddOrder`, without the journal. */
const bare = Effect.map(
  Layer.build(Panel.layer(panelOptions).pipe(Layer.provide(SandboxTransport.layer))),
  Context.get(AddOrder.AddOrder)
)

describe("placeOnce", () => {
  it.effect("gives the first outcome to whoever asks for the same order under the same key", () =>
    Effect.gen(function* () {
      const { placeOnce } = yield* Journal.Journal
      const first = yield* placeOnce("k", order(100))
      const second = yield* placeOnce("k", order(100))
      assert.strictEqual(first.state, "placed")
      assert.strictEqual(second.order, first.order)
      assert.strictEqual(yield* booked, 1)
    }).pipe(Effect.provide(world()))
  )

  it.effect("places once for many who ask at the same time, in this process and others", () =>
    Effect.gen(function* () {
      const mine = yield* Journal.Journal
      const others = yield* Effect.all([another(), another()])
      const asked = [mine, ...others].flatMap(({ placeOnce }) =>
        Array.from({ length: 10 }, () => placeOnce("k", order(100)))
      )
      const entries = yield* passing(Effect.all(asked, { concurrency: "unbounded" }))
      assert.strictEqual(new Set(entries.map(({ order }) => order)).size, 1)
      assert.strictEqual(yield* booked, 1)
    }).pipe(Effect.provide(world()), Effect.scoped)
  )

  it.effect("is a span, and the parent of those of the calls that it makes", () =>
    Effect.gen(function* () {
      const spans: Array<Tracer.Span> = []
      const native = yield* Effect.tracer
      const tracer = Tracer.make({
        ...native,
        span: (...given) => {
          const span = native.span(...given)
          spans.push(span)
          return span
        }
      })
      const perDay = BigDecimal.unsafeFromString("100")
      const { placeOnce } = yield* another({ limits: { perDay } })
      yield* placeOnce("k", order(100)).pipe(Effect.withTracer(tracer), Effect.withSpan("mine"))
      const parents = spans.map(({ name, parent }) => [
        name,
        Option.match(parent, {
          onNone: () => "",
          onSome: (parent) => (parent._tag === "Span" ? parent.name : "")
        })
      ])
      assert.includeDeepMembers(parents, [
        ["Journal.placeOnce", "mine"],
        ["Services.list", "Journal.placeOnce"],
        ["AddOrder.place", "Journal.placeOnce"]
      ])
      assert.isTrue(spans.every(({ status }) => status._tag === "Ended"))
    }).pipe(Effect.provide(world()), Effect.scoped)
  )

  it.effect("refuses another order under a key, and names the field and both values", () =>
    Effect.gen(function* () {
      const { placeOnce } = yield* Journal.Journal
      yield* placeOnce("k", order(100))
      const error = yield* Effect.flip(placeOnce("k", order(200)))
      assert.deepInclude(error, {
        _tag: "KeyConflict",
        key: "k",
        field: "quantity",
        held: "100",
        asked: "200"
      })
      assert.include(error.message, 'whose quantity is "100", not "200"')
      assert.strictEqual(yield* booked, 1)
    }).pipe(Effect.provide(world()))
  )

  it.effect("says of a lost answer that it is in doubt, then and ever after, and never sends it again", () =>
    Effect.gen(function* () {
      yield* script("dropped-after")
      const { placeOnce, inDoubt } = yield* Journal.Journal
      const first = yield* Effect.flip(placeOnce("k", order(100)))
      const second = yield* Effect.flip(placeOnce("k", order(100)))
      assert.strictEqual(first._tag, "OutcomeUnknown")
      assert.deepStrictEqual(second, first)
      assert.strictEqual(yield* booked, 1)
      const doubts = yield* Stream.runCollect(inDoubt)
      assert.deepStrictEqual(Chunk.toReadonlyArray(Chunk.map(doubts, ({ key }) => key)), ["k"])
    }).pipe(Effect.provide(world()))
  )

  it.effect("tries a refused and an unsent order again under its key", () =>
    Effect.gen(function* () {
      yield* script("maintenance", "refused")
      const { placeOnce, get } = yield* Journal.Journal
      assert.strictEqual((yield* Effect.flip(placeOnce("k", order(100))))._tag, "PanelUnavailable")
      assert.strictEqual(Option.getOrThrow(yield* get("k")).state, "refused")
      assert.strictEqual((yield* Effect.flip(placeOnce("k", order(100))))._tag, "NotSent")
      assert.strictEqual(Option.getOrThrow(yield* get("k")).state, "not-placed")
      const entry = yield* placeOnce("k", order(100))
      assert.strictEqual(entry.attempts, 3)
      assert.strictEqual(yield* booked, 1)
    }).pipe(Effect.provide(world()))
  )

  it.effect("sends nothing for a key or an order that cannot be", () =>
    Effect.gen(function* () {
      const { placeOnce, entries } = yield* Journal.Journal
      const noKey = yield* Effect.flip(placeOnce("", order(100)))
      const badOrder = yield* Effect.flip(placeOnce("k", order(0)))
      assert.deepInclude(noKey, { _tag: "InvalidOrder", field: "key" })
      assert.deepInclude(badOrder, { _tag: "InvalidOrder", field: "quantity" })
      assert.strictEqual(yield* Stream.runCount(entries()), 0)
    }).pipe(Effect.provide(world()))
  )

  it.effect("puts an ID in doubt that the panel has given before", () =>
    Effect.gen(function* () {
      const panel = yield* bare
      const id = Identifiers.OrderId.make("77")
      const stub = Layer.succeed(AddOrder.AddOrder, {
        ...panel,
        place: () => Effect.succeed({ order: id, charge: Option.none(), currency: Option.none() })
      })
      yield* Effect.gen(function* () {
        const { placeOnce } = yield* Journal.Journal
        assert.strictEqual((yield* placeOnce("a", order(100))).order, id)
        const error = yield* Effect.flip(placeOnce("b", order(200)))
        assert.strictEqual(error._tag, "OutcomeUnknown")
      }).pipe(
        Effect.provide(
          Journal.layer().pipe(Layer.provide(stub), Layer.provide(PanelConfig.layer(panelOptions)))
        )
      )
    }).pipe(Effect.provide(world()), Effect.scoped)
  )
})

describe("placeOnce apart from equal orders", () => {
  it.effect("places one of two that are asked for at once under other keys, by whatever process", () =>
    Effect.gen(function* () {
      const { placeOnce } = yield* Journal.Journal
      const other = yield* another()
      const asked = [placeOnce, other.placeOnce].map((placeOnce, at) =>
        Effect.either(placeOnce(`click-${at}`, order(100), { apart: "10 minutes" }))
      )
      const said = yield* Effect.all([...asked, ...asked], { concurrency: "unbounded" })
      const withheld = said.flatMap((one) => (Either.isLeft(one) ? [one.left] : []))
      assert.deepStrictEqual(
        withheld.map((error) => ("reason" in error ? error.reason : error._tag)),
        ["equal", "equal"]
      )
      assert.strictEqual(yield* booked, 1)
      yield* TestClock.adjust("10 minutes")
      yield* placeOnce("click-2", order(100), { apart: "10 minutes" })
      yield* other.placeOnce("click-3", order(100))
      assert.strictEqual(yield* booked, 3)
    }).pipe(Effect.scoped, Effect.provide(world()))
  )

  it.effect("refuses a time that is none, by its name, and sends nothing", () =>
    Effect.gen(function* () {
      const { placeOnce, refillOnce } = yield* Journal.Journal
      // From JavaScript.
      const time: Duration.DurationInput = JSON.parse('"soon"')
      const said = [
        yield* Effect.flip(placeOnce("k", order(100), { apart: time })),
        yield* Effect.flip(placeOnce("k", order(100), { apart: Number.POSITIVE_INFINITY })),
        yield* Effect.flip(placeOnce("k", order(100), { deadline: time })),
        yield* Effect.flip(refillOnce(Identifiers.OrderId.make("1"), { deadline: time }))
      ]
      assert.deepStrictEqual(
        said.map((error) => (error._tag === "InvalidOrder" ? error.field : error._tag)),
        ["apart", "apart", "deadline", "deadline"]
      )
      const late = yield* Effect.flip(placeOnce("k", order(100), { deadline: -1 }))
      assert.deepInclude(late, { _tag: "NotSent", reason: "timeout" })
      assert.strictEqual(yield* booked, 0)
    }).pipe(Effect.provide(world()))
  )
})

/** A panel whose answer to `add` waits until the test lets it go. */
const gated = Effect.gen(function* () {
  const arrived = yield* Deferred.make<void>()
  const gate = yield* Deferred.make<void>()
  const panel = yield* bare
  let calls = 0
  const layer = Journal.layer().pipe(
    Layer.provide(
      Layer.succeed(AddOrder.AddOrder, {
        ...panel,
        place: (one, price) => {
          calls += 1
          const held = Effect.zipRight(Deferred.succeed(arrived, undefined), Deferred.await(gate))
          return Effect.zipLeft(panel.place(one, price), held)
        }
      })
    ),
    Layer.provide(PanelConfig.layer(panelOptions))
  )
  return {
    layer,
    arrived: Deferred.await(arrived),
    open: Deferred.succeed(gate, undefined),
    calls: () => calls
  }
})

describe("interruption", () => {
  it.effect("frees the caller at once, and the call goes on to its true outcome", () =>
    Effect.gen(function* () {
      const gate = yield* gated
      yield* Effect.gen(function* () {
        const { placeOnce, get } = yield* Journal.Journal
        const caller = yield* Effect.fork(placeOnce("k", order(100)))
        yield* gate.arrived
        yield* Fiber.interrupt(caller)
        assert.strictEqual(Option.getOrThrow(yield* get("k")).state, "sending")
        yield* gate.open
        const entry = yield* placeOnce("k", order(100))
        assert.strictEqual(entry.state, "placed")
      }).pipe(Effect.provide(gate.layer))
      assert.strictEqual(gate.calls(), 1)
    }).pipe(Effect.provide(world()), Effect.scoped)
  )

  it.effect("of who asks as it ends does not reach the call", () =>
    Effect.gen(function* () {
      const { placeOnce } = yield* Journal.Journal
      const last = Effect.ignore(placeOnce("k", order(100)))
      const ending = yield* Effect.fork(Effect.onInterrupt(Effect.never, () => last))
      yield* Effect.yieldNow()
      yield* passing(Fiber.interrupt(ending))
      assert.strictEqual(yield* booked, 1)
    }).pipe(Effect.provide(world()))
  )

  it.effect("waits with closing until what was sent has its outcome", () =>
    Effect.gen(function* () {
      const gate = yield* gated
      const program = yield* Effect.fork(
        Effect.flatMap(Journal.Journal, ({ placeOnce }) => placeOnce("k", order(100))).pipe(
          Effect.provide(gate.layer)
        )
      )
      yield* gate.arrived
      const end = yield* Effect.fork(Fiber.interrupt(program))
      yield* Effect.yieldNow()
      yield* gate.open
      yield* Fiber.join(end)
      const { find } = yield* Store.Store
      assert.strictEqual(Option.getOrThrow(yield* find(own("k"))).state, "placed")
    }).pipe(Effect.provide(world()), Effect.scoped)
  )

  it.effect("sends nothing when the caller has gone before the order was sent", () =>
    Effect.gen(function* () {
      const { intend, ...store } = yield* Store.Store
      const written = yield* Deferred.make<void>()
      const goOn = yield* Deferred.make<void>()
      const slow = Layer.succeed(Store.Store, {
        ...store,
        intend: (one) =>
          Effect.tap(intend(one), () =>
            Effect.zipRight(Deferred.succeed(written, undefined), Deferred.await(goOn))
          )
      })
      yield* Effect.gen(function* () {
        const { placeOnce } = yield* Journal.Journal
        const caller = yield* Effect.fork(placeOnce("k", order(100)))
        yield* Deferred.await(written)
        yield* Fiber.interrupt(caller)
        yield* Deferred.succeed(goOn, undefined)
      }).pipe(Effect.provide(Layer.provide(journal(), slow)))
      assert.strictEqual(Option.getOrThrow(yield* store.find(own("k"))).state, "not-placed")
      assert.strictEqual(yield* booked, 0)
    }).pipe(Effect.provide(world()))
  )

  const asked: ReadonlyArray<
    readonly [
      name: string,
      action: "add" | "refill",
      ask: (journal: Journal.Journal.Service) => Effect.Effect<unknown, unknown>
    ]
  > = [
    ["placeOnce", "add", ({ placeOnce }) => placeOnce("k", order(100))],
    ["refillMany", "refill", ({ refillMany }) => refillMany([Identifiers.OrderId.make("23501")])]
  ]
  for (const [name, action, ask] of asked) {
    it.effect(`sends nothing again when ${name}'s caller has gone in the pause after a vain attempt`, () =>
      Effect.gen(function* () {
        const { faults, calls } = yield* Sandbox.Sandbox
        yield* faults.script(["refused"], action)
        const failed = yield* Deferred.make<void>()
        const watched = Effect.map(Transport.Transport, (transport) => ({
          ...transport,
          send: (call: Transport.RawCall) =>
            Effect.tapError(transport.send(call), () => Deferred.succeed(failed, undefined))
        }))
        const patient = Journal.layerPanel({ ...panelOptions, retries: 3 }, { lease: "1 hours" }).pipe(
          Layer.provide(Layer.effect(Transport.Transport, watched)),
          Layer.provide(SandboxTransport.layer)
        )
        const program = yield* Effect.fork(Effect.provide(Effect.flatMap(Journal.Journal, ask), patient))
        yield* Deferred.await(failed)
        yield* passing(Fiber.interrupt(program))
        const { entries } = yield* Store.Store
        const all = yield* Stream.runCollect(entries())
        assert.deepStrictEqual(
          Array.from(all, (entry) => [entry.action, entry.state]),
          [[action, "not-placed"]]
        )
        assert.strictEqual((yield* calls).byAction[action], 1, "the vain one")
      }).pipe(Effect.provide(world()))
    )
  }
})

describe("interruption while an intent is taken back", () => {
  it.effect("gives who asks again meanwhile an order of its own, and no entry that was never sent", () =>
    Effect.gen(function* () {
      const { intend, report, ...store } = yield* Store.Store
      const [written, goOn, withdrawing, withdraw] = yield* Effect.all([
        Deferred.make<void>(),
        Deferred.make<void>(),
        Deferred.make<void>(),
        Deferred.make<void>()
      ])
      const stop = (here: Deferred.Deferred<void>, until: Deferred.Deferred<void>) =>
        Effect.zipRight(Deferred.succeed(here, undefined), Deferred.await(until))
      const slow = Layer.succeed(Store.Store, {
        ...store,
        intend: (one) => Effect.tap(intend(one), () => stop(written, goOn)),
        report: (one) => Effect.zipRight(stop(withdrawing, withdraw), report(one))
      })
      yield* Effect.gen(function* () {
        const { placeOnce, get } = yield* Journal.Journal
        const gone = yield* Effect.fork(placeOnce("k", order(100)))
        yield* Deferred.await(written)
        yield* Fiber.interrupt(gone)
        yield* Deferred.succeed(goOn, undefined)
        yield* Deferred.await(withdrawing)
        const again = yield* Effect.fork(
          Effect.all([placeOnce("k", order(100)), placeOnce("k", order(100))], { concurrency: 2 })
        )
        yield* Effect.yieldNow()
        yield* Deferred.succeed(withdraw, undefined)
        const entries = yield* passing(Fiber.join(again))
        assert.deepStrictEqual(
          entries.map(({ state }) => state),
          ["placed", "placed"]
        )
        assert.strictEqual(Option.getOrThrow(yield* get("k")).attempts, 2)
      }).pipe(Effect.provide(Layer.provide(journal(), slow)))
      assert.strictEqual(yield* booked, 1)
    }).pipe(Effect.provide(world()))
  )
})

describe("an intent", () => {
  it.effect("that has grown old while the process was paused is not sent", () =>
    Effect.gen(function* () {
      const { intend, ...store } = yield* Store.Store
      const paused = Layer.succeed(Store.Store, {
        ...store,
        intend: (one) => Effect.tap(intend(one), () => TestClock.adjust("19 seconds"))
      })
      yield* Effect.gen(function* () {
        const { placeOnce } = yield* Journal.Journal
        const error = yield* Effect.flip(placeOnce("k", order(100)))
        assert.deepInclude(error, { _tag: "NotSent", detail: "INTENT_TOO_OLD" })
      }).pipe(Effect.provide(Layer.provide(journal(), paused)))
      assert.strictEqual(Option.getOrThrow(yield* store.find(own("k"))).state, "not-placed")
      assert.strictEqual(yield* booked, 0)
    }).pipe(Effect.provide(world()))
  )
})

const broken = new JournalError.StoreError({ reason: "unreachable", detail: "gone" })

describe("a store that fails", () => {
  it.effect("before the intent is durable withholds the order", () =>
    Effect.gen(function* () {
      const store = yield* Store.Store
      const failing = Layer.succeed(Store.Store, { ...store, intend: () => Effect.fail(broken) })
      const error = yield* Effect.flatMap(Journal.Journal, ({ placeOnce }) =>
        Effect.flip(placeOnce("k", order(100)))
      ).pipe(Effect.provide(Layer.provide(journal(), failing)))
      assert.deepInclude(error, { _tag: "OrderWithheld", reason: "store" })
      assert.strictEqual(yield* booked, 0)
    }).pipe(Effect.provide(world()))
  )

  it.effect("with a commit whose answer is lost leaves no doubt behind", () =>
    Effect.gen(function* () {
      const { intend, ...store } = yield* Store.Store
      let failures = 1
      const failing = Layer.succeed(Store.Store, {
        ...store,
        intend: (one) =>
          Effect.flatMap(intend(one), (intended) => {
            failures -= 1
            return failures >= 0 ? Effect.fail(broken) : Effect.succeed(intended)
          })
      })
      yield* Effect.gen(function* () {
        const { placeOnce } = yield* Journal.Journal
        assert.strictEqual((yield* Effect.flip(placeOnce("k", order(100))))._tag, "OrderWithheld")
        assert.strictEqual(yield* booked, 0)
        assert.strictEqual((yield* passing(placeOnce("k", order(100)))).state, "placed")
      }).pipe(Effect.provide(Layer.provide(journal(), failing)))
      assert.strictEqual(yield* booked, 1)
    }).pipe(Effect.provide(world()))
  )

  it.effect("after the panel answered is asked again, and then the caller is told the order's ID", () =>
    Effect.gen(function* () {
      const { report, ...store } = yield* Store.Store
      let isDown = true
      const failing = Layer.succeed(Store.Store, {
        ...store,
        report: (one) => Effect.suspend(() => (isDown ? Effect.fail(broken) : report(one)))
      })
      yield* Effect.gen(function* () {
        const { placeOnce, get } = yield* Journal.Journal
        const error = yield* passing(Effect.flip(placeOnce("k", order(100))))
        assert.strictEqual(error._tag, "OutcomeUnrecorded")
        assert.isNotNull(error._tag === "OutcomeUnrecorded" ? error.order : null)
        assert.strictEqual(Option.getOrThrow(yield* get("k")).state, "sending")
        isDown = false
        yield* TestClock.adjust("30 seconds")
        assert.strictEqual(Option.getOrThrow(yield* get("k")).state, "placed")
      }).pipe(Effect.provide(Layer.provide(journal({ lease: "15 seconds" }), failing)))
      assert.strictEqual(yield* booked, 1)
    }).pipe(Effect.provide(world()))
  )

  it.effect("is asked once for all that is to be written, and gets it all when it is back", () =>
    Effect.gen(function* () {
      const { intend, report, ...store } = yield* Store.Store
      let isDown = true
      let asked = 0
      const failing = Layer.succeed(Store.Store, {
        ...store,
        intend: (one) => (isDown ? Effect.zipRight(intend(one), Effect.fail(broken)) : intend(one)),
        report: (one) =>
          Effect.suspend(() => {
            asked += 1
            return isDown ? Effect.fail(broken) : report(one)
          })
      })
      const keys = Array.from({ length: 20 }, (_, at) => `k${at}`)
      yield* Effect.gen(function* () {
        const { placeOnce, getMany } = yield* Journal.Journal
        yield* Effect.forEach(keys, (key) => Effect.flip(placeOnce(key, order(100))))
        yield* TestClock.adjust("4 seconds")
        assert.strictEqual(asked, 1)
        isDown = false
        const isFree = Effect.map(getMany(keys), (entries) =>
          keys.every((key) => entries.get(key)?.state === "not-placed")
        )
        // The clock stands while they are written: however long that takes, none is given up and written again.
        yield* TestClock.adjust("4 seconds")
        yield* Effect.repeat(Effect.zipRight(TestClock.adjust(0), isFree), { until: (free) => free })
        assert.strictEqual(asked, 21)
      }).pipe(Effect.provide(Layer.provide(journal({ lease: "15 seconds" }), failing)))
      assert.strictEqual(yield* booked, 0)
    }).pipe(Effect.provide(world()))
  )

  it.effect.each([
    ["by never ending", Effect.never],
    ["by a defect", Effect.die(new Error("unexpected"))]
  ] as const)(
    "%s does not keep its caller from the order's ID, nor the program from its end",
    ([, failure]) =>
      Effect.gen(function* () {
        const store = yield* Store.Store
        const reported = yield* Deferred.make<void>()
        const stuck = Layer.succeed(Store.Store, {
          ...store,
          report: () => Effect.zipRight(Deferred.succeed(reported, undefined), failure)
        })
        const program = yield* Effect.fork(
          Effect.flatMap(Journal.Journal, ({ placeOnce }) => Effect.flip(placeOnce("k", order(100)))).pipe(
            Effect.provide(Layer.provide(journal(), stuck))
          )
        )
        yield* Deferred.await(reported)
        assert.strictEqual((yield* passing(Fiber.join(program)))._tag, "OutcomeUnrecorded")
        assert.strictEqual(yield* booked, 1)
      }).pipe(Effect.provide(world()))
  )
})

describe("AddOrder through the journal", () => {
  it.effect("keeps its shape, and takes each call for a new order", () =>
    Effect.gen(function* () {
      const { place } = yield* AddOrder.AddOrder
      const [first, second] = yield* Effect.all([place(order(100)), place(order(100))])
      assert.notStrictEqual(first.order, second.order)
      const { placed } = yield* Journal.Journal
      assert.strictEqual(yield* Stream.runCount(placed), 2)
    }).pipe(Effect.provide(world()))
  )

  it.effect("withholds an order that is equal to one in doubt, until that one is resolved", () =>
    Effect.gen(function* () {
      yield* script("dropped-after")
      const { place } = yield* AddOrder.AddOrder
      const { inDoubt, resolve } = yield* Journal.Journal
      assert.strictEqual((yield* Effect.flip(place(order(100))))._tag, "OutcomeUnknown")
      const withheld = yield* Effect.flip(place(order(100)))
      assert.deepInclude(withheld, { _tag: "OrderWithheld", reason: "doubt" })
      yield* place(order(200))
      const [doubt] = yield* Stream.runCollect(inDoubt)
      yield* resolve(doubt?.key ?? "", { placed: true })
      yield* place(order(100))
      assert.strictEqual(yield* booked, 3)
    }).pipe(Effect.provide(world()))
  )
})

describe("place", () => {
  it.effect(
    "waits for another machine's call of an equal order, and is withheld if that one is lost with its machine",
    () =>
      Effect.gen(function* () {
        const { place, account, host } = yield* Journal.Journal
        const store = yield* Store.Store
        yield* store.beat({ id: "elsewhere", machine: "another machine", pid: 1 }, 15_000)
        yield* store.intend(
          intent("auto:1", {
            account,
            host,
            fresh: true,
            owner: "elsewhere",
            request: { link: "https://example.com/p/1", quantity: "100", service: "1" }
          })
        )
        const caller = yield* Effect.fork(Effect.flip(place(order(100))))
        yield* TestClock.adjust("10 seconds")
        assert.isTrue(Option.isNone(yield* Fiber.poll(caller)))
        assert.deepInclude(yield* passing(Fiber.join(caller)), { _tag: "OrderWithheld", reason: "doubt" })
        assert.strictEqual(yield* booked, 0)
      }).pipe(Effect.provide(world()))
  )
})

describe("resolve", () => {
  it.effect("takes a person's verdict on a doubt, and an ID that is found later", () =>
    Effect.gen(function* () {
      yield* script("dropped-before", "dropped-after")
      const { placeOnce, resolve, get } = yield* Journal.Journal
      yield* Effect.flip(placeOnce("absent", order(100)))
      yield* Effect.flip(placeOnce("there", order(200)))
      assert.strictEqual((yield* resolve("absent", { placed: false, early: true })).state, "not-placed")
      assert.strictEqual((yield* resolve("there", { placed: true })).order, null)
      const found = Identifiers.OrderId.make("1001")
      assert.strictEqual((yield* resolve("there", { placed: true, order: found })).order, found)
      assert.strictEqual((yield* placeOnce("absent", order(100))).state, "placed")
      assert.strictEqual(
        (yield* Effect.flip(resolve("absent", { placed: false, early: true })))._tag,
        "CannotResolve"
      )
      assert.strictEqual((yield* Effect.flip(resolve("nobody", { placed: false })))._tag, "UnknownKey")
      assert.include(Option.getOrThrow(yield* get("there")).note, "settled by a person")
    }).pipe(Effect.provide(world()))
  )
})

describe("refund", () => {
  it.effect("is exact for Partial and Canceled, and none is due before the end", () =>
    Effect.gen(function* () {
      const { placeOnce, refund } = yield* Journal.Journal
      const { change, ledger } = yield* Sandbox.Sandbox
      const partial = yield* placeOnce("partial", order(333))
      const canceled = yield* placeOnce("canceled", order(777))
      const dueOf = (key: string) => Effect.map(refund(key), ({ due }) => Option.getOrThrow(due).amount)
      assert.isTrue(BigDecimal.isZero(yield* passing(dueOf("partial"))))
      const before = yield* ledger.balance()
      yield* Effect.orDie(change(partial.order ?? "", { state: "Partial", remains: 100 }))
      const given = BigDecimal.subtract(yield* ledger.balance(), before)
      assert.isTrue(BigDecimal.equals(yield* passing(dueOf("partial")), given))
      yield* Effect.orDie(change(canceled.order ?? "", { state: "Canceled", remains: 777 }))
      assert.isTrue(
        BigDecimal.equals(
          yield* passing(dueOf("canceled")),
          canceled.price ?? BigDecimal.unsafeFromString("0")
        )
      )
      assert.strictEqual((yield* Effect.flip(refund("nobody")))._tag, "UnknownKey")
    }).pipe(Effect.provide(world({ exclusive: true })))
  )
})

describe("the table of transitions", () => {
  it("never leads from a doubt, a placement or a call under way to another call, but for a probe", () => {
    for (const state of ["sending", "placed", "in-doubt"] as const) {
      assert.isTrue(Option.isNone(JournalEntry.next(state, "intend")))
    }
    const probed = JournalEntry.State.literals.filter((state) =>
      Option.isSome(JournalEntry.next(state, "probe"))
    )
    assert.deepStrictEqual(probed, ["in-doubt"])
  })
})

describe("several panels in one program", () => {
  class First extends Context.Tag("test/First")<First, AddOrder.AddOrder.Service>() {}
  class Second extends Context.Tag("test/Second")<Second, AddOrder.AddOrder.Service>() {}

  it.effect("order each from its own, though their layers are built together", () =>
    Effect.gen(function* () {
      const one = yield* Effect.orDie(Sandbox.make({ partial: 0 }))
      const other = yield* Effect.orDie(Sandbox.make({ partial: 0 }))
      const ordering = (panel: Sandbox.Sandbox.Service) =>
        Journal.layerPanel(panelOptions).pipe(
          Layer.provide(Layer.succeed(Transport.Transport, SandboxTransport.make(panel))),
          Layer.provide(sqlite())
        )
      const both = Layer.merge(
        Layer.provide(Layer.effect(First, AddOrder.AddOrder), ordering(one)),
        Layer.provide(Layer.effect(Second, AddOrder.AddOrder), ordering(other))
      )
      yield* Effect.gen(function* () {
        yield* (yield* First).place(order(100))
        yield* (yield* Second).place(order(100))
      }).pipe(Effect.provide(both))
      assert.lengthOf(yield* one.bookings, 1)
      assert.lengthOf(yield* other.bookings, 1)
    })
  )
})

describe("what ended long ago", () => {
  it.effect("is archived on demand, and its key is still never paid twice", () =>
    Effect.gen(function* () {
      const { account, archive, get, placeOnce, entries } = yield* Journal.Journal
      const store = yield* Store.Store
      const { order: id } = yield* placeOnce("k", order(100))
      yield* store.unwatch(account, ["k"])
      yield* TestClock.adjust("10 seconds")
      assert.strictEqual(yield* archive("1 hours"), 0)
      assert.strictEqual(yield* archive("5 seconds"), 1)
      assert.strictEqual(yield* Stream.runCount(entries()), 0)
      assert.strictEqual(Option.getOrThrow(yield* get("k")).order, id)
      assert.strictEqual((yield* placeOnce("k", order(100))).order, id)
      assert.strictEqual(yield* booked, 1)
    }).pipe(Effect.provide(world()))
  )
})

describe("a refund", () => {
  it.effect("is rounded as the account's panel rounds, where its decimals are declared", () =>
    Effect.gen(function* () {
      const sandbox = yield* Sandbox.Sandbox
      const { placeOnce, refund } = yield* Journal.Journal
      yield* sandbox.services.change("1", { rate: "0.30" })
      const quote = { amount: BigDecimal.unsafeFromString("10"), currency: Option.none() }
      const { order: id } = yield* placeOnce("k", order(333), { quote })
      yield* sandbox.change(id ?? "", { state: "Partial", remains: 100 })
      const { due, why } = yield* refund("k")
      assert.strictEqual(Option.isSome(due) && BigDecimal.format(due.value.amount), "0.03", why)
    }).pipe(Effect.provide(world({ books: { decimals: 2 } }, { decimals: 2 })))
  )
})
