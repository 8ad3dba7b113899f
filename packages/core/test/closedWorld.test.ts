import { FetchHttpClient } from "@effect/platform"
import { assert, describe, it } from "@effect/vitest"
import { FetchTransport } from "@smmkit/adapter-fetch"
import { NodeTransport } from "@smmkit/adapter-node"
import { Effect, FastCheck, Layer, Ref, Schedule, TestClock } from "effect"
import { HttpClientTransport, Panel } from "../src/index.js"
import { MisbehavingServer } from "../src/testing/index.js"
import { answered, runs } from "./part.js"
import * as Scripted from "./scripted.js"
import { processed, type Spending, spendings } from "./spending.js"

const letters = FastCheck.constantFrom(..."abcdefghijklmnopqrstuvwxyzABCZ_-é订ж")
const random = FastCheck.string({ unit: letters, minLength: 7, maxLength: 14 })

/** Names that no list foresees: random ones, and random ones around what IDs are mostly called. */
const name = FastCheck.oneof(
  random,
  FastCheck.tuple(random, FastCheck.constantFrom("order", "Order", "id", "ID", "_id", "Ref")).map(
    ([a, b]) => a + b
  ),
  FastCheck.tuple(FastCheck.constantFrom("order", "id", "order_id", "orders", "refill"), random).map(
    ([a, b]) => `${a}_${b}`
  ),
  FastCheck.constantFrom("order_number", "ref", "result", "77", "orderNo", "uuid")
)

/** Any value that is not empty and that the requests do not send. */
const hidden = FastCheck.oneof(
  FastCheck.integer({ min: 10, max: 2 ** 40 }),
  FastCheck.stringMatching(/^[A-Z]{1,3}[1-9][0-9]{2,9}$/),
  FastCheck.constant(true),
  FastCheck.constantFrom<unknown>(2, 7, -3, 0.5, 1e21, "0042", "ok", "Pending", "1.5", "#9"),
  FastCheck.uuid(),
  FastCheck.array(random, { minLength: 1, maxLength: 6 }).map((words) => words.join(" ")),
  FastCheck.webUrl()
)

/** Something that was booked, at any depth. */
const booked: FastCheck.Arbitrary<unknown> = FastCheck.letrec<{ value: unknown }>((tie) => ({
  value: FastCheck.oneof(
    { maxDepth: 3, depthSize: "small" },
    hidden,
    FastCheck.array(tie("value"), { minLength: 1, maxLength: 2 }),
    FastCheck.tuple(
      FastCheck.oneof(name, FastCheck.constantFrom("id", "order", "data", "status")),
      tie("value")
    ).map(([name, value]) => ({ [name]: value }))
  )
})).value

const text = FastCheck.oneof(
  FastCheck.constantFrom(
    "Too many requests",
    "Please wait 5 seconds before the next order",
    "Rate limit exceeded",
    "Order confirmed. Your balance is now not enough for another order",
    "Sipariş eklendi. Çok fazla istek",
    "Incorrect order ID",
    "Not enough funds on balance"
  ),
  FastCheck.array(random, { minLength: 1, maxLength: 5 }).map((words) => words.join(" "))
)

const answer = FastCheck.record({
  key: name,
  value: booked,
  field: FastCheck.constantFrom("error", "errors", "message", "msg"),
  text,
  place: FastCheck.constantFrom("beside", "within", "data", "list"),
  status: FastCheck.constantFrom(200, 201, 400, 401, 402, 403, 404, 409, 410, 418, 422, 423, 429, 451)
}).map(({ key, value, field, text, place, status }) => {
  const open = { [key]: value }
  const body = {
    beside: { ...open, [field]: text },
    within: { error: { [field]: text, ...open } },
    data: { status: "error", [field]: text, data: open },
    list: [{ [field]: text, ...open }]
  }[place]
  return { body, status }
})

const limit = FastCheck.constantFrom("Too many requests", "Rate limit exceeded", "Please wait 5 seconds")
const id = FastCheck.oneof(
  FastCheck.integer({ min: 10, max: 2 ** 40 }).map(String),
  FastCheck.stringMatching(/^[A-Z]{1,3}[1-9][0-9]{2,9}$/)
)

/** Texts that tell of an order, in words that nobody knows or in some that are known. */
const told = FastCheck.record({ limit, id, a: random, b: random }).chain(({ limit, id, a, b }) =>
  FastCheck.constantFrom(
    `${a} ${id} ${b}. ${limit}`,
    `${limit}. ${a}: ${id}`,
    `${limit} (#${id})`,
    `Order ${id} created. ${limit}`,
    `<b>Order ${id} created</b>. ${limit}`,
    `${a} order ${id} ${b}`,
    `{"${a}":"${id}","error":"${limit}"}`,
    `${a}=${id}&error=${limit}`,
    `["${limit}","${id}"]`
  )
)

