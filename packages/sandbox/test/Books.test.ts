/** The books: exact in the panel's decimals, of one mind about every order, and honest about where they are not. */
import { assert, describe, it } from "@effect/vitest"
import { OrderId, ServiceId } from "@smmkit/core/Identifiers"
import { type Log, SandboxOptions } from "@smmkit/sandbox"
import { BigDecimal, Effect, Either, Option } from "effect"
import * as Control from "../src/internal/control.js"
import type { OrderRecord, State } from "../src/internal/state.js"
import { actions, ask, find, link, orderId, panel, pass } from "./harness.js"

const decimal = BigDecimal.unsafeFromString
const text = (amount: BigDecimal.BigDecimal) => BigDecimal.format(amount)

/** A panel that sells likes, dripping or not, at one price. */
const selling = (rate: string) => [
  {
    service: 1,
    name: "Likes [Drip-feed]",
    type: "Default",
    category: "Instagram",
    rate,
    min: "1",
    max: "100000",
    refill: true,
    cancel: true
  }
]

const dripping = { action: "add", service: "1", link: link(), quantity: "57", runs: "3", interval: "60" }

const service = (id: number) => ServiceId.make(String(id))

describe("a panel that keeps so many decimals", () => {
  for (const rounding of ["down", "half-up"] as const) {
    it.effect(`rounds ${rounding}, and gives back all of a drip-feed that is cancelled amid its runs`, () =>
      Effect.gen(function* () {
        const { sandbox, status } = yield* actions
        yield* ask(dripping)
        const before = yield* sandbox.order("23501")
        assert.strictEqual(text(before.total), rounding === "down" ? "0.13" : "0.14")
        yield* ask({ action: "cancel", orders: "23501" })
        yield* pass("1 day")
        const after = yield* sandbox.order("23501")
        assert.deepStrictEqual([after.state, text(after.refunded)], ["Canceled", text(before.total)])
        assert.deepStrictEqual((yield* status.get(orderId(23501))).charge, Option.some(decimal("0")))
        assert.strictEqual(text(yield* sandbox.ledger.balance()), "1000")
        assert.deepStrictEqual(yield* sandbox.ledger.disagreements, [])
      }).pipe(
        Effect.provide(panel({ decimals: 2, rounding, partial: 0, catalogue: selling("0.79"), pace: "days" }))
      )
    )

    it.effect(`rounds refunds ${rounding}, and the last run takes the remainder`, () =>
      Effect.gen(function* () {
        const { sandbox } = yield* actions
        yield* ask(dripping)
        yield* pass("12 hours")
        const runs = yield* sandbox.orders({ parent: "23501" })
        const prices = runs.map(({ price }) => text(price))
        assert.deepStrictEqual(
          prices,
          rounding === "down" ? ["0.04", "0.04", "0.05"] : ["0.05", "0.05", "0.04"]
        )
        yield* ask({ action: "add", service: "1", link: link(2), quantity: "77" })
        const [single] = yield* sandbox.orders({ link: link(2) })
        yield* sandbox.change(single?.order ?? "", { state: "Partial", remains: 33 })
        const { refunded } = yield* sandbox.order(single?.order ?? "")
        assert.strictEqual(text(refunded), rounding === "down" ? "0.02" : "0.03")
        assert.deepStrictEqual(yield* sandbox.ledger.disagreements, [])
      }).pipe(Effect.provide(panel({ decimals: 2, rounding, partial: 0, catalogue: selling("0.79") })))
    )
  }
})

/** The states that each order passed through, as the log has them. */
const passages = (transitions: ReadonlyArray<Log.Transition>, order: string) =>
  transitions.filter((one) => one.order === order).map(({ to }) => String(to))

