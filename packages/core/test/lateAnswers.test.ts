import { FetchHttpClient, HttpClient } from "@effect/platform"
import { NodeHttpClient } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { FetchTransport } from "@smmkit/adapter-fetch"
import { Deferred, Effect, Either, Fiber, Layer, Logger, Option, Runtime, TestClock } from "effect"
import {
  AddOrder,
  CancelOrder,
  HttpClientTransport,
  Identifiers,
  Panel,
  type PanelError,
  Refill,
  Transport
} from "../src/index.js"
import { MisbehavingServer } from "../src/testing/index.js"
import * as Scripted from "./scripted.js"
import { ids, order } from "./spending.js"

type Late = Either.Either<unknown, PanelError.SpendError>
interface Options {
  readonly onLate?: (late: Late) => Effect.Effect<void>
}

/** One way to spend: what is asked, and what a panel answers to it. */
interface Way {
  readonly name: string
  readonly ask: (options: Options) => Effect.Effect<unknown, PanelError.PanelError, Panel.Actions>
  readonly done: unknown
  readonly contrary: unknown
}

const five = Identifiers.OrderId.make("5")
const each = ({ onLate }: Options) =>
  onLate === undefined ? {} : { onLate: ({ result }: { readonly result: Late }) => onLate(result) }

const ways: ReadonlyArray<Way> = [
  {
    name: "add",
    ask: (options) => Effect.flatMap(AddOrder.AddOrder, ({ place }) => place(order, options)),
    done: { order: 4711 },
    contrary: { order: 4711, error: "Not enough funds on balance" }
  },
  {
    name: "refill",
    ask: (options) => Effect.flatMap(Refill.Refill, ({ request }) => request(five, options)),
    done: { refill: 4711 },
    contrary: { refill: 4711, error: "Incorrect order ID" }
  },
  {
    name: "cancel",
    ask: (options) => Effect.flatMap(CancelOrder.CancelOrder, ({ request }) => request(five, options)),
    done: [{ order: 5, cancel: 4711 }],
    contrary: [
      { order: 5, cancel: 4711 },
      { order: 5, cancel: { error: "Incorrect order ID" } }
    ]
  },
  {
    name: "refill, many",
    ask: (options) => Effect.flatMap(Refill.Refill, ({ requestMany }) => requestMany(ids, each(options))),
    done: ids.map((id) => ({ order: Number(id), refill: 4711 })),
    contrary: { refills: [4711], error: "Incorrect order ID" }
  }
]

/** Lets time pass while an effect waits for it. */
const passing = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const fiber = yield* Effect.fork(effect)
    while (Option.isNone(yield* Fiber.poll(fiber))) yield* TestClock.adjust("1 seconds")
    return yield* Fiber.join(fiber)
  })

/** A listener, and what it was told first. */
const listening = Effect.map(Deferred.make<Late>(), (told) => ({
  onLate: (late: Late) => Effect.asVoid(Deferred.succeed(told, late)),
  told: Deferred.await(told)
}))

/** What a logger is told until it holds a word. */
const logged = (word: string) =>
  Effect.map(Deferred.make<string>(), (told) => ({
    layer: Logger.replace(
      Logger.defaultLogger,
      Logger.make(({ message }) => {
        if (String(message).includes(word)) Deferred.unsafeDone(told, Effect.succeed(String(message)))
      })
    ),
    told: Deferred.await(told)
  }))

/** A panel whose transport cannot be stopped, and answers when it is let. */
const stubborn = (answer: unknown, more: Partial<Transport.Transport.Service> = {}) =>
  Effect.gen(function* () {
    const sent = yield* Deferred.make<void>()
    const goOn = yield* Deferred.make<void>()
    const transport: Transport.Transport.Service = {
      ...more,
      send: () =>
        Effect.uninterruptible(
          Effect.as(
            Effect.zipRight(Deferred.succeed(sent, undefined), Deferred.await(goOn)),
            Scripted.json(answer)
          )
        )
    }
    const layer = Layer.succeed(Transport.Transport, transport)
    return {
      panel: Layer.provide(Panel.layer(Scripted.options), layer),
      sent: Deferred.await(sent),
      goOn: Deferred.succeed(goOn, undefined)
    }
  })

const isDone = (late: Late): void => assert.isTrue(Either.isRight(late))

const isContrary = (late: Late): void => {
  assert(Either.isLeft(late) && late.left._tag === "OutcomeUnknown")
  assert.deepInclude(late.left.cause, { _tag: "UnexpectedAnswer", reason: "contradictory" })
  assert.include(late.left.message, "4711")
}

describe("an answer that comes when its time is over", () => {
  for (const { name, ask, contrary } of ways) {
    it.effect(`is told though it contradicts itself: ${name}`, () =>
      Effect.gen(function* () {
        const { panel, goOn } = yield* stubborn(contrary)
        const { onLate, told } = yield* listening
        const log = yield* logged("4711")
        yield* Effect.gen(function* () {
          yield* passing(Effect.zip(Effect.exit(ask({ onLate })), Effect.exit(ask({})), { concurrent: true }))
          yield* goOn
          isContrary(yield* told)
          assert.notInclude(yield* log.told, Scripted.key)
        }).pipe(Effect.provide(panel), Effect.provide(log.layer))
      })
    )
  }
})

