/** Whatever status comes back is a reply; what is no reply, or too much of one, is a failure. */
import * as assert from "node:assert"
import * as Effect from "effect/Effect"
import { type Add, assertFields, assertInterrupted, failureAt, send } from "./harness.js"
import * as MisbehavingServer from "./MisbehavingServer.js"
import type { Promises } from "./Promises.js"

const answering = (status: number, headers: Readonly<Record<string, string>>, body: string) =>
  MisbehavingServer.make({
    onRequest: (socket) => socket.write(MisbehavingServer.reply(status, headers, body))
  })

export const replyCases = (promise: Add, promises: Promises): void => {
  for (const status of [200, 201, 400, 401, 403, 404, 408, 422, 500, 502, 503, 504]) {
    promise(`takes ${status} as a reply like any other`, () =>
      Effect.gen(function* () {
        const server = yield* answering(status, { "content-type": "application/json" }, `{"error":"e"}`)
        const reply = yield* send(server.url, { spends: true })
        assertFields(reply, { status, body: `{"error":"e"}` })
        assert.strictEqual(reply.retryAfter, undefined)
        assert.strictEqual(reply.location, undefined)
        assert.strictEqual(server.received.length, 1)
      })
    )
  }

  for (const retryAfter of ["120", "Wed, 21 Oct 2026 07:28:00 GMT"]) {
    promise(`hands on 429 with Retry-After: ${retryAfter}`, () =>
      Effect.gen(function* () {
        const server = yield* answering(429, { "Retry-After": retryAfter }, "slow down")
        const reply = yield* send(server.url)
        assertFields(reply, { status: 429, body: "slow down", retryAfter })
        assert.strictEqual(server.received.length, 1)
      })
    )
  }

  for (const status of [301, 302, 303, 307, 308]) {
    promise(`follows no ${status}, neither to the same host nor to another`, () =>
      Effect.gen(function* () {
        const elsewhere = yield* answering(200, {}, "got it")
        for (const location of ["/api/v2/", elsewhere.url]) {
          const server = yield* answering(status, { location }, "moved")
          const reply = yield* send(server.url, { spends: true })
          assertFields(reply, { status, location, body: "moved" })
          assert.strictEqual(server.received.length, 1)
        }
        assert.strictEqual(elsewhere.bytes(), 0)
      })
    )
  }

  promise("sends once what spends and is answered with 421, after which the Fetch standard sends again", () =>
    Effect.gen(function* () {
      const server = yield* answering(421, {}, "not here")
      const reply = yield* send(server.url, { spends: true })
      assertFields(reply, { status: 421, body: "not here" })
      assert.strictEqual(server.received.length, 1)
    })
  )

  promise("waits for the reply behind an informational answer", () =>
    Effect.gen(function* () {
      const server = yield* MisbehavingServer.make({
        onRequest: (socket) => {
          socket.write(MisbehavingServer.head(103, { link: "</a.css>; rel=preload" }))
          setImmediate(() => socket.write(MisbehavingServer.reply(200, {}, "the reply")))
        }
      })
      assertFields(yield* send(server.url), { status: 200, body: "the reply" })
    })
  )

  promise("takes a body of no announced length as whole when the server ends it", () =>
    Effect.gen(function* () {
      const server = yield* MisbehavingServer.make({
        onRequest: (socket) => {
          socket.write(MisbehavingServer.head(200, { connection: "close" }))
          socket.end("up to the end")
        }
      })
      assertFields(yield* send(server.url), { status: 200, body: "up to the end" })
    })
  )

  promise("reads a body of exactly the limit", () =>
    Effect.gen(function* () {
      const body = "x".repeat(5000)
      const server = yield* answering(200, {}, body)
      assert.strictEqual((yield* send(server.url, { maxBodyBytes: 5000 })).body, body)
    })
  )

  promise("gives up a body of one byte more than the limit", () =>
    Effect.gen(function* () {
      const server = yield* answering(200, {}, "x".repeat(5001))
      assertInterrupted(promises, yield* failureAt(server, { maxBodyBytes: 5000 }), "too-large")
    })
  )

  promise("hangs up on a body without end", () =>
    Effect.gen(function* () {
      const server = yield* MisbehavingServer.make({
        onRequest: (socket) => {
          const piece = MisbehavingServer.chunk("x".repeat(1000))
          const pump = (): void => {
            while (socket.writable && socket.write(piece));
          }
          socket.on("drain", pump)
          socket.write(MisbehavingServer.head(200, { "transfer-encoding": "chunked" }))
          pump()
        }
      })
      assertInterrupted(promises, yield* failureAt(server), "too-large")
      yield* server.hungUp
    })
  )

  promise("fails on headers without end", () =>
    Effect.gen(function* () {
      const server = yield* MisbehavingServer.make({
        onRequest: (socket) => {
          const line = `x-filler: ${"x".repeat(1000)}\r\n`
          const pump = (): void => {
            while (socket.writable && socket.write(line));
          }
          socket.on("drain", pump)
          socket.write("HTTP/1.1 200 OK\r\n")
          pump()
        }
      })
      assertInterrupted(promises, yield* failureAt(server, { spends: true }), "too-large", "other", "reset")
      yield* server.hungUp
    })
  )

  for (const garbage of ["not http at all\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "\u0000\u0001\u0002\r\n"]) {
    promise(`fails on an answer that is not HTTP: ${JSON.stringify(garbage)}`, () =>
      Effect.gen(function* () {
        const server = yield* MisbehavingServer.make({ onRequest: (socket) => socket.end(garbage) })
        assertInterrupted(promises, yield* failureAt(server, { spends: true }), "other", "reset")
        assert.strictEqual(server.received.length, 1)
      })
    )
  }
}
