/** Looks for the key in everything that a failure shows of itself. */
import * as assert from "node:assert"
import { inspect } from "node:util"
import * as Cause from "effect/Cause"
import * as Exit from "effect/Exit"
import * as Redacted from "effect/Redacted"

// The word that begins the key reads the same in a form, a URL, JSON and HTML: one search finds all of them.
const word = "s3cretk3y"

// What an array of its bytes shows.
const bytes = Buffer.from(word)
const spellings = [
  word,
  bytes.toString("hex").replace(/..(?!$)/g, "$& "),
  bytes.join(", "),
  bytes.toString("base64")
]

/** A key with characters in it that a form has to encode. */
export const key = Redacted.make(`${word}&=+ %"é`)

/** Asserts that no way to print the failure prints the key. */
export const assertKeyless = (exit: Exit.Exit<unknown, unknown>): void => {
  if (Exit.isSuccess(exit)) return
  const failures = [...Cause.failures(exit.cause), ...Cause.defects(exit.cause)]
  const shown = [
    Cause.pretty(exit.cause, { renderErrorCause: true }),
    ...[exit, exit.cause, ...failures].flatMap((value) => [
      String(value),
      JSON.stringify(value),
      inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true, getters: true })
    ])
  ].join("\n")
  for (const spelling of spellings) assert.ok(!shown.includes(spelling), "a failure shows the key")
}
