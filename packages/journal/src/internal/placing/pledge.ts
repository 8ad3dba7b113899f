/**
 * A result that comes later, and those who wait for it. A `Deferred` is that, too, but does not tell whether
 * anybody waits, and costs as much to make as all else that is done for an order here.
 */
import type { SpendOptions } from "@smmkit/core/PanelClient"
import type { NotSent } from "@smmkit/core/Transport"
import * as Effect from "effect/Effect"
import type * as Exit from "effect/Exit"

/** What one who waits says to the sending of what he waits for; undefined where he says nothing. */
export type Gate = SpendOptions<never>["gate"]

export interface Pledge<A, E> {
  /** Whether anybody waits for the result. */
  readonly isWanted: () => boolean
  /** What those who wait say to its sending: no, where each of them does. */
  readonly gate: () => NotSent | undefined
  /** The first result counts. */
  readonly tell: (result: Exit.Exit<A, E>) => void
  readonly heard: (gate: Gate) => Effect.Effect<A, E>
  /** Its end, for one who does not want the result. */
  readonly over: () => Effect.Effect<void>
}

type Listener<A, E> = (result: Exit.Exit<A, E>) => void

export const make = <A, E>(): Pledge<A, E> => {
  let told: Exit.Exit<A, E> | undefined
  let wanted = 0
  let gates: ReadonlyArray<NonNullable<Gate>> = []
  // Nearly always one.
  let listeners: ReadonlyArray<Listener<A, E>> = []
  const listen = (listener: Listener<A, E>) => {
    if (told === undefined) listeners = [...listeners, listener]
    else listener(told)
  }
  return {
    isWanted: () => wanted > 0,
    gate: () => {
      let no: NotSent | undefined
      if (gates.length < wanted) return no
      for (const gate of gates) {
        no = gate()
        if (no === undefined) return no
      }
      return no
    },
    tell: (result) => {
      if (told !== undefined) return
      told = result
      const all = listeners
      listeners = []
      for (const listener of all) listener(result)
    },
    heard: (gate) =>
      Effect.async((resume) => {
        wanted += 1
        if (gate !== undefined) gates = [...gates, gate]
        listen(resume)
        return Effect.sync(() => {
          wanted -= 1
          if (gate !== undefined) gates = gates.toSpliced(gates.indexOf(gate), 1)
          listeners = listeners.filter((listener) => listener !== resume)
        })
      }),
    over: () => Effect.async((resume) => listen(() => resume(Effect.void)))
  }
}
