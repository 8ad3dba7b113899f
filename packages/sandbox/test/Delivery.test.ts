import { assert, describe, it } from "@effect/vitest"
import { Money } from "@smmkit/core"
import { Delivery } from "@smmkit/sandbox"
import { BigDecimal, Effect, Either, FastCheck, Option, Stream, TestClock } from "effect"
import { actions, ask, find, link, meaning, orderId, outcomes, panel, pass } from "./harness.js"

const amount = (text: string) => BigDecimal.unsafeFromString(text)
const priceOf = (rate: BigDecimal.BigDecimal, units: number) =>
  BigDecimal.multiply(rate, BigDecimal.make(BigInt(units), 3))

describe("an order", () => {
  it.effect("is pending, then in progress while less and less remains, then completed", () =>
    Effect.gen(function* () {
      const { sandbox, addOrder, status } = yield* actions
      const { id, min } = find(sandbox, {})
      const { order } = yield* addOrder.place({ type: "Default", service: id, link: link(), quantity: min })
      const seen: Array<readonly [string, number]> = []
      for (let look = 0; look < 20; look += 1) {
        const { status: state, remains } = yield* status.get(order)
        seen.push([state, Option.getOrThrow(remains)])
        yield* pass("15 seconds")
      }
      assert.deepStrictEqual(
        [...new Set(seen.map(([state]) => state))],
        ["Pending", "In progress", "Completed"]
      )
      const remains = seen.map(([, left]) => left)
      assert.deepStrictEqual(
        remains,
        [...remains].sort((a, b) => b - a)
      )
      assert.strictEqual(remains[0], min)
      assert.strictEqual(remains.at(-1), 0)
    }).pipe(Effect.provide(panel({ partial: 0 })))
  )

  it.effect("keeps its start count, its charge and its currency", () =>
    Effect.gen(function* () {
      const { sandbox, addOrder, status } = yield* actions
      const { id, rate } = find(sandbox, {})
      const { order } = yield* addOrder.place({ type: "Default", service: id, link: link(), quantity: 333 })
      const before = yield* status.get(order)
      yield* pass("1 day")
      const after = yield* status.get(order)
      assert.isTrue(Option.isSome(before.startCount))
      assert.deepStrictEqual(after.startCount, before.startCount)
      assert.deepStrictEqual(after.currency, Option.some("EUR"))
      assert.isTrue(BigDecimal.equals(Option.getOrThrow(after.charge), priceOf(rate, 333)))
    }).pipe(Effect.provide(panel({ partial: 0, currency: "EUR" })))
  )

  it.effect("that ends Partial gives back exactly what falls on the undelivered part", () =>
    Effect.gen(function* () {
      const { sandbox, addOrder, status } = yield* actions
      const { id, rate, max } = find(sandbox, {})
      const { order } = yield* addOrder.place({ type: "Default", service: id, link: link(), quantity: max })
      yield* pass("2 days")
      const answer = yield* status.get(order)
      const remains = Option.getOrThrow(answer.remains)
      assert.strictEqual(answer.status, "Partial")
      assert.isAbove(remains, 0)
      const [charge, refund] = (yield* sandbox.ledger.entries()).slice(1)
      assert.isTrue(BigDecimal.equals(charge?.amount ?? amount("0"), BigDecimal.negate(priceOf(rate, max))))
      assert.isTrue(BigDecimal.equals(refund?.amount ?? amount("0"), priceOf(rate, remains)))
      assert.isTrue(BigDecimal.equals(Option.getOrThrow(answer.charge), priceOf(rate, max - remains)))
      assert.isTrue(yield* sandbox.ledger.isBalanced)
    }).pipe(Effect.provide(panel({ partial: 1, balance: "100000" })))
  )

  it.effect("can be ended by the test, and is refunded at that moment", () =>
    Effect.gen(function* () {
      const { sandbox, addOrder, status } = yield* actions
      const { id, rate } = find(sandbox, {})
      const { order } = yield* addOrder.place({ type: "Default", service: id, link: link(), quantity: 1000 })
      const paid = yield* sandbox.ledger.balance()
      yield* sandbox.change(order, { state: "Partial", remains: 250 })
      const { status: state, remains } = yield* status.get(order)
      assert.deepStrictEqual([state, remains], ["Partial", Option.some(250)])
      const after = yield* sandbox.ledger.balance()
      assert.isTrue(BigDecimal.equals(BigDecimal.subtract(after, paid), priceOf(rate, 250)))
      const again = yield* Effect.flip(sandbox.change(order, { remains: 0.5 }))
      assert.strictEqual(again._tag, "SandboxError")
    }).pipe(Effect.provide(panel()))
  )

  it.effect("looks the same whether or not it was looked at before", () =>
    Effect.gen(function* () {
      const after = (looks: number) =>
        Effect.gen(function* () {
          const { sandbox } = yield* actions
          const { id } = find(sandbox, {})
          for (const name of ["a", "b", "c"])
            yield* ask({ action: "add", service: id, link: link(name), quantity: "5000" })
          for (let look = 0; look < looks; look++) {
            yield* ask({ action: "status", order: "23501" })
            yield* pass(`${3600 / looks} seconds`)
          }
          return yield* sandbox.orders()
        }).pipe(Effect.provide(panel({ partial: 0.5 })), (run) => Effect.zipRight(TestClock.setTime(0), run))
      assert.deepStrictEqual(yield* after(60), yield* after(1))
    })
  )

  it.effect("is delivered so many times faster as the speed says", () =>
    Effect.gen(function* () {
      const { sandbox, addOrder, status } = yield* actions
      const { id } = find(sandbox, {})
      const { order } = yield* addOrder.place({
        type: "Default",
        service: id,
        link: link(),
        quantity: 10_000
      })
      yield* pass("30 seconds")
      assert.strictEqual((yield* status.get(order)).status, "Completed")
    }).pipe(Effect.provide(panel({ partial: 0, speed: 1000 })))
  )

  it.effect("can be followed to its end", () =>
    Effect.gen(function* () {
      const { sandbox, addOrder, status } = yield* actions
      const { id } = find(sandbox, {})
      const { order } = yield* addOrder.place({ type: "Default", service: id, link: link(), quantity: 100 })
      const states = yield* Effect.fork(Stream.runCollect(status.follow(order, "10 seconds")))
      yield* pass("1 hour")
      const seen = [...(yield* states)].map((answer) => answer.status)
      assert.strictEqual(seen[0], "Pending")
      assert.strictEqual(seen.at(-1), "Completed")
    }).pipe(Effect.provide(panel({ partial: 0 })))
  )
})

