import { assert, describe, it } from "@effect/vitest"
import { Effect, Either, FastCheck } from "effect"
import { AddOrder, Balance, Identifiers, OrderStatus, type Panel, type PanelError } from "../src/index.js"
import { isTwice, parse } from "../src/internal/json.js"
import * as Scripted from "./scripted.js"
import { order, processed, spendings } from "./spending.js"

const twice = (text: string, asked?: ReadonlyArray<string>): boolean => {
  const parsed = parse(text)
  assert(parsed !== undefined, text)
  return isTwice(parsed, asked)
}

describe("a name that stands twice in an object", () => {
  it("is found at any depth, in any letters and behind any escape, and in no text", () => {
    for (const text of [
      '{"a":1,"a":1}',
      '{"a" : 1 , "a"\n:2}',
      '[{"b":{"a":1,"\\u0061":2}}]',
      '{"order":77,"Order":null}',
      '{"a":{"x":[{"":0,"":1}]}}',
      '{"a\\"":1,"b":"\\\\","a\\"":2}',
      '{"id":12345678901234567,"id":null}',
      'Warning: "x": y\n{"a":1,"a":2}'
    ]) {
      assert.isTrue(twice(text), text)
    }
    for (const text of [
      '{"a":{"a":1},"b":[{"a":1},{"a":1}]}',
      '{"a":"\\"a\\":1,\\"a\\":2"}',
      '{"a":"\\\\","b":":"}',
      '{"a":["a","a"],"b":"a"}',
      '{"a":12345678901234567}',
      'Warning: "x": y "x": y\n{"a":1}',
      '"a"',
      "[]"
    ]) {
      assert.isFalse(twice(text), text)
    }
  })

  it("is an ID in other letters only where that was asked", () => {
    assert.isFalse(twice('{"aB":1,"Ab":2}', ["aB", "Ab"]))
    assert.isTrue(twice('{"aB":1,"Ab":2}'))
    assert.isTrue(twice('{"aB":1,"aB":2}', ["aB"]))
  })

  it.prop("is in no JSON that was written of a value", [FastCheck.jsonValue()], ([value]) => {
    // Small letters first, as names that differ in them alone are the same.
    const small: unknown = JSON.parse(JSON.stringify(value).toLowerCase())
    assert.isFalse(twice(JSON.stringify(small)))
  })

  it("is looked for no longer than the text, whatever it is made of", () => {
    for (const piece of ["[", '{"a":', '{"a":1,"a":"\\\\\\"']) {
      const text = piece.repeat(200_000)
      assert.isBoolean(isTwice({ json: text, value: null }))
    }
    const deep = `${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`
    assert.isFalse(twice(deep))
  })
})

describe("an answer in which a name stands twice", () => {
  for (const spending of spendings) {
    it.effect(`leaves open what was done, and is asked for once: ${spending.name}`, () =>
      Effect.gen(function* () {
        for (const status of [200, 400, 429, 503]) {
          for (const body of [
            '{"order":77,"order":null,"error":"Too many requests"}',
            '{"order":null,"order":77,"error":"Too many requests"}',
            '{"refill":91,"refill":0,"error":"Not enough funds"}',
            '{"Order":77,"order":"","error":"Incorrect order ID"}',
            '{"error":{"id":77,"id":null,"message":"Too many requests"}}',
            '{"error":"Order 77 is placed","error":"Too many requests"}',
            '[{"order":77,"order":null,"error":"Too many requests"}]',
            '{"status":"error","data":{"x":77,"x":null},"message":"Too many requests"}',
            '{"data":{"order":77},"data":null,"error":"Too many requests"}'
          ]) {
            const scripted = Scripted.make(() => Scripted.text(body, status))
            const results = yield* Effect.provide(spending.ask, scripted.panel({ retryDelay: 0 }))
            assert.strictEqual(scripted.calls.length, 1, body)
            assert.isTrue(
              results.every((result) => processed(result) === "maybe"),
              `${status} ${body}`
            )
          }
        }
      })
    )
  }

  it.effect("confirms no order: neither ID is the right one", () =>
    Effect.gen(function* () {
      for (const body of ['{"order":77,"order":78}', '{"order":77,"Order":78}']) {
        const place = Effect.flatMap(AddOrder.AddOrder, (add) => Effect.flip(add.place(order)))
        const error = yield* Effect.provide(place, Scripted.make([Scripted.text(body)]).panel())
        assert.strictEqual(error._tag, "OutcomeUnknown")
      }
    })
  )

  it.effect("says nothing to a read", () =>
    Effect.gen(function* () {
      const id = Identifiers.OrderId.make("5")
      type Asking = Effect.Effect<void, PanelError.ReadError, Panel.Actions>
      const status: Asking = Effect.flatMap(OrderStatus.OrderStatus, ({ get }) => Effect.asVoid(get(id)))
      const balance: Asking = Effect.flatMap(Balance.Balance, ({ get }) => Effect.asVoid(get))
      for (const [ask, body] of [
        [status, '{"status":"Completed","status":"Pending"}'],
        [status, '{"5":{"status":"Completed"},"5":{"error":"Incorrect order ID"}}'],
        [balance, '{"balance":"5","balance":"0"}'],
        [balance, '{"error":"Invalid API key","error":"Too many requests"}']
      ] as const) {
        const scripted = Scripted.make(() => Scripted.text(body))
        const result = yield* Effect.provide(Effect.either(ask), scripted.panel({ retryDelay: 0 }))
        assert.deepInclude(Either.isLeft(result) && result.left, {
          _tag: "UnexpectedAnswer",
          reason: "contradictory"
        })
        assert.strictEqual(scripted.calls.length, 1)
      }
    })
  )
})
