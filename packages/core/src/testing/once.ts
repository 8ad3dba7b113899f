/** A call goes out at most once, only if its gate lets it, and has one deadline for all that it waits for. */
import * as assert from "node:assert"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { NotSent, Transport } from "../Transport.js"
import { type Add, assertInterrupted, failureAt, send } from "./harness.js"
import * as MisbehavingServer from "./MisbehavingServer.js"
import type { Promises } from "./Promises.js"

/** What tempts a client to send again. */
const temptations = {
  "a 503 with Retry-After": (socket) =>
    socket.write(MisbehavingServer.reply(503, { "retry-after": "0" }, "soon")),
  "a 429 with Retry-After": (socket) =>
    socket.write(MisbehavingServer.reply(429, { "retry-after": "0" }, "soon")),
  "a 408": (socket) => socket.end(MisbehavingServer.reply(408, { connection: "close" }, "")),
  "a 421": (socket) => socket.write(MisbehavingServer.reply(421, {}, "")),
  "a 421 with a body": (socket) => socket.write(MisbehavingServer.reply(421, {}, "not here")),
  "a 401 that asks for a name": (socket) =>
    socket.write(MisbehavingServer.reply(401, { "www-authenticate": "Basic" }, "")),
  "a 200 that breaks off": (socket) =>
    socket.write(MisbehavingServer.head(200, { "content-length": "20" }), () => socket.destroy()),
  "a connection that is closed": (socket) => socket.destroy()
} as const satisfies Readonly<Record<string, MisbehavingServer.Options["onRequest"]>>

export const onceCases = (promise: Add, promises: Promises): void => {
  for (const [what, onRequest] of Object.entries(temptations)) {
    promise(`sends a call that spends once, though the answer is ${what}`, () =>
      Effect.gen(function* () {
        const server = yield* MisbehavingServer.make({ onRequest })
        yield* Effect.either(send(server.url, { params: [["action", "add"]], spends: true }))
        // What was written before now has been read when the answer to this is back.
        const calm = yield* MisbehavingServer.make({
          onRequest: (socket) => socket.write(MisbehavingServer.reply(200, {}, "fine"))
        })
        yield* send(calm.url)
        assert.strictEqual(server.received.length, 1)
      })
    )
  }

  promise("asks the gate once for each sending, and its no is the failure, if it asks at all", () =>
    Effect.gen(function* () {
      const server = yield* MisbehavingServer.make({
        onRequest: (socket) => socket.write(MisbehavingServer.reply(200, {}, "fine"))
      })
      const { asksGate } = yield* Transport
      const no = new NotSent({ reason: "withheld", detail: "not now" })
      let asked = 0
      const gate = (answer: NotSent | undefined) => () => {
        asked++
        return answer
      }
      yield* send(server.url, { spends: true, gate: gate(undefined) })
      if (asksGate !== true) return assert.strictEqual(asked, 0, "core would ask a second time")
      assert.strictEqual(asked, 1)
      const error = yield* Effect.flip(send(server.url, { spends: true, gate: gate(no) }))
      assert.strictEqual(error, no)
      assert.strictEqual(asked, 2)
      assert.strictEqual(server.received.length, 1)
    })
  )

  promise("has one deadline for the head of the answer and its body together", () =>
    Effect.gen(function* () {
      const server = yield* MisbehavingServer.make({
        onRequest: (socket) => {
          setTimeout(() => socket.write(MisbehavingServer.head(200, { "content-length": "4" })), 500)
          setTimeout(() => socket.write("late"), 3000)
        }
      })
      const error = yield* failureAt(server, { spends: true, timeout: Duration.seconds(2) })
      assertInterrupted(promises, error, "timeout")
      assert.strictEqual(server.received.length, 1)
    })
  )
}
