import { assert, describe, it } from "@effect/vitest"
import { Chunk, Effect, Either, Exit, Fiber, Layer, Option, Scope, Stream, TestClock } from "effect"
import { Identifiers, OrderStatus, type PanelConfig, type Transport } from "../src/index.js"
import { outcome, plain, verdict } from "./plain.js"
import * as Scripted from "./scripted.js"

const id = (value: number | string) => Identifiers.OrderId.make(String(value))
const range = (count: number, first = 1) => Array.from({ length: count }, (_, at) => id(first + at))

const pending = { status: "Pending", charge: "0.10", start_count: "1", remains: "5", currency: "USD" }

const asked = (call: Transport.RawCall) => {
  const form = Scripted.formOf(call)
  return (form["orders"] ?? form["order"] ?? "").split(",")
}

/** Answers whatever is asked, in the shape in which it was asked; the order that is 13 is not known. */
const anything = (call: Transport.RawCall) => {
  const ids = asked(call)
  const entry = (one: string) =>
    one === "13" ? { error: "Incorrect order ID" } : { ...pending, start_count: one }
  return ids.length === 1 && "order" in Scripted.formOf(call)
    ? Scripted.json(entry(ids[0] ?? ""))
    : Scripted.json(Object.fromEntries(ids.map((one) => [one, entry(one)])))
}

const withStatus = <A, E>(
  scripted: Scripted.Scripted,
  use: (status: OrderStatus.OrderStatus.Service) => Effect.Effect<A, E>,
  options: Partial<PanelConfig.Options> = {}
) =>
  Effect.flatMap(OrderStatus.OrderStatus, use).pipe(
    Effect.provide(scripted.panel({ batchWindow: "10 millis", ...options }))
  )

/** Runs to its end while time goes on. */
const inTime = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const fiber = yield* Effect.fork(effect)
    yield* TestClock.adjust("1 hour")
    return yield* Fiber.join(fiber)
  })

const sizes = ({ calls }: Scripted.Scripted) => calls.map((call) => asked(call).length)

