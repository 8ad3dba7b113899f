/** The whole server as one layer. */
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import * as HttpMiddleware from "@effect/platform/HttpMiddleware"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import type * as Duration from "effect/Duration"
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
  /** The pause between two looks at the orders that somebody watches. */
  readonly poll: Duration.DurationInput
  readonly limits?: Partial<Listener.Limits> | undefined
}

export const layer = ({ port, security, page, poll, limits: given }: Options) => {
  const limits: Listener.Limits = { ...Listener.defaultLimits, ...given }
  const server = Listener.make(limits)
  const files = Page.files(page)
  const isFile = (path: string) => ["/", "/docs", "/openapi.json", ...files.keys()].includes(path)
  const handlers = Layer.mergeAll(Catalogue.layer, OrderHandlers.layer, Account.layer, ServerHandlers.layer)
  return Drain.listening(server, { host: security.host, port, backlog: 2048 }).pipe(
    // Nobody collects spans here; where somebody does, this line goes.
    HttpMiddleware.withTracerDisabledWhen(() => true),
    Layer.provide([Guard.layer(limits.bodyBytes, isFile), Docs.layer, Page.layer(files)]),
    Layer.provide(Layer.provide(HttpApiBuilder.api(Api), handlers)),
    Layer.provide(Drain.layer(server)),
    Layer.provide([Events.layer(poll), Orders.layer, Security.layer(security), NodeHttpServer.layerContext])
  )
}
