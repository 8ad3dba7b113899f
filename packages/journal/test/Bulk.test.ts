import { readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { type Mishap, Sandbox } from "@smmkit/sandbox"
import { BigDecimal, Chunk, Effect, Either, Fiber, Stream, TestClock } from "effect"
import { Bulk, BulkError, Journal, Store } from "../src/index.js"
import { booked, folder, passing, world } from "./world.js"

const write = (text: string | Uint8Array, name = "orders.csv") => {
  const path = join(folder(), name)
  writeFileSync(path, text)
  return path
}

const links = (count: number, from = 0) =>
  Array.from({ length: count }, (_, at) => `1,https://example.com/p/${from + at},100`)

const csv = (...rows: ReadonlyArray<string>) => ["service,link,quantity", ...rows, ""].join("\n")

const prepare = (path: string, options?: Bulk.Options) => Bulk.prepare(Bulk.fromCsv(path), options)

const runAll = (path: string, options?: Bulk.Options) =>
  Effect.gen(function* () {
    const bulk = yield* prepare(path, options)
    return Chunk.toReadonlyArray(yield* passing(Stream.runCollect(bulk.run)))
  })

const script = (...steps: Parameters<Sandbox.Sandbox.Service["faults"]["script"]>[0]) =>
  Effect.flatMap(Sandbox.Sandbox, ({ faults }) => faults.script(steps, "add"))

describe("bulk", () => {
  it.effect("says what it is about to do and cost, does it once, and writes what became of each row", () =>
    Effect.gen(function* () {
      const path = write(csv(...links(20)))
      const { preview } = yield* prepare(path)
      const { ledger } = yield* Sandbox.Sandbox
      const before = yield* ledger.balance()
      assert.deepInclude(preview, { rows: 20, fresh: 20, placed: 0 })
      const first = yield* runAll(path)
      assert.isTrue(first.every(({ state, earlier }) => state === "placed" && !earlier))
      assert.isTrue(
        BigDecimal.equals(preview.cost.amount, BigDecimal.subtract(before, yield* ledger.balance()))
      )
      const results = path.replace(/\.csv$/, ".results.csv")
      assert.strictEqual(statSync(results).mode & 0o777, 0o600)
      assert.strictEqual(readFileSync(results, "utf8").trim().split("\r\n").length, 21)
      assert.deepInclude((yield* prepare(path)).preview, { fresh: 0, placed: 20 })
      const second = yield* runAll(path)
      assert.isTrue(second.every(({ state, earlier }) => state === "placed" && earlier))
      assert.strictEqual(yield* booked, 20)
    }).pipe(Effect.provide(world()))
  )

  it.effect("buys nothing twice when rows are added, taken out or moved", () =>
    Effect.gen(function* () {
      yield* runAll(write(csv(...links(10))))
      const [first = "", ...rest] = links(10)
      yield* runAll(write(csv(...links(3, 50), ...rest.reverse(), first)))
      assert.strictEqual(yield* booked, 13)
      // An equal row more is an order more; it is counted, not placed.
      yield* runAll(write(csv(first, first, ...rest)))
      assert.strictEqual(yield* booked, 14)
      // Another batch is another order.
      yield* runAll(write(csv(first)), { batch: "another" })
      assert.strictEqual(yield* booked, 15)
    }).pipe(Effect.provide(world()))
  )

  it.effect("takes a row for the same one however its cells are written", () =>
    Effect.gen(function* () {
      const { catalogue } = yield* Sandbox.Sandbox
      const service = catalogue.find((one) => one.service.type === "Custom Comments")?.service.service
      const lines = ["Nice", "Well, done", 'He said "yes"', "A", "B", "C"]
      const cell = (end: string) => `"${lines.join(end).replaceAll('"', '""')}"`
      const plain = `service,link,comments\n${service},https://example.com/p/1,${cell("\n")}\n`
      const other = `\uFEFFcomments,link,service,key\r\n${cell("\r\n")},https://example.com/p/1,${service},\r\n`
      yield* runAll(write(plain))
      yield* runAll(write(other))
      assert.strictEqual(yield* booked, 1)
      const { bookings } = yield* Sandbox.Sandbox
      assert.strictEqual((yield* bookings)[0]?.form["comments"], lines.join("\n"))
    }).pipe(Effect.provide(world()))
  )

  it.effect("reports every bad row with field, value and remedy, and sends nothing", () =>
    Effect.gen(function* () {
      const rows = [
        "1,https://example.com/p/1,100",
        "1,,100",
        "1,https://example.com/p/2,many",
        "9999,x,1",
        "1,x,1"
      ]
      const path = write(csv(...rows, "1,https://example.com/p/3,100,surplus"))
      const error = yield* Effect.flip(runAll(path))
      assert.strictEqual(error._tag, "BadRows")
      const bad = error._tag === "BadRows" ? error.rows : []
      assert.deepStrictEqual(
        bad.map(({ row, field, value }) => [row, field, value]),
        [
          [3, "link", ""],
          [4, "quantity", "many"],
          [5, "service", "9999"],
          [6, "quantity", "1"],
          [7, "column 4", "surplus"]
        ]
      )
      assert.isTrue(bad.every(({ remedy }) => remedy.length > 0))
      assert.strictEqual(yield* booked, 0)
      const results = yield* runAll(path, { skipBad: true })
      assert.strictEqual(results.filter(({ state }) => state === "bad").length, 5)
      assert.strictEqual(yield* booked, 1)
    }).pipe(Effect.provide(world()))
  )

  it.effect("takes a rule of the caller's own: what breaks it is a bad row like any other", () =>
    Effect.gen(function* () {
      const rule = ({ fields: { link = "" } }: Bulk.Row) =>
        link.startsWith("ftp:") ? { field: "link", value: link, remedy: "give a web address" } : undefined
      const path = write(csv("1,ftp://example.com/p/1,100", ...links(2), "1,https://example.com/p/9,1"))
      const error = yield* Effect.flip(runAll(path, { rule }))
      const wanted = { row: 2, field: "link", value: "ftp://example.com/p/1", remedy: "give a web address" }
      assert.strictEqual(error._tag, "BadRows")
      assert.deepStrictEqual(error._tag === "BadRows" ? [error.total, error.rows[0]] : [], [2, wanted])
      assert.strictEqual(yield* booked, 0)
      assert.deepInclude((yield* prepare(path, { rule })).preview, { rows: 4, fresh: 2 })
      const results = yield* runAll(path, { rule, skipBad: true })
      assert.deepStrictEqual(
        results.filter(({ state }) => state === "bad").map(({ row }) => row),
        [2, 5]
      )
      const file = readFileSync(path.replace(/\.csv$/, ".results.csv"), "utf8")
      assert.include(file, '2,,bad,,,"link is ""ftp://example.com/p/1"": give a web address"')
      assert.strictEqual(yield* booked, 2)
    }).pipe(Effect.provide(world()))
  )

  it.effect("keeps a key of the row's own, and reports one that stands for another order", () =>
    Effect.gen(function* () {
      const header = "key,service,link,quantity"
      yield* runAll(write(`${header}\nmine,1,https://example.com/p/1,100\n`))
      const { get } = yield* Journal.Journal
      assert.strictEqual((yield* get("mine"))._tag, "Some")
      const path = write(
        `${header}\nmine,1,https://example.com/p/1,200\na,1,https://example.com/p/2,100\na,1,https://example.com/p/3,100\n`
      )
      const error = yield* Effect.flip(runAll(path))
      assert.deepStrictEqual(
        error._tag === "BadRows" ? error.rows.map(({ row, field }) => [row, field]) : [],
        [
          [2, "key"],
          [4, "key"]
        ]
      )
      assert.strictEqual(yield* booked, 1)
    }).pipe(Effect.provide(world()))
  )

  it.effect("takes a cell for the same one whatever blanks stand around it, that of a key, too", () =>
    Effect.gen(function* () {
      const header = "key,service,link,quantity"
      yield* runAll(write(`${header}\nmine,1,https://example.com/p/1,100\n`))
      const path = write(`${header}\n mine ,1,https://example.com/p/1,100\n`)
      yield* runAll(path)
      assert.strictEqual(yield* booked, 1)
      const twice = write(
        `${header}\nnew,1,https://example.com/p/2,100\nnew\t,1,https://example.com/p/3,100\n`
      )
      const error = yield* Effect.flip(runAll(twice))
      assert.include(error.message, "another row has this key")
      const spaced = write(
        "service,link,quantity\n1,https://example.com/p/4,100\n1, https://example.com/p/4 , 100\n"
      )
      const { preview } = yield* Bulk.prepare(Bulk.fromCsv(spaced))
      assert.deepInclude(preview, { fresh: 2, equal: { earlier: 0, eachOther: 1 } })
      assert.strictEqual(yield* booked, 1)
    }).pipe(Effect.provide(world()))
  )

  for (const [name, text, remedy] of [
    ["an empty file", "", "service"],
    ["a file without the field service", "link,quantity\nx,1\n", "service"],
    ["a file with two columns of one name", "service,link,link\n1,x,y\n", "two columns"],
    ["a quotation that does not end", 'service,link,quantity\n1,"x,1\n', "quot"],
    ["bytes that are not UTF-8", new Uint8Array([0x73, 0x65, 0x72, 0xff, 0xfe]), "UTF-8"]
  ] as const) {
    it.effect(`does not use ${name}, and says why`, () =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(prepare(write(text)))
        assert.strictEqual(error._tag, "UnusableInput")
        assert.include(error.message, remedy)
      }).pipe(Effect.provide(world()))
    )
  }

  it.effect("tries refused rows again where it was not the caller's fault", () =>
    Effect.gen(function* () {
      const { faults } = yield* Sandbox.Sandbox
      yield* script("maintenance")
      const path = write(csv("1,https://example.com/p/1,100"))
      const first = yield* runAll(path)
      assert.deepInclude(first[0], { state: "refused" })
      yield* faults.clear
      assert.deepInclude((yield* runAll(path))[0], { state: "placed", earlier: false })
    }).pipe(Effect.provide(world()))
  )

  it.effect("leaves alone what was refused by the caller's fault, unless told otherwise", () =>
    Effect.gen(function* () {
      const path = write(csv("1,https://example.com/p/1,100", "1,https://example.com/p/1,200"))
      const first = yield* runAll(path, { concurrency: 1 })
      assert.deepStrictEqual(
        first.map(({ state }) => state),
        ["placed", "refused"]
      )
      const { bookings, change } = yield* Sandbox.Sandbox
      yield* Effect.orDie(change((yield* bookings)[0]?.order ?? "", { state: "Completed" }))
      assert.deepInclude((yield* runAll(path))[1], { state: "refused", earlier: true })
      assert.deepInclude((yield* runAll(path, { retryRefused: true }))[1], { state: "placed" })
    }).pipe(Effect.provide(world({}, { refuseDuplicates: true })))
  )

  it.effect("stops for a panel that stays out of reach, with the rest untried, and goes on later", () =>
    Effect.gen(function* () {
      const path = write(csv(...links(24)))
      const { calls, faults } = yield* Sandbox.Sandbox
      const { run } = yield* prepare(path)
      yield* script(...Array.from({ length: 1_000 }, () => "refused" as const))
      const error = yield* passing(Effect.flip(Stream.runDrain(run)))
      assert.strictEqual(error._tag === "BulkStopped" && error.cause._tag, "NotSent")
      const { add = 0 } = (yield* calls).byAction
      yield* faults.clear
      assert.isTrue((yield* runAll(path)).every(({ state }) => state === "placed"))
      assert.strictEqual(yield* booked, 24)
      // Eight rows were tried for a minute, and the sixteen others not at all.
      assert.isBelow(add, 8 * 30)
    }).pipe(Effect.provide(world()))
  )

  /** A bulk that begins when its catalogue is too old, on a panel that answers `services` so; and how it ends. */
  const withoutCatalogue = (path: string, fault: Mishap.Name, during: Effect.Effect<unknown> = Effect.void) =>
    Effect.gen(function* () {
      const { faults } = yield* Sandbox.Sandbox
      const { run } = yield* prepare(path)
      yield* TestClock.adjust("16 minutes")
      yield* faults.script(
        Array.from({ length: 1_000 }, () => fault),
        "services"
      )
      const results: Array<Bulk.Result> = []
      const fiber = yield* Effect.fork(
        Effect.either(Stream.runForEach(run, (result) => Effect.sync(() => results.push(result))))
      )
      yield* TestClock.adjust("20 seconds")
      yield* during
      const ended = yield* passing(Fiber.join(fiber))
      yield* faults.clear
      return { error: Either.isLeft(ended) ? ended.left : undefined, results }
    })

  for (const [fault, cause] of [
    ["refused", "NotSent"],
    ["dropped-after", "Interrupted"],
    ["server-error-after", "PanelUnavailable"],
    ["empty-body", "UnexpectedAnswer"]
  ] as const) {
    it.effect(
      `stops where no price can be checked any more (${fault}), blames no row, and goes on later`,
      () =>
        Effect.gen(function* () {
          const path = write(csv(...links(40)))
          const { error, results } = yield* withoutCatalogue(path, fault)
          assert.strictEqual(error?._tag, "BulkStopped")
          if (error?._tag !== "BulkStopped") return
          assert.deepStrictEqual([error.action, error.cause._tag], ["services", cause])
          assert.include(error.message, "the rest is unsent: the catalogue cannot be read")
          assert.include(error.message, error.cause.message)
          // Those that were being tried; the others were not begun.
          assert.isBelow(results.length, 12)
          assert.isTrue(results.every(({ state, earlier }) => state === "not-placed" && !earlier))
          const { calls } = yield* Sandbox.Sandbox
          assert.strictEqual((yield* calls).byAction["add"] ?? 0, 0)
          yield* TestClock.adjust("1 minutes")
          assert.isTrue((yield* runAll(path)).every(({ state }) => state === "placed"))
          assert.strictEqual(yield* booked, 40)
        }).pipe(Effect.provide(world()))
    )
  }

  it.effect("stops likewise under a limit, where the quote is not guarded", () =>
    Effect.gen(function* () {
      const path = write(csv(...links(3)))
      const { error } = yield* withoutCatalogue(path, "refused")
      assert.strictEqual(error?._tag === "BulkStopped" ? error.action : "", "services")
      assert.strictEqual(yield* booked, 0)
    }).pipe(
      Effect.provide(world({ priceGuard: false, limits: { perDay: BigDecimal.unsafeFromString("100") } }))
    )
  )

  it.effect("waits for a catalogue that can be read again before long", () =>
    Effect.gen(function* () {
      const path = write(csv(...links(20)))
      const { faults } = yield* Sandbox.Sandbox
      const { error, results } = yield* withoutCatalogue(path, "refused", faults.clear)
      assert.isUndefined(error)
      assert.strictEqual(results.filter(({ state }) => state === "placed").length, 20)
      assert.strictEqual(yield* booked, 20)
    }).pipe(Effect.provide(world()))
  )

  it.effect("stops for an account without funds with the rest unsent, and goes on later", () =>
    Effect.gen(function* () {
      const path = write(csv(...links(50)))
      const error = yield* Effect.flip(runAll(path))
      assert.strictEqual(error._tag, "BulkStopped")
      assert.include(error.message, "insufficient-funds")
      const { accounts, calls } = yield* Sandbox.Sandbox
      const sent = (yield* calls).byAction["add"] ?? 0
      assert.isBelow(sent, 25)
      yield* Effect.orDie(accounts.setFunds("main", "1000"))
      const results = yield* runAll(path)
      assert.isTrue(results.every(({ state }) => state === "placed"))
      assert.strictEqual(yield* booked, 50)
    }).pipe(Effect.provide(world({}, { balance: "0.9" })))
  )

  it.effect("waits out rate limits, and reports doubts without sending them again", () =>
    Effect.gen(function* () {
      yield* script("rate-limited", "dropped-after", "refused", "half-body")
      const path = write(csv(...links(10)))
      const results = yield* runAll(path)
      const doubts = results.filter(({ state }) => state === "in-doubt")
      assert.strictEqual(doubts.length, 2)
      assert.isTrue(doubts.every(({ reason }) => reason.length > 0))
      assert.strictEqual(yield* booked, 10)
      assert.deepInclude((yield* prepare(path)).preview, { fresh: 0, placed: 8, inDoubt: 2 })
    }).pipe(Effect.provide(world()))
  )

  it.effect("places what was checked, and tells that the file differs by now", () =>
    Effect.gen(function* () {
      const path = write(csv(...links(2)))
      const bulk = yield* prepare(path)
      assert.isFalse(yield* bulk.isChanged)
      writeFileSync(path, csv(...links(5, 50)))
      yield* Stream.runDrain(bulk.run)
      assert.isTrue(yield* bulk.isChanged)
      const { bookings } = yield* Sandbox.Sandbox
      assert.deepStrictEqual((yield* bookings).map(({ form }) => form["link"]).sort(), [
        "https://example.com/p/0",
        "https://example.com/p/1"
      ])
    }).pipe(Effect.provide(world()))
  )

  it.effect("places rows of a stream", () =>
    Effect.gen(function* () {
      const rows = Stream.map(Stream.range(1, 5), (at) => ({
        service: "1",
        link: `https://example.com/p/${at}`,
        quantity: "100"
      }))
      const bulk = yield* Bulk.prepare(Bulk.fromStream("campaign", rows))
      yield* Stream.runDrain(bulk.run)
      assert.strictEqual(yield* booked, 5)
      const { entries } = yield* Store.Store
      const keys = yield* Stream.runCollect(Stream.map(entries(), ({ key }) => key))
      assert.isTrue([...keys].every((key) => key.startsWith("bulk:campaign:")))
    }).pipe(Effect.provide(world()))
  )

  it.effect("makes cells harmless that a spreadsheet would take for a formula", () =>
    Effect.gen(function* () {
      const path = write("key,service,link,quantity\n=1+1,1,https://example.com/p/1,100\n")
      yield* runAll(path)
      assert.include(readFileSync(path.replace(/\.csv$/, ".results.csv"), "utf8"), "\r\n2,'=1+1,placed,")
    }).pipe(Effect.provide(world()))
  )

  it("counts its bad rows in the singular and the plural", () => {
    const rows = [{ row: 2, field: "quantity", value: "many", remedy: "give a whole number from 1" }]
    assert.match(new BulkError.BadRows({ total: 1, rows }).message, /^1 bad row, so nothing was sent\n/)
    assert.match(new BulkError.BadRows({ total: 2, rows }).message, /^2 bad rows, so nothing was sent\n/)
  })
})
