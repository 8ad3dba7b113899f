import { Agent, createServer, request, type Server } from "node:http"
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Either, Fiber, TestClock } from "effect"
import * as Batch from "../../src/internal/batch.js"

const echo = Batch.make({
  window: Duration.millis(10),
  most: 100,
  ask: (ids: ReadonlyArray<number>) => Effect.succeed(ids.map((id) => Either.right(id)))
})

/** The same effect, this many steps of the runtime later. */
const later = <A, E>(effect: Effect.Effect<A, E>, steps: number): Effect.Effect<A, E> =>
  steps === 0 ? effect : Effect.zipRight(Effect.void, later(effect, steps - 1))

const range = (count: number): ReadonlyArray<number> => Array.from({ length: count }, (_, at) => at)

/** Questions of many, and how many calls they took. */
const counting = Effect.gen(function* () {
  let calls = 0
  const { one: get } = yield* Batch.make({
    window: undefined,
    most: 100,
    ask: (ids: ReadonlyArray<number>) =>
      Effect.sync(() => {
        calls += 1
        return ids.map((id) => Either.right(id))
      })
  })
  return { get, calls: () => calls }
})

/** A server on loopback that takes so long, and a request to it that waits for one of 20 sockets. */
const sockets = Effect.fn(function* (latency: number) {
  const server = yield* Effect.acquireRelease(
    Effect.async<Server>((resume) => {
      const server = createServer((_, response) => {
        if (latency === 0) response.end("{}")
        else setTimeout(() => response.end("{}"), latency)
      })
      server.listen(0, "127.0.0.1", () => resume(Effect.succeed(server)))
    }),
    (server) =>
      Effect.sync(() => {
        server.close()
        server.closeAllConnections()
      })
  )
  const agent = new Agent({ keepAlive: true, maxSockets: 20 })
  const address = server.address()
  const port = typeof address === "object" && address !== null ? address.port : 0
  return Effect.async<void>((resume) => {
    request({ host: "127.0.0.1", port, agent }, (response) => {
      response.resume()
      response.on("end", () => resume(Effect.void))
    }).end()
  })
})

describe("a shared call", () => {
  it.scoped("has a span that links to all who asked, each once", () =>
    Effect.gen(function* () {
      const links: Array<string> = []
      const { one: get } = yield* Batch.make({
        window: Duration.zero,
        most: 100,
        ask: (ids: ReadonlyArray<number>) =>
          Effect.useSpan("call", (span) =>
            Effect.sync(() => {
              for (const { span: to } of span.links) links.push(to._tag === "Span" ? to.name : "")
              return ids.map((id) => Either.right(id))
            })
          )
      })
      const asking = (name: string, ids: ReadonlyArray<number>) =>
        Effect.withSpan(Effect.forEach(ids, get, { concurrency: "unbounded" }), name)
      const fiber = yield* Effect.fork(
        Effect.all([asking("first", [1, 2]), asking("second", [2]), Effect.asVoid(get(3))], {
          concurrency: "unbounded"
        })
      )
      yield* TestClock.adjust("1 second")
      yield* Fiber.join(fiber)
      assert.deepStrictEqual(links, ["first", "second"])
    })
  )
})

describe("a batch without a window", () => {
  it.scoped("answers a lone question by itself where no time passes", () =>
    Effect.gen(function* () {
      const { get, calls } = yield* counting
      assert.strictEqual(yield* get(7), 7)
      assert.strictEqual(calls(), 1)
    })
  )

  it.scoped("takes in all fibers that are ready to ask", () =>
    Effect.gen(function* () {
      const { get, calls } = yield* counting
      yield* Effect.forEach(range(1000), get, { concurrency: "unbounded", discard: true })
      assert.strictEqual(calls(), 10)
    })
  )

  for (const latency of [0, 20]) {
    it.scoped(`gathers 1,000 fibers from behind 20 sockets of ${latency} ms in at most 30 calls`, () =>
      Effect.gen(function* () {
        const behind = yield* sockets(latency)
        const gather = Effect.gen(function* () {
          const { get, calls } = yield* counting
          const one = (id: number) => Effect.zipRight(behind, get(id))
          yield* Effect.forEach(range(1000), one, { concurrency: "unbounded", discard: true })
          return calls()
        })
        // A machine that is busy otherwise tears the answers of the sockets apart; it is not so each time.
        const calls = yield* Effect.repeat(gather, { until: (calls) => calls <= 30, times: 20 })
        assert.isAtMost(calls, 30)
      })
    )
  }
})

describe("a batch", () => {
  it.scoped("serves the others wherever its first caller is interrupted, even between two steps", () =>
    Effect.gen(function* () {
      // The runtime lets others run, and so interrupt, after this many steps.
      const turn = 30
      for (let steps = 0; steps < turn; steps++) {
        const { one: get } = yield* echo
        const first = yield* Effect.fork(Effect.withMaxOpsBeforeYield(later(get(1), steps), turn))
        yield* Effect.yieldNow()
        yield* Fiber.interruptFork(first)
        const second = yield* Effect.fork(get(2))
        yield* TestClock.adjust("1 second")
        assert.strictEqual((yield* Fiber.poll(second))._tag, "Some", `interrupted ${steps} steps earlier`)
      }
    })
  )
})
