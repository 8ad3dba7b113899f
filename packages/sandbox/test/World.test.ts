/**
 * In any world, whatever a panel, its customers and its staff do, the books agree after each event, an end
 * is an end unless somebody has changed it, and logs tell the same as the orders.
 */
import { assert, describe, it } from "@effect/vitest"
import { isFinal } from "@smmkit/core/OrderState"
import {
  type Exchange,
  type Log,
  type Mishap,
  type Sandbox,
  type SandboxOptions,
  SandboxPanel,
  type Trait
} from "@smmkit/sandbox"
import { Array as Arr, Duration, Effect, FastCheck, Option, TestClock } from "effect"
import * as Harness from "./harness.js"
import { actions, find, runs } from "./harness.js"

type Kind = "plain" | "drip" | "package" | "comments" | "subscription"

type Event =
  | { readonly do: "place" | "stranger"; readonly kind: Kind; readonly units: number; readonly link: number }
  | { readonly do: "cancel" | "refill" | "hold" | "forget" | "look"; readonly which: number }
  | {
      readonly do: "change"
      readonly which: number
      readonly state: string | undefined
      readonly remains: number | undefined
      readonly refund: "due" | "none" | "0.01" | undefined
      readonly after: number
    }
  | { readonly do: "lose"; readonly which: number; readonly units: number }
  | { readonly do: "refill-state"; readonly which: number; readonly state: string }
  | { readonly do: "spend"; readonly amount: string }
  | { readonly do: "fund"; readonly amount: string }
  | {
      readonly do: "seed"
      readonly count: number
      readonly state: string | undefined
      readonly children: number
    }
  | { readonly do: "price"; readonly rate: string; readonly availability: "on" | "off" | "gone" }
  | { readonly do: "mishap"; readonly name: Mishap.Name }
  | { readonly do: "traits"; readonly names: ReadonlyArray<Trait.Name> }
  | { readonly do: "rotate" }
  | { readonly do: "wait"; readonly minutes: number }

const which = FastCheck.nat({ max: 30 })
const states = [
  "Completed",
  "Partial",
  "Canceled",
  "Refunded",
  "Fail",
  "Processing",
  "In progress",
  "Pending",
  "Odd"
]
const state = FastCheck.constantFrom(undefined, ...states)
const record = FastCheck.record

const event: FastCheck.Arbitrary<Event> = FastCheck.oneof(
  {
    weight: 6,
    arbitrary: record({
      do: FastCheck.constantFrom("place" as const, "place" as const, "stranger" as const),
      kind: FastCheck.constantFrom<Kind>("plain", "drip", "package", "comments", "subscription"),
      units: FastCheck.integer({ min: 50, max: 400 }),
      link: FastCheck.nat({ max: 3 })
    })
  },
  {
    weight: 4,
    arbitrary: record({
      do: FastCheck.constantFrom(
        "cancel" as const,
        "cancel" as const,
        "refill" as const,
        "hold" as const,
        "forget" as const,
        "look" as const
      ),
      which
    })
  },
  {
    weight: 6,
    arbitrary: record({
      do: FastCheck.constant("change" as const),
      which,
      state,
      remains: FastCheck.option(FastCheck.nat({ max: 120 }), { nil: undefined }),
      refund: FastCheck.constantFrom("due" as const, "none" as const, "0.01" as const, undefined),
      after: FastCheck.constantFrom(0, 0, 3_600_000)
    })
  },
  record({ do: FastCheck.constant("lose" as const), which, units: FastCheck.nat({ max: 20 }) }),
  record({
    do: FastCheck.constant("refill-state" as const),
    which: FastCheck.integer({ min: 1, max: 4 }),
    state: FastCheck.constantFrom("Error", "Canceled", "Completed", "Odd")
  }),
  record({ do: FastCheck.constant("spend" as const), amount: FastCheck.constantFrom("0.37", "5", "-1") }),
  record({ do: FastCheck.constant("fund" as const), amount: FastCheck.constantFrom("0", "2", "40") }),
  record({
    do: FastCheck.constant("seed" as const),
    count: FastCheck.integer({ min: 1, max: 4 }),
    state,
    children: FastCheck.constantFrom(0, 0, 3)
  }),
  record({
    do: FastCheck.constant("price" as const),
    rate: FastCheck.constantFrom("0.79", "1.234567", "8"),
    availability: FastCheck.constantFrom("on" as const, "on" as const, "off" as const, "gone" as const)
  }),
  record({
    do: FastCheck.constant("mishap" as const),
    name: FastCheck.constantFrom<Mishap.Name>(
      "stranger-orders",
      "refund-lands",
      "booked-late",
      "done-though-refused",
      "stale-answer",
      "ids-left-out",
      "not-yet-shown"
    )
  }),
  record({
    do: FastCheck.constant("traits" as const),
    names: FastCheck.subarray<Trait.Name>(["unknown-as-pending", "missing-unknown", "opaque-id"])
  }),
  record({ do: FastCheck.constant("rotate" as const) }),
  {
    weight: 5,
    arbitrary: record({
      do: FastCheck.constant("wait" as const),
      minutes: FastCheck.constantFrom(1, 20, 90, 1500)
    })
  }
)

