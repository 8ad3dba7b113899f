/**
 * For those who operate a journal: metrics of what its store holds, and doubts that are settled beside the program.
 *
 * What happens is measured where it happens, in Effect's metrics: `smmkit_journal_doubles` (second orders where one
 * was meant, by `host`), `smmkit_journal_unwritten` (outcomes that the store has not taken yet, by `account`),
 * `smmkit_journal_batch_size` (writes a commit) and `smmkit_journal_lock_wait` (milliseconds). What a store holds is
 * read by `layerMetrics`. `prometheus` is all of it as Prometheus reads it. Whether a journal could place an order now,
 * its `ready` tells.
 *
 * @since 0.1.0
 */
import * as BigDecimal from "effect/BigDecimal"
import * as Cause from "effect/Cause"
import * as Chunk from "effect/Chunk"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import type * as MetricKey from "effect/MetricKey"
import * as MetricState from "effect/MetricState"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import * as Struct from "effect/Struct"
import { Action, State } from "./EntryState.js"
import type { JournalEntry } from "./JournalEntry.js"
import type { StoreError } from "./JournalError.js"
import { Journal } from "./JournalModel.js"
import type { Tally } from "./StoreMessage.js"
import { Store } from "./StoreModel.js"

const gauge = (name: string, description: string) => Metric.gauge(`smmkit_journal_${name}`, { description })

const entries = gauge("entries", "Entries in each state, without what was archived")
const oldestDoubt = gauge("oldest_doubt_seconds", "The age of the oldest doubt; 0 where there is none")
const limits = gauge("limit", "The limits that are kept for an account")
const spent = gauge("spent_today", "What was spent today (UTC), what is in doubt included")

/** Which words of a metric were set, by account and metric: a gauge that is not set any more keeps its last value. */
const words = new Map<string, ReadonlySet<string>>()

const limitNames = { perOrder: "order", perRun: "run", perDay: "day" } as const

/**
 * Sets the gauges of one account: `smmkit_journal_entries` by `state`, `smmkit_journal_oldest_doubt_seconds`,
 * `smmkit_journal_spent_today` by `currency` and `smmkit_journal_limit` by `per` (order, run, day), each with the
 * account's `account` (its name) and `host`. Amounts are as near as a number comes. What was told of before, and is
 * no more, is 0 where it is spent, and not a number where it is a limit.
 *
 * @example
 * import { Operations, Sqlite, Store } from "@smmkit/journal"
 * import { Effect } from "effect"
 *
 * const accounts = await Effect.flatMap(Store.Store, ({ tallies }) => Effect.tap(tallies, Effect.forEach(Operations.observe))).pipe(
 *   Effect.provide(Sqlite.layer(":memory:")),
 *   Effect.runPromise
 * )
 *
 * assert.deepStrictEqual(accounts, []) // no account has ordered yet
 *
 * @since 0.1.0
 * @category combinators
 */
export const observe = (tally: Tally): Effect.Effect<void> => {
  const own = <Type, Out>(metric: Metric.Metric<Type, number, Out>) =>
    metric.pipe(Metric.tagged("account", tally.name), Metric.tagged("host", tally.host))
  const set = <Type, Out>(
    metric: Metric.Metric<Type, number, Out>,
    tag: string,
    word: string,
    value: number
  ) => Metric.update(Metric.tagged(own(metric), tag, word), value)
  /** Each word's amount, and `none` for those that were set before and are not among them. */
  const all = (
    metric: typeof spent,
    tag: string,
    amounts: ReadonlyArray<readonly [word: string, amount: BigDecimal.BigDecimal]>,
    none: number
  ) =>
    Effect.suspend(() => {
      const id = [tag, tally.name, tally.host].join("\n")
      const values = new Map([...(words.get(id) ?? [])].map((word) => [word, none]))
      for (const [word, amount] of amounts) values.set(word, BigDecimal.unsafeToNumber(amount))
      words.set(id, new Set(values.keys()))
      return Effect.forEach(values, ([word, value]) => set(metric, tag, word, value), { discard: true })
    })
  const doubted = tally.oldestDoubt === null ? 0 : (tally.at - tally.oldestDoubt) / 1000
  return Effect.all(
    [
      ...State.literals.map((state) => set(entries, "state", state, tally.entries[state])),
      Metric.update(own(oldestDoubt), doubted),
      all(
        spent,
        "currency",
        tally.spent.map(({ amount, currency }) => [Option.getOrElse(currency, () => ""), amount]),
        0
      ),
      all(
        limits,
        "per",
        Struct.entries(limitNames).flatMap(([name, word]) => {
          const limit = tally.limits[name]
          return limit === undefined ? [] : [[word, limit] as const]
        }),
        Number.NaN
      )
    ],
    { discard: true }
  )
}

/** What fails is told, and tried again the next time. */
const told = (what: string, work: Effect.Effect<unknown, StoreError>): Effect.Effect<unknown> =>
  Effect.catchAllCause(work, (cause) =>
    Cause.isInterruptedOnly(cause)
      ? Effect.interrupt
      : Effect.logWarning(`${what} failed`, Cause.squash(cause))
  )

/** Now and then, for as long as the layer stands; not at once, and not without a pause. */
const often = (work: Effect.Effect<unknown>, every: Duration.DurationInput) =>
  Effect.forkScoped(Effect.schedule(work, Schedule.spaced(Duration.max(every, "1 seconds"))))

/**
 * How often something is done beside the program.
 *
 * @since 0.1.0
 * @category models
 */
export interface Often {
  /** The pause between two times, at least a second. Default: 30 seconds for metrics, 5 minutes for settling. */
  readonly every?: Duration.DurationInput | undefined
}