describe("a price of more decimals than a client reads", () => {
  for (const places of [30, 37, 38, 40]) {
    it.effect(`is kept to forty of them, and all that is told of it can be read: ${places}`, () =>
      Effect.gen(function* () {
        const { sandbox, addOrder, status, balance } = yield* actions
        const drip = { runs: 3, interval: 1 }
        const one = yield* addOrder.place({
          type: "Default",
          service: service(1),
          link: link(1),
          quantity: 777
        })
        const many = yield* addOrder.place({
          type: "Default",
          service: service(1),
          link: link(2),
          quantity: 777,
          ...drip
        })
        yield* pass("2 minutes")
        yield* sandbox.change(one.order, { state: "Partial", remains: 333 })
        yield* sandbox.change(many.order, { state: "Canceled" })
        for (const id of [one.order, many.order]) assert.isTrue(Option.isSome((yield* status.get(id)).charge))
        assert.isAtMost((yield* balance.get).amount.scale, 40)
        assert.deepStrictEqual(yield* sandbox.ledger.disagreements, [])
      }).pipe(
        Effect.provide(
          panel({
            catalogue: [
              {
                service: 1,
                name: "Likes",
                type: "Default",
                category: "c",
                rate: `0.${"1".repeat(places)}`,
                min: 1,
                max: 9000,
                dripfeed: true
              }
            ]
          })
        )
      )
    )
  }
})

describe("an order's end", () => {
  it.effect("is its end: a subscription that is complete before its cancel takes effect stays so", () =>
    Effect.gen(function* () {
      const { sandbox } = yield* actions
      const { id } = find(sandbox, { type: "Subscriptions", cancel: true })
      const form = { action: "add", service: id, username: "a", min: "20", max: "20", delay: "0", posts: "1" }
      yield* ask(form)
      yield* ask({ action: "cancel", orders: "23501" })
      for (let hour = 0; hour < 72; hour++) {
        yield* pass("1 hour")
        yield* sandbox.order("23501")
      }
      const log = yield* sandbox.logs.transitions({ order: "23501" })
      assert.deepStrictEqual(passages(log, "23501"), ["Active", "Completed"])
    }).pipe(Effect.provide(panel({ cancelWait: "2 days" })))
  )

  it.effect(
    "of a package is never half of it: one that is cancelled on its way is not delivered at all",
    () =>
      Effect.gen(function* () {
        const { sandbox } = yield* actions
        const row = { ...selling("5")[0], type: "Custom Comments Package" }
        yield* sandbox.services.write([row])
        yield* ask({ action: "add", service: "1", link: link(), comments: "a\nb\nc\nd\ne\nf\ng\nh" })
        yield* pass("2 days")
        assert.strictEqual((yield* sandbox.order("23501")).state, "In progress")
        yield* ask({ action: "cancel", orders: "23501" })
        yield* pass("2 minutes")
        const { state, refunded, price } = yield* sandbox.order("23501")
        assert.deepStrictEqual([state, refunded], ["Canceled", price])
        const error = yield* Effect.flip(sandbox.change("23501", { state: "Partial" }))
        assert.include(error.message, "whole or not at all")
      }).pipe(Effect.provide(panel({ pace: "days", partial: 1 })))
  )
})

