/**
 * For any order of events and faults, the ledger shows what the client promises: `place` books at most
 * once, exactly once when it gives an ID, and never when it fails with processed "no".
 */
import { assert, describe, it } from "@effect/vitest"
import type { AddOrder } from "@smmkit/core"
import { Ledger, Mishap, type Sandbox } from "@smmkit/sandbox"
import { BigDecimal, Effect, Either, FastCheck, Fiber, Option } from "effect"
import { fromOpaque } from "../src/internal/opaque.js"
import { actions, find, link, orderId, panel, pass, runs } from "./harness.js"

type Event =
  | {
      readonly kind: "place"
      readonly service: "drip" | "comments" | "package" | "plain"
      readonly units: number
    }
  | { readonly kind: "subscribe" }
  | { readonly kind: "cancel" | "refill" | "finish"; readonly which: number }
  | { readonly kind: "look" }
  | { readonly kind: "stranger" }

interface Round {
  readonly faults: ReadonlyArray<Mishap.Step>
  readonly events: ReadonlyArray<Event>
  readonly minutes: number
}

const event: FastCheck.Arbitrary<Event> = FastCheck.oneof(
  {
    weight: 4,
    arbitrary: FastCheck.record({
      kind: FastCheck.constant("place" as const),
      service: FastCheck.constantFrom(
        "drip" as const,
        "comments" as const,
        "package" as const,
        "plain" as const
      ),
      units: FastCheck.integer({ min: 1, max: 12_000 })
    })
  },
  { weight: 1, arbitrary: FastCheck.record({ kind: FastCheck.constant("subscribe" as const) }) },
  {
    weight: 2,
    arbitrary: FastCheck.record({
      kind: FastCheck.constantFrom("cancel" as const, "refill" as const, "finish" as const),
      which: FastCheck.nat({ max: 20 })
    })
  },
  {
    weight: 1,
    arbitrary: FastCheck.record({ kind: FastCheck.constantFrom("look" as const, "stranger" as const) })
  }
)

const step: FastCheck.Arbitrary<Mishap.Step> = FastCheck.oneof(
  FastCheck.constant("none" as const),
  FastCheck.constantFrom(...Mishap.names),
  FastCheck.array(FastCheck.constantFrom(...Mishap.names), { minLength: 2, maxLength: 3 }),
  FastCheck.record({
    mishap: FastCheck.constantFrom("slow" as const, "booked-late" as const, "rate-limited" as const),
    after: FastCheck.integer({ min: 0, max: 120_000 })
  })
)

const round: FastCheck.Arbitrary<Round> = FastCheck.record({
  faults: FastCheck.array(step, { maxLength: 4 }),
  events: FastCheck.array(event, { minLength: 1, maxLength: 4 }),
  minutes: FastCheck.constantFrom(1, 10, 60, 1500)
})

interface Placed {
  readonly link: string
  readonly result: Either.Either<AddOrder.Answer, AddOrder.AddOrderError>
}

/** Lets a round's events happen at once, under the round's faults, and then some time pass. */
const play = (nth: number, { faults, events, minutes }: Round) =>
  Effect.gen(function* () {
    const { sandbox, addOrder, cancel, refill, status, balance } = yield* actions
    const placed: Array<Placed> = []
    yield* sandbox.faults.script(faults)
    const place = (order: Parameters<typeof addOrder.place>[0], link: string) =>
      Effect.map(Effect.either(addOrder.place(order)), (result) => {
        placed.push({ link, result })
      })
    const happen = (event: Event, at: number) => {
      const name = link(`${nth}-${at}`)
      switch (event.kind) {
        case "place":
          return place(order(sandbox, event, name), name)
        case "subscribe": {
          const { id } = find(sandbox, { type: "Subscriptions" })
          const limits = { min: 20, max: 90, delay: 5, posts: 3 }
          return place({ type: "Subscriptions", service: id, username: name, ...limits }, name)
        }
        case "cancel":
          return Effect.either(cancel.request(orderId(23_501 + event.which)))
        case "refill":
          return Effect.either(refill.request(orderId(23_501 + event.which)))
        case "finish":
          return Effect.either(
            sandbox.change(String(23_501 + event.which), { state: "Partial", remains: event.which })
          )
        case "stranger":
          return Effect.either(sandbox.accounts.spend("main", "0.37"))
        case "look":
          return Effect.zipRight(Effect.either(balance.get), status.many([orderId(23_501), orderId(23_502)]))
      }
    }
    const fiber = yield* Effect.fork(
      Effect.forEach(events, happen, { concurrency: "unbounded", discard: true })
    )
    yield* pass("2 minutes")
    yield* Fiber.join(fiber)
    yield* pass(`${minutes} minutes`)
    return placed
  })

