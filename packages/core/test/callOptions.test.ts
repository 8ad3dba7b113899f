import { FetchHttpClient, HttpClient } from "@effect/platform"
import { NodeHttpClient } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { FetchTransport } from "@smmkit/adapter-fetch"
import { NodeTransport } from "@smmkit/adapter-node"
import {
  Clock,
  DateTime,
  Deferred,
  Duration,
  Effect,
  Either,
  Fiber,
  Layer,
  Logger,
  Schedule,
  TestClock
} from "effect"
import {
  AddOrder,
  Balance,
  HttpClientTransport,
  Panel,
  PanelClient,
  Refill,
  Refusals,
  Services,
  Transport
} from "../src/index.js"
import { MisbehavingServer } from "../src/testing/index.js"
import * as Scripted from "./scripted.js"
import { ids, order } from "./spending.js"

const done = Scripted.json({ order: 77 })
const withheld = new Transport.NotSent({ reason: "withheld", detail: "the lease is lost" })
const place = (options?: AddOrder.PlaceOptions) =>
  Effect.flatMap(AddOrder.AddOrder, (add) => Effect.either(add.place(order, options)))

describe("a deadline", () => {
  for (const [name, deadline] of [
    ["relative", "5 seconds"],
    ["absolute", DateTime.unsafeMake(5000)]
  ] as const) {
    it.effect(`that is ${name} cuts the time of the call`, () =>
      Effect.gen(function* () {
        const scripted = Scripted.make([Effect.never])
        const asking = yield* Effect.fork(Effect.provide(place({ deadline }), scripted.panel()))
        yield* TestClock.adjust("6 seconds")
        const result = yield* Fiber.join(asking)
        assert.strictEqual(Either.isLeft(result) && result.left._tag, "OutcomeUnknown")
        assert.strictEqual(scripted.calls[0] && Duration.toMillis(scripted.calls[0].timeout), 5000)
      })
    )
  }

  it.effect("that is over sends nothing, and one beyond the panel's timeout lengthens none", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make([done])
      const over = yield* Effect.provide(place({ deadline: 0 }), scripted.panel())
      assert.strictEqual(Either.isLeft(over) && over.left._tag, "NotSent")
      yield* Effect.provide(place({ deadline: "1 hour" }), scripted.panel())
      assert.strictEqual(scripted.calls.length, 1)
      assert.strictEqual(scripted.calls[0] && Duration.toMillis(scripted.calls[0].timeout), 30_000)
    })
  )

  it.effect("that is no time sends nothing, and says so", () =>
    Effect.gen(function* () {
      for (const text of ["null", '"soon"', "{}", "true"]) {
        const deadline = JSON.parse(text)
        const scripted = Scripted.make([])
        const errors = yield* Effect.provide(
          Effect.gen(function* () {
            const [add, balance, services, refill] = yield* Effect.all([
              AddOrder.AddOrder,
              Balance.Balance,
              Services.Services,
              Refill.Refill
            ])
            const several = yield* refill.requestMany(ids, { deadline })
            return [
              yield* Effect.flip(add.place(order, { deadline })),
              yield* Effect.flip(balance.getWith({ deadline })),
              yield* Effect.flip(services.listWith({ deadline })),
              ...several.flatMap(({ result }) => (Either.isLeft(result) ? [result.left] : []))
            ]
          }),
          scripted.panel()
        )
        assert.strictEqual(errors.length, 5, text)
        for (const error of errors) {
          assert.deepInclude(error, { _tag: "NotSent", reason: "withheld", retryable: false }, text)
          assert.include(error.message, 'give a time such as "10 seconds"')
        }
        assert.strictEqual(scripted.calls.length, 0)
      }
    })
  )

  it.effect("is an option of a lone read, too", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make(() => Effect.never)
      const [balance, services] = yield* Effect.provide(
        Effect.all([Balance.Balance, Services.Services]),
        scripted.panel({ retries: 0 })
      )
      for (const ask of [
        Effect.asVoid(balance.getWith({ deadline: "5 seconds" })),
        Effect.asVoid(services.listWith({ deadline: "5 seconds" }))
      ]) {
        const asking = yield* Effect.fork(Effect.flip(ask))
        yield* TestClock.adjust("6 seconds")
        const error = yield* Fiber.join(asking)
        assert.deepInclude(error, { _tag: "Interrupted", reason: "timeout" })
      }
    }).pipe(Effect.scoped)
  )
})

