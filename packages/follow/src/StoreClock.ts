/**
 * Time as the store tells it.
 *
 * Whatever is claimed, due or written goes by one clock, whichever machine asks: on PostgreSQL the server's,
 * read inside the statement. SQLite has none of its own, so there it is the program's `Clock`. This service,
 * where a program provides it, stands for either.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

/**
 * The clock by which the store goes instead of its own: milliseconds since the epoch.
 *
 * @example
 * import { StoreClock } from "@smmkit/follow"
 * import { Effect } from "effect"
 *
 * const noon = Effect.map(StoreClock.StoreClock, ({ now }) => now).pipe(
 *   Effect.flatten,
 *   Effect.provideService(StoreClock.StoreClock, { now: Effect.succeed(43_200_000) })
 * )
 *
 * assert.strictEqual(Effect.runSync(noon), 43_200_000)
 *
 * @since 0.1.0
 * @category services
 */
export class StoreClock extends Context.Tag("@smmkit/follow/StoreClock")<StoreClock, StoreClock.Service>() {}

/**
 * @since 0.1.0
 */
export declare namespace StoreClock {
  /**
   * @since 0.1.0
   * @category models
   */
  interface Service {
    readonly now: Effect.Effect<number>
  }
}

/**
 * The store goes by the program's `Clock`, which a test can turn.
 *
 * @example
 * import { StoreClock } from "@smmkit/follow"
 * import { Effect, TestClock, TestContext } from "effect"
 *
 * const program = Effect.gen(function* () {
 *   yield* TestClock.adjust("1 minute")
 *   const { now } = yield* StoreClock.StoreClock
 *   return yield* now
 * })
 *
 * const at = program.pipe(Effect.provide(StoreClock.layerProgram), Effect.provide(TestContext.TestContext))
 * assert.strictEqual(await Effect.runPromise(at), 60_000)
 *
 * @since 0.1.0
 * @category layers
 */
export const layerProgram: Layer.Layer<StoreClock> = Layer.succeed(StoreClock, {
  now: Clock.currentTimeMillis
})
