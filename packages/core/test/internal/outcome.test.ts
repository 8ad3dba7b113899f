import { assert, describe, it } from "@effect/vitest"
import { Effect, Either, Fiber, Option, TestClock } from "effect"
import { type PanelError, Transport } from "../../src/index.js"
import { isRun } from "../part.js"
import * as Scripted from "../scripted.js"
import { order, place, processed, type Spending, spendings } from "../spending.js"

const { json, text } = Scripted

const page = "<!DOCTYPE html><html><body>Nothing here</body></html>"

/** Asks, with as much time as anything could want, and says what came of it. */
const settle = (spending: Spending) =>
  Effect.gen(function* () {
    const asking = yield* Effect.fork(spending.ask)
    for (let turn = 0; turn < 50 && Option.isNone(yield* Fiber.poll(asking)); turn++) yield* Effect.yieldNow()
    if (Option.isNone(yield* Fiber.poll(asking))) yield* TestClock.adjust("1 hour")
    return yield* Fiber.join(asking)
  })

interface Row {
  readonly says: string
  readonly script: (spending: Spending) => ReadonlyArray<Scripted.Step>
  readonly processed: PanelError.Processed
  readonly tag: PanelError.PanelError["_tag"] | "Answer"
  readonly calls: number
  /** One of many alike: enough to be seen in one way to spend. */
  readonly rare: boolean
}

const row = (
  says: string,
  script: Row["script"],
  processed: Row["processed"],
  tag: Row["tag"],
  calls = 1,
  rare = false
): Row => ({ says, script, processed, tag, calls, rare })

const rare = (rows: ReadonlyArray<Row>): ReadonlyArray<Row> => rows.map((one) => ({ ...one, rare: true }))

const failed = (status: number): ReadonlyArray<Row> => [
  row(`${status} with words that no table knows`, () => [json(odd, status)], "maybe", "OutcomeUnknown"),
  row(`${status} with a page`, () => [text(page, status)], "maybe", "OutcomeUnknown"),
  row(`${status} without a word`, () => [text("", status)], "maybe", "OutcomeUnknown"),
  row(`${status} with plain words`, () => [text("Oh no", status)], "maybe", "OutcomeUnknown")
]

const redirected = (status: number): ReadonlyArray<Row> => {
  const location = "https://other.example/api"
  return [
    row(`redirect ${status}`, () => [json({}, status, { location })], "maybe", "OutcomeUnknown"),
    row(`redirect ${status} with an answer`, ({ done }) => [json(done, status)], "maybe", "OutcomeUnknown"),
    row(`redirect ${status} with a refusal`, () => [json(funds, status)], "maybe", "OutcomeUnknown")
  ]
}

const times = (count: number, step: Scripted.Step): ReadonlyArray<Scripted.Step> =>
  Array.from({ length: count }, () => step)

const notSent = (reason: Transport.Reason) => new Transport.NotSent({ reason, detail: "" })
const interrupted = (reason: Transport.Reason) => new Transport.Interrupted({ reason, detail: "" })

const funds = { error: "Not enough funds on balance" }
const odd = { error: "The stars are not aligned" }
const failure = { error: "Internal server error" }
const maintenance = { error: "Maintenance" }

