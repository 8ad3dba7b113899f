/**
 * What every store promises, whatever it stands on: named effects that fail with `node:assert`'s error. They know
 * no test runner, and turn `TestClock`, so the store has to go by the program's clock.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Store from "../Store.js"
import { changes } from "./contract/changes.js"
import { doubts } from "./contract/doubts.js"
import { keys } from "./contract/keys.js"
import { limits } from "./contract/limits.js"
import type { Place } from "./contract/promise.js"
import { reading } from "./contract/reading.js"

export type { Place }

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
 * The promises of a store at a place, which is asked for anew for each of them.
 *
 * @example
 * import { Sqlite } from "@smmkit/journal"
 * import { StoreContract } from "@smmkit/journal/testing"
 * import { Effect } from "effect"
 *
 * // In a test file: for (const { name, effect } of promises) it.effect(name, () => effect)
 * const promises = StoreContract.suite(Effect.succeed({ connect: Sqlite.layer("orders.db") }))
 *
 * assert.ok(promises.length > 20)
 *
 * @since 0.1.0
 * @category testing
 */
export const suite = (place: Effect.Effect<Place>): ReadonlyArray<Promised> =>
  [...keys, ...limits, ...doubts, ...reading, ...changes].map(([name, body]) => ({
    name,
    effect: Effect.flatMap(place, (here) =>
      Effect.flatMap(Store.Store, (store) => body(store, here)).pipe(Effect.provide(here.connect))
    )
  }))