describe("the time of a call", () => {
  it.effect("is not lengthened by a clock that is set back between two attempts", () =>
    Effect.gen(function* () {
      const clock = yield* Effect.clock
      let back = 0
      const wall = () => clock.unsafeCurrentTimeMillis() - back
      const setBack: Clock.Clock = {
        [Clock.ClockTypeId]: Clock.ClockTypeId,
        unsafeCurrentTimeMillis: wall,
        currentTimeMillis: Effect.sync(wall),
        unsafeCurrentTimeNanos: () => clock.unsafeCurrentTimeNanos(),
        currentTimeNanos: clock.currentTimeNanos,
        sleep: (duration) => clock.sleep(duration)
      }
      const refused = Effect.zipRight(
        Effect.delay(
          Effect.sync(() => (back += 3_600_000)),
          "20 seconds"
        ),
        Scripted.notSent
      )
      const scripted = Scripted.make([refused, done])
      const asking = yield* Effect.fork(Effect.withClock(Effect.provide(place(), scripted.panel()), setBack))
      yield* TestClock.adjust("1 minute")
      const result = yield* Fiber.join(asking)
      assert.isTrue(Either.isRight(result))
      const [, second] = scripted.calls
      assert.isAtMost(second === undefined ? Number.NaN : Duration.toMillis(second.timeout), 10_000)
    })
  )
})

describe("the gate", () => {
  it.effect(
    "is asked before each attempt, and its no is the failure, though the transport asks nothing",
    () =>
      Effect.gen(function* () {
        const answers = [undefined, undefined, withheld]
        let asked = 0
        const scripted = Scripted.make([Scripted.notSent, Scripted.notSent])
        const asking = yield* Effect.fork(
          Effect.provide(place({ gate: () => answers[asked++] }), scripted.panel())
        )
        yield* TestClock.adjust("1 minute")
        const result = yield* Fiber.join(asking)
        assert.strictEqual(Either.isLeft(result) && result.left.message, withheld.message)
        assert.strictEqual(asked, 3)
        assert.strictEqual(scripted.calls.length, 2)
      })
  )

  for (const [name, layer] of [
    ["adapter-node", NodeTransport.layer],
    ["adapter-fetch", FetchTransport.layer],
    ["FetchHttpClient", Layer.provide(HttpClientTransport.layer, FetchHttpClient.layer)]
  ] as const) {
    it.scoped(`is asked once for each attempt, and keeps it from the server: ${name}`, () =>
      Effect.gen(function* () {
        const server = yield* MisbehavingServer.make({
          onRequest: (socket) => socket.write(MisbehavingServer.reply(200, {}, '{"order":77}'))
        })
        let asked = 0
        const panel = Layer.provide(Panel.layer({ ...Scripted.options, url: server.url }), layer)
        const [no, yes] = yield* Effect.provide(
          Effect.all([
            place({
              gate: () => {
                asked++
                return withheld
              }
            }),
            place({
              gate: () => {
                asked++
                return undefined
              }
            })
          ]),
          panel
        )
        assert.strictEqual(Either.isLeft(no) && no.left.message, withheld.message)
        assert.strictEqual(Either.isRight(yes) && String(yes.right.order), "77")
        assert.strictEqual(asked, 2)
        assert.strictEqual(server.received.length, 1)
      })
    )
  }
})

