import { assert, describe, it } from "@effect/vitest"
import { Effect, Either, Fiber, TestClock } from "effect"
import { type Call, Identifiers, OrderStatus } from "../src/index.js"
import * as Scripted from "./scripted.js"

const ids = (count: number) => Array.from({ length: count }, (_, at) => Identifiers.OrderId.make(`${at + 1}`))

const many = (count: number, options?: Call.CallOptions) =>
  Effect.flatMap(OrderStatus.OrderStatus, ({ many }) => many(ids(count), options))

const asked = (call: Parameters<typeof Scripted.formOf>[0]) => {
  const { order, orders } = Scripted.formOf(call)
  return (orders ?? order ?? "").split(",")
}

const wrong = Scripted.json({ error: "Incorrect order ID" })

describe("a question about many orders", () => {
  it.effect("finds the one that is wrong by halves", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make((call) => {
        const ids = asked(call)
        if (ids.includes("6")) return wrong
        const [only] = ids
        return Scripted.json(
          ids.length === 1 && only !== undefined
            ? { status: "Pending" }
            : Object.fromEntries(ids.map((id) => [id, { status: "Pending" }]))
        )
      })
      const answers = yield* Effect.provide(many(8), scripted.panel())
      assert.deepStrictEqual(
        answers.map(({ result }) => Either.isRight(result)),
        [true, true, true, true, true, false, true, true]
      )
      assert.deepStrictEqual(
        scripted.calls.map((call) => asked(call).join()),
        ["1,2,3,4,5,6,7,8", "1,2,3,4", "5,6,7,8", "5,6", "5", "6", "7,8"]
      )
    })
  )

  for (const [name, options] of [
    ["its own", { deadline: "30 seconds" }],
    ["the panel's", undefined]
  ] as const) {
    it.effect(`has one deadline for all halves: ${name}`, () =>
      Effect.gen(function* () {
        const scripted = Scripted.make(() => Effect.delay(Effect.succeed(wrong), "12 seconds"))
        yield* Effect.gen(function* () {
          const asking = yield* Effect.fork(many(100, options))
          yield* TestClock.adjust("35 seconds")
          const exit = yield* Fiber.poll(asking)
          yield* Fiber.interrupt(asking)
          assert.strictEqual(exit._tag, "Some")
          assert.strictEqual(scripted.calls.length, 3)
        }).pipe(Effect.provide(scripted.panel({ retries: 0 })))
      })
    )
  }

  it.effect("ends with the first answer that the key is wrong", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make(() => Scripted.json({ error: "Invalid API key" }))
      const answers = yield* Effect.provide(many(1000), scripted.panel())
      assert.isTrue(
        answers.every(({ result }) => Either.isLeft(result) && result.left._tag === "AccountRefusal")
      )
      assert.strictEqual(answers.length, 1000)
      assert.strictEqual(scripted.calls.length, 1)
    })
  )
})
