import { assert, describe, it } from "@effect/vitest"
import { PanelError } from "@smmkit/core"
import { BigDecimal, Effect, Option, Schema } from "effect"
import { EntryJson, Sqlite, Store } from "../src/index.js"
import { answered, intent, lost } from "../src/testing/samples.js"

const text = Schema.decodeUnknownSync(Schema.parseJson(EntryJson.EntryJson))

const entries = Effect.gen(function* () {
  const store = yield* Store.Store
  const request = { service: "1", link: '=HYPERLINK("x")', quantity: "100" }
  yield* store.intend(
    intent("@key, \u{1F30D}", { request, price: undefined, atMost: BigDecimal.make(5n, 1) })
  )
  const placed = Option.getOrThrow(yield* store.report(answered("@key, \u{1F30D}", "23501")))
  yield* store.intend(intent("lost"))
  const error = new PanelError.PanelUnavailable({
    meaning: "maintenance",
    said: "Later",
    status: 200,
    retryAfter: null,
    processed: "no",
    retryable: false
  })
  const report = lost("lost")
  const doubt = yield* store.report({ ...report, outcome: { _tag: "Lost", error, note: "no answer" } })
  return [placed, Option.getOrThrow(doubt)] as const
}).pipe(Effect.provide(Sqlite.layer(":memory:")))

describe("an entry as other programs read it", () => {
  it.effect("is JSON that its schema reads again, with amounts as text and errors as facts", () =>
    Effect.gen(function* () {
      for (const entry of yield* entries) {
        const json = JSON.stringify(EntryJson.toJson(entry))
        assert.deepStrictEqual(text(json), text(JSON.stringify(EntryJson.toJson(entry))))
        assert.strictEqual(text(json).key, entry.key)
        assert.deepStrictEqual(text(json).atMost, entry.atMost)
      }
      const [placed, doubt] = yield* entries
      const { error, state, created } = EntryJson.toJson(doubt)
      assert.deepInclude(error, { _tag: "PanelUnavailable", meaning: "maintenance", fault: "panel" })
      assert.deepStrictEqual([state, created], ["in-doubt", "1970-01-01T00:00:00.000Z"])
      assert.deepInclude(EntryJson.toJson(placed), {
        order: "23501",
        atMost: "0.5",
        price: null,
        error: null
      })
    })
  )

  it.effect("is a line of CSV in which nothing is a formula", () =>
    Effect.gen(function* () {
      const [placed] = yield* entries
      const names = EntryJson.csvHead.trim().split(",")
      assert.deepStrictEqual(names.slice(0, 6), ["action", "key", "state", "order", "service", "link"])
      const line = EntryJson.csvLine(placed)
      assert.isTrue(line.startsWith(`add,"'@key, \u{1F30D}",placed,23501,1,"'=HYPERLINK(""x"")",100,,,`))
      assert.isTrue(EntryJson.csvLine(placed, (text) => text.toUpperCase()).startsWith("ADD,"))
    })
  )
})
