/** A panel for programs in any language: an HTTP server on loopback. */
import { Sandbox, SandboxServer } from "@smmkit/sandbox"
import { Console, Effect, Layer } from "effect"

const panel = SandboxServer.layer({ port: 0 }).pipe(Layer.provideMerge(Sandbox.layer({ speed: 100 })))

const program = Effect.gen(function* () {
  const { url } = yield* SandboxServer.SandboxServer
  const { key } = yield* Sandbox.Sandbox
  yield* Console.log(`SMMKIT_URL=${url}\nSMMKIT_KEY=${key}`)

  // Any client will do; this one is the platform's own.
  const body = new URLSearchParams({ key, action: "balance" })
  const answer = yield* Effect.promise(() =>
    fetch(url, { method: "POST", body }).then((reply) => reply.text())
  )
  yield* Console.log(answer)
})

await Effect.runPromise(Effect.provide(program, panel))
