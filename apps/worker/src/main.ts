/** One runner of a cluster that follows orders, as the environment says, until it is told to stop. */
import * as RunnerAddress from "@effect/cluster/RunnerAddress"
import * as NodeClusterSocket from "@effect/platform-node/NodeClusterSocket"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeTransport from "@smmkit/adapter-node/NodeTransport"
import * as FollowCluster from "@smmkit/follow/FollowCluster"
import * as FollowStore from "@smmkit/follow/FollowStore"
import * as Operations from "@smmkit/journal/Operations"
import * as Place from "@smmkit/journal/Place"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import * as Accounts from "./Accounts.js"
import * as Probes from "./Probes.js"

const settings = Config.all({
  place: Place.config,
  accounts: Accounts.config,
  /** Where other runners reach this one. */
  host: Config.withDefault(Config.nonEmptyString("SMMKIT_RUNNER_HOST"), "127.0.0.1"),
  port: Config.withDefault(Config.port("SMMKIT_RUNNER_PORT"), 34_431),
  /** Where it answers `/healthz` and `/metrics`. */
  probeHost: Config.withDefault(Config.nonEmptyString("SMMKIT_PROBE_HOST"), "127.0.0.1"),
  probePort: Config.withDefault(Config.port("SMMKIT_PROBE_PORT"), 9464)
})

const worker = Effect.gen(function* () {
  const { place, accounts, host, port, probeHost, probePort } = yield* settings
  const shardingConfig = {
    ...FollowCluster.shardingConfig,
    runnerAddress: Option.some(RunnerAddress.make(host, port))
  }
  const runner = NodeClusterSocket.layer({ storage: "byo", shardingConfig }).pipe(
    Layer.provide(FollowCluster.layerStorage(shardingConfig))
  )
  const follow = FollowCluster.layer({ accounts: yield* Accounts.accounts(accounts) }).pipe(
    Layer.provide([runner, NodeTransport.layerEnvironment])
  )
  return Layer.merge(Probes.layer({ host: probeHost, port: probePort }), Operations.layerMetrics()).pipe(
    Layer.provide(follow),
    Layer.provide(FollowStore.layer),
    Layer.provide(Place.layerWithClient(place))
  )
})

/** A database that is not there yet will be; what else is wrong at the start stays so. */
const launched = Layer.launch(Layer.unwrapEffect(worker)).pipe(
  Effect.tapError((error) => {
    const what =
      error._tag === "SocketServerError" ? `it cannot listen: ${String(error.cause)}` : error.message
    return Effect.logError(`the runner cannot start: ${what}`)
  }),
  Effect.retry({
    schedule: Schedule.spaced("2 seconds"),
    while: (error) => error._tag === "SqlError" || (error._tag === "StoreError" && error.retryable)
  })
)

NodeRuntime.runMain(launched, { disableErrorReporting: true })
