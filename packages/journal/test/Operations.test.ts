import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Sandbox, SandboxTransport } from "@smmkit/sandbox"
import {
  BigDecimal,
  Context,
  Effect,
  Layer,
  Logger,
  Metric,
  MetricBoundaries,
  MetricState,
  Redacted,
  Stream,
  TestClock
} from "effect"
import { Journal, JournalError, Operations, Sqlite, Store } from "../src/index.js"
import { answered, intent, lost } from "../src/testing/samples.js"
import { database, isInstalled, store as onServer } from "./postgres.js"
import { booked, folder, order, own, panelOptions, passing, sandbox, sqlite, world } from "./world.js"

/** The values of a metric, by its labels. A test that uses the compiled package beside has metrics of that as well. */
const values = (name: string) =>
  Effect.map(Metric.snapshot, (pairs) => {
    const all: Record<string, number> = {}
    for (const { metricKey, metricState: state } of pairs) {
      if (metricKey.name !== name) continue
      const value = MetricState.isHistogramState(state)
        ? state.count
        : MetricState.isGaugeState(state)
          ? Number(state.value)
          : 0
      const labels = metricKey.tags.map(({ key, value }) => `${key}=${value}`).sort()
      all[labels.join(" ")] = (all[labels.join(" ")] ?? 0) + value
    }
    return all
  })

const quiet = Logger.replace(Logger.defaultLogger, Logger.none)

describe("the metrics of what a store holds", () => {
  it.scoped("are read again and again, for each account of it", () =>
    Effect.gen(function* () {
      const store = yield* Store.Store
      const here = { account: "metered", host: "metered.example" }
      // Two minutes before midnight.
      yield* TestClock.setTime(86_280_000)
      yield* store.enter({ name: "metered", digest: here.account, keyDigest: "key", host: here.host })
      yield* store.limit(here.account, { perOrder: BigDecimal.unsafeFromString("2.5") })
      yield* store.intend(intent("placed", here))
      yield* store.intend(intent("lost", here))
      yield* store.report(answered("placed", "1", here))
      yield* Layer.build(Operations.layerMetrics())
      yield* Effect.yieldNow()
      const labels = "account=metered host=metered.example"
      const counts = Effect.map(values("smmkit_journal_entries"), (all) => ({
        placed: all[`${labels} state=placed`],
        sending: all[`${labels} state=sending`],
        "in-doubt": all[`${labels} state=in-doubt`]
      }))
      assert.deepStrictEqual(yield* counts, { placed: 1, sending: 1, "in-doubt": 0 })
      yield* store.report(lost("lost", here))
      yield* TestClock.adjust("1 minutes")
      assert.deepStrictEqual(yield* counts, { placed: 1, sending: 0, "in-doubt": 1 })
      assert.strictEqual((yield* values("smmkit_journal_oldest_doubt_seconds"))[labels], 30)
      assert.strictEqual(
        (yield* values("smmkit_journal_spent_today"))["account=metered currency= host=metered.example"],
        3
      )
      assert.strictEqual((yield* values("smmkit_journal_limit"))[`${labels} per=order`], 2.5)
      yield* store.limit(here.account, {})
      yield* TestClock.adjust("2 minutes")
      assert.strictEqual(
        (yield* values("smmkit_journal_spent_today"))["account=metered currency= host=metered.example"],
        0
      )
      assert.isNaN((yield* values("smmkit_journal_limit"))[`${labels} per=order`])
    }).pipe(Effect.provide(Sqlite.layer(join(folder(), "journal.db"))))
  )

  const measured = Effect.gen(function* () {
    const store = yield* Store.Store
    const counts = Effect.all([values("smmkit_journal_batch_size"), values("smmkit_journal_lock_wait")])
    const before = yield* counts
    yield* Effect.all([store.intend(intent("a")), store.intend(intent("b"))], { concurrency: "unbounded" })
    const after = yield* counts
    return after.map((metric, at) => (metric[""] ?? 0) - (before[at]?.[""] ?? 0))
  })

  it.live("tell how many writes a commit held, and how long a lock was waited for", () =>
    Effect.gen(function* () {
      const stores = [sqlite(), ...(isInstalled ? [onServer(yield* database)] : [])]
      for (const store of stores) {
        const [batches = 0, waits = 0] = yield* Effect.provide(measured, store)
        assert.isAbove(batches, 0)
        assert.isAbove(waits, 0)
      }
    })
  )

  it.scoped("tell how many outcomes the store has not taken yet", () =>
    Effect.gen(function* () {
      const store = Context.get(yield* Layer.build(sqlite()), Store.Store)
      let isFull = true
      const full = new JournalError.StoreError({ reason: "full", detail: "SQLITE_FULL" })
      const broken: Store.Store.Service = {
        ...store,
        report: (report) => (isFull ? Effect.fail(full) : store.report(report))
      }
      const panel = Journal.layerPanel(panelOptions, { patience: "50 millis" }).pipe(
        Layer.provide(SandboxTransport.layer),
        Layer.provide(Layer.succeed(Store.Store, broken))
      )
      const { placeOnce } = Context.get(yield* Layer.build(panel), Journal.Journal)
      const waiting = Effect.map(
        values("smmkit_journal_unwritten"),
        (all) => all[`account=${own("k").account}`]
      )
      const failed = yield* passing(Effect.flip(placeOnce("k", order(100))))
      assert.strictEqual(failed._tag, "OutcomeUnrecorded")
      assert.strictEqual(yield* waiting, 1)
      isFull = false
      yield* TestClock.adjust("1 minutes")
      assert.strictEqual(yield* waiting, 0)
    }).pipe(Effect.provide(sandbox()), Effect.provide(quiet))
  )
})

