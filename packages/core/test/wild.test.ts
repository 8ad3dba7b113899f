import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { ask } from "./ask.js"
import { outcome } from "./plain.js"
import * as Scripted from "./scripted.js"
import { cases, ofBatches } from "./wildCases.js"
import { expectations } from "./wildExpectations.js"

const answers = ({ action, request, status, body }: (typeof cases)[number]) => {
  const reply = { status, body }
  // An empty catalogue is asked for again.
  const scripted = Scripted.make(action === "services" ? [reply, reply] : [reply])
  // Whether a failure is repeated is tested elsewhere; here each case is one call.
  return Effect.map(Effect.provide(ask(action, request), scripted.panel({ retries: 0 })), (results) => ({
    results,
    calls: scripted.calls
  }))
}

/** Where the form that is sent is not the one that the case was seen with. */
const otherForm: Readonly<Record<string, object>> = {
  // A lone ID goes in the singular form.
  w037: { order: "77", orders: undefined },
  // The documented cancel has no singular form.
  w055: { orders: "5", order: undefined },
  w203: { orders: "37000040", order: undefined },
  w205: { orders: "1", order: undefined },
  w056: { orders: "55", order: undefined }
}

/** The fields that have a value. */
const given = (fields: object) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

describe("the wild", () => {
  for (const one of cases) {
    it.effect(`${one.id}: ${one.means}`, () =>
      Effect.gen(function* () {
        const { results, calls } = yield* answers(one)
        assert.deepStrictEqual(results.map(outcome), expectations[one.id])
        const form = { action: one.action, ...one.request, ...otherForm[one.id] }
        assert.deepStrictEqual(Scripted.formOf(calls[0]), given(form))
        assert.strictEqual(calls.length, one.id === "w002" ? 2 : 1)
      })
    )
  }

  it.effect("ends as the file's own `outcome` and `meaning` say", () =>
    Effect.gen(function* () {
      for (const one of cases) {
        const { results } = yield* answers(one)
        const kinds = results.map((result) =>
          result._tag === "Right" ? "ok" : result.left.processed === "no" ? "refused" : "unknown"
        )
        const kind = new Set(kinds).size > 1 ? "mixed" : kinds[0]
        assert.include(one.outcome.split("-or-"), kind, one.id)
        const meanings = results.flatMap((result) =>
          result._tag === "Left" && "meaning" in result.left ? result.left.meaning : []
        )
        if (one.meaning !== null) assert.include(meanings, one.meaning, one.id)
      }
    })
  )

  it("has an expectation for each case and no other", () => {
    assert.deepStrictEqual(
      Object.keys(expectations).sort(),
      [...cases, ...ofBatches].map(({ id }) => id).sort()
    )
    assert.strictEqual(cases.length, 94)
  })
})