/** Answers that hide an order where no field is for it: in a text, in a key, in a list, beside the JSON. */
const unnamed = FastCheck.record({
  key: name,
  field: FastCheck.constantFrom("error", "errors", "message", "msg"),
  other: FastCheck.constantFrom("message", "msg", "errors"),
  limit,
  id,
  told,
  status: FastCheck.constantFrom(200, 201, 400, 401, 402, 403, 404, 409, 410, 418, 422, 423, 429, 451)
}).chain(({ key, field, other, limit, id, told, status }) =>
  FastCheck.constantFrom<ReadonlyArray<unknown>>(
    [{ [field]: told }],
    [{ error: limit, [other]: told }],
    [{ error: limit, [other]: id }],
    [{ [field]: [limit, told] }],
    [{ [field]: { [id]: limit } }],
    [{ [field]: limit, [id]: { status: "Pending" } }],
    [{ [field]: limit, status: "Pending" }],
    [{ status: "error", message: limit, data: { [key]: id }, Data: { msg: limit } }],
    [{ status: "error", message: limit, da_ta: id, data: { msg: limit } }],
    [[limit, id]],
    [[id]],
    [id],
    [Number.parseInt(id.replace(/\D/g, ""), 10)],
    [{ error: limit }, `${key} ${id} `]
  ).map(([body, before = ""]) => ({ body: `${before}${JSON.stringify(body)}`, status }))
)

/** What the caller does who repeats as long as the error says that it may. */
const insistently = (spending: Spending) =>
  Effect.retry(
    Effect.flatMap(spending.ask, (results) =>
      results.some((result) => result._tag === "Left" && result.left.retryable)
        ? Effect.fail(results)
        : Effect.succeed(results)
    ),
    Schedule.recurs(3)
  ).pipe(Effect.catchAll(Effect.succeed))

const answers = FastCheck.oneof(
  { arbitrary: answer.map(({ body, status }) => ({ body: JSON.stringify(body), status })), weight: 2 },
  { arbitrary: unnamed, weight: 1 }
)

describe("an answer that may hold an order", () => {
  for (const spending of spendings) {
    it.effect(
      `is asked for once and never taken for a refusal: ${spending.name}`,
      () =>
        Effect.gen(function* () {
          const reply = yield* Ref.make(Scripted.json({}))
          const scripted = Scripted.make(() => Ref.get(reply), true)
          yield* Effect.gen(function* () {
            for (const [place, { body, status }] of FastCheck.sample(
              answers,
              answered(30, 1000, spendings.length)
            ).entries()) {
              // The runner is to hear of the test now and then.
              if (place % 100 === 0) yield* Effect.promise(() => new Promise(setImmediate))
              yield* Ref.set(reply, Scripted.text(body, status))
              const before = scripted.calls.length
              const results = yield* insistently(spending)
              const said = JSON.stringify({ body, status })
              assert.strictEqual(scripted.calls.length - before, 1, said)
              assert.isTrue(
                results.every((result) => processed(result) !== "no"),
                said
              )
            }
          }).pipe(Effect.provide(scripted.panel({ retries: 2, retryDelay: 0 })))
        }),
      600_000
    )
  }

  for (const [name, transport] of [
    ["adapter-node", NodeTransport.layer],
    ["adapter-fetch", FetchTransport.layer],
    ["FetchHttpClient", Layer.provide(HttpClientTransport.layer, FetchHttpClient.layer)]
  ] as const) {
    it.scopedLive(`is asked for once over a real socket: ${name}`, () =>
      Effect.gen(function* () {
        const sample = FastCheck.sample(answers, runs(6, 100))
        let place = 0
        const server = yield* MisbehavingServer.make({
          onRequest: (socket) => {
            const next = sample[place]
            socket.write(MisbehavingServer.reply(next?.status ?? 500, {}, next?.body ?? ""))
          }
        })
        const panel = Layer.provide(
          Panel.layer({ ...Scripted.options, url: server.url, retryDelay: "1 millis" }),
          transport
        )
        yield* Effect.gen(function* () {
          for (const { body, status } of sample) {
            for (const spending of spendings) {
              const before = server.received.length
              const results = yield* insistently(spending)
              assert.strictEqual(server.received.length - before, 1, JSON.stringify({ body, status }))
              assert.isTrue(results.every((result) => processed(result) !== "no"))
            }
            place += 1
          }
        }).pipe(Effect.provide(panel))
      })
    )
  }
})

