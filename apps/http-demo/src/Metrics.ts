/** What this server counts itself. */
import type * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"

const requests = Metric.counter("smmkit_http_requests_total", {
  description: "Requests answered, by method and status",
  incremental: true
})

const duration = Metric.timerWithBoundaries(
  "smmkit_http_request_duration",
  [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 5000, 30_000],
  "The time from a request to the beginning of its answer, in milliseconds"
)

export const streams = Metric.gauge("smmkit_http_streams", { description: "Live streams that are open" })

const methods: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])

const counters = new Map<string, typeof requests>()

/** The counter of one method and status, made once. What a caller makes up must not become a label. */
const counterOf = (method: string, status: number): typeof requests => {
  const known = methods.has(method) ? method : "other"
  const id = `${known} ${status}`
  const counter =
    counters.get(id) ?? requests.pipe(Metric.tagged("method", known), Metric.tagged("status", String(status)))
  counters.set(id, counter)
  return counter
}

/** Counts one answer. */
export const count = (method: string, status: number): Effect.Effect<void> =>
  Metric.update(counterOf(method, status), 1)

export const timed = Metric.trackDuration(duration)
