/** The panel that the environment names, and what has been sent to it. */
import * as NodeTransport from "@smmkit/adapter-node/NodeTransport"
import * as Dialect from "@smmkit/core/Dialect"
import * as PanelClient from "@smmkit/core/PanelClient"
import * as PanelConfig from "@smmkit/core/PanelConfig"
import * as Transport from "@smmkit/core/Transport"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { UsageError, variableError } from "./Failure.js"
import { seconds } from "./Numbers.js"
import { Output } from "./Output.js"
import type { Invocation } from "./Parse.js"
import * as Profile from "./Profile.js"
import { type Counts, Sent } from "./Sent.js"
import { quote } from "./Text.js"

/** Counts the calls after which something may have been done. */
const counted = (transport: Transport.Transport.Service, sent: Counts): Transport.Transport.Service => ({
  send: (call) => {
    if (!call.spends) return transport.send(call)
    return Effect.suspend(() => {
      sent.maybe += 1
      sent.underWay += 1
      const nothingDone = Effect.sync(() => {
        sent.maybe -= 1
      })
      return Effect.tapBoth(transport.send(call), {
        onFailure: (error) => (error._tag === "NotSent" ? nothingDone : Effect.void),
        onSuccess: ({ status }) => (status === 429 ? nothingDone : Effect.void)
      }).pipe(
        Effect.ensuring(
          Effect.sync(() => {
            sent.underWay -= 1
          })
        )
      )
    })
  }
})

/** The network, through the proxy that the environment names. */
export const network = Layer.mapError(NodeTransport.layerEnvironment, (error) =>
  error._tag === "InvalidOption" ? new UsageError({ message: error.message }) : variableError(error)
)

const transport = Layer.effect(Transport.Transport, Effect.zipWith(Transport.Transport, Sent, counted)).pipe(
  Layer.provide(network)
)

const toSandbox = "To try without an account, run `smmkit sandbox` and paste the two lines it prints."

const examples = { SMMKIT_URL: "https://panel.example/api/v2", SMMKIT_KEY: "your-key" } as const

const notSet = (names: ReadonlyArray<keyof typeof examples>): UsageError => {
  const exports = names.map((name) => `\`export ${name}=${examples[name]}\``).join(" and ")
  return new UsageError({
    message: `${names.join(" and ")} ${names.length === 1 ? "is" : "are"} not set: name the panel with ${exports}. ${toSandbox}`
  })
}

/** What the environment says under a name; empty where it says nothing. */
export const text = (name: string) => Effect.orDie(Config.withDefault(Config.string(name), ""))

/** The address and the key, or what to set. */
const account = (invocation: Invocation) =>
  Effect.gen(function* () {
    const url = yield* text("SMMKIT_URL")
    const key = yield* Effect.orDie(Config.withDefault(Config.redacted("SMMKIT_KEY"), Redacted.make("")))
    const isKeyless = Redacted.value(key) === ""
    const profile = yield* Profile.named(invocation)
    if (profile !== undefined) {
      const set = [...(url === "" ? [] : ["SMMKIT_URL"]), ...(isKeyless ? [] : ["SMMKIT_KEY"])]
      return yield* Profile.account(profile, set)
    }
    if (url !== "" && !isKeyless) return { url, key, limit: undefined }
    return yield* notSet([
      ...(url === "" ? (["SMMKIT_URL"] as const) : []),
      ...(isKeyless ? (["SMMKIT_KEY"] as const) : [])
    ])
  })

const manyForm = text("SMMKIT_MANY_FORM").pipe(
  Effect.flatMap((given) => {
    const form = given === "" ? "orders" : Dialect.manyForms.find((one) => one === given)
    return form === undefined
      ? new UsageError({
          message: `SMMKIT_MANY_FORM is ${quote(given)}: give ${Dialect.manyForms.join(", ")}`
        })
      : Effect.succeed(form)
  })
)

const longest = 86_400

/** `--timeout`, or else `SMMKIT_TIMEOUT`, in seconds. */
const timeout = (invocation: Invocation): Effect.Effect<number, UsageError> =>
  Effect.gen(function* () {
    const option = invocation.value("timeout")
    if (option !== undefined) return yield* seconds("--timeout", option, longest)
    const variable = yield* text("SMMKIT_TIMEOUT")
    return variable === "" ? 30 : yield* seconds("SMMKIT_TIMEOUT", variable, longest)
  })

/** What the environment and the options say of the panel. */
export const options = (invocation: Invocation) =>
  Effect.gen(function* () {
    const time = yield* timeout(invocation)
    const { url, key, limit } = yield* account(invocation)
    const { hide } = yield* Output
    yield* hide(key)
    return {
      url,
      key,
      manyForm: yield* manyForm,
      timeout: time * 1000,
      rateLimit: limit && { limit: limit.calls, interval: limit.seconds * 1000 }
    }
  })

const config = (invocation: Invocation) =>
  Effect.gen(function* () {
    const profile = yield* Profile.named(invocation)
    return yield* Effect.mapError(
      PanelConfig.make(yield* options(invocation)),
      // Of the address nothing is repeated, as there may be a password or a key in it.
      ({ field, remedy }) => {
        const name =
          profile === undefined ? `SMMKIT_${field.toUpperCase()}` : `The ${field} of ${quote(profile)}`
        return new UsageError({ message: `${name} is not usable: ${remedy}` })
      }
    )
  })

/** The road to the panel, for one command. */
export const layer = (
  invocation: Invocation
): Layer.Layer<PanelClient.PanelClient | PanelConfig.PanelConfig, UsageError, Sent | Output> =>
  Layer.scoped(PanelClient.PanelClient, PanelClient.make).pipe(
    Layer.provide(transport),
    Layer.provideMerge(Layer.effect(PanelConfig.PanelConfig, config(invocation)))
  )

/** The client of that road, for the layers of the actions. */
export const client = Layer.service(PanelClient.PanelClient)
