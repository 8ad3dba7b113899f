/** What others may ask a runner over HTTP: whether it is well, and what it has counted. */
import { createServer } from "node:http"
import * as HttpRouter from "@effect/platform/HttpRouter"
import * as HttpServer from "@effect/platform/HttpServer"
import type { ServeError } from "@effect/platform/HttpServerError"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { Follow } from "@smmkit/follow/Follow"
import { FollowStore, type Lag } from "@smmkit/follow/FollowStore"
import * as Operations from "@smmkit/journal/Operations"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"

/** Gauges how far behind each account is, whichever runner looks after it. */
const gauge = (lag: ReadonlyArray<Lag>, now: number): Effect.Effect<void> =>
  Effect.forEach(
    lag,
    ({ account, name, open, overdue, since, failing, attended, suspect }) => {
      const values = {
        open,
        overdue,
        overdue_seconds: since === null ? 0 : Math.max(0, now - since) / 1000,
        failing,
        attended: attended ? 1 : 0,
        suspect: suspect === null ? 0 : 1
      }
      return Effect.forEach(Object.entries(values), ([what, value]) => {
        const metric = Metric.tagged(Metric.gauge(`smmkit_follow_${what}`), "account", account)
        return Metric.update(Metric.tagged(metric, "name", name), value)
      })
    },
    { discard: true }
  )

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
      Effect.all([follow.lag, store.now]).pipe(
        Effect.flatMap(([lag, now]) => gauge(lag, now)),
        Effect.zipRight(Operations.prometheus),
        Effect.match({
          onFailure: unwell,
          onSuccess: (text) =>
            HttpServerResponse.text(text, { contentType: "text/plain; version=0.0.4; charset=utf-8" })
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