const table: ReadonlyArray<Row> = [
  // Sent again, since nothing happened.
  row("nothing was sent", () => times(4, Scripted.notSent), "no", "NotSent", 4),
  row("nothing was sent, then done", ({ done }) => [Scripted.notSent, json(done)], "yes", "Answer", 2),
  row("any 429", () => times(4, json(odd, 429)), "no", "RateLimited", 4),
  row("a 429 of a gateway", () => times(4, text(page, 429)), "no", "RateLimited", 4),
  row("a 429 without a word", () => times(4, text("", 429)), "no", "RateLimited", 4),
  row("a 429, then done", ({ done }) => [json(odd, 429), json(done)], "yes", "Answer", 2),
  row("a rate limit under 200", () => times(4, json({ error: "Too many requests" })), "no", "RateLimited", 4),
  row(
    "a rate limit under 200, then done",
    ({ done }) => [json({ error: "Rate limit exceeded (200/min)" }), json(done)],
    "yes",
    "Answer",
    2
  ),
  row(
    "nothing sent, then a rate limit, then broken",
    () => [Scripted.notSent, json(odd, 429), Scripted.interrupted],
    "maybe",
    "OutcomeUnknown",
    3
  ),

  // Not sent again, though nothing happened: that would not help.
  row("the certificate is not trusted", () => [notSent("untrusted")], "no", "NotSent"),
  row("the address is insecure", () => [notSent("insecure")], "no", "NotSent"),
  row("a refusal that the table knows", () => [json(funds)], "no", "AccountRefusal"),
  row("a refusal that no table knows", () => [json(odd)], "no", "UnclassifiedRefusal"),
  row(
    "a refusal beside the ID 0",
    ({ holding }) => [json({ ...odd, ...object(holding(0)) })],
    "no",
    "UnclassifiedRefusal"
  ),
  row(
    "a refusal in another shape",
    () => [json({ status: "error", message: "x y" })],
    "no",
    "UnclassifiedRefusal"
  ),
  row("400 with a refusal", () => [json(odd, 400)], "no", "UnclassifiedRefusal"),
  row("401 with a refusal", () => [json({ error: "Invalid API key" }, 401)], "no", "AccountRefusal"),
  row("403 with a refusal", () => [json(odd, 403)], "no", "UnclassifiedRefusal"),
  row("404 with a refusal", () => [json(odd, 404)], "no", "UnclassifiedRefusal"),
  row("422 with only a message", () => [json({ message: "x y" }, 422)], "no", "UnclassifiedRefusal"),
  row("400 with plain words", () => [text("You cannot do that", 400)], "no", "UnclassifiedRefusal"),
  row("500 with a known refusal", () => [json(funds, 500)], "no", "AccountRefusal"),
  row("503 with a known refusal", () => [json(funds, 503)], "no", "AccountRefusal"),
  row("maintenance under 200", () => [json(maintenance)], "no", "PanelUnavailable"),
  row("maintenance under 503", () => [json(maintenance, 503)], "no", "PanelUnavailable"),

  ...[200, 400, 500].map((status) =>
    row(
      `${status}: each ID refused in words that are known`,
      ({ refusing }) => [json(refusing("Incorrect order ID"), status)],
      "no",
      "NotFound"
    )
  ),
  ...[200, 403].map((status) =>
    row(
      `${status}: each ID refused in words that no table knows`,
      ({ refusing }) => [json(refusing(odd.error), status)],
      "no",
      "UnclassifiedRefusal"
    )
  ),

  // Not known, and so never sent again.
  ...[408, 500, 503].map((status) =>
    row(
      `${status}: each ID refused in words that no table knows`,
      ({ refusing }) => [json(refusing(odd.error), status)],
      "maybe",
      "OutcomeUnknown"
    )
  ),
  ...[200, 408, 500].map((status) =>
    row(
      `${status}: the panel failed with each ID`,
      ({ refusing }) => [json(refusing(failure.error), status)],
      "maybe",
      "OutcomeUnknown"
    )
  ),
  ...Transport.Reason.literals.map((reason) =>
    row(`interrupted: ${reason}`, () => [interrupted(reason)], "maybe", "OutcomeUnknown")
  ),
  ...[408, 500, 503].flatMap(failed),
  ...rare([502, 504, 520, 599].flatMap(failed)),
  row("408 with a known refusal", () => [json(funds, 408)], "maybe", "OutcomeUnknown"),
  row("408 with maintenance", () => [json(maintenance, 408)], "maybe", "OutcomeUnknown"),
  row("503 that asks to try again", () => [json(odd, 503, { retryAfter: "1" })], "maybe", "OutcomeUnknown"),
  ...[200, 400, 500].map((status) =>
    row(
      `${status} with a failure of the panel's own`,
      () => [json(failure, status)],
      "maybe",
      "OutcomeUnknown"
    )
  ),
  ...[302, 307].flatMap(redirected),
  ...rare([300, 301, 303, 304, 308].flatMap(redirected)),
  ...[
    "",
    "   ",
    "null",
    "true",
    "0",
    '""',
    "{}",
    "[]",
    "[[]]",
    "[null]",
    "OK",
    "�",
    page,
    '{"success":true}'
  ].map((body) => row(`200 with ${body.slice(0, 20)}`, () => [text(body)], "maybe", "OutcomeUnknown")),
  row(
    "a bot check",
    () => [text("<html><title>Just a moment...</title></html>", 403)],
    "maybe",
    "OutcomeUnknown"
  ),
  row("a page under 404", () => [text(page, 404)], "maybe", "OutcomeUnknown"),
  row("400 without a word", () => [text("", 400)], "maybe", "OutcomeUnknown"),
  row("half an answer", ({ done }) => [text(JSON.stringify(done).slice(0, -1))], "maybe", "OutcomeUnknown"),
  row(
    "half of an answer that holds a whole one",
    ({ done }) => [text(`{"error":"x","earlier":${JSON.stringify(done)}`)],
    "maybe",
    "OutcomeUnknown"
  ),
  row(
    "two answers in one",
    ({ done }) => [text(`${JSON.stringify(odd)}${JSON.stringify(done)}`)],
    "maybe",
    "OutcomeUnknown"
  ),
  ...[0, "0", "", " ", null, -1, 1.5, false, {}, [], "0000", "null", "false"].map((id) =>
    row(`the ID ${JSON.stringify(id)}`, ({ holding }) => [json(holding(id))], "maybe", "OutcomeUnknown")
  ),
  ...[200, 400, 500].flatMap((status) => [
    row(
      `${status}: an ID beside an error`,
      ({ beside }) => [json(beside(odd), status)],
      "maybe",
      "OutcomeUnknown"
    ),
    row(
      `${status}: an ID beside a known error`,
      ({ beside }) => [json(beside(funds), status)],
      "maybe",
      "OutcomeUnknown"
    )
  ]),
  row(
    "an ID beside a failing status and its message",
    ({ beside }) => [json(beside({ status: "error", message: "Not enough funds on balance" }))],
    "maybe",
    "OutcomeUnknown"
  ),
  row(
    "an ID beside a failing status",
    ({ beside }) => [json(beside({ status: "fail" }))],
    "maybe",
    "OutcomeUnknown"
  ),
  row(
    "an ID beside success: false",
    ({ beside }) => [json(beside({ success: false }))],
    "maybe",
    "OutcomeUnknown"
  ),

  // Done.
  ...[200, 201, 202, 400, 408, 500].map((status) =>
    row(`${status} with an answer`, ({ done }) => [json(done, status)], "yes", "Answer")
  ),
  row("an answer with a remark", ({ beside }) => [json(beside({ message: "Thank you" }))], "yes", "Answer"),
  row(
    "an answer that calls itself a success",
    ({ beside }) => [json(beside({ status: "success" }))],
    "yes",
    "Answer"
  )
]

