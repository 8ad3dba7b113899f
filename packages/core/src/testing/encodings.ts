/** The body's bytes become text, however they were packed. */
import * as assert from "node:assert"
import { Buffer } from "node:buffer"
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib"
import * as Effect from "effect/Effect"
import { type Add, assertFields, failure, send } from "./harness.js"
import * as MisbehavingServer from "./MisbehavingServer.js"

const answering = (headers: Readonly<Record<string, string>>, body: string | Uint8Array) =>
  MisbehavingServer.make({
    onRequest: (socket) => socket.write(MisbehavingServer.reply(200, headers, body))
  })

// The last byte of each piece is amid a character: two, three and four bytes long.
const text = "ü € 👍"

const compressions = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync } as const

const asksFor = (request: MisbehavingServer.Received, coding: string): boolean =>
  new RegExp(`\\b${coding}\\b(?!;q=0(?:\\.0*)?(?:,|$))`).test(request.headers.get("accept-encoding") ?? "")

export const encodingCases = (promise: Add): void => {
  for (const [coding, compress] of Object.entries(compressions)) {
    promise(`unpacks ${coding} if it asks for it`, () =>
      Effect.gen(function* () {
        const server = yield* MisbehavingServer.make({
          onRequest: (socket, request) =>
            socket.write(
              asksFor(request, coding)
                ? MisbehavingServer.reply(200, { "content-encoding": coding }, compress(text))
                : MisbehavingServer.reply(200, {}, text)
            )
        })
        assert.strictEqual((yield* send(server.url)).body, text)
      })
    )

    promise(`lets no ${coding} bomb past the limit, if it asks for ${coding}`, () =>
      Effect.gen(function* () {
        const bomb = compress(Buffer.alloc(5_000_000))
        const server = yield* MisbehavingServer.make({
          onRequest: (socket, request) =>
            socket.write(
              asksFor(request, coding)
                ? MisbehavingServer.reply(200, { "content-encoding": coding }, bomb)
                : MisbehavingServer.reply(200, {}, Buffer.alloc(100_001))
            )
        })
        const error = yield* failure(server.url)
        assertFields(error, { _tag: "Interrupted", reason: "too-large" })
      })
    )
  }

  promise("does not take a body that cannot be unpacked for an answer", () =>
    Effect.gen(function* () {
      const server = yield* MisbehavingServer.make({
        onRequest: (socket, request) =>
          asksFor(request, "gzip")
            ? socket.write(MisbehavingServer.reply(200, { "content-encoding": "gzip" }, "never was gzip"))
            : socket.destroy()
      })
      assert.strictEqual((yield* failure(server.url, { spends: true }))._tag, "Interrupted")
    })
  )

  promise("takes an empty body that claims to be packed for an empty text", () =>
    Effect.gen(function* () {
      const server = yield* answering({ "content-encoding": "gzip" }, "")
      assertFields(yield* send(server.url), { status: 200, body: "" })
    })
  )

  for (const [what, bytes] of [
    ["ends where its connection does", MisbehavingServer.head(429, { connection: "close" })],
    [
      "is packed, and is but the beginning of what was",
      MisbehavingServer.reply(429, { "content-encoding": "gzip" }, gzipSync(text).subarray(0, 10))
    ]
  ] as const) {
    promise(`takes no empty 429 for whole, of what spends, whose body ${what}`, () =>
      Effect.gen(function* () {
        const server = yield* MisbehavingServer.make({ onRequest: (socket) => socket.end(bytes) })
        assert.strictEqual((yield* failure(server.url, { spends: true }))._tag, "Interrupted")
      })
    )
  }

  promise("takes an empty 429 whose body says that it is empty for an empty text, of what spends, too", () =>
    Effect.gen(function* () {
      const server = yield* MisbehavingServer.make({
        onRequest: (socket) => socket.write(MisbehavingServer.reply(429, {}, ""))
      })
      assertFields(yield* send(server.url, { spends: true }), { status: 429, body: "" })
    })
  )

  for (const type of ["text/html", "text/html; charset=iso-8859-1", "image/png", "nonsense"]) {
    promise(`reads UTF-8 whatever the content type says: ${type}`, () =>
      Effect.gen(function* () {
        const server = yield* answering({ "content-type": type }, text)
        assert.strictEqual((yield* send(server.url)).body, text)
      })
    )
  }

  promise("puts characters together that are split over chunks", () =>
    Effect.gen(function* () {
      const server = yield* MisbehavingServer.make({
        onRequest: (socket) => {
          socket.write(MisbehavingServer.head(200, { "transfer-encoding": "chunked" }))
          const pieces = Array.from(Buffer.from(text), (byte) => MisbehavingServer.chunk(Buffer.of(byte)))
          const next = (): void => {
            const piece = pieces.shift()
            socket.write(piece ?? MisbehavingServer.chunk(""))
            if (piece !== undefined) setImmediate(next)
          }
          next()
        }
      })
      assert.strictEqual((yield* send(server.url)).body, text)
    })
  )

  promise("leaves out a byte order mark", () =>
    Effect.gen(function* () {
      const server = yield* answering({}, `\ufeff${text}`)
      assert.strictEqual((yield* send(server.url)).body, text)
    })
  )

  promise("shows malformed bytes as U+FFFD, at the end too", () =>
    Effect.gen(function* () {
      const server = yield* answering({}, Buffer.of(0x61, 0xff, 0x62, 0xe2, 0x82))
      assert.strictEqual((yield* send(server.url)).body, "a\ufffdb\ufffd")
    })
  )

  for (const status of [200, 204]) {
    promise(`takes an empty body of a ${status} for an empty text`, () =>
      Effect.gen(function* () {
        const server = yield* MisbehavingServer.make({
          onRequest: (socket) =>
            socket.write(
              status === 204 ? MisbehavingServer.head(204, {}) : MisbehavingServer.reply(200, {}, "")
            )
        })
        assertFields(yield* send(server.url), { status, body: "" })
      })
    )
  }
}
