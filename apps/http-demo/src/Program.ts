/** The server as the environment says: it is told where its page lies, says where it listens, and ends with its scope. */
import * as HttpServerError from "@effect/platform/HttpServerError"
import { Config, ConfigError, Console, Duration, Effect, Layer, Option, Predicate, Redacted } from "effect"
import * as App from "./App.js"
import * as Backend from "./Backend.js"
import * as Listener from "./Listener.js"
import * as Token from "./Token.js"

/** `PORT`: 0 takes a free one. `SMMKIT_POLL`: how often a watched order is looked at. */
const config = Config.all({
  port: Config.nonEmptyString("PORT").pipe(
    Config.validate({
      message: "give a port from 0 to 65535",
      validation: (port) => /^\d{1,5}$/.test(port) && Number(port) <= 65_535
    }),
    Config.map(Number),
    Config.withDefault(3000)
  ),
  poll: Config.duration("SMMKIT_POLL").pipe(
    Config.validate({ message: "give a time above 0", validation: Duration.greaterThan(Duration.zero) }),
    Config.option
  ),
  given: Token.given
})

const serving = (page: string, { port, poll, given }: Config.Config.Success<typeof config>) =>
  Effect.gen(function* () {
    const { isSandbox, panel } = yield* Backend.Behind
    // Whoever gave the token, or needs none, is not told it.
    const file = isSandbox || Option.isSome(given) ? undefined : yield* Token.file
    const token = file === undefined ? given : Option.some(yield* Token.kept(file))
    const announce = Effect.flatMap(Listener.Port, (port) => {
      const fragment =
        file === undefined || Option.isNone(token) ? "" : `/#token=${Redacted.value(token.value)}`
      const what = isSandbox
        ? "an embedded sandbox: nothing here is real, no account is needed"
        : `the panel ${panel}: orders spend real money`
      const how =
        file === undefined ? "" : `\nWhoever has this address may spend; programs find the token in ${file}`
      return Console.log(`smmkit is ready at http://127.0.0.1:${port}${fragment}\nBehind it: ${what}${how}`)
    })
    const pollTime = Option.getOrElse(poll, () => Duration.seconds(isSandbox ? 1 : 15))
    return Layer.provide(Layer.effectDiscard(announce), App.layer({ port, token, page, poll: pollTime }))
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
    const isTaken = Predicate.hasProperty(cause, "code") && cause.code === "EADDRINUSE"
    return isTaken ? "the port is taken by another program; set PORT to another one, or to 0" : String(cause)
  }
  return error instanceof Error ? error.message : String(error)
}

/** What is wrong with a variable is said before anything is opened. */
export const make = (page: string) =>
  Effect.flatMap(config, (config) =>
    Layer.launch(Layer.provide(Layer.unwrapEffect(serving(page, config)), Backend.layerConfig))
  ).pipe(
    Effect.tapError((error) => Console.error(`smmkit does not start: ${explain(error)}`)),
    Effect.tapDefect((cause) => Effect.logFatal("smmkit has a defect", cause))
  )
