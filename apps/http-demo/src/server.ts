/** Runs the server as the environment says, until it is told to stop. */
import { fileURLToPath } from "node:url"
import * as HttpServer from "@effect/platform/HttpServer"
import * as HttpServerError from "@effect/platform/HttpServerError"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Config from "effect/Config"
import * as ConfigError from "effect/ConfigError"
import * as Console from "effect/Console"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { About } from "./About.js"
import * as App from "./App.js"
import * as Backend from "./Backend.js"
import * as Security from "./Security.js"

const page = fileURLToPath(new URL("../page/", import.meta.url))

/** `PORT`: 0 takes a free one. `SMMKIT_POLL`: how often a watched order is looked at. */
const config = Config.all({
  port: Config.withDefault(
    Config.nonEmptyString("PORT").pipe(
      Config.validate({
        message: "give a port from 0 to 65535",
        validation: (port) => /^\d{1,5}$/.test(port) && Number(port) <= 65_535
      }),
      Config.map(Number)
    ),
    3000
  ),
  poll: Config.option(Config.duration("SMMKIT_POLL")),
  security: Security.config
})

const reachable = (address: HttpServer.Address, host: string): string => {
  if (address._tag === "UnixAddress") return address.path
  return `http://${Security.isLoopback(host) && host.includes(":") ? `[${host}]` : host}:${address.port}`
}

const main = Effect.gen(function* () {
  const { port, poll, security } = yield* config
  const announce = Effect.gen(function* () {
    const about = yield* About
    const { address } = yield* HttpServer.HttpServer
    const what = about.isSandbox
      ? "an embedded sandbox: nothing here is real, no account is needed"
      : `the panel ${about.panel}: orders spend real money`
    yield* Console.log(`smmkit is ready at ${reachable(address, security.host)}\nBehind it: ${what}`)
  })
  const app = Effect.map(About, ({ isSandbox }) =>
    App.layer({
      port,
      security,
      page,
      poll: poll._tag === "Some" ? poll.value : Duration.seconds(isSandbox ? 1 : 15)
    })
  )
  return Layer.effectDiscard(announce).pipe(
    Layer.provide(Layer.unwrapEffect(app)),
    Layer.provide(Backend.layerConfig)
  )
})

/** What is to be set otherwise, a variable each. */
const ofConfig = (error: ConfigError.ConfigError): string => {
  switch (error._op) {
    case "And":
    case "Or":
      return `${ofConfig(error.left)}; ${ofConfig(error.right)}`
    case "MissingData":
      return `set ${error.path.at(-1) ?? ""}, or leave out what goes with it`
    default:
      return `${error.path.at(-1) ?? ""}: ${error.message}`
  }
}

/** Why it did not start, in a line. What nobody foresaw is shown whole. */
const explain = (error: unknown): string => {
  if (ConfigError.isConfigError(error)) return ofConfig(error)
  if (error instanceof HttpServerError.ServeError) {
    const { cause } = error
    const isTaken =
      typeof cause === "object" && cause !== null && "code" in cause && cause.code === "EADDRINUSE"
    return isTaken ? "the port is taken by another program; set PORT to another one, or to 0" : String(cause)
  }
  return error instanceof Error ? error.message : String(error)
}

NodeRuntime.runMain(
  Layer.launch(Layer.unwrapEffect(main)).pipe(
    Effect.tapError((error) => Console.error(`smmkit does not start: ${explain(error)}`)),
    Effect.tapDefect((cause) => Effect.logFatal("smmkit has a defect", cause))
  ),
  { disableErrorReporting: true }
)
