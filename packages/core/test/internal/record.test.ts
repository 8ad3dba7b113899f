import { assert, describe, it } from "@effect/vitest"
import { Schema } from "effect"
import {
  AddOrder,
  Balance,
  CancelOrder,
  OrderStatus,
  Refill,
  RefillStatus,
  Service,
  Services
} from "../../src/index.js"
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
  "Service.Service": Service.Service,
  "Services.Answer": Services.Answer
}

describe("an answer's schema", () => {
  for (const [name, schema] of Object.entries(answers)) {
    it.prop(`${name} reads what it writes`, [schema], ([value]) => {
      const sent = JSON.stringify(Schema.encodeUnknownSync(schema)(value))
      const back: unknown = Schema.decodeUnknownSync(schema)(Json.parse(sent))
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
    assert.throws(() => Schema.decodeUnknownSync(AddOrder.Answer)({ order: null }), /cannot be read as order/)
  })
})
