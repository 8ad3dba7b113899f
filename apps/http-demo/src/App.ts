/** The whole server as one layer. */
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import * as HttpMiddleware from "@effect/platform/HttpMiddleware"
import * as HttpRouter from "@effect/platform/HttpRouter"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as Duration from "effect/Duration"
import * as Layer from "effect/Layer"
import { Api } from "./Api.js"
import * as Docs from "./Docs.js"
import { Events } from "./Events.js"
import * as Guard from "./Guard.js"
import * as Account from "./Handlers/Account.js"
import * as Catalogue from "./Handlers/Catalogue.js"
import * as OrderHandlers from "./Handlers/Orders.js"
import * as ServerHandlers from "./Handlers/Server.js"
import * as Listener from "./Listener.js"
import { Orders } from "./Orders.js"
import * as Page from "./Page.js"
import { Security, type Token } from "./Security.js"

export interface Options {
  readonly port: number
  readonly token: Token
  /** The folder of the built page. */
  readonly page: string
  /** The pause between two looks at the orders that somebody watches. */
  readonly poll: Duration.DurationInput
  readonly limits?: Partial<Listener.Limits> | undefined
}

export const layer = ({ port, token, page, poll, limits }: Options) => {
  const handlers = Layer.mergeAll(Catalogue.layer, OrderHandlers.layer, Account.layer, ServerHandlers.layer)
  return Listener.listening(port, { ...Listener.defaultLimits, ...limits }).pipe(
    // Nobody collects spans here; where somebody does, this line goes.
    HttpMiddleware.withTracerDisabledWhen(() => true),
    Layer.provide([Guard.layer, Docs.layer, Page.layer(page)]),
    Layer.provide(Layer.provide(HttpApiBuilder.api(Api), handlers)),
    Layer.provide(Listener.Drain.Default),
    // A key or an ID in a path may be as long as it is elsewhere.
    Layer.provide(HttpRouter.setRouterConfig({ maxParamLength: 16_384 })),
    Layer.provide([
      Events.Default(Duration.decode(poll)),
      Orders.Default,
      Security.Default(token),
      NodeHttpServer.layerContext
    ])
  )
}
