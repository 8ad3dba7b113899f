import { PgClient } from "@effect/sql-pg"
import { assert, describe, it } from "@effect/vitest"
import { Transport } from "@smmkit/core"
import { Sandbox, SandboxTransport } from "@smmkit/sandbox"
import {
  Clock,
  Context,
  Deferred,
  Effect,
  Exit,
  Fiber,
  Layer,
  Option,
  Redacted,
  Scope,
  TestClock
} from "effect"
import { Journal, Place, Store } from "../src/index.js"
import { intent, ref } from "../src/testing/samples.js"
import * as Postgres from "./postgres.js"
import { type Tunnel, tunnel } from "./tunnel.js"
import { booked, order, own, panelOptions, sandbox } from "./world.js"

const onServer = Postgres.isInstalled ? it.scoped : it.scoped.skip

const storeAt = (url: string) =>
  Layer.provide(
    Store.layer(),
    Layer.mapError(PgClient.layer({ url: Redacted.make(url), connectTimeout: "5 seconds" }), Store.error)
  )

/** A panel that does something as soon as it has taken an order. */
const takingThen = (next: Effect.Effect<unknown>) =>
  Layer.effect(
    Transport.Transport,
    Effect.map(Sandbox.Sandbox, (sandbox) => {
      const { send } = SandboxTransport.make(sandbox)
      const isAdd = (call: Parameters<typeof send>[0]) =>
        call.params.some(([name, value]) => name === "action" && value === "add")
      return { send: (call) => (isAdd(call) ? Effect.zipLeft(send(call), next) : send(call)) }
    })
  )

const journalOf = (next: Effect.Effect<unknown>) =>
  Journal.layerPanel(panelOptions).pipe(Layer.provide(takingThen(next)))

/**
 * Lets time pass until something has ended, and tells how much time that took. It passes only while the server owes
 * no answer: it may take longer over one than a clock that runs ahead would let it.
 */
const passing = <A, E, R>({ answered }: Tunnel, effect: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const start = yield* Clock.currentTimeMillis
    const fiber = yield* Effect.fork(effect)
    const hasEnded = Effect.map(Effect.zipRight(answered, Fiber.poll(fiber)), Option.isSome)
    while (!(yield* hasEnded)) yield* TestClock.adjust("1 seconds")
    return [yield* Fiber.join(fiber), (yield* Clock.currentTimeMillis) - start] as const
  })

/** For who looks on from outside, over a connection of its own: that one takes the time that it takes. */
const inRealTime = Effect.withClock(Clock.make())

describe("a PostgreSQL server that falls silent", () => {
  for (const words of ["SELECT 1", "pg_try_advisory_lock", "SELECT id, breaks"]) {
    onServer(`at ${words} while a store is opened: who opens it is told before long`, () =>
      Effect.gen(function* () {
        const way = yield* tunnel(yield* Postgres.emptyDatabase)
        const isCut = yield* way.cutAt(words)
        const opening = yield* Layer.build(
          Place.layer({ _tag: "Postgres", url: Redacted.make(way.url) })
        ).pipe(Effect.scoped, Effect.flip, Effect.fork)
        yield* isCut
        const [error, time] = yield* passing(way, Fiber.join(opening))
        assert.strictEqual(error.reason, "unreachable", error.message)
        assert.include(error.message, "gave no answer in time")
        assert.isBelow(time, 60_000)
      })
    )
  }

  onServer(
    "after the panel took the order: the caller is told, the outcome is kept, and all can be closed",
    () =>
      Effect.gen(function* () {
        const url = yield* Postgres.database
        const way = yield* tunnel(url)
        const taken = yield* Deferred.make<void>()
        const scope = yield* Scope.make()
        const context = yield* Layer.buildWithScope(
          Layer.provideMerge(
            journalOf(Effect.zipRight(way.cut, Deferred.succeed(taken, undefined))),
            storeAt(way.url)
          ),
          scope
        )
        const { placeOnce } = Context.get(context, Journal.Journal)
        const caller = yield* Effect.fork(Effect.flip(placeOnce("k", order(100))))
        yield* Deferred.await(taken)
        const [error] = yield* passing(way, Fiber.join(caller))
        assert.strictEqual(error._tag, "OutcomeUnrecorded")
        assert.isNotNull(error._tag === "OutcomeUnrecorded" ? error.order : null)
        assert.include(error.message, "gave no answer in time")

        const { find } = Context.get(yield* inRealTime(Layer.build(Postgres.store(url))), Store.Store)
        const stateOf = inRealTime(Effect.map(find(own("k")), (entry) => Option.getOrThrow(entry).state))
        assert.strictEqual(yield* stateOf, "sending")
        yield* way.heal
        yield* passing(way, Effect.repeat(stateOf, { until: (state) => state === "placed" }))
        yield* way.cut
        yield* passing(way, Scope.close(scope, Exit.void))
        assert.strictEqual(yield* booked, 1)
      }).pipe(Effect.provide(sandbox()))
  )

  onServer(
    "with many writes waiting: all are told as soon as one was given up, and nothing is written later",
    () =>
      Effect.gen(function* () {
        const url = yield* Postgres.database
        const way = yield* tunnel(url)
        const store = Context.get(yield* Layer.build(storeAt(way.url)), Store.Store)
        yield* store.intend(intent("before"))
        yield* way.cut
        const keys = Array.from({ length: 1000 }, (_, at) => `k${at}`)
        const [errors, time] = yield* passing(
          way,
          Effect.forEach(keys, (key) => Effect.flip(store.intend(intent(key))), { concurrency: "unbounded" })
        )
        assert.isTrue(errors.every(({ reason }) => reason === "unreachable"))
        assert.isBelow(time, 16_000)
        const [read] = yield* passing(way, Effect.flip(store.find(ref("before"))))
        assert.strictEqual(read.reason, "unreachable")
        yield* way.heal
        assert.deepStrictEqual(
          [...(yield* store.findMany("account-1", ["before", ...keys])).keys()],
          ["before"]
        )
      })
  )

  onServer("amid a commit keeps no lock, and the next connection writes the outcome", () =>
    Effect.gen(function* () {
      const way = yield* tunnel(yield* Postgres.database)
      yield* Effect.gen(function* () {
        const { placeOnce } = yield* Journal.Journal
        assert.strictEqual((yield* placeOnce("k", order(100))).state, "placed")
      }).pipe(Effect.provide(Layer.provide(journalOf(way.cutAt("COMMIT")), storeAt(way.url))))
      assert.strictEqual(yield* booked, 1)
    }).pipe(inRealTime, Effect.provide(sandbox()))
  )
})
