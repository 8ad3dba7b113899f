/** What others do: strangers with our key, customers between us, and a panel that is late. */
import assert from "node:assert/strict"
import { Sandbox } from "@smmkit/sandbox"
import { Console, Effect, TestClock, TestContext } from "effect"

const form = { service: "1", link: "https://example.com/p/1", quantity: "100" }

const program = Effect.gen(function* () {
  const sandbox = yield* Sandbox.Sandbox
  const { accounts, faults, handle, key } = sandbox
  const add = { key, action: "add", ...form }

  yield* accounts.strangerOrders("main", form) // a stranger with our key orders, whenever a test says so
  yield* faults.script(["stranger-orders"], "add") // or just before we do, and at our price
  yield* handle(add)
  const bookings = yield* sandbox.bookings
  assert.deepEqual(
    bookings.map(({ by }) => by),
    ["stranger", "stranger", "caller"]
  )
  assert.deepEqual(bookings[1]?.price, bookings[2]?.price)

  yield* TestClock.adjust("10 minutes") // meanwhile other customers have taken ten IDs
  yield* handle(add)
  const [, , before, after] = (yield* sandbox.bookings).map(({ order }) => Number(order))
  assert.equal((after ?? 0) - (before ?? 0), 11)

  yield* TestClock.adjust("1 day")
  yield* faults.script([{ mishap: "booked-late", after: "10 minutes" }], "refill") // taken ten minutes later
  yield* handle({ key, action: "refill", order: String(before) })
  assert.equal((yield* sandbox.refills).length, 0)
  yield* TestClock.adjust("10 minutes")
  assert.equal((yield* sandbox.refills).length, 1)
  yield* faults.script(["done-though-refused"], "refill") // refused in words, and taken all the same
  yield* handle({ key, action: "refill", order: String(after) })
  assert.equal((yield* sandbox.refills).length, 2)

  const [late = "", denied = ""] = yield* sandbox.seed({
    service: "1",
    quantity: 1000,
    state: "In progress",
    count: 2
  })
  yield* faults.script([{ mishap: "booked-late", after: "10 minutes" }, "done-though-refused"], "cancel")
  yield* handle({ key, action: "cancel", orders: late }) // a cancel that comes ten minutes late
  yield* handle({ key, action: "cancel", orders: denied }) // and one that is refused, and done all the same
  yield* TestClock.adjust("2 minutes")
  assert.equal((yield* sandbox.order(late)).state, "In progress")
  assert.equal((yield* sandbox.order(denied)).state, "Partial")
  yield* TestClock.adjust("10 minutes")
  assert.equal((yield* sandbox.order(late)).state, "Partial")

  yield* faults.script([{ mishap: "slow", after: "5 minutes" }], "add") // the answer comes after every deadline
  const answer = yield* handle(add)
  assert.ok("after" in answer && answer.after === 300_000)
  yield* Console.log(yield* sandbox.bookings)
})

const panel = Sandbox.layer({ others: "1 minute", partial: 0, refillWait: 0 })

await Effect.runPromise(Effect.provide(program, panel).pipe(Effect.provide(TestContext.TestContext)))
