/** No window holds more calls than the limit allows, whoever makes them. */
import { describe, expect, it } from "@effect/vitest"
import { Balance, Panel } from "@smmkit/core"
import { Journal } from "@smmkit/journal"
import { type Mishap, Sandbox, SandboxTransport } from "@smmkit/sandbox"
import { type Clock, Deferred, Duration, Effect, Exit, Fiber, Layer, Scope, Stream, TestClock } from "effect"
import { Follow, type FollowConfig, FollowStore, PacedTransport, Sweep } from "../src/index.js"
import { shifted } from "./clocks.js"
import { file, follow, order, panel, passing, sandbox, seeded, shared, stored, tick } from "./world.js"

/** A panel whose calls may wait for their turn. */
const patient = { ...panel, timeout: "3 minutes" } as const
const limit = { calls: 20, per: "1 minute" } as const

/** It counts as the panel does, and refuses what is too much. */
const counting = sandbox({ limits: [{ calls: limit.calls, window: limit.per, per: "key" }] })

const calls = Effect.flatMap(Sandbox.Sandbox, ({ logs, key }) => logs.calls({ key }))

/** The most calls of the key that any minute holds. */
const busiestMinute = Effect.map(calls, (calls) => {
  const times = calls.map(({ time }) => time)
  return Math.max(
    0,
    ...times.map((start) => times.filter((time) => time >= start && time < start + 60_000).length)
  )
})

const placing = (account: FollowConfig.Options) =>
  Layer.orDie(
    Journal.layerPanel(account.panel).pipe(
      Layer.provide(Layer.provide(PacedTransport.layer(account), SandboxTransport.layer))
    )
  )

