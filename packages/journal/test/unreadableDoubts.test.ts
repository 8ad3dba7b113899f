/** A doubt, or an order, that cannot be read, as a later version of this package may leave it, is one all the same. */
import { join } from "node:path"
import { SqlClient } from "@effect/sql"
import { assert, describe, it } from "@effect/vitest"
import { Sandbox } from "@smmkit/sandbox"
import { Effect, Layer, Option, TestClock } from "effect"
import { Journal, Sqlite, Store } from "../src/index.js"
import { folder, journal, order, passing, sandbox } from "./world.js"

const world = () =>
  journal({ exclusive: true, lease: "4 minutes" }).pipe(
    Layer.provideMerge(sandbox()),
    Layer.provideMerge(Store.layer()),
    Layer.provideMerge(Sqlite.layerClient(join(folder(), "journal.db")))
  )

const place = (key: string, quantity: number) =>
  Effect.flatMap(Journal.Journal, ({ placeOnce }) =>
    Effect.either(passing(placeOnce(key, order(quantity, `https://example.com/${key}`))))
  )

/** Two doubts of one price: one that never arrived, and one that was booked and cannot be read. */
const doubts = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const { faults } = yield* Sandbox.Sandbox
  yield* place("before", 100)
  yield* TestClock.adjust("1 seconds")
  yield* faults.script(["dropped-before", "dropped-after"], "add")
  yield* place("absent", 200)
  yield* place("there", 200)
  yield* sql`UPDATE smmkit_journal_entry SET event = 'a later word' WHERE key = 'there'`
  yield* TestClock.adjust("20 minutes")
})

describe("an order that cannot be read", () => {
  it.effect("may have been refunded, so the balance tells nothing of a doubt", () =>
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      const { faults, bookings, change } = yield* Sandbox.Sandbox
      const { settle, get } = yield* Journal.Journal
      yield* place("refunded", 200)
      yield* faults.script(["dropped-after"], "add")
      yield* place("doubt", 200)
      yield* sql`UPDATE smmkit_journal_entry SET event = 'a later word' WHERE key = 'refunded'`
      const [first] = yield* bookings
      yield* Effect.orDie(change(first?.order ?? "", { state: "Canceled" }))
      yield* TestClock.adjust("20 minutes")
      const error = yield* passing(Effect.flip(settle("doubt")))
      assert.deepInclude(error, { _tag: "StoreError", reason: "unreadable" })
      assert.strictEqual(Option.getOrThrow(yield* get("doubt")).state, "in-doubt")
    }).pipe(Effect.provide(world()))
  )
})

describe("a doubt that cannot be read", () => {
  it.effect("may be the order of an ID that another one is looked for by", () =>
    Effect.gen(function* () {
      const { settle, get } = yield* Journal.Journal
      yield* doubts
      yield* place("after", 100)
      // The balance behind it fails.
      yield* passing(Effect.ignore(settle("absent")))
      const entry = Option.getOrThrow(yield* get("absent"))
      assert.strictEqual(entry.state, "in-doubt")
      assert.include(entry.note, 'it may be that of "there", whose ID is not known either')
    }).pipe(Effect.provide(world()))
  )

  it.effect("may be what the balance fell by", () =>
    Effect.gen(function* () {
      const { settle, get } = yield* Journal.Journal
      yield* doubts
      const error = yield* passing(Effect.flip(settle("absent")))
      assert.deepInclude(error, { _tag: "StoreError", reason: "unreadable" })
      assert.include(error.message, "there")
      assert.strictEqual(Option.getOrThrow(yield* get("absent")).state, "in-doubt")
    }).pipe(Effect.provide(world()))
  )
})
