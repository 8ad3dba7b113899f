import { existsSync, linkSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Identifiers, Transport } from "@smmkit/core"
import { Sandbox, SandboxTransport } from "@smmkit/sandbox"
import { Chunk, Effect, Fiber, Layer, Stream, TestClock } from "effect"
import { Bulk, BulkTally, Journal, type JournalEntry } from "../src/index.js"
import { another, booked, folder, order, panelOptions, passing, sandbox, sqlite, world } from "./world.js"

const write = (text: string | Uint8Array, name = "orders.csv") => {
  const path = join(folder(), name)
  writeFileSync(path, text)
  return path
}

const link = (at: number) => `https://example.com/p/${at}`
const links = (count: number, from = 0) =>
  Array.from({ length: count }, (_, at) => `1,${link(from + at)},100`)
const csv = (...rows: ReadonlyArray<string>) => ["service,link,quantity", ...rows, ""].join("\n")
const resultsOf = (path: string) => path.replace(/\.csv$/, ".results.csv")

const prepare = (path: string, options?: Bulk.Options) => Bulk.prepare(Bulk.fromCsv(path), options)

const runAll = (path: string, options?: Bulk.Options) =>
  Effect.gen(function* () {
    const { run } = yield* prepare(path, options)
    return Chunk.toReadonlyArray(yield* passing(Stream.runCollect(run)))
  })

const script = (...steps: Parameters<Sandbox.Sandbox.Service["faults"]["script"]>[0]) =>
  Effect.flatMap(Sandbox.Sandbox, ({ faults }) => faults.script(steps, "add"))

const placeOne = (key: string, quantity: number, at: number) =>
  Effect.flatMap(Journal.Journal, ({ placeOnce }) => placeOnce(key, order(quantity, link(at))))

