/** What panels say whose reads come from a copy that lags behind, or that knows less. */
import assert from "node:assert/strict"
import { Sandbox } from "@smmkit/sandbox"
import { Console, Effect, TestClock, TestContext } from "effect"

const program = Effect.gen(function* () {
  const sandbox = yield* Sandbox.Sandbox
  const { faults, handle, key } = sandbox
  const seeds = { service: "1", quantity: 100, state: "In progress", count: 2 }
  const [order = "", second = ""] = yield* sandbox.seed(seeds)
  const status = (...orders: ReadonlyArray<string>) =>
    Effect.map(handle({ key, action: "status", orders: orders.join() }), (exchange) =>
      "reply" in exchange ? exchange.reply.body : exchange._tag
    )

  yield* sandbox.change(order, { state: "Partial", remains: 40 })
  yield* TestClock.adjust("10 minutes")
  yield* sandbox.change(order, { state: "Refunded" })

  yield* faults.script([{ mishap: "stale-answer", after: "5 minutes" }]) // as of five minutes ago, now and then
  assert.match(yield* status(order), /"Partial"/)
  assert.match(yield* status(order), /"Refunded"/)
  yield* faults.setTraits(["unknown-as-pending"]) // a state that the panel does not know
  assert.match(yield* status(order), /"Pending"/)
  yield* faults.setTraits(["missing-unknown"]) // unknown IDs are left out,
  assert.doesNotMatch(yield* status(order, "7"), /"7"/)
  yield* faults.script(["ids-left-out"]) // and so are known ones
  assert.doesNotMatch(yield* status(second, order), new RegExp(`"${order}"`))
  yield* faults.setTraits(["all-unknown"]) // one error for a batch in which all are unknown
  assert.equal(yield* status("7", "8"), '{"error":"Incorrect order ID"}')
  yield* faults.setTraits([])
  yield* faults.add({ mishap: "not-yet-shown" }) // for a minute, an own order is not there
  yield* handle({ key, action: "add", service: "1", link: "https://example.com/p/1", quantity: "100" })
  const [placed] = (yield* sandbox.orders()).slice(-1)
  assert.match(yield* status(placed?.order ?? ""), /Incorrect order ID/)
  yield* TestClock.adjust("1 minute")
  assert.match(yield* status(placed?.order ?? ""), /"status"/)
  yield* Console.log(yield* faults.fired)
})

await Effect.runPromise(
  Effect.provide(program, Sandbox.layer()).pipe(Effect.provide(TestContext.TestContext))
)
