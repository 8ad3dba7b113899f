/** Effect's metrics in Prometheus' text format, and what this server counts itself. */
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import type * as MetricLabel from "effect/MetricLabel"
import type * as MetricPair from "effect/MetricPair"
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
  return `${name}${list === "" ? "" : `{${list}}`} ${written(value)}`
}

const written = (value: number | bigint): string =>
  value === Number.POSITIVE_INFINITY ? "+Inf" : value === Number.NEGATIVE_INFINITY ? "-Inf" : String(value)

interface Family {
  readonly type: string
  readonly help: string
  readonly lines: Array<string>
}

const samples = (
  name: string,
  tags: ReadonlyArray<readonly [string, string]>,
  state: MetricState.MetricState.Untyped
): readonly [type: string, lines: ReadonlyArray<string>] => {
  if (MetricState.isCounterState(state)) return ["counter", [labelled(name, tags, state.count)]]
  if (MetricState.isGaugeState(state)) return ["gauge", [labelled(name, tags, state.value)]]
  if (MetricState.isHistogramState(state)) {
    // Effect's buckets are cumulative already; the one without end is the count.
    const bounded = state.buckets.filter(([bound]) => Number.isFinite(bound))
    return [
      "histogram",
      [
        ...bounded.map(([bound, value]) =>
          labelled(`${name}_bucket`, [...tags, ["le", written(bound)]], value)
        ),
        labelled(`${name}_bucket`, [...tags, ["le", "+Inf"]], state.count),
        labelled(`${name}_sum`, tags, state.sum),
        labelled(`${name}_count`, tags, state.count)
      ]
    ]
  }
  return ["untyped", []]
}

const tagsOf = (labels: ReadonlyArray<MetricLabel.MetricLabel>): ReadonlyArray<readonly [string, string]> =>
  // The unit that timers carry is part of their description.
  labels.filter(({ key }) => key !== "time_unit").map(({ key, value }) => [key, value] as const)

export const toText = (pairs: ReadonlyArray<MetricPair.MetricPair.Untyped>): string => {
  const families = new Map<string, Family>()
  for (const { metricKey, metricState } of pairs) {
    const name = nameOf(metricKey.name)
    const [type, lines] = samples(name, tagsOf(metricKey.tags), metricState)
    const help = Option.getOrElse(metricKey.description, () => "")
    const family = families.get(name) ?? { type, help, lines: [] }
    family.lines.push(...lines)
    families.set(name, family)
  }
  const texts = [...families].map(([name, { type, help, lines }]) =>
    [`# HELP ${name} ${escapeText(help)}`, `# TYPE ${name} ${type}`, ...lines].join("\n")
  )
  return texts.length === 0 ? "" : `${texts.join("\n")}\n`
}

export const text: Effect.Effect<string> = Effect.map(Metric.snapshot, toText)
