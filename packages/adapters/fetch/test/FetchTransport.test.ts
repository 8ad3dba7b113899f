import { assert, describe, it } from "@effect/vitest"
import { FetchTransport } from "@smmkit/adapter-fetch"
import type { InvalidOption } from "@smmkit/core/Options"
import { Transport, type TransportError } from "@smmkit/core/Transport"
import { MisbehavingServer, SampleCall } from "@smmkit/core/testing"
import { Effect } from "effect"

const send = (url: string, fetch?: typeof globalThis.fetch) =>
  Effect.flatMap(Transport, (transport) => transport.send(SampleCall.to(url, { spends: true }))).pipe(
    Effect.provide(FetchTransport.layerWith({ fetch }))
  )

const failure = (
  url: string,
  fetch?: typeof globalThis.fetch
): Effect.Effect<TransportError | InvalidOption, unknown> => Effect.flip(send(url, fetch))

describe("an option of FetchTransport that cannot be worked with", () => {
  it.effect("is refused by name, before anything is sent", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(FetchTransport.make({ fetch: JSON.parse("5") }))
      assert.deepInclude(error, { _tag: "InvalidOption", field: "fetch", value: "5" })
    })
  )
})

describe("FetchTransport", () => {
  it.scopedLive("takes a refused connection for no proof, as it may be that of a second sending", () =>
    Effect.gen(function* () {
      let refuse = (): void => {}
      const server = yield* MisbehavingServer.make({
        onRequest: (socket) =>
          socket.write(MisbehavingServer.reply(421, {}, "not here"), () => {
            refuse()
            socket.destroy()
          })
      })
      refuse = server.refuse
      const reading = Effect.flatMap(Transport, ({ send }) => send(SampleCall.to(server.url)))
      const error = yield* Effect.flip(Effect.provide(reading, FetchTransport.layer))
      assert.strictEqual(server.received.length, 1)
      assert.deepInclude(error, { _tag: "Interrupted", reason: "refused", detail: "ECONNREFUSED" })
    })
  )

  it.effect("takes the opaque redirect of browsers for a redirect", () =>
    Effect.gen(function* () {
      const reply = yield* send("https://panel.example/api/v2", async () => Response.error())
      assert.deepInclude(reply, { status: 302, body: "" })
    })
  )

  it.effect("asks fetch for nothing that a platform may not know", () =>
    Effect.gen(function* () {
      const seen: Array<string> = []
      yield* send("https://panel.example/api/v2", async (_input, init) => {
        seen.push(...Object.keys(init ?? {}))
        return new Response("{}")
      })
      assert.sameMembers(seen, ["method", "headers", "body", "redirect", "signal", "duplex"])
    })
  )

  it.effect("keeps nothing of a failure but its code", () =>
    Effect.gen(function* () {
      const error = yield* failure("https://panel.example/api/v2", async (input, init) => {
        const cause = Object.assign(new Error(`for ${init?.body}`), { code: "ECONNRESET", init })
        throw Object.assign(new TypeError(`fetch ${input} with ${init?.body} failed`, { cause }), { init })
      })
      assert.deepInclude(error, { _tag: "Interrupted", reason: "reset", detail: "ECONNRESET" })
      assert.sameMembers(Object.keys(error), ["_tag", "reason", "detail"])
    })
  )

  it.effect("takes no message for a code", () =>
    Effect.gen(function* () {
      const error = yield* failure("https://panel.example/api/v2", async (_input, init) => {
        throw Object.assign(new TypeError("failed"), { code: `failed to send ${init?.body}` })
      })
      assert.deepInclude(error, { _tag: "Interrupted", reason: "other", detail: "" })
    })
  )
})
