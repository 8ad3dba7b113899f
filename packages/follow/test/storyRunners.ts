/** The processes of a story: each follows the one account, by a machine's clock that is wrong, and can end at any moment. */
import type { Store } from "@smmkit/journal"
import type { Sandbox } from "@smmkit/sandbox"
import { SandboxTransport } from "@smmkit/sandbox"
import { Effect, Exit, Fiber, Layer, Scope, TestClock } from "effect"
import { FollowStore, Sweep } from "../src/index.js"
import { shifted } from "./clocks.js"
import { follow, panel, pass, passing } from "./world.js"

export interface Runners {
  /** Ends one amid whatever it does, and starts it again. */
  readonly crash: (which: number) => Effect.Effect<void>
  readonly pass: (minutes: number) => Effect.Effect<void>
  readonly end: Effect.Effect<void>
}

const hour = 3_600_000

const clocks = [hour, -hour]

type World = FollowStore.FollowStore | Store.Store | Sandbox.Sandbox

/** Their loops run by themselves: for a store that answers before the clock goes on. */
export const looping: Effect.Effect<Runners, never, World> = Effect.gen(function* () {
  const clock = yield* Effect.clock
  const context = yield* Effect.context<World>()
  const start = (by: number) =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      yield* Effect.forkIn(Effect.provide(Layer.buildWithScope(follow(), scope), context), scope)
      return scope
    }).pipe(Effect.withClock(shifted(clock, () => by)))
  const scopes = yield* Effect.forEach(clocks, start)
  /** What ends may have to wait for the clock. */
  const end = (scope: Scope.CloseableScope) =>
    Effect.fork(Scope.close(scope, Exit.void)).pipe(
      Effect.zipLeft(pass(5)),
      Effect.flatMap((closing) => passing(Fiber.join(closing)))
    )
  return {
    crash: (which) =>
      Effect.gen(function* () {
        const scope = scopes[which]
        if (scope === undefined) return
        yield* end(scope)
        scopes[which] = yield* start(clocks[which] ?? 0)
      }),
    pass,
    end: Effect.suspend(() => Effect.forEach(scopes, end, { discard: true }))
  }
})

/** How many rounds one makes at once, at most. */
const mostRounds = 12

/** They make their rounds at the same time, whenever the clock has gone on: for a store that takes its time. */
export const byRounds: Effect.Effect<Runners, never, World | Scope.Scope> = Effect.gen(function* () {
  const clock = yield* Effect.clock
  const store = yield* FollowStore.FollowStore
  const context = yield* Effect.context<World | Scope.Scope>()
  const parts = yield* Layer.build(
    Layer.merge(SandboxTransport.layer, Layer.orDie(Sweep.layerPulse({ every: "10 minutes" })))
  )
  const start = (by: number) =>
    Effect.orDie(Sweep.make({ panel })).pipe(
      Effect.provide(parts),
      Effect.provide(context),
      Effect.withClock(shifted(clock, () => by))
    )
  const sweeps = yield* Effect.forEach(clocks, start)

  const rounds = (sweep: Sweep.Sweep, by: number) =>
    Effect.gen(function* () {
      const looked = (yield* sweep.round("orders")) + (yield* sweep.round("refills"))
      return looked > 0
    }).pipe(Effect.orDie, Effect.withClock(shifted(clock, () => by)))

  const step = (minutes: number) =>
    Effect.gen(function* () {
      yield* TestClock.adjust(`${minutes} minutes`)
      for (let nth = 0; nth < mostRounds; nth++) {
        const more = yield* Effect.forEach(sweeps, (sweep, at) => rounds(sweep, clocks[at] ?? 0), {
          concurrency: "unbounded"
        })
        if (!more.includes(true)) return
        yield* TestClock.adjust("1 second")
      }
    })

  return {
    crash: (which) =>
      Effect.gen(function* () {
        const sweep = sweeps[which]
        if (sweep === undefined) return
        // One is interrupted after some of its steps; of another one nothing is left but what it had claimed.
        const round = yield* Effect.fork(rounds(sweep, clocks[which] ?? 0))
        yield* Effect.yieldNow().pipe(Effect.repeatN(40 * which))
        yield* Fiber.interrupt(round)
        const { account } = sweep
        yield* Effect.orDie(store.claim({ account, of: "orders", most: 3, lease: 120_000 }))
        sweeps[which] = yield* start(clocks[which] ?? 0)
      }),
    pass: (minutes) =>
      Effect.forEach([1, 2, minutes / 4, minutes / 2, minutes / 4], (part) => step(Math.ceil(part)), {
        discard: true
      }),
    end: Effect.void
  }
})
