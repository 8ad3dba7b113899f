/**
 * Spans and metrics: one span for each HTTP call, and what a panel's client counts. Names follow the
 * conventions of OpenTelemetry and Prometheus; nothing here ever sees the key.
 */
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import * as MetricBoundaries from "effect/MetricBoundaries"
import type { Money } from "../Money.js"
import { formatAmount } from "../Money.js"

const calls = Metric.counter("smmkit_calls_total", {
  description: "HTTP calls to a panel, by outcome: answered, or the tag of the error",
  incremental: true
})

const retries = Metric.counter("smmkit_retries_total", {
  description: "HTTP calls to a panel that were sent again",
  incremental: true
})

const latency = Metric.timerWithBoundaries(
  "smmkit_call_duration",
  [5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000],
  "The time of one HTTP call to a panel, in milliseconds"
)

const batchSize = Metric.histogram(
  "smmkit_batch_size",
  MetricBoundaries.fromIterable([1, 2, 5, 10, 20, 50, 100]),
  "How many IDs travelled in one call to a panel"
)

const placed = Metric.counter("smmkit_orders_placed_total", {
  description: "Orders that a panel took",
  incremental: true
})

const spent = Metric.counter("smmkit_spent_total", {
  description:
    "Money spent on orders as far as its amount is known; floating-point, so a trend and no account",
  incremental: true
})

/** Wraps one attempt of one operation; each time the effect runs counts as the next attempt. */
export const make =
  (panel: string) =>
  <A, E extends { readonly _tag: string }>(
    action: string,
    attempt: Effect.Effect<A, E>
  ): Effect.Effect<A, E> => {
    const tagged = <Type, In, Out>(metric: Metric.Metric<Type, In, Out>) =>
      metric.pipe(Metric.tagged("panel", panel), Metric.tagged("action", action))
    const ended = (outcome: string) =>
      Effect.zipRight(
        Effect.annotateCurrentSpan("smmkit.outcome", outcome),
        Metric.increment(Metric.tagged(tagged(calls), "outcome", outcome))
      )
    const timed = attempt.pipe(
      Metric.trackDuration(tagged(latency)),
      Effect.tapBoth({ onFailure: (error) => ended(error._tag), onSuccess: () => ended("answered") })
    )
    let count = 0
    return Effect.suspend(() => {
      count += 1
      const attributes = { "smmkit.panel": panel, "smmkit.action": action, "smmkit.attempt": count }
      const again = count === 1 ? Effect.void : Metric.increment(tagged(retries))
      return Effect.zipRight(again, Effect.withSpan(timed, "smmkit.call", { kind: "client", attributes }))
    })
  }

/** Counts the IDs that share a call. */
export const countBatch = (panel: string, action: string, size: number): Effect.Effect<void> =>
  Metric.update(batchSize.pipe(Metric.tagged("panel", panel), Metric.tagged("action", action)), size)

/** Counts an order that was taken, and what it cost where that is known. */
export const countOrder = (panel: string, price: Money | undefined): Effect.Effect<void> => {
  const order = Metric.increment(Metric.tagged(placed, "panel", panel))
  if (price === undefined) return order
  const currency = price.currency._tag === "Some" ? price.currency.value : "unknown"
  return Effect.zipRight(
    order,
    Metric.incrementBy(
      spent.pipe(Metric.tagged("panel", panel), Metric.tagged("currency", currency)),
      Number(formatAmount(price.amount))
    )
  )
}
