/** What the journal measures of itself as it works; what a store holds is counted by `Operations`. */
import * as Metric from "effect/Metric"
import * as MetricBoundaries from "effect/MetricBoundaries"

/** Second orders that were placed where one was meant, by the panel's host. */
export const doubles = Metric.counter("smmkit_journal_doubles", {
  description: "Second orders that were placed where one was meant",
  incremental: true
})

/** Outcomes of calls that the store has not taken yet, by account. */
export const unwritten = Metric.gauge("smmkit_journal_unwritten", {
  description: "Outcomes of calls that the store has not taken yet"
})

/** How many writes one commit holds. */
export const batchSize = Metric.histogram(
  "smmkit_journal_batch_size",
  MetricBoundaries.fromIterable([1, 2, 4, 8, 16, 32, 64, 128, 256]),
  "How many writes were committed together"
)

/** How long a transaction waits until what it changes is its own. */
export const lockWait = Metric.histogram(
  "smmkit_journal_lock_wait",
  MetricBoundaries.fromIterable([1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 5000]),
  "The time from the beginning of a transaction until it has its locks, in milliseconds"
)
