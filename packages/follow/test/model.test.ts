/**
 * Random stories against the sandbox's own books: orders that are placed, delivered, cut short and cancelled while the
 * panel lags and fails, and two processes that follow them, whose machines' clocks are an hour apart, come and go.
 */
import { assert, describe, it } from "@effect/vitest"
import { Journal } from "@smmkit/journal"
import { type Mishap, Sandbox } from "@smmkit/sandbox"
import { Array as Arr, BigDecimal, Chunk, Effect, FastCheck, Layer, Stream, TestClock } from "effect"
import { Follow, FollowChange, type FollowEvent, type FollowOrder } from "../src/index.js"
import { byRounds, looping, type Runners } from "./storyRunners.js"
import {
  file,
  happened,
  isInstalled,
  order,
  type Place,
  placing,
  sandbox,
  server,
  shared,
  stored
} from "./world.js"

type Happening =
  | { readonly do: "place"; readonly quantity: number }
  | { readonly do: "change"; readonly which: number; readonly state: string; readonly remains: number }
  | { readonly do: "fail"; readonly mishap: Mishap.Name; readonly minutes: number }
  | { readonly do: "refill"; readonly which: number; readonly isLost: boolean }
  | { readonly do: "end refills"; readonly state: string }
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
    weight: 3,
    arbitrary: FastCheck.record({
      do: FastCheck.constant("refill" as const),
      which: FastCheck.nat({ max: 20 }),
      isLost: FastCheck.boolean()
    })
  },
  {
    weight: 2,
    arbitrary: FastCheck.record({
      do: FastCheck.constant("end refills" as const),
      state: FastCheck.constantFrom("Completed", "Rejected", "Error", "In progress")
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

/** Each refill that the panel has was asked for once, and what became of it was told once. */
const checkRefills = (events: ReadonlyArray<FollowEvent.FollowEvent>) =>
  Effect.gen(function* () {
    const { refills } = yield* Sandbox.Sandbox
    const told = events.flatMap(({ what }) =>
      what._tag === "RefillStarted" ||
      what._tag === "RefillEnded" ||
      (what._tag === "RefillRefused" && what.refill !== null)
        ? [`${what.refill} ${what._tag}`]
        : []
    )
    assert.strictEqual(new Set(told).size, told.length, told.join())
    const all = yield* refills
    for (const [order, own] of Object.entries(Arr.groupBy(all, (refill) => refill.order))) {
      const open = own.filter(({ state }) => !ofRefills.includes(state))
      assert.ok(open.length <= 1, `${order} is refilled ${open.length} times at once`)
    }
    for (const { refill, state } of all) {
      // One whose answer was lost is in doubt, and not followed before that is settled.
      if (!told.includes(`${refill} RefillStarted`)) continue
      const end = state === "Completed" ? "RefillEnded" : "RefillRefused"
      if (ofRefills.includes(state)) assert.include(told, `${refill} ${end}`)
    }
  })

/** The states in which a refill is over. */
const ofRefills: ReadonlyArray<string> = ["Completed", "Rejected", "Error"]

const happen = (one: Happening, runners: Runners, nth: number) =>
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
      case "refill": {
        const orders = yield* sandbox.orders()
        const view = orders[one.which % Math.max(orders.length, 1)]
        if (one.isLost) yield* sandbox.faults.script(["dropped-after"], "refill")
        return view === undefined ? undefined : yield* Effect.either(placing(FollowChange.refill(view.order)))
      }
      case "end refills": {
        const open = (yield* sandbox.refills).filter(({ state }) => !ofRefills.includes(state))
        return yield* Effect.forEach(open, ({ refill }) => sandbox.changeRefill(refill, one.state))
      }
      case "crash":
        return yield* runners.crash(one.which)
      case "wait":
        return yield* runners.pass(one.minutes)
    }
  })

const story = <R>(happenings: ReadonlyArray<Happening>, start: Effect.Effect<Runners, never, R>) =>
  Effect.gen(function* () {
    const runners = yield* start
    for (const [nth, one] of happenings.entries()) yield* happen(one, runners, nth)
    const { faults, hold, orders: placed } = yield* Sandbox.Sandbox
    yield* faults.clear
    // What goes on meanwhile could end after the last look.
    for (const { order } of yield* placed()) yield* Effect.either(hold(order))
    const service = yield* Follow.Follow
    // Until everything has been looked at twice more, and nothing waits for a second look.
    for (let round = 0; round < 3; round++) {
      yield* Stream.runForEach(service.orders(), ({ account, order }) => service.now(account, order))
      yield* runners.pass(30)
    }
    yield* runners.end
    const events = yield* happened
    checkEvents(events)
    yield* checkRefills(events)
    const orders = Chunk.toReadonlyArray(yield* Stream.runCollect(service.orders()))
    yield* Effect.forEach(orders, checkOrder)
  })

const told = (place: Effect.Effect<Place>, happenings: ReadonlyArray<Happening>, seed: number) => {
  const isFile = place === file
  // Before anything waits: a clock that jumps over years would wake it all the way.
  return Effect.zipRight(
    TestClock.setTime(Date.UTC(2027, 4, 1)),
    Effect.provide(
      Effect.scoped(story(happenings, isFile ? looping : byRounds)),
      Layer.provideMerge(
        shared,
        Layer.merge(sandbox({ seed, partial: 0.3, balance: "100000", refillWait: "1 hour" }), stored(place))
      )
    )
  )
}

const count = (otherwise: number) => ({
  fastCheck: { numRuns: Number(process.env["SMMKIT_WORLDS"] ?? otherwise), endOnFailure: true },
  timeout: 3_600_000
})

const happenings = FastCheck.array(happening, { minLength: 5, maxLength: 25 })
const seeds = FastCheck.nat({ max: 1000 })

describe("followed orders", () => {
  it.effect.prop(
    "are told of once, refunded as the panel's own books say and refilled once, whatever fails, lags, crashes or goes wrong with clocks, on SQLite",
    [happenings, seeds],
    ([happenings, seed]) => told(file, happenings, seed),
    count(1)
  )

  if (isInstalled)
    it.effect.prop(
      "are told of once, refunded as the panel's own books say and refilled once, whatever fails, lags, crashes or goes wrong with clocks, on PostgreSQL",
      [happenings, seeds],
      ([happenings, seed]) => told(server, happenings, seed),
      count(2)
    )
})
