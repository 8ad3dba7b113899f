/** What arrives is what was given, once, and each call gets its own reply. */
import * as assert from "node:assert"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { type Add, send } from "./harness.js"
import * as MisbehavingServer from "./MisbehavingServer.js"
import type { Promises } from "./Promises.js"
import { key } from "./secrecy.js"

const echo = MisbehavingServer.make({
  onRequest: (socket, request) => {
    const name = new URLSearchParams(request.body).get("n") ?? ""
    setImmediate(() => socket.write(MisbehavingServer.reply(200, {}, name)))
  }
})

const fieldsOf = (request: MisbehavingServer.Received | undefined) => [
  ...new URLSearchParams(request?.body ?? "")
]

export const requestCases = (promise: Add, promises: Promises): void => {
  promise("sends the key and then the params, in order, whatever characters they hold", () =>
    Effect.gen(function* () {
      const server = yield* echo
      const params = [
        ["action", "add"],
        ["link", "https://example.com/?a=b&c=d#e+f%20g"],
        ["comments", "first line\r\nzweite Zeile: ünïcödé\nтретья 👍🏽"],
        ["action", "a name that stands twice"],
        ["nothing", ""],
        ["weird ~!*'()&=+", '\u0000\t"\\<>`']
      ] as const
      yield* send(server.url, { params, spends: true })
      const [request] = server.received
      assert.deepStrictEqual(fieldsOf(request), [
        ["key", Redacted.value(key)],
        ...params.map(([name, value]) => [name, value])
      ])
      assert.strictEqual(server.received.length, 1)
    })
  )

  promise("posts a form of known length to the address as it is, and says who it is", () =>
    Effect.gen(function* () {
      const server = yield* echo
      yield* send(`http://127.0.0.1:${server.port}/Some/api.php/`)
      const [request] = server.received
      assert.strictEqual(request?.requestLine, "POST /Some/api.php/ HTTP/1.1")
      assert.strictEqual(request?.headers.get("host"), `127.0.0.1:${server.port}`)
      assert.match(request?.headers.get("content-type") ?? "", /^application\/x-www-form-urlencoded(;|$)/)
      assert.strictEqual(request?.headers.get("content-length"), String(request?.body.length))
      assert.strictEqual(request?.headers.get("accept"), "application/json")
      assert.ok(request?.headers.get("user-agent"), "no user-agent")
      const headers = [...(request?.headers.values() ?? [])].join()
      assert.ok(!headers.includes(Redacted.value(key).slice(0, 8)), "a header holds the key")
    })
  )

  promise("writes a JSON body, and the key where the dialect has it and nowhere else", () =>
    Effect.gen(function* () {
      const server = yield* echo
      const params = [
        ["action", "add"],
        ["comments", 'first line\r\nтретья "👍🏽"'],
        ["quantity", "100"]
      ] as const
      const secret = Redacted.value(key)
      const fields = Object.fromEntries(params)
      for (const [place, header, written] of [
        ["X-Api-Key", "x-api-key", secret],
        ["Bearer", "authorization", `Bearer ${secret}`],
        ["body", "x-api-key", undefined]
      ] as const) {
        const dialect = { body: "json", key: place, names: { key: "api_key" } } as const
        yield* send(server.url, { params, dialect, spends: true })
        const request = server.received.at(-1)
        assert.match(request?.headers.get("content-type") ?? "", /^application\/json(;|$)/)
        assert.strictEqual(request?.headers.get(header), written)
        const body = place === "body" ? { api_key: secret, ...fields } : fields
        assert.deepStrictEqual(JSON.parse(request?.body ?? ""), body)
      }
      yield* send(server.url, { params, dialect: { body: "form", key: "Bearer", names: {} } })
      const form = server.received.at(-1)
      assert.match(form?.headers.get("content-type") ?? "", /^application\/x-www-form-urlencoded(;|$)/)
      assert.strictEqual(form?.headers.get("authorization"), `Bearer ${secret}`)
      assert.deepStrictEqual(Object.fromEntries(fieldsOf(form)), fields)
    })
  )

  promise("sends text that is no valid Unicode without failing", () =>
    Effect.gen(function* () {
      const server = yield* echo
      yield* send(server.url, { params: [["n", "half a \ud83d pair"]] })
      assert.deepStrictEqual(fieldsOf(server.received[0])[1], ["n", "half a \ufffd pair"])
    })
  )

  promise("gives each of 50 concurrent calls its own reply", () =>
    Effect.gen(function* () {
      const server = yield* echo
      const names = Array.from({ length: 50 }, (_, index) => `call ${index}`)
      const replies = yield* Effect.forEach(
        names,
        (name, index) => send(server.url, { params: [["n", name]], spends: index % 3 === 0 }),
        { concurrency: "unbounded" }
      )
      assert.deepStrictEqual(
        replies.map((reply) => reply.body),
        names
      )
      assert.strictEqual(server.received.length, names.length)
    })
  )

  promise("sends a call at most once on a connection that the server gives up when the call arrives", () =>
    Effect.gen(function* () {
      const seen = new Set<number>()
      const server = yield* MisbehavingServer.make({
        onRequest: (socket, { connection }) => {
          if (seen.has(connection)) socket.resetAndDestroy()
          else socket.write(MisbehavingServer.reply(200, {}, "fine"))
          seen.add(connection)
        }
      })
      const place = Effect.either(send(server.url, { params: [["action", "add"]], spends: true }))
      yield* send(server.url)
      const outcomes = [yield* place, yield* place]
      const placed = server.received.filter((request) => request.body.includes("action=add"))
      assert.strictEqual(placed.length, outcomes.length)
      if (promises.freshConnections) {
        assert.deepStrictEqual(
          outcomes.map((outcome) => outcome._tag),
          ["Right", "Right"]
        )
        assert.deepStrictEqual(
          server.received.map((request) => request.connection),
          [1, 2, 3]
        )
      }
    })
  )

  promise("loses no call that spends to an idle connection that the server has closed", () =>
    Effect.gen(function* () {
      const server = yield* MisbehavingServer.make({
        onRequest: (socket) => {
          socket.write(MisbehavingServer.reply(200, { connection: "keep-alive" }, "fine"), () => socket.end())
        }
      })
      yield* send(server.url)
      const outcome = yield* Effect.either(send(server.url, { spends: true }))
      assert.ok(server.received.length <= 2, "sent again")
      if (promises.freshConnections) assert.strictEqual(outcome._tag, "Right")
    })
  )
}
