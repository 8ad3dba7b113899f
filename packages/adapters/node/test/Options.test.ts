import { gzipSync } from "node:zlib"
import { assert, describe, it } from "@effect/vitest"
import type { NodeTransport } from "@smmkit/adapter-node"
import { MisbehavingServer, SampleCall } from "@smmkit/core/testing"
import { Duration, Effect, Redacted } from "effect"
import { transport } from "./transport.js"

// What a program in JavaScript may hold.
const nothing = JSON.parse("null")

const wrong: ReadonlyArray<readonly [keyof NodeTransport.Options, ReadonlyArray<NodeTransport.Options>]> = [
  ["connections", [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY].map((connections) => ({ connections }))],
  [
    "connectTimeout",
    [0, -1, Number.NaN, "30 days" as const, Duration.infinity, nothing].map((connectTimeout) => ({
      connectTimeout
    }))
  ],
  [
    "keepAlive",
    [-1, Number.NaN, "30 days" as const, Duration.infinity, nothing].map((keepAlive) => ({ keepAlive }))
  ],
  [
    "ca",
    [
      "",
      "no certificate",
      "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
      JSON.parse("5")
    ].map((ca) => ({ ca }))
  ],
  [
    "proxy",
    [
      { proxy: Redacted.make(new URL("socks5://user:secret@127.0.0.1:1")) },
      { proxy: JSON.parse('"http://user:secret@127.0.0.1:1"') }
    ]
  ],
  ["noProxy", [{ noProxy: JSON.parse('"panel.example"') }, { noProxy: JSON.parse("[1]") }]]
]

describe("an option of NodeTransport that cannot be worked with", () => {
  for (const [field, all] of wrong) {
    it.scopedLive(`is refused by name, before anything is sent: ${field}`, () =>
      Effect.gen(function* () {
        for (const options of all) {
          const error = yield* Effect.flip(transport(options))
          assert.deepInclude(error, { _tag: "InvalidOption", of: "Node transport", field })
          assert.notInclude(`${error.message}${JSON.stringify(error)}`, "secret")
        }
      })
    )
  }
})

describe("a reply", () => {
  it.scopedLive("is read under any limit, packed or not", () =>
    Effect.gen(function* () {
      const body = gzipSync("fine")
      const server = yield* MisbehavingServer.make({
        onRequest: (socket) => {
          socket.write(`HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${body.length}\r\n\r\n`)
          socket.write(body)
        }
      })
      const { send } = yield* transport()
      for (const maxBodyBytes of [2 ** 32, 2 ** 40, Number.MAX_SAFE_INTEGER]) {
        assert.strictEqual((yield* send(SampleCall.to(server.url, { maxBodyBytes }))).body, "fine")
      }
    })
  )

  it.scopedLive("is taken as it is where its coding is none that is known", () =>
    Effect.gen(function* () {
      for (const coding of ["constructor", "toString", "__proto__", "none, that is known"]) {
        const server = yield* MisbehavingServer.make({
          onRequest: (socket) =>
            socket.write(MisbehavingServer.reply(200, { "content-encoding": coding }, "fine"))
        })
        const { send } = yield* transport()
        assert.strictEqual((yield* send(SampleCall.to(server.url))).body, "fine")
      }
    })
  )
})
