/** What this server counts itself. */
import type * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"

const requests = Metric.counter("smmkit_http_requests_total", {
  description: "Requests answered, by method and status",
  incremental: true
})

export const streams = Metric.gauge("smmkit_http_streams", { description: "Live streams that are open" })

/** What a caller makes up must not become a label. */
const methods: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])

/** Counts one answer. */
export const count = (method: string, status: number): Effect.Effect<void> => {
  const counter = Metric.tagged(requests, "method", methods.has(method) ? method : "other")
  return Metric.update(Metric.tagged(counter, "status", String(status)), 1)
}
