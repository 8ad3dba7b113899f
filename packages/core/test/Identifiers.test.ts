import { assert, describe, it } from "@effect/vitest"
import { Arbitrary, FastCheck, Schema } from "effect"
import { AddOrder, Identifiers } from "../src/index.js"
import * as Json from "../src/internal/json.js"

const brand = <A extends string>(schema: Schema.Schema<A, string>, make: (text: string) => A) => ({
  is: Schema.is(schema),
  make: (text: string): string => make(text),
  values: Arbitrary.make(schema)
})

const brands = {
  ServiceId: brand(Identifiers.ServiceId, (text) => Identifiers.ServiceId.make(text)),
  OrderId: brand(Identifiers.OrderId, (text) => Identifiers.OrderId.make(text)),
  RefillId: brand(Identifiers.RefillId, (text) => Identifiers.RefillId.make(text))
}

const orderIn = (body: string) => Schema.decodeUnknownSync(AddOrder.Answer)(Json.parse(body)?.value).order

describe("identifiers", () => {
  for (const [name, { is, make, values }] of Object.entries(brands)) {
    it(`${name} is any text that can travel in a comma list`, () => {
      for (const text of [
        "1",
        "23501",
        "s4138",
        "b76VJizQKZ",
        "ord_01HG9X7KJP4N",
        "00017",
        "é",
        "🙂",
        "a".repeat(255)
      ]) {
        assert.isTrue(is(text), text)
      }
    })

    it(`${name} is no text that cannot, nor a word for nothing`, () => {
      for (const text of [
        "",
        " ",
        "1,2",
        "1 2",
        " 1",
        "1\n",
        "a\u0000b",
        "a\u001bb",
        "0",
        "000",
        "0.00",
        "-1",
        "null",
        "NULL",
        "None",
        "undefined",
        "NaN",
        "true",
        "False",
        "error",
        "a".repeat(256)
      ]) {
        assert.isFalse(is(text), JSON.stringify(text))
        assert.throws(() => make(text), /is no ID/)
      }
    })

    it.prop(`${name} makes values that are its own`, [values], ([id]) => {
      assert.isTrue(is(id))
    })
  }

  it.prop(
    "survive as numbers past 2^53",
    [FastCheck.bigInt({ min: 1n, max: 10n ** 30n }), FastCheck.constantFrom("", " ", "\n")],
    ([id, space]) => {
      assert.strictEqual(orderIn(`{"order":${space}${id}${space}}`), String(id))
      assert.strictEqual(orderIn(`{"order":"${id}"}`), String(id))
    }
  )

  it("are written as canonical panels write them: numbers where a number holds them", () => {
    const encode = Schema.encodeUnknownSync(AddOrder.Answer)
    for (const [id, written] of [
      ["23501", 23501],
      ["9007199254740991", Number.MAX_SAFE_INTEGER],
      ["9007199254740993", "9007199254740993"],
      ["007", "007"],
      ["b76", "b76"]
    ] as const) {
      assert.deepStrictEqual(encode(Schema.decodeUnknownSync(AddOrder.Answer)({ order: id })), {
        order: written
      })
    }
  })
})
