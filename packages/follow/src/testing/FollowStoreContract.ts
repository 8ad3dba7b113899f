/**
 * What every store of followed orders promises, whatever it stands on: named effects that fail with `node:assert`'s
 * error. They know no test runner, and turn `TestClock`, so both stores have to go by the program's clock.
 *
 * @since 0.1.0
 */
import { Store } from "@smmkit/journal"
import type { StoreError } from "@smmkit/journal/JournalError"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as TestClock from "effect/TestClock"
import { FollowStore } from "../FollowStore.js"
import { births } from "./births.js"
import { budget } from "./budget.js"
import { claims } from "./claims.js"
import { log } from "./log.js"

/**
 * A place for a store, to which several processes can connect: each time it is built it is one more. The journal's
 * store has to stand in the same database.
 *
 * @since 0.1.0
 * @category models
 */
export interface Place {
  readonly connect: Layer.Layer<FollowStore | Store.Store, StoreError>
}

/**
 * One promise, and the effect that fails where it is not kept.
 *
 * @since 0.1.0
 * @category models
 */
export interface Promised {
  readonly name: string
  readonly effect: Effect.Effect<void, unknown>
}

/**
 * All that a store promises, each in a place of its own.
 *
 * @example
 * import { FollowStore, StoreClock } from "@smmkit/follow"
 * import { FollowStoreContract } from "@smmkit/follow/testing"
 * import { Sqlite, Store } from "@smmkit/journal"
 * import { Effect, Layer } from "effect"
 *
 * const place = Effect.sync(() => ({
 *   connect: Layer.merge(FollowStore.layer, Store.layer({ clock: "program" })).pipe(
 *     Layer.provide(StoreClock.layerProgram),
 *     Layer.provide(Sqlite.layerClient("orders.db"))
 *   )
 * }))
 * // In vitest: `it.effect(name, () => effect)` for each of them.
 * const promises = FollowStoreContract.suite(place)
 *
 * assert.ok(promises.length > 10)
 *
 * @since 0.1.0
 * @category suites
 */
export const suite = (place: Effect.Effect<Place>): ReadonlyArray<Promised> =>
  [...births, ...budget, ...claims, ...log].map(({ name, body }) => ({
    name,
    effect: Effect.gen(function* () {
      const { connect } = yield* place
      // A time at which a panel may live, so that days can be counted back from it.
      yield* TestClock.setTime(Date.UTC(2027, 4, 1))
      yield* Effect.gen(function* () {
        const store = yield* FollowStore
        const journal = yield* Store.Store
        yield* body({ store, journal, connect })
      }).pipe(Effect.provide(connect))
    })
  }))
