/** Whatever a program without types gives: what it gets is an error that says what to give, and no defect. */
import { assert, describe, it } from "@effect/vitest"
import { NodeTransport } from "@smmkit/adapter-node"
import {
  Cause,
  Chunk,
  Effect,
  Either,
  Exit,
  FastCheck,
  Fiber,
  Layer,
  Logger,
  LogLevel,
  Option,
  Stream,
  TestClock
} from "effect"
import {
  AddOrder,
  Balance,
  CancelOrder,
  Dialect,
  Options,
  OrderForm,
  OrderStatus,
  Panel,
  PanelConfig,
  PanelError,
  Quote,
  Refill,
  RefillStatus,
  Services,
  Transport
} from "../src/index.js"
import { MisbehavingServer } from "../src/testing/index.js"
import { isRun, runs } from "./part.js"
import * as Scripted from "./scripted.js"
import { order, spendings } from "./spending.js"
import { strange } from "./strange.js"

/** What a program without types calls, with all that it may give in place of one argument. */
interface Called {
  readonly name: string
  readonly call: (value: unknown) => Effect.Effect<unknown, unknown>
}

const call = (f: object, ...args: ReadonlyArray<unknown>): Effect.Effect<unknown, unknown> =>
  Effect.suspend(() => {
    assert.ok(typeof f === "function")
    const result = Reflect.apply(f, undefined, args)
    const asked: Effect.Effect<unknown, unknown> = result
    const stream: Stream.Stream<unknown, unknown> = result
    return Effect.isEffect(asked) ? asked : Stream.runCollect(Stream.take(stream, 1))
  })

const called: Effect.Effect<
  ReadonlyArray<Called>,
  never,
  | AddOrder.AddOrder
  | Balance.Balance
  | CancelOrder.CancelOrder
  | OrderStatus.OrderStatus
  | Refill.Refill
  | RefillStatus.RefillStatus
  | Services.Services
> = Effect.gen(function* () {
  const { place } = yield* AddOrder.AddOrder
  const { getWith } = yield* Balance.Balance
  const cancel = yield* CancelOrder.CancelOrder
  const status = yield* OrderStatus.OrderStatus
  const refill = yield* Refill.Refill
  const refillStatus = yield* RefillStatus.RefillStatus
  const services = yield* Services.Services
  const options = ["deadline", "gate", "onRetry", "onLate"]
  const one = {
    cancel: cancel.request,
    refill: refill.request,
    status: status.get,
    refilled: refillStatus.get
  }
  const many = { cancels: cancel.requestMany, refills: refill.requestMany, statuses: status.many }
  return [
    { name: "place", call: (value) => call(place, value) },
    { name: "place with options", call: (value) => call(place, order, value) },
    ...[...options, "kind", "price"].map((name) => ({
      name: `place with ${name}`,
      call: (value: unknown) => call(place, order, { [name]: value })
    })),
    ...["type", "service", "link", "quantity", "runs", "extra", "anyLink"].map((name) => ({
      name: `place an order whose ${name} it is`,
      call: (value: unknown) => call(place, { ...order, [name]: value })
    })),
    { name: "balance", call: (value) => call(getWith, value) },
    { name: "services", call: (value) => call(services.listWith, value) },
    { name: "service", call: (value) => call(services.get, value) },
    { name: "service with options", call: (value) => call(services.get, "1", value) },
    { name: "follow", call: (value) => call(status.follow, value) },
    { name: "follow every", call: (value) => call(status.follow, "1", value) },
    { name: "stream", call: (value) => call(status.stream, value) },
    { name: "stream of one", call: (value) => call(status.stream, Stream.make(value)) },
    { name: "stream with options", call: (value) => call(status.stream, Stream.make("1"), value) },
    ...Object.entries(one).flatMap(([name, ask]) => [
      { name, call: (value: unknown) => call(ask, value) },
      { name: `${name} with options`, call: (value: unknown) => call(ask, "1", value) },
      ...options.map((option) => ({
        name: `${name} with ${option}`,
        call: (value: unknown) => call(ask, "1", { [option]: value })
      }))
    ]),
    ...Object.entries(many).flatMap(([name, ask]) => [
      { name, call: (value: unknown) => call(ask, value) },
      { name: `${name} of one`, call: (value: unknown) => call(ask, [value]) },
      { name: `${name} with options`, call: (value: unknown) => call(ask, ["1"], value) }
    ])
  ]
})

/** How a call ends, also one that waits for the clock. */
const ended = (asking: Effect.Effect<unknown, unknown>) =>
  Effect.gen(function* () {
    const fiber = yield* Effect.fork(Effect.exit(asking))
    while (Option.isNone(yield* Fiber.poll(fiber))) yield* TestClock.adjust("1 second")
    return yield* Fiber.join(fiber)
  })