describe("the book of an order with children", () => {
  it.effect("is one: total, refunds, payer and lines stand under the parent", () =>
    Effect.gen(function* () {
      const { sandbox } = yield* actions
      yield* ask({ ...dripping, quantity: "100" })
      yield* pass("1 day")
      const top = yield* sandbox.order("23501")
      const runs = yield* sandbox.orders({ parent: "23501" })
      assert.deepStrictEqual(
        runs.map(({ payer, order }) => [payer, order]),
        top.children.map((child) => [top.order, child])
      )
      const sum = (amounts: ReadonlyArray<BigDecimal.BigDecimal>) =>
        amounts.reduce(BigDecimal.sum, decimal("0"))
      const lines = yield* sandbox.ledger.entries()
      const refunds = lines.filter(({ reason }) => reason === "refund")
      assert.isNotEmpty(refunds)
      for (const { order, child } of refunds) {
        assert.deepStrictEqual(order, Option.some(top.order))
        assert.isTrue(Option.exists(child, (id) => top.children.includes(id)))
      }
      assert.isTrue(BigDecimal.equals(top.refunded, sum(refunds.map(({ amount }) => amount))))
      assert.isTrue(BigDecimal.equals(top.refunded, sum(runs.map(({ refunded }) => refunded))))
      assert.isTrue(BigDecimal.equals(top.total, sum(runs.map(({ price }) => price))))
    }).pipe(Effect.provide(panel({ partial: 1, catalogue: selling("0.79") })))
  )

  it.effect("is charged for each post under the subscription, which then tells its total", () =>
    Effect.gen(function* () {
      const { sandbox } = yield* actions
      const { id } = find(sandbox, { type: "Subscriptions" })
      const form = { action: "add", service: id, username: "a", min: "20", max: "90", delay: "0", posts: "2" }
      yield* ask(form)
      assert.strictEqual(text((yield* sandbox.order("23501")).total), "0")
      yield* pass("3 days")
      const top = yield* sandbox.order("23501")
      const [first, second] = yield* sandbox.orders({ parent: "23501" })
      assert.isTrue(
        BigDecimal.equals(
          top.total,
          BigDecimal.sum(first?.price ?? decimal("0"), second?.price ?? decimal("0"))
        )
      )
      assert.deepStrictEqual(yield* sandbox.ledger.disagreements, [])
    }).pipe(Effect.provide(panel()))
  )
})

describe("a refund that a test has left with the customer", () => {
  it.effect("stays there when the order goes on and is completed, though the account holds nothing", () =>
    Effect.gen(function* () {
      const { sandbox } = yield* actions
      yield* ask({ action: "add", service: "1", link: link(), quantity: "100" })
      yield* sandbox.change("23501", { state: "Partial", remains: 40 })
      yield* sandbox.accounts.setFunds("main", "0")
      yield* sandbox.change("23501", { state: "Processing", refund: "none" })
      yield* pass("1 day")
      const { state, refunded } = yield* sandbox.order("23501")
      assert.deepStrictEqual([state, text(refunded)], ["Completed", "0.0316"])
      assert.strictEqual(text(yield* sandbox.ledger.balance()), "0")
      assert.deepStrictEqual(yield* sandbox.ledger.disagreements, [])
    }).pipe(Effect.provide(panel({ partial: 0, catalogue: selling("0.79") })))
  )
})

describe("what was given back of a parent", () => {
  for (const [kind, more] of [
    ["drip-feed", { service: "1", link: link(), quantity: "57", runs: "3", interval: "60" }],
    ["subscription", { service: "2", username: "a", min: "20", max: "20", delay: "0", old_posts: "2" }]
  ] as const) {
    it.effect(`is not given back once more with the orders of a ${kind}`, () =>
      Effect.gen(function* () {
        const { sandbox } = yield* actions
        const posts = { ...selling("0.79")[0], service: 2, type: "Subscriptions" }
        yield* sandbox.services.write([...selling("0.79"), posts])
        yield* ask({ action: "add", ...more })
        yield* pass("12 hours")
        yield* sandbox.change("23501", { refund: "0.01" })
        const { children, total } = yield* sandbox.order("23501")
        for (const child of children) yield* sandbox.change(child, { state: "Canceled" })
        assert.strictEqual(text((yield* sandbox.order("23501")).refunded), text(total))
        assert.deepStrictEqual(yield* sandbox.ledger.disagreements, [])
      }).pipe(Effect.provide(panel({ partial: 0 })))
    )
  }
})

