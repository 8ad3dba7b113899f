/** What panels do to an order after its end, and what its status, its refunds and its parent then say. */
import assert from "node:assert/strict"
import { Sandbox } from "@smmkit/sandbox"
import { BigDecimal, Console, Effect, Option, TestClock, TestContext } from "effect"

const program = Effect.gen(function* () {
  const sandbox = yield* Sandbox.Sandbox
  const [order = ""] = yield* sandbox.seed({ service: "1", quantity: 100, state: "In progress" })
  const [drip = ""] = yield* sandbox.seed({ service: "1", quantity: 100, children: 3, state: "Completed" })
  const stands = Effect.map(sandbox.order(order), ({ state, remains, refunded, owed }) =>
    [state, remains, BigDecimal.format(refunded), BigDecimal.format(owed)].join(" ")
  )

  yield* sandbox.change(order, { state: "Partial", remains: 40 }) // the rest is given back at once
  assert.equal(yield* stands, "Partial 40 0.0316 0")
  yield* sandbox.change(order, { remains: 20 }) // corrected afterwards: the difference is charged again
  assert.equal(yield* stands, "Partial 20 0.0158 0")
  yield* sandbox.change(order, { state: "Canceled" }) // with 80 delivered, and all given back
  assert.equal(yield* stands, "Canceled 20 0.079 0")
  yield* sandbox.change(order, { state: "In progress", remains: 90 }) // reopened, and counts gone backwards
  assert.equal(yield* stands, "In progress 90 0 0")
  yield* sandbox.change(order, { state: "Refunded", refundAfter: "1 hour" }) // the money comes an hour later
  assert.equal(yield* stands, "Refunded 90 0 0.079")
  yield* TestClock.adjust("1 hour")
  assert.equal(yield* stands, "Refunded 90 0.079 0")
  yield* sandbox.change(order, { state: "Fail", refund: "none" }) // any word, and what was refunded stays so
  assert.equal(yield* stands, "Fail 90 0.079 0")
  yield* sandbox.change(order, { state: "Completed", remains: 0, refund: "due" }) // delivered after all
  assert.equal(yield* stands, "Completed 0 0 0")
  yield* sandbox.change(order, { state: "Partial", remains: 50 }) // and then not
  assert.equal(yield* stands, "Partial 50 0.0395 0")

  const { children } = yield* sandbox.order(drip)
  yield* sandbox.change(children[0] ?? "", { state: "Partial", remains: 10 }) // a run, and so its parent
  assert.equal((yield* sandbox.order(drip)).state, "Partial")
  yield* sandbox.change(drip, { state: "Canceled" }) // a parent, and so its runs
  assert.equal((yield* sandbox.order(children[2] ?? "")).state, "Canceled")

  yield* sandbox.change(order, { state: "Processing" })
  yield* sandbox.hold(order) // it stays as it is, until it is changed
  yield* TestClock.adjust("30 days")
  assert.equal((yield* sandbox.order(order)).state, "Processing")
  yield* sandbox.forget(drip) // the panel refuses its ID from now on; the books keep it
  const answer = yield* sandbox.handle({ key: sandbox.key, action: "status", order: drip })
  assert.ok("reply" in answer && answer.reply.body.includes("Incorrect order ID"))

  assert.deepEqual(yield* sandbox.ledger.disagreements, [])
  const log = yield* sandbox.logs.transitions({ order, from: 1 })
  yield* Console.log(log.map(({ from, to }) => `${Option.getOrElse(from, () => "new")} -> ${to}`))
})

await Effect.runPromise(
  Effect.provide(program, Sandbox.layer()).pipe(Effect.provide(TestContext.TestContext))
)
