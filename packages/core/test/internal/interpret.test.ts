import { inspect } from "node:util"
import { assert, describe, it } from "@effect/vitest"
import { Cause, Effect, Either, Exit, FastCheck, Runtime } from "effect"
import { type Panel, PanelError } from "../../src/index.js"
import { ask } from "../ask.js"
import * as Nonsense from "../nonsense.js"
import { runs } from "../part.js"
import * as Scripted from "../scripted.js"

const questions: ReadonlyArray<readonly [string, Readonly<Record<string, string>>]> = [
  ["services", {}],
  ["balance", {}],
  ["add", { service: "1", link: "x", quantity: "1" }],
  ["status", { order: "5" }],
  ["status", { orders: "5,6" }],
  ["refill", { order: "5" }],
  ["refill", { orders: "5,6" }],
  ["refill_status", { refill: "5" }],
  ["refill_status", { refills: "5,6" }],
  ["cancel", { order: "5" }],
  ["cancel", { orders: "5,6" }]
]

const reads: ReadonlyArray<string> = [
  "AccountRefusal",
  "RateLimited",
  "PanelUnavailable",
  "NotFound",
  "RequestRefusal",
  "UnclassifiedRefusal",
  "UnexpectedAnswer"
]

const allowed: Readonly<Record<string, ReadonlyArray<string>>> = {
  services: reads,
  balance: reads,
  status: reads,
  refill_status: reads,
  ...Object.fromEntries(
    ["add", "refill", "cancel"].map((action) => [
      action,
      [...reads.filter((tag) => tag !== "UnexpectedAnswer"), "OutcomeUnknown"]
    ])
  )
}

describe("whatever a panel answers", () => {
  for (const [action, request] of questions) {
    it.effect(`${action} ${Object.keys(request)} ends in an answer or in an error of its union`, () => {
      let reply = Scripted.text("")
      const scripted = Scripted.make(() => reply)
      const holds = (runtime: Runtime.Runtime<Panel.Actions>) =>
        FastCheck.asyncProperty(
          Nonsense.body,
          Nonsense.status,
          FastCheck.option(
            FastCheck.oneof(FastCheck.string(), FastCheck.constantFrom("5", "Sun, 06 Nov 1994"))
          ),
          async (body, status, header) => {
            reply = { body, status, retryAfter: header ?? undefined, location: header ?? undefined }
            const exit = await Runtime.runPromiseExit(runtime)(ask(action, request))
            if (Exit.isFailure(exit)) assert.fail(Cause.pretty(exit.cause))
            for (const result of exit.value) {
              if (Either.isRight(result)) continue
              assert.include(allowed[action] ?? [], result.left._tag)
              assert.isTrue(PanelError.isPanelError(result.left))
              // Whatever prints it gets to the end of it.
              assert.isString(`${result.left}${JSON.stringify(result.left)}${inspect(result.left)}`)
            }
          }
        )
      return Effect.runtime<Panel.Actions>().pipe(
        Effect.flatMap((runtime) =>
          Effect.promise(() => FastCheck.assert(holds(runtime), { numRuns: runs(25, 1000) }))
        ),
        Effect.provide(scripted.panel({ retries: 0 }))
      )
    })
  }
})

describe("an HTTP status", () => {
  const balance = (reply: Scripted.Step) =>
    Effect.map(
      Effect.provide(ask("balance", {}), Scripted.make([reply]).panel({ retries: 0 })),
      ([result]) => (result === undefined || Either.isRight(result) ? result?.right : result.left)
    )
  const funds = { balance: "1", currency: "USD" }

  it.effect("of 2xx makes an answer of a read, and no other does", () =>
    Effect.gen(function* () {
      for (const status of [200, 201, 299])
        assert.property(yield* balance(Scripted.json(funds, status)), "amount")
      for (const status of [100, 199, 300, 400, 404, 429, 500]) {
        assert.property(yield* balance(Scripted.json(funds, status)), "_tag", String(status))
      }
    })
  )

  it.effect("of a redirect tells where to, and follows nothing", () =>
    Effect.gen(function* () {
      for (const status of [301, 302, 303, 307, 308]) {
        const error = yield* balance(Scripted.json(funds, status, { location: "https://new.example/api/v2" }))
        assert.deepInclude(error, {
          _tag: "UnexpectedAnswer",
          reason: "redirect",
          excerpt: "https://new.example/api/v2"
        })
      }
    })
  )

  it.effect("of 404 leaves it open what was not found", () =>
    Effect.gen(function* () {
      for (const reply of [Scripted.text("Not Found", 404), Scripted.json({ message: "Not Found" }, 404)]) {
        const scripted = Scripted.make([reply])
        const [result] = yield* Effect.provide(ask("status", { order: "5" }), scripted.panel())
        assert(result !== undefined && Either.isLeft(result))
        assert.strictEqual(result.left._tag, "UnclassifiedRefusal")
      }
    })
  )

  it.effect("of a bot check says nothing about the key", () =>
    Effect.gen(function* () {
      const page = "<!DOCTYPE html><html><title>Just a moment...</title>Invalid API key</html>"
      for (const status of [200, 403]) {
        const error = yield* balance(Scripted.text(page, status))
        assert.deepInclude(error, { _tag: "UnexpectedAnswer", meaning: "blocked" })
      }
      const error = yield* balance(Scripted.text(page, 503))
      assert.deepInclude(error, { _tag: "PanelUnavailable", meaning: "blocked", processed: "maybe" })
    })
  )
})
