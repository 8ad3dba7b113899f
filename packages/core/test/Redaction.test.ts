import { assert, describe, it } from "@effect/vitest"
import { FastCheck, Redacted } from "effect"
import { Redaction } from "../src/index.js"
import { decoded, spellings } from "./spellings.js"

const key = "S3cr3t/K3y=&<0123456789>"
const conceal = Redaction.conceal(Redacted.make(key))

describe("conceal", () => {
  for (const [name, spell] of Object.entries(spellings)) {
    it(`takes the key out wherever it stands, spelled so: ${name}`, () => {
      const text = Array.from(key, spell).join("")
      assert.strictEqual(conceal(`${text} and ${text}\n${text}`), "<redacted> and <redacted>\n<redacted>")
    })
  }

  it.prop("leaves all else as it is, however long", [FastCheck.string({ maxLength: 2000 })], ([text]) => {
    FastCheck.pre(!decoded(text).includes(key))
    assert.strictEqual(conceal(text), text)
  })
})
