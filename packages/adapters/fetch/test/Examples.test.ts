import { assert, it, vi } from "@effect/vitest"
import { MisbehavingServer } from "@smmkit/core/testing"
import { Effect } from "effect"

it.scopedLive("the example shows what is left on the account", () =>
  Effect.gen(function* () {
    const body = `{"balance":"100.84292","currency":"USD"}`
    const server = yield* MisbehavingServer.make({
      onRequest: (socket) => socket.write(MisbehavingServer.reply(200, {}, body))
    })
    vi.stubEnv("SMMKIT_URL", server.url)
    vi.stubEnv("SMMKIT_KEY", "any-key")
    const log = vi.spyOn(console, "log").mockImplementation(() => {})
    yield* Effect.promise(() => import("../examples/01-balance.js"))
    assert.deepStrictEqual(log.mock.calls, [["left on the account: 100.84292 USD"]])
  }).pipe(
    Effect.ensuring(
      Effect.sync(() => {
        vi.unstubAllEnvs()
        vi.restoreAllMocks()
      })
    )
  )
)
