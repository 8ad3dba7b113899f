/**
 * The beginning and the end of the server, in order. It listens when its routes stand, so that nobody who
 * connects earlier waits in vain. Told to stop, it says that it is not ready and begins nothing new, ends the live
 * streams, lets what is under way finish, and only then closes.
 */
import type { Server, ServerResponse } from "node:http"
import type { ListenOptions } from "node:net"
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import { ServeError } from "@effect/platform/HttpServerError"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Events } from "./Events.js"
import { local, type Problem } from "./Problem.js"

export class Drain extends Context.Tag("@smmkit/http-demo/Drain")<
  Drain,
  {
    /** Lets a request begin, or says that the server is about to stop. */
    readonly check: (path: string) => Effect.Effect<void, Problem>
    readonly stop: Effect.Effect<void>
  }
>() {}

/** What a call to the panel may take, and a little more. */
const longest = "35 seconds"

const stopping = local(503, "Stopping", "The server is about to stop; nothing was done.", {
  retryable: true,
  remedy: "send it again in a moment"
})

/** Counts the answers that are not over, and waits until there are none. */
const watched = (server: Server) => {
  const open = new Set<ServerResponse>()
  let onIdle = (): void => {}
  server.on("request", (_, response) => {
    open.add(response)
    response.once("close", () => {
      open.delete(response)
      if (open.size === 0) onIdle()
    })
  })
  return Effect.async<void>((resume) => {
    onIdle = () => resume(Effect.void)
    if (open.size === 0) onIdle()
  })
}

/** Hangs up on those who keep a connection without asking anything: a browser does so to be quick later. */
const close = (server: Server) =>
  Effect.async<void>((resume) => {
    server.close(() => resume(Effect.void))
    server.closeAllConnections()
  })

export const layer = (server: Server): Layer.Layer<Drain, never, Events> =>
  Layer.effect(
    Drain,
    Effect.map(Events, (events) => {
      const idle = watched(server)
      let isStopping = false
      return {
        check: (path) =>
          Effect.suspend(() => (isStopping && path !== "/healthz" ? Effect.fail(stopping) : Effect.void)),
        stop: Effect.suspend(() => {
          isStopping = true
          return events.close.pipe(
            Effect.zipRight(Effect.timeoutOption(idle, longest)),
            Effect.zipRight(close(server))
          )
        })
      }
    })
  )

const listen = (server: Server, options: ListenOptions) =>
  Effect.async<number, ServeError>((resume) => {
    server.once("error", (cause) => resume(Effect.fail(new ServeError({ cause }))))
    server.listen(options, () => {
      const address = server.address()
      resume(Effect.succeed(typeof address === "object" && address !== null ? address.port : 0))
    })
  })

/** The port that the server listens on. */
export class Port extends Context.Tag("@smmkit/http-demo/Port")<Port, number>() {}

/** Listens until the program ends. Stands upon all that answers, so that all of it is still there meanwhile. */
export const listening = (server: Server, options: ListenOptions) =>
  Layer.scoped(
    Port,
    Effect.gen(function* () {
      server.on("request", yield* NodeHttpServer.makeHandler(yield* HttpApiBuilder.httpApp))
      const port = yield* listen(server, options)
      const { stop } = yield* Drain
      yield* Effect.addFinalizer(() => stop)
      return port
    })
  ).pipe(
    Layer.provide([HttpApiBuilder.Router.Live, HttpApiBuilder.Middleware.layer, NodeHttpServer.layerContext])
  )
