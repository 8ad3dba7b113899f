import { assert, describe, it } from "@effect/vitest"
import { FastCheck } from "effect"
import * as Json from "../../src/internal/json.js"
import { isRun } from "../part.js"

describe("parse", () => {
  it.prop("reads any JSON as JSON.parse does, if no number is long", [FastCheck.json()], ([text]) => {
    const expected: unknown = JSON.parse(text)
    const long = /\d[\d.]{15}/.test(text)
    if (!long) assert.deepStrictEqual(Json.parse(text)?.value, expected)
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
      assert.deepStrictEqual(Json.parse(text)?.value, value, text)
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
      assert.deepStrictEqual(Json.parse(text)?.value, { a: 1 }, text)
    }
  })

  it("reads a lone number or text behind a byte order mark", () => {
    assert.strictEqual(Json.parse("\uFEFF 12.5")?.value, 12.5)
    assert.strictEqual(Json.parse('\uFEFF"words"')?.value, "words")
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

  it("finds JSON behind any number of notices that hold none, and gives up where they hold numbers for ever", () => {
    assert.deepStrictEqual(Json.parse(`${"Notice [x] {main} ".repeat(100_000)}{"a":1}`)?.value, { a: 1 })
    assert.deepStrictEqual(Json.parse(`${"Undefined offset [0] ".repeat(100)}{"a":1}`)?.value, { a: 1 })
    assert.isUndefined(Json.parse(`${"Undefined offset [0] ".repeat(100_000)}{"a":1}`))
  })

  it("reads a whole answer with PHP's warnings behind it, and no other with something behind it", () => {
    for (const text of [
      '{"a":1}<br />\n<b>Notice</b>:  Undefined index: x in <b>/api.php</b> on line <b>9</b><br />\n',
      '{"a":1}\nPHP Warning:  Undefined array key "x" in /api.php on line 9',
      '{"a":1}\nNotice: Undefined offset: 1 in /api.php on line 9'
    ]) {
      assert.deepStrictEqual(Json.parse(text)?.value, { a: 1 }, text)
    }
    for (const text of [
      '{"a":1}\nNotice: x\n{"b":2}',
      '{"a":1}}\nNotice: x',
      '{"a":1\nNotice: x',
      '{"a":1} ok',
      '{"a":1}<html>Notice: x'
    ]) {
      assert.isUndefined(Json.parse(text), text)
    }
  })

  const row = (id: number) =>
    `{"service":${id},"name":"Followers ${id}","type":"Default","rate":"0.90","min":"50","max":"10000","description":"Call +12345678901234567, say \\"hello\\""}`
  const catalogue = `[${Array.from({ length: 5000 }, (_, at) => row(at)).join(",")}]`
  const pieces = [
    "[",
    "{",
    '{"a":',
    '[{"a":[',
    '"',
    '\\"',
    "[1,",
    "[1 ",
    "[1,\"[2,'",
    '[0,"',
    "[[]",
    "{}",
    "[0]",
    "12345678901234567",
    "1234567890123456,",
    "[12345678901234567 ",
    "[-1e",
    "<br />",
    "Notice: [x] ",
    "[t",
    ", [",
    "[ ",
    "{ \n",
    "\u00a0",
    "."
  ]

  /** How often the platform's parser is asked for one text, and how far it may have gone, in the text's lengths. */
  const work = (text: string) => {
    const { parse } = JSON
    let calls = 0
    let characters = 0
    JSON.parse = (json) => {
      calls += 1
      characters += json.length
      return parse(json)
    }
    try {
      Json.parse(text)
    } finally {
      JSON.parse = parse
    }
    return { calls, lengths: characters / text.length }
  }

  it("hands a broken text to the parser a few times at most", () => {
    const cut = catalogue.slice(0, -1)
    const spaced = `[1,${" ".repeat(100)}`
    for (const text of [
      cut,
      `${cut}<br />\n<b>Notice</b>: [x]`,
      `<b>Notice</b>: x[0]\n${cut}`,
      ...["[", "{", '{"a":', '[{"a":[', "[1,", spaced, "[ ", "[[]", "12345678901234567", "[x "].map((piece) =>
        piece.repeat(20_000)
      )
    ]) {
      assert.isAtMost(work(text).lengths, 4, text.slice(0, 20))
      assert.isAtMost(work(`x ${text}`).lengths, 4, text.slice(0, 20))
    }
    for (const first of pieces) assert.isAtMost(work(first.repeat(20_000)).calls, 300, first)
  })

  it("asks the parser a bounded number of times, whatever a text is made of", () => {
    const pairs = pieces.flatMap((first) => pieces.map((second) => first + second))
    for (const piece of pairs.filter((_, nth) => isRun(nth, 6))) {
      assert.isAtMost(work(piece.repeat(Math.ceil(20_000 / piece.length))).calls, 300, piece)
    }
  })

  it("reads a catalogue whole that has a telephone number in each description, and no cut-off one", () => {
    const value = Json.parse(catalogue)?.value
    assert.deepStrictEqual(value, JSON.parse(catalogue))
    assert.isUndefined(Json.parse(catalogue.slice(0, -1)))
    assert.isUndefined(Json.parse(catalogue.slice(0, -100)))
    assert.isUndefined(Json.parse(`<b>Notice</b>: x[0]\n${catalogue.slice(0, -1)}`))
    assert.deepStrictEqual(Json.parse(`<b>Notice</b>: x[0]\n${catalogue}`)?.value, value)
  })
})

describe("write", () => {
  it("writes a value, or nothing of one that is nested too deep", () => {
    assert.strictEqual(Json.write({ a: [1] }), '{"a":[1]}')
    assert.strictEqual(Json.write(undefined), "")
    assert.strictEqual(Json.write(Json.parse("[".repeat(50_000) + "]".repeat(50_000))?.value), "")
  })
})
