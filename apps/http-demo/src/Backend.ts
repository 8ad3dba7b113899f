/**
 * The panel behind the server: the one that `SMMKIT_URL` and `SMMKIT_KEY` name, else an embedded sandbox
 * on loopback, reached through a real socket like any other.
 */
import * as NodeTransport from "@smmkit/adapter-node/NodeTransport"
import type { InvalidOption } from "@smmkit/core/Options"
import type { Actions } from "@smmkit/core/Panel"
import * as PanelConfig from "@smmkit/core/PanelConfig"
import * as Journal from "@smmkit/journal/Journal"
import * as JournalConfig from "@smmkit/journal/JournalConfig"
import type { InvalidJournalConfig, StoreError } from "@smmkit/journal/JournalError"
import * as Operations from "@smmkit/journal/Operations"
import * as Place from "@smmkit/journal/Place"
import * as Sqlite from "@smmkit/journal/Sqlite"
import type { Store } from "@smmkit/journal/Store"
import * as Fault from "@smmkit/sandbox/Fault"
import * as Sandbox from "@smmkit/sandbox/Sandbox"
import {
  numberedByClock,
  type SandboxError,
  type Options as SandboxOptions
} from "@smmkit/sandbox/SandboxOptions"
import * as SandboxServer from "@smmkit/sandbox/SandboxServer"
import * as Config from "effect/Config"
import * as ConfigError from "effect/ConfigError"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"

/** Which panel stands behind this server. */
export class Behind extends Context.Tag("@smmkit/http-demo/Behind")<
  Behind,
  { readonly panel: string; readonly isSandbox: boolean }
>() {}

/** What the API stands on. */
export type Backend = Actions | Journal.Journal | Behind

/** A journal on its store, with what operates it: what is in doubt is settled beside, and all is counted. */
const operated = <E1, E2>(
  journal: Layer.Layer<Actions | Journal.Journal, E1, Store>,
  store: Layer.Layer<Store, E2>
) =>
  Layer.merge(Operations.layerSettle(), Operations.layerMetrics()).pipe(
    Layer.provideMerge(journal),
    Layer.provide(store)
  )

const real = Effect.gen(function* () {
  const { url } = yield* PanelConfig.config
  const options = yield* JournalConfig.config
  const panel = URL.canParse(url) ? new URL(url).host : ""
  return Layer.merge(
    operated(
      Layer.provide(Journal.layerPanelConfig(options), NodeTransport.layerEnvironment),
      Place.layerConfig()
    ),
    Layer.succeed(Behind, { panel, isSandbox: false })
  )
})

/** `SMMKIT_FAULTS`: traits and mishaps of the embedded sandbox, such as `turkish,dropped-after=0.2`. */
const faults = Config.withDefault(Config.array(Config.nonEmptyString(), "SMMKIT_FAULTS"), []).pipe(
  Config.mapOrFail((texts) =>
    Either.mapLeft(Fault.parse(texts), (message) => ConfigError.InvalidData(["SMMKIT_FAULTS"], message))
  )
)

/** A catalogue as large as real ones, and time that passes fast enough to watch. */
const defaults: SandboxOptions = { services: 10_000, speed: 20, refillWait: "5 minutes" }

/** An embedded sandbox. Its orders end with the program, so its journal is kept in memory unless it is told where. */
export const embedded = (options?: SandboxOptions) =>
  Effect.gen(function* () {
    // A journal that is kept shall not meet the IDs of an earlier sandbox again.
    const panel = options ?? { ...defaults, ...(yield* numberedByClock) }
    const { limits } = yield* JournalConfig.config
    const store = Option.match(yield* Place.named, {
      onNone: () => Sqlite.layer(":memory:"),
      onSome: Place.layer
    })
    const chosen = yield* faults
    return Layer.unwrapEffect(
      Effect.map(Effect.all([SandboxServer.SandboxServer, Sandbox.Sandbox]), ([{ url }, { key }]) =>
        Layer.merge(
          operated(
            Journal.layerPanel(
              { url, key: Redacted.make(key), followInterval: "1 second" },
              // Nobody else knows this account, and this panel books at once.
              { limits, exclusive: true, settlingTime: "10 seconds" }
            ).pipe(Layer.provide(NodeTransport.layer)),
            store
          ),
          Layer.succeed(Behind, { panel: "sandbox", isSandbox: true })
        )
      )
    ).pipe(Layer.provide(SandboxServer.layer()), Layer.provideMerge(Sandbox.layer({ ...panel, ...chosen })))
  })

type Failure =
  | ConfigError.ConfigError
  | InvalidOption
  | InvalidJournalConfig
  | StoreError
  | SandboxError
  | SandboxServer.CannotListen

const isNamed = Config.all([
  Config.option(Config.string("SMMKIT_URL")),
  Config.option(Config.string("SMMKIT_KEY"))
])

/** As the environment says. Whoever gives an address or a key means a panel, and hears if the other is missing. */
export const layerConfig: Layer.Layer<Backend, Failure> = Layer.unwrapEffect(
  Effect.map(
    isNamed,
    (given): Layer.Layer<Backend, Failure> =>
      given.some(Option.isSome) ? Layer.unwrapEffect(real) : Layer.unwrapEffect(embedded())
  )
)
