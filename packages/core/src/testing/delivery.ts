/** Who fails says whether anything can have arrived, and leaves no connection behind. */
import * as assert from "node:assert"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import {
  type Add,
  assertInterrupted,
  assertNotSent,
  assertUnsent,
  failure,
  failureAt,
  send,
  short
} from "./harness.js"
import * as MisbehavingServer from "./MisbehavingServer.js"
import type { Promises } from "./Promises.js"

const silent = MisbehavingServer.make({})

/** Half of the body it announces. */
const halfway = MisbehavingServer.head(200, { "content-length": "20" }).toString() + "x".repeat(10)

export const deliveryCases = (promise: Add, promises: Promises): void => {
  for (const url of [
    "http://panel.example/api/v2",
    "http://127.0.0.1.panel.example/api/v2",
    "http://localhost@panel.example/api/v2",
    "ftp://127.0.0.1/api/v2",
    "panel.example/api/v2",
    ""
  ]) {
    promise(`does not send a key to an insecure address: ${JSON.stringify(url)}`, () =>
      Effect.gen(function* () {
        const error = yield* failure(url)
        assertNotSent(error)
        assert.strictEqual(error.reason, "insecure")
      })
    )
  }

  promise("sends nothing when the time is already over", () =>
    Effect.gen(function* () {
      const server = yield* silent
      const error = yield* failureAt(server, { timeout: Duration.zero })
      assertNotSent(error)
      assert.strictEqual(error.reason, "timeout")
    })
  )

  promise("does not trip over an address that is none", () =>
    Effect.gen(function* () {
      assertUnsent(promises, yield* failure("https://127.0.0.1:99999/api/v2"), "other")
    })
  )

  promise("knows a refused connection", () =>
    Effect.gen(function* () {
      assertUnsent(promises, yield* failure(yield* MisbehavingServer.closedPort), "refused")
    })
  )

  promise("knows a host that does not exist", () =>
    Effect.gen(function* () {
      // Without a network, some resolvers rather let the time run out.
      const error = yield* failure("https://no-such-panel.invalid/api/v2", { timeout: Duration.seconds(3) })
      assertUnsent(promises, error, "unresolved", "timeout")
    })
  )

  promise("sends nothing to a server whose certificate is not trusted", () =>
    Effect.gen(function* () {
      const server = yield* MisbehavingServer.make({ kind: "https" })
      assertUnsent(promises, yield* failureAt(server), "untrusted")
      assert.strictEqual(server.bytes(), 0)
    })
  )

  if (promises.alwaysChecksCertificates) {
    promise("checks certificates even under NODE_TLS_REJECT_UNAUTHORIZED=0", () =>
      Effect.gen(function* () {
        yield* withoutCertificateChecks
        const server = yield* MisbehavingServer.make({ kind: "https" })
        assertUnsent(promises, yield* failureAt(server), "untrusted")
        assert.strictEqual(server.bytes(), 0)
      })
    )
  }

  promise("sends nothing to a server that does not finish the handshake in time", () =>
    Effect.gen(function* () {
      const server = yield* MisbehavingServer.make({ kind: "mute" })
      assertUnsent(promises, yield* failureAt(server, { timeout: short }), "timeout")
      if (promises.delivery === "exact") yield* server.hungUp
    })
  )

  promise("does not know the fate of a call whose connection is reset as soon as it stands", () =>
    Effect.gen(function* () {
      const server = yield* MisbehavingServer.make({ onConnection: (socket) => socket.resetAndDestroy() })
      // The reset may overtake the request; then nothing arrived, and the server's count says so.
      const error = yield* failureAt(server, { spends: true })
      assert.strictEqual(error.reason, promises.delivery === "exact" ? "reset" : error.reason)
    })
  )

  for (const [how, hangUp] of [
    ["reset", (socket: { resetAndDestroy(): unknown }) => socket.resetAndDestroy()],
    ["closed", (socket: { end(): unknown }) => socket.end()]
  ] as const) {
    promise(`does not know the fate of a call whose connection is ${how} before the reply`, () =>
      Effect.gen(function* () {
        const server = yield* MisbehavingServer.make({ onRequest: (socket) => hangUp(socket) })
        assertInterrupted(promises, yield* failureAt(server, { spends: true }), "reset")
        assert.strictEqual(server.received.length, 1)
      })
    )

    promise(`takes no half body for a reply: ${how}`, () =>
      Effect.gen(function* () {
        const server = yield* MisbehavingServer.make({
          onRequest: (socket) => socket.write(halfway, () => hangUp(socket))
        })
        assertInterrupted(promises, yield* failureAt(server, { spends: true }), "reset")
        assert.strictEqual(server.received.length, 1)
      })
    )
  }

  promise("takes no chunked body without its last chunk for a reply", () =>
    Effect.gen(function* () {
      const server = yield* MisbehavingServer.make({
        onRequest: (socket) => {
          socket.write(MisbehavingServer.head(200, { "transfer-encoding": "chunked" }))
          socket.end(MisbehavingServer.chunk(`{"order":1}`))
        }
      })
      assertInterrupted(promises, yield* failureAt(server, { spends: true }), "reset")
    })
  )

  promise("ends in time and hangs up when no reply comes", () =>
    Effect.gen(function* () {
      const server = yield* silent
      assertInterrupted(promises, yield* failureAt(server, { timeout: short, spends: true }), "timeout")
      assert.strictEqual(server.received.length, 1)
      yield* server.hungUp
    })
  )

  promise("ends in time and hangs up when the body drips", () =>
    Effect.gen(function* () {
      const server = yield* MisbehavingServer.make({
        onRequest: (socket) => {
          socket.write(MisbehavingServer.head(200, { "content-length": "1000000" }))
          const drip = setInterval(() => socket.write("x"), 20)
          socket.on("close", () => clearInterval(drip))
        }
      })
      assertInterrupted(promises, yield* failureAt(server, { timeout: short }), "timeout")
      assert.strictEqual(server.received.length, 1)
      yield* server.hungUp
    })
  )

  for (const [moment, onRequest] of [
    ["before the reply", () => {}],
    ["amid the body", (socket: { write(text: string): unknown }) => socket.write(halfway)]
  ] as const) {
    promise(`hangs up when it is interrupted ${moment}`, () =>
      Effect.gen(function* () {
        const server = yield* MisbehavingServer.make({ onRequest })
        const fiber = yield* Effect.fork(send(server.url, { spends: true }))
        yield* server.called
        yield* Fiber.interrupt(fiber)
        yield* server.hungUp
        assert.strictEqual(server.received.length, 1)
      })
    )
  }
}

const withoutCertificateChecks = Effect.acquireRelease(
  Effect.sync(() => {
    const before = process.env["NODE_TLS_REJECT_UNAUTHORIZED"]
    process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0"
    return before
  }),
  (before) =>
    Effect.sync(() => {
      if (before === undefined) delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"]
      else process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = before
    })
)