describe("a request that spends", () => {
  const again = Schedule.recurs(3)
  const twice: typeof globalThis.fetch = async (input, init) => {
    await globalThis.fetch(input, init).catch(() => undefined)
    return globalThis.fetch(input, init)
  }
  const retried = Layer.effect(
    HttpClient.HttpClient,
    Effect.map(HttpClient.HttpClient, HttpClient.retryTransient({ schedule: again, times: 3 }))
  )
  const over = (client: Layer.Layer<HttpClient.HttpClient>) =>
    Layer.provide(HttpClientTransport.layer, client)
  for (const [name, transport] of [
    ["FetchHttpClient with retryTransient", over(Layer.provide(retried, FetchHttpClient.layer))],
    ["NodeHttpClient with retryTransient", over(Layer.provide(retried, NodeHttpClient.layer))],
    ["undici's NodeHttpClient with retryTransient", over(Layer.provide(retried, NodeHttpClient.layerUndici))],
    [
      "FetchHttpClient with a fetch that tries again",
      Layer.provide(over(FetchHttpClient.layer), Layer.succeed(FetchHttpClient.Fetch, twice))
    ],
    ["adapter-fetch with a fetch that tries again", FetchTransport.layerWith({ fetch: twice })]
  ] as const) {
    it.scoped(`reaches the server once, and what follows is not known: ${name}`, () =>
      Effect.gen(function* () {
        const server = yield* MisbehavingServer.make({ onRequest: (socket) => socket.destroy() })
        const panel = Layer.provide(Panel.layer({ ...Scripted.options, url: server.url }), transport)
        const result = yield* Effect.provide(place(), panel)
        assert.strictEqual(server.received.length, 1)
        assert.strictEqual(Either.isLeft(result) && result.left._tag, "OutcomeUnknown")
      })
    )
  }
})

describe("a transport that misbehaves", () => {
  for (const [name, send] of [
    ["throws", () => assert.fail("test-key")],
    ["dies", () => Effect.die(new Error("test-key"))],
    ["interrupts itself", () => Effect.interrupt]
  ] as const) {
    for (const keepsTime of [true, undefined] as const) {
      it.effect(`leaves the outcome unknown where it ${name} (${keepsTime})`, () =>
        Effect.gen(function* () {
          const transport = Layer.succeed(Transport.Transport, { send, keepsTime })
          const panel = Layer.provide(Panel.layer(Scripted.options), transport)
          const result = yield* Effect.provide(place(), panel)
          assert.strictEqual(Either.isLeft(result) && result.left._tag, "OutcomeUnknown")
        })
      )
    }
  }

  it.effect("and breaks is told of in the log, without the key", () =>
    Effect.gen(function* () {
      const told: Array<string> = []
      const logger = Logger.make((entry) => void told.push(Logger.logfmtLogger.log(entry)))
      const send = () => Effect.die(new Error("key=test-key", { cause: { body: "key=test-key&action=add" } }))
      const panel = Panel.layer(Scripted.options)
      yield* place().pipe(
        Effect.provide(Layer.provide(panel, Layer.succeed(Transport.Transport, { send }))),
        Effect.provide(Logger.replace(Logger.defaultLogger, logger))
      )
      assert.include(told.join(), "broke")
      assert.notInclude(told.join(), "test-key")
    })
  )

  const stubborn = (reply: Transport.RawReply) =>
    Scripted.make(() => Effect.uninterruptible(Effect.delay(Effect.succeed(reply), "1 minute")))

  it.effect("and cannot be stopped is not waited for; its late answer is handed over", () =>
    Effect.gen(function* () {
      const late = yield* Deferred.make<unknown>()
      const scripted = stubborn(done)
      yield* Effect.gen(function* () {
        const asking = yield* Effect.fork(place({ onLate: (answer) => Deferred.succeed(late, answer) }))
        yield* TestClock.adjust("31 seconds")
        const result = yield* Fiber.join(asking)
        assert.strictEqual(Either.isLeft(result) && result.left._tag, "OutcomeUnknown")
        yield* TestClock.adjust("1 minute")
        const answer = yield* Deferred.await(late)
        assert.isTrue(Either.isEither(answer) && Either.isRight(answer))
      }).pipe(Effect.provide(scripted.panel()))
    })
  )

  it.effect("hands over what came late ID by ID", () =>
    Effect.gen(function* () {
      const late: Array<string> = []
      const scripted = stubborn(Scripted.json(ids.map((id) => ({ order: id, refill: `r${id}` }))))
      yield* Effect.gen(function* () {
        const { requestMany } = yield* Refill.Refill
        const onLate: NonNullable<Parameters<typeof requestMany>[1]>["onLate"] = ({ id, result }) =>
          Effect.sync(() => late.push(`${id} ${Either.isRight(result) && result.right.refill}`))
        const asking = yield* Effect.fork(requestMany(ids, { onLate }))
        yield* TestClock.adjust("31 seconds")
        yield* Fiber.join(asking)
        yield* TestClock.adjust("1 minute")
        assert.deepStrictEqual(late, ["5 r5", "6 r6"])
      }).pipe(Effect.provide(scripted.panel()))
    })
  )

  it.effect("keeps its permit until it ends", () =>
    Effect.gen(function* () {
      const scripted = stubborn(done)
      yield* Effect.gen(function* () {
        const first = yield* Effect.fork(place({ onLate: () => Effect.void }))
        yield* TestClock.adjust("31 seconds")
        yield* Fiber.join(first)
        const second = yield* Effect.fork(place({ deadline: "5 seconds" }))
        yield* TestClock.adjust("5 seconds")
        const result = yield* Fiber.join(second)
        assert.strictEqual(Either.isLeft(result) && result.left._tag, "NotSent")
        assert.strictEqual(scripted.calls.length, 1)
        yield* TestClock.adjust("1 minute")
      }).pipe(Effect.provide(scripted.panel({ concurrency: 1 })))
    })
  )
})