describe("a drip-feed that a test has ended", () => {
  const seeded = (state: string, remains?: number) =>
    Effect.gen(function* () {
      const { sandbox } = yield* actions
      const [order = ""] = yield* sandbox.seed({ service: "1", quantity: 50, children: 3, state, remains })
      const { children } = yield* sandbox.order(order)
      return { sandbox, order, run: children[0] ?? "" }
    })

  it.effect("in a word of its own stays so when a run of it is changed", () =>
    Effect.gen(function* () {
      const { sandbox, order, run } = yield* seeded("Fail")
      yield* sandbox.change(run, { refund: "due" })
      const { state, refunded } = yield* sandbox.order(order)
      const { price } = yield* sandbox.order(run)
      assert.deepStrictEqual([state, refunded], ["Fail", price])
      assert.deepStrictEqual(yield* sandbox.ledger.disagreements, [])
    }).pipe(Effect.provide(panel({ catalogue: selling("0.79") })))
  )

  it.effect("short of what was ordered gives back what did not come, once a run of it says so", () =>
    Effect.gen(function* () {
      const { sandbox, order, run } = yield* seeded("Completed", 120)
      yield* sandbox.change(run, { state: "Canceled" })
      const { state, refunded, total } = yield* sandbox.order(order)
      assert.deepStrictEqual([state, refunded], ["Partial", total])
      assert.deepStrictEqual(yield* sandbox.ledger.disagreements, [])
    }).pipe(Effect.provide(panel({ catalogue: selling("0.79") })))
  )
})

describe("an account", () => {
  it.effect("is not overdrawn by a stranger, unless it may owe", () =>
    Effect.gen(function* () {
      const spent = (options: SandboxOptions.Options) =>
        Effect.gen(function* () {
          const { sandbox } = yield* actions
          const result = yield* Effect.either(sandbox.accounts.spend("main", "5"))
          return [Either.isRight(result), text(yield* sandbox.ledger.balance())]
        }).pipe(Effect.provide(panel({ balance: "3", ...options })))
      assert.deepStrictEqual(yield* spent({}), [false, "3"])
      assert.deepStrictEqual(yield* spent({ mayOwe: true }), [true, "-2"])
    })
  )

  it.effect("that is topped up serves the posts that waited for it, at once", () =>
    Effect.gen(function* () {
      const { sandbox } = yield* actions
      const { id } = find(sandbox, { type: "Subscriptions" })
      const form = {
        action: "add",
        service: id,
        username: "a",
        min: "20",
        max: "20",
        delay: "0",
        old_posts: "2"
      }
      yield* ask(form)
      assert.strictEqual((yield* sandbox.order("23501")).state, "Paused")
      yield* sandbox.accounts.setFunds("main", "10")
      const { state, children } = yield* sandbox.order("23501")
      assert.deepStrictEqual([String(state), children.length], ["Active", 2])
    }).pipe(Effect.provide(panel({ balance: "0" })))
  )
})