describe("settling beside a program", () => {
  it.scoped("settles what is in doubt, and asks the panel for nothing where nothing is", () =>
    Effect.gen(function* () {
      const { placeOnce, get } = yield* Journal.Journal
      const { faults, calls } = yield* Sandbox.Sandbox
      yield* Layer.build(Operations.layerSettle({ every: "1 minutes" }))
      yield* TestClock.adjust("10 minutes")
      const idle = yield* calls
      assert.strictEqual(idle.total, 0)
      yield* placeOnce("before", order(100))
      yield* faults.script(["dropped-after"], "add")
      yield* Effect.flip(placeOnce("k", order(200)))
      const settled = Effect.zipRight(TestClock.adjust("5 minutes"), get("k"))
      const entry = yield* Effect.repeat(settled, {
        until: (entry) => entry._tag === "Some" && entry.value.state === "placed",
        times: 20
      })
      assert.strictEqual(entry._tag === "Some" ? entry.value.by : "", "proved-placed")
      assert.strictEqual(yield* booked, 2)
    }).pipe(Effect.provide(world({ exclusive: true })), Effect.provide(quiet))
  )

  it.scoped("says what was settled where the IDs tell of one doubt, and of another nothing yet", () => {
    const said: Array<string> = []
    const listening = Logger.replace(
      Logger.defaultLogger,
      Logger.make(({ message }) => said.push(String(message)))
    )
    return Effect.gen(function* () {
      const { placeOnce, entries } = yield* Journal.Journal
      const { faults } = yield* Sandbox.Sandbox
      const lose = Effect.fnUntraced(function* (key: string, quantity: number) {
        yield* TestClock.adjust("1 seconds")
        yield* faults.script(["dropped-before"], "add")
        assert.strictEqual((yield* Effect.flip(placeOnce(key, order(quantity))))._tag, "OutcomeUnknown")
      })
      yield* placeOnce("before", order(100))
      yield* lose("earlier", 200)
      yield* TestClock.adjust("20 minutes")
      yield* placeOnce("after", order(100))
      yield* lose("later", 300)
      yield* Layer.build(Operations.layerSettle({ every: "1 minutes" }))
      const settled = Effect.sync(() => said.filter((line) => line.startsWith("settled on")))
      const lines = yield* Effect.repeat(Effect.zipRight(TestClock.adjust("1 minutes"), settled), {
        until: (lines) => lines.length > 0,
        times: 20
      })
      assert.strictEqual(yield* Stream.runCount(entries(["in-doubt"])), 1)
      assert.deepStrictEqual(lines, ["settled on sandbox.invalid: 0 as placed, 1 as not placed"])
    }).pipe(Effect.provide(world({ lease: "4 minutes" })), Effect.provide(listening))
  })
})

describe("a journal", () => {
  it.scoped("is ready where an order could be placed, and says why where not", () =>
    Effect.gen(function* () {
      const { ready, placeOnce } = yield* Journal.Journal
      yield* ready
      yield* placeOnce("k", order(100))
      const stranger = yield* Layer.build(
        Journal.layerPanel({ ...panelOptions, key: Redacted.make("another-fake-key") }).pipe(
          Layer.provide(SandboxTransport.layer)
        )
      )
      const withheld = yield* Effect.flip(Context.get(stranger, Journal.Journal).ready)
      assert.include(withheld.message, "adopt")
    }).pipe(Effect.provide(world()))
  )

  it.live("is not ready where its store gives no answer, or is withheld", () =>
    Effect.gen(function* () {
      const store = Context.get(yield* Layer.build(sqlite()), Store.Store)
      let ready: Store.Store.Service["ready"] = Effect.never
      const panel = Journal.layerPanel(panelOptions).pipe(
        Layer.provide(SandboxTransport.layer),
        Layer.provide(Layer.succeed(Store.Store, { ...store, ready: Effect.suspend(() => ready) }))
      )
      const journal = Context.get(yield* Layer.build(panel), Journal.Journal)
      assert.include((yield* Effect.flip(journal.ready)).message, "no answer")
      ready = new JournalError.StoreError({ reason: "forgotten", detail: "" })
      assert.include((yield* Effect.flip(journal.ready)).message, "forgotten")
    }).pipe(Effect.provide(sandbox()), Effect.scoped)
  )
})

describe("all metrics", () => {
  it.effect("are written as Prometheus reads them, whatever stands in names and labels", () =>
    Effect.gen(function* () {
      const counter = Metric.tagged(
        Metric.counter("odd name-1", { description: "two\nlines" }),
        "a b",
        'x"\\\n'
      )
      yield* Metric.increment(counter)
      const boundaries = MetricBoundaries.fromIterable([1, 2])
      yield* Metric.update(Metric.histogram("some_histogram", boundaries), 1.5)
      const text = yield* Operations.prometheus
      assert.include(
        text,
        '# HELP odd_name_1 two\\nlines\n# TYPE odd_name_1 counter\nodd_name_1{a_b="x\\"\\\\\\n"} 1\n'
      )
      const histogram = text.split("\n").filter((line) => line.startsWith("some_histogram"))
      assert.deepStrictEqual(histogram, [
        'some_histogram_bucket{le="1"} 0',
        'some_histogram_bucket{le="2"} 1',
        'some_histogram_bucket{le="+Inf"} 1',
        "some_histogram_sum 1.5",
        "some_histogram_count 1"
      ])
    })
  )
})
