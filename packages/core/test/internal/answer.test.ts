import { readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import { Ajv } from "ajv"
import { Either, JSONSchema, Option, Pretty, Schema } from "effect"
import {
  AddOrder,
  Balance,
  CancelOrder,
  Offer,
  OrderStatus,
  Refill,
  RefillStatus,
  Services
} from "../../src/index.js"
import { listReader, reader } from "../../src/internal/answer.js"
import * as Json from "../../src/internal/json.js"

const answers: Readonly<Record<string, Schema.Schema.AnyNoContext>> = {
  "AddOrder.Answer": AddOrder.Answer,
  "Balance.Answer": Balance.Answer,
  "CancelOrder.AnswerMany": CancelOrder.AnswerMany,
  "OrderStatus.Answer": OrderStatus.Answer,
  "OrderStatus.AnswerMany": OrderStatus.AnswerMany,
  "Refill.Answer": Refill.Answer,
  "Refill.AnswerMany": Refill.AnswerMany,
  "RefillStatus.Answer": RefillStatus.Answer,
  "RefillStatus.AnswerMany": RefillStatus.AnswerMany,
  "Offer.Offer": Offer.Offer,
  "Services.Answer": Services.Answer
}

describe("an answer's schema", () => {
  for (const [name, schema] of Object.entries(answers)) {
    it.prop(`${name} reads what it writes`, [schema], ([value]) => {
      const sent = JSON.stringify(Schema.encodeUnknownSync(schema)(value))
      const back: unknown = Schema.decodeUnknownSync(schema)(Json.parse(sent)?.value)
      assert.isTrue(Schema.equivalence(schema)(back, value))
      // To the last digit, as the ledger of whoever sent it has it.
      assert.strictEqual(JSON.stringify(Schema.encodeUnknownSync(schema)(back)), sent)
    })

    it(`${name} is none of what is no such answer`, () => {
      for (const value of [undefined, null, "", 5, true]) {
        assert.strictEqual(Schema.decodeUnknownEither(schema)(value)._tag, "Left", String(value))
      }
    })
  }

  it("says what cannot be read", () => {
    assert.throws(() => Schema.decodeUnknownSync(AddOrder.Answer)({ order: null }), /order/)
  })
})

const example = (file: string): unknown =>
  JSON.parse(readFileSync(new URL(`../fixtures/examples/${file}`, import.meta.url), "utf8"))

/** What panels document, by schema, and the same with one value of a type that no panel sends. */
const documented = [
  [JSONSchema.make(AddOrder.Answer), "add.json", { order: { id: 1 } }],
  [JSONSchema.make(Balance.Answer), "balance.json", { balance: ["100"], currency: "USD" }],
  [JSONSchema.make(CancelOrder.AnswerMany), "cancel.json", [{ order: [9], cancel: 1 }]],
  [JSONSchema.make(OrderStatus.Answer), "status.json", { status: "Partial", remains: { left: 157 } }],
  [JSONSchema.make(OrderStatus.AnswerMany), "status-many.json", { "1": { status: true } }],
  [JSONSchema.make(Refill.Answer), "refill.json", { refill: null }],
  [JSONSchema.make(Refill.AnswerMany), "refill-many.json", [{ order: 1, refill: false }]],
  [JSONSchema.make(RefillStatus.Answer), "refill-status.json", { status: null }],
  [
    JSONSchema.make(RefillStatus.AnswerMany),
    "refill-status-many.json",
    [{ refill: 1, status: { error: 5 } }]
  ],
  [
    JSONSchema.make(Services.Answer),
    "services.json",
    [{ service: 1, name: 5, type: "Default", category: "C" }]
  ]
] as const

describe("an answer's JSON Schema", () => {
  for (const [schema, file, wrong] of documented) {
    it(`takes ${file}, and with more fields, but no value of a wrong type`, () => {
      const validate = new Ajv({ allowUnionTypes: true }).compile(schema)
      const real = example(file)
      assert.isTrue(validate(real), JSON.stringify(validate.errors))
      if (!Array.isArray(real) && !file.includes("many")) {
        assert.isTrue(validate(Object.assign({}, real, { more: 1 })))
      }
      assert.isFalse(validate(wrong))
    })
  }
})

describe("an answer's fields", () => {
  it("are schemas, of which others can be made", () => {
    const Charge = Schema.Struct({ charge: OrderStatus.Answer.fields.charge })
    const { charge } = Schema.decodeSync(Charge)({ charge: "0.50" })
    assert.deepStrictEqual(Schema.encodeSync(Charge)({ charge }), { charge: "0.50" })
  })

  it("have names on the wire that the type knows", () => {
    const sent: typeof OrderStatus.Answer.Encoded = { status: "Partial", start_count: "5", charge: null }
    assert.deepStrictEqual(Schema.decodeSync(OrderStatus.Answer)(sent).startCount, Option.some(5))
  })

  it("are shown by `Pretty`", () => {
    const answer = Schema.decodeSync(Balance.Answer)({ balance: "0.50", currency: "USD" })
    assert.match(Pretty.make(Balance.Answer)(answer), /USD/)
  })
})

describe("a reader", () => {
  it.prop("reads what the schema reads", [OrderStatus.Answer], ([value]) => {
    const sent = Schema.encodeSync(OrderStatus.Answer)(value)
    const read = Option.getOrUndefined(Either.getRight(reader(OrderStatus.Answer)(sent)))
    assert.isTrue(read !== undefined && Schema.equivalence(OrderStatus.Answer)(read, value))
  })

  it("takes an optional field of any other kind for left out, and reads the rest", () => {
    const read = reader(OrderStatus.Answer)({ status: "Partial", charge: {}, orders: 5 })
    assert.deepStrictEqual<unknown>(
      Either.map(read, ({ status, charge, orders }) => ({ status, charge, orders })),
      Either.right({ status: "Partial", charge: Option.none(), orders: Option.none() })
    )
  })

  it("shares values that recur within one answer, and keeps none for another", () => {
    const rows = [1, 2].map((service) => ({ service, name: "", type: "Default", category: "", rate: "0.90" }))
    const rates = (list: unknown) =>
      Option.getOrElse(Either.getRight(listReader(Offer.Offer)(list)), () => []).map(({ rate }) => rate)
    const [one, two] = rates(rows)
    assert.strictEqual(one, two)
    assert.notStrictEqual(one, rates(rows)[0])
  })
})
