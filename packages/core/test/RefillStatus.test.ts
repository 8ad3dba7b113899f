import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { Identifiers, RefillStatus } from "../src/index.js"
import { outcome } from "./plain.js"
import * as Scripted from "./scripted.js"

const refills = ["1", "2"].map((id) => Identifiers.RefillId.make(id))
const one = Identifiers.RefillId.make("1")

const get = (body: unknown) => {
  const scripted = Scripted.make([Scripted.json(body)])
  return Effect.flatMap(RefillStatus.RefillStatus, ({ get }) =>
    Effect.map(Effect.either(get(one)), outcome)
  ).pipe(
    Effect.map((result) => ({ result, form: Scripted.formOf(scripted.calls[0]) })),
    Effect.provide(scripted.panel({ retries: 0 }))
  )
}

const many = (body: unknown) => {
  const scripted = Scripted.make([Scripted.json(body)])
  return Effect.flatMap(RefillStatus.RefillStatus, ({ many }) => many(refills)).pipe(
    Effect.map((answers) => ({
      results: answers.map(({ result }) => outcome(result)),
      form: Scripted.formOf(scripted.calls[0])
    })),
    Effect.provide(scripted.panel())
  )
}

describe("get", () => {
  it.effect("asks for one refill and reads its state, flat, in a list, or under its ID", () =>
    Effect.gen(function* () {
      for (const body of [
        { status: "in_progress" },
        [{ refill: 1, status: "In progress" }],
        { "1": { status: "In progress" } }
      ]) {
        const { result, form } = yield* get(body)
        assert.deepStrictEqual(result, { status: "In progress" })
        assert.deepStrictEqual(form, { action: "refill_status", refill: "1" })
      }
    })
  )

  it.effect("knows a refill that is not found by what the question was about", () =>
    Effect.gen(function* () {
      for (const words of ["not found", "Not Found.", "Incorrect ID", "Refill not found"]) {
        const { result } = yield* get({ error: words })
        assert.propertyVal(result, "meaning", "refill-not-found", words)
      }
    })
  )

  it.effect("keeps a word that it does not know", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual((yield* get({ status: "Teleporting" })).result, { status: "Teleporting" })
    })
  )

  it.effect("does not take the state of another refill for its own", () =>
    Effect.gen(function* () {
      const { result } = yield* get([{ refill: 2, status: "Completed" }])
      assert.propertyVal(result, "tag", "UnexpectedAnswer")
    })
  )
})

describe("many", () => {
  it.effect("asks for all at once and gives each its own result", () =>
    Effect.gen(function* () {
      const { results, form } = yield* many([
        { refill: 2, status: { error: "Refill not found" } },
        { refill: 1, status: "Completed" }
      ])
      assert.deepStrictEqual(form, { action: "refill_status", refills: "1,2" })
      assert.deepStrictEqual(results, [
        { status: "Completed" },
        {
          tag: "NotFound",
          processed: "no",
          meaning: "refill-not-found",
          said: "Refill not found",
          status: 200
        }
      ])
    })
  )

  it.effect("says `missing` of a refill that the answer leaves out", () =>
    Effect.gen(function* () {
      const { results } = yield* many([{ refill: 1, status: "Completed" }])
      assert.propertyVal(results[1], "reason", "missing")
    })
  )
})
