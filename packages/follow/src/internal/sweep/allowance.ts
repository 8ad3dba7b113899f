/**
 * A transport that sends no more calls than the budget has tokens for. Core asks anew by halves where a panel
 * refuses a whole batch for one wrong ID; here that waits for the next claim.
 */
import { NotSent, type Transport } from "@smmkit/core/Transport"
import * as Effect from "effect/Effect"

export interface Allowance {
  readonly transport: Transport.Service
  /** Lets this many calls be sent from now on. */
  readonly allow: (calls: number) => Effect.Effect<void>
  /** Whether a call was held back since then. */
  readonly isSpent: Effect.Effect<boolean>
}

export const make = (transport: Transport.Service): Allowance => {
  let left = 0
  let isSpent = false
  return {
    transport: {
      ...transport,
      send: (call) =>
        Effect.suspend(() => {
          if (left > 0) {
            left -= 1
            return transport.send(call)
          }
          isSpent = true
          return Effect.fail(new NotSent({ reason: "withheld", detail: "the budget's token is spent" }))
        })
    },
    allow: (calls) =>
      Effect.sync(() => {
        left = calls
        isSpent = false
      }),
    isSpent: Effect.sync(() => isSpent)
  }
}
