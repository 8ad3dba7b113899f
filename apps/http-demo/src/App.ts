/** The whole server as one layer. */
import type { Server } from "node:http"
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import * as HttpMiddleware from "@effect/platform/HttpMiddleware"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Api } from "./Api.js"
import * as Docs from "./Docs.js"
import * as Drain from "./Drain.js"
import * as Events from "./Events.js"
import * as Guard from "./Guard.js"
import * as Account from "./Handlers/Account.js"
import * as Catalogue from "./Handlers/Catalogue.js"
import * as OrderHandlers from "./Handlers/Orders.js"
import * as ServerHandlers from "./Handlers/Server.js"
import * as Listener from "./Listener.js"
import * as Orders from "./Orders.js"
import * as Page from "./Page.js"
import * as Security from "./Security.js"

export interface Options {
  readonly port: number
  readonly security: Security.Options
  /** The folder of the built page. */
  readonly page: string
  /** How long a poller waits between two looks at an order that somebody watches. */
  readonly poll: Duration.DurationInput
  readonly limits?: Partial<Listener.Limits> | undefined
}

export const layer = (options: Options) => {
  const limits: Listener.Limits = { ...Listener.defaultLimits, ...options.limits }
  const server: Server = Listener.make(limits)
  const handlers = Layer.mergeAll(Catalogue.layer, OrderHandlers.layer, Account.layer, ServerHandlers.layer)
  const api = Layer.provide(HttpApiBuilder.api(Api), handlers)
  return Drain.atEnd.pipe(
    // Nothing here is to be upgraded to; without a listener such a request is one like any other.
    Layer.tap(() => Effect.sync(() => server.removeAllListeners("upgrade"))),
    Layer.provide(HttpApiBuilder.serve()),
    // Nobody collects spans here; where somebody does, this line goes.
    HttpMiddleware.withTracerDisabledWhen(() => true),
    Layer.provide(Layer.mergeAll(Guard.layer(limits), Docs.layer, Page.layer(options.page))),
    Layer.provide(api),
    Layer.provide(Drain.layer(server)),
    Layer.provide(Layer.mergeAll(Events.layer(options.poll), Orders.layer, Security.layer(options.security))),
    Layer.provideMerge(
      NodeHttpServer.layer(() => server, { host: options.security.host, port: options.port, backlog: 2048 })
    )
  )
}