describe("a drip-feed order", () => {
  it.effect("is paid at once, and delivered by a child order for each run", () =>
    Effect.gen(function* () {
      const { sandbox, addOrder, status } = yield* actions
      const { id, rate } = find(sandbox, { dripfeed: true })
      const order = {
        type: "Default",
        service: id,
        link: link(),
        quantity: 50,
        runs: 4,
        interval: 60
      } as const
      const placed = yield* addOrder.place(order)
      const [, charge] = yield* sandbox.ledger.entries()
      assert.isTrue(BigDecimal.equals(charge?.amount ?? amount("0"), BigDecimal.negate(priceOf(rate, 200))))
      const children = Effect.map(
        status.get(placed.order),
        (answer) => Option.getOrThrow(answer.orders).length
      )
      const counts = []
      for (let hour = 0; hour < 5; hour++) {
        counts.push(yield* children)
        yield* pass("1 hour")
      }
      assert.deepStrictEqual(counts, [1, 2, 3, 4, 4])
      const end = yield* status.get(placed.order)
      assert.deepStrictEqual(
        [end.status, end.remains, end.runs],
        ["Completed", Option.some(0), Option.some(4)]
      )
      const runs = yield* status.many(Option.getOrThrow(end.orders))
      assert.deepStrictEqual(
        runs.map(({ result }) => Either.map(result, (run) => run.status)),
        Array.from({ length: 4 }, () => Either.right("Completed"))
      )
      assert.strictEqual((yield* sandbox.ledger.entries()).length, 2)
    }).pipe(Effect.provide(panel({ partial: 0 })))
  )

  it.effect("that is cancelled gives back the runs that never came", () =>
    Effect.gen(function* () {
      const { sandbox, addOrder, cancel, status } = yield* actions
      const { id, rate } = find(sandbox, { dripfeed: true, cancel: true })
      const order = {
        type: "Default",
        service: id,
        link: link(),
        quantity: 50,
        runs: 4,
        interval: 60
      } as const
      const placed = yield* addOrder.place(order)
      yield* pass("110 minutes")
      yield* cancel.request(placed.order)
      yield* pass("10 hours")
      const end = yield* status.get(placed.order)
      assert.deepStrictEqual([end.status, end.remains], ["Partial", Option.some(100)])
      assert.isTrue(BigDecimal.equals(Option.getOrThrow(end.charge), priceOf(rate, 100)))
      const [, , refund] = yield* sandbox.ledger.entries()
      assert.isTrue(BigDecimal.equals(refund?.amount ?? amount("0"), priceOf(rate, 100)))
      assert.isTrue(yield* sandbox.ledger.isBalanced)
    }).pipe(Effect.provide(panel({ partial: 0 })))
  )
})