function object(value: unknown): object {
  const one: unknown = Array.isArray(value) ? value[0] : value
  return typeof one === "object" && one !== null ? one : {}
}

describe("the outcome of a call that spends", () => {
  const ways = [
    ...spendings.map((spending) => ({ spending, keepsTime: false, name: spending.name })),
    { spending: place, keepsTime: true, name: "add, over a transport that keeps time" }
  ]
  for (const [way, { spending, keepsTime, name }] of ways.entries()) {
    // An order is tried with every row, and each other way to spend with another half of them.
    const rows = table.filter(({ rare }, nth) => name === "add" || (!rare && isRun(nth + way, 2)))
    it.effect(`is what the table says: ${name}`, () =>
      Effect.gen(function* () {
        let left: ReadonlyArray<Scripted.Step> = []
        const scripted = Scripted.make(() => {
          const [next = Effect.dieMessage("a call that is not in the script"), ...others] = left
          left = others
          return next
        }, keepsTime)
        const wrong = yield* Effect.gen(function* () {
          const wrong: Array<string> = []
          for (const one of rows) {
            left = one.script(spending)
            const before = scripted.calls.length
            const results = yield* settle(spending)
            const calls = scripted.calls.slice(before)
            const came = results.map(
              (result) => `${Either.isLeft(result) ? result.left._tag : "Answer"}, ${processed(result)}`
            )
            const is =
              came.length > 0 &&
              came.every((each) => each === `${one.tag}, ${one.processed}`) &&
              calls.length === one.calls &&
              calls.every(({ spends }) => spends)
            if (!is) wrong.push(`${one.says}: ${came.join("; ")} after ${calls.length} calls`)
          }
          return wrong
        }).pipe(Effect.provide(scripted.panel()))
        assert.deepStrictEqual(wrong, [])
      })
    )
  }

  it.effect("an unknown outcome tells the action, the time, the order and the cause", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(1_000_000)
      const scripted = Scripted.make([json(failure, 500)])
      const results = yield* Effect.provide(settle(place), scripted.panel())
      const error = results[0]?._tag === "Left" ? results[0].left : assert.fail("it succeeded")
      assert(error._tag === "OutcomeUnknown")
      assert.strictEqual(error.action, "add")
      assert.strictEqual(error.at, 1_000_000)
      assert.strictEqual(error.meaning, "server-error")
      assert.deepStrictEqual(error.request, {
        service: "1",
        link: order.type === "Default" ? order.link : "",
        quantity: "100"
      })
      assert(error.cause._tag === "PanelUnavailable")
      assert.strictEqual(error.cause.said, "Internal server error")
      assert.strictEqual(error.cause.status, 500)
    })
  )
})