describe("an account with a limit", () => {
  for (const manyForm of ["orders", "one-by-one"] as const)
    it.effect(`is never asked more in any minute, beside orders that are placed (${manyForm})`, () =>
      Effect.gen(function* () {
        const account = { panel: { ...patient, manyForm }, limit }
        const at = yield* file
        // Each process has stores of its own.
        const own = stored(Effect.succeed(at))
        const runner = () =>
          Layer.provide(follow({ accounts: [account], every: "1 second" }), Layer.fresh(own))
        const [first, second] = [yield* Scope.make(), yield* Scope.make()]
        yield* Layer.buildWithScope(runner(), first)
        yield* Layer.buildWithScope(runner(), second)
        yield* Effect.provide(seeded(2000), Layer.provideMerge(shared, own))
        yield* tick(40)
        // One after the other, and then in a burst.
        const placeOne = (name: string) => (_: unknown, at: number) =>
          Effect.flatMap(Journal.Journal, ({ placeOnce }) =>
            placeOnce(`${name}-${at}`, order(100, `https://example.com/${name}/${at}`))
          )
        const placed = yield* Effect.fork(
          Effect.zipRight(
            Effect.forEach(Array.from({ length: 5 }), placeOne("single")),
            Effect.forEach(Array.from({ length: 12 }), placeOne("burst"), { concurrency: "unbounded" })
          ).pipe(Effect.provide(Layer.provide(placing(account), Layer.fresh(own))))
        )
        yield* tick(30)
        // The account goes to the other runner, which looks after it already.
        yield* Effect.fork(Scope.close(second, Exit.void))
        yield* tick(70)
        expect((yield* passing(Fiber.join(placed))).length).toBe(12)
        yield* Effect.fork(Scope.close(first, Exit.void))
        const busiest = yield* busiestMinute
        expect(busiest).toBeLessThanOrEqual(limit.calls)
        expect(busiest).toBeGreaterThanOrEqual(limit.calls - 1)
        yield* tick(2)
      }).pipe(Effect.provide(counting))
    )

  it.effect(
    "leaves calls to a program without the store, as many as its share, whenever that makes them",
    () =>
      Effect.gen(function* () {
        const account = { panel, limit: { ...limit, share: 8 } }
        const own = stored(Effect.succeed(yield* file))
        yield* Effect.gen(function* () {
          yield* seeded(2000)
          yield* tick(75)
          // Its calls of a minute in a burst, and those of the next one spread.
          const ask = Effect.flatMap(Balance.Balance, ({ get }) => get)
          const outside = Effect.provide(ask, Layer.provide(Panel.layer(panel), SandboxTransport.layer))
          for (let nth = 0; nth < 8; nth++) yield* outside
          yield* tick(60)
          for (let nth = 0; nth < 8; nth++) yield* Effect.zipRight(outside, tick(7))
          yield* tick(10)
          const made = yield* calls
          expect(made.filter(({ action }) => action === "balance").length).toBe(16)
          const looks = made.filter(({ action }) => action === "status").length
          expect(yield* busiestMinute).toBeLessThanOrEqual(limit.calls)
          // All that is left is used, but for a twentieth: 12 a minute, in 166 seconds.
          expect(looks).toBeGreaterThanOrEqual(Math.floor(12 * 0.95 * (166 / 60)))
          yield* tick(2)
        }).pipe(Effect.provide(Layer.provideMerge(follow({ accounts: [account], every: "1 second" }), own)))
      }).pipe(Effect.provide(counting))
  )

  it.effect("is never asked more in a window that is shorter than a store may take to answer", () =>
    Effect.gen(function* () {
      const account = { panel, limit: { calls: 2, per: "1 second" } } as const
      const own = stored(Effect.succeed(yield* file))
      // What it has claimed it tells late each second time, though not too late for a token.
      let claims = 0
      let isSlow = true
      const pause = Effect.suspend(() =>
        isSlow && claims++ % 2 === 0 ? Effect.sleep("900 millis") : Effect.void
      )
      const slow = Layer.effect(
        FollowStore.FollowStore,
        Effect.map(FollowStore.FollowStore, (store) => ({
          ...store,
          claim: (ask: Parameters<typeof store.claim>[0]) => Effect.zipLeft(store.claim(ask), pause)
        }))
      )
      const looking = Layer.provide(follow({ accounts: [account], every: "1 second" }), slow)
      const times = yield* Effect.gen(function* () {
        yield* seeded(1500)
        yield* TestClock.adjust("50 millis").pipe(Effect.repeatN(300))
        isSlow = false
        yield* tick(2)
        return (yield* calls).map(({ time }) => time)
      }).pipe(Effect.provide(Layer.provideMerge(looking, own)))
      const windows = times.map(
        (start) => times.filter((time) => time >= start && time < start + 1000).length
      )
      expect(Math.max(...windows)).toBeLessThanOrEqual(2)
      expect(times.length).toBeGreaterThanOrEqual(10)
    }).pipe(Effect.provide(sandbox()))
  )

  /** A machine that stands still for 2.9 seconds while it sleeps for the first pause between two tokens. */
  const oversleeping = Effect.map(
    Effect.clock,
    (clock): Clock.Clock => ({
      ...shifted(clock, () => 0),
      sleep: (time) =>
        clock.sleep(Math.floor(Duration.toSeconds(time)) === 3 ? Duration.sum(time, "2900 millis") : time)
    })
  )

  it.scoped(
    "is asked one by one no later than a token is good for, be it the claim or the turn that was late",
    () =>
      Effect.gen(function* () {
        const account = { panel: { ...panel, manyForm: "one-by-one" }, limit } as const
        const [claimed, told] = [yield* Deferred.make<void>(), yield* Deferred.make<void>()]
        const slow = Layer.effect(
          FollowStore.FollowStore,
          Effect.map(FollowStore.FollowStore, (store) => ({
            ...store,
            claim: (ask: Parameters<typeof store.claim>[0]) =>
              store
                .claim(ask)
                .pipe(
                  Effect.zipLeft(Deferred.succeed(claimed, undefined)),
                  Effect.zipLeft(Deferred.await(told))
                )
          }))
        )
        yield* Effect.gen(function* () {
          const { round } = yield* Sweep.make(account)
          yield* seeded(10)
          const looking = yield* Effect.fork(Effect.withClock(round("orders"), yield* oversleeping))
          yield* Deferred.await(claimed)
          yield* TestClock.adjust("2900 millis")
          yield* Deferred.succeed(told, undefined)
          yield* Effect.repeat(Effect.zipRight(Effect.yieldNow(), calls), {
            until: ({ length }) => length === 1
          })
          // Tokens are a little more than 3 seconds apart, and good for 3: the second one would be used 5.8 late.
          yield* tick(60)
          yield* Fiber.join(looking)
          const times = (yield* calls).map(({ time }) => time)
          expect(times.length).toBe(9)
        }).pipe(
          Effect.provide(
            Follow.layerService().pipe(
              Layer.provideMerge(Sweep.layerPulse({ every: "5 minutes" })),
              Layer.provideMerge(slow),
              Layer.provideMerge(stored(file)),
              Layer.merge(SandboxTransport.layer)
            )
          )
        )
      }).pipe(Effect.provide(counting))
  )

  /** Has many orders due at a panel that allows a hundred calls a minute, and takes five seconds for each. */
  const asking = <A, E>(faults: Mishap.Rates, effect: Effect.Effect<A, E, Sandbox.Sandbox | Follow.Follow>) =>
    Effect.gen(function* () {
      const limited = { panel, limit: { calls: 100, per: "1 minute" } } as const
      const own = stored(Effect.succeed(yield* file))
      yield* Effect.gen(function* () {
        const sandbox = yield* Sandbox.Sandbox
        yield* sandbox.faults.set({ slow: 1, ...faults })
        yield* seeded(2500)
        yield* effect
        yield* sandbox.faults.clear
        yield* tick(6)
      }).pipe(Effect.provide(Layer.provideMerge(follow({ accounts: [limited], every: "1 second" }), own)))
    }).pipe(Effect.provide(sandbox()))

  it.effect("is asked while it still answers, as often as it allows", () =>
    asking(
      {},
      Effect.gen(function* () {
        // One after the other they would take 25 times 5 seconds.
        yield* tick(45)
        const rows = yield* Stream.runCollect((yield* Follow.Follow).orders())
        expect([...rows].every(({ looks }) => looks > 0)).toBe(true)
      })
    )
  )

  it.effect("is asked once at a time where it fails what it is asked", () =>
    asking(
      { html: 1 },
      Effect.gen(function* () {
        yield* tick(60)
        const times = (yield* calls).map(({ time }) => time)
        // Four are under way before it is known.
        const gaps = times.slice(4).map((time, at) => time - (times[at + 3] ?? 0))
        expect(gaps.length).toBeGreaterThan(2)
        expect(Math.min(...gaps)).toBeGreaterThanOrEqual(5000)
      })
    )
  )

  it.effect("rests altogether when the panel has refused one more call, whoever made it", () =>
    Effect.gen(function* () {
      const own = stored(Effect.succeed(yield* file))
      yield* Effect.gen(function* () {
        const { faults } = yield* Sandbox.Sandbox
        yield* faults.script(["rate-limited"], "balance")
        yield* Effect.flip(Effect.flatMap(Balance.Balance, ({ get }) => get))
        // What the panel asks for is what all of them wait.
        const before = (yield* calls).length
        yield* Effect.provide(seeded(5), shared)
        yield* tick(1)
        expect((yield* calls).length).toBe(before)
        yield* tick(120)
        expect((yield* calls).length).toBeGreaterThan(before)
      }).pipe(
        Effect.provide(
          Layer.provideMerge(
            Layer.merge(
              follow({ accounts: [{ panel, limit }], every: "1 second" }),
              Panel.layer(panel).pipe(
                Layer.provide(Layer.provide(PacedTransport.layer({ panel, limit }), SandboxTransport.layer)),
                Layer.orDie
              )
            ),
            own
          )
        )
      )
    }).pipe(Effect.provide(counting))
  )
})
