import { assert, describe, it } from "@effect/vitest"
import { Effect, Either } from "effect"
import { ask } from "../ask.js"
import * as Scripted from "../scripted.js"

/** What the panel is understood to have said, when it answers a question for the balance with this. */
const said = (body: unknown, status = 200) =>
  Effect.gen(function* () {
    const reply = typeof body === "string" ? Scripted.text(body, status) : Scripted.json(body, status)
    const [result] = yield* Effect.provide(ask("balance", {}), Scripted.make([reply]).panel({ retries: 0 }))
    assert(result !== undefined)
    if (Either.isRight(result)) return "an answer"
    const error = result.left
    return "said" in error ? `${error._tag}: ${error.said}` : error._tag
  })

describe("a refusal", () => {
  const words = "The stars are not aligned"
  for (const body of [
    { error: words },
    { Error: words },
    { error: words, status: 113 },
    { error: words, balance: "0.00", currency: "USD" },
    { error: ` ${words} ` },
    { error: [words] },
    { error: { message: words } },
    { error: { message: words, code: 5 } },
    { error: { msg: words } },
    { errors: [words] },
    { errors: { link: [words] } },
    { errors: [{ message: words }] },
    { error: true, message: words },
    { error: 1, msg: words },
    { error: "error", message: words },
    { error: "true", message: words },
    { error: true, errors: [words] },
    { status: "error", message: words },
    { status: "fail", msg: words },
    { status: "error", msg: words, error: "" },
    { status: false, message: words },
    { status: false, data: { msg: words } },
    { success: false, message: words },
    { success: false, data: { name: "x", message: words, code: 0 } },
    { success: "false", message: words },
    `error=${words.replaceAll(" ", "+")}`,
    `error=${encodeURIComponent(words)}&code=5`,
    `\uFEFF${JSON.stringify({ error: words })}`
  ]) {
    it.effect(`is read from ${typeof body === "string" ? body : JSON.stringify(body)}`, () =>
      Effect.gen(function* () {
        assert.strictEqual(yield* said(body), `UnclassifiedRefusal: ${words}`)
      })
    )
  }

  it.effect("in bare words counts where it is known, or the HTTP status says that it is one", () =>
    Effect.gen(function* () {
      for (const body of ["Invalid API key", '"Invalid API key"', { message: "Invalid API key" }]) {
        assert.strictEqual(yield* said(body), "AccountRefusal: Invalid API key")
      }
      for (const body of [words, JSON.stringify(words), { message: words }]) {
        assert.strictEqual(yield* said(body, 400), `UnclassifiedRefusal: ${words}`)
        assert.strictEqual(yield* said(body, 200), "UnexpectedAnswer")
      }
    })
  )

  it.effect("is none where a field for one says nothing", () =>
    Effect.gen(function* () {
      for (const nothing of [null, "", " ", false, 0, [], {}, "0", "false", "no"]) {
        assert.strictEqual(
          yield* said({ error: nothing, balance: "1" }),
          "an answer",
          JSON.stringify(nothing)
        )
      }
      assert.strictEqual(
        yield* said({ status: "success", message: "Welcome back", balance: "1" }),
        "an answer"
      )
    })
  )

  it.effect("is not read from a page, from broken JSON, or from a text without end", () =>
    Effect.gen(function* () {
      for (const body of [
        "<html>Invalid API key</html>",
        '{"error":"Invalid API key"',
        'Invalid API key {"balance":',
        "Invalid API key ".repeat(50)
      ]) {
        assert.strictEqual(yield* said(body), "UnexpectedAnswer", body.slice(0, 40))
      }
    })
  )
})
