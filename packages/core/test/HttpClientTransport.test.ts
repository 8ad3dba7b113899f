import { FetchHttpClient, HttpClient } from "@effect/platform"
import { assert, describe, it } from "@effect/vitest"
import * as HttpClientTransport from "@smmkit/core/HttpClientTransport"
import { MisbehavingServer, SampleCall, TransportContract } from "@smmkit/core/testing"
import { Effect, Layer, Tracer } from "effect"

describe("HttpClientTransport over fetch", () => {
  const suite = TransportContract.suite({
    layer: HttpClientTransport.layer.pipe(Layer.provide(FetchHttpClient.layer)),
    promises: {
      delivery: "maybe",
      freshConnections: false,
      alwaysChecksCertificates: false
    }
  })
  for (const { name, effect } of suite) it.effect(name, () => effect)
})

const overFetch = Effect.map(HttpClient.HttpClient, HttpClientTransport.make).pipe(
  Effect.provide(FetchHttpClient.layer)
)

describe("HttpClientTransport", () => {
  it.scopedLive("opens no span, which could hold the request, and tells the panel of none", () =>
    Effect.gen(function* () {
      const spans: Array<string> = []
      const native = yield* Effect.tracer
      const tracer = Tracer.make({
        ...native,
        span: (name, ...rest) => {
          spans.push(name)
          return native.span(name, ...rest)
        }
      })
      const server = yield* MisbehavingServer.make({
        onRequest: (socket) => socket.write(MisbehavingServer.reply(200, {}, "fine"))
      })
      const transport = yield* overFetch
      yield* transport
        .send(SampleCall.to(server.url))
        .pipe(Effect.withSpan("Balance.get"), Effect.withTracer(tracer))
      assert.deepStrictEqual(spans, ["Balance.get"])
      const names = [...(server.received[0]?.headers.keys() ?? [])]
      assert.notIncludeMembers(names, ["traceparent"])
      assert.notIncludeMembers(names, ["b3"])
    })
  )

  it.effect("leaves fetch the options of its context, but follows no redirect", () =>
    Effect.gen(function* () {
      const seen: Array<RequestInit | undefined> = []
      const transport = yield* overFetch
      const reply = yield* transport.send(SampleCall.to("https://panel.example/api/v2")).pipe(
        Effect.provideService(FetchHttpClient.RequestInit, { redirect: "follow", keepalive: true }),
        Effect.provideService(FetchHttpClient.Fetch, async (_input, init) => {
          seen.push(init)
          return new Response("fine")
        })
      )
      assert.strictEqual(reply.body, "fine")
      assert.strictEqual(seen.length, 1)
      assert.deepInclude(seen[0], { redirect: "manual", keepalive: true })
    })
  )

  it.effect("takes a client's defect for a call of unknown fate, and keeps nothing of it", () =>
    Effect.gen(function* () {
      const client = HttpClient.make((request) => Effect.die({ request, code: "EPIPE" }))
      const error = yield* Effect.flip(
        HttpClientTransport.make(client).send(SampleCall.to("https://panel.example/"))
      )
      assert.deepInclude(error, { _tag: "Interrupted", reason: "reset", detail: "EPIPE" })
      assert.sameMembers(Object.keys(error), ["_tag", "reason", "detail"])
    })
  )

  it.effect("hands an insecure call to no client", () =>
    Effect.gen(function* () {
      const client = HttpClient.make(() => Effect.die("called"))
      const error = yield* Effect.flip(
        HttpClientTransport.make(client).send(SampleCall.to("http://panel.example/"))
      )
      assert.deepInclude(error, { _tag: "NotSent", reason: "insecure" })
    })
  )
})
