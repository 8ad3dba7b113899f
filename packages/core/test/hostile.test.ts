import { assert, describe, it } from "@effect/vitest"
import { Effect, Either, Layer } from "effect"
import * as Scripted from "./scripted.js"
import { processed, spendings } from "./spending.js"

const limit = "Too many requests"

interface Answer {
  readonly body: string
  readonly status?: number
  readonly location?: string
}

/** Answers that may tell of an order in a way that is none of JSON's fields, by their kind. */
const open: Readonly<Record<string, ReadonlyArray<Answer>>> = {
  "around its JSON": [
    { body: `cb({"order":77,"error":"${limit}"});` },
    { body: `)]}',\n{"order":77,"error":"${limit}"}` },
    { body: `{"error":"${limit}"}{"order":77}` },
    { body: `{"error":"${limit}"}\n{"order":77}`, status: 429 },
    { body: `{"error":"${limit}"}<!-- order 77 -->` },
    { body: `{"order":77}\0\0` },
    { body: Buffer.from(`{"order":77,"error":"${limit}"}`, "utf16le").toString("utf8") }
  ],
  "in markup": [
    { body: `<?xml version="1.0"?><r><error>${limit}</error><order>77</order></r>`, status: 429 },
    { body: `<r order="77"><error>${limit}</error></r>`, status: 429 },
    { body: `<r><error>${limit}</error><order>77</order></r>` },
    { body: `<!doctype html><body>Order 77 created. ${limit}</body>`, status: 429 },
    { body: `<html><p>Sipariş alındı</p>${limit}</html>`, status: 429 }
  ],
  "in a header": [
    { body: `{"error":"${limit}"}`, status: 201, location: "/orders/77" },
    { body: "", status: 429, location: "/orders/77" }
  ],
  "in a table": [
    { body: `error,order\n${limit},77`, status: 429 },
    { body: `error: ${limit}\norder: 77`, status: 429 },
    { body: `77\n${limit}`, status: 429 }
  ],
  "beside a sign that all is well": [
    { body: `{"code":200,"message":"${limit}"}` },
    { body: `{"status":1,"message":"${limit}"}` },
    { body: `{"status":"Order placed","message":"${limit}"}` },
    { body: `{"type":"success","message":"${limit}"}` },
    { body: `{"name":"Order 77","error":"${limit}"}` },
    { body: '{"message":"Rate limit: 100 requests per minute"}' },
    { body: `{"status":"En cours","error":"${limit}"}` },
    { body: `{"success":"Alındı","message":"${limit}"}` },
    { body: `{"success":200,"error":"${limit}"}` },
    { body: `{"type":"ok","error":"${limit}"}` },
    { body: `{"error":"ok","success":false,"data":{"msg":"${limit}"}}` }
  ],
  "in a sentence beside the refusal, in words that are not known": [
    { body: `{"error":"Order confirmed. ${limit}"}` },
    { body: `{"error":"Your order goes through. ${limit}"}` },
    { body: `{"errors":["Order booked; ${limit}"]}`, status: 429 },
    { body: '{"error":"Заказ уже в работе. Слишком много запросов"}' },
    { body: '{"error":"Pedido en proceso. Demasiadas solicitudes"}', status: 422 },
    { body: '{"error":"Order confirmed. Your balance is now not enough for another order"}' }
  ],
  "behind a gateway that says what its status is called": [
    { body: '{"error":"Dienst nicht verfügbar"}', status: 503 },
    { body: '{"message":"Servicio no disponible"}', status: 503 },
    { body: "Сервис недоступен", status: 503 }
  ],
  "in another text": [
    { body: `{"error":"${limit}","msg":"Auftrag 77"}` },
    { body: `{"message":"${limit}","errors":["Pedido n77"]}`, status: 429 }
  ]
}

/** What may tell of an order beside the rows of those that were asked about. */
const aroundRows: ReadonlyArray<(rows: string) => Answer> = [
  (rows) => ({ body: `Refill 77 saved ${rows}` }),
  (rows) => ({ body: `<!-- 77 -->${rows}` }),
  (rows) => ({ body: `77 [0] ${rows}`, status: 429 }),
  (rows) => ({ body: rows, location: "/refills/77" }),
  (rows) => ({
    body: rows.replace(/\]$/, ',{"message":"Заявка №77"}]').replace(/^\{/, '{"msg":"Auftrag 77",')
  })
]

