import { mkdirSync, readdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Sandbox, SandboxTransport } from "@smmkit/sandbox"
import { Context, Effect, Layer, Logger, Option } from "effect"
import { Journal, JournalError, Sqlite, Store } from "../src/index.js"
import { orderId } from "../src/testing/samples.js"
import { booked, folder, order, own, panelOptions, sandbox } from "./world.js"

/** A process whose store takes intents and no outcomes, and which ends without another word. */
const dying = (path: string) =>
  Effect.gen(function* () {
    const store = Context.get(yield* Layer.build(Layer.fresh(Sqlite.layer(path))), Store.Store)
    const full = new JournalError.StoreError({ reason: "full", detail: "SQLITE_FULL" })
    const broken = { ...store, report: () => Effect.fail(full) }
    const panel = Journal.layerPanel(panelOptions, { patience: "50 millis" }).pipe(
      Layer.provide(SandboxTransport.layer),
      Layer.provide(Layer.succeed(Store.Store, broken))
    )
    return Context.get(yield* Layer.build(Layer.fresh(panel)), Journal.Journal)
  })

const living = (path: string) =>
  Journal.layerPanel(panelOptions).pipe(
    Layer.provide(SandboxTransport.layer),
    Layer.provideMerge(Layer.fresh(Sqlite.layer(path)))
  )

describe("an outcome that the store does not take", () => {
  it.live("is kept beside it, and taken up by the next process", () =>
    Effect.gen(function* () {
      const path = join(folder(), "journal.db")
      const { placeOnce, cancelOnce } = yield* dying(path)
      const error = yield* Effect.flip(placeOnce("k", order(100)))
      assert.strictEqual(error._tag, "OutcomeUnrecorded")
      const paid = error._tag === "OutcomeUnrecorded" ? error.order : null
      const { faults } = yield* Sandbox.Sandbox
      yield* faults.script(["refused"], "add")
      yield* Effect.flip(placeOnce("refused", order(100, "https://example.com/p/2")))
      const { bookings } = yield* Sandbox.Sandbox
      const [first] = yield* bookings
      if (first !== undefined) yield* Effect.flip(cancelOnce(first.order))
      const kept = `${path}-witness-outcomes`
      assert.strictEqual(readdirSync(kept).length, 3)
      yield* Effect.gen(function* () {
        const { get, placeOnce, changes } = yield* Journal.Journal
        const entry = Option.getOrThrow(yield* get("k"))
        assert.deepStrictEqual([entry.state, entry.order], ["placed", paid])
        assert.strictEqual((yield* placeOnce("k", order(100))).order, entry.order)
        assert.strictEqual(Option.getOrThrow(yield* get("refused")).state, "not-placed")
        const [cancel] = first === undefined ? [] : yield* changes("cancel", first.order)
        assert.strictEqual(cancel?.state, "placed")
      }).pipe(Effect.provide(living(path)))
      assert.deepStrictEqual(readdirSync(kept), [])
      assert.strictEqual(yield* booked, 1)
    }).pipe(Effect.provide(sandbox()), Effect.scoped)
  )

  it.live("stays kept where the store does not know what was sent, and is told of", () => {
    const said: Array<string> = []
    const logger = Logger.make(({ message }) => void said.push(String(message)))
    return Effect.gen(function* () {
      const path = join(folder(), "journal.db")
      const { keep } = Context.get(yield* Layer.build(Layer.fresh(Sqlite.layer(path))), Store.Store)
      const outcome = { _tag: "Answered", order: orderId("23501"), charge: null } as const
      assert.isTrue(yield* keep({ ...own("k"), attempt: "lost", outcome }))
      yield* Effect.provide(Effect.void, living(path))
      assert.strictEqual(readdirSync(`${path}-witness-outcomes`).length, 1)
      assert.isTrue(said.some((line) => line.includes("order 23501")))
      // Where there is no disk, the log has it.
      const memory = Context.get(yield* Layer.build(Sqlite.layer(":memory:")), Store.Store)
      assert.isFalse(yield* memory.keep({ ...own("k"), attempt: "lost", outcome }))
      assert.isTrue(said.some((line) => line.includes("could not be written down") && line.includes("23501")))
    }).pipe(
      Effect.provide(Layer.merge(sandbox(), Logger.replace(Logger.defaultLogger, logger))),
      Effect.scoped
    )
  })

  it.live("is taken up beside files that cannot be read, which are told of", () => {
    const said: Array<string> = []
    const logger = Logger.make(({ message }) => void said.push(String(message)))
    return Effect.gen(function* () {
      const path = join(folder(), "journal.db")
      const { placeOnce } = yield* dying(path)
      yield* Effect.flip(placeOnce("k", order(100)))
      const kept = `${path}-witness-outcomes`
      writeFileSync(join(kept, "broken.json"), '{"account":')
      mkdirSync(join(kept, "folder.json"))
      yield* Effect.gen(function* () {
        const { get } = yield* Journal.Journal
        assert.strictEqual(Option.getOrThrow(yield* get("k")).state, "placed")
      }).pipe(Effect.provide(living(path)))
      assert.deepStrictEqual(readdirSync(kept).sort(), ["broken.json", "folder.json"])
      for (const name of readdirSync(kept))
        assert.isTrue(said.some((line) => line.includes(join(kept, name))))
      assert.isTrue(said.some((line) => /broken\.json, which cannot be read: .{1,80}JSON/.test(line)))
    }).pipe(
      Effect.provide(Layer.merge(sandbox(), Logger.replace(Logger.defaultLogger, logger))),
      Effect.scoped
    )
  })
})