describe("a subscription", () => {
  it.effect("costs nothing by itself, and is charged for each post as it appears", () =>
    Effect.gen(function* () {
      const { sandbox, addOrder, status } = yield* actions
      const { id } = find(sandbox, { type: "Subscriptions" })
      const order = { type: "Subscriptions", service: id, username: "someone", min: 50, max: 80 } as const
      const placed = yield* addOrder.place({ ...order, delay: 30, posts: 3 })
      assert.strictEqual((yield* sandbox.ledger.entries()).length, 1)
      assert.strictEqual((yield* status.get(placed.order)).status, "Active")
      yield* pass("3 days")
      const end = yield* status.get(placed.order)
      assert.deepStrictEqual([end.status, end.posts], ["Completed", Option.some(3)])
      const entries = (yield* sandbox.ledger.entries()).filter(({ reason }) => reason === "charge")
      const children = (yield* sandbox.orders()).filter(({ parent }) => Option.contains(parent, placed.order))
      assert.strictEqual(entries.length, 3)
      assert.deepStrictEqual(
        entries.map((entry) => entry.order),
        children.map(() => Option.some(placed.order))
      )
      for (const { units } of children) assert.isTrue(units >= 50 && units <= 80)
      assert.deepStrictEqual(
        Option.getOrThrow(end.orders),
        children.map((child) => child.order)
      )
      assert.isTrue(yield* sandbox.ledger.isBalanced)
    }).pipe(Effect.provide(panel()))
  )

  it.effect("pauses while there is no money, and goes on with the next post when there is", () =>
    Effect.gen(function* () {
      const { sandbox, addOrder, status } = yield* actions
      const { id } = find(sandbox, { type: "Subscriptions" })
      const order = { type: "Subscriptions", service: id, username: "someone", min: 50, max: 50 } as const
      const placed = yield* addOrder.place({ ...order, delay: 0, posts: 1 })
      yield* pass("2 days")
      assert.strictEqual((yield* status.get(placed.order)).status, "Paused")
      yield* sandbox.accounts.setFunds("main", "10")
      yield* pass("1 day")
      assert.strictEqual((yield* status.get(placed.order)).status, "Completed")
      assert.isTrue(yield* sandbox.ledger.isBalanced)
    }).pipe(Effect.provide(panel({ balance: "0" })))
  )

  it.effect("ends when it expires, or when it is cancelled", () =>
    Effect.gen(function* () {
      const { sandbox, addOrder, cancel, status } = yield* actions
      const { id } = find(sandbox, { type: "Subscriptions", cancel: true })
      const order = { type: "Subscriptions", service: id, username: "someone", min: 50, max: 50 } as const
      const expiring = yield* addOrder.place({ ...order, delay: 0, expiry: "03/01/1970" })
      const endless = yield* addOrder.place({ ...order, delay: 0, old_posts: 2 })
      assert.strictEqual(Option.getOrThrow((yield* status.get(endless.order)).orders).length, 2)
      yield* cancel.request(endless.order)
      yield* pass("2 minutes")
      assert.strictEqual((yield* status.get(endless.order)).status, "Canceled")
      yield* pass("3 days")
      assert.strictEqual((yield* status.get(expiring.order)).status, "Expired")
      const count = (yield* sandbox.orders()).length
      yield* pass("10 days")
      assert.strictEqual((yield* sandbox.orders()).length, count)
    }).pipe(Effect.provide(panel()))
  )
})