const known: ReadonlyArray<readonly [body: unknown, calls: number, of: string]> = [
  [{ order: { id: 77 }, message: "Please wait 5 seconds before the next order" }, 1, "maybe"],
  [{ data: [{ order: 77 }], message: "Too many requests" }, 1, "maybe"],
  [{ data: { order: { id: 77 } }, message: "Too many requests" }, 1, "maybe"],
  [{ result: { order: 77 }, message: "Too many requests" }, 1, "maybe"],
  [{ order_number: 77, message: "Too many requests" }, 1, "maybe"],
  [{ orders: [77], error: "Too many requests" }, 1, "maybe"],
  [{ Order: 77.5, order: 0, error: "Too many requests" }, 1, "maybe"],
  [{ ref: "A77", error: "Too many requests" }, 1, "maybe"],
  [{ "77": { status: "Pending" }, error: "Too many requests" }, 1, "maybe"],
  [{ error: "Too many requests", refill: 91 }, 1, "maybe"],
  [{ message: "Sipariş eklendi. Çok fazla istek" }, 1, "maybe"],
  [{ message: "Order confirmed. Your balance is now not enough for another order" }, 1, "maybe"],
  [{ success: true, error: "Too many requests" }, 1, "maybe"],
  [{ error: { message: "Too many requests", success: true } }, 1, "maybe"],
  [{ errors: [{ message: "Too many requests", status: "ok" }] }, 1, "maybe"],
  [{ error: { message: { message: "Too many requests", status: "In progress" } } }, 1, "maybe"],
  [{ error: { message: "Too many requests", name: "Order placed" } }, 1, "maybe"],
  [{ error: { message: "Too many requests", code: 200 } }, 1, "no"],
  [{ error: { message: "Too many requests", type: "krzpl" } }, 1, "no"],
  [{ error: { message: "Too many requests", code: 429, status: "error" } }, 3, "no"],
  [{ error: "Too many requests ✅" }, 1, "maybe"],
  [{ error: "Bakiyeniz yetersiz", status: 113 }, 1, "no"],
  [{ status: false, data: { msg: "Saldo tidak cukup" } }, 1, "no"],
  [{ order: null, error: "Not enough funds" }, 1, "no"],
  [{ status: "Forbidden", error: "Krzpl" }, 1, "no"],
  [{ status: "error_balance", error: "Not enough funds" }, 1, "no"],
  [{ error: "Too many requests" }, 3, "no"],
  [{ error: "Too many requests, krzpl" }, 1, "no"]
]

describe("an answer to add", () => {
  for (const [body, calls, of] of known) {
    it.effect(`is ${of} after ${calls}: ${JSON.stringify(body)}`, () =>
      Effect.gen(function* () {
        const [place] = spendings
        if (place === undefined) return assert.fail("no way to spend")
        const scripted = Scripted.make(() => Scripted.json(body))
        const asking = yield* Effect.fork(Effect.provide(place.ask, scripted.panel({ retries: 2 })))
        yield* TestClock.adjust("1 minute")
        const results = yield* asking
        assert.deepStrictEqual(results.map(processed).join(), of)
        assert.strictEqual(scripted.calls.length, calls)
      })
    )
  }
})

describe("an answer to cancel and refill", () => {
  const [, refill, refills, cancel] = spendings
  for (const [spending, body, of] of [
    [cancel, { error: "Incorrect order ID", order: "5" }, "no"],
    [cancel, { error: "Incorrect order ID", order: "6" }, "maybe"],
    [
      cancel,
      [
        { order: 5, cancel: 1 },
        { order: 5, cancel: { error: "Incorrect order ID" } }
      ],
      "maybe"
    ],
    [
      cancel,
      [
        { order: 5, cancel: { error: "Incorrect order ID" } },
        { order: 5, cancel: 1 }
      ],
      "maybe"
    ],
    [cancel, [{ order: 5, cancel: { error: "Incorrect order ID" } }, { ref: "A77" }], "maybe"],
    [refill, { error: "Too many requests", refill: 5 }, "maybe"],
    [refills, { error: "Incorrect order ID" }, "no,no"],
    [
      refills,
      [
        { order: 5, refill: { error: "Incorrect order ID" } },
        { order: 6, refill: { error: "No", ref: 7 } }
      ],
      "no,maybe"
    ]
  ] as const) {
    it.effect(`${spending?.name} is ${of}: ${JSON.stringify(body)}`, () =>
      Effect.gen(function* () {
        if (spending === undefined) return assert.fail("no way to spend")
        const scripted = Scripted.make([Scripted.json(body)])
        const results = yield* Effect.provide(spending.ask, scripted.panel())
        assert.strictEqual(results.map(processed).join(), of)
        // What refuses a batch says nothing of any one order.
        if (spending === refills && !Array.isArray(body)) {
          for (const result of results)
            assert.propertyVal(result._tag === "Left" ? result.left : {}, "_tag", "UnclassifiedRefusal")
        }
      })
    )
  }
})