describe("a bulk that would buy once more what was bought", () => {
  it.effect("tells how many rows equal orders of the last 30 days, under whatever name", () =>
    Effect.gen(function* () {
      yield* runAll(write(csv(...links(5)), "spring.csv"))
      yield* placeOne("by hand", 100, 7)
      const { preview } = yield* prepare(write(csv(...links(10)), "copy.csv"))
      assert.deepInclude(preview, { fresh: 10, equal: { earlier: 6, eachOther: 0 } })
      yield* TestClock.adjust("31 days")
      const later = yield* prepare(write(csv(...links(10)), "copy.csv"))
      assert.deepStrictEqual(later.preview.equal, { earlier: 0, eachOther: 0 })
    }).pipe(Effect.provide(world({ lease: "40 days" })))
  )

  it.effect("counts an order by when it was placed, and not by when its key was first tried", () =>
    Effect.gen(function* () {
      const { faults } = yield* Sandbox.Sandbox
      yield* faults.script(["refused"], "add")
      yield* Effect.ignore(placeOne("by hand", 100, 1))
      yield* TestClock.adjust("31 days")
      yield* placeOne("by hand", 100, 1)
      const { preview } = yield* prepare(write(csv(...links(1, 1))))
      assert.deepInclude(preview, { fresh: 1, equal: { earlier: 1, eachOther: 0 } })
    }).pipe(Effect.provide(world({ lease: "40 days" })))
  )

  for (const [what, before, after] of [
    ["were given keys of their own", ["1", "2", "3"], ["1,a", "2,b", "3,c"]],
    ["lost theirs", ["1,a", "2,b", "3,c"], ["1", "2", "3"]],
    ["have others", ["1,a", "2,b", "3,c"], ["1,A", "2,b", "3,C"]]
  ] as const) {
    it.effect(
      `tells how many rows of the same file ${what}, under which they would be bought once more`,
      () =>
        Effect.gen(function* () {
          const path = write("")
          const save = (rows: ReadonlyArray<string>) => {
            const lines = rows
              .map((row) => row.split(","))
              .map(([at, key]) => [`1,${link(Number(at))},100`, key])
            const head = rows.some((row) => row.includes(","))
              ? "service,link,quantity,key"
              : "service,link,quantity"
            const cells = lines.map((line) => line.filter((cell) => cell !== undefined).join(","))
            writeFileSync(path, [head, ...cells, ""].join("\n"))
          }
          save(before)
          yield* runAll(path)
          save(after)
          const { preview } = yield* prepare(path)
          assert.strictEqual(preview.equal.earlier, preview.fresh)
          // Rows that are meant beside those which are there have equals among the rows only.
          save([...before, ...before.map((row) => (row.includes(",") ? `${row}2` : row))])
          const more = yield* prepare(path)
          assert.deepInclude(more.preview, { placed: 3, fresh: 3, equal: { earlier: 0, eachOther: 3 } })
        }).pipe(Effect.provide(world()))
    )
  }

  it.effect("tells how many rows have the service and the link of a row before", () =>
    Effect.gen(function* () {
      const rows = ["1,https://example.com/p/1,100", "1,https://example.com/p/1,200", ...links(3, 1)]
      const { preview } = yield* prepare(write(csv(...rows)))
      assert.deepStrictEqual(preview.equal, { earlier: 0, eachOther: 2 })
    }).pipe(Effect.provide(world()))
  )

  it.effect("counts neither for a run of the same rows that goes on, but what was placed since", () =>
    Effect.gen(function* () {
      const rows = [...links(6), ...links(6)]
      yield* placeOne("before", 100, 2)
      yield* TestClock.adjust("1 minutes")
      const path = write(csv(...rows))
      const first = yield* prepare(path, { concurrency: 1 })
      assert.deepStrictEqual(first.preview.equal, { earlier: 2, eachOther: 6 })
      yield* Stream.runDrain(Stream.tap(first.run, () => first.stop))
      const placed = yield* booked
      assert.isBelow(placed, 12)
      yield* TestClock.adjust("1 minutes")
      const again = yield* prepare(path)
      assert.deepStrictEqual(again.preview.equal, { earlier: 0, eachOther: 0 })
      yield* placeOne("since", 100, 5)
      assert.deepStrictEqual((yield* prepare(path)).preview.equal, { earlier: 2, eachOther: 0 })
      // Rows that were added are another content, which nobody has agreed to yet.
      writeFileSync(path, csv(...rows, ...links(1)))
      assert.isAbove((yield* prepare(path)).preview.equal.eachOther, 0)
    }).pipe(Effect.provide(world()))
  )
})

describe("the name of a batch", () => {
  for (const [what, batch] of [
    ["is too long", "x".repeat(200)],
    ["is empty", ""],
    ["holds half a character", "spring 🌍".slice(0, 8)],
    ["holds a control character", "a\u0000b"]
  ] as const) {
    it.effect(`is refused before anything is sent where it ${what}`, () =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(prepare(write(csv(...links(1))), { batch }))
        assert.strictEqual(error._tag, "UnusableInput")
        assert.include(error.message, "batch name")
      }).pipe(Effect.provide(world()))
    )
  }

  it.effect("may be as long as is said", () =>
    Effect.gen(function* () {
      const results = yield* runAll(write(csv(...links(1))), { batch: "x".repeat(190) })
      assert.deepInclude(results[0], { state: "placed" })
    }).pipe(Effect.provide(world()))
  )
})

describe("an option of a bulk that would fail in the run", () => {
  for (const [name, option] of [
    ["run", { run: "x".repeat(300) }],
    ["run", { run: "a\nb" }],
    ["concurrency", { concurrency: 0 }],
    ["concurrency", { concurrency: Number.NaN }],
    ["patience", { patience: Number.POSITIVE_INFINITY }],
    ["mostBad", { mostBad: -1 }]
  ] as const) {
    it.effect(`is refused before the preview: ${JSON.stringify(option).slice(0, 40)}`, () =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(prepare(write(csv(...links(1))), option))
        assert.strictEqual(error._tag, "UnusableInput")
        assert.include(error.message, `the bulk's ${name} cannot be used: give`)
      }).pipe(Effect.provide(world()))
    )
  }
})

