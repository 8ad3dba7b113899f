/**
 * The same sweeps on several machines: each account is looked after by one runner of a cluster of
 * `@effect/cluster`, and by another one when that is killed, stopped or cut off. What is written is safe without it,
 * however many look after an account; the cluster only sees to it that somebody does.
 *
 * It has an entry point of its own, `@smmkit/follow/FollowCluster`, whose packages nobody else needs to install.
 *
 * @since 0.1.0
 */
import * as MessageStorage from "@effect/cluster/MessageStorage"
import type { RunnerStorage } from "@effect/cluster/RunnerStorage"
import { Sharding } from "@effect/cluster/Sharding"
import * as ShardingConfig from "@effect/cluster/ShardingConfig"
import * as SqlRunnerStorage from "@effect/cluster/SqlRunnerStorage"
import type * as SqlClient from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import type { InvalidOption } from "@smmkit/core/Options"
import * as Check from "@smmkit/core/Options"
import type { Transport } from "@smmkit/core/Transport"
import type { StoreError } from "@smmkit/journal/JournalError"
import type { Books } from "@smmkit/journal/Refund"
import type { Store } from "@smmkit/journal/Store"
import type { ConfigError } from "effect/ConfigError"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Predicate from "effect/Predicate"
import * as Stream from "effect/Stream"
import * as Follow from "./Follow.js"
import * as FollowConfig from "./FollowConfig.js"
import type { FollowStore } from "./FollowStore.js"
import * as Accounts from "./internal/cluster/accounts.js"
import * as Given from "./internal/given.js"
import { takeIn } from "./internal/service/takingIn.js"
import * as Sweep from "./Sweep.js"

/**
 * The accounts of a cluster, which every runner is to know with their keys: the account moves, its key does not.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /**
   * Accounts, or a stream that gives all of them anew whenever one comes or goes; its first list is waited for. An
   * account that stays is the same object. A later list that cannot be used changes nothing.
   */
  readonly accounts:
    | ReadonlyArray<FollowConfig.Options>
    | Stream.Stream<ReadonlyArray<FollowConfig.Options>, never, never>
  /** How the panels of accounts keep their books, by the account's ID, for what this runner's `Follow` reads. */
  readonly books?: Readonly<Record<string, Books>> | undefined
  /** How often the store is asked what is due. Default: 1 second. */
  readonly every?: Duration.DurationInput | undefined
}

/**
 * What a cluster of followers is to be told, for `NodeClusterSocket.layer` and its like: locks that end by
 * themselves, so that a runner which is stopped or cut off loses its accounts after about 10 seconds.
 *
 * @example
 * import { ShardingConfig } from "@effect/cluster"
 * import * as FollowCluster from "@smmkit/follow/FollowCluster"
 *
 * export const config = ShardingConfig.layerFromEnv(FollowCluster.shardingConfig)
 *
 * @since 0.1.0
 * @category configuration
 */
export const shardingConfig: Partial<ShardingConfig.ShardingConfig["Type"]> = {
  shardLockDisableAdvisory: true,
  shardLockExpiration: Duration.seconds(9),
  shardLockRefreshInterval: Duration.seconds(3),
  runnerHealthCheckInterval: Duration.seconds(5),
  refreshAssignmentsInterval: Duration.seconds(2),
  entityMessagePollInterval: Duration.seconds(2)
}

/**
 * What a cluster keeps, for the `byo` storage of `NodeClusterSocket.layer`: runners and locks in PostgreSQL, in tables
 * of its own; messages nowhere, as none are sent. `config` is what the runner's own configuration has beyond
 * `shardingConfig`.
 *
 * @example
 * import { PgClient } from "@effect/sql-pg"
 * import * as FollowCluster from "@smmkit/follow/FollowCluster"
 * import { Config, Layer } from "effect"
 *
 * const client = PgClient.layerConfig({ url: Config.redacted("DATABASE_URL") })
 *
 * // For NodeClusterSocket.layer({ storage: "byo", shardingConfig: FollowCluster.shardingConfig })
 * export const storage = Layer.provide(FollowCluster.layerStorage(), client)
 *
 * @since 0.1.0
 * @category layers
 */
export const layerStorage = (
  config: Partial<ShardingConfig.ShardingConfig["Type"]> = {}
): Layer.Layer<RunnerStorage | MessageStorage.MessageStorage, SqlError | ConfigError, SqlClient.SqlClient> =>
  Layer.merge(
    MessageStorage.layerNoop,
    Layer.provide(
      SqlRunnerStorage.layerWith({ prefix: "smmkit_cluster" }),
      ShardingConfig.layerFromEnv({ ...shardingConfig, ...config })
    )
  )

const check = Check.checker("cluster")

const names = ["accounts", "books", "every"]

const isStream = Predicate.hasProperty(Stream.StreamTypeId)

const areAccounts = (accounts: Options["accounts"]): Either.Either<Options["accounts"], string> =>
  isStream(accounts)
    ? Either.right(accounts)
    : Given.aList("give a list of accounts, or a stream of such lists")(accounts)

const run = (accounts: Options["accounts"]): Layer.Layer<never, InvalidOption, Sharding | Accounts.Needs> =>
  Layer.scopedDiscard(
    Effect.gen(function* () {
      const sharding = yield* Sharding
      yield* sharding.registerSingleton("smmkit/follow", takeIn)
      const change = yield* Accounts.make(sharding)
      if (!isStream(accounts)) return yield* change(accounts)
      const first = yield* Deferred.make<void, InvalidOption>()
      const changed = Stream.runForEach(accounts, (list) =>
        Effect.gen(function* () {
          const outcome = yield* Effect.either(change(list))
          const isFirst = yield* Deferred.complete(first, outcome)
          if (Either.isLeft(outcome) && !isFirst)
            yield* Effect.logError(`the accounts stay as they were: ${outcome.left.message}`)
        })
      )
      const remedy = "give a stream with a list of accounts; none came before its end"
      const watched = Effect.matchCauseEffect(changed, {
        onSuccess: () =>
          Deferred.complete(first, Effect.asVoid(check("accounts", "", () => Either.left(remedy)))),
        onFailure: (cause) =>
          Effect.zipRight(
            Deferred.failCause(first, cause),
            Effect.logError("the accounts stay as they were, as the stream of them has broken off", cause)
          )
      })
      yield* Effect.forkScoped(watched)
      yield* Deferred.await(first)
    })
  )

/**
 * One runner: it looks after the accounts that the cluster gives it, and has the service for all that is followed.
 * Where the rest of a program is layered, `Follow.layer` stands on one machine, this on many.
 *
 * @example
 * import * as FollowCluster from "@smmkit/follow/FollowCluster"
 * import { Redacted } from "effect"
 *
 * const panel = { url: "https://panel.example/api/v2", key: Redacted.make("fake-key") }
 *
 * export const follow = FollowCluster.layer({ accounts: [{ name: "main", panel }] })
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (
  options: Options
): Layer.Layer<Follow.Follow, StoreError | InvalidOption, Sharding | FollowStore | Store | Transport> =>
  Layer.unwrapEffect(
    Effect.gen(function* () {
      const { accounts, books, every } = yield* Given.options(check, options, names)
      const listed = yield* check("accounts", accounts, () => areAccounts(accounts))
      if (!isStream(listed)) yield* Effect.forEach(listed, FollowConfig.make, { discard: true })
      const follow = Layer.merge(Follow.layerService({ books }), run(accounts))
      return Layer.provide(follow, Sweep.layerPulse({ every }))
    })
  )
