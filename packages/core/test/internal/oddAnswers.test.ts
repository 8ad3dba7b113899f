import { assert, describe, it } from "@effect/vitest"
import { BigDecimal, Effect, Either } from "effect"
import type { PanelError } from "../../src/index.js"
import { ask } from "../ask.js"
import * as Scripted from "../scripted.js"

/** What an ID comes to, in a word: what was answered, or what may have been done, and why. */
const outcome = (result: Either.Either<unknown, PanelError.PanelError>): string =>
  Either.match(result, {
    onLeft: (error) => `${error.processed} ${"meaning" in error ? (error.meaning ?? "") : ""}`.trim(),
    onRight: (value) => {
      if (typeof value !== "object" || value === null) return "done"
      if (Array.isArray(value)) return `${value.length} services`
      const found = Object.entries(value).find(([name]) => /^(?:order|refill|status|amount)$/.test(name))?.[1]
      return BigDecimal.isBigDecimal(found) ? BigDecimal.format(found) : String(found)
    }
  })

type Odd = readonly [body: string, ...outcomes: ReadonlyArray<string>]

const says = (
  name: string,
  action: string,
  request: Readonly<Record<string, string>>,
  odd: ReadonlyArray<Odd>,
  status = 200
) => {
  it.effect(name, () =>
    Effect.gen(function* () {
      for (const [body, ...outcomes] of odd) {
        const reply = Scripted.text(body, status)
        // An empty catalogue is asked for again.
        const { panel } = Scripted.make(action === "services" ? [reply, reply] : [reply])
        const results = yield* Effect.provide(ask(action, request), panel({ retries: 0 }))
        assert.deepStrictEqual(results.map(outcome), outcomes, body)
      }
    })
  )
}

const order = { service: "1", link: "x", quantity: "1" }