describe("the results of a bulk", () => {
  for (const [how, make] of [
    ["it is the input", (path: string) => path],
    [
      "a link leads to the input",
      (path: string) => {
        symlinkSync(path, resultsOf(path))
        return resultsOf(path)
      }
    ],
    [
      "it is another name of the input",
      (path: string) => {
        linkSync(path, resultsOf(path))
        return resultsOf(path)
      }
    ],
    [
      "it is a file of another kind",
      (path: string) => {
        writeFileSync(resultsOf(path), "a letter")
        return resultsOf(path)
      }
    ]
  ] as const) {
    it.effect(`replace no file where ${how}, and the preview says so`, () =>
      Effect.gen(function* () {
        const path = write(csv(...links(2)))
        const results = make(path)
        const before = readFileSync(results, "utf8")
        const error = yield* Effect.flip(prepare(path, { results }))
        assert.strictEqual(error._tag, "UnusableInput")
        assert.include(error.message, "no file of results")
        assert.strictEqual(readFileSync(results, "utf8"), before)
        assert.strictEqual(readFileSync(path, "utf8"), csv(...links(2)))
      }).pipe(Effect.provide(world()))
    )
  }

  it.effect("go through a link to results, which stays a link", () =>
    Effect.gen(function* () {
      const path = write(csv(...links(2)))
      const elsewhere = join(folder(), "there.csv")
      symlinkSync(elsewhere, resultsOf(path))
      yield* runAll(path)
      yield* runAll(path)
      assert.strictEqual(readFileSync(elsewhere, "utf8"), readFileSync(resultsOf(path), "utf8"))
      assert.lengthOf(readFileSync(elsewhere, "utf8").trim().split("\r\n"), 3)
    }).pipe(Effect.provide(world()))
  )

  it.effect("are no fewer after a second run that was stopped, and nothing is left beside them", () =>
    Effect.gen(function* () {
      const path = write(csv(...links(40)))
      yield* runAll(path)
      const whole = readFileSync(resultsOf(path), "utf8").trim().split("\r\n")
      writeFileSync(path, csv(...links(20, 100), ...links(40)))
      const bulk = yield* prepare(path, { concurrency: 2 })
      yield* Stream.runDrain(Stream.tap(bulk.run, () => bulk.stop))
      const after = readFileSync(resultsOf(path), "utf8").trim().split("\r\n")
      const keyed = (line: string) => line.split(",").slice(1, 4).join(",")
      assert.includeMembers(after.map(keyed), whole.map(keyed))
      assert.isAbove(after.length, whole.length)
      // A run that is broken off amid its work leaves the results of the one before.
      const broken = yield* prepare(path, { concurrency: 1 })
      yield* Stream.runDrain(Stream.take(broken.run, 1))
      assert.strictEqual(readFileSync(resultsOf(path), "utf8").trim().split("\r\n").length, after.length)
      assert.deepStrictEqual(readdirSync(dirname(path)).sort(), ["orders.csv", "orders.results.csv"])
    }).pipe(Effect.provide(world()))
  )
})

