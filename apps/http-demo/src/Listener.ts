/**
 * The beginning and the end of the server, in order. It listens when its routes stand, so that nobody who
 * connects earlier waits in vain. Told to stop, it says that it is not ready and begins nothing new, ends the live
 * streams, lets what is under way finish, and only then closes. What is no HTTP, node refuses by itself.
 */
import * as Http from "node:http"
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import { ServeError } from "@effect/platform/HttpServerError"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Events } from "./Events.js"
import { local, type Problem } from "./Problem.js"

export interface Limits {
  /** How long, in milliseconds, a request's headers may take to arrive, and the whole request. */
  readonly headersTimeout: number
  readonly requestTimeout: number
  readonly connections: number
}

export const defaultLimits: Limits = { headersTimeout: 10_000, requestTimeout: 20_000, connections: 2048 }

const stopping = local(503, "Stopping", "The server is about to stop; nothing was done.", {
  retryable: true,
  remedy: "send it again in a moment"
})

/** What a call to the panel may take, and a little more. */
const longest = "35 seconds"
/** More requests than there will ever be at once: whoever has the places of all of them has waited for all. */
const places = 1_000_000

const make = Effect.gen(function* () {
  const events = yield* Events
  const requests = yield* Effect.makeSemaphore(places)
  let isStopping = false
  const check = (path: string): Effect.Effect<void, Problem> =>
    Effect.suspend(() => (isStopping && path !== "/healthz" ? Effect.fail(stopping) : Effect.void))
  const idle = Effect.interruptible(requests.withPermits(places)(Effect.void))
  return {
    /** Lets a request begin, and waits for its end before the server does; or says that this is about to stop. */
    through: <A, E, R>(path: string, answer: Effect.Effect<A, E, R>): Effect.Effect<A, E | Problem, R> =>
      Effect.zipRight(check(path), requests.withPermits(1)(answer)),
    stop: Effect.suspend(() => {
      isStopping = true
      return Effect.zipRight(events.close, Effect.timeoutOption(idle, longest))
    })
  }
})

export class Drain extends Effect.Service<Drain>()("@smmkit/http-demo/Drain", { effect: make }) {}

/** Answers that are on their way get there; then all hear the end, as browsers keep connections to be quick later. */
const close = (server: Http.Server) =>
  Effect.async<void>((resume) => {
    server.close(() => resume(Effect.void))
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), 1000).unref()
  })

/** The port that the server listens on. */
export class Port extends Context.Tag("@smmkit/http-demo/Port")<Port, number>() {}

/** Listens until the program ends. Stands upon all that answers, so that all of it is still there meanwhile. */
export const listening = (port: number, { connections, ...times }: Limits) =>
  Layer.scoped(
    Port,
    Effect.gen(function* () {
      const connectionsCheckingInterval = Math.min(times.headersTimeout, 1000)
      const server = Http.createServer({ ...times, connectionsCheckingInterval })
      server.maxConnections = connections
      server.on("request", yield* NodeHttpServer.makeHandler(yield* HttpApiBuilder.httpApp))
      yield* Effect.async<void, ServeError>((resume) => {
        server.once("error", (cause) => resume(Effect.fail(new ServeError({ cause }))))
        server.listen({ host: "127.0.0.1", port, backlog: 2048 }, () => resume(Effect.void))
      })
      const { stop } = yield* Drain
      yield* Effect.addFinalizer(() => Effect.zipRight(stop, close(server)))
      const address = server.address()
      return typeof address === "object" && address !== null ? address.port : port
    })
  ).pipe(
    Layer.provide([HttpApiBuilder.Router.Live, HttpApiBuilder.Middleware.layer, NodeHttpServer.layerContext])
  )