const options: FastCheck.Arbitrary<SandboxOptions.Options> = record({
  seed: FastCheck.nat({ max: 1000 }),
  decimals: FastCheck.constantFrom(undefined, 0, 2, 4),
  rounding: FastCheck.constantFrom("down" as const, "half-up" as const),
  mayOwe: FastCheck.boolean(),
  partial: FastCheck.constantFrom(0, 0.3, 1),
  speed: FastCheck.constantFrom(1, 7, 1000),
  pace: FastCheck.constantFrom(
    "steady" as const,
    "by-service" as const,
    "bursts" as const,
    "stalling" as const
  ),
  drop: FastCheck.constantFrom(0, 0.3),
  refuseDuplicates: FastCheck.boolean(),
  foreign: FastCheck.constantFrom("refused" as const, "answered" as const),
  balance: FastCheck.constantFrom("3", "60"),
  requestIds: FastCheck.constantFrom("0 millis", "1 hour"),
  ids: FastCheck.constantFrom(
    {},
    { start: "9007199254740990", gap: 7 },
    { opaque: true },
    { start: [100, "5000"] },
    { start: [100, 103], gap: 2 }
  ),
  limits: FastCheck.constantFrom(
    [],
    [
      { calls: 2, window: "20 minutes", action: "add" },
      { calls: 3, window: "1 hour" }
    ]
  ),
  others: FastCheck.constantFrom("0 millis", "10 minutes")
})

/** The form of an order of some kind. */
const formOf = (sandbox: Sandbox.Sandbox.Service, kind: Kind, units: number, nth: number) => {
  const link = `https://example.com/p/${nth}`
  switch (kind) {
    case "plain":
      return { service: "1", link, quantity: String(units), request_id: String(nth) }
    case "drip": {
      const service = find(sandbox, { dripfeed: true }).id
      return { service, link, quantity: String(units), runs: "3", interval: "30" }
    }
    case "package":
      return { service: find(sandbox, { type: "Package" }).id, link }
    case "comments": {
      const comments = Array.from({ length: 5 + (units % 9) }, (_, at) => `comment ${at}`).join("\n")
      return { service: find(sandbox, { type: "Custom Comments Package" }).id, link, comments }
    }
    case "subscription": {
      const service = find(sandbox, { type: "Subscriptions" }).id
      return { service, username: `u${nth}`, min: "20", max: "90", delay: "5", posts: "3", old_posts: "1" }
    }
  }
}

/** A world in which events happen, and the key of the account by now. */
interface World {
  key: string
}

const happen = (event: Event, world: World) =>
  Effect.gen(function* () {
    const { sandbox } = yield* actions
    const say = (form: Exchange.Form) => Harness.say({ key: world.key, ...form })
    const orders = yield* sandbox.orders()
    const pick = (nth: number) => orders[nth % Math.max(1, orders.length)]?.order ?? "1"
    switch (event.do) {
      case "place":
        return yield* say({ action: "add", ...formOf(sandbox, event.kind, event.units, event.link) })
      case "stranger": {
        const form = formOf(sandbox, event.kind, event.units, event.link)
        return yield* Effect.either(sandbox.accounts.strangerOrders("main", form))
      }
      case "cancel":
        return yield* say({ action: "cancel", orders: pick(event.which) })
      case "refill":
        return yield* say({ action: "refill", order: pick(event.which) })
      case "look":
        return yield* say({ action: "status", orders: `${pick(event.which)},23501,100` })
      case "hold":
        return yield* Effect.either(sandbox.hold(pick(event.which)))
      case "forget":
        return yield* Effect.either(sandbox.forget(pick(event.which)))
      case "change": {
        const { state, remains, refund, after: refundAfter } = event
        return yield* Effect.either(
          sandbox.change(pick(event.which), { state, remains, refund, refundAfter })
        )
      }
      case "lose":
        return yield* Effect.either(sandbox.lose(pick(event.which), event.units))
      case "refill-state":
        return yield* Effect.either(sandbox.changeRefill(String(event.which), event.state))
      case "spend":
        return yield* Effect.either(sandbox.accounts.spend("main", event.amount))
      case "fund":
        return yield* Effect.either(sandbox.accounts.setFunds("main", event.amount))
      case "seed": {
        const { count, state, children } = event
        const service = find(sandbox, { dripfeed: true }).id
        const runs = children === 0 ? undefined : children
        return yield* Effect.either(sandbox.seed({ service, count, state, children: runs, age: "3 hours" }))
      }
      case "price":
        yield* sandbox.services.change("1", { rate: event.rate })
        return yield* sandbox.services.set("1", event.availability)
      case "mishap":
        return yield* sandbox.faults.script([event.name])
      case "traits":
        return yield* sandbox.faults.setTraits(event.names)
      case "rotate": {
        const old = world.key
        world.key = `${old}+`
        yield* sandbox.accounts.replaceKey("main", old, world.key)
        const kept = yield* sandbox.ledger.balance()
        const answer = yield* Harness.say({ key: old, action: "add", ...formOf(sandbox, "plain", 100, 9) })
        assert.notInclude(answer, '"order"')
        return assert.deepStrictEqual(yield* sandbox.ledger.balance(), kept)
      }
      case "wait":
        return yield* TestClock.adjust(`${event.minutes} minutes`)
    }
  })