describe("two runs of a bulk at once", () => {
  it.effect("tell each what it has spent itself, and together what was spent", () =>
    Effect.gen(function* () {
      const path = write(csv(...links(60)))
      const other = yield* another()
      const tallied = (service: Journal.Journal.Service, results: string) =>
        Effect.gen(function* () {
          const { preview, run } = yield* prepare(path, { results })
          return yield* Stream.runFold(run, BulkTally.start(preview), BulkTally.add)
        }).pipe(Effect.provideService(Journal.Journal, service))
      const mine = yield* Journal.Journal
      const told = yield* passing(
        Effect.all(
          [tallied(mine, `${path}.1.csv`), tallied(other, `${path}.2.csv`), tallied(other, `${path}.3.csv`)],
          { concurrency: "unbounded" }
        )
      )
      assert.strictEqual(yield* booked, 60)
      assert.isTrue(told.every(({ placed }) => placed === 60))
      assert.strictEqual(
        told.reduce((sum, { placedNow }) => sum + placedNow, 0),
        60
      )
    }).pipe(Effect.provide(world()), Effect.scoped)
  )

  it.effect("of equal rows under two names buy them once where they are to stand apart, and say why", () =>
    Effect.gen(function* () {
      const other = yield* another()
      const copy = write(csv(...links(6)), "copy.csv")
      const one = yield* prepare(write(csv(...links(6)), "spring.csv"), { apart: true })
      const two = yield* Effect.provideService(prepare(copy, { apart: true }), Journal.Journal, other)
      assert.deepStrictEqual([one.preview.equal.earlier, two.preview.equal.earlier], [0, 0])
      const both = Effect.all([Stream.runCollect(one.run), Stream.runCollect(two.run)], {
        concurrency: "unbounded"
      })
      const results = (yield* passing(both)).flatMap((all) => Chunk.toReadonlyArray(all))
      const withheld = results.filter(({ state }) => state === "withheld")
      assert.strictEqual(yield* booked, 6)
      assert.lengthOf(withheld, 6)
      for (const { reason } of withheld) assert.include(reason, "an equal order")
      // Who is told of them and goes on means it.
      const again = yield* prepare(copy, { apart: true })
      assert.strictEqual(again.preview.equal.earlier, again.preview.fresh)
      yield* passing(Stream.runDrain(again.run))
      assert.strictEqual(yield* booked, 6 + again.preview.fresh)
    }).pipe(Effect.provide(world()), Effect.scoped)
  )

  it.effect("hold back no row for another one of its own, and none that was seen to be bought already", () =>
    Effect.gen(function* () {
      yield* runAll(write(csv(...links(3), ...links(3)), "spring.csv"), { apart: true })
      assert.strictEqual(yield* booked, 6)
      const path = write(csv(...links(3)), "copy.csv")
      assert.strictEqual((yield* prepare(path)).preview.equal.earlier, 3)
      yield* runAll(path, { apart: true })
      assert.strictEqual(yield* booked, 9)
    }).pipe(Effect.provide(world()))
  )
})

describe("a refusal", () => {
  const entryOf = (quantity: number) =>
    Effect.flatMap(Journal.Journal, ({ refused }) =>
      Effect.map(Stream.runCollect(refused), (all): JournalEntry.JournalEntry | undefined =>
        Chunk.toReadonlyArray(all).find(({ request }) => request["quantity"] === String(quantity))
      )
    )

  it.effect("that passes by itself is tried again when its wait is over, and a few times at most", () =>
    Effect.gen(function* () {
      const path = write(csv(`1,${link(1)},100`, `1,${link(1)},200`))
      yield* runAll(path, { concurrency: 1 })
      assert.strictEqual((yield* entryOf(200))?.attempts, 1)
      assert.strictEqual((yield* prepare(path)).preview.refused, 1)
      assert.include((yield* runAll(path))[1]?.reason ?? "", "may be sent again from")
      yield* TestClock.adjust("1 hours")
      assert.strictEqual((yield* prepare(path)).preview.fresh, 1)
      for (let round = 0; round < 8; round++) {
        yield* runAll(path)
        yield* TestClock.adjust("12 hours")
      }
      assert.strictEqual((yield* entryOf(200))?.attempts, 4)
      assert.strictEqual(yield* booked, 1)
    }).pipe(Effect.provide(world({ lease: "4 days" }, { refuseDuplicates: true, speed: 0.001 })))
  )

  it.effect("as a duplicate is not tried again while an order for that link is in doubt", () =>
    Effect.gen(function* () {
      const path = write(csv(`1,${link(1)},100`, `1,${link(1)},200`))
      yield* script("dropped-after")
      const results = yield* runAll(path, { concurrency: 1 })
      assert.deepStrictEqual(
        results.map(({ state }) => state),
        ["in-doubt", "refused"]
      )
      yield* TestClock.adjust("1 hours")
      assert.strictEqual((yield* prepare(path)).preview.fresh, 0)
      const { inDoubt, resolve } = yield* Journal.Journal
      const [doubt] = yield* Stream.runCollect(inDoubt)
      yield* resolve(doubt?.key ?? "", { placed: true, order: Identifiers.OrderId.make("23501") })
      assert.strictEqual((yield* prepare(path)).preview.fresh, 1)
    }).pipe(Effect.provide(world({ lease: "1 days" }, { refuseDuplicates: true })))
  )
})