describe("get", () => {
  it.effect("asks once for 100 of 1,000 fibers that each want one order", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make(anything)
      const ids = range(1000, 1000)
      const states = yield* inTime(
        withStatus(scripted, ({ get }) =>
          Effect.forEach(ids, (one) => get(one), { concurrency: "unbounded" })
        )
      )
      assert.strictEqual(scripted.calls.length, 10)
      assert.deepStrictEqual(new Set(sizes(scripted)), new Set([100]))
      // Each caller got the answer about its own order.
      assert.deepStrictEqual(
        states.map(({ startCount }) => plain(startCount)),
        ids.map(Number)
      )
    })
  )

  it.effect("waits no longer than the window, and a full hundred not at all", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make(anything)
      yield* withStatus(scripted, ({ get }) =>
        Effect.gen(function* () {
          const few = yield* Effect.fork(
            Effect.forEach(range(3), (one) => get(one), { concurrency: "unbounded" })
          )
          yield* TestClock.adjust("9 millis")
          assert.strictEqual(scripted.calls.length, 0)
          yield* TestClock.adjust("1 millis")
          assert.deepStrictEqual(sizes(scripted), [3])
          yield* Fiber.join(few)
          const full = yield* Effect.fork(
            Effect.forEach(range(100, 200), (one) => get(one), { concurrency: "unbounded" })
          )
          yield* Fiber.join(full)
          assert.deepStrictEqual(sizes(scripted), [3, 100])
        })
      )
    })
  )

  it.effect("starts a new window after one that was full", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make(anything)
      yield* withStatus(scripted, ({ get }) =>
        Effect.gen(function* () {
          yield* Effect.forEach(range(100, 200), (one) => get(one), { concurrency: "unbounded" })
          yield* TestClock.adjust("9 millis")
          const late = yield* Effect.fork(get(id(7)))
          // The timer of the full window is over by now; the late one has its own.
          yield* TestClock.adjust("9 millis")
          assert.deepStrictEqual(sizes(scripted), [100])
          yield* TestClock.adjust("1 millis")
          yield* Fiber.join(late)
          assert.deepStrictEqual(sizes(scripted), [100, 1])
        })
      )
    })
  )

  it.effect("uses the singular form for a lone caller", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make([Scripted.json(pending)])
      const state = yield* inTime(withStatus(scripted, ({ get }) => get(id(5))))
      assert.deepStrictEqual(Scripted.formOf(scripted.calls[0]), { action: "status", order: "5" })
      assert.strictEqual(state.status, "Pending")
    })
  )

  it.effect("asks for an order that several callers want once", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make(anything)
      const states = yield* inTime(
        withStatus(scripted, ({ get }) =>
          Effect.forEach([5, 6, 5, 5, 6].map(id), (one) => get(one), { concurrency: "unbounded" })
        )
      )
      assert.deepStrictEqual(asked(scripted.calls[0] ?? assert.fail("no call")), ["5", "6"])
      assert.strictEqual(scripted.calls.length, 1)
      assert.deepStrictEqual(
        states.map(({ startCount }) => plain(startCount)),
        [5, 6, 5, 5, 6]
      )
    })
  )

  it.effect("lets a bad order fail its own caller only", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make(anything)
      const results = yield* inTime(
        withStatus(scripted, ({ get }) =>
          Effect.forEach([12, 13, 14].map(id), (one) => Effect.either(get(one)), { concurrency: "unbounded" })
        )
      )
      assert.strictEqual(scripted.calls.length, 1)
      assert.deepStrictEqual(results.map(Either.isRight), [true, false, true])
      assert.deepStrictEqual(outcome(results[1] ?? assert.fail("no result")), {
        tag: "NotFound",
        processed: "no",
        meaning: "order-not-found",
        said: "Incorrect order ID",
        status: 200
      })
    })
  )

  it.effect("fails all callers of a call that failed", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make([Scripted.json({ error: "Invalid API key" })])
      const results = yield* inTime(
        withStatus(scripted, ({ get }) =>
          Effect.forEach(range(3), (one) => Effect.flip(get(one)), { concurrency: "unbounded" })
        )
      )
      assert.deepStrictEqual(
        results.map(({ _tag }) => _tag),
        ["AccountRefusal", "AccountRefusal", "AccountRefusal"]
      )
    })
  )

  it.effect("tells all callers of a defect of the transport, and serves the next ones", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make([Effect.die("broken"), Scripted.json(pending)])
      yield* inTime(
        withStatus(scripted, ({ get }) =>
          Effect.gen(function* () {
            const errors = yield* Effect.forEach(range(2), (one) => Effect.flip(get(one)), {
              concurrency: "unbounded"
            })
            assert.isTrue(errors.every((error) => error._tag === "Interrupted" && error.reason === "defect"))
            assert.strictEqual((yield* get(id(9))).status, "Pending")
          })
        )
      )
    })
  )

  it.effect("leaves the others unharmed when callers are interrupted, the first of all included", () =>
    Effect.gen(function* () {
      for (const leaving of [0, 1, 2]) {
        for (const when of ["0 millis", "5 millis", "10 millis"] as const) {
          const scripted = Scripted.make((call) => Effect.delay(Effect.succeed(anything(call)), "1 second"))
          yield* withStatus(scripted, ({ get }) =>
            Effect.gen(function* () {
              const callers = yield* Effect.forEach(range(3), (one) => Effect.fork(get(one)))
              yield* TestClock.adjust(when)
              yield* Fiber.interrupt(callers[leaving] ?? assert.fail("no caller"))
              yield* TestClock.adjust("1 hour")
              const exits = yield* Effect.forEach(callers, Fiber.await)
              assert.deepStrictEqual(
                exits.map(Exit.isSuccess),
                [0, 1, 2].map((one) => one !== leaving)
              )
            })
          )
          assert.deepStrictEqual(sizes(scripted), [3])
        }
      }
    })
  )

  it.effect("does not hang callers when its layer is closed: in the window, amid a call, and after", () =>
    Effect.gen(function* () {
      for (const when of ["0 millis", "10 millis"] as const) {
        const scripted = Scripted.make(() => Effect.never)
        const scope = yield* Scope.make()
        const panel = yield* Layer.buildWithScope(scripted.panel({ batchWindow: "10 millis" }), scope)
        const { get } = yield* Effect.provide(OrderStatus.OrderStatus, panel)
        const callers = yield* Effect.forEach(range(3), (one) => Effect.fork(get(one)))
        yield* TestClock.adjust(when)
        yield* Scope.close(scope, Exit.void)
        const exits = yield* Effect.forEach([...callers, yield* Effect.fork(get(id(9)))], Fiber.await)
        assert.isTrue(exits.every(Exit.isInterrupted))
      }
    })
  )

  it.effect("closes its layer without delay, even if a caller cannot be interrupted", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make(() => Effect.never)
      const scope = yield* Scope.make()
      const panel = yield* Layer.buildWithScope(scripted.panel({ batchWindow: "1 minute" }), scope)
      const { get } = yield* Effect.provide(OrderStatus.OrderStatus, panel)
      const caller = yield* Effect.fork(Effect.uninterruptible(get(id(1))))
      yield* TestClock.adjust("1 second")
      yield* Scope.close(scope, Exit.void)
      assert.isTrue(Exit.isInterrupted(yield* Fiber.await(caller)))
    })
  )

  it.effect("is one call for each order where the panel knows no many-form", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make(anything)
      yield* inTime(
        withStatus(
          scripted,
          ({ get }) => Effect.forEach(range(5), (one) => get(one), { concurrency: "unbounded" }),
          {
            manyForm: "one-by-one"
          }
        )
      )
      assert.deepStrictEqual(scripted.calls.map((call) => Scripted.formOf(call)["order"]).sort(), [
        "1",
        "2",
        "3",
        "4",
        "5"
      ])
    })
  )
})

