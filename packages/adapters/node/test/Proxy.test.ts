import type { Duplex } from "node:stream"
import { assert, describe, it } from "@effect/vitest"
import { NodeTransport } from "@smmkit/adapter-node"
import { AddOrder, Identifiers, Panel } from "@smmkit/core"
import { certificate, MisbehavingServer, SampleCall } from "@smmkit/core/testing"
import { ConfigProvider, Duration, Effect, Fiber, Layer, Redacted } from "effect"
import { bypasses } from "../src/internal/bypass.js"
import { makeProxy } from "./proxy.js"
import { transport } from "./transport.js"

const ca = certificate.cert

/** A panel under a name that only the proxy knows, as loopback is never reached through one. */
const named = (server: MisbehavingServer.MisbehavingServer) => ({
  ...server,
  url: `https://panel.example:${server.port}`
})

const panel = Effect.map(
  MisbehavingServer.make({
    kind: "https",
    onRequest: (socket) => socket.write(MisbehavingServer.reply(200, {}, "fine"))
  }),
  named
)

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
          { to: `panel.example:${server.port}`, authorization: `Basic ${btoa("user:pass word")}` }
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
      const server = named(yield* MisbehavingServer.make({ kind: "https" }))
      const proxy = yield* makeProxy()
      const { send } = yield* transport({ proxy: proxy.url, ca })
      const error = yield* Effect.flip(send(SampleCall.to(server.url, { timeout: Duration.seconds(1) })))
      assert.deepInclude(error, { _tag: "Interrupted", reason: "timeout" })
      yield* server.hungUp
      assert.strictEqual(server.received.length, 1)
    })
  )

  it.scopedLive("sends nothing if the panel does not answer the handshake in the tunnel", () =>
    Effect.gen(function* () {
      const server = named(yield* MisbehavingServer.make({ kind: "mute" }))
      const proxy = yield* makeProxy()
      const { send } = yield* transport({ proxy: proxy.url, ca, connectTimeout: "100 millis" })
      const error = yield* Effect.flip(send(SampleCall.to(server.url)))
      assert.deepInclude(error, { _tag: "NotSent", reason: "timeout", detail: "ETIMEDOUT" })
      yield* server.hungUp
    })
  )

  for (const [status, reason, retryable] of [
    [407, "proxy", false],
    [403, "proxy", false],
    [302, "proxy", false],
    [502, "unreachable", true],
    [429, "unreachable", true]
  ] as const) {
    it.scopedLive(`sends nothing if the proxy opens no tunnel: ${status}`, () =>
      Effect.gen(function* () {
        const proxy = yield* refusing(status)
        const { send } = yield* transport({ proxy: proxyAt(`http://127.0.0.1:${proxy.port}`) })
        const error = yield* Effect.flip(
          send(SampleCall.to("https://panel.example/api/v2", { spends: true }))
        )
        assert.deepInclude(error, { _tag: "NotSent", reason, detail: `PROXY_${status}` })
        assert.strictEqual(error.retryable, retryable)
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

  it.scopedLive("reaches loopback without the proxy, over TLS as well", () =>
    Effect.gen(function* () {
      const reply = (socket: Duplex) => socket.write(MisbehavingServer.reply(200, {}, "fine"))
      const server = yield* MisbehavingServer.make({ onRequest: reply })
      const tls = yield* MisbehavingServer.make({ kind: "https", onRequest: reply })
      const proxy = yield* makeProxy()
      const { send } = yield* transport({ proxy: proxy.url, ca })
      for (const url of [
        server.url,
        tls.url,
        `https://localhost:${tls.port}`,
        `https://localhost.:${tls.port}`
      ])
        yield* Effect.exit(send(SampleCall.to(url)))
      assert.deepStrictEqual(proxy.tunnels, [])
    })
  )

  it.scopedLive("does not know what became of an order where the proxy dies after its first byte", () =>
    Effect.gen(function* () {
      const server = named(yield* MisbehavingServer.make({ kind: "https" }))
      const proxy = yield* makeProxy()
      const options = { url: `${server.url}/api/v2`, key: Redacted.make("fake-key") }
      const orders = Panel.layer(options).pipe(
        Layer.provide(NodeTransport.layerWith({ proxy: proxy.url, ca }))
      )
      const service = Identifiers.ServiceId.make("1")
      const order = { type: "Default", service, link: "https://example.com/a", quantity: 100 } as const
      const placing = yield* Effect.fork(
        Effect.flatMap(AddOrder.AddOrder, ({ place }) => place(order)).pipe(
          Effect.provide(orders),
          Effect.flip
        )
      )
      yield* server.called
      yield* proxy.die
      const error = yield* Fiber.join(placing)
      assert.deepInclude(error, { _tag: "OutcomeUnknown", processed: "maybe", retryable: false })
      assert.notInclude(JSON.stringify(error) + String(error), "pass")
      assert.strictEqual(server.received.length, 1)
    })
  )
})

describe("a host that NO_PROXY names", () => {
  const cases: ReadonlyArray<readonly [host: string, port: number, noProxy: string, isDirect: boolean]> = [
    ["panel.example", 443, "panel.example", true],
    ["PANEL.example.", 443, "Panel.Example", true],
    ["api.panel.example", 443, "panel.example", true],
    ["api.panel.example", 443, ".panel.example", true],
    ["api.panel.example", 443, "*.panel.example.", true],
    ["mypanel.example", 443, "panel.example", false],
    ["panel.example.org", 443, "panel.example", false],
    ["panel.example", 8443, "panel.example:8443", true],
    ["panel.example", 443, "panel.example:8443", false],
    ["panel.example", 443, "*", true],
    ["10.1.2.3", 443, "10.0.0.0/8", true],
    ["11.1.2.3", 443, "10.0.0.0/8", false],
    ["10.1.2.3", 443, "2.3", false],
    ["2001:db8::7", 443, "2001:db8::/32", true],
    ["2001:db8::7", 8443, "[2001:db8::7]:8443", true],
    ["2001:db8::7", 443, "2001:db8::7", true],
    ["2001:db8::7", 443, "2001:0DB8:0:0:0:0:0:7", true],
    ["2001:db8::7", 443, "[2001:db8:0::7]", true],
    ["2001:db8::7", 443, "[2001:db8::]/32", true],
    ["2001:db8::7", 8443, "[2001:db8:0::7]:443", false],
    ["2001:db8::8", 443, "2001:db8:0::7", false],
    ["10.1.2.3", 443, "10.1.2.3", true],
    ["10.1.2.3", 443, "10.1.2.30", false],
    ["2001:db8::7", 443, "10.0.0.0/8", false],
    ["panel.example", 443, "10.0.0.0/99", false],
    ["panel.example", 443, ":443", false],
    ["panel.example", 443, "", false],
    ["127.4.5.6", 443, "", true],
    ["app.localhost", 443, "", true],
    ["::1", 443, "", true],
    ["::ffff:127.0.0.1", 443, "", true]
  ]
  for (const [host, port, noProxy, isDirect] of cases) {
    it(`"${noProxy}": ${host}:${port} is reached ${isDirect ? "without" : "through"} the proxy`, () =>
      assert.strictEqual(bypasses(noProxy === "" ? [] : [noProxy], host, port), isDirect))
  }
})

describe("the environment's proxy", () => {
  const read = (variables: Readonly<Record<string, string>>) =>
    Effect.withConfigProvider(
      NodeTransport.proxyConfig,
      ConfigProvider.fromMap(new Map(Object.entries(variables)))
    )

  it.effect("is smmkit's own before everybody's, and an empty variable says nothing", () =>
    Effect.gen(function* () {
      const all = { HTTPS_PROXY: "upper.example:1", https_proxy: "http://lower.example:2", SMMKIT_PROXY: "" }
      const host = (variables: Readonly<Record<string, string>>) =>
        Effect.map(read(variables), ({ proxy }) => proxy && Redacted.value(proxy).host)
      assert.strictEqual(yield* host({}), undefined)
      assert.strictEqual(yield* host({ ...all, https_proxy: "" }), "upper.example:1")
      assert.strictEqual(yield* host(all), "lower.example:2")
      assert.strictEqual(yield* host({ ...all, SMMKIT_PROXY: "https://own.example" }), "own.example")
    })
  )

  it.effect("is refused by the variable's name, and its password is never told", () =>
    Effect.gen(function* () {
      for (const text of [
        "socks5://user:secret@proxy.example",
        "http://user:secret@:80:90",
        "user:secret@ x"
      ]) {
        const error = yield* Effect.flip(read({ HTTPS_PROXY: text }))
        assert.include(String(error), "HTTPS_PROXY")
        assert.notInclude(String(error) + JSON.stringify(error), "secret")
      }
    })
  )
})
