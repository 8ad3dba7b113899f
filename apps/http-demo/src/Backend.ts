/**
 * The panel behind the server: the one that `SMMKIT_URL` and `SMMKIT_KEY` name, else an embedded sandbox
 * on loopback, reached through a real socket like any other.
 */
import type { SqlClient } from "@effect/sql/SqlClient"
import * as NodeTransport from "@smmkit/adapter-node/NodeTransport"
import * as PanelConfig from "@smmkit/core/PanelConfig"
import * as Follow from "@smmkit/follow/Follow"
import type { Limit } from "@smmkit/follow/FollowConfig"
import * as FollowStore from "@smmkit/follow/FollowStore"
import * as PacedTransport from "@smmkit/follow/PacedTransport"
import * as Journal from "@smmkit/journal/Journal"
import * as JournalConfig from "@smmkit/journal/JournalConfig"
import * as Operations from "@smmkit/journal/Operations"
import * as Place from "@smmkit/journal/Place"
import * as Sqlite from "@smmkit/journal/Sqlite"
import * as Store from "@smmkit/journal/Store"
import * as Fault from "@smmkit/sandbox/Fault"
import * as Sandbox from "@smmkit/sandbox/Sandbox"
import type { Options as SandboxOptions } from "@smmkit/sandbox/SandboxOptions"
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

/** How fast the panel lets itself be asked, and whether all calls are held to that or looks alone. */
interface Pace {
  readonly limit?: Limit | undefined
  readonly isKept?: boolean
}

/** A panel whose orders are placed once and followed to their ends; its account is the same for both. */
export const standing = (
  panel: PanelConfig.Options,
  options: JournalConfig.Options,
  { limit, isKept = false }: Pace = {}
) => {
  const account = { panel, name: options.account, limit, books: options.books }
  const journal = Journal.layerPanel(panel, options)
  return Layer.merge(
    isKept ? Layer.provide(journal, PacedTransport.layer(account)) : journal,
    Follow.layer({ accounts: [account] })
  ).pipe(Layer.provide(FollowStore.layer))
}

/** The same on its store, with what operates it: what is in doubt is settled beside, and all is counted. */
const operated = <A, E1, E2>(
  backend: Layer.Layer<A | Journal.Journal, E1, Store.Store | SqlClient>,
  store: Layer.Layer<Store.Store | SqlClient, E2>
) =>
  Layer.merge(Operations.layerSettle(), Operations.layerMetrics()).pipe(
    Layer.provideMerge(backend),
    Layer.provide(store)
  )

/** `SMMKIT_LIMIT`: how many calls the panel allows in how many seconds, such as `60/60`. */
const declared = Config.nonEmptyString("SMMKIT_LIMIT").pipe(
  Config.validate({
    message: "give calls and seconds, such as 60/60",
    validation: (text) => /^[1-9]\d{0,6}\/[1-9]\d{0,4}$/.test(text)
  }),
  Config.map((text): Limit => {
    const [calls = 1, seconds = 1] = text.split("/").map(Number)
    return { calls, per: seconds * 1000 }
  }),
  Config.option
)

const real = Effect.gen(function* () {
  const panel = yield* PanelConfig.config
  const { url } = panel
  const host = URL.canParse(url) ? new URL(url).host : ""
  const limit = Option.getOrUndefined(yield* declared)
  return Layer.merge(
    operated(
      standing(panel, yield* JournalConfig.config, { limit, isKept: limit !== undefined }).pipe(
        Layer.provide(NodeTransport.layerEnvironment)
      ),
      Place.layerWithClient(yield* Place.config)
    ),
    Layer.succeed(Behind, { panel: host, isSandbox: false })
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

/** How fast the embedded sandbox lets itself be asked. */
const unhurried: Limit = { calls: 1000, per: "1 minute" }

const notToLast = ConfigError.InvalidData(
  ["SMMKIT_JOURNAL"],
  "the embedded sandbox ends with the program, and its journal with it: name a panel, or leave this out"
)

const inMemory = Layer.provideMerge(Store.layer(), Sqlite.layerClient(":memory:"))

/** An embedded sandbox. Its orders end with the program, and so does what is known of them. */
const embedded = Effect.gen(function* () {
  const { limits } = yield* JournalConfig.config
  const chosen = yield* faults
  if (Option.isSome(yield* Place.named)) return yield* Effect.fail(notToLast)
  return Layer.unwrapEffect(
    Effect.map(Effect.all([SandboxServer.SandboxServer, Sandbox.Sandbox]), ([{ url }, { key }]) =>
      Layer.merge(
        operated(
          standing(
            { url, key: Redacted.make(key), followInterval: "1 second" },
            // Nobody else knows this account, and this panel books at once.
            { limits, exclusive: true, settlingTime: "10 seconds" },
            { limit: unhurried }
          ).pipe(Layer.provide(NodeTransport.layer)),
          inMemory
        ),
        Layer.succeed(Behind, { panel: "sandbox", isSandbox: true })
      )
    )
  ).pipe(Layer.provide(SandboxServer.layer()), Layer.provideMerge(Sandbox.layer({ ...defaults, ...chosen })))
})

const isNamed = Config.all([
  Config.option(Config.string("SMMKIT_URL")),
  Config.option(Config.string("SMMKIT_KEY"))
])

const [onPanel, onSandbox] = [Layer.unwrapEffect(real), Layer.unwrapEffect(embedded)]
type Backend = Layer.Layer.Success<typeof onPanel>
type Failure = Layer.Layer.Error<typeof onPanel> | Layer.Layer.Error<typeof onSandbox>

/** As the environment says. Whoever gives an address or a key means a panel, and hears if the other is missing. */
export const layerConfig: Layer.Layer<Backend, Failure> = Layer.unwrapEffect(
  Effect.map(
    isNamed,
    (given): Layer.Layer<Backend, Failure> => (given.some(Option.isSome) ? onPanel : onSandbox)
  )
)
