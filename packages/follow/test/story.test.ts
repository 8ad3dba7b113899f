/** Everything that can happen to an order, each told once, to whoever reads the log and however. */
import { assert, describe, it } from "@effect/vitest"
import { Money } from "@smmkit/core"
import { Journal } from "@smmkit/journal"
import { Sandbox, type SandboxOptions, SandboxTransport } from "@smmkit/sandbox"
import { Chunk, Clock, Context, Duration, Effect, Fiber, Layer, type Scope, Stream, TestClock } from "effect"
import { client } from "../../journal/test/databases.js"
import { tunnel } from "../../journal/test/tunnel.js"
import { Follow, FollowChange, FollowEvent, Sweep } from "../src/index.js"
import {
  account,
  database,
  file,
  happened,
  isInstalled,
  order,
  type Place,
  panel,
  placing,
  sandbox,
  stored
} from "./world.js"

type Tag = FollowEvent.What["_tag"]

interface Story {
  /** What becomes of the order, one after the other. */
  readonly shown: ReadonlyArray<{ readonly state: string; readonly remains?: number } | "forgotten">
  readonly told: ReadonlyArray<Tag>
}

const begun = { state: "In progress", remains: 600 }

const stories: ReadonlyArray<Story> = [
  { shown: [begun, { state: "Completed" }], told: ["Started", "Completed"] },
  {
    shown: [begun, { state: "Partial", remains: 400 }],
    told: ["Started", "Partial", "RefundDue", "RefundSettled"]
  },
  { shown: [begun, { state: "Canceled" }], told: ["Started", "Canceled", "RefundDue"] },
  // How much was given back, the panel does not say.
  { shown: [begun, { state: "Refunded" }], told: ["Started", "Refunded"] },
  { shown: [begun, { state: "Failed" }], told: ["Started", "Failed"] },
  { shown: [begun, "forgotten"], told: ["Started", "Gone"] },
  { shown: [begun, { state: "In progress", remains: 800 }], told: ["Started", "WentBack", "Stalled"] },
  { shown: [begun, { state: "Completed" }, begun], told: ["Started", "Completed", "Reopened", "Stalled"] },
  {
    shown: [begun, { state: "Paused" }, { state: "Active" }, { state: "Expired" }],
    told: ["Started", "Paused", "Resumed", "Expired"]
  }
]

const refilled: ReadonlyArray<Tag> = [
  "Started",
  "Completed",
  "RefillStarted",
  "RefillEnded",
  "RefillStarted",
  "RefillRefused",
  "RefillStarted",
  "Gone",
  "RefillLost"
]

const parts = Layer.merge(SandboxTransport.layer, Sweep.layerPulse({ every: "10 minutes" }))

/** Waits until the database owes nobody an answer. */
class Answered extends Context.Tag("Answered")<Answered, Effect.Effect<void>>() {}

/** How often who only reads asks, in minutes: seldom, as each wait is a step of the clock. */
const often = 10

/** Lets time pass from one who waits for it to the next, each of whom may ask the database something that takes none. */
const pass = (time: Duration.DurationInput): Effect.Effect<void, never, Answered> =>
  Effect.gen(function* () {
    const answered = yield* Answered
    const end = (yield* Clock.currentTimeMillis) + Duration.toMillis(time)
    for (let now = 0; now < end; ) {
      yield* answered
      const sleeps = yield* TestClock.sleeps()
      now = yield* Clock.currentTimeMillis
      now = Chunk.reduce(sleeps, end, (next, sleep) => (sleep > now ? Math.min(next, sleep) : next))
      yield* TestClock.setTime(now)
    }
  })

/** Has every order looked at, and once more, by a process that ends then: its pulse would wake it for days. */
const look = Effect.gen(function* () {
  const service = yield* Follow.Follow
  const { round } = yield* Sweep.make({ panel })
  yield* Stream.runForEach(service.orders(), ({ account, order }) => service.now(account, order))
  for (const _ of [1, 2]) {
    yield* pass("61 seconds")
    yield* round("orders")
    yield* pass("1 second")
    yield* round("refills")
  }
}).pipe(Effect.provide(parts), Effect.scoped)

/** Orders that the panel has had all along, followed with what they cost; they stay as they are. */
const held = Effect.gen(function* () {
  const box = yield* Sandbox.Sandbox
  const { watch } = yield* Follow.Follow
  const id = yield* account
  const orders = yield* box.seed({ count: stories.length, service: "1", quantity: 1000 })
  for (const order of orders) {
    yield* box.hold(order)
    const price = Money.make((yield* box.order(order)).total, "USD")
    yield* watch([{ account: id, order, service: "1", units: 1000, price }])
  }
  return orders
})