/** The errors that a call ends with, be it for one of many IDs. */
const errorsOf = (exit: Exit.Exit<unknown, unknown>): ReadonlyArray<unknown> => {
  if (Exit.isFailure(exit)) return [Option.getOrUndefined(Cause.failureOption(exit.cause))]
  const answered: ReadonlyArray<unknown> =
    Array.isArray(exit.value) || Chunk.isChunk(exit.value) ? Array.from(exit.value) : []
  return answered.flatMap((one) =>
    typeof one === "object" && one !== null && "result" in one && Either.isEither(one.result)
      ? Option.toArray(Either.getLeft(one.result))
      : []
  )
}

describe("what a program without types gives a method", () => {
  it.effect("ends in an answer, or in an error before which nothing was sent, and in no defect", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make(() =>
        Scripted.json({ order: 77, balance: "1", refill: 5, cancel: 1, status: "Completed" })
      )
      yield* Effect.gen(function* () {
        let tried = 0
        for (const { name, call } of yield* called) {
          for (const [what, value] of strange) {
            if (!isRun(tried++, 9)) continue
            const where = `${name}: ${what}`
            const before = scripted.calls.length
            const exit = yield* ended(call(value))
            if (Exit.isFailure(exit)) assert.isTrue(Cause.isFailure(exit.cause), `${where}: ${exit.cause}`)
            for (const error of errorsOf(exit)) {
              assert.ok(PanelError.isPanelError(error), where)
              if (scripted.calls.length > before) continue
              assert.strictEqual(error.processed, "no", where)
              if (error._tag === "NotSent" && error.reason === "timeout") continue
              assert.match(
                error.message,
                /: (?:give|have it give|leave|an order of|the entry)|no service|is no ID/,
                where
              )
            }
          }
        }
      }).pipe(Effect.provide(scripted.panel()))
    })
  )

  it.effect("in place of a list of IDs asks for none of what it holds", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make([])
      yield* Effect.gen(function* () {
        const { requestMany } = yield* Refill.Refill
        for (const given of ["12", 5, null, new Set(["1"]), [1, "2"]]) {
          const answered = yield* call(requestMany, given)
          const [error, ...others] = errorsOf(Exit.succeed(answered))
          assert.deepInclude(error, { _tag: "NotSent", reason: "withheld", fault: "caller" })
          assert.deepStrictEqual(others, [])
        }
        assert.deepStrictEqual(yield* requestMany([]), [])
        // A comma would make two of it.
        const two = errorsOf(Exit.succeed(yield* call(requestMany, ["1,2"])))
        assert.include(String(two[0]), 'order is "1,2"')
      }).pipe(Effect.provide(scripted.panel()))
    })
  )

  it.effect("as the price of an order does not lose the order that was placed", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make([])
      const { place } = yield* Effect.provide(AddOrder.AddOrder, scripted.panel())
      const error: unknown = yield* Effect.flip(call(place, order, { price: { amount: 5 } }))
      assert.deepInclude(error, { _tag: "InvalidOrder", field: "price" })
    })
  )

  it.effect("as a gate that breaks, or says what is no answer, keeps the order from being sent", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make([])
      const { place } = yield* Effect.provide(AddOrder.AddOrder, scripted.panel())
      for (const gate of [() => "no", () => false, () => JSON.parse("{")]) {
        const error: unknown = yield* Effect.flip(call(place, order, { gate }))
        assert.deepInclude(error, { _tag: "NotSent", reason: "withheld" })
      }
    })
  )
})

/** Functions that check what they are given and say what is wrong with it. */
const checks: Readonly<Record<string, (value: unknown) => unknown>> = Object.fromEntries([
  ...[
    ["PanelConfig.make", PanelConfig.make],
    ["Dialect.make", Dialect.make],
    ["OrderForm.fromUnknown", OrderForm.fromUnknown],
    ["OrderForm.toForm", OrderForm.toForm]
  ].map(([name, f]) => [name, (value: unknown) => Reflect.apply(Object(f), undefined, [value, undefined])]),
  ...["url", "key", "timeout", "rateLimit", "manyForm", "dialect", "phrases", "maxBodyBytes"].flatMap(
    (name) => [
      [
        name,
        (value: unknown) =>
          Reflect.apply(PanelConfig.make, undefined, [{ ...Scripted.options, [name]: value }])
      ],
      [
        `${name} in a list`,
        (value: unknown) =>
          Reflect.apply(PanelConfig.make, undefined, [{ ...Scripted.options, [name]: [value] }])
      ]
    ]
  ),
  ...["body", "key", "names", "manyForm", "harmless"].map((name) => [
    `dialect's ${name}`,
    (value: unknown) => Reflect.apply(Dialect.make, undefined, [{ [name]: value }])
  ]),
  [
    "OrderForm.fromForm's type",
    (value: unknown) => Reflect.apply(OrderForm.fromForm, undefined, [value, {}])
  ],
  [
    "OrderForm.fromForm",
    (value: unknown) => Reflect.apply(OrderForm.fromForm, undefined, ["Default", value])
  ],
  [
    "OrderForm.fromForm's extra",
    (extra: unknown) => Reflect.apply(OrderForm.fromForm, undefined, ["Default", {}, { extra }])
  ],
  ["Quote.check", (value: unknown) => Reflect.apply(Quote.check, undefined, [value, value])],
  [
    "a check",
    (value: unknown) =>
      Options.checker("test")("field", value, () => Options.copy("give an object")(Object(value)))
  ]
])