describe("the counts and times", () => {
  it.effect("go on from order to order: the second starts where the first has come to", () =>
    Effect.gen(function* () {
      const { sandbox } = yield* actions
      const add = { action: "add", service: "1", link: link(), quantity: "100" }
      yield* ask(add)
      yield* pass("1 hour")
      yield* ask(add)
      const [first, second] = yield* sandbox.orders()
      assert.strictEqual(second?.startCount, (first?.startCount ?? 0) + 100)
    }).pipe(Effect.provide(panel({ partial: 0 })))
  )

  it.effect(
    "count what every order for a link has delivered, those that overlap too, and what is corrected",
    () =>
      Effect.gen(function* () {
        const { sandbox } = yield* actions
        const { change, orders } = sandbox
        const place = (quantity: string) => ask({ action: "add", service: "1", link: link(), quantity })
        const last = Effect.map(orders(), (all) => all.at(-1)?.startCount ?? 0)
        yield* place("1000")
        const first = yield* last
        yield* pass("10 minutes")
        const [long] = yield* orders()
        yield* place("100")
        assert.strictEqual(yield* last, first + (long?.delivered ?? 0))
        yield* pass("2 days")
        yield* place("100")
        assert.strictEqual(yield* last, first + 1100)
        yield* change(long?.order ?? "", { state: "Partial", remains: 400 })
        yield* place("100")
        assert.strictEqual(yield* last, first + 700)
      }).pipe(Effect.provide(panel({ partial: 0 })))
  )

  it.effect("are whole milliseconds, whatever is late by a part of one", () =>
    Effect.gen(function* () {
      const { sandbox } = yield* actions
      yield* sandbox.faults.script([{ mishap: "booked-late", after: "1500 micros" }])
      yield* sandbox.handle({ key: sandbox.key, action: "add", service: "1", link: link(), quantity: "100" })
      yield* pass("1 minute")
      const times = (yield* sandbox.ledger.entries()).map(({ time }) => time)
      assert.deepStrictEqual(times, [0, 2])
    }).pipe(Effect.provide(panel()))
  )

  it.effect("are whole milliseconds, whatever the speed", () =>
    Effect.gen(function* () {
      const { sandbox } = yield* actions
      yield* ask({ ...dripping, service: find(sandbox, { dripfeed: true }).id, quantity: "500" })
      yield* pass("2 days")
      const log = yield* sandbox.logs.transitions()
      const times = [...log, ...(yield* sandbox.ledger.entries())].map(({ time }) => time)
      assert.isAbove(times.length, 8)
      assert.isTrue(times.every(Number.isInteger))
    }).pipe(Effect.provide(panel({ speed: 7, partial: 1 })))
  )
})

describe("a control", () => {
  it.effect("that makes no sense is refused at once and in words, and changes nothing", () =>
    Effect.gen(function* () {
      const { sandbox } = yield* actions
      yield* ask({ action: "add", service: "1", link: link(), quantity: "100" })
      const before = yield* sandbox.order("23501")
      const { change } = sandbox
      const wrong = [
        [change("23501", { state: "Partial", remains: 0.5 }), "remains"],
        [change("23501", { remains: 101 }), "remains"],
        [change("23501", { remains: -1 }), "remains"],
        [change("23501", { remains: Number.NaN }), "remains"],
        [change("23501", { state: " " }), "state"],
        [change("23501", { refund: "1e3" }), "refund"],
        [change("23501", { refund: "1000" }), "refund"],
        [change("23501", { refund: "-1" }), "refund"],
        [change("23501", { refundAfter: Number.POSITIVE_INFINITY }), "refundAfter"],
        [change("23502", {}), "order"],
        [sandbox.hold("x"), "order"],
        [sandbox.lose("23501", 1), "units"],
        [sandbox.changeRefill("1", "Error"), "refill"],
        [sandbox.seed({ service: "none" }), "service"],
        [sandbox.seed({ service: "1", count: 1.5 }), "count"],
        [sandbox.seed({ service: "1", quantity: 1 }), "seed"],
        [sandbox.seed({ service: find(sandbox, { type: "Package" }).id, state: "Partial" }), "state"],
        [sandbox.services.change("none", {}), "service"],
        [sandbox.services.change("1", { rate: "much" }), "fields"],
        [sandbox.accounts.replaceKey("main", "no", "other"), "key"],
        [sandbox.accounts.strangerOrders("main", { service: "1" }), "form"]
      ] as const
      for (const [effect, field] of wrong) {
        const error = yield* Effect.flip(Effect.asVoid<unknown, SandboxOptions.SandboxError, never>(effect))
        assert.strictEqual(error.field, field)
      }
      assert.deepStrictEqual(yield* sandbox.order("23501"), before)
      yield* pass("1 day")
      assert.strictEqual((yield* sandbox.order("23501")).state, "Completed")
    }).pipe(Effect.provide(panel({ partial: 0 })))
  )

  it.effect("a defect of the panel is a 500, and the next call is answered", () =>
    Effect.gen(function* () {
      const { service, state } = yield* Control.open(yield* SandboxOptions.check())
      const { get } = state.orders
      state.orders.get = () => {
        throw new Error("broken")
      }
      const status = service.handle({ key: service.key, action: "status", order: "23501" })
      const broken = yield* status
      assert.strictEqual("reply" in broken ? broken.reply.status : undefined, 500)
      state.orders.get = get
      const whole = yield* status
      assert.strictEqual("reply" in whole ? whole.reply.status : undefined, 200)
    })
  )
})

