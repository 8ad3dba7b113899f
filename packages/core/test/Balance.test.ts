import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { Balance } from "../src/index.js"
import { outcome } from "./plain.js"
import * as Scripted from "./scripted.js"

const get = (body: string) =>
  Effect.flatMap(Balance.Balance, ({ get }) => Effect.map(Effect.either(get), outcome)).pipe(
    Effect.provide(Scripted.make([Scripted.text(body)]).panel({ retries: 0 }))
  )

describe("get", () => {
  for (const [body, amount, currency] of [
    ['{"balance":"100.84292","currency":"USD"}', "100.84292", "USD"],
    ['{"balance":"-5.10","currency":"EUR"}', "-5.10", "EUR"],
    ['{"balance":0,"currency":"USD"}', "0", "USD"],
    ['{"balance":"1,234,567.89","currency":"USD"}', "1234567.89", "USD"],
    ['{"balance":"1.234.567,89","currency":"EUR"}', "1234567.89", "EUR"],
    ['{"balance":"$12.50"}', "12.50", null],
    ['{"balance":"12.50 ₺"}', "12.50", null],
    ['{"balance":1e-7}', "0.0000001", null],
    ['{"balance":12345678901234567890.123456789}', "12345678901234567890.123456789", null],
    ['{"Balance":"7.00","Currency":"RUB"}', "7.00", "RUB"],
    ['{"amount":"7.00"}', "7.00", null],
    ['{"funds":7}', "7", null],
    ['{"status":"success","data":{"balance":"7.50","currency":"IDR"}}', "7.50", "IDR"],
    ['{"balance":"7","balancef":"7,00","message":"Welcome"}', "7", null],
    ["100.84", "100.84", null],
    ["123456789012345678.9", "123456789012345678.9", null],
    ['\uFEFF \n{"balance":"1"}', "1", null]
  ] as const) {
    it.effect(`reads ${body.trim()}`, () =>
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* get(body), { amount, currency })
      })
    )
  }

  for (const body of [
    "{}",
    "[]",
    "true",
    '{"balance":null}',
    '{"balance":""}',
    '{"balance":"1,234"}',
    '{"balance":"12,5"}',
    '{"balance":"12.5.1"}',
    '{"balance":"n/a"}',
    '{"balance":true}',
    '{"balance":[5]}',
    '{"balance":"0x10"}',
    '{"balance":"Infinity"}',
    '{"balance":1e400}',
    '{"currency":"USD"}',
    '{"balance":"5"',
    '{"user":{"balance":"5"}'
  ]) {
    it.effect(`guesses no balance from ${body}`, () =>
      Effect.gen(function* () {
        assert.propertyVal(yield* get(body), "tag", "UnexpectedAnswer")
      })
    )
  }
})