/**
 * Reads what the store holds of each account into Effect's metrics, as `observe` names them, every so often. One
 * process of those that share a store is enough.
 *
 * @example
 * import { Operations, Sqlite } from "@smmkit/journal"
 * import { Layer } from "effect"
 *
 * export const metrics = Operations.layerMetrics({ every: "1 minute" }).pipe(
 *   Layer.provide(Sqlite.layer("orders.db"))
 * )
 *
 * @since 0.1.0
 * @category layers
 */
export const layerMetrics = ({ every = "30 seconds" }: Often = {}): Layer.Layer<never, never, Store> =>
  Layer.scopedDiscard(
    Effect.flatMap(Store, ({ tallies }) => {
      const count = told("counting the journal's entries", Effect.flatMap(tallies, Effect.forEach(observe)))
      return Effect.zipRight(count, often(count, every))
    })
  )

/**
 * Settles by evidence what is in doubt, of orders, refills and cancels, every so often; the panel is asked only where
 * there is a doubt, and at most as much as one settling may. What was settled is logged.
 *
 * @example
 * import { Journal, Operations, Sqlite } from "@smmkit/journal"
 * import { SandboxTransport } from "@smmkit/sandbox"
 * import { Layer, Redacted } from "effect"
 *
 * const journal = Journal.layerPanel({ url: SandboxTransport.url, key: Redacted.make("sandbox-key") })
 *
 * export const panel = Operations.layerSettle().pipe(
 *   Layer.provideMerge(journal),
 *   Layer.provide(SandboxTransport.layer),
 *   Layer.provide(Sqlite.layer("orders.db"))
 * )
 *
 * @since 0.1.0
 * @category layers
 */
export const layerSettle = ({ every = "5 minutes" }: Often = {}): Layer.Layer<never, never, Journal> =>
  Layer.scopedDiscard(
    Effect.flatMap(Journal, (journal) => {
      const doubts = Stream.runCollect(journal.entries(["in-doubt"], Action.literals))
      // By whatever evidence: each is looked up again.
      const tell = (doubts: Chunk.Chunk<JournalEntry>) =>
        Effect.flatMap(
          Effect.forEach(doubts, ({ key, action }) => journal.get(key, action)),
          (entries) => {
            const of = (state: State) =>
              entries.filter(Option.exists((entry) => entry.state === state)).length
            const [placed, absent] = [of("placed"), of("not-placed")]
            return placed + absent > 0
              ? Effect.logInfo(`settled on ${journal.name}: ${placed} as placed, ${absent} as not placed`)
              : Effect.void
          }
        )
      const work = Effect.flatMap(doubts, (doubts) =>
        Chunk.isEmpty(doubts) ? Effect.void : Effect.zipRight(journal.settleAll, tell(doubts))
      )
      return often(told("settling what is in doubt", work), every)
    })
  )

const escaped = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")
const named = (name: string): string => name.replace(/[^A-Za-z0-9_:]/g, "_").replace(/^(?=\d)/, "_")

/** A line in Prometheus' text format. */
const sample = (
  name: string,
  labels: ReadonlyArray<readonly [string, string | number]>,
  value: number | bigint
): string => {
  const list = labels.map(([key, text]) => `${named(key)}="${escaped(String(text)).replaceAll('"', '\\"')}"`)
  return `${name}${list.length === 0 ? "" : `{${list.join(",")}}`} ${value}\n`
}

/** The kind and the lines of one metric; of the kinds that Effect knows these are Prometheus' too. */
const samples = (
  { name: own, tags }: MetricKey.MetricKey.Untyped,
  state: MetricState.MetricState.Untyped
): readonly [kind: string, lines: ReadonlyArray<string>] => {
  const name = named(own)
  // The unit that timers carry is part of their description.
  const labels = tags.flatMap(({ key, value }) => (key === "time_unit" ? [] : [[key, value] as const]))
  if (MetricState.isCounterState(state)) return ["counter", [sample(name, labels, state.count)]]
  if (MetricState.isGaugeState(state)) return ["gauge", [sample(name, labels, state.value)]]
  if (!MetricState.isHistogramState(state)) return ["untyped", []]
  // Effect's buckets are cumulative already; the one without end is the count.
  const bounded = state.buckets.filter(([bound]) => Number.isFinite(bound))
  const buckets = [...bounded, ["+Inf", state.count] as const]
  return [
    "histogram",
    [
      ...buckets.map(([le, value]) => sample(`${name}_bucket`, [...labels, ["le", le]], value)),
      sample(`${name}_sum`, labels, state.sum),
      sample(`${name}_count`, labels, state.count)
    ]
  ]
}

/**
 * All that this process has counted and gauged in Effect's metrics, in Prometheus' text format: what a program
 * answers to `/metrics`.
 *
 * @example
 * import { Operations } from "@smmkit/journal"
 * import { Effect, Metric } from "effect"
 *
 * const orders = Metric.counter("my_orders_total", { description: "Orders of today" })
 * const text = await Effect.runPromise(Effect.zipRight(Metric.increment(orders), Operations.prometheus))
 *
 * assert.ok(text.includes("# HELP my_orders_total Orders of today\n# TYPE my_orders_total counter\nmy_orders_total 1\n"))
 *
 * @since 0.1.0
 * @category combinators
 */
export const prometheus: Effect.Effect<string> = Effect.map(Metric.snapshot, (pairs) => {
  const families = new Map<string, Array<string>>()
  for (const { metricKey, metricState } of pairs) {
    const name = named(metricKey.name)
    const [kind, lines] = samples(metricKey, metricState)
    const help = escaped(Option.getOrElse(metricKey.description, () => ""))
    const family = families.get(name) ?? [`# HELP ${name} ${help}\n# TYPE ${name} ${kind}\n`]
    families.set(name, [...family, ...lines])
  }
  return [...families.values()].flat().join("")
})