describe("many", () => {
  it.effect("asks for 250 orders in 3 calls and answers in the order asked", () =>
    Effect.gen(function* () {
      // Later calls answer sooner.
      const scripted = Scripted.make((call, place) =>
        Effect.delay(Effect.succeed(anything(call)), `${10 - place} seconds`)
      )
      const ids = range(250, 1000).reverse()
      const answers = yield* inTime(withStatus(scripted, ({ many }) => many(ids)))
      assert.deepStrictEqual(sizes(scripted), [100, 100, 50])
      assert.deepStrictEqual(
        answers.map(({ id }) => id),
        ids
      )
      assert.deepStrictEqual(
        answers.map(({ result }) => Either.isRight(result) && plain(result.right.startCount)),
        ids.map(Number)
      )
      assert.deepStrictEqual(scripted.calls.flatMap(asked), ids)
    })
  )

  it.effect("asks for equal orders once and answers them at each place", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make(anything)
      const ids = [5, 13, 5, 6, 13].map(id)
      const answers = yield* withStatus(scripted, ({ many }) => many(ids))
      assert.deepStrictEqual(scripted.calls.map(asked), [["5", "13", "6"]])
      assert.deepStrictEqual(
        answers.map(({ id, result }) => [id, Either.isRight(result)]),
        [
          ["5", true],
          ["13", false],
          ["5", true],
          ["6", true],
          ["13", false]
        ]
      )
    })
  )

  it.effect("makes no call for no orders", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make([])
      assert.deepStrictEqual(yield* withStatus(scripted, ({ many }) => many([])), [])
    })
  )

  it.effect("puts the orders where the configuration says", () =>
    Effect.gen(function* () {
      for (const [manyForm, forms] of [
        ["orders", [{ action: "status", orders: "1,2,3" }]],
        ["order", [{ action: "status", order: "1,2,3" }]],
        ["one-by-one", [1, 2, 3].map((one) => ({ action: "status", order: String(one) }))]
      ] as const) {
        const scripted = Scripted.make((call) => {
          const entries = asked(call).map((one) => [one, pending])
          return Scripted.json(entries.length === 1 ? pending : Object.fromEntries(entries))
        })
        const answers = yield* withStatus(scripted, ({ many }) => many(range(3)), { manyForm })
        assert.deepStrictEqual<unknown>(scripted.calls.map(Scripted.formOf), forms)
        assert.isTrue(answers.every(({ result }) => Either.isRight(result)))
      }
    })
  )

  it.effect("fails the orders of a call that failed, and no others", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make((call) =>
        asked(call).includes("1100") ? Scripted.text("<html></html>") : anything(call)
      )
      const answers = yield* withStatus(scripted, ({ many }) => many(range(250, 1000)))
      assert.deepStrictEqual(
        answers.map(({ result }) => Either.isRight(result)),
        range(250).map((_, at) => at < 100 || at >= 200)
      )
    })
  )

  it.effect("stops with the first refusal of the account", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make([Scripted.json({ error: "Invalid API key" })])
      const answers = yield* withStatus(scripted, ({ many }) => many(range(1000)))
      assert.strictEqual(scripted.calls.length, 1)
      assert.strictEqual(answers.length, 1000)
      assert.isTrue(
        answers.every(({ result }) => Either.isLeft(result) && result.left._tag === "AccountRefusal")
      )
      // Another question is not bound by it.
      const again = Scripted.make([Scripted.json({ error: "Invalid API key" }), Scripted.json(pending)])
      const second = yield* withStatus(again, ({ many }) => Effect.zipRight(many(range(1)), many(range(1))))
      assert.isTrue(second.every(({ result }) => Either.isRight(result)))
    })
  )

  it.effect("says `missing` of an order that the answer leaves out, and takes no stranger for it", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make([Scripted.json({ "1": pending, "3": pending })])
      const [one, two] = yield* withStatus(scripted, ({ many }) => many(range(2)))
      assert.isTrue(one !== undefined && Either.isRight(one.result))
      assert(two !== undefined && Either.isLeft(two.result))
      assert.deepStrictEqual(verdict(two.result.left), {
        tag: "UnexpectedAnswer",
        processed: "maybe",
        meaning: null,
        reason: "missing",
        status: 200
      })
      const stranger = Scripted.make([Scripted.json({ order: 2, ...pending })])
      const [wrong] = yield* withStatus(stranger, ({ many }) => many(range(1)))
      assert(wrong !== undefined && Either.isLeft(wrong.result))
      assert.strictEqual(wrong.result.left._tag, "UnexpectedAnswer")
    })
  )

  it.effect("does not take a list without IDs as the answer to several", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make([Scripted.json([pending, pending])])
      const answers = yield* withStatus(scripted, ({ many }) => many(range(2)))
      assert.isTrue(answers.every(({ result }) => Either.isLeft(result)))
    })
  )
})