const names = (events: ReadonlyArray<FollowEvent.FollowEvent>, order: string | undefined) =>
  events.filter((one) => one.order === order).map(({ name }) => name)

const tell = Effect.gen(function* () {
  const box = yield* Sandbox.Sandbox
  const service = yield* Follow.Follow
  yield* look
  const own = yield* held
  const entry = yield* placing(
    Effect.flatMap(Journal.Journal, ({ placeOnce }) => placeOnce("invoice-1042", order(1000)))
  )
  const placed = entry.order ?? assert.fail("no order")
  // One reads on and on, and hears of nothing: its pulse is not that of who looks.
  const heard: Array<FollowEvent.FollowEvent> = []
  const reader = yield* Effect.fork(
    Stream.runForEach(service.events(), (event) => Effect.sync(() => heard.push(event)))
  )

  yield* box.change(placed, begun)
  for (let step = 0; step < 4; step++) {
    for (const [at, { shown }] of stories.entries()) {
      const [order = placed, next] = [own[at], shown[step]]
      if (next === "forgotten") yield* box.forget(order)
      else if (next !== undefined) yield* Effect.zipRight(box.change(order, next), box.hold(order))
    }
    yield* look
  }
  // One refill that comes to its end, and one that the panel gives up.
  yield* box.change(placed, { state: "Completed" })
  yield* look
  for (const state of ["Completed", "Rejected"]) {
    yield* pass("2 hours")
    yield* placing(FollowChange.refill(placed))
    yield* look
    const open = (yield* box.refills).filter(({ state }) => state !== "Completed")
    yield* Effect.forEach(open, ({ refill }) => box.changeRefill(refill, state))
    yield* pass("1 hour")
    yield* look
  }
  // And one that the panel knows no more.
  yield* pass("2 hours")
  yield* placing(FollowChange.refill(placed))
  yield* look
  yield* box.forget(placed)
  const [line] = Chunk.toReadonlyArray(yield* Stream.runCollect(service.refunds({ open: true })))
  yield* service.settleRefund(line ?? assert.fail("nothing is due"), "by hand")
  const told = (yield* happened).map(({ id }) => id)
  const allHeard = Effect.repeat(pass(Duration.minutes(often)), { until: () => heard.length >= told.length })
  yield* Effect.raceFirst(allHeard, Fiber.join(reader))
  yield* Fiber.interrupt(reader)
  assert.deepStrictEqual(
    heard.map(({ id }) => id),
    told
  )
  yield* look
  yield* TestClock.adjust("10 days")
  yield* look

  const events = yield* happened
  for (const [at, { told }] of stories.entries()) assert.deepStrictEqual(names(events, own[at]), told)
  assert.deepStrictEqual(names(events, placed), refilled)
  // Whatever there is to tell is in one of them.
  const kinds = FollowEvent.What.members.map(({ _tag }) => _tag)
  assert.deepStrictEqual([...new Set(events.map(({ name }) => name))].sort(), kinds.sort())
})

const reading = Layer.orDie(
  Follow.layerService().pipe(Layer.provide(Sweep.layerPulse({ every: Duration.minutes(often) })))
)

/** A server by a way on which it can be seen whether it owes an answer. */
const tunnelled: Effect.Effect<Place & { readonly answered: Effect.Effect<void> }, never, Scope.Scope> =
  Effect.gen(function* () {
    const { url, answered } = yield* tunnel(yield* database)
    return { client: Layer.orDie(client(url)), answered }
  })

const options: SandboxOptions.Options = { partial: 0, balance: "100000", refillWait: "1 hour" }

const told = ({ client, answered = Effect.void }: Place & { readonly answered?: Effect.Effect<void> }) =>
  // Before anything waits: a clock that jumps over years would wake it all the way.
  Effect.zipRight(
    TestClock.setTime(Date.UTC(2027, 4, 1)),
    Effect.scoped(tell).pipe(
      Effect.provide(
        Layer.provideMerge(reading, Layer.merge(sandbox(options), stored(Effect.succeed({ client }))))
      ),
      Effect.provideService(Answered, answered)
    )
  )

/** Ten days are a thousand steps of the clock, however slow the machine is. */
const patience = 600_000

describe("a story in which everything happens", () => {
  it.effect("is told once, on SQLite", () => Effect.flatMap(file, told), patience)
  it.scoped.skipIf(!isInstalled)(
    "is told once, on PostgreSQL",
    () => Effect.flatMap(tunnelled, told),
    patience
  )
})
