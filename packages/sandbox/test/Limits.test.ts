/** Limits that are kept, and the log in which a test counts the same calls. */
import { assert, describe, it } from "@effect/vitest"
import { Sandbox } from "@smmkit/sandbox"
import { Effect } from "effect"
import { panel, pass, say } from "./harness.js"

const balance = say({ action: "balance" })

describe("a limit", () => {
  it.effect("is kept in every window, and a call that is refused does not count", () =>
    Effect.gen(function* () {
      const { logs } = yield* Sandbox.Sandbox
      for (let call = 0; call < 60; call++) {
        yield* balance
        yield* pass("7 seconds")
      }
      const all = yield* logs.calls()
      const through = all.filter(({ outcome }) => outcome === "answered").map(({ time }) => time)
      for (const time of through) {
        assert.isAtMost(through.filter((one) => one > time - 60_000 && one <= time).length, 3)
      }
      assert.deepStrictEqual(
        through.slice(0, 5).map((time) => time / 1000),
        [0, 7, 14, 63, 70]
      )
      assert.strictEqual((yield* logs.calls({ from: 60_000, to: 120_000 })).length, 9)
    }).pipe(Effect.provide(panel({ limits: [{ calls: 3, window: "1 minute" }] })))
  )

  it.effect("of no calls lets none through", () =>
    Effect.gen(function* () {
      assert.include(yield* balance, "Too many requests")
      assert.include(yield* say({ action: "services" }), '"service"')
    }).pipe(Effect.provide(panel({ limits: [{ calls: 0, window: "1 minute", action: "balance" }] })))
  )

  it.effect("says when to come back, and then lets the call through", () =>
    Effect.gen(function* () {
      const { handle, key } = yield* Sandbox.Sandbox
      yield* balance
      yield* pass("800 millis")
      const limited = yield* handle({ key, action: "balance" })
      const wait = "reply" in limited ? limited.reply.headers["retry-after"] : undefined
      assert.strictEqual(wait, "10")
      yield* pass(`${Number(wait)} seconds`)
      assert.include(yield* balance, '"balance"')
    }).pipe(Effect.provide(panel({ limits: [{ calls: 1, window: "10 seconds" }] })))
  )

  it.effect("of the panel counts every key, and is answered in words where that is said", () =>
    Effect.gen(function* () {
      yield* balance
      yield* say({ action: "balance", key: "nobody's" })
      assert.strictEqual(yield* balance, '{"error":"Rate limit exceeded (2/min)"}')
    }).pipe(
      Effect.provide(panel({ limits: [{ calls: 2, window: "1 minute", per: "panel", answer: "200" }] }))
    )
  )
})
