import { stripVTControlCharacters } from "node:util"
import { assert, describe, it } from "@effect/vitest"
import { FastCheck } from "effect"
import * as Entries from "../src/Entries.js"
import { closest } from "../src/Suggest.js"
import * as Table from "../src/Table.js"
import { clean, fit, pad, quote, toJson, width, wrap } from "../src/Text.js"
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
    assert.strictEqual(pad("7", 3, true), "  7")
    assert.isBelow(quote("x".repeat(5000)).length, 200)
    for (const family of ["👨‍👩‍👧‍👦", "🇹🇷", "❤️", "👍🏽", "1️⃣"]) {
      assert.strictEqual(width(family), 2)
      assert.strictEqual(fit(`${family}${family}`, 3), `${family}…`)
    }
  })

  it("is broken at blanks, and loses nothing", () => {
    const words = FastCheck.array(
      FastCheck.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 12 }).map((text) =>
        text.replace(/\s/g, "-")
      ),
      { minLength: 1 }
    )
    FastCheck.assert(
      FastCheck.property(words, FastCheck.integer({ min: 12, max: 80 }), (words, columns) => {
        const text = words.join(" ")
        const lines = wrap(text, columns)
        assert.strictEqual(lines.join(" "), text)
        for (const line of lines) if (line.includes(" ")) assert.isAtMost(width(line), columns)
      })
    )
  })
})

describe("a table", () => {
  const columns: ReadonlyArray<Table.Column> = [
    { title: "ID" },
    { title: "NAME", enough: 5 },
    { title: "N", isNumber: true }
  ]

  it("is aligned, and whole in a pipe", () => {
    const table = Table.make(columns, output({}).service)
    assert.strictEqual(table([["1", "long name", "10"]]), "ID  NAME        N\n1   long name  10\n")
    assert.strictEqual(table([["2", "漢", "5"]]), "2   漢          5\n")
  })

  it("cuts on a terminal what is longer than its column, and lines to its width", () => {
    const { service } = output({ terminal: true, columns: 12 })
    const rows = [
      ["1", "long name", "10"],
      ["2", { failure: "a failure that takes the rest" }]
    ]
    const [, ...lines] = stripVTControlCharacters(Table.make(columns, service, { isCut: true })(rows)).split(
      "\n"
    )
    assert.deepStrictEqual(lines, ["1   long…  …", "2   a failu…", ""])
  })

  it("fits its terminal, where IDs and prices stand whole whatever the texts beside them", () => {
    const texts = FastCheck.oneof(
      FastCheck.string({ unit: "grapheme", maxLength: 30 }).map(clean),
      FastCheck.string({ unit: "grapheme", maxLength: 300 }).map(clean),
      FastCheck.constant("漢字👨‍👩‍👧‍👦 ".repeat(200))
    )
    const row = FastCheck.tuple(
      FastCheck.bigInt(1n, 10n ** 9n).map(String),
      texts,
      texts,
      FastCheck.integer({ min: 0, max: 10 ** 9 }).map((amount) => (amount / 10_000).toFixed(4)),
      texts
    )
    const wide: ReadonlyArray<Table.Column> = [
      { title: "ID", isNumber: true },
      { title: "NAME", enough: 40 },
      { title: "TYPE", enough: 8, isOptional: true },
      { title: "RATE", isNumber: true },
      { title: "CATEGORY", enough: 8, isOptional: true }
    ]
    FastCheck.assert(
      FastCheck.property(
        FastCheck.array(row, { minLength: 1, maxLength: 20 }),
        FastCheck.constantFrom(60, 80, 100, 160, 200),
        (rows, columns) => {
          const { service } = output({ terminal: true, columns })
          const [, ...lines] = Table.make(wide, service)(rows).trimEnd().split("\n")
          for (const [at, [id, , , rate]] of rows.entries()) {
            assert.isAtMost(width(lines[at] ?? ""), columns)
            assert.include(lines[at]?.split(/ +/) ?? [], id)
            assert.include(lines[at]?.split(/ +/) ?? [], rate)
          }
        }
      )
    )
  })

  it("shows enough of a name before it finds room for what is optional", () => {
    const shown = (columns: number) => {
      const { service } = output({ terminal: true, columns })
      const [, line = ""] = Table.make(
        [
          { title: "NAME", enough: 20 },
          { title: "CATEGORY", enough: 8, isOptional: true }
        ],
        service
      )([["n".repeat(30), "c".repeat(30)]]).split("\n")
      return [/n+/.exec(line)?.[0].length, /c+/.exec(line)?.[0].length]
    }
    assert.deepStrictEqual([80, 40, 30, 29, 15].map(shown), [
      [30, 30],
      [19, 17],
      [19, 7],
      [28, undefined],
      [14, undefined]
    ])
  })

  it("never cuts a key of the journal", () => {
    const { service } = output({ terminal: true, columns: 60 })
    const key = "k".repeat(255)
    const row = Entries.view.columns.map(({ title }) =>
      title === "KEY" ? key : "a text that is rather long"
    )
    assert.include(Table.make(Entries.view.columns, service)([row]), key)
  })

  it("is not widened in a pipe by one long text", () => {
    const rows = [
      ["1", "x".repeat(300_000), "10"],
      ["2", "short", "5"]
    ]
    const [, first = "", second = ""] = Table.make(columns, output({}).service)(rows).split("\n")
    assert.isAbove(first.length, 300_000)
    assert.isBelow(second.length, 100)
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
