/**
 * The end of the server, in order: it says that it is not ready, ends the live streams, lets what is
 * under way finish, and only then closes.
 */
import type { Server } from "node:http"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Events } from "./Events.js"

export class Drain extends Context.Tag("@smmkit/http-demo/Drain")<
  Drain,
  { readonly isStopping: Effect.Effect<boolean> }
>() {}

/** What a call to the panel may take, and a little more. */
const longest = 35_000

export const layer = (server: Server): Layer.Layer<Drain, never, Events> =>
  Layer.scoped(
    Drain,
    Effect.gen(function* () {
      const events = yield* Events
      let isStopping = false
      yield* Effect.addFinalizer(() =>
        Effect.gen(function* () {
          isStopping = true
          yield* events.close
          // Closing waits for the connections: those that fall idle are closed, those that stay are cut in the end.
          const sweep = setInterval(() => server.closeIdleConnections(), 50)
          const cut = setTimeout(() => server.closeAllConnections(), longest).unref()
          server.once("close", () => {
            clearInterval(sweep)
            clearTimeout(cut)
          })
        })
      )
      return { isStopping: Effect.sync(() => isStopping) }
    })
  )