/** Where the books do not agree, in words. */
const complaints = Effect.gen(function* () {
  const { sandbox } = yield* actions
  const found = yield* sandbox.ledger.disagreements
  return found.map(({ between, about, says }) => `${between} ${about}: ${says}`).join("\n")
})

/** What every order tells of itself fits together, as does what the log tells of it. */
const checkOrders = Effect.gen(function* () {
  const { sandbox } = yield* actions
  for (const order of yield* sandbox.orders()) {
    const { created, started, ended, units, delivered, lost } = order
    assert.strictEqual(
      Option.isSome(ended),
      isFinal(order.state) || String(order.state) === "Fail",
      order.order
    )
    for (const time of [created, ...Option.toArray(started), ...Option.toArray(ended)]) {
      assert.isTrue(Number.isInteger(time))
    }
    assert.isTrue(lost >= 0 && lost <= delivered)
    assert.isTrue(units === 0 || delivered <= units)
    assert.deepStrictEqual(yield* sandbox.order(order.order), order)
  }
})

/** In no window came more calls through than the limits let through, by the log. */
const checkLimits = (limits: ReadonlyArray<SandboxOptions.CallLimit>) =>
  Effect.gen(function* () {
    const { sandbox } = yield* actions
    const calls = (yield* sandbox.logs.calls()).filter(({ outcome }) => outcome !== "limited")
    for (const { calls: most, window, action } of limits) {
      const counted = calls.filter((one) => action === undefined || one.action === action)
      for (const { time, key } of counted) {
        const since = time - Duration.toMillis(window)
        const inside = counted.filter((one) => one.key === key && one.time > since && one.time <= time)
        assert.isAtMost(inside.length, most)
      }
    }
  })

/** No two orders have an ID. */
const checkIds = Effect.gen(function* () {
  const { sandbox } = yield* actions
  const opened = (yield* Effect.option(sandbox.logs.transitions())).pipe(
    Option.getOrElse((): ReadonlyArray<Log.Transition> => []),
    Arr.filter(({ from }) => Option.isNone(from))
  )
  assert.strictEqual(new Set(opened.map(({ order }) => order)).size, opened.length)
})

/** Nobody but a test takes an order out of its end. */
const checkEnds = Effect.gen(function* () {
  const { sandbox } = yield* actions
  const log = yield* Effect.option(sandbox.logs.transitions())
  for (const { from, cause, order, to } of Option.getOrElse(log, () => [])) {
    const wasOver = Option.exists(from, isFinal)
    assert.isTrue(!wasOver || cause === "change", `${order} became ${to} by ${cause}`)
  }
})

describe("in any world", () => {
  it.effect.prop(
    "the books agree after every event, and ends are ends",
    [FastCheck.array(event, { minLength: 1, maxLength: 25 }), options],
    ([events, options]) =>
      Effect.gen(function* () {
        const { sandbox } = yield* actions
        const world: World = { key: sandbox.key }
        for (const event of events) {
          yield* happen(event, world)
          assert.strictEqual(yield* complaints, "", JSON.stringify(event))
        }
        yield* TestClock.adjust("8 days")
        assert.strictEqual(yield* complaints, "")
        yield* checkOrders
        yield* checkEnds
        yield* checkIds
        yield* checkLimits(options.limits ?? [])
      }).pipe(Effect.provide(SandboxPanel.layer(options, { retries: 0 }))),
    { fastCheck: { numRuns: runs(18, 3000) }, timeout: 1_200_000 }
  )
})
