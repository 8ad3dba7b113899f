/**
 * The panel behind the server: the one that `SMMKIT_URL` and `SMMKIT_KEY` name, else an embedded sandbox
 * on loopback, reached through a real socket like any other.
 */
import * as Os from "node:os"
import * as Path from "node:path"
import * as NodeTransport from "@smmkit/adapter-node/NodeTransport"
import type { Panel } from "@smmkit/core/Panel"
import * as PanelConfig from "@smmkit/core/PanelConfig"
import * as Journal from "@smmkit/journal/Journal"
import type { Options as JournalOptions } from "@smmkit/journal/JournalConfig"
import type { InvalidJournalConfig, StoreError } from "@smmkit/journal/JournalError"
import * as Sqlite from "@smmkit/journal/Sqlite"
import * as Fault from "@smmkit/sandbox/Fault"
import * as Sandbox from "@smmkit/sandbox/Sandbox"
import type { SandboxError, Options as SandboxOptions } from "@smmkit/sandbox/SandboxOptions"
import * as SandboxServer from "@smmkit/sandbox/SandboxServer"
import * as Config from "effect/Config"
import * as ConfigError from "effect/ConfigError"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { About } from "./About.js"
import { Amount } from "./Shapes.js"

/** What the API stands on. */
export type Backend = Panel | Journal.Journal | About

const amount = (name: string) => Config.option(Schema.Config(name, Amount))

/** `SMMKIT_MAX_ORDER` and `SMMKIT_MAX_DAY`: what one order, and the orders of a day (UTC), may cost at most. */
const limits = Config.map(
  Config.all({ perOrder: amount("SMMKIT_MAX_ORDER"), perDay: amount("SMMKIT_MAX_DAY") }),
  ({ perOrder, perDay }): JournalOptions["limits"] => ({
    perOrder: Option.getOrUndefined(perOrder),
    perDay: Option.getOrUndefined(perDay)
  })
)

const folder = (name: string) => Config.option(Config.nonEmptyString(name))

/** Where this platform keeps a program's state. */
const stateFolder = Config.map(
  Config.all({ state: folder("XDG_STATE_HOME"), local: folder("LOCALAPPDATA") }),
  ({ state, local }): string => {
    const home = Os.homedir()
    if (process.platform === "win32")
      return Option.getOrElse(local, () => Path.join(home, "AppData", "Local"))
    if (process.platform === "darwin") return Path.join(home, "Library", "Application Support")
    // By its standard a relative path is to be ignored.
    return Option.getOrElse(Option.filter(state, Path.isAbsolute), () => Path.join(home, ".local", "state"))
  }
)

/** `SMMKIT_JOURNAL`: the SQLite file of the journal; by default the one that the command line uses too. */
const journalFile = Config.option(
  Config.nonEmptyString("SMMKIT_JOURNAL").pipe(
    Config.mapOrFail((path) =>
      /^postgres(?:ql)?:/i.test(path)
        ? Either.left(
            ConfigError.InvalidData(
              ["SMMKIT_JOURNAL"],
              "this server keeps its journal in an SQLite file: give a path"
            )
          )
        : Either.right(path)
    )
  )
)

const real = Effect.gen(function* () {
  const { url } = yield* PanelConfig.config
  const configured = yield* limits
  const file = Option.getOrElse(yield* journalFile, () => "")
  const path = file === "" ? Path.join(yield* stateFolder, "smmkit", "journal.db") : file
  const panel = URL.canParse(url) ? new URL(url).host : ""
  return Layer.merge(
    Journal.layerPanelConfig({ limits: configured }).pipe(
      Layer.provide(NodeTransport.layer),
      Layer.provide(Sqlite.layer(path))
    ),
    Layer.succeed(About, { panel, isSandbox: false })
  )
})

/** `SMMKIT_FAULTS`: faults of the embedded sandbox by chance, such as `dropped-after=0.2,slow=0.1`. */
const faults = Config.withDefault(Config.array(Config.nonEmptyString(), "SMMKIT_FAULTS"), []).pipe(
  Config.mapOrFail((rates) =>
    Either.mapBoth(Either.all(rates.map(Fault.parseRate)), {
      onLeft: (message) => ConfigError.InvalidData(["SMMKIT_FAULTS"], message),
      onRight: (pairs): Fault.Rates => Object.fromEntries(pairs)
    })
  )
)

/** A catalogue as large as real ones, and time that passes fast enough to watch. */
const defaults: SandboxOptions = { services: 10_000, speed: 20, refillWait: "5 minutes" }

/** An embedded sandbox. Its orders end with the program, so its journal is kept in memory unless it is told where. */
export const embedded = (options: SandboxOptions = defaults) =>
  Effect.gen(function* () {
    const configured = yield* limits
    const file = Option.getOrElse(yield* journalFile, () => ":memory:")
    const rates = yield* faults
    return Layer.unwrapEffect(
      Effect.map(Effect.all([SandboxServer.SandboxServer, Sandbox.Sandbox]), ([{ url }, { key }]) =>
        Layer.merge(
          Journal.layerPanel(
            { url, key: Redacted.make(key), followInterval: "1 second" },
            // Nobody else knows this account, and this panel books at once.
            { limits: configured, exclusive: true, settlingTime: "10 seconds" }
          ).pipe(Layer.provide(NodeTransport.layer), Layer.provide(Sqlite.layer(file))),
          Layer.succeed(About, { panel: "sandbox", isSandbox: true })
        )
      )
    ).pipe(
      Layer.provide(SandboxServer.layer()),
      Layer.provideMerge(Sandbox.layer({ ...options, faults: rates }))
    )
  })

type Failure =
  | ConfigError.ConfigError
  | PanelConfig.InvalidPanelConfig
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