describe("what a program without types gives a check", () => {
  for (const [name, check] of Object.entries(checks)) {
    it(`comes to a result: ${name}`, () => {
      for (const [what, value] of strange) {
        const result = check(value)
        assert.isTrue(typeof result === "function" || Either.isEither(result), `${name}: ${what}`)
      }
    })
  }

  it("has no price where it is no order, and is no error of this package", () => {
    for (const [what, value] of strange) {
      assert.isTrue(
        Option.isNone(Reflect.apply(Quote.quote, undefined, [value, { category: value }, {}])),
        what
      )
      assert.isFalse(PanelError.isPanelError(value), what)
      assert.deepStrictEqual(Reflect.apply(OrderForm.linkWarnings, undefined, [value, undefined]), [], what)
    }
  })
})

const refused = { reason: "refused", detail: "ECONNREFUSED" } as const

/** What a transport without types fails with, which it may have done before the call was sent or after. */
const strangers: ReadonlyArray<unknown> = [
  "test-key",
  null,
  undefined,
  new Error("test-key"),
  { _tag: "RequestError", request: { body: "key=test-key" } },
  { code: "ECONNREFUSED" },
  { ...new Transport.NotSent(refused) },
  { _tag: "NotSent", processed: "no", retryable: true, ...refused },
  Object.assign(new Error("test-key"), { _tag: "NotSent", processed: "no", retryable: true }),
  new PanelError.RateLimited({ meaning: "rate-limited", said: "", status: 429, retryAfter: null }),
  new PanelError.UnclassifiedRefusal({ said: "", status: 200 }),
  ...strange.map(([, value]) => value)
]

/** Objects that say of themselves what errors say, in any way. */
const pretender = FastCheck.record(
  {
    _tag: FastCheck.constantFrom("NotSent", "Interrupted", "RateLimited", "AccountRefusal", "Nothing"),
    processed: FastCheck.constantFrom<unknown>("no", "yes", "maybe", "", true, null),
    retryable: FastCheck.boolean(),
    reason: FastCheck.constantFrom("refused", "timeout", "withheld", "test-key"),
    status: FastCheck.constantFrom(200, 429),
    meaning: FastCheck.constantFrom("rate-limited", null),
    said: FastCheck.constant("test-key"),
    message: FastCheck.constant("Nothing was sent")
  },
  { requiredKeys: [] }
)

describe("a transport that fails with no error of a transport", () => {
  for (const { name, ask } of spendings) {
    it.effect(`leaves what spends in doubt, and shows nobody the failure: ${name}`, () =>
      Effect.gen(function* () {
        const fail: object = Effect.fail
        assert.ok(typeof fail === "function")
        let failing: Scripted.Step = Effect.never
        const scripted = Scripted.make(() => failing)
        yield* Effect.gen(function* () {
          for (const stranger of [...strangers, ...FastCheck.sample(pretender, runs(30, 100))]) {
            // As JavaScript gives it, which knows no types.
            failing = Effect.suspend(() => Reflect.apply(fail, undefined, [stranger]))
            const before = scripted.calls.length
            for (const result of yield* ask) {
              assert.ok(Either.isLeft(result) && result.left._tag === "OutcomeUnknown")
              assert.deepInclude(result.left.cause, { _tag: "Interrupted", reason: "defect" })
              assert.notInclude(JSON.stringify(result), "test-key")
            }
            assert.strictEqual(scripted.calls.length - before, 1)
          }
        }).pipe(Effect.provide(scripted.panel({ retryDelay: 0 })))
      }).pipe(Logger.withMinimumLogLevel(LogLevel.None))
    )
  }

  // As these tests run the source, the adapter has another core, and with it classes of its own.
  it.scoped("is believed where its package has a core of its own", () =>
    Effect.gen(function* () {
      const url = yield* MisbehavingServer.closedPort
      const panel = Panel.layer({ ...Scripted.options, url, retries: 0 })
      const place = Effect.flatMap(AddOrder.AddOrder, (add) => Effect.flip(add.place(order)))
      const error = yield* Effect.provide(place, Layer.provide(panel, NodeTransport.layer))
      assert.deepInclude(error, { _tag: "NotSent", reason: "refused", processed: "no" })
    })
  )
})
