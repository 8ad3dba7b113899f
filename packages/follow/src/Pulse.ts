/**
 * What the sweeps of one process share: one question to the store tells all of them what is due, however many
 * accounts there are. `Sweep.layerPulse` makes it.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import type * as Queue from "effect/Queue"
import type * as Scope from "effect/Scope"

/**
 * What a sweep has to do next.
 *
 * @since 0.1.0
 * @category models
 */
export type Task = "orders" | "refills"

/**
 * The shared question. Waking is never needed: who is not woken finds out with the next question.
 *
 * @example
 * import { FollowStore, Pulse, Sweep } from "@smmkit/follow"
 * import { Effect, Layer } from "effect"
 *
 * // Has what is due asked for at once, where a program knows that something is.
 * export const wake = Effect.flatMap(Pulse.Pulse, ({ wake }) => wake)
 *
 * export const layer = Layer.provide(Sweep.layerPulse({ every: "2 seconds" }), FollowStore.layer)
 *
 * @since 0.1.0
 * @category tags
 */
export class Pulse extends Context.Tag("@smmkit/follow/Pulse")<
  Pulse,
  {
    /** Waits until an account has something to do. */
    readonly next: (account: string) => Effect.Effect<Task>
    /** How often it asks. */
    readonly every: Duration.Duration
    /** Says that an account is looked after, for as long as the scope is open. */
    readonly attend: (account: string) => Effect.Effect<void, never, Scope.Scope>
    /** Asks at once what there is to do. */
    readonly wake: Effect.Effect<void>
    /** Tells that something happened in an account. */
    readonly ring: (account: string) => Effect.Effect<void>
    /** Accounts in which something happened; some may be missed. */
    readonly rung: Effect.Effect<Queue.Dequeue<string>, never, Scope.Scope>
  }
>() {}
