/** What others may ask a runner over HTTP: whether it is well, and what it has counted. */
import { createServer } from "node:http"
import * as HttpRouter from "@effect/platform/HttpRouter"
import * as HttpServer from "@effect/platform/HttpServer"
import type { ServeError } from "@effect/platform/HttpServerError"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { Follow } from "@smmkit/follow/Follow"
import { FollowStore, type Lag } from "@smmkit/follow/FollowStore"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import * as MetricState from "effect/MetricState"

const escaped = (text: string): string =>
  text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"')

const line = (
  name: string,
  labels: ReadonlyArray<readonly [string, string]>,
  value: number | bigint
): string => `${name}{${labels.map(([key, text]) => `${key}="${escaped(text)}"`).join(",")}} ${value}\n`

/** What the packages count and gauge. */
const counted = Effect.map(Metric.snapshot, (pairs) =>
  pairs.flatMap(({ metricKey: { name, tags }, metricState: state }) => {
    const value = MetricState.isCounterState(state)
      ? state.count
      : MetricState.isGaugeState(state)
        ? state.value
        : undefined
    const labels = tags.map(({ key, value }) => [key, value] as const)
    return name.startsWith("smmkit_") && value !== undefined ? [line(name, labels, value)] : []
  })
)

/** How far behind each account is, whichever runner looks after it. */
const behind = (lag: ReadonlyArray<Lag>, now: number): ReadonlyArray<string> =>
  lag.flatMap(({ account, name, open, overdue, since, failing, attended, suspect }) => {
    const labels = [
      ["account", account],
      ["name", name]
    ] as const
    return [
      line("smmkit_follow_open", labels, open),
      line("smmkit_follow_overdue", labels, overdue),
      line("smmkit_follow_overdue_seconds", labels, since === null ? 0 : Math.max(0, now - since) / 1000),
      line("smmkit_follow_failing", labels, failing),
      line("smmkit_follow_attended", labels, attended ? 1 : 0),
      line("smmkit_follow_suspect", labels, suspect === null ? 0 : 1)
    ]
  })

const unwell = (error: { readonly message: string }) =>
  HttpServerResponse.text(`${error.message}\n`, { status: 503 })

const routes = Effect.gen(function* () {
  const follow = yield* Follow
  const store = yield* FollowStore
  return HttpRouter.empty.pipe(
    HttpRouter.get(
      "/healthz",
      store.now.pipe(
        Effect.timeoutFail({
          duration: "2 seconds",
          onTimeout: () => ({ message: "the database is silent" })
        }),
        Effect.match({ onFailure: unwell, onSuccess: () => HttpServerResponse.text("ok\n") })
      )
    ),
    HttpRouter.get(
      "/metrics",
      Effect.all([follow.lag, store.now, counted]).pipe(
        Effect.match({
          onFailure: unwell,
          onSuccess: ([lag, now, counters]) =>
            HttpServerResponse.text([...counters, ...behind(lag, now)].join(""), {
              contentType: "text/plain; version=0.0.4"
            })
        })
      )
    )
  )
})

export const layer = (at: {
  readonly host: string
  readonly port: number
}): Layer.Layer<never, ServeError, Follow | FollowStore> =>
  Layer.unwrapEffect(Effect.map(routes, (router) => HttpServer.serve(router))).pipe(
    Layer.provide(NodeHttpServer.layer(createServer, at))
  )