describe("stopping a bulk", () => {
  it.effect("waits for what is under way, tells of it, and sends no more", () =>
    Effect.gen(function* () {
      const path = write(csv(...links(40)))
      yield* script(...Array.from({ length: 8 }, () => ({ mishap: "slow", after: "5 seconds" }) as const))
      const bulk = yield* prepare(path)
      const fiber = yield* Effect.fork(Stream.runCollect(bulk.run))
      yield* TestClock.adjust("1 seconds")
      yield* bulk.stop
      const results = Chunk.toReadonlyArray(yield* passing(Fiber.join(fiber)))
      assert.strictEqual(results.filter(({ state }) => state === "placed").length, yield* booked)
      assert.isAtMost(yield* booked, 8)
      assert.isTrue(existsSync(resultsOf(path)))
    }).pipe(Effect.provide(world()))
  )

  it.effect("blames nobody for rows that waited to be tried again", () =>
    Effect.gen(function* () {
      yield* script(...Array.from({ length: 40 }, () => "rate-limited" as const))
      const path = write(csv(...links(12)))
      const bulk = yield* prepare(path)
      const fiber = yield* Effect.fork(Stream.runCollect(bulk.run))
      yield* TestClock.adjust("1 seconds")
      yield* bulk.stop
      const results = Chunk.toReadonlyArray(yield* passing(Fiber.join(fiber)))
      assert.isTrue(results.every(({ state }) => state === "not-placed" || state === "refused"))
      assert.strictEqual(yield* booked, 0)
      assert.isTrue(existsSync(resultsOf(path)))
    }).pipe(Effect.provide(world()))
  )

  /** A panel that takes an order every five seconds, so that most rows that were begun wait for their turns. */
  const slow = Journal.layerPanel(
    {
      ...panelOptions,
      timeout: "1 minute",
      rateLimit: { limit: 1, interval: "5 seconds", actions: ["add"] }
    },
    { lease: "1 hours" }
  ).pipe(Layer.provide(SandboxTransport.layer), Layer.provideMerge(sandbox()), Layer.provideMerge(sqlite()))
  it.effect("sends nothing that waits for its turn at the panel, and goes on with it later", () =>
    Effect.gen(function* () {
      const path = write(csv(...links(12)))
      const bulk = yield* prepare(path)
      const fiber = yield* Effect.fork(Stream.runCollect(bulk.run))
      yield* TestClock.adjust("6 seconds")
      const before = yield* booked
      yield* bulk.stop
      const results = Chunk.toReadonlyArray(yield* passing(Fiber.join(fiber)))
      assert.strictEqual(yield* booked, before)
      assert.isAtLeast(before, 1)
      assert.strictEqual(results.length, before)
      assert.isTrue(results.every(({ state }) => state === "placed"))
      assert.deepStrictEqual(new Set((yield* runAll(path)).map(({ state }) => state)), new Set(["placed"]))
      assert.strictEqual(yield* booked, 12)
    }).pipe(Effect.provide(slow))
  )
})

