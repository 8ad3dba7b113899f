/** The panel that the environment or a profile names, and what has been sent to it. */
import { NodeTransport } from "@smmkit/adapter-node"
import { Dialect, Options, PanelClient, PanelConfig, Transport } from "@smmkit/core"
import { AccountsFile } from "@smmkit/journal"
import { Config, Effect, Layer, Record, Redacted, Struct } from "effect"
import { misused, type UsageError, usage, variableError } from "./Failure.js"
import { given, read, seconds } from "./Numbers.js"
import { Output } from "./Output.js"
import type { Invocation } from "./Parse.js"
import { type Counts, Sent } from "./Signals.js"
import { quote } from "./Text.js"

/** Counts the calls after which something may have been done. */
const counted = (transport: Transport.Transport.Service, sent: Counts): Transport.Transport.Service => ({
  ...transport,
  send: (call) => {
    if (!call.spends) return transport.send(call)
    const count = (maybe: number, underWay: number) =>
      Effect.sync(() => {
        sent.maybe += maybe
        sent.underWay += underWay
      })
    const sending = Effect.tapBoth(transport.send(call), {
      onFailure: (error) => count(error._tag === "NotSent" ? -1 : 0, 0),
      onSuccess: ({ status }) => count(status === 429 ? -1 : 0, 0)
    })
    return Effect.acquireUseRelease(
      count(1, 1),
      () => sending,
      () => count(0, -1)
    )
  }
})

/** The network, through the proxy that the environment names. */
export const network = Layer.mapError(NodeTransport.layerEnvironment, (error) =>
  error._tag === "InvalidOption" ? misused(error) : variableError(error)
)

const transport = Layer.effect(Transport.Transport, Effect.zipWith(Transport.Transport, Sent, counted)).pipe(
  Layer.provide(network)
)

const examples = { SMMKIT_URL: "https://panel.example/api/v2", SMMKIT_KEY: "your-key" } as const

/** What the environment says under a name; empty where it says nothing. */
const variable = (name: string) => Effect.orDie(Config.withDefault(Config.string(name), ""))

/** The name of the profile that is asked for, if one is. */
export const profile = (invocation: Invocation): Effect.Effect<string | undefined> =>
  Effect.map(variable("SMMKIT_PROFILE"), (variable) => invocation.value("profile") ?? (variable || undefined))

/** The address and the key, from one place, with what a profile says beside; or what to set. */
export const account = (invocation: Invocation): Effect.Effect<AccountsFile.Unlisted, UsageError> =>
  Effect.gen(function* () {
    const url = yield* variable("SMMKIT_URL")
    const key = Redacted.make(yield* variable("SMMKIT_KEY"))
    const said = { SMMKIT_URL: url, SMMKIT_KEY: Redacted.value(key) }
    const name = yield* profile(invocation)
    if (name !== undefined) {
      const others = Record.filter(said, (text) => text !== "")
      return yield* PanelConfig.profile(name, others).pipe(
        Effect.flatMap(AccountsFile.named),
        Effect.mapError(misused)
      )
    }
    const missing = Struct.keys(examples).filter((name) => said[name] === "")
    if (missing.length === 0) return { url, key }
    const exports = missing.map((name) => `\`export ${name}=${examples[name]}\``).join(" and ")
    return yield* usage(
      `${missing.join(" and ")} ${missing.length === 1 ? "is" : "are"} not set: name the panel with ${exports}. To try without an account, run \`smmkit sandbox\` and paste the two lines it prints.`
    )
  })

/** What the environment and the options say of the panel. */
export const options = (invocation: Invocation) =>
  Effect.gen(function* () {
    const timeout = yield* given(invocation, "timeout", seconds)
    const usual = yield* variable("SMMKIT_TIMEOUT")
    const time = timeout ?? (usual === "" ? 30 : yield* read("SMMKIT_TIMEOUT", usual, seconds))
    const { url, key, limit, dialect, ...own } = yield* account(invocation)
    const { hide } = yield* Output
    yield* hide(key)
    const form = yield* variable("SMMKIT_MANY_FORM")
    const usualForm = yield* read("SMMKIT_MANY_FORM", form || "orders", Options.oneOf(Dialect.manyForms))
    const rateLimit = limit && { limit: limit.calls, interval: limit.seconds * 1000 }
    return { url, key, manyForm: own.manyForm ?? usualForm, dialect, timeout: time * 1000, rateLimit }
  })

const config = (invocation: Invocation) =>
  Effect.gen(function* () {
    const name = yield* profile(invocation)
    return yield* Effect.mapError(
      PanelConfig.make(yield* options(invocation)),
      // Of the address nothing is repeated, as there may be a password or a key in it.
      ({ field, remedy }) => {
        const what = name === undefined ? `SMMKIT_${field.toUpperCase()}` : `The ${field} of ${quote(name)}`
        return usage(`${what} is not usable: ${remedy}`)
      }
    )
  })

/** Where a limit is declared, calls wait for their turns in the store, which is loaded for that alone. */
const paced = (invocation: Invocation) =>
  Layer.unwrapEffect(
    Effect.gen(function* () {
      const panel = yield* options(invocation)
      if (panel.rateLimit === undefined) return transport
      const name = yield* profile(invocation)
      const Paced = yield* Effect.promise(() => import("./Paced.js"))
      return Layer.provide(Paced.layer(panel, name), transport)
    })
  )

/** The road to the panel, for one command. */
export const layer = (invocation: Invocation) =>
  Layer.scoped(PanelClient.PanelClient, PanelClient.make).pipe(
    Layer.provide(paced(invocation)),
    Layer.provideMerge(Layer.effect(PanelConfig.PanelConfig, config(invocation)))
  )

/** Provides a command with that road, and with what stands on it. */
export const provide = <A, E, R>(invocation: Invocation, actions: Layer.Layer<A, E, R>) =>
  Effect.provide(Layer.provideMerge(actions, layer(invocation)))

/** The client of that road, for the layers of the actions. */
export const client = Layer.service(PanelClient.PanelClient)