describe("stream", () => {
  it.effect("lets the IDs of a slow source wait no longer than the window", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make(anything)
      const slow = Stream.concat(Stream.fromIterable(range(3)), Stream.never)
      yield* withStatus(scripted, ({ stream }) =>
        Effect.gen(function* () {
          const answers = yield* Effect.fork(Stream.runCollect(Stream.take(stream(slow), 3)))
          yield* TestClock.adjust("10 millis")
          assert.deepStrictEqual(
            Chunk.toReadonlyArray(yield* Fiber.join(answers)).map(({ id }) => id),
            range(3)
          )
          assert.deepStrictEqual(sizes(scripted), [3])
        })
      )
    })
  )

  it.effect("answers like `many`, place by place", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make(anything)
      const ids = [...range(150, 1000), id(5), id(5), id(13), ...range(60, 1000)]
      const answers = yield* withStatus(scripted, ({ stream }) =>
        Stream.runCollect(stream(Stream.fromIterable(ids)))
      )
      assert.deepStrictEqual(
        Chunk.toReadonlyArray(answers).map(({ id }) => id),
        ids
      )
      assert.deepStrictEqual(sizes(scripted), [100, 99, 13])
    })
  )

  it.effect("stops with the first refusal of the account", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make([Scripted.json({ error: "Invalid API key" })])
      const answers = yield* withStatus(scripted, ({ stream }) =>
        Stream.runCollect(stream(Stream.fromIterable(range(1000))))
      )
      assert.strictEqual(scripted.calls.length, 1)
      assert.strictEqual(answers.length, 1000)
    })
  )

  it.effect("asks nothing before it is run, nor more than is taken", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make(anything)
      yield* withStatus(
        scripted,
        ({ stream }) => {
          const answers = stream(Stream.fromIterable(range(100_000)))
          assert.strictEqual(scripted.calls.length, 0)
          return Stream.runDrain(Stream.take(answers, 10))
        },
        { concurrency: 2 }
      )
      assert.isBelow(scripted.calls.length, 10)
    })
  )

  it.effect("passes on what goes wrong with the IDs", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make(anything)
      const error = yield* withStatus(scripted, ({ stream }) =>
        Effect.flip(
          Stream.runDrain(stream(Stream.concat(Stream.fromIterable(range(3)), Stream.fail("no more"))))
        )
      )
      assert.strictEqual(error, "no more")
    })
  )
})

