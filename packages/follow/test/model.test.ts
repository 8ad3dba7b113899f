/**
 * Random stories against the sandbox's own books: orders that are placed, delivered, cut short and cancelled while the
 * panel lags and fails, and two processes that follow them, whose machines' clocks are an hour apart, come and go.
 */
import { assert, describe, it } from "@effect/vitest"
import { Journal, type Store } from "@smmkit/journal"
import { type Mishap, Sandbox } from "@smmkit/sandbox"
import {
  Array as Arr,
  BigDecimal,
  Chunk,
  Clock,
  Effect,
  Exit,
  FastCheck,
  Fiber,
  Layer,
  Scope,
  Stream,
  TestClock
} from "effect"
import { Follow, type FollowEvent, type FollowOrder, type FollowStore } from "../src/index.js"
import { follow, happened, order, pass, placing, sandbox, shared, stored } from "./world.js"

type Happening =
  | { readonly do: "place"; readonly quantity: number }
  | { readonly do: "change"; readonly which: number; readonly state: string; readonly remains: number }
  | { readonly do: "fail"; readonly mishap: Mishap.Name; readonly minutes: number }
  | { readonly do: "crash"; readonly which: number }
  | { readonly do: "wait"; readonly minutes: number }

const mishaps: ReadonlyArray<Mishap.Name> = [
  "dropped-after",
  "half-body",
  "html",
  "gateway-error",
  "server-error-after",
  "rate-limited",
  "not-json",
  "empty-list",
  "nonsense",
  "stale-answer",
  "ids-left-out",
  "shown-pending"
]

const happening: FastCheck.Arbitrary<Happening> = FastCheck.oneof(
  {
    weight: 4,
    arbitrary: FastCheck.record({
      do: FastCheck.constant("place" as const),
      quantity: FastCheck.integer({ min: 100, max: 2000 })
    })
  },
  {
    weight: 4,
    arbitrary: FastCheck.record({
      do: FastCheck.constant("change" as const),
      which: FastCheck.nat({ max: 20 }),
      state: FastCheck.constantFrom("Partial", "Canceled", "Completed", "In progress", "Processing"),
      remains: FastCheck.nat({ max: 90 })
    })
  },
  {
    weight: 3,
    arbitrary: FastCheck.record({
      do: FastCheck.constant("fail" as const),
      mishap: FastCheck.constantFrom(...mishaps),
      minutes: FastCheck.constantFrom(5, 30)
    })
  },
  {
    weight: 2,
    arbitrary: FastCheck.record({
      do: FastCheck.constant("crash" as const),
      which: FastCheck.nat({ max: 1 })
    })
  },
  {
    weight: 4,
    arbitrary: FastCheck.record({
      do: FastCheck.constant("wait" as const),
      minutes: FastCheck.constantFrom(5, 30, 240)
    })
  }
)

const hour = 3_600_000

/** The same clock, as a machine shows it that goes an hour before or behind. */
const shifted = (clock: Clock.Clock, by: number): Clock.Clock => ({
  [Clock.ClockTypeId]: Clock.ClockTypeId,
  unsafeCurrentTimeMillis: () => clock.unsafeCurrentTimeMillis() + by,
  currentTimeMillis: Effect.map(clock.currentTimeMillis, (now) => now + by),
  unsafeCurrentTimeNanos: () => clock.unsafeCurrentTimeNanos(),
  currentTimeNanos: clock.currentTimeNanos,
  sleep: (duration) => clock.sleep(duration)
})

/** A process that follows, and can be ended at any moment. */
const runner = (by: number) =>
  Effect.gen(function* () {
    const clock = yield* Effect.clock
    const context = yield* Effect.context<FollowStore.FollowStore | Store.Store | Sandbox.Sandbox>()
    let scope = yield* Scope.make()
    const start = Effect.withClock(
      Effect.gen(function* () {
        scope = yield* Scope.make()
        yield* Effect.forkIn(Effect.provide(Layer.buildWithScope(follow(), scope), context), scope)
      }),
      shifted(clock, by)
    )
    yield* start
    /** What ends may have to wait for the clock. */
    const end = Effect.suspend(() => Effect.fork(Scope.close(scope, Exit.void))).pipe(
      Effect.zipLeft(pass(5)),
      Effect.flatMap(Fiber.join)
    )
    return { crash: Effect.zipRight(end, start), end }
  })

const ends: ReadonlyArray<FollowEvent.What["_tag"]> = ["Completed", "Partial", "Canceled"]