describe("a cancel", () => {
  it.effect("of a pending order gives everything back", () =>
    Effect.gen(function* () {
      const { sandbox, addOrder, cancel, status, balance } = yield* actions
      const { id } = find(sandbox, { cancel: true })
      const { order } = yield* addOrder.place({ type: "Default", service: id, link: link(), quantity: 1000 })
      yield* cancel.request(order)
      assert.strictEqual((yield* status.get(order)).status, "Pending")
      const again = yield* Effect.flip(cancel.request(order))
      assert.strictEqual(meaning(again), "cancel-already")
      yield* pass("5 minutes")
      const end = yield* status.get(order)
      assert.deepStrictEqual([end.status, end.remains], ["Canceled", Option.some(1000)])
      assert.strictEqual(Money.formatAmount(Option.getOrThrow(end.charge)), "0")
      assert.strictEqual(Money.format(yield* balance.get), "1000 USD")
    }).pipe(Effect.provide(panel()))
  )

  it.effect("of a running order gives back what is not delivered when it takes effect", () =>
    Effect.gen(function* () {
      const { sandbox, addOrder, cancel, status } = yield* actions
      const { id, rate } = find(sandbox, { cancel: true })
      const { order } = yield* addOrder.place({
        type: "Default",
        service: id,
        link: link(),
        quantity: 10_000
      })
      yield* pass("30 minutes")
      const running = yield* status.get(order)
      yield* cancel.request(order)
      yield* pass("1 minute")
      const end = yield* status.get(order)
      const remains = Option.getOrThrow(end.remains)
      assert.strictEqual(end.status, "Partial")
      assert.isBelow(remains, Option.getOrThrow(running.remains))
      const [, , refund] = yield* sandbox.ledger.entries()
      assert.isTrue(BigDecimal.equals(refund?.amount ?? amount("0"), priceOf(rate, remains)))
    }).pipe(Effect.provide(panel({ partial: 0 })))
  )

  it.effect("that comes too late to stop the order is taken, and the order completes", () =>
    Effect.gen(function* () {
      const { sandbox, addOrder, cancel, status } = yield* actions
      const { id } = find(sandbox, { cancel: true })
      const { order } = yield* addOrder.place({ type: "Default", service: id, link: link(), quantity: 50 })
      yield* pass("2 minutes")
      assert.strictEqual((yield* status.get(order)).status, "In progress")
      yield* cancel.request(order)
      yield* pass("1 hour")
      assert.strictEqual((yield* status.get(order)).status, "Completed")
      assert.strictEqual(meaning(yield* Effect.flip(cancel.request(order))), "cancel-impossible")
    }).pipe(Effect.provide(panel({ partial: 0, cancelWait: "10 minutes" })))
  )

  it.effect("is refused where the service or the order allows none", () =>
    Effect.gen(function* () {
      const { sandbox, addOrder, cancel } = yield* actions
      const { id, min } = find(sandbox, { cancel: false })
      const { order } = yield* addOrder.place({ type: "Default", service: id, link: link(), quantity: min })
      const results = yield* cancel.requestMany([order, orderId(5)])
      assert.deepStrictEqual(
        outcomes(results, () => "taken"),
        ["cancel-impossible", "order-not-found"]
      )
    }).pipe(Effect.provide(panel()))
  )
})

const circumstances = FastCheck.record({
  seed: FastCheck.integer({ min: 0, max: 1000 }),
  order: FastCheck.stringMatching(/^\d{1,6}$/),
  units: FastCheck.integer({ min: 1, max: 100_000 }),
  now: FastCheck.integer({ min: 0, max: 1_000_000 }),
  speed: FastCheck.constantFrom(0.5, 1, 7, 1000),
  partial: FastCheck.constantFrom(0, 0.5, 1)
})

describe("a plan", () => {
  it.prop(
    "delivers more and more, and ends as it says",
    [circumstances, FastCheck.array(FastCheck.nat({ max: 200_000_000 }), { maxLength: 20 })],
    ([given, times]) => {
      const plan = Delivery.plan(given)
      const seen = times.sort((a, b) => a - b).map((time) => Delivery.progress(plan, given.now + time))
      for (const [at, { delivered }] of seen.entries()) {
        assert.isAtLeast(delivered, seen[at - 1]?.delivered ?? 0)
        assert.isAtMost(delivered, plan.delivers)
      }
      const end = Delivery.progress(plan, plan.ends)
      assert.strictEqual(end.delivered, plan.delivers)
      assert.strictEqual(end.state, plan.delivers === given.units ? "Completed" : "Partial")
      assert.isTrue(Delivery.isOver(plan, plan.ends))
    }
  )

  it.prop(
    "that is stopped keeps what is delivered by then",
    [circumstances, FastCheck.nat({ max: 2_000_000 }), FastCheck.nat({ max: 2_000_000 })],
    ([given, asked, wait]) => {
      const plan = Delivery.plan(given)
      const now = given.now + asked
      if (Delivery.isOver(plan, now)) return
      const stopped = Delivery.stop(plan, now, now + wait)
      const end = Delivery.progress(stopped, Math.max(stopped.ends, now + wait))
      const would = now < plan.starts ? 0 : Delivery.progress(plan, now + wait).delivered
      assert.strictEqual(end.delivered, would)
      assert.isTrue(Delivery.isOver(stopped, Math.max(plan.ends, now + wait)))
    }
  )
})