describe("an answer to a call whose caller was interrupted", () => {
  for (const { name, ask, done, contrary } of ways) {
    for (const keepsTime of ["reads", undefined] as const) {
      it.effect(`is told, the client's scope closed or not: ${name} (${keepsTime})`, () =>
        Effect.gen(function* () {
          for (const [answer, check] of [
            [done, isDone],
            [contrary, isContrary]
          ] as const) {
            const { panel, sent, goOn } = yield* stubborn(answer, { keepsTime })
            const { onLate, told } = yield* listening
            const log = yield* logged("4711")
            const asking = yield* Effect.fork(
              Effect.zip(ask({ onLate }), ask({}), { concurrent: true }).pipe(
                Effect.provide(panel),
                Effect.provide(log.layer)
              )
            )
            yield* sent
            yield* Fiber.interrupt(asking)
            yield* goOn
            check(yield* told)
            yield* log.told
          }
        })
      )
    }
  }

  it.effect("is told where it came in the very turn of the interruption", () =>
    Effect.gen(function* () {
      // Each turn of the scheduler is tried, from before the call to after its end.
      for (let turns = 0; turns < 30; turns += 1) {
        const heard: Array<unknown> = []
        const onLate = (late: Late) => Effect.sync(() => void heard.push(late))
        const place = Effect.flatMap(AddOrder.AddOrder, (add) => add.place(order, { onLate }))
        const slow = Scripted.make(() =>
          Effect.as(Effect.repeatN(Effect.yieldNow(), 3), Scripted.json({ order: 4711 }))
        )
        const asking = yield* Effect.fork(
          Effect.tap(Effect.provide(place, slow.panel()), (answer) => heard.push(answer))
        )
        for (let turn = 0; turn < turns; turn += 1) yield* Effect.yieldNow()
        yield* Fiber.interrupt(asking)
        for (let turn = 0; turn < 30; turn += 1) yield* Effect.yieldNow()
        assert.strictEqual(heard.length, slow.calls.length, `after ${turns} turns`)
      }
    })
  )

  it.effect("is not waited for where nothing was sent, and nothing is sent then", () =>
    Effect.gen(function* () {
      const [begun, connected, ended] = yield* Effect.all([
        Deferred.make<void>(),
        Deferred.make<void>(),
        Deferred.make<void>()
      ])
      let sent = 0
      const send = (call: Transport.RawCall) =>
        Effect.gen(function* () {
          yield* Deferred.succeed(begun, undefined)
          yield* Deferred.await(connected)
          const no = call.gate?.()
          if (no !== undefined) return yield* no
          sent += 1
          return Scripted.json({ order: 4711 })
        }).pipe(Effect.uninterruptible, Effect.ensuring(Deferred.succeed(ended, undefined)))
      const transport = Layer.succeed(Transport.Transport, { asksGate: true, send })
      const panel = Layer.provide(Panel.layer(Scripted.options), transport)
      const place = Effect.flatMap(AddOrder.AddOrder, (add) => add.place(order))
      const asking = yield* Effect.fork(Effect.provide(place, panel))
      yield* Deferred.await(begun)
      yield* Fiber.interrupt(asking)
      yield* Deferred.succeed(connected, undefined)
      yield* Deferred.await(ended)
      assert.strictEqual(sent, 0)
    })
  )
})

/** What a server answers when it is let, to one that has hung up by then as to any other. */
const server = (answer: unknown) =>
  Effect.gen(function* () {
    const goOn = yield* Deferred.make<void>()
    const run = yield* Effect.runtime<never>()
    const { url, called } = yield* MisbehavingServer.make({
      onRequest: (socket) =>
        void Runtime.runPromise(run)(Deferred.await(goOn)).then(() =>
          socket.write(MisbehavingServer.reply(200, {}, JSON.stringify(answer)))
        )
    })
    return { url, called, goOn: Deferred.succeed(goOn, undefined) }
  })

const deaf: typeof globalThis.fetch = (input, { signal: _, ...init } = {}) => globalThis.fetch(input, init)

/** A client that cannot be stopped. */
const headstrong = Layer.effect(
  HttpClient.HttpClient,
  Effect.map(HttpClient.HttpClient, HttpClient.transformResponse(Effect.uninterruptible))
)

const over = (client: Layer.Layer<HttpClient.HttpClient>) => Layer.provide(HttpClientTransport.layer, client)

describe("an answer over a real socket", () => {
  for (const [name, transport, isHeardInTimeOnly] of [
    ["adapter-fetch, whose fetch heeds no signal", FetchTransport.layerWith({ fetch: deaf })],
    [
      "FetchHttpClient, whose fetch heeds no signal",
      Layer.provide(over(FetchHttpClient.layer), Layer.succeed(FetchHttpClient.Fetch, deaf))
    ],
    ["NodeHttpClient, uninterruptible", over(Layer.provide(headstrong, NodeHttpClient.layer))],
    ["adapter-fetch", FetchTransport.layer, true]
  ] as const) {
    for (const { name: action, ask, done } of ways) {
      it.scoped(`is told though nobody waits for it any more: ${action}, ${name}`, () =>
        Effect.gen(function* () {
          const built = Layer.succeedContext(yield* Layer.build(transport))
          const ends: ReadonlyArray<(fiber: Fiber.RuntimeFiber<unknown, unknown>) => Effect.Effect<unknown>> =
            [
              Fiber.interrupt,
              // The connection is closed in time, where that can be done.
              ...(isHeardInTimeOnly
                ? []
                : [(fiber: Fiber.Fiber<unknown, unknown>) => passing(Fiber.await(fiber))])
            ]
          for (const end of ends) {
            const { url, called, goOn } = yield* server(done)
            const { onLate, told } = yield* listening
            const panel = Layer.provide(Panel.layer({ ...Scripted.options, url }), built)
            const asking = yield* Effect.fork(Effect.provide(ask({ onLate }), panel))
            yield* called
            yield* end(asking)
            yield* goOn
            isDone(yield* told)
          }
        })
      )
    }
  }
})