describe("an odd answer to add", () => {
  says("with an ID places the order", "add", order, [
    ['{"order":123.0}', "123"],
    ['{"order":1e5}', "100000"],
    ['{"order":" 123 "}', "123"],
    ['{"order":"123.0"}', "123"],
    ['{"order":9007199254740993}', "9007199254740993"],
    ['{"order":12345678901234567890.0}', "12345678901234567890"],
    ['{"order":[5]}', "5"],
    ['[{"order":5}]', "5"],
    ['{"status":"success","data":{"order_id":"5"}}', "5"],
    ['{"order":5,"order_id":"5"}', "5"],
    ['{"order":5,"error":""}', "5"],
    ['{"order":5,"error":null}', "5"],
    ['{"order":5,"error":"0","errors":[]}', "5"],
    ['{"order":5,"error":"none"}', "5"],
    ['{"order":5,"error":"Success"}', "5"],
    ['{"order":5,"status":400}', "5"],
    ['{"success":true,"order":5,"message":"Not enough funds for the next one"}', "5"],
    ['{"order":"5","charge":"","currency":null}', "5"],
    ['{"order":"5","charge":{"a":1}}', "5"],
    ['{"__proto__":{"error":"x"},"order":5}', "5"],
    ['<br />\n<b>Warning</b>: [x] {"order":5}', "5"],
    ['\uFEFF{"order":5}', "5"],
    ['{"ORDER_ID":"5"}', "5"]
  ])

  says("without one leaves it open", "add", order, [
    ...[
      '{"order":123.5}',
      '{"order":true}',
      '{"order":0}',
      '{"order":"0.0"}',
      '{"order":""}',
      '{"order":"-1"}',
      '{"order":-1}',
      '{"order":[]}',
      '{"order":[5,6]}',
      '{"order":5,"id":6}',
      '{"order":"success"}',
      '{"order":"OK"}',
      '{"order":"N/A"}',
      '{"order":"pending"}',
      '{"order":"neworder.error.not_enough_funds"}',
      '{"order":"not_enough_funds"}',
      '{"order":"Not enough funds"}',
      '{"order":"1,234"}',
      '[{"order":5},{"order":6}]',
      '{"__proto__":{"order":5}}',
      '{"constructor":{"order":5}}',
      '{"order":5}{"order":6}',
      '{"error":"Not enough funds"}{"order":5}',
      'callback({"order":5})',
      '{"order":5',
      '{"order":5,}',
      "5",
      "true",
      "order=5",
      "Order placed",
      '{"message":"Order placed successfully"}',
      '{"error":"Order placed successfully"}',
      '{"error":"OK"}',
      '{"message":"Order created. Please wait 10 seconds before the next order"}',
      '{"error":{"code":200,"message":"success"}}',
      '{"error":true}',
      '{"errors":[]}',
      '{"success":true}',
      '{"success":false,"order":5}',
      '{"success":0,"order":5}',
      '{"status":"fail","order":5}',
      '{"error":"Not enough fun'
    ].map((body): Odd => [body, "maybe"]),
    ['{"order":5,"status":{"error":"Not enough funds"}}', "maybe"],
    ['{"data":{"order":5,"error":"Not enough funds"}}', "maybe"],
    ['{"order":5,"result":{"success":false}}', "maybe"],
    ['{"order":5,"error":"Incorrect service ID"}', "maybe bad-service"],
    ['{"success":true,"message":"Not enough funds"}', "maybe insufficient-funds"],
    ['{"status":"Success","message":"Too many requests in the queue"}', "maybe rate-limited"],
    ['{"error":"Request timeout"}', "maybe server-error"],
    ['{"error":"cURL error 28: Operation timed out"}', "maybe server-error"]
  ])

  says("refuses where it says so", "add", order, [
    ['{"order":0,"error":"Not enough funds"}', "no insufficient-funds"],
    ['{"order":null,"error":"Incorrect service ID"}', "no bad-service"],
    ['{"errors":{"link":["The link is required"]}}', "no bad-link"],
    [
      '{"message":"The link is required. (and 1 more error)","errors":{"link":["The link is required."]}}',
      "no bad-link"
    ],
    ['{"success":0,"message":"Come back on Monday"}', "no"],
    ['{"error":"Order was not placed, unsuccessful"}', "no"],
    ['[{"error":"Not enough funds"}]', "no insufficient-funds"],
    ['{"code":400,"message":"Not enough funds"}', "no insufficient-funds"]
  ])

  says(
    "under 429 places the order too, since it is not to be sent again",
    "add",
    order,
    [
      ['{"order":5}', "5"],
      ['{"order":5,"error":"Too many requests"}', "maybe rate-limited"],
      ['{"error":"x"}', "no rate-limited"],
      ["", "no rate-limited"]
    ],
    429
  )
})

