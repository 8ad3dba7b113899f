import { assert, describe, it } from "@effect/vitest"
import { FastCheck } from "effect"
import { closest } from "../src/Suggest.js"
import * as Table from "../src/Table.js"
import { clean, fit, pad, quote, toJson, width } from "../src/Text.js"
import { output } from "./Output.js"

const harmful = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u
const harmfulInJson = /[\p{Cc}\u2028-\u202e\u2066-\u2069\u200e\u200f]/u

describe("a stranger's text", () => {
  it("is one line of what can be seen, whatever it was", () => {
    FastCheck.assert(
      FastCheck.property(FastCheck.string({ unit: "binary" }), (text) => {
        assert.notMatch(clean(text), harmful)
      })
    )
    assert.strictEqual(clean("a\u001b[31mb\r\nc\u202ed"), "a [31mb cd")
    assert.strictEqual(clean("👩‍👩‍👧 ok"), "👩‍👩‍👧 ok")
  })

  it("survives JSON unchanged, and writes nothing raw that a terminal obeys", () => {
    FastCheck.assert(
      FastCheck.property(FastCheck.string({ unit: "binary" }), (text) => {
        const json = toJson({ text })
        assert.strictEqual(JSON.parse(json).text, text)
        assert.notMatch(json, harmfulInJson)
      })
    )
  })

  it("takes the room that it takes on a terminal", () => {
    assert.strictEqual(width("abc"), 3)
    assert.strictEqual(width("漢字"), 4)
    assert.strictEqual(width("e\u0301"), 1)
    assert.strictEqual(width("🚀"), 2)
    assert.strictEqual(fit("abcdef", 4), "abc…")
    assert.strictEqual(fit("漢字漢字", 5), "漢字…")
    assert.strictEqual(pad("漢", 4), "漢  ")
    assert.strictEqual(pad("7", 3, "left"), "  7")
    assert.isBelow(quote("x".repeat(5000)).length, 200)
  })
})

describe("a table", () => {
  const columns: ReadonlyArray<Table.Column> = [
    { title: "ID" },
    { title: "NAME", most: 5 },
    { title: "N", side: "left" }
  ]

  it("is aligned, and whole in a pipe", () => {
    const table = Table.make(columns, output({}).service)
    assert.strictEqual(
      table.write([[{ text: "1" }, { text: "long name" }, { text: "10" }]]),
      "ID  NAME        N\n1   long name  10\n"
    )
    assert.strictEqual(table.write([[{ text: "2" }, { text: "漢" }, { text: "5" }]]), "2   漢          5\n")
  })

  it("cuts on a terminal what is longer than its column, and lines to its width", () => {
    const { service } = output({ terminal: true, columns: 12 })
    const rows = [
      [{ text: "1" }, { text: "long name" }, { text: "10" }],
      [{ text: "2" }, { text: "a failure that takes the rest", isRest: true as const }]
    ]
    assert.strictEqual(
      Table.make(columns, service, { isCut: true }).write(rows).split("\n").slice(1).join("\n"),
      "1   long…  …\n2   a failu…\n"
    )
  })
})

describe("a word that does not exist", () => {
  it("is taken for the nearest one that does", () => {
    const words = ["--quantity", "--answer_number", "--min"]
    assert.strictEqual(closest("--quantitty", words), "did you mean --quantity?")
    assert.strictEqual(closest("--answer-number", words), "did you mean --answer_number?")
    assert.isUndefined(closest("--frobnicate", words))
    assert.isUndefined(closest("--x", words))
  })
})
