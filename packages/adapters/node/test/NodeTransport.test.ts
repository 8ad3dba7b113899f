import type { Socket } from "node:net"
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib"
import { assert, describe, it } from "@effect/vitest"
import { NodeTransport } from "@smmkit/adapter-node"
import { Transport } from "@smmkit/core/Transport"
import { certificate, MisbehavingServer, SampleCall } from "@smmkit/core/testing"
import { Config, ConfigProvider, Duration, Effect, Either, Exit, Fiber, Layer, Option, Scope } from "effect"
import { transport } from "./transport.js"

const short = Duration.millis(200)

const fine = MisbehavingServer.reply(200, {}, "fine")

const answering = MisbehavingServer.make({ onRequest: (socket) => socket.write(fine) })

describe("NodeTransport", () => {
  it.scopedLive(
    "carries reads on a warm connection, and what spends on a fresh one that it then closes",
    () =>
      Effect.gen(function* () {
        const server = yield* answering
        const { send } = yield* transport()
        for (const spends of [false, false, true, true, false])
          yield* send(SampleCall.to(server.url, { spends }))
        assert.deepStrictEqual(
          server.received.map((request) => request.connection),
          [1, 1, 2, 3, 1]
        )
        assert.deepStrictEqual(
          server.received.map((request) => request.headers.get("connection")),
          ["keep-alive", "keep-alive", "close", "close", "keep-alive"]
        )
        yield* server.hungUp
      })
  )

  for (const [how, end] of [
    ["broke", (socket: Socket) => socket.resetAndDestroy()],
    ["was closed", (socket: Socket) => socket.end()]
  ] as const) {
    it.scopedLive(
      `takes no empty 429 for whole whose body ends where the connection ${how}, of what spends`,
      () =>
        Effect.gen(function* () {
          const head = "HTTP/1.1 429 Too Many Requests\r\nconnection: close\r\n\r\n"
          const server = yield* MisbehavingServer.make({
            onRequest: (socket) => socket.write(head, () => setImmediate(() => end(socket)))
          })
          const { send } = yield* transport()
          const error = yield* Effect.flip(send(SampleCall.to(server.url, { spends: true })))
          assert.deepInclude(error, { _tag: "Interrupted", reason: "reset" })
          assert.strictEqual(server.received.length, 1)
        })
    )
  }

  it.scopedLive("keeps no connection when it is not to", () =>
    Effect.gen(function* () {
      const server = yield* answering
      const { send } = yield* transport({ keepAlive: 0 })
      for (const _ of [1, 2]) yield* send(SampleCall.to(server.url))
      assert.deepStrictEqual(
        server.received.map((request) => request.connection),
        [1, 2]
      )
    })
  )

  it.scopedLive("opens a new connection where the server has closed the old one", () =>
    Effect.gen(function* () {
      const server = yield* MisbehavingServer.make({
        onRequest: (socket) => socket.end(MisbehavingServer.reply(200, { connection: "close" }, "fine"))
      })
      const { send } = yield* transport()
      for (const _ of [1, 2, 3]) assert.strictEqual((yield* send(SampleCall.to(server.url))).body, "fine")
      assert.deepStrictEqual(
        server.received.map((request) => request.connection),
        [1, 2, 3]
      )
    })
  )

  it.scopedLive("sends nothing of a call whose time runs out in the queue", () =>
    Effect.gen(function* () {
      const server = yield* MisbehavingServer.make({})
      const { send } = yield* transport({ connections: 1 })
      const first = yield* Effect.fork(send(SampleCall.to(server.url)))
      yield* server.called
      const error = yield* Effect.flip(send(SampleCall.to(server.url, { timeout: short, spends: true })))
      assert.deepInclude(error, { _tag: "NotSent", reason: "timeout" })
      yield* Fiber.interrupt(first)
      yield* server.hungUp
      assert.strictEqual(server.received.length, 1)
    })
  )

  it.scopedLive("gives the room of a call that ended, or was interrupted in the queue, to the next", () =>
    Effect.gen(function* () {
      let answer = (): void => {}
      const server = yield* MisbehavingServer.make({
        onRequest: (socket, { body }) => {
          if (body.includes("first")) answer = () => socket.write(fine)
          else socket.write(fine)
        }
      })
      const { send } = yield* transport({ connections: 1 })
      const start = (name: string, spends = false) =>
        Effect.fork(send(SampleCall.to(server.url, { params: [["action", name]], spends })))
      const first = yield* start("first")
      yield* server.called
      const second = yield* start("second", true)
      const third = yield* start("third", true)
      const fourth = yield* start("fourth")
      yield* Effect.yieldNow()
      yield* Fiber.interrupt(second)
      answer()
      yield* Fiber.join(Fiber.all([first, third, fourth]))
      const names = server.received.map((request) => new URLSearchParams(request.body).get("action"))
      assert.deepStrictEqual(names, ["first", "third", "fourth"])
    })
  )

  it.scopedLive("sends nothing if no connection stands within the connect time", () =>
    Effect.gen(function* () {
      const server = yield* MisbehavingServer.make({ kind: "mute" })
      const { send } = yield* transport({ connectTimeout: "100 millis" })
      const error = yield* Effect.flip(send(SampleCall.to(server.url)))
      assert.deepInclude(error, { _tag: "NotSent", reason: "timeout", detail: "ETIMEDOUT" })
      yield* server.hungUp
    })
  )

  it.scopedLive("closes a connection in the making when it is interrupted", () =>
    Effect.gen(function* () {
      const server = yield* MisbehavingServer.make({ kind: "mute" })
      const { send } = yield* transport()
      const fiber = yield* Effect.fork(send(SampleCall.to(server.url)))
      yield* server.connected
      yield* Fiber.interrupt(fiber)
      yield* server.hungUp
    })
  )

  it.scopedLive("trusts a private authority beside the public ones, by name and by address", () =>
    Effect.gen(function* () {
      const server = yield* MisbehavingServer.make({
        kind: "https",
        onRequest: (socket) => socket.write(fine)
      })
      const { send } = yield* transport({ ca: certificate.cert })
      for (const host of ["127.0.0.1", "localhost"]) {
        for (const spends of [true, true, false]) {
          const reply = yield* send(SampleCall.to(`https://${host}:${server.port}/api/v2`, { spends }))
          assert.strictEqual(reply.body, "fine")
        }
      }
    })
  )

  it.scopedLive("does not take a trusted certificate for another host's", () =>
    Effect.gen(function* () {
      const server = yield* MisbehavingServer.make({ kind: "https" })
      const { send } = yield* transport({ ca: certificate.cert })
      const error = yield* Effect.flip(send(SampleCall.to(`https://127.0.0.2:${server.port}/`)))
      assert.strictEqual(error._tag, "NotSent")
      const named = yield* Effect.flip(send(SampleCall.to(`https://any.localhost:${server.port}/`)))
      assert.include(["untrusted", "unresolved", "refused"], named.reason)
      assert.strictEqual(server.bytes(), 0)
    })
  )

  for (const [coding, pack] of [
    ["deflate", deflateSync],
    ["Deflate", deflateRawSync],
    ["br", brotliCompressSync],
    ["gzip, gzip", (text) => gzipSync(gzipSync(text))],
    ["br, x-gzip", (text) => gzipSync(brotliCompressSync(text))],
    ["gzip,identity ,", gzipSync]
  ] satisfies ReadonlyArray<readonly [string, (text: string) => Uint8Array]>) {
    it.scopedLive(`unpacks ${coding} too, though it does not ask for it`, () =>
      Effect.gen(function* () {
        const server = yield* MisbehavingServer.make({
          onRequest: (socket) =>
            socket.write(MisbehavingServer.reply(200, { "content-encoding": coding }, pack("fine")))
        })
        const { send } = yield* transport()
        assert.strictEqual((yield* send(SampleCall.to(server.url))).body, "fine")
        assert.deepInclude(yield* Effect.flip(send(SampleCall.to(server.url, { maxBodyBytes: 3 }))), {
          _tag: "Interrupted",
          reason: "too-large"
        })
      })
    )
  }

  it.scopedLive("unpacks no answer that is packed over and over", () =>
    Effect.gen(function* () {
      const packed = (times: number) =>
        Array.from({ length: times }).reduce<Uint8Array>((bytes) => gzipSync(bytes), Buffer.from("fine"))
      const outcome = (times: number) =>
        Effect.gen(function* () {
          const coding = Array.from({ length: times }, () => "gzip").join(", ")
          const server = yield* MisbehavingServer.make({
            onRequest: (socket) =>
              socket.write(MisbehavingServer.reply(200, { "content-encoding": coding }, packed(times)))
          })
          const { send } = yield* transport()
          return yield* send(SampleCall.to(server.url))
        })
      assert.strictEqual((yield* outcome(5)).body, "fine")
      assert.deepInclude(yield* Effect.flip(outcome(6)), { _tag: "Interrupted", detail: "TOO_MANY_CODINGS" })
    })
  )

  for (const [said, heard] of [
    ["102 Processing", "fine"],
    ["103 Early Hints", "fine"],
    // undici hangs up on it: no more is known of what was paid for than that.
    ["100 Continue", "Interrupted"]
  ] as const) {
    it.scopedLive(`hears ${heard} from a server that says ${said} first, without being asked`, () =>
      Effect.gen(function* () {
        const server = yield* MisbehavingServer.make({
          onRequest: (socket) => {
            socket.write(`HTTP/1.1 ${said}\r\n\r\n`)
            socket.write(MisbehavingServer.reply(200, {}, "fine"))
          }
        })
        const { send } = yield* transport()
        const outcome = yield* Effect.either(send(SampleCall.to(server.url, { spends: true })))
        assert.strictEqual(
          Either.match(outcome, { onLeft: ({ _tag }) => _tag, onRight: ({ body }) => body }),
          heard
        )
      })
    )
  }

  it.live("closes its connections with the scope, and sends nothing after", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const { send } = yield* Scope.extend(transport(), scope)
      const idle = yield* answering
      const silent = yield* MisbehavingServer.make({})
      yield* send(SampleCall.to(idle.url))
      const fiber = yield* Effect.fork(Effect.flip(send(SampleCall.to(silent.url))))
      yield* silent.called
      yield* Scope.close(scope, Exit.void)
      yield* idle.hungUp
      yield* silent.hungUp
      assert.strictEqual((yield* Fiber.join(fiber))._tag, "Interrupted")
      for (const url of [idle.url, `${idle.url}/another`]) {
        assert.strictEqual((yield* Effect.flip(send(SampleCall.to(url))))._tag, "NotSent")
      }
      assert.strictEqual(idle.received.length, 1)
    }).pipe(Effect.scoped)
  )

  it.live("fails however many calls wait when its scope closes", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const { send } = yield* Scope.extend(transport({ connections: 1 }), scope)
      const server = yield* MisbehavingServer.make({})
      const call = Effect.flip(send(SampleCall.to(server.url, { spends: true })))
      const fiber = yield* Effect.fork(
        Effect.all(
          // More than a stack is deep, were each to let in the next one by itself.
          Array.from({ length: 2500 }, () => call),
          { concurrency: "unbounded" }
        )
      )
      yield* server.called
      yield* Scope.close(scope, Exit.void)
      const errors = yield* Fiber.join(fiber)
      assert.strictEqual(errors.filter((error) => error._tag === "Interrupted").length, 1)
      assert.strictEqual(server.received.length, 1)
    }).pipe(Effect.scoped)
  )

  it.scopedLive("reads its options from the configuration", () =>
    Effect.gen(function* () {
      const layer = NodeTransport.layerConfig({
        connections: Config.integer("CONNECTIONS"),
        keepAlive: Config.duration("KEEP_ALIVE"),
        proxy: Config.redacted(Config.url("PROXY")).pipe(Config.option, Config.map(Option.getOrUndefined))
      }).pipe(
        Layer.provide(
          Layer.setConfigProvider(
            ConfigProvider.fromMap(
              new Map([
                ["CONNECTIONS", "1"],
                ["KEEP_ALIVE", "0 seconds"]
              ])
            )
          )
        )
      )
      const server = yield* answering
      const send = Effect.flatMap(Transport, ({ send }) => send(SampleCall.to(server.url)))
      yield* Effect.all([send, send, send], { concurrency: "unbounded" }).pipe(Effect.provide(layer))
      assert.deepStrictEqual(
        server.received.map((request) => request.connection),
        [1, 2, 3]
      )
    })
  )
})
