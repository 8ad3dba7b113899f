/**
 * A transport that sends no more calls of a round than it has tokens for. Core asks anew by halves where a panel
 * refuses a whole batch for one wrong ID; here that waits for the next claim.
 */
import { NotSent, type Transport } from "@smmkit/core/Transport"
import * as Effect from "effect/Effect"
import * as FiberRef from "effect/FiberRef"

export interface Allowance {
  readonly transport: Transport.Service
  /** Lets an effect send this many calls, whatever else is under way. */
  readonly allow: (calls: number) => <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
  /** Whether a call of the effect that this is part of was held back. */
  readonly isSpent: Effect.Effect<boolean>
}

export const make = (transport: Transport.Service): Allowance => {
  // A round's own: its calls are sent by its fiber, or by fibers that this one starts.
  const allowance = FiberRef.unsafeMake({ left: 0, isSpent: false })
  return {
    transport: {
      ...transport,
      send: (call) =>
        Effect.flatMap(FiberRef.get(allowance), (own) => {
          if (own.left > 0) {
            own.left -= 1
            return transport.send(call)
          }
          own.isSpent = true
          return Effect.fail(new NotSent({ reason: "withheld", detail: "the budget's token is spent" }))
        })
    },
    allow: (calls) => (effect) =>
      Effect.suspend(() => Effect.locally(effect, allowance, { left: calls, isSpent: false })),
    isSpent: Effect.map(FiberRef.get(allowance), ({ isSpent }) => isSpent)
  }
}
