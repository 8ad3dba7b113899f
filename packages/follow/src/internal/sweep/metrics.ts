/** What is counted of sweeps, by account. */
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"

const looks = /* @__PURE__ */ Metric.counter("smmkit_follow_looks_total", {
  description: "Orders that were looked at",
  incremental: true
})
const events = /* @__PURE__ */ Metric.counter("smmkit_follow_events_total", {
  description: "Events that were written",
  incremental: true
})
const failures = /* @__PURE__ */ Metric.counter("smmkit_follow_failures_total", {
  description: "Rounds that failed, and batches that failed whole",
  incremental: true
})

export const counted = (account: string, counts: { readonly looks: number; readonly events: number }) =>
  Effect.zipRight(
    Metric.incrementBy(Metric.tagged(looks, "account", account), counts.looks),
    Metric.incrementBy(Metric.tagged(events, "account", account), counts.events)
  )

export const failed = (account: string) => Metric.increment(Metric.tagged(failures, "account", account))