describe("a table from a spreadsheet", () => {
  const rows = (delimiter: string, end = "\r\n") =>
    [
      ["Service", "LINK", "Quantity"],
      ["1", link(1), "100"],
      ["", "", ""],
      ["1", link(2), "100"],
      ["", "", ""]
    ]
      .map((cells) => cells.join(delimiter))
      .join(end) + end
  const utf16 = Buffer.from(`\uFEFF${rows("\t")}`, "utf16le")
  for (const [what, text] of [
    ["with semicolons", rows(";")],
    ["with tabs", rows("\t")],
    ["with commas and capitals", rows(",")],
    ["that says what stands between its cells", `sep=;\r\n${rows(";")}`],
    ["that says so after a byte order mark", `\uFEFFsep=;\r\n${rows(";")}`],
    ["as Unicode text", utf16],
    ["as Unicode text of the other order", Buffer.from(utf16).swap16()],
    ["with the line ends of an old one", rows(";", "\r")]
  ] as const) {
    it.effect(`${what} is read, and its empty rows are passed over`, () =>
      Effect.gen(function* () {
        const results = yield* runAll(write(text))
        assert.deepStrictEqual(
          results.map(({ row, state }) => [row, state]),
          [
            [2, "placed"],
            [4, "placed"]
          ]
        )
        const { bookings } = yield* Sandbox.Sandbox
        assert.deepStrictEqual((yield* bookings).map(({ form }) => form["link"]).sort(), [link(1), link(2)])
      }).pipe(Effect.provide(world()))
    )
  }

  it.effect("without a column called service says which columns it has", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(prepare(write(`Dienst;Link;Menge\n1;${link(1)};100\n`)))
      assert.include(error.message, "Dienst;Link;Menge")
    }).pipe(Effect.provide(world()))
  )

  it.effect("gives a panel's own column as the caller spells it", () =>
    Effect.gen(function* () {
      const path = write(`SERVICE;LINK;QUANTITY;NOTE\n1;${link(1)};100;seven\n`)
      yield* runAll(path, { extra: ["Note"] })
      const { bookings } = yield* Sandbox.Sandbox
      assert.deepInclude((yield* bookings)[0]?.form, { Note: "seven" })
    }).pipe(Effect.provide(world()))
  )
})

/** A panel that answers `add` so, as long as it does not answer as usual. */
const answering = (answer: (params: ReadonlyMap<string, string>) => string | undefined) =>
  Journal.layerPanel(panelOptions).pipe(
    Layer.provide(
      Layer.effect(
        Transport.Transport,
        Effect.map(
          Transport.Transport,
          (usual): Transport.Transport.Service => ({
            ...usual,
            send: (call) => {
              const params = new Map(call.params)
              const body = params.get("action") === "add" ? answer(params) : undefined
              return body === undefined ? usual.send(call) : Effect.succeed({ status: 200, body })
            }
          })
        )
      )
    ),
    Layer.provide(SandboxTransport.layer),
    Layer.provideMerge(sandbox()),
    Layer.provideMerge(sqlite())
  )

describe("one refusal for all rows", () => {
  it.effect("in words that nobody knows stops the run as no row's fault, and the rest is sent later", () => {
    let sent = 0
    let isWell = false
    const panel = answering((params) => {
      sent += 1
      const [words, ref] = [sent % 2 === 0 ? "Computer says no to" : "Nein,", (sent * 7919).toString(16)]
      return isWell ? undefined : `{"error":"${words} ${params.get("link")} (ref ${ref}-9${ref})"}`
    })
    return Effect.gen(function* () {
      const path = write(csv(...links(60)))
      const error = yield* Effect.flip(runAll(path))
      assert.strictEqual(error._tag === "BulkStopped" && error.cause._tag, "UnclassifiedRefusal")
      assert.isBelow(sent, 30)
      isWell = true
      assert.isTrue((yield* runAll(path)).every(({ state }) => state === "placed"))
    }).pipe(Effect.provide(panel))
  })

  it.effect("stops nothing where others are taken in between", () => {
    const panel = answering((params) =>
      Number(params.get("link")?.split("/").at(-1)) % 5 === 0 ? undefined : '{"error":"Computer says no"}'
    )
    return Effect.gen(function* () {
      const results = yield* runAll(write(csv(...links(50))), { concurrency: 1 })
      assert.strictEqual(results.filter(({ state }) => state === "refused").length, 40)
    }).pipe(Effect.provide(panel))
  })
})