describe("an odd answer to refill", () => {
  says("of one order", "refill", { order: "5" }, [
    ['{"refill":"1.0"}', "1"],
    ['{"refill":1e5}', "100000"],
    ['{"data":{"refill":7}}', "7"],
    ['{"5":7}', "7"],
    ['{"refill":5,"message":"Refill already requested"}', "5"],
    ['{"refill":7,"error":""}', "7"],
    ...[
      "0",
      "true",
      '""',
      '"-1"',
      "null",
      '{"id":7}',
      "[7]",
      '"success"',
      '"Pending"',
      '"Refill requested"',
      '"error"'
    ].map((refill): Odd => [`{"refill":${refill}}`, "maybe"]),
    ['{"order":6,"refill":7}', "maybe"],
    ['{"5":"Refill requested"}', "maybe"],
    ['{"status":"error","refill":7}', "maybe"],
    ['{"success":0,"refill":7}', "maybe"],
    ['{"refill":5,"status":{"error":"Refill is not available"}}', "maybe"],
    ['{"data":{"refill":7,"status":{"error":"x"}}}', "maybe"],
    ['{"status":"Success","message":"Refill requested"}', "maybe"],
    ['{"refill":7}{"refill":8}', "maybe"],
    // In the place of an ID this may as well confirm.
    ['{"refill":"Refill already requested"}', "maybe refill-already"],
    ['{"refill":{"error":"Refill already requested"}}', "no refill-already"],
    ['{"refill":"error.incorrect_order_id"}', "no order-not-found"],
    ['{"refill":{"error":"x"}}', "no"],
    ['{"5":"not found"}', "no order-not-found"]
  ])

  says("of several", "refill", { orders: "5,6" }, [
    ['{"5":7,"6":"Refill requested"}', "7", "maybe"],
    ['{"5":7,"6":"pending"}', "7", "maybe"],
    ['{"5":7,"6":"Refill already requested"}', "7", "maybe refill-already"],
    ['{"5":7,"6":"not found"}', "7", "no order-not-found"],
    ['{"5":7,"6":"fail"}', "7", "no"],
    ['{"5":7,"6":false}', "7", "maybe"],
    ['[{"order":5.0,"refill":7},{"order":"6.0","refill":{"error":"x"}}]', "7", "no"],
    ['[{"order":5,"error":"x"}]', "no", "maybe"],
    ['[{"error":"Incorrect request"}]', "maybe", "maybe"],
    ['[{"refill":7},{"refill":8}]', "maybe", "maybe"],
    ['[{"order":5,"refill":5,"status":{"error":"x"}},{"order":6,"refill":8}]', "maybe", "8"],
    // What is written by place is no map: a place may be an ID that was asked.
    ['{"0":{"order":6,"refill":{"error":"x"}},"5":{"order":5,"refill":7}}', "7", "no"],
    ['{"5":{"order":6,"refill":8},"6":{"order":5,"refill":{"error":"x"}}}', "no", "8"],
    ['{"5":{"order":7,"refill":8},"6":{"refill":9}}', "maybe", "9"],
    ['{"refill":7}', "maybe", "maybe"],
    ["[7,8]", "maybe", "maybe"],
    ['[{"order":5,"refill":7},null]', "7", "maybe"],
    [
      '["not found",{"order":5,"refill":{"error":"not found"}},{"order":6,"refill":7}]',
      "maybe order-not-found",
      "7"
    ],
    ['[{"refill":7},null]', "maybe", "maybe"]
  ])
})

describe("an odd answer to cancel", () => {
  says("of one order", "cancel", { order: "5" }, [
    ...['"1"', "true", "5", '"true"', "1e3"].map((cancel): Odd => [`{"cancel":${cancel}}`, "done"]),
    ...["0", "false", '""', '"-1"', "null", "1.5", '"abc"', '"success"', '"Cancel requested"', "[5]"].map(
      (cancel): Odd => [`{"order":5,"cancel":${cancel}}`, "maybe"]
    ),
    ['{"5":true}', "done"],
    ['{"canceled":["5"]}', "done"],
    ['{"canceled":[6]}', "no"],
    ['{"canceled":[true]}', "maybe"],
    ['{"canceled":[5],"status":"error"}', "maybe"],
    ['{"order":5,"cancel":1,"error":"x"}', "maybe"],
    ['{"order":6,"cancel":1}', "maybe"],
    ['{"message":"Cancel request accepted"}', "maybe"],
    ['{"5":"Canceled"}', "maybe"],
    ['{"5":"Cancel requested"}', "maybe"],
    ['{"order":5,"cancel":"Order cannot be cancelled"}', "no cancel-impossible"],
    ['{"message":"Order cannot be cancelled"}', "no cancel-impossible"],
    ['{"5":{"order":6,"cancel":1}}', "maybe"],
    ['{"0":{"order":5,"cancel":1}}', "done"],
    ['{"order":5,"cancel":1,"status":{"error":"x"}}', "maybe"]
  ])
})

