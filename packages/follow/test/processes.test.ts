/** The panel counts what several processes ask, while their account goes from one to another. */
import { assert, describe, it } from "@effect/vitest"
import { NodeTransport } from "@smmkit/adapter-node"
import { Journal, Store } from "@smmkit/journal"
import { Sandbox, SandboxServer } from "@smmkit/sandbox"
import { Effect, Fiber, Layer, Redacted } from "effect"
import { client } from "../../journal/test/databases.js"
import { workers } from "../crash/crew.js"
import { Follow, FollowStore, PacedTransport, Sweep } from "../src/index.js"
import { database, isInstalled, order, sandbox } from "./world.js"

/** A window in which those calls that take their time on the way are within the twentieth that is not used. */
const window = 20_000
/** How many calls it allows; `SMMKIT_CRASH=long` has more. */
const calls = process.env["SMMKIT_CRASH"] === "long" ? 100 : 40
const limit = { calls, per: window } as const

const key = "sandbox-key"

/** For how long at most this process has stood still, whose panel counts later then what was sent in time. */
const standstill = Effect.gen(function* () {
  const pause = 20
  let longest = 0
  const beat = Effect.gen(function* () {
    const before = performance.now()
    yield* Effect.sleep(pause)
    longest = Math.max(longest, performance.now() - before - pause)
  })
  yield* Effect.forkScoped(Effect.forever(beat))
  return Effect.sync(() => longest)
})

const story = Effect.gen(function* () {
  const stood = yield* standstill
  const box = yield* Sandbox.Sandbox
  const { url } = yield* SandboxServer.SandboxServer
  const place = yield* database
  // What is placed may wait for its turn as long as it takes.
  const panel = { url, key: Redacted.make(key), timeout: "5 minutes", retries: 0 } as const
  const placing = Journal.layerPanel(panel).pipe(
    Layer.provide(Layer.provide(PacedTransport.layer({ panel, limit }), NodeTransport.layer))
  )
  const here = yield* Layer.build(
    Layer.merge(placing, Layer.provide(Follow.layerService(), Sweep.layerPulse())).pipe(
      Layer.provide(Layer.merge(FollowStore.layer, Store.layer())),
      Layer.provide(client(place))
    )
  )
  const crew = workers(() => [place, url, "", String(limit.calls), String(window / 1000)])
  yield* Effect.addFinalizer(() => crew.all)

  const made = box.logs.calls({ key })
  const upTo = (count: number) =>
    Effect.repeat(Effect.zipLeft(made, Effect.sleep("200 millis")), {
      until: ({ length }) => length >= count
    })
  const placeOne = (_: unknown, nth: number) =>
    Effect.flatMap(Journal.Journal, ({ placeOnce }) =>
      placeOnce(`invoice-${nth}`, order(100, `https://example.com/p/${nth}`))
    )

  yield* Effect.gen(function* () {
    const { lag, watch } = yield* Follow.Follow
    const [{ account } = assert.fail("no account")] = yield* lag
    const orders = yield* box.seed({ count: 150 * calls, service: "1", quantity: 1000 })
    yield* watch(orders.map((order) => ({ account, order, service: "1", units: 1000 })))
    yield* Effect.all([crew.start(0), crew.start(1)], { concurrency: "unbounded" })
    yield* upTo(0.2 * calls)
    // One is stopped, perhaps with a call at hand, and the other one has the account; then the other way round.
    yield* crew.signal(0, "SIGSTOP")
    const placed = yield* Effect.fork(
      Effect.forEach(Array.from({ length: 12 }), placeOne, { concurrency: "unbounded" })
    )
    yield* upTo(0.6 * calls)
    yield* crew.signal(0, "SIGCONT")
    yield* crew.signal(1, "SIGSTOP")
    assert.lengthOf(yield* Fiber.join(placed), 12)
    yield* upTo(calls)
    yield* crew.signal(1, "SIGCONT")
    yield* upTo(1.3 * calls)
  }).pipe(Effect.provide(here))

  const times = (yield* made).map(({ time }) => time)
  const end = window - (yield* stood)
  const within = (start: number) => times.filter((time) => time >= start && time < start + end).length
  assert.isAtMost(Math.max(...times.map(within)), limit.calls)
})

const world = Layer.provideMerge(
  SandboxServer.layer(),
  sandbox({ partial: 0, limits: [{ calls: limit.calls, window: limit.per, per: "key" }] })
)

describe.skipIf(!isInstalled)("an account with a limit, which goes from one process to another", () => {
  it.scopedLive(
    "is never asked more in any window, while processes are stopped and go on, and orders are placed beside",
    () => Effect.provide(story, Layer.orDie(world)),
    // However slow the machine is.
    600_000
  )
})
