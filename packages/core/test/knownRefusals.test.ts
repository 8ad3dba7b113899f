import { readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { Meaning } from "../src/index.js"
import { isRun } from "./part.js"
import * as Scripted from "./scripted.js"
import { processed, spendings } from "./spending.js"

const read = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), "utf8")

const listed = Schema.decodeUnknownSync(
  Schema.parseJson(Schema.Array(Schema.Tuple(Schema.String, Meaning.Meaning)))
)(read("refusals.json"))

/** Of what a server failed on, or a bot check holds back, nobody knows what was done. */
const isOpen = (meaning: Meaning.Meaning) => meaning === "server-error" || meaning === "blocked"

const shapes: Readonly<Record<string, (text: string) => Scripted.Step>> = {
  "under error": (error) => Scripted.json({ error }),
  "under error and 400": (error) => Scripted.json({ error }, 400),
  "under error, with an empty order": (error) => Scripted.json({ error, order: null }),
  "under error, with a code": (error) => Scripted.json({ error, status: 113 }),
  "under message, with a flag": (message) => Scripted.json({ status: "error", message }),
  "within data, with a flag": (msg) => Scripted.json({ status: false, data: { msg } })
}

describe("no refusal that is known is lost", () => {
  // In each shape, and of each way to spend, it is others that are tried.
  for (const [way, spending] of spendings.entries()) {
    for (const [place, [name, shape]] of Object.entries(shapes).entries()) {
      it.effect(`${spending.name}: ${name}`, () =>
        Effect.gen(function* () {
          const lost: Array<string> = []
          let said = ""
          const { panel } = Scripted.make(() => shape(said), true)
          yield* Effect.gen(function* () {
            for (const [text, meaning] of listed.filter((_, nth) => isRun(nth + way + place, 8))) {
              said = text
              const results = yield* spending.ask
              const right = isOpen(meaning) ? "maybe" : "no"
              if (!results.every((result) => processed(result) === right)) lost.push(text)
            }
          }).pipe(Effect.provide(panel({ retries: 0 })))
          assert.deepStrictEqual(lost, [])
        })
      )
    }
  }
})
