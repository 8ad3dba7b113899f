import { assert, describe, it } from "@effect/vitest"
import { OrderId } from "@smmkit/core/Identifiers"
import { type Answer, OrderStatus } from "@smmkit/core/OrderStatus"
import { NotFound, PanelUnavailable, type ReadError } from "@smmkit/core/PanelError"
import { Clock, Effect, Either, Fiber, Option, Stream, TestClock } from "effect"
import { watch } from "../src/commands/status.js"
import { Output } from "../src/Output.js"
import { output } from "./Output.js"

const one = OrderId.make("7")
const asked = { places: [one], distinct: [one] }

const state = (status: Answer["status"]): Answer => ({
  status,
  charge: Option.none(),
  startCount: Option.none(),
  remains: Option.none(),
  currency: Option.none(),
  runs: Option.none(),
  posts: Option.none(),
  expiry: Option.none(),
  orders: Option.none()
})

const down = new PanelUnavailable({
  meaning: null,
  said: "",
  status: 503,
  retryAfter: null,
  processed: "maybe"
})
const unknown = new NotFound({ meaning: "order-not-found", said: "", status: 200 })

/** Watches an order that does what the script says, look by look, and then stays as it was. */
const watching = (script: ReadonlyArray<Answer | ReadError>, every?: number) =>
  Effect.gen(function* () {
    const looks: Array<number> = []
    const { service, written } = output({ json: true })
    const status: OrderStatus.Service = {
      get: () => Effect.die("not asked"),
      stream: () => Stream.die("not asked"),
      follow: () => Stream.die("not asked"),
      many: (ids) =>
        Effect.map(Clock.currentTimeMillis, (now) => {
          const next = script[Math.min(looks.length, script.length - 1)] ?? unknown
          looks.push(now)
          return ids.map((id) => ({ id, result: "_tag" in next ? Either.left(next) : Either.right(next) }))
        })
    }
    const fiber = yield* watch(asked, every).pipe(
      Effect.provideService(Output, service),
      Effect.provideService(OrderStatus, status),
      Effect.either,
      Effect.fork
    )
    yield* TestClock.adjust("1 hour")
    const end = yield* Fiber.poll(fiber)
    yield* Fiber.interrupt(fiber)
    return { looks, end: Option.getOrUndefined(end), written: written.out.join("") }
  })

const busy = state("In progress")

describe("--watch", () => {
  it.effect("looks often at first, and then every thirty seconds", () =>
    Effect.gen(function* () {
      const { looks, end } = yield* watching([busy])
      assert.deepStrictEqual(
        looks.slice(0, 8),
        [0, 1, 3, 7, 15, 31, 61, 91].map((second) => second * 1000)
      )
      assert.isUndefined(end, "a state that is not final is followed on")
    })
  )

  it.effect("looks as often as it is told to", () =>
    Effect.gen(function* () {
      const { looks } = yield* watching([busy, busy, state("Completed")], 5)
      assert.deepStrictEqual(looks, [0, 5000, 10_000])
    })
  )

  it.effect("goes on through failures that may pass", () =>
    Effect.gen(function* () {
      const { end, written } = yield* watching([busy, down, down, down, down, busy, down, state("Partial")])
      assert.deepInclude(end, { _tag: "Success" })
      assert.include(written, `"status":"Partial"`)
    })
  )

  it.effect("gives up after five failures in a row", () =>
    Effect.gen(function* () {
      const { looks, end, written } = yield* watching([busy, down])
      assert.lengthOf(looks, 6)
      assert.deepInclude(end, { _tag: "Success" })
      assert.include(written, "PanelUnavailable")
    })
  )

  it.effect("ends at once where the first look fails, or a later one for good", () =>
    Effect.gen(function* () {
      assert.lengthOf((yield* watching([down])).looks, 1)
      assert.lengthOf((yield* watching([busy, unknown])).looks, 2)
    })
  )
})
