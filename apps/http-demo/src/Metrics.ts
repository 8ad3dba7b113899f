/** Effect's metrics in Prometheus' text format, and what this server counts itself. */
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import * as MetricState from "effect/MetricState"
import * as Option from "effect/Option"

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

const escapeText = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")
const escapeLabel = (text: string): string => escapeText(text).replaceAll('"', '\\"')
const nameOf = (name: string): string => name.replace(/[^A-Za-z0-9_:]/g, "_").replace(/^(?=\d)/, "_")

const labelled = (
  name: string,
  labels: ReadonlyArray<readonly [string, string]>,
  value: number | bigint
): string => {
  const list = labels.map(([key, text]) => `${nameOf(key)}="${escapeLabel(text)}"`).join(",")
  return `${name}${list === "" ? "" : `{${list}}`} ${value}`
}

/** The lines of one metric, and what kind it is. Of the kinds that Effect knows these are here. */
const samples = (
  name: string,
  tags: ReadonlyArray<readonly [string, string]>,
  state: MetricState.MetricState.Untyped
): readonly [type: string, lines: ReadonlyArray<string>] => {
  if (MetricState.isCounterState(state)) return ["counter", [labelled(name, tags, state.count)]]
  if (MetricState.isGaugeState(state)) return ["gauge", [labelled(name, tags, state.value)]]
  if (!MetricState.isHistogramState(state)) return ["untyped", []]
  // Effect's buckets are cumulative already; the one without end is the count.
  const bounded = state.buckets.filter(([bound]) => Number.isFinite(bound))
  const buckets = [
    ...bounded.map(([bound, value]) => [String(bound), value] as const),
    ["+Inf", state.count] as const
  ]
  return [
    "histogram",
    [
      ...buckets.map(([le, value]) => labelled(`${name}_bucket`, [...tags, ["le", le]], value)),
      labelled(`${name}_sum`, tags, state.sum),
      labelled(`${name}_count`, tags, state.count)
    ]
  ]
}

export const text: Effect.Effect<string> = Effect.map(Metric.snapshot, (pairs) => {
  const families = new Map<string, Array<string>>()
  for (const { metricKey, metricState } of pairs) {
    const name = nameOf(metricKey.name)
    // The unit that timers carry is part of their description.
    const labels = metricKey.tags.filter(({ key }) => key !== "time_unit")
    const [type, lines] = samples(
      name,
      labels.map(({ key, value }) => [key, value] as const),
      metricState
    )
    const help = escapeText(Option.getOrElse(metricKey.description, () => ""))
    const family = families.get(name) ?? [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`]
    families.set(name, [...family, ...lines])
  }
  return [...families.values()]
    .flat()
    .map((line) => `${line}\n`)
    .join("")
})
