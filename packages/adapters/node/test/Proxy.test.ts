import { assert, describe, it } from "@effect/vitest"
import { certificate, MisbehavingServer, SampleCall } from "@smmkit/core/testing"
import { Duration, Effect, Redacted } from "effect"
import { makeProxy } from "./proxy.js"
import { transport } from "./transport.js"

const ca = certificate.cert

const panel = MisbehavingServer.make({
  kind: "https",
  onRequest: (socket) => socket.write(MisbehavingServer.reply(200, {}, "fine"))
})

const proxyAt = (url: string) => Redacted.make(new URL(url))

const refusing = (status: number) =>
  MisbehavingServer.make({
    onRequest: (socket) => socket.end(MisbehavingServer.reply(status, {}, "no tunnel"))
  })

describe("through a proxy", () => {
  for (const protocol of ["http", "https"] as const) {
    it.scopedLive(`reaches a panel by a tunnel in which the ${protocol} proxy sees no key`, () =>
      Effect.gen(function* () {
        const server = yield* panel
        const proxy = yield* makeProxy(protocol)
        const { send } = yield* transport({ proxy: proxy.url, ca })
        const reply = yield* send(SampleCall.to(server.url))
        assert.strictEqual(reply.body, "fine")
        assert.deepStrictEqual(proxy.tunnels, [
          { to: `127.0.0.1:${server.port}`, authorization: `Basic ${btoa("user:pass word")}` }
        ])
        assert.isNotEmpty(proxy.seen())
        assert.notInclude(proxy.seen(), Redacted.value(SampleCall.to("").key).slice(0, 8))
      })
    )
  }

  it.scopedLive("sends what spends through a tunnel of its own", () =>
    Effect.gen(function* () {
      const server = yield* panel
      const proxy = yield* makeProxy()
      const { send } = yield* transport({ proxy: proxy.url, ca })
      for (const spends of [false, false, true, true, false])
        yield* send(SampleCall.to(server.url, { spends }))
      assert.deepStrictEqual(
        server.received.map((request) => request.connection),
        [1, 1, 2, 3, 1]
      )
    })
  )

  it.scopedLive("checks the panel's certificate, not the proxy's word", () =>
    Effect.gen(function* () {
      const server = yield* panel
      const proxy = yield* makeProxy()
      const { send } = yield* transport({ proxy: proxy.url })
      const error = yield* Effect.flip(send(SampleCall.to(server.url)))
      assert.deepInclude(error, { _tag: "NotSent", reason: "untrusted" })
      assert.strictEqual(server.bytes(), 0)
    })
  )

  it.scopedLive("closes the tunnel when a call is out of time", () =>
    Effect.gen(function* () {
      const server = yield* MisbehavingServer.make({ kind: "https" })
      const proxy = yield* makeProxy()
      const { send } = yield* transport({ proxy: proxy.url, ca })
      const error = yield* Effect.flip(send(SampleCall.to(server.url, { timeout: Duration.millis(200) })))
      assert.deepInclude(error, { _tag: "Interrupted", reason: "timeout" })
      yield* server.hungUp
      assert.strictEqual(server.received.length, 1)
    })
  )

  it.scopedLive("sends nothing if the panel does not answer the handshake in the tunnel", () =>
    Effect.gen(function* () {
      const server = yield* MisbehavingServer.make({ kind: "mute" })
      const proxy = yield* makeProxy()
      const { send } = yield* transport({ proxy: proxy.url, ca, connectTimeout: "100 millis" })
      const error = yield* Effect.flip(send(SampleCall.to(server.url)))
      assert.deepInclude(error, { _tag: "NotSent", reason: "timeout", detail: "ETIMEDOUT" })
      yield* server.hungUp
    })
  )

  for (const status of [407, 502]) {
    it.scopedLive(`sends nothing if the proxy opens no tunnel: ${status}`, () =>
      Effect.gen(function* () {
        const proxy = yield* refusing(status)
        const { send } = yield* transport({ proxy: proxyAt(`http://127.0.0.1:${proxy.port}`) })
        const error = yield* Effect.flip(
          send(SampleCall.to("https://panel.example/api/v2", { spends: true }))
        )
        assert.deepInclude(error, { _tag: "NotSent", reason: "other", detail: `PROXY_${status}` })
        assert.deepStrictEqual(
          proxy.received.map(({ requestLine }) => requestLine),
          ["CONNECT panel.example:443 HTTP/1.1"]
        )
      })
    )
  }

  it.scopedLive("sends nothing if the tunnel breaks before the panel's handshake", () =>
    Effect.gen(function* () {
      const established = "HTTP/1.1 200 Connection established\r\n\r\n"
      const proxy = yield* MisbehavingServer.make({
        onRequest: (socket) => socket.write(established, () => setImmediate(() => socket.resetAndDestroy()))
      })
      const { send } = yield* transport({ proxy: proxyAt(proxy.url) })
      const error = yield* Effect.flip(send(SampleCall.to("https://panel.example/api/v2")))
      assert.deepInclude(error, { _tag: "NotSent", reason: "reset" })
    })
  )

  it.scopedLive("sends nothing if the proxy says nothing", () =>
    Effect.gen(function* () {
      const proxy = yield* MisbehavingServer.make({})
      const { send } = yield* transport({ proxy: proxyAt(proxy.url) })
      const call = SampleCall.to("https://panel.example/api/v2", { timeout: Duration.millis(200) })
      assert.deepInclude(yield* Effect.flip(send(call)), { _tag: "NotSent", reason: "timeout" })
      yield* proxy.hungUp
    })
  )

  it.scopedLive("sends nothing if there is no proxy", () =>
    Effect.gen(function* () {
      const { send } = yield* transport({ proxy: proxyAt(yield* MisbehavingServer.closedPort) })
      const error = yield* Effect.flip(send(SampleCall.to("https://panel.example/api/v2")))
      assert.deepInclude(error, { _tag: "NotSent", reason: "refused" })
    })
  )

  it.scopedLive("trusts the proxy's own certificate no more than the panel's", () =>
    Effect.gen(function* () {
      const proxy = yield* MisbehavingServer.make({ kind: "https" })
      const { send } = yield* transport({ proxy: proxyAt(proxy.url) })
      const error = yield* Effect.flip(send(SampleCall.to("https://panel.example/api/v2")))
      assert.deepInclude(error, { _tag: "NotSent", reason: "untrusted" })
      assert.strictEqual(proxy.bytes(), 0)
    })
  )

  it.scopedLive("reaches loopback without the proxy, so that no key passes it in the clear", () =>
    Effect.gen(function* () {
      const server = yield* MisbehavingServer.make({
        onRequest: (socket) => socket.write(MisbehavingServer.reply(200, {}, "fine"))
      })
      const proxy = yield* makeProxy()
      const { send } = yield* transport({ proxy: proxy.url })
      assert.strictEqual((yield* send(SampleCall.to(server.url))).body, "fine")
      assert.deepStrictEqual(proxy.tunnels, [])
    })
  )
})
