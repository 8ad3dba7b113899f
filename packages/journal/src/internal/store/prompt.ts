/** A store that is to say soon whether it is well. */
import * as Effect from "effect/Effect"
import { StoreError } from "../../JournalError.js"

const silent = new StoreError({ reason: "unreachable", detail: "it gives no answer" })

/** Fails where the answer takes more than two seconds, whatever becomes of the question. */
export const prompt = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E | StoreError, R> =>
  Effect.timeoutFail(Effect.disconnect(effect), { duration: "2 seconds", onTimeout: () => silent })