/** Texts whose numbers may be IDs, in whatever signs, and what may say that something was done: no proof. */
const unclear: ReadonlyArray<Answer> = [
  ...["７７", "٧٧", "७७", "⑦⑦", "⁷⁷", "&#55;&#55;", "&#x37;&#x37;", "77"].flatMap((digits) => [
    { body: `{"error":"${limit} ${digits}"}` },
    { body: `{"error":"${limit} ${digits}"}`, status: 429 },
    { body: `{"message":"${limit}. ${digits}"}` }
  ]),
  { body: '{"error":"٧٧"}' },
  { body: '{"message":"Your purchase is complete"}', status: 429 },
  { body: '{"message":"Order confirmed. Too many requests"}', status: 429 },
  { body: '{"message":"Sipariş eklendi. Çok fazla istek"}', status: 429 },
  {
    body: `<br />\n<b>Notice</b>: order 77 saved in <b>/x.php</b> on line <b>9</b><br />{"error":"${limit}"}`
  },
  { body: `{"error":"${limit}"}\nNotice: order 77 saved` },
  { body: `{"code":200,"error":"${limit}"}` },
  { body: `{"name":"已接受","error":"${limit}"}` },
  { body: `{"message":"订单已创建。${limit}"}`, status: 429 },
  { body: '{"message":"已创建订单"}', status: 429 },
  { body: `{"message":"Заявка отправлена. ${limit}"}`, status: 429 },
  { body: '{"message":"订单已取消"}' },
  { body: '{"message":"Refill is not available. Good luck"}', status: 429 },
  { body: '{"error":"Zpomalte","msg":"Order not found"}', status: 429 }
]

/** What calls come to whose panel answers with what it is told to; one panel for all of them. */
const asking = Effect.gen(function* () {
  let reply = Scripted.text("")
  const scripted = Scripted.make(() => reply)
  const runtime = yield* Layer.toRuntime(scripted.panel({ retryDelay: 0 }))
  return ({ body, status = 200, location }: Answer, ask: (typeof spendings)[number]["ask"]) =>
    Effect.gen(function* () {
      reply = { ...Scripted.text(body, status), location }
      const before = scripted.calls.length
      const results = yield* Effect.provide(ask, runtime)
      return { results, calls: scripted.calls.length - before }
    })
})

describe("an answer to a call that spends", () => {
  for (const [kind, answers] of Object.entries(open)) {
    it.scoped(`that may hold an order ${kind} leaves it open, and is asked for once`, () =>
      Effect.gen(function* () {
        const outcomes = yield* asking
        for (const answer of answers) {
          for (const { ask, name } of spendings) {
            const { results, calls } = yield* outcomes(answer, ask)
            assert.strictEqual(calls, 1, `${name}: ${answer.body}`)
            assert.isTrue(
              results.every((result) => processed(result) !== "no"),
              `${name}: ${answer.body}`
            )
          }
        }
      })
    )
  }

  it.scoped(
    "whose words may say more than is known of them is asked for once, by the caller's retry too",
    () =>
      Effect.gen(function* () {
        const outcomes = yield* asking
        for (const answer of unclear) {
          for (const { ask, name } of spendings) {
            const { results, calls } = yield* outcomes(answer, ask)
            assert.strictEqual(calls, 1, `${name}: ${answer.body}`)
            assert.isTrue(
              results.every((result) => Either.isLeft(result) && !result.left.retryable),
              `${name}: ${answer.body}`
            )
          }
        }
      })
  )

  it.scoped("is left open where anything beside its rows may hold an order", () =>
    Effect.gen(function* () {
      const outcomes = yield* asking
      for (const around of aroundRows) {
        for (const { ask, name, refusing } of spendings) {
          const answer = around(JSON.stringify(refusing(limit)))
          const { results, calls } = yield* outcomes(answer, ask)
          assert.strictEqual(calls, 1, `${name}: ${answer.body}`)
          assert.isTrue(
            results.every((result) => processed(result) === "maybe"),
            `${name}: ${answer.body}`
          )
        }
      }
    })
  )

  it.scoped("may not be asked for again where PHP tells beside its rows of what nobody knows", () =>
    Effect.gen(function* () {
      const outcomes = yield* asking
      for (const { ask, name, refusing } of spendings) {
        const { results, calls } = yield* outcomes(
          { body: `${JSON.stringify(refusing(limit))}\nNotice: refill 77 saved` },
          ask
        )
        assert.strictEqual(calls, 1, name)
        assert.isTrue(
          results.every((result) => Either.isLeft(result) && !result.left.retryable),
          name
        )
      }
    })
  )

  it.scoped("is a limit, and sent again, where it is one beyond doubt", () =>
    Effect.gen(function* () {
      const outcomes = yield* asking
      const page = "<html><head><title>429 Too Many Requests</title></head><body>nginx/1.18.0</body></html>"
      for (const answer of [
        { body: "", status: 429 },
        { body: page, status: 429 },
        { body: "Zpomalte", status: 429 },
        { body: "<b>Too many requests</b>", status: 429 },
        { body: '{"message":"Zpomalte"}', status: 429 },
        { body: `{"error":"${limit}"}` },
        { body: `{"status":"error","code":429,"message":"${limit}"}` },
        { body: `{"status":"fail","code":"429","type":"rate_limit_exceeded","error":"${limit}"}` },
        { body: `{"error":"${limit}","balance":"4.10","currency":"USD"}` },
        { body: `{"error":"${limit}","status":"rejected"}` }
      ]) {
        for (const { ask, name } of spendings) {
          const { calls } = yield* outcomes(answer, ask)
          assert.strictEqual(calls, 4, `${name}: ${answer.body}`)
        }
      }
    })
  )
})
