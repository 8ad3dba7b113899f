/** Many calls at once to a server that does as it likes: what is said of each call is held against its count. */
import * as assert from "node:assert"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { type Add, send } from "./harness.js"
import * as MisbehavingServer from "./MisbehavingServer.js"

const calls = 150

const fine = MisbehavingServer.reply(200, {}, "fine")

const whims: ReadonlyArray<NonNullable<MisbehavingServer.Options["onRequest"]>> = [
  (socket) => socket.write(fine),
  (socket) => socket.end(fine),
  (socket) => socket.write(fine, () => socket.resetAndDestroy()),
  (socket) => setTimeout(() => socket.write(fine), 15),
  (socket) => socket.write(fine.subarray(0, -2), () => socket.destroy()),
  (socket) => socket.destroy(),
  (socket) => socket.resetAndDestroy(),
  () => {}
]

/** The same numbers in each run, none of which tells the next to a reader. */
const lottery = () => {
  let state = 1
  return (below: number): number => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
}

export const chaosCases = (promise: Add): void => {
  promise(`tells the truth of each of ${calls} calls to a server that does as it likes`, () =>
    Effect.gen(function* () {
      const draw = lottery()
      const server = yield* MisbehavingServer.make({
        onConnection: (socket) => {
          if (draw(10) === 0) socket.destroy()
        },
        onRequest: (socket, request) => whims[draw(whims.length)]?.(socket, request)
      })
      const call = (id: number) =>
        Effect.either(
          send(server.url, {
            params: [["id", String(id)]],
            spends: draw(2) === 0,
            timeout: Duration.millis(1 + draw(150))
          })
        ).pipe(Effect.timeoutOption(Duration.millis(1 + draw(300))))
      const outcomes = yield* Effect.forEach(
        Array.from({ length: calls }, (_, id) => id),
        call,
        {
          concurrency: 30
        }
      )
      // What was written before now has been read when the answer to this is back.
      const calm = yield* MisbehavingServer.make({ onRequest: (socket) => socket.write(fine) })
      yield* send(calm.url)

      const counts = new Map<string, number>()
      for (const { body } of server.received) {
        const id = new URLSearchParams(body).get("id") ?? ""
        counts.set(id, (counts.get(id) ?? 0) + 1)
      }
      outcomes.forEach((outcome, id) => {
        const count = counts.get(String(id)) ?? 0
        assert.ok(count <= 1, `call ${id} was sent twice`)
        if (Option.isNone(outcome)) return
        if (outcome.value._tag === "Right") assert.strictEqual(count, 1, `call ${id} was answered`)
        else if (outcome.value.left._tag === "NotSent")
          assert.strictEqual(count, 0, `call ${id} was not sent`)
      })
    })
  )
}