const order = (
  sandbox: Sandbox.Sandbox.Service,
  { service, units }: Extract<Event, { readonly kind: "place" }>,
  link: string
) => {
  switch (service) {
    case "plain":
      return { type: "Default", service: find(sandbox, {}).id, link, quantity: units } as const
    case "drip": {
      const runs = { quantity: Math.min(units, 500), runs: 3, interval: 30 }
      return { type: "Default", service: find(sandbox, { dripfeed: true }).id, link, ...runs } as const
    }
    case "comments": {
      const comments = Array.from({ length: (units % 30) + 1 }, (_, at) => `comment ${at}`)
      return {
        type: "Custom Comments",
        service: find(sandbox, { type: "Custom Comments" }).id,
        link,
        comments
      } as const
    }
    case "package":
      return { type: "Package", service: find(sandbox, { type: "Package" }).id, link } as const
  }
}

/** What each call promised, held against what was booked. */
const checkBookings = (placed: ReadonlyArray<Placed>) =>
  Effect.gen(function* () {
    const { sandbox } = yield* actions
    const bookings = yield* sandbox.bookings
    for (const { link, result } of placed) {
      const booked = bookings.filter(({ form }) => form["link"] === link || form["username"] === link)
      assert.isAtMost(booked.length, 1, `${link} was booked ${booked.length} times`)
      if (Either.isRight(result)) {
        assert.deepStrictEqual(
          booked.map(({ order }) => String(order)),
          [fromOpaque(result.right.order)]
        )
      } else if (result.left.processed === "no") {
        assert.deepStrictEqual(booked, [], `${link} failed with ${result.left._tag}, and was booked`)
      }
    }
    assert.isAtMost(bookings.filter(({ by }) => by === "caller").length, placed.length)
  })

/** Money neither comes from nowhere nor goes there. */
const checkMoney = Effect.gen(function* () {
  const { sandbox } = yield* actions
  assert.deepStrictEqual(yield* sandbox.ledger.disagreements, [])
  const entries = yield* sandbox.ledger.entries()
  const orders = yield* sandbox.orders()
  const spent = orders
    .filter(({ parent }) => Option.isNone(parent))
    .map(({ total, refunded }) => BigDecimal.subtract(total, refunded))
    .reduce(BigDecimal.sum, BigDecimal.make(0n, 0))
  const others = entries.filter(({ reason }) => !["charge", "refund", "recharge"].includes(reason))
  const expected = BigDecimal.subtract(Ledger.sum(others), spent)
  assert.isTrue(BigDecimal.equals(yield* sandbox.ledger.balance(), expected))
  for (const { state, units, delivered, price, refunded, children } of orders) {
    assert.isTrue(delivered >= 0 && (units === 0 || delivered <= units))
    if (state === "Completed" && children.length === 0) assert.isTrue(BigDecimal.isZero(refunded))
    if (state === "Canceled" && children.length === 0) assert.isTrue(BigDecimal.equals(refunded, price))
  }
})

describe("for any order of events and faults", () => {
  it.effect.prop(
    "place books at most once, once when it gives an ID, never when it says no, and the money adds up",
    [FastCheck.array(round, { minLength: 1, maxLength: 5 }), FastCheck.nat({ max: 1000 })],
    ([rounds, seed]) =>
      Effect.gen(function* () {
        const placed = yield* Effect.forEach(rounds, (round, nth) => play(nth, round))
        yield* pass("10 days")
        yield* checkBookings(placed.flat())
        yield* checkMoney
      }).pipe(
        Effect.provide(panel({ seed, partial: 0.3, balance: "40" }, { retries: 3, retryDelay: "1 second" }))
      ),
    { fastCheck: { numRuns: runs(12, 1000) }, timeout: 1_200_000 }
  )
})
