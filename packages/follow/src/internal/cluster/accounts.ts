/** Accounts as singletons of a cluster, which come and go while it runs. */
import type { Sharding } from "@effect/cluster/Sharding"
import * as Check from "@smmkit/core/Options"
import type { Transport } from "@smmkit/core/Transport"
import type { Store } from "@smmkit/journal/Store"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as ExecutionStrategy from "effect/ExecutionStrategy"
import * as Exit from "effect/Exit"
import * as Metric from "effect/Metric"
import * as Schedule from "effect/Schedule"
import * as Scope from "effect/Scope"
import * as FollowConfig from "../../FollowConfig.js"
import type { FollowStore } from "../../FollowStore.js"
import type { Pulse } from "../../Pulse.js"
import * as Sweep from "../../Sweep.js"
import { aList } from "../given.js"

/** What a sweep needs of the runner that it is on. */
export type Needs = FollowStore | Store | Pulse | Transport

const held = /* @__PURE__ */ Metric.gauge("smmkit_follow_held", {
  description: "1 for an account that this runner looks after, 0 for one that it no longer does"
})

/** Says which accounts are this runner's, for as long as the scope is open. */
const holding = (name: string) => {
  const mine = Metric.tagged(held, "name", name)
  return Effect.acquireRelease(Metric.set(mine, 1), () => Metric.set(mine, 0))
}

const stubborn = Schedule.union(Schedule.exponential("1 second"), Schedule.spaced(Duration.minutes(1)))

/**
 * Looks after an account, for ever, whatever happens: a singleton that ends is not started again. An interruption,
 * as when the account moves to another runner, gives back what was claimed.
 */
const lookAfter = (name: string, account: FollowConfig.Options): Effect.Effect<never, never, Needs> =>
  Effect.scoped(
    Effect.zipRight(
      holding(name),
      Effect.flatMap(Sweep.make(account), ({ run }) => run)
    )
  ).pipe(
    Effect.sandbox,
    Effect.tapError((cause) => Effect.logError(`the account ${name} cannot be looked after yet`, cause)),
    Effect.retry(stubborn),
    Effect.orDie
  )

/** What an account is called in the cluster: by whichever runner, the same. */
const nameOf = (account: FollowConfig.Options): Either.Either<string, Check.InvalidOption> =>
  Either.map(FollowConfig.make(account), ({ name, host }) => name ?? host)

const check = Check.checker("cluster")

const twice = (name: string) =>
  check("accounts", name, () => Either.left("give each account a name of its own"))

interface Member {
  readonly account: FollowConfig.Options
  readonly scope: Scope.CloseableScope
}

/** Has exactly these accounts looked after by the cluster from now on, as far as this runner knows. */
export type Change = (
  accounts: ReadonlyArray<FollowConfig.Options>
) => Effect.Effect<void, Check.InvalidOption>

export const make = (sharding: Sharding["Type"]): Effect.Effect<Change, never, Needs | Scope.Scope> =>
  Effect.gen(function* () {
    const context = yield* Effect.context<Needs>()
    const members = new Map<string, Member>()
    const all = yield* Effect.scope

    const remove = ([name, { scope }]: readonly [string, Member]) =>
      Effect.zipRight(
        Effect.sync(() => members.delete(name)),
        Scope.close(scope, Exit.void)
      )

    const add = (name: string, account: FollowConfig.Options) =>
      Effect.gen(function* () {
        const scope = yield* Scope.fork(all, ExecutionStrategy.sequential)
        members.set(name, { account, scope })
        yield* Scope.extend(
          sharding.registerSingleton(
            `smmkit/follow/${name}`,
            Effect.provide(lookAfter(name, account), context)
          ),
          scope
        )
      })

    return (accounts) =>
      Effect.gen(function* () {
        const wanted = new Map<string, FollowConfig.Options>()
        const listed = yield* check("accounts", accounts, () => aList("give a list of accounts")(accounts))
        for (const account of listed) {
          const name = yield* nameOf(account)
          if (wanted.has(name)) yield* twice(name)
          wanted.set(name, account)
        }
        const changed = Array.from(members).filter(([name, { account }]) => wanted.get(name) !== account)
        yield* Effect.forEach(changed, remove, { discard: true })
        yield* Effect.forEach(
          wanted,
          ([name, account]) => (members.has(name) ? Effect.void : add(name, account)),
          {
            discard: true
          }
        )
      }).pipe(Effect.uninterruptible)
  })
