/**
 * Spans and metrics: one span for each HTTP call, and what a panel's client counts. Names follow the
 * conventions of OpenTelemetry and Prometheus; nothing here ever sees the key.
 */
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Metric from "effect/Metric"
import * as MetricBoundaries from "effect/MetricBoundaries"
import * as Option from "effect/Option"
import type { Money } from "../Money.js"
import { formatAmount } from "../Money.js"

const calls = Metric.counter("smmkit_calls_total", {
  description: "HTTP calls to a panel, by outcome: answered, the tag of the error, or interrupted",
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

/** What the spans of an action say, each HTTP call's and the action's own. */
export const spanOf = (panel: string, action: string) => ({
  attributes: { "smmkit.panel": panel, "smmkit.action": action }
})

type Tagged = { readonly _tag: string }

const outcomeOf = (exit: Exit.Exit<unknown, Tagged>): string => {
  if (Exit.isSuccess(exit)) return "answered"
  const failure = Cause.failureOption(exit.cause)
  return Option.isSome(failure) ? failure.value._tag : Cause.isDie(exit.cause) ? "defect" : "interrupted"
}

const remember = <A>(make: (name: string) => A): ((name: string) => A) => {
  const made = new Map<string, A>()
  return (name) => {
    const known = made.get(name)
    if (known !== undefined) return known
    const fresh = make(name)
    made.set(name, fresh)
    return fresh
  }
}

/** Wraps an HTTP call of one operation; each time one runs counts as the next attempt. */
export type Observe = <A, E extends Tagged>(call: Effect.Effect<A, E>) => Effect.Effect<A, E>

export const make = (panel: string): ((action: string) => Observe) => {
  // Tagging a metric costs more than updating it, so each is tagged once.
  const metricsOf = remember((action) => {
    const tagged = <Type, In, Out>(metric: Metric.Metric<Type, In, Out>) =>
      metric.pipe(Metric.tagged("panel", panel), Metric.tagged("action", action))
    return {
      latency: tagged(latency),
      retries: tagged(retries),
      calls: remember((outcome) => Metric.tagged(tagged(calls), "outcome", outcome))
    }
  })
  return (action) => {
    const { latency, retries, calls } = metricsOf(action)
    const ended = (outcome: string, start: number) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) =>
        Effect.zipRight(
          Effect.annotateCurrentSpan("smmkit.outcome", outcome),
          Effect.zipRight(
            Metric.update(latency, Duration.millis(now - start)),
            Metric.increment(calls(outcome))
          )
        )
      )
    let count = 0
    return (call) =>
      Effect.flatMap(Clock.currentTimeMillis, (start) => {
        count += 1
        const attributes = { ...spanOf(panel, action).attributes, "smmkit.attempt": count }
        const options = { kind: "client", attributes, captureStackTrace: false } as const
        const again = count === 1 ? Effect.void : Metric.increment(retries)
        const watched = Effect.onExit(call, (exit) => ended(outcomeOf(exit), start))
        return Effect.zipRight(again, Effect.withSpan(watched, "smmkit.call", options))
      })
  }
}

/** Counts the IDs that share a call. */
export const countBatch = (panel: string, action: string, size: number): Effect.Effect<void> =>
  Metric.update(batchSize.pipe(Metric.tagged("panel", panel), Metric.tagged("action", action)), size)

/** Counts an order that was taken, and what it cost where that is known, in a currency fit to be shown. */
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