describe("an odd answer to status", () => {
  says("of one order", "status", { order: "5" }, [
    ['{"5":"In progress"}', "In progress"],
    ['{"5":"Pending"}', "Pending"],
    ['[{"status":"Pending"}]', "Pending"],
    ['[{"order":"5.0","status":"Pending"}]', "Pending"],
    ['[{"status":"Pending"},null]', "maybe"],
    ['{"data":{"5":{"status":"Pending"}}}', "Pending"],
    ['{"status":"Completed","error":""}', "Completed"],
    ['{"status":"Incomplete"}', "Incomplete"],
    ['{"status":"Private profile","charge":"1","remains":5}', "Private profile"],
    ['{"status":"success"}', "maybe"],
    ['{"status":true}', "maybe"],
    ['{"order":6,"status":"Pending"}', "maybe"],
    ['{"__proto__":{"status":"Completed"}}', "maybe"],
    ['{"status":"Completed"}{"status":"Pending"}', "maybe"],
    ['{"status":"Completed","success":0}', "maybe"],
    // Of the call, and not of the order.
    ['{"status":"success","orders":[{"order":5,"status":"Pending"}]}', "maybe"],
    ['{"status":"success","orders":{"5":{"status":"Pending"}}}', "maybe"],
    ['{"status":"error","charge":{"order":5,"status":"Pending"}}', "maybe"],
    ['{"status":"success","order_status":"Pending","remains":5}', "Pending"],
    ['{"status":"success","state":"Partial","remains":5}', "Partial"],
    ['{"status":"Completed","state":"Pending","remains":5}', "Completed"],
    ['{"status":"success","posts":"10","orders":["7"]}', "Completed"],
    ['{"5":{"order":6,"status":"Canceled"}}', "maybe"],
    ['{"status":"Incorrect order ID"}', "no order-not-found"],
    ['{"5":"Come back on Monday"}', "no"]
  ])

  says("of several", "status", { orders: "5,6" }, [
    ['{"5":"In progress","6":"error.incorrect_order_id"}', "In progress", "no order-not-found"],
    ['{"5":{"error":"","status":"Completed"}}', "Completed", "maybe"],
    ['{"5":null,"6":[]}', "maybe", "maybe"],
    ['{"0":{"order":5,"status":"Pending"},"2":{"order":6,"status":"Completed"}}', "Pending", "Completed"],
    ['{"5":{"order":6,"status":"Canceled"},"6":{"order":5,"status":"Pending"}}', "Pending", "Canceled"],
    ['{"5":{"order":5,"status":"Pending"},"6":{"order":6,"status":"Completed"}}', "Pending", "Completed"],
    ['[{"status":"Pending"},{"status":"Completed"}]', "maybe", "maybe"],
    ['[{"order":5,"status":"Pending"},false]', "Pending", "maybe"],
    ['[[],{"order":6,"status":"Completed"}]', "maybe", "Completed"]
  ])
})

describe("an odd answer to refill_status", () => {
  says("of one refill", "refill_status", { refill: "5" }, [
    ['{"5":"In progress"}', "In progress"],
    ['{"status":"error"}', "Error"],
    ['{"status":"Refill not found"}', "no refill-not-found"],
    ['{"5":"not found"}', "no refill-not-found"],
    ['{"refill":6,"status":"Pending"}', "maybe"],
    ['{"5":{"refill":6,"status":"Completed"}}', "maybe"],
    ['"Completed"', "maybe"]
  ])
})

describe("an odd answer to balance", () => {
  says("is an amount only where it cannot be another", "balance", {}, [
    ['{"balance":"1,234.56"}', "1234.56"],
    ['{"balance":"$12.5"}', "12.5"],
    ['{"balance":-5}', "-5"],
    ['{"balance":"5","error":"success"}', "5"],
    ['{"balance":"5","message":"Not enough funds for a bonus"}', "5"],
    ...["12,5", "1,234", "12.5 USD", "", "NaN", "0x10", "5.", "١٢"].map(
      (balance): Odd => [JSON.stringify({ balance }), "maybe"]
    ),
    ['{"balance":1e400}', "maybe"],
    ['{"balance":"0.00","status":"error"}', "maybe"],
    ['{"balance":"0.00","success":0}', "maybe"],
    ['{"balance":"5"}{"balance":"6"}', "maybe"],
    ['{"__proto__":{"balance":"5"}}', "maybe"]
  ])
})

describe("an odd answer to services", () => {
  says("is a catalogue only where it holds one", "services", {}, [
    ['{"services":[]}', "0 services"],
    ['[null,{"service":"1.0","name":"a","status":"fail"}]', "1 services"],
    ['{"status":"fail","data":[]}', "maybe"],
    ['["a"]', "maybe"],
    ['[{"error":"Invalid API key"}]', "maybe"]
  ])
})
