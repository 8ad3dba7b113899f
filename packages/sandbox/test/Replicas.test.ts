/** What a panel says whose reads come from a copy that lags behind. */
import { assert, describe, it } from "@effect/vitest"
import type { SandboxView } from "@smmkit/sandbox"
import { Effect, TestClock } from "effect"
import { actions, ask, find, link, panel, pass, say } from "./harness.js"

/** Everything that happens to one panel, an hour after the other. */
const happenings: ReadonlyArray<readonly [order: string, change: SandboxView.Change]> = [
  ["23501", { state: "In progress", remains: 80 }],
  ["23501", { state: "Partial", remains: 40 }],
  ["23501", { remains: 20 }],
  ["23501", { state: "Canceled", refundAfter: "90 minutes" }],
  ["23502", { state: "In progress" }],
  ["23501", { state: "In progress", remains: 90 }],
  ["23503", { state: "Partial", remains: 10 }],
  ["23501", { state: "Refunded", refundAfter: "2 hours" }],
  ["23502", { state: "Canceled" }],
  ["23501", { state: "Fail", refund: "none" }],
  ["23502", { state: "Completed" }]
]

const setUp = Effect.gen(function* () {
  const { sandbox } = yield* actions
  const drip = find(sandbox, { dripfeed: true }).id
  const posts = find(sandbox, { type: "Subscriptions" })
  const limits = { min: String(posts.min), max: String(posts.min), delay: "0", posts: "9" }
  yield* ask({ action: "add", service: "1", link: link(1), quantity: "100" })
  yield* ask({
    action: "add",
    service: drip,
    link: link(2),
    quantity: "100",
    runs: "5",
    interval: "120"
  })
  yield* ask({ action: "add", service: posts.id, username: "someone", ...limits })
  return sandbox
})

describe("a copy that lags behind", () => {
  it.effect("says what was said then, of every kind of order, after every kind of change", () =>
    Effect.gen(function* () {
      const sandbox = yield* setUp
      const status = Effect.suspend(() =>
        say({ action: "status", orders: [23501, 23502, 23503, 23504, 23505, 23506, 23507].join() })
      )
      const heard: Array<readonly [time: number, answer: string]> = []
      const listen = Effect.gen(function* () {
        heard.push([yield* TestClock.currentTimeMillis, yield* status])
      })
      for (const [order, change] of happenings) {
        for (let look = 0; look < 3; look++) {
          yield* pass("15 minutes")
          yield* listen
        }
        yield* pass("15 minutes")
        yield* sandbox.change(order, change)
        // Not what held in the very moment of a change, but what held a little later.
        yield* pass(1)
        yield* listen
      }
      yield* pass("3 hours")
      const now = yield* TestClock.currentTimeMillis
      assert.isAbove(new Set(heard.map(([, answer]) => answer)).size, 20)
      for (const [time, answer] of heard) {
        yield* sandbox.faults.script([{ mishap: "stale-answer", after: now - time }], "status")
        assert.strictEqual(yield* status, answer, `${now - time} ms ago`)
      }
    }).pipe(Effect.provide(panel({ partial: 0, pace: "hours" })))
  )

  it.effect("says what a refill's state was, whatever it was set to since", () =>
    Effect.gen(function* () {
      const { sandbox } = yield* actions
      const { id, min } = find(sandbox, { refill: true })
      yield* ask({ action: "add", service: id, link: link(1), quantity: String(min) })
      yield* pass("5 days")
      assert.deepStrictEqual(yield* ask({ action: "refill", order: "23501" }), { refill: "1" })
      const status = ask({ action: "refill_status", refill: "1" })
      const heard: Array<unknown> = [yield* status]
      for (const word of ["Error", "In progress", "Canceled"]) {
        yield* pass("1 second")
        yield* sandbox.changeRefill("1", word)
        heard.push(yield* status)
      }
      for (const [ago, answer] of heard.reverse().entries()) {
        yield* sandbox.faults.script([{ mishap: "stale-answer", after: `${ago} seconds` }], "refill_status")
        assert.deepStrictEqual(yield* status, answer)
      }
    }).pipe(Effect.provide(panel({ partial: 0 })))
  )

  it.effect("tells nobody of an order before it was there, though it answers about everybody's", () =>
    Effect.gen(function* () {
      const { sandbox } = yield* actions
      yield* ask({ action: "add", service: "1", link: link(1), quantity: "100" })
      for (const mishap of ["stale-answer", "not-yet-shown"] as const) {
        yield* sandbox.faults.script([mishap], "status")
        assert.deepStrictEqual(yield* ask({ action: "status", order: "23501" }), {
          error: "Incorrect order ID"
        })
      }
    }).pipe(Effect.provide(panel({ foreign: "answered" })))
  )

  it.effect("that does not know an order yet cancels nothing, and what it knows is cancelled", () =>
    Effect.gen(function* () {
      const { sandbox } = yield* actions
      const service = find(sandbox, { cancel: true }).id
      const add = { action: "add", service, quantity: String(find(sandbox, { cancel: true }).min) }
      yield* ask({ ...add, link: link(1) })
      yield* pass("2 minutes")
      yield* ask({ ...add, link: link(2) })
      yield* sandbox.faults.script(["not-yet-shown"], "cancel")
      const cancel = ask({ action: "cancel", orders: "23501,23502" })
      const unknown = { order: 23502, cancel: { error: "Incorrect order ID" } }
      assert.deepStrictEqual(yield* cancel, [{ order: 23501, cancel: 1 }, unknown])
      const [fired] = yield* sandbox.faults.fired
      assert.deepStrictEqual(fired?.mishaps, ["not-yet-shown"])
      // Nothing is left of the first call for the second order.
      assert.deepStrictEqual(yield* cancel, [
        { order: 23501, cancel: { error: "Cancel already requested" } },
        { order: 23502, cancel: 1 }
      ])
    }).pipe(Effect.provide(panel({ pace: "days", partial: 0 })))
  )
})
