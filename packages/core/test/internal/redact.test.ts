import { assert, describe, it } from "@effect/vitest"
import { FastCheck, Redacted } from "effect"
import * as Redaction from "../../src/Redaction.js"
import { decoded, spellings } from "../spellings.js"

const redacts = new Map(
  [
    "test-key",
    "0123456789abcdef0123456789abcdef",
    "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
    "AbC/dEf+gHi==",
    "uuuuxxxxu",
    "%25%41&amp;\\u0041\\\\",
    "aaaaaaaaab"
  ].map((key) => [key, Redaction.excerpt(Redacted.make(key))])
)
const redactOf = (key: string) => redacts.get(key) ?? assert.fail(`no such key: ${key}`)
const key = FastCheck.constantFrom(...redacts.keys())
const way = FastCheck.constantFrom(...Object.keys(spellings))
const noise = FastCheck.string({ unit: "binary", maxLength: 400 })

const spelled = (key: string, ways: ReadonlyArray<string>) =>
  Array.from(key, (character, at) => spellings[ways[at % ways.length] ?? "plain"]?.(character) ?? character)

describe("redact", () => {
  for (const [name, spell] of Object.entries(spellings)) {
    it.prop(
      `takes the key out of a text where it is spelled so: ${name}`,
      [key, noise, noise],
      ([key, before, after]) => {
        const redact = redactOf(key)
        const text = Array.from(key, spell).join("")
        assert.strictEqual(redact(`a ${text} b`), "a <redacted> b")
        assert.notInclude(decoded(redact(`${before}${text}${after}`)), key)
      }
    )
  }

  it.prop(
    "takes it out where its characters are spelled in different ways",
    [key, FastCheck.array(way, { minLength: 1, maxLength: 40 })],
    ([key, ways]) => {
      const redact = redactOf(key)
      assert.strictEqual(redact(`a ${spelled(key, ways).join("")} b`), "a <redacted> b")
    }
  )

  it.prop(
    "leaves no more than three of its characters where the text was cut, even amid one",
    [key, way, FastCheck.nat(), FastCheck.nat(400)],
    ([key, way, place, length]) => {
      const redact = redactOf(key)
      const before = "x".repeat(length)
      const text = `${before} ${spelled(key, [way]).join("")}`
      const shown = redact(text.slice(0, before.length + 1 + (place % (text.length - before.length))))
      assert.notInclude(decoded(shown), key.slice(0, 4))
    }
  )

  it.prop(
    "does so at any offset in a text that is cut for being long",
    [key, way, FastCheck.nat(600)],
    ([key, way, back]) => {
      const redact = redactOf(key)
      const text = spelled(key, [way]).join("")
      // White space is folded, so what stands this far back in the text is shown all the same.
      const far = redact(`${" ".repeat(64 * 300 - back)}${text}`)
      assert.notInclude(decoded(far), key.slice(0, 4))
      const near = redact(`${"y".repeat(300 - (back % 300))}${text}`)
      assert.notInclude(decoded(near), key.slice(0, 4))
    }
  )

  it.prop(
    "takes out a beginning of eight characters or more that is quoted amid a text",
    [key, way, FastCheck.nat()],
    ([key, way, place]) => {
      const redact = redactOf(key)
      const piece = key.slice(0, 8 + (place % (key.length - 7)))
      assert.strictEqual(redact(`key ${spelled(piece, [way]).join("")}… b`), "key <redacted>… b")
    }
  )

  it.prop("takes out a key in which nothing visible stands", [key, FastCheck.nat()], ([key, place]) => {
    const redact = redactOf(key)
    const at = 1 + (place % (key.length - 1))
    for (const invisible of ["\u200b", "\n", "\r\n", "\u00ad", "\t"]) {
      assert.strictEqual(redact(`a ${key.slice(0, at)}${invisible}${key.slice(at)} b`), "a <redacted> b")
    }
  })

  it("comes to an end with any run of escapes", () => {
    const key = Redacted.make("x'\"test-key")
    for (const piece of ["\\", "%25", "&amp;", "%", "&", "&#0", "\\u00"]) {
      const text = piece.repeat(100_000)
      assert.strictEqual(Redaction.conceal(key)(text), text)
      assert.include(Redaction.excerpt(key)(text), "…")
    }
  })

  it("takes out keys of backslashes and of 512 characters as fast as others, for their length", () => {
    // A search that tries each spelling of each character anew would not come to an end.
    for (const key of [
      "\\".repeat(5),
      "\\".repeat(12),
      "\\u0041".repeat(60),
      "%25&amp;".repeat(60),
      "k".repeat(512)
    ]) {
      const redact = Redaction.excerpt(Redacted.make(key))
      for (const text of [key, JSON.stringify(key).slice(1, -1), encodeURIComponent(key)]) {
        assert.strictEqual(redact(`a ${text} b`), "a <redacted> b")
      }
      for (const piece of ["\\", "\\u00", "%25", "&amp;", key.slice(0, -1), `${key.slice(0, -1)}x`]) {
        assert.isAtMost(redact(piece.repeat(Math.ceil(20_000 / piece.length))).length, 301)
      }
    }
  })

  it("takes out a key before which an escape was begun", () => {
    const redact = Redaction.excerpt(Redacted.make("41test-key"))
    for (const before of ["%", "\\x", "\\u00", "&#", "&#x", "%25"]) {
      assert.strictEqual(redact(`${before}41test-key b`), `${before}<redacted> b`)
    }
  })

  it("leaves a text without the key as it is, but for what a terminal would obey", () => {
    const redact = Redaction.excerpt(Redacted.make("test-key"))
    assert.strictEqual(redact("Not enough funds"), "Not enough funds")
    assert.strictEqual(redact("  a\n\tb  "), "a b")
    assert.strictEqual(redact("\u001b[31mred\u001b[0m\u202e\u0000\u2028x"), "[31mred [0m x")
    assert.strictEqual(redact("test- key"), "test- key")
    assert.strictEqual(redact("tes"), "tes")
  })

  it("takes out what base64 makes of a key, wherever it stands in what was encoded", () => {
    const key = "S3cr3t/K3y=&<0123456789>~~~"
    for (const redact of [Redaction.excerpt(Redacted.make(key)), Redaction.conceal(Redacted.make(key))]) {
      for (const [before, after] of [
        ["", ""],
        ["a", ""],
        ["ab", "c"],
        ["user:", "\n"],
        ["key=", "&action=add"]
      ]) {
        for (const form of ["base64", "base64url"] as const) {
          const shown = redact(`Basic ${Buffer.from(before + key + after).toString(form)} is wrong`)
          assert.include(shown, "<redacted>")
          const left = shown.split(/ |<redacted>/).map((piece) => Buffer.from(piece, form).toString())
          for (const piece of left) assert.notMatch(piece, /S3cr|K3y|0123/)
        }
      }
    }
    assert.strictEqual(Redaction.excerpt(Redacted.make("abc"))("YWJj is short"), "YWJj is short")
  })

  it("shows no more than a person wants to read", () => {
    const redact = Redaction.excerpt(Redacted.make("test-key"))
    assert.strictEqual(redact("x".repeat(1000)), `${"x".repeat(300)}…`)
    assert.strictEqual(redact("x".repeat(300)), "x".repeat(300))
  })

  it("copes with the longest key and with one of a single character", () => {
    const long = "Aa".repeat(256)
    const redact = Redaction.excerpt(Redacted.make(long))
    assert.strictEqual(redact(`key ${long}.`), "key <redacted>.")
    assert.strictEqual(redact("Aa".repeat(255)), "<redacted>")
    assert.isAtMost(redact("Aa".repeat(9000)).length, 301)
    assert.strictEqual(Redaction.excerpt(Redacted.make("z"))("a z b"), "a <redacted> b")
  })
})
