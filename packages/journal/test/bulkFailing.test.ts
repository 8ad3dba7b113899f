import Fs, { readFileSync, writeFileSync } from "node:fs"
import { syncBuiltinESMExports } from "node:module"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Sandbox } from "@smmkit/sandbox"
import { Effect, Fiber, Stream, TestClock } from "effect"
import { Bulk, Journal, JournalError } from "../src/index.js"
import { booked, folder, passing, world } from "./world.js"

const write = (count: number) => {
  const path = join(folder(), "orders.csv")
  const rows = Array.from({ length: count }, (_, at) => `1,https://example.com/p/${at},100`)
  writeFileSync(path, ["service,link,quantity", ...rows, ""].join("\n"))
  return path
}

/** Runs a bulk whose orders take from one second on, one second more each; gives what was told of it, and its end. */
const started = (path: string) =>
  Effect.gen(function* () {
    const { faults } = yield* Sandbox.Sandbox
    const slow = Array.from(
      { length: 8 },
      (_, at) => ({ mishap: "slow", after: `${at + 1} seconds` }) as const
    )
    yield* faults.script(slow, "add")
    const { run } = yield* Bulk.prepare(Bulk.fromCsv(path))
    const told: Array<Bulk.Result> = []
    const all = Stream.runForEach(run, (result) => Effect.sync(() => told.push(result)))
    const fiber = yield* Effect.fork(all)
    yield* TestClock.adjust("500 millis")
    return Effect.map(passing(Effect.flip(Fiber.join(fiber))), (error) => ({ told, error }))
  })

/** From here on nothing can be written by this process. */
const fullDisk = Effect.acquireRelease(
  Effect.sync(() => {
    const { writeSync } = Fs
    const fail = () => {
      throw new Error("ENOSPC: no space left on device, write")
    }
    Object.assign(Fs, { writeSync: fail })
    syncBuiltinESMExports()
    return writeSync
  }),
  (writeSync) =>
    Effect.sync(() => {
      Object.assign(Fs, { writeSync })
      syncBuiltinESMExports()
    })
)

describe("a bulk that cannot go on tells of what was under way, and sends no more", () => {
  it.scoped("where its results cannot be written", () =>
    Effect.gen(function* () {
      const path = write(40)
      const ending = yield* started(path)
      yield* fullDisk
      const { told, error } = yield* ending
      assert.strictEqual(error._tag, "UnusableInput")
      assert.include(error.message, "no space left")
      assert.isTrue(told.every(({ state }) => state === "placed"))
      assert.strictEqual(told.length, yield* booked)
      assert.isAtMost(told.length, 8)
      assert.strictEqual(
        readFileSync(path.replace(/\.csv$/, ".results.csv"), "utf8").trim(),
        "row,key,state,order,price,reason"
      )
    }).pipe(Effect.provide(world()))
  )

  it.effect("where the journal cannot be read", () =>
    Effect.gen(function* () {
      const journal = yield* Journal.Journal
      let looks = 0
      // Rows are looked at by 256, twice: for the preview, and when they are placed.
      const getMany: typeof journal.getMany = (keys) => {
        looks += 1
        const gone = new JournalError.StoreError({ reason: "unreachable", detail: "", remedy: "" })
        return looks > 3 ? gone : journal.getMany(keys)
      }
      const path = write(300)
      const { told, error } = yield* Effect.flatten(started(path)).pipe(
        Effect.provideService(Journal.Journal, { ...journal, getMany })
      )
      assert.strictEqual(error._tag, "StoreError")
      assert.strictEqual(told.filter(({ state }) => state === "placed").length, yield* booked)
      assert.isAtMost(told.length, 256)
    }).pipe(Effect.provide(world()))
  )
})
