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
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
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

/** What is behind is counted no sooner again than after this many milliseconds, and so many times as long as it took. */
const kept = { least: 5000, times: 20 }

/**
 * Does it for whoever asks first. Counting goes through all orders of all accounts, so who asks again soon after that,
 * or beside it, has what is there: however many ask, and however many orders there are, little time goes into it.
 */
const nowAndThen = <A, E>(effect: Effect.Effect<A, E>): Effect.Effect<void, E> => {
  let until = Number.NEGATIVE_INFINITY
  const once = Effect.flatMap(Effect.timed(effect), ([took]) =>
    Effect.map(Clock.currentTimeMillis, (now) => {
      until = now + Math.max(kept.least, kept.times * Duration.toMillis(took))
    })
  )
  const ifTime = Effect.flatMap(Clock.currentTimeMillis, (now) => (now < until ? Effect.void : once))
  return Effect.unsafeMakeSemaphore(1).withPermits(1)(ifTime)
}

const routes = Effect.gen(function* () {
  const follow = yield* Follow
  const store = yield* FollowStore
  const gauged = nowAndThen(
    Effect.flatMap(Effect.all([follow.lag, store.now]), ([lag, now]) => gauge(lag, now))
  )
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
      Effect.zipRight(gauged, Operations.prometheus).pipe(
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
