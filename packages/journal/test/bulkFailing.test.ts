import { closeSync, openSync, readdirSync, readFileSync, writeFileSync, writeSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Sandbox } from "@smmkit/sandbox"
import { Effect, Fiber, Option, Stream, TestClock } from "effect"
import { Bulk, Journal, JournalError } from "../src/index.js"
import { booked, folder, passing, smallDisk, world } from "./world.js"

/** Rows with long keys, of which few fit into a page of the results. */
const write = (count: number, place: string, from = 0) => {
  const path = join(place, "orders.csv")
  const rows = Array.from(
    { length: count },
    (_, at) => `1,https://example.com/p/${from + at},100,${"k".repeat(180)}${from + at}`
  )
  writeFileSync(path, ["service,link,quantity,key", ...rows, ""].join("\n"))
  return path
}

/** Runs a bulk whose orders take from one second to eight; gives what was told of it, and its end. */
const started = (path: string) =>
  Effect.gen(function* () {
    const { faults } = yield* Sandbox.Sandbox
    const slow = Array.from(
      { length: 60 },
      (_, at) => ({ mishap: "slow", after: `${(at % 8) + 1} seconds` }) as const
    )
    yield* faults.script(slow, "add")
    const { run } = yield* Bulk.prepare(Bulk.fromCsv(path))
    const told: Array<Bulk.Result> = []
    const all = Stream.runForEach(run, (result) => Effect.sync(() => told.push(result)))
    const fiber = yield* Effect.fork(all)
    yield* TestClock.adjust("500 millis")
    return Effect.map(passing(Effect.flip(Fiber.join(fiber))), (error) => ({ told, error }))
  })

/** Fills a file system to its last byte: what is written there from then on fits into pages begun before, or nowhere. */
const fill = (disk: string) => {
  const file = openSync(join(disk, "filling"), "w")
  try {
    for (;;) writeSync(file, Buffer.alloc(4096))
  } catch {
    closeSync(file)
  }
}

it.scoped("a bulk whose rows find no room says where, accuses no journal, and leaves nothing there", (ctx) =>
  Effect.gen(function* () {
    const disk = yield* smallDisk
    if (Option.isNone(disk)) return ctx.skip()
    const usual = process.env["TMPDIR"]
    yield* Effect.addFinalizer(() =>
      Effect.sync(() => {
        if (usual === undefined) delete process.env["TMPDIR"]
        else process.env["TMPDIR"] = usual
      })
    )
    const path = write(60, folder())
    fill(disk.value)
    for (const place of [disk.value, join(disk.value, "absent")]) {
      process.env["TMPDIR"] = place
      const error = yield* Effect.flip(Bulk.prepare(Bulk.fromCsv(path)))
      assert.deepInclude(error, { _tag: "UnusableInput", name: place })
      assert.include(error.message, "folder for temporary files")
    }
    assert.deepStrictEqual(readdirSync(disk.value), ["filling"])
  }).pipe(Effect.provide(world()))
)

describe("a bulk that cannot go on tells of what was under way, and sends no more", () => {
  it.scoped("where its results cannot be written", (ctx) =>
    Effect.gen(function* () {
      const disk = yield* smallDisk
      if (Option.isNone(disk)) return ctx.skip()
      const ending = yield* started(write(60, disk.value))
      fill(disk.value)
      const { told, error } = yield* ending
      assert.strictEqual(error._tag, "UnusableInput")
      assert.include(error.message, "no space left")
      assert.isTrue(told.every(({ state }) => state === "placed"))
      assert.strictEqual(told.length, yield* booked)
      assert.isBelow(told.length, 60)
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
      const place = folder()
      const { run } = yield* Bulk.prepare(Bulk.fromCsv(write(2, place, 298)))
      yield* Stream.runDrain(run)
      const path = write(300, place)
      const { told, error } = yield* Effect.flatten(started(path)).pipe(
        Effect.provideService(Journal.Journal, { ...journal, getMany })
      )
      assert.strictEqual(error._tag, "StoreError")
      assert.strictEqual(told.filter(({ state }) => state === "placed").length, (yield* booked) - 2)
      assert.isAtMost(told.length, 256)
      // Of the rows that it did not come to, the results say what they said before.
      const results = readFileSync(join(place, "orders.results.csv"), "utf8").trim().split("\r\n")
      const placed = results.map((line) => /k(\d+),placed,/.exec(line)?.[1])
      assert.deepStrictEqual(
        new Set(placed.slice(1)),
        new Set([...told.map(({ key }) => key.replace(/^k+/, "")), "298", "299"])
      )
      assert.lengthOf(results, 1 + told.length + 2)
    }).pipe(Effect.provide(world()))
  )
})