/** A world with a plain order, a drip-feed and a subscription, something given back and something owed. */
const world = Effect.gen(function* () {
  const settings = yield* SandboxOptions.check({ partial: 1 })
  const { service, state } = yield* Control.open(settings)
  const call = (form: Readonly<Record<string, string>>) => service.handle({ key: service.key, ...form })
  const subscription = find(service, { type: "Subscriptions" }).id
  const drip = find(service, { dripfeed: true }).id
  yield* call({ action: "add", service: "1", link: link(), quantity: "100" })
  yield* call({ ...dripping, service: drip, quantity: "100" })
  yield* call({
    action: "add",
    service: subscription,
    username: "a",
    min: "20",
    max: "90",
    delay: "0",
    posts: "3"
  })
  yield* pass("4 days")
  yield* call({ action: "add", service: "1", link: link(2), quantity: "100" })
  const [last] = yield* service.orders({ link: link(2) })
  yield* service.change(last?.order ?? "", { state: "Canceled", refundAfter: "1 hour" })
  return { service, state }
})

const recordOf = (state: State, kind: OrderRecord["kind"]) =>
  [...state.orders.values()].find((record) => record.kind === kind && record.ended !== undefined)

const cent = decimal("0.01")

/** Edits of one book each, by what they are about. */
const edits: ReadonlyArray<readonly [string, (state: State) => void]> = [
  [
    "a line of the ledger too many",
    ({ ledger }) =>
      ledger.book({
        account: "main",
        amount: cent,
        reason: "refund",
        order: Option.some(OrderId.make("23501")),
        child: Option.none(),
        time: 0
      })
  ],
  [
    "a line about an order that is not there",
    ({ ledger }) =>
      ledger.book({
        account: "main",
        amount: cent,
        reason: "refund",
        order: Option.some(OrderId.make("99")),
        child: Option.none(),
        time: 0
      })
  ],
  [
    "a balance",
    ({ ledger }) => {
      const { balance } = ledger
      Object.assign(ledger, { balance: (account: string) => BigDecimal.sum(balance(account), cent) })
    }
  ],
  [
    "a line without its amount",
    ({ ledger }) => {
      const { entries } = ledger
      Object.assign(ledger, { entries: () => entries().slice(0, -1) })
    }
  ],
  [
    "what an order cost",
    (state) => void Object.assign(recordOf(state, "single") ?? {}, { price: decimal("9") })
  ],
  ["what was given back", (state) => void Object.assign(recordOf(state, "single") ?? {}, { refunded: cent })],
  ["what is due", (state) => void Object.assign(recordOf(state, "single") ?? {}, { due: cent })],
  ["what is owed", (state) => state.owed.clear()],
  ["a state", (state) => void Object.assign(recordOf(state, "single") ?? {}, { state: "Completed" })],
  ["an end", (state) => void Object.assign(recordOf(state, "single") ?? {}, { ended: undefined })],
  ["a count", (state) => void Object.assign(recordOf(state, "single") ?? {}, { delivered: 3.5 })],
  ["an order", (state) => void state.orders.delete("23501")],
  [
    "a child",
    (state) => {
      const record = recordOf(state, "dripfeed")
      if (record?.kind === "dripfeed") record.family.children.pop()
    }
  ],
  [
    "the sums of a parent",
    (state) => {
      const record = recordOf(state, "dripfeed")
      if (record?.kind === "dripfeed") record.family.refunded = cent
    }
  ],
  [
    "the count of a parent",
    (state) => {
      const record = recordOf(state, "dripfeed")
      if (record?.kind === "dripfeed") record.family.delivered += 1
    }
  ],
  [
    "the price of a subscription's posts",
    (state) => {
      const record = recordOf(state, "subscription")
      if (record?.kind === "subscription") record.family.price = cent
    }
  ]
]

