import { assert, describe, it } from "@effect/vitest"
import { Effect, Either } from "effect"
import { AddOrder, Balance, type Meaning, type Refusals } from "../src/index.js"
import * as Scripted from "./scripted.js"
import { order } from "./spending.js"

const phrases: ReadonlyArray<Refusals.Phrase> = [
  { text: "Kaput, come back later", meaning: "rate-limited" },
  { text: /^E-4\d$/g, meaning: "bad-link" },
  { text: "Too many requests", meaning: "quota" },
  { text: "Closed", meaning: "maintenance" }
]

const placing = (reply: ReturnType<typeof Scripted.json>) => {
  const scripted = Scripted.make(() => reply)
  return Effect.gen(function* () {
    const { place } = yield* AddOrder.AddOrder
    const again = Effect.retry(place(order), { while: ({ retryable }) => retryable, times: 3 })
    const error = yield* Effect.flip(again)
    return [error, scripted.calls.length] as const
  }).pipe(Effect.provide(scripted.panel({ phrases, retryDelay: 0 })))
}

const meaningOf = (error: object): unknown => ("meaning" in error ? error.meaning : undefined)

describe("a program's own phrases", () => {
  it.effect("give a panel's texts a meaning, and go before what is known", () =>
    Effect.gen(function* () {
      const texts: ReadonlyArray<readonly [string, Meaning.Meaning]> = [
        ["kaput,  come back later.", "rate-limited"],
        ["E-42", "bad-link"],
        ["E-43", "bad-link"],
        ["Too many requests", "quota"]
      ]
      for (const [text, meaning] of texts) {
        const [error] = yield* placing(Scripted.json({ error: text }))
        assert.strictEqual(meaningOf(error), meaning, text)
      }
      const [other] = yield* placing(Scripted.json({ error: "E-422" }))
      assert.isNull(meaningOf(other) ?? null)
    })
  )

  it.live("make nothing be sent twice, be it by smmkit or by the caller's own retry", () =>
    Effect.gen(function* () {
      for (const text of ["Kaput, come back later", "Closed"]) {
        for (const status of [200, 400, 503]) {
          for (const body of [{ error: text }, { message: text }, { success: false, message: text }]) {
            const [, calls] = yield* placing(Scripted.json(body, status))
            assert.strictEqual(calls, 1, `${JSON.stringify(body)} with ${status}`)
          }
        }
      }
      const scripted = Scripted.make(() => Scripted.json({ error: "Kaput, come back later" }))
      const balance = Effect.flatMap(Balance.Balance, ({ get }) => Effect.either(get))
      const result = yield* Effect.provide(balance, scripted.panel({ phrases, retryDelay: 0 }))
      assert.isTrue(Either.isLeft(result))
      assert.strictEqual(scripted.calls.length, 1)
    })
  )

  it.effect("make no order count as refused that may stand", () =>
    Effect.gen(function* () {
      for (const reply of [
        Scripted.json({ message: "Closed" }),
        Scripted.json({ error: "Closed" }, 503),
        Scripted.json({ message: "E-42" })
      ]) {
        const [error] = yield* placing(reply)
        assert.strictEqual(error.processed, "maybe", reply.body)
      }
    })
  )
})
