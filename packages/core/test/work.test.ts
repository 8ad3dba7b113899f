import { afterEach, assert, describe, it, vi } from "@effect/vitest"
import { Effect, Either } from "effect"
import { Identifiers, Refill } from "../src/index.js"
import * as Scripted from "./scripted.js"
import { processed, spendings } from "./spending.js"

const list = (count: number, entry: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => entry(at)).join(",")

const many = 2000

/** Answers that are small for what they would have a reader do, and that prove nothing. */
const bodies: Readonly<Record<string, string>> = {
  "a row of everybody's": `{${list(many, (at) => `"${at}":{"error":"Too many requests, please wait"}`)}}`,
  "a list of refusals": `{"error":[${list(many, () => '"Too many requests"')}]}`,
  "refusals by field": `{"errors":{${list(many, (at) => `"link${at}":["The link is required"]`)}}}`,
  "numbers by field": `{"errors":{${list(many, (at) => `"link${at}":1`)}}}`,
  "nothing by field": `{"errors":{${list(many, (at) => `"link${at}":[]`)}}}`,
  "names in capitals": `{${list(many, (at) => `"Order${at}":{"Status":"In progress"}`)}}`,
  "one name in many spellings": `{${list(many, (at) => `"st${"_".repeat(at % 40)}atus${"-".repeat(at / 40)}":"please wait"`)}}`,
  "one long text": JSON.stringify({ error: "Too many requests. ".repeat(many) })
}

/** A refill of a hundred orders, each of which is looked for in the answer. */
const hundred = {
  name: "refill, a hundred",
  ask: Effect.flatMap(Refill.Refill, ({ requestMany }) =>
    Effect.map(
      requestMany(Array.from({ length: 100 }, (_, at) => Identifiers.OrderId.make(String(at + 1)))),
      (all) => all.map(({ result }) => result)
    )
  )
}

/** How many names were listed, and how many texts were taken apart. */
const counting = () => {
  const work = { names: 0, texts: 0 }
  for (const method of ["keys", "values", "entries"] as const) {
    const original: (value: object) => ReadonlyArray<unknown> = Object[method]
    vi.spyOn(Object, method).mockImplementation((value: object) => {
      const listed = original(value)
      work.names += listed.length
      return [...listed]
    })
  }
  const normalize = String.prototype.normalize
  vi.spyOn(String.prototype, "normalize").mockImplementation(function (this: string, form) {
    work.texts += 1
    return normalize.call(this, form)
  })
  return work
}

afterEach(() => vi.restoreAllMocks())

describe("what an answer to a call that spends makes work", () => {
  for (const [kind, body] of Object.entries(bodies)) {
    it.effect(`is bounded by what was asked: ${kind}`, () =>
      Effect.gen(function* () {
        for (const status of [200, 429]) {
          for (const { name, ask } of [...spendings, hundred]) {
            const work = counting()
            const { panel } = Scripted.make(() => Scripted.text(body, status))
            const results = yield* Effect.provide(ask, panel({ retries: 0 }))
            vi.restoreAllMocks()
            assert.isTrue(results.every(Either.isLeft), name)
            assert.isTrue(
              results.every((result) => processed(result) !== "no"),
              `${name} ${status}`
            )
            assert.isAtMost(work.names, 11 * many, `${name} ${status}`)
            assert.isAtMost(work.texts, 600, `${name} ${status}`)
          }
        }
      })
    )
  }
})