describe("the books", () => {
  it.effect("agree, and what is owed is a line of its own until it lands", () =>
    Effect.gen(function* () {
      const { service } = yield* world
      assert.deepStrictEqual(yield* service.ledger.disagreements, [])
      assert.isTrue(yield* service.ledger.isBalanced)
      const [owed, ...others] = yield* service.ledger.owed
      assert.deepStrictEqual(others, [])
      const view = yield* service.order(owed?.order ?? "")
      assert.deepStrictEqual([view.owed, text(view.refunded)], [owed?.amount, "0"])
      yield* pass("1 hour")
      assert.deepStrictEqual(yield* service.ledger.owed, [])
      assert.strictEqual(text((yield* service.order(view.order)).owed), "0")
    })
  )

  it.effect("keep the newest lines and every charge, sum what is older, and still judge every order", () =>
    Effect.gen(function* () {
      const { sandbox } = yield* actions
      const orders: Array<string> = []
      for (let nth = 0; nth < 4; nth++) {
        const [order = ""] = yield* sandbox.seed({ service: "1", quantity: 100, link: link(nth) })
        orders.push(order)
        for (let turn = 0; turn < 5; turn++) {
          yield* sandbox.accounts.spend("main", "0.5")
          yield* sandbox.change(order, { state: "Partial", remains: 10 + turn })
          yield* sandbox.change(order, { state: "Completed", remains: 0 })
        }
        yield* sandbox.change(order, { state: "Partial", remains: 40 })
      }
      const lines = yield* sandbox.ledger.entries()
      // Of four orders: a deposit at first and one each, a charge, and eleven refunds and recharges.
      assert.strictEqual(
        lines.reduce((count, { movements }) => count + movements, 0),
        1 + 4 + 4 + 4 * 11 + 4 * 5
      )
      assert.isBelow(lines.length, 30)
      const sum = (order: string, ...reasons: ReadonlyArray<string>) =>
        text(
          lines
            .filter(
              (line) => Option.contains(line.order, OrderId.make(order)) && reasons.includes(line.reason)
            )
            .reduce((total, { amount }) => BigDecimal.sum(total, amount), decimal("0"))
        )
      for (const order of orders) {
        assert.strictEqual(sum(order, "charge"), "-0.079")
        assert.strictEqual(sum(order, "refund", "recharge"), "0.0316")
        assert.strictEqual(
          lines.filter((line) => Option.contains(line.order, OrderId.make(order)) && line.reason === "charge")
            .length,
          1
        )
      }
      assert.deepStrictEqual(lines.at(-1)?.balance, yield* sandbox.ledger.balance())
      assert.deepStrictEqual(yield* sandbox.ledger.disagreements, [])
    }).pipe(Effect.provide(panel({ logSize: 5, catalogue: selling("0.79"), partial: 0 })))
  )

  for (const [what, edit] of edits) {
    it.effect(`name the disagreement when one of them is edited: ${what}`, () =>
      Effect.gen(function* () {
        const { service, state } = yield* world
        edit(state)
        const found = yield* service.ledger.disagreements
        assert.isNotEmpty(found)
        assert.isFalse(yield* service.ledger.isBalanced)
        for (const { between, about, says } of found) {
          assert.match(between, /^[a-z]+\/[a-z]+$/)
          assert.isNotEmpty(about)
          assert.isNotEmpty(says)
        }
      })
    )
  }
})