describe("follow", () => {
  const at = (status: string, remains: number) => Scripted.json({ ...pending, status, remains })

  it.effect("gives each state once, up to the final one", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make([
        at("Pending", 100),
        at("Pending", 100),
        at("In progress", 100),
        at("In progress", 40),
        at("In progress", 40),
        at("Partial", 40)
      ])
      const fiber = yield* Effect.fork(withStatus(scripted, ({ follow }) => Stream.runCollect(follow(id(5)))))
      yield* TestClock.adjust("1 hour")
      const states = yield* Fiber.join(fiber)
      assert.deepStrictEqual(
        Chunk.toReadonlyArray(states).map(({ status, remains }) => [status, plain(remains)]),
        [
          ["Pending", 100],
          ["In progress", 100],
          ["In progress", 40],
          ["Partial", 40]
        ]
      )
      assert.strictEqual(scripted.calls.length, 6)
    })
  )

  it.effect("looks at once, and then as often as asked", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make((_, place) => (place < 100 ? at("Pending", 1) : at("Completed", 0)))
      yield* withStatus(
        scripted,
        ({ follow }) =>
          Effect.gen(function* () {
            const fiber = yield* Effect.fork(Stream.runDrain(follow(id(5), "1 minute")))
            yield* TestClock.adjust("1 second")
            assert.strictEqual(scripted.calls.length, 1)
            yield* TestClock.adjust("10 minutes")
            assert.strictEqual(scripted.calls.length, 11)
            yield* Fiber.interrupt(fiber)
            const usual = yield* Effect.fork(Stream.runDrain(follow(id(5))))
            yield* TestClock.adjust("5 minutes")
            assert.strictEqual(scripted.calls.length, 22)
            yield* Fiber.interrupt(usual)
          }),
        { batchWindow: 0 }
      )
    })
  )

  it.effect("looks no more often than once a second, whatever is asked", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make(() => at("Pending", 1))
      yield* withStatus(
        scripted,
        ({ follow }) =>
          Effect.gen(function* () {
            for (const interval of [0, -5, "2 millis"] as const) {
              const before = scripted.calls.length
              const fiber = yield* Effect.fork(Stream.runDrain(follow(id(5), interval)))
              yield* TestClock.adjust("10 seconds")
              assert.strictEqual(scripted.calls.length - before, 11)
              yield* Fiber.interrupt(fiber)
            }
          }),
        { batchWindow: 0 }
      )
    })
  )

  it.effect("takes no unknown word for a final state", () =>
    Effect.gen(function* () {
      const words = ["Incomplete", "Canceling", "Paused", "Teleporting", "Completed"]
      const scripted = Scripted.make(words.map((word) => at(word, 0)))
      const fiber = yield* Effect.fork(withStatus(scripted, ({ follow }) => Stream.runCollect(follow(id(5)))))
      yield* TestClock.adjust("1 hour")
      const states = yield* Fiber.join(fiber)
      assert.deepStrictEqual(
        Chunk.toReadonlyArray(states).map(({ status }): string => status),
        words
      )
    })
  )

  it.effect("goes on after an outage of less than five looks", () =>
    Effect.gen(function* () {
      const down = { status: 503, body: "Service Unavailable" }
      const followed = (outage: number) => {
        const scripted = Scripted.make([
          at("Pending", 1),
          ...Array.from({ length: outage }, () => down),
          at("Completed", 0)
        ])
        return Effect.gen(function* () {
          const fiber = yield* Effect.fork(
            withStatus(scripted, ({ follow }) => Effect.either(Stream.runCount(follow(id(5)))), {
              retries: 0
            })
          )
          yield* TestClock.adjust("1 hour")
          return Either.mapLeft(yield* Fiber.join(fiber), ({ _tag }) => _tag)
        })
      }
      assert.deepStrictEqual(yield* followed(4), Either.right(2))
      assert.deepStrictEqual(yield* followed(5), Either.left("PanelUnavailable" as const))
    })
  )

  it.effect("ends with the error of a look that failed", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make([at("Pending", 1), Scripted.json({ error: "Incorrect order ID" })])
      const fiber = yield* Effect.fork(
        withStatus(scripted, ({ follow }) => Effect.flip(Stream.runDrain(follow(id(5)))))
      )
      yield* TestClock.adjust("1 hour")
      assert.strictEqual((yield* Fiber.join(fiber))._tag, "NotFound")
    })
  )
})

