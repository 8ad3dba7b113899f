import { inspect } from "node:util"
import { assert, describe, it } from "@effect/vitest"
import { Cause, Effect, Either, Exit, Logger, LogLevel, Metric, Redacted, Tracer } from "effect"
import { AddOrder, PanelConfig } from "../src/index.js"
import { ask } from "./ask.js"
import { isRun } from "./part.js"
import * as Scripted from "./scripted.js"
import { decoded, spellings } from "./spellings.js"
import { order } from "./spending.js"

const secret = "S3cr3t/K3y=&<0123456789>"

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

/** Replies that repeat the key, spelled so, wherever a panel's words end up. */
const replies = (spelled: string): ReadonlyArray<Scripted.Step> => {
  const inJson = (words: string) => JSON.stringify(words)
  return [
    Scripted.text(`{"error":"No such key: ${spelled.replaceAll('"', "")}"}`),
    ...[200, 401, 429, 500].map((status) => Scripted.json({ error: `No such key: ${spelled}` }, status)),
    Scripted.json({ error: "Not enough funds on balance", message: spelled, key: spelled }),
    Scripted.json({ status: "error", message: `${spelled} is not known` }),
    Scripted.json({ order: 5, refill: 5, cancel: 1, error: `No such key: ${spelled}` }),
    Scripted.json({ key: spelled }),
    Scripted.json({ "5": { error: spelled }, "6": spelled }),
    Scripted.json({ "5": { status: { key: spelled } }, "6": { refill: [spelled], cancel: spelled } }),
    Scripted.json([{ order: 5, refill: 5, error: `${spelled}` }]),
    Scripted.text(`Invalid key: ${spelled}`),
    Scripted.text(`Invalid key: ${spelled}`, 400),
    Scripted.text(`error=Invalid+key+${encodeURIComponent(spelled)}`),
    ...[200, 403, 404, 502].map((status) =>
      Scripted.text(`<html><p>key=${spelled}&amp;action=add</p></html>`, status)
    ),
    Scripted.text(`{"error":${inJson(spelled)},"more":"`),
    Scripted.text(`{"key":"${spelled}`),
    Scripted.text(`{"key":"${spelled.slice(0, -1)}`),
    Scripted.text(`${"x".repeat(290)}${spelled}`),
    Scripted.json({}, 302, { location: `https://other.example/api?key=${spelled}` }),
    Scripted.json({}, 307, { location: spelled })
  ]
}

/** What an exporter sees of a span. The value of one that succeeded is none of it. */
const exported = ({ name, attributes, status, ...span }: Tracer.Span) => ({
  name,
  attributes,
  events: "events" in span ? span.events : [],
  exit: status._tag === "Ended" && Exit.isFailure(status.exit) ? status.exit : undefined
})

/** All that is printed, logged, traced and counted while an effect runs. */
const observed = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const seen: Array<unknown> = []
    const spans: Array<Tracer.Span> = []
    const native = yield* Effect.tracer
    const tracer = Tracer.make({
      ...native,
      span: (...options) => {
        const span = native.span(...options)
        spans.push(span)
        return span
      }
    })
    const logger = Logger.make(
      (entry) => void seen.push(Logger.logfmtLogger.log(entry), Logger.jsonLogger.log(entry))
    )
    const exit = yield* effect.pipe(
      Effect.tapErrorCause((cause) => Effect.logError("failed", cause)),
      Effect.exit,
      Effect.withTracer(tracer),
      Effect.provide(Logger.replace(Logger.defaultLogger, logger)),
      Logger.withMinimumLogLevel(LogLevel.All)
    )
    return { exit, seen: [...seen, ...spans.map(exported), yield* Metric.snapshot] }
  })

const print = (value: unknown): string =>
  [
    String(value),
    JSON.stringify(value, (_, field: unknown) => (typeof field === "bigint" ? String(field) : field)),
    inspect(value, {
      depth: 20,
      showHidden: true,
      getters: true,
      maxStringLength: null,
      maxArrayLength: null
    })
  ].join("\n")

const printed = (exit: Exit.Exit<unknown, unknown>) =>
  Exit.isSuccess(exit)
    ? print(exit.value)
    : `${print(exit)}${Cause.pretty(exit.cause, { renderErrorCause: true })}${print(Cause.squash(exit.cause))}`

const assertKeyless = (text: string) => {
  const plain = decoded(text)
  const at = plain.indexOf(secret.slice(0, 12))
  assert.strictEqual(at, -1, plain.slice(Math.max(0, at - 200), at + 100))
}

describe("the key", () => {
  // The others are tried on the one function that all texts go through.
  const usual = ["plain", "form", "json slash", "unicode", "PERCENT", "decimal", "hex entity", "named"]
  const tried = usual.filter((_, nth) => isRun(nth, 4))
  for (const [name, spell] of Object.entries(spellings).filter(([name]) => tried.includes(name))) {
    it.effect(`is in no error, log, span or metric where the panel repeats it: ${name}`, () =>
      Effect.gen(function* () {
        const spelled = Array.from(secret, spell).join("")
        let reply: Scripted.Step = Scripted.text("")
        const scripted = Scripted.make(() => reply)
        const all = Effect.forEach(replies(spelled), (next) => {
          reply = next
          return Effect.forEach(questions, ([action, request]) =>
            Effect.flatMap(ask(action, request), (results) =>
              // An answer's own texts are left as they came, so only what went wrong is looked at.
              Effect.forEach(results.filter(Either.isLeft), ({ left }) => Effect.exit(Effect.fail(left)))
            )
          )
        }).pipe(Effect.provide(scripted.panel({ key: Redacted.make(secret), retries: 0 })))
        const { exit, seen } = yield* observed(all)
        const exits = Exit.isSuccess(exit) ? exit.value.flat(2) : assert.fail(Cause.pretty(exit.cause))
        assert.isAbove(exits.length, 200)
        // Most replies end alike in most actions, so that each kind of end is looked at once.
        for (const one of new Map(exits.map((exit) => [JSON.stringify(exit), exit])).values()) {
          assertKeyless(printed(one))
        }
        assertKeyless(inspect(seen, { depth: 12, maxArrayLength: null }))
      })
    )
  }

  it.effect("is in no metric where the panel calls its currency so", () =>
    Effect.gen(function* () {
      const reply = Scripted.json({ order: 5, charge: "1", currency: secret })
      const { seen } = yield* observed(
        Effect.flatMap(AddOrder.AddOrder, ({ place }) => place(order)).pipe(
          Effect.provide(Scripted.make([reply]).panel({ key: Redacted.make(secret) }))
        )
      )
      assertKeyless(inspect(seen, { depth: 12, maxArrayLength: null }))
    })
  )

  it.effect("is unwrapped for nobody who looks at the configuration or the call", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make([Scripted.json({ balance: "1" })])
      yield* Effect.provide(ask("balance", {}), scripted.panel({ key: Redacted.make(secret) }))
      const config = Either.getOrThrow(PanelConfig.make({ ...Scripted.options, key: Redacted.make(secret) }))
      for (const value of [scripted.calls, config]) assertKeyless(print(value))
      assert.strictEqual(scripted.calls.length, 1)
    })
  )
})