describe("a wait for another attempt", () => {
  it.effect("is told before it begins, with nothing under way, and only then", () =>
    Effect.gen(function* () {
      const said: Array<string> = []
      const scripted = Scripted.make([
        Effect.zipRight(
          Effect.sync(() => said.push("sent")),
          Scripted.notSent
        ),
        Effect.zipRight(
          Effect.sync(() => said.push("sent")),
          Effect.succeed(done)
        )
      ])
      const asking = yield* Effect.fork(
        Effect.provide(place({ onRetry: () => said.push("waits") }), scripted.panel())
      )
      yield* TestClock.adjust("1 minute")
      yield* Fiber.join(asking)
      assert.deepStrictEqual(said, ["sent", "waits", "sent"])
    })
  )
})

describe("an aborted call", () => {
  it("is its caller's business, and is not tried again", () => {
    const reason = { reason: "aborted", detail: "" } as const
    for (const error of [new Transport.NotSent(reason), new Transport.Interrupted(reason)]) {
      assert.strictEqual(error.fault, "caller")
      assert.strictEqual(error.retryable, false)
      assert.match(error.message, /its caller gave it up/)
    }
  })
})

describe("a read", () => {
  it.effect("is one of the four actions or declared to be one; anything else is not repeated", () =>
    Effect.gen(function* () {
      const decode = () => Either.right("fine")
      const calls = (ask: (client: PanelClient.PanelClient.Service) => Effect.Effect<unknown, unknown>) =>
        Effect.gen(function* () {
          const scripted = Scripted.make(() => Scripted.interrupted)
          const client = PanelClient.layer(Scripted.options)
          const asking = yield* Effect.fork(
            Effect.provide(
              Effect.exit(Effect.flatMap(PanelClient.PanelClient, ask)),
              Layer.provide(client, scripted.transport)
            )
          )
          yield* TestClock.adjust("1 hour")
          yield* Fiber.join(asking)
          return scripted.calls.length
        })
      const name: string = "statistics"
      assert.strictEqual(yield* calls((client) => client.read({ action: "balance", params: {}, decode })), 4)
      assert.strictEqual(
        yield* calls((client) => client.read({ action: name, isRead: true, params: {}, decode })),
        4
      )
      // @ts-expect-error: it spends
      assert.strictEqual(yield* calls((client) => client.read({ action: "add", params: {}, decode })), 1)
      // @ts-expect-error: it may do anything
      assert.strictEqual(yield* calls((client) => client.read({ action: name, params: {}, decode })), 1)
      assert.strictEqual(
        yield* calls((client) => client.read({ action: "Add", isRead: true, params: {}, decode })),
        1
      )
      assert.strictEqual(
        yield* calls((client) =>
          client.spend({ action: "mass", params: {}, decode, refusals: Refusals.all })
        ),
        1
      )
    })
  )
})
