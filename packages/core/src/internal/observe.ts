/**
 * Spans and metrics: one span for each HTTP call, and what a panel's client counts. Names follow the
 * conventions of OpenTelemetry and Prometheus; nothing here ever sees the key.
 */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Metric from "effect/Metric"
import * as MetricBoundaries from "effect/MetricBoundaries"
import * as MetricKey from "effect/MetricKey"
import type * as MetricKeyType from "effect/MetricKeyType"
import type * as Tracer from "effect/Tracer"
import type { Money } from "../Money.js"
import { formatAmount } from "../Money.js"

/**
 * A metric with tags. `Metric.tagged` makes a new key of the tags and looks it up each time the metric is
 * updated, which costs more than all else that a call counts.
 */
const tagged = <In, Out>(
  key: MetricKey.MetricKey<MetricKeyType.MetricKeyType<In, Out>>,
  tags: Readonly<Record<string, string>>
): Metric.Metric<MetricKeyType.MetricKeyType<In, Out>, In, Out> =>
  Metric.fromMetricKey(
    Object.entries(tags).reduce((key, [name, value]) => MetricKey.tagged(key, name, value), key)
  )

const calls = MetricKey.counter("smmkit_calls_total", {
  description: "HTTP calls to a panel, by outcome",
  incremental: true
})

const retries = MetricKey.counter("smmkit_retries_total", {
  description: "HTTP calls to a panel, sent again",
  incremental: true
})

const latency = MetricKey.histogram(
  "smmkit_call_duration",
  MetricBoundaries.fromIterable([5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000]),
  "HTTP calls to a panel, in milliseconds"
)

const duration = MetricKey.histogram(
  "http.client.request.duration",
  MetricBoundaries.fromIterable([0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]),
  "HTTP calls to a panel, in seconds"
)

const batchSize = /* @__PURE__ */ MetricKey.histogram(
  "smmkit_batch_size",
  /* @__PURE__ */ MetricBoundaries.fromIterable([1, 2, 5, 10, 20, 50, 100]),
  "How many IDs travelled in one call to a panel"
)

const placed = /* @__PURE__ */ Metric.counter("smmkit_orders_placed_total", {
  description: "Orders that a panel took",
  incremental: true
})

const spent = /* @__PURE__ */ Metric.counter("smmkit_spent_total", {
  description:
    "Money spent on orders as far as its amount is known; floating-point, so a trend and no account",
  incremental: true
})

/** What the spans of an action say, each HTTP call's and the action's own. */
export const spanOf = (panel: string, action: string) => ({
  attributes: { "smmkit.panel": panel, "smmkit.action": action },
  // The place that would be kept is one of this file's, for every call.
  captureStackTrace: false
})

type Tagged = { readonly _tag: string }

const outcomeOf = (exit: Exit.Exit<unknown, Tagged>): string => {
  if (Exit.isSuccess(exit)) return "answered"
  const failure = Cause.failureOption(exit.cause)
  return failure._tag === "Some" ? failure.value._tag : Cause.isDie(exit.cause) ? "defect" : "interrupted"
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

type Ended<A, E> = (exit: Exit.Exit<A, E>, span: Tracer.Span) => Effect.Effect<void>

/**
 * A span that ends without the answer. Effect's own keeps the exit with all that is in it, and stays
 * reachable until V8 collects its old objects: a long stream of answers then takes hundreds of megabytes.
 *
 * What runs inside is told the span, and does not find it in its context, which costs as much as the rest.
 */
export const inSpan = <A, E>(
  name: string,
  options: Tracer.SpanOptions,
  use: (span: Tracer.Span) => Effect.Effect<A, E>,
  ended: Ended<A, E> = () => Effect.void
): Effect.Effect<A, E> =>
  Effect.useSpan(name, options, (span) =>
    Effect.onExit(use(span), (exit) =>
      Effect.clockWith((clock) => {
        const last = ended(exit, span)
        // Effect leaves a span alone that has ended. One that began at nought is not timed, and ends there too.
        span.end(span.status.startTime && clock.unsafeCurrentTimeNanos(), Exit.asVoid(exit))
        return last
      })
    )
  )

/** As `inSpan`, of what finds the span in its context. */
export const traced = <A, E>(
  self: Effect.Effect<A, E>,
  name: string,
  options: Tracer.SpanOptions,
  ended?: Ended<A, E>
): Effect.Effect<A, E> => inSpan(name, options, (span) => Effect.withParentSpan(self, span), ended)

/**
 * Wraps an HTTP call of one operation, which is to say with what status it was answered; each time one runs
 * counts as the next attempt.
 */
export type Observe = <A, E extends Tagged>(
  call: (answered: (status: number) => void) => Effect.Effect<A, E>
) => Effect.Effect<A, E>

const port = /:(\d+)$/

/** What the conventions of OpenTelemetry say of every request to an address, which has no query. */
const requestOf = (url: string, host: string) => ({
  "http.request.method": "POST",
  "server.address": host.replace(port, ""),
  "server.port": Number(port.exec(host)?.[1] ?? (/^https/i.test(url) ? 443 : 80)),
  "url.full": url
})

export const make = (url: string, panel: string): ((action: string, now: () => number) => Observe) => {
  const request = requestOf(url, panel)
  const labels = Object.fromEntries(
    Object.entries(request).flatMap(([name, value]) => (name === "url.full" ? [] : [[name, String(value)]]))
  )
  const sent = (action: string, more: Readonly<Record<string, number>>): Tracer.SpanOptions => {
    const span = spanOf(panel, action)
    return { ...span, kind: "client", attributes: { ...span.attributes, ...request, ...more } }
  }
  const knownOf = remember((action) => ({
    /** Of a first attempt, as nearly all are: the same object each time. */
    first: sent(action, { "smmkit.attempt": 1 }),
    duration: tagged(duration, { time_unit: "seconds", panel, action, ...labels }),
    latency: tagged(latency, { time_unit: "milliseconds", panel, action }),
    retries: tagged(retries, { panel, action }),
    calls: remember((outcome) => tagged(calls, { panel, action, outcome }))
  }))
  return (action, now) => {
    const { first, duration, latency, retries, calls } = knownOf(action)
    let count = 0
    return (attempt) =>
      Effect.suspend(() => {
        const start = now()
        count += 1
        let status: number | undefined
        const answered = (known: number): void => {
          status = known
        }
        const options =
          count === 1
            ? first
            : sent(action, { "smmkit.attempt": count, "http.request.resend_count": count - 1 })
        const call = traced(attempt(answered), "smmkit.call", options, (exit, span) => {
          const outcome = outcomeOf(exit)
          span.attribute("smmkit.outcome", outcome)
          if (status !== undefined) span.attribute("http.response.status_code", status)
          if (Exit.isFailure(exit)) span.attribute("error.type", outcome)
          const milliseconds = Math.max(now() - start, 0)
          return Effect.zipRight(
            Metric.update(duration, milliseconds / 1000),
            Effect.zipRight(Metric.update(latency, milliseconds), Metric.update(calls(outcome), 1))
          )
        })
        return count === 1 ? call : Effect.zipRight(Metric.update(retries, 1), call)
      })
  }
}

/** Counts the IDs that share a call of an action. */
export const batchCounter = (panel: string, action: string): ((size: number) => Effect.Effect<void>) => {
  const metric = tagged(batchSize, { panel, action })
  return (size) => Metric.update(metric, size)
}

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
