import { readdirSync, readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import { Schema } from "effect"
import { AddOrder, Balance, CancelOrder, OrderStatus, Refill, RefillStatus, Services } from "../src/index.js"
import { plain } from "./plain.js"

const folder = new URL("./fixtures/examples/", import.meta.url)

const none = { runs: null, posts: null, expiry: null, orders: null }

const partial = {
  charge: "0.27819",
  startCount: 3572,
  status: "Partial",
  remains: 157,
  currency: "USD",
  ...none
}

/** Per example, the schema of its answer and the value that it stands for, as `plain` shows it. */
const examples: Readonly<Record<string, readonly [Schema.Schema.AnyNoContext, unknown]>> = {
  "add.json": [AddOrder.Answer, { order: "23501", charge: null, currency: null }],
  "balance.json": [Balance.Answer, { balance: "100.84292", currency: "USD" }],
  "cancel.json": [
    CancelOrder.AnswerMany,
    [
      { order: "9", cancel: { error: "Incorrect order ID" } },
      { order: "2", cancel: true }
    ]
  ],
  "refill-many.json": [
    Refill.AnswerMany,
    [
      { order: "1", refill: "1" },
      { order: "2", refill: "2" },
      { order: "3", refill: { error: "Incorrect order ID" } }
    ]
  ],
  "refill-status-many.json": [
    RefillStatus.AnswerMany,
    [
      { refill: "1", status: "Completed" },
      { refill: "2", status: "Rejected" },
      { refill: "3", status: { error: "Refill not found" } }
    ]
  ],
  "refill-status.json": [RefillStatus.Answer, { status: "Completed" }],
  "refill.json": [Refill.Answer, { refill: "1" }],
  "services.json": [
    Services.Answer,
    [
      {
        service: "1",
        name: "Followers",
        type: "Default",
        category: "First Category",
        rate: "0.90",
        min: 50,
        max: 10000,
        refill: true,
        cancel: true,
        dripfeed: null,
        currency: null,
        desc: null,
        unclear: null
      },
      {
        service: "2",
        name: "Comments",
        type: "Custom Comments",
        category: "Second Category",
        rate: "8",
        min: 10,
        max: 1500,
        refill: false,
        cancel: true,
        dripfeed: null,
        currency: null,
        desc: null,
        unclear: null
      }
    ]
  ],
  "status-many.json": [
    OrderStatus.AnswerMany,
    {
      "1": partial,
      "10": { error: "Incorrect order ID" },
      "100": {
        charge: "1.44219",
        startCount: 234,
        status: "In progress",
        remains: 10,
        currency: "USD",
        ...none
      }
    }
  ],
  "status.json": [OrderStatus.Answer, partial]
}

describe("the documented examples", () => {
  it("are all here", () => {
    assert.deepStrictEqual(readdirSync(folder).sort(), Object.keys(examples))
  })

  for (const [name, [schema, expected]] of Object.entries(examples)) {
    const document = readFileSync(new URL(name, folder), "utf8").trim()

    it(`${name} decodes to the value that it stands for`, () => {
      const decoded: unknown = Schema.decodeUnknownSync(Schema.parseJson(schema))(document)
      assert.deepStrictEqual(plain(decoded), expected)
    })

    it(`${name} encodes back to the very document`, () => {
      const decoded: unknown = Schema.decodeUnknownSync(Schema.parseJson(schema))(document)
      const encoded: unknown = Schema.encodeUnknownSync(schema)(decoded)
      assert.strictEqual(JSON.stringify(encoded, undefined, 4), document)
    })
  }
})
