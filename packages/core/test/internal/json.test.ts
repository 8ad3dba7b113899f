import { assert, describe, it } from "@effect/vitest"
import { FastCheck } from "effect"
import * as Json from "../../src/internal/json.js"

describe("parse", () => {
  it.prop("reads any JSON as JSON.parse does, if no number is long", [FastCheck.json()], ([text]) => {
    const expected: unknown = JSON.parse(text)
    const long = /\d[\d.]{15}/.test(text)
    if (!long) assert.deepStrictEqual(Json.parse(text), expected)
  })

  it.prop("never throws", [FastCheck.string({ unit: "binary" })], ([text]) => {
    Json.parse(text)
  })

  it("keeps every digit of a long number, as text, and touches no text", () => {
    for (const [text, value] of [
      ['{"a":12345678901234567890}', { a: "12345678901234567890" }],
      ['{"a":-0.1234567890123456}', { a: "-0.1234567890123456" }],
      ['{"a":123456789012345}', { a: 123456789012345 }],
      ['[1234567890123456,"1234567890123456"]', ["1234567890123456", "1234567890123456"]],
      ['{"1234567890123456":"a 1234567890123456 b"}', { "1234567890123456": "a 1234567890123456 b" }],
      ['{"a":"\\"1234567890123456","b":1234567890123456}', { a: '"1234567890123456', b: "1234567890123456" }],
      ['{"a":"\\\\","b":1234567890123456}', { a: "\\", b: "1234567890123456" }],
      ['{"a":1.2345678901234567e-5}', { a: "1.2345678901234567e-5" }]
    ] as const) {
      assert.deepStrictEqual(Json.parse(text), value, text)
    }
  })

  it("finds JSON behind a byte order mark and behind warnings", () => {
    for (const text of [
      '\uFEFF{"a":1}',
      ' \r\n\uFEFF {"a":1} \n',
      '<br />\n<b>Warning</b>: Undefined array key "order" in <b>/api.php</b> on line <b>9</b><br />\n{"a":1}',
      'PHP Notice:  Undefined index: x[0] in /api.php {main}\n{"a":1}',
      'Array\n(\n    [a] => 1\n)\n{"a":1}'
    ]) {
      assert.deepStrictEqual(Json.parse(text), { a: 1 }, text)
    }
  })

  it("reads a lone number or text behind a byte order mark", () => {
    assert.strictEqual(Json.parse("\uFEFF 12.5"), 12.5)
    assert.strictEqual(Json.parse('\uFEFF"words"'), "words")
  })

  it("takes no piece of something that is broken for an answer", () => {
    for (const text of [
      '{"a":{"order":5}',
      '{"a" : {"order":5}',
      '{"a":[{"order":5}]',
      '[{"order":5}',
      '[1,{"order":5}',
      '{"error":"x"}{"order":5}',
      '{"error":"x"} {"order":5}',
      '{"order":5',
      '{"order":5}}',
      '{order:{"id":5}',
      '{"order":5}<script>',
      "{order:5}",
      "{'order':5}",
      '{"order":5,}'
    ]) {
      assert.isUndefined(Json.parse(text), text)
    }
  })

  it("reads no page, and nothing from nothing", () => {
    for (const text of [
      "",
      " \n",
      "\uFEFF",
      '<!DOCTYPE html><html>{"a":1}',
      '<html>{"a":1}',
      "plain words"
    ]) {
      assert.isUndefined(Json.parse(text), text)
    }
  })

  // Each of these would keep the process for minutes if it were looked at from each of its places.
  it("gives up on a text that is never closed, however long", () => {
    for (const piece of ['\\"', '\\"x', '"', '\\\n"']) {
      assert.isUndefined(Json.parse(`{"a":12345678901234567,"${piece.repeat(500_000)}`))
      assert.isUndefined(Json.parse(`{"a":12345678901234567,"${piece.repeat(500_000)}\\`))
    }
  })

  it("gives up where warnings go on for ever", () => {
    assert.isUndefined(Json.parse(`${"Notice [x] ".repeat(100)}{"a":1}`))
  })
})

describe("write", () => {
  it("writes a value, or nothing of one that is nested too deep", () => {
    assert.strictEqual(Json.write({ a: [1] }), '{"a":[1]}')
    assert.strictEqual(Json.write(undefined), "")
    assert.strictEqual(Json.write(Json.parse("[".repeat(50_000) + "]".repeat(50_000))), "")
  })
})