/** Each transition once: numbers without gaps, and no end that is told twice in a row. */
const checkEvents = (events: ReadonlyArray<FollowEvent.FollowEvent>) => {
  assert.deepStrictEqual(
    events.map(({ number }) => number),
    events.map((_, at) => at + 1)
  )
  const byOrder = Arr.groupBy(events, (event) => event.order)
  for (const [id, own] of Object.entries(byOrder)) {
    assert.deepStrictEqual(
      own.map(({ n }) => n),
      own.map((_, at) => at + 1),
      id
    )
    const states = own.filter(({ name }) => ends.includes(name) || name === "Reopened")
    for (const [at, event] of states.entries()) {
      const before = states[at - 1]
      if (before !== undefined && before.name === event.name)
        assert.notStrictEqual(event.name, before.name, id)
    }
  }
}

const checkOrder = (shown: FollowOrder.FollowOrder) =>
  Effect.gen(function* () {
    const { order } = yield* Sandbox.Sandbox
    const view = yield* order(shown.order)
    const told = `${shown.order} is ${view.state}, believed ${shown.state}: ${shown.why}`
    assert.strictEqual(shown.state, view.state, told)
    const own = BigDecimal.sum(view.refunded, view.owed)
    if (shown.due === null) {
      // Only what no panel tells: a Partial order with nothing that remains.
      assert.ok(view.state === "Partial" && view.remains === 0, told)
      return
    }
    assert.strictEqual(
      BigDecimal.format(shown.due.amount),
      BigDecimal.format(BigDecimal.normalize(own)),
      told
    )
    assert.ok(
      BigDecimal.equals(shown.booked.amount, own),
      `${told}: booked ${BigDecimal.format(shown.booked.amount)}`
    )
  })

const happen = (
  one: Happening,
  runners: ReadonlyArray<{ readonly crash: Effect.Effect<void> }>,
  nth: number
) =>
  Effect.gen(function* () {
    const sandbox = yield* Sandbox.Sandbox
    switch (one.do) {
      case "place":
        return yield* placing(
          Effect.flatMap(Journal.Journal, ({ placeOnce }) =>
            placeOnce(`key-${nth}`, order(one.quantity, `https://example.com/p/${nth}`))
          )
        )
      case "change": {
        const orders = yield* sandbox.orders()
        const view = orders[one.which % Math.max(orders.length, 1)]
        const change = { state: one.state, ...(one.state === "Completed" ? {} : { remains: one.remains }) }
        return view === undefined ? undefined : yield* Effect.either(sandbox.change(view.order, change))
      }
      case "fail":
        return yield* sandbox.faults.during(`${one.minutes} minutes`, {
          mishap: one.mishap,
          action: "status",
          chance: 0.6
        })
      case "crash":
        return yield* runners[one.which]?.crash ?? Effect.void
      case "wait":
        return yield* pass(one.minutes)
    }
  })

const story = (happenings: ReadonlyArray<Happening>) =>
  Effect.gen(function* () {
    const runners = [yield* runner(hour), yield* runner(-hour)]
    for (const [nth, one] of happenings.entries()) yield* happen(one, runners, nth)
    const { faults, hold, orders: placed } = yield* Sandbox.Sandbox
    yield* faults.clear
    // What goes on meanwhile could end after the last look.
    for (const { order } of yield* placed()) yield* Effect.either(hold(order))
    const service = yield* Follow.Follow
    // Until everything has been looked at twice more, and nothing waits for a second look.
    for (let round = 0; round < 3; round++) {
      yield* Stream.runForEach(service.orders(), ({ account, order }) => service.now(account, order))
      yield* pass(30)
    }
    yield* Effect.forEach(runners, ({ end }) => end)
    checkEvents(yield* happened)
    const orders = Chunk.toReadonlyArray(yield* Stream.runCollect(service.orders()))
    yield* Effect.forEach(orders, checkOrder)
  })

describe("followed orders", () => {
  it.effect.prop(
    "are told of once and refunded as the panel's own books say, whatever fails, lags, crashes or goes wrong with clocks",
    [FastCheck.array(happening, { minLength: 5, maxLength: 25 }), FastCheck.nat({ max: 1000 })],
    ([happenings, seed]) =>
      // Before anything waits: a clock that jumps over years would wake it all the way.
      Effect.zipRight(
        TestClock.setTime(Date.UTC(2027, 4, 1)),
        Effect.provide(
          story(happenings),
          Layer.provideMerge(shared, Layer.merge(sandbox({ seed, partial: 0.3, balance: "100000" }), stored))
        )
      ),
    { fastCheck: { numRuns: Number(process.env["STORIES"] ?? 8), endOnFailure: true }, timeout: 900_000 }
  )
})
