/** Servers that listen, and stop with their scope. */
import type * as Http from "node:http"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"

/** The address by which this machine reaches a server that listens on all of its addresses. */
export const reachable = (host: string): string => {
  if (host === "0.0.0.0") return "127.0.0.1"
  return host === "::" ? "[::1]" : host.includes(":") ? `[${host}]` : host
}

const listen = <E>(
  server: Http.Server,
  host: string,
  port: number,
  cannot: (code: string) => E
): Effect.Effect<number, E> =>
  Effect.async((resume) => {
    const fail = (error: NodeJS.ErrnoException): void => resume(Effect.fail(cannot(error.code ?? error.name)))
    server.once("error", fail)
    server.listen(port, host, () => {
      server.off("error", fail)
      const address = server.address()
      resume(Effect.succeed(typeof address === "object" && address !== null ? address.port : port))
    })
  })

/** Whoever is still waiting for an answer gets none. */
const close = (server: Http.Server): Effect.Effect<void> =>
  Effect.async((resume) => {
    server.close(() => resume(Effect.void))
    server.closeAllConnections()
  })

/** Lets a server listen, and gives the port that it has got. */
export const open = <E>(
  server: Http.Server,
  host: string,
  port: number,
  cannot: (code: string) => E
): Effect.Effect<number, E, Scope.Scope> =>
  Effect.acquireRelease(listen(server, host, port, cannot), () => close(server))
