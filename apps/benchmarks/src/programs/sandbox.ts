/** The sandbox as an HTTP server. It prints its address. */
import { Sandbox, SandboxServer } from "@smmkit/sandbox"
import { Console, Effect, Layer } from "effect"

const server = SandboxServer.layer().pipe(Layer.provide(Sandbox.layer()))

Effect.flatMap(SandboxServer.SandboxServer, ({ url }) =>
  Effect.zipRight(Console.log(url), Effect.never)
).pipe(Effect.provide(server), Effect.runFork)
