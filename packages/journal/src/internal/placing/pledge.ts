/**
 * A result that comes later, and those who wait for it. A `Deferred` is that, too, but does not tell whether
 * anybody waits, and costs as much to make as all else that is done for an order here.
 */
import * as Effect from "effect/Effect"
import type * as Exit from "effect/Exit"

export interface Pledge<A, E> {
  /** Whether anybody waits for the result. */
  readonly isWanted: () => boolean
  /** The first result counts. */
  readonly tell: (result: Exit.Exit<A, E>) => void
  readonly heard: Effect.Effect<A, E>
  /** Its end, for one who does not want the result. */
  readonly over: () => Effect.Effect<void>
}

type Listener<A, E> = (result: Exit.Exit<A, E>) => void

export const make = <A, E>(): Pledge<A, E> => {
  let told: Exit.Exit<A, E> | undefined
  let wanted = 0
  // Nearly always one.
  let listeners: ReadonlyArray<Listener<A, E>> = []
  const listen = (listener: Listener<A, E>) => {
    if (told === undefined) listeners = [...listeners, listener]
    else listener(told)
  }
  return {
    isWanted: () => wanted > 0,
    tell: (result) => {
      if (told !== undefined) return
      told = result
      const all = listeners
      listeners = []
      for (const listener of all) listener(result)
    },
    heard: Effect.async((resume) => {
      wanted += 1
      listen(resume)
      return Effect.sync(() => {
        wanted -= 1
        listeners = listeners.filter((listener) => listener !== resume)
      })
    }),
    over: () => Effect.async((resume) => listen(() => resume(Effect.void)))
  }
}