describe("an answer about one order", () => {
  const read = (body: unknown) => {
    const scripted = Scripted.make([Scripted.json(body)])
    return withStatus(scripted, ({ get }) => Effect.map(Effect.either(get(id(5))), outcome), {
      batchWindow: 0,
      retries: 0
    })
  }

  it.effect("is no order's state where it only flags how the call went", () =>
    Effect.gen(function* () {
      for (const body of [
        { status: "success" },
        { status: "error" },
        { status: "fail" },
        { status: "error", charge: null, start_count: null, remains: null, currency: "USD" },
        { status: "success", charge: "", start_count: "", remains: "" },
        { status: false }
      ]) {
        const result = yield* read(body)
        assert.propertyVal(result, "tag", "UnexpectedAnswer", JSON.stringify(body))
      }
    })
  )

  it.effect("has no count where that may be a thousand or one with decimals", () =>
    Effect.gen(function* () {
      for (const [remains, counted] of [
        ["1.000", Option.none()],
        ["-157.000", Option.none()],
        ["0.000", Option.some(0)],
        ["12.00", Option.some(12)],
        ["1.500", Option.some(1500)],
        ["1,000", Option.some(1000)]
      ] as const) {
        const scripted = Scripted.make([Scripted.json({ ...pending, remains })])
        const answer = yield* withStatus(scripted, ({ get }) => get(id(5)), { batchWindow: 0 })
        assert.deepStrictEqual(answer.remains, counted, remains)
      }
    })
  )

  it.effect("is a refusal where it holds an error, whatever else it holds", () =>
    Effect.gen(function* () {
      for (const body of [
        { error: "Incorrect order ID", ...pending },
        { ...pending, error: "Incorrect order ID" },
        { status: { error: "Incorrect order ID" } },
        { status: "error", message: "Incorrect order ID" },
        { "5": { error: "Incorrect order ID" } },
        { "5": { ...pending, error: "Incorrect order ID" } },
        [{ order: 5, ...pending, error: "Incorrect order ID" }],
        { "5": "Incorrect order ID" },
        [{ order: "5", error: "Incorrect order ID" }]
      ]) {
        assert.propertyVal(yield* read(body), "tag", "NotFound", JSON.stringify(body))
      }
    })
  )

  it.effect("may come under its ID, in a list, or wrapped", () =>
    Effect.gen(function* () {
      for (const body of [
        pending,
        { "5": pending },
        [{ order: 5, ...pending }],
        [pending],
        { data: pending }
      ]) {
        assert.propertyVal(yield* read(body), "status", "Pending", JSON.stringify(body))
      }
    })
  )

  it.effect("leaves out what it does not say, and what cannot be read", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(
        yield* read({
          status: "Pending",
          charge: "n/a",
          start_count: null,
          remains: "Unknown",
          currency: ""
        }),
        {
          charge: null,
          startCount: null,
          status: "Pending",
          remains: null,
          currency: null,
          runs: null,
          posts: null,
          expiry: null,
          orders: null
        }
      )
    })
  )

  it.effect(
    "reads `Active` as a subscription's state where there is a subscription, else as In progress",
    () =>
      Effect.gen(function* () {
        assert.propertyVal(yield* read({ status: "active", charge: "1" }), "status", "In progress")
        assert.propertyVal(yield* read({ status: "active", posts: "3" }), "status", "Active")
      })
  )

  it.effect("without a state is no answer", () =>
    Effect.gen(function* () {
      for (const status of [undefined, null, "", "  ", {}, [], true]) {
        assert.propertyVal(yield* read({ ...pending, status }), "tag", "UnexpectedAnswer", String(status))
      }
    })
  )
})
